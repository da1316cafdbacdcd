/* SPDX-License-Identifier: MIT
 *
 * What there is to read: the files that the arguments lead to, big zip archives
 * in parts. */
#include "cli/load.h"

/* A file that the argument led to. */
static void
add_file(struct jobs *jobs, const struct writer *w, struct arena *a, size_t arg,
    const struct input_path *file)
{
    struct input_path *v;
    size_t n;

    input_parts(a, file, w->window ? INPUT_BY_MEMBER : INPUT_BY_SIZE, &v, &n);
    for (size_t i = 0; i < n; i++) {
        jobs->v =
            arena_grow(a, jobs->v, &jobs->cap, jobs->n + 1, sizeof *jobs->v);
        jobs->v[jobs->n++] = (struct job){
            .path = v[i],
            .arg = arg,
            .named = str_eq(file->path, w->args[arg].path),
        };
    }
}

void
jobs_list(struct jobs *jobs, struct writer *w, struct arena *a,
    const struct opt_list *args)
{
    struct input_path *v = NULL;
    size_t n = 0;
    struct map seen;
    struct err e;

    map_init(&seen, a);
    w->args = arena_array(a, args->n, sizeof *w->args);
    for (size_t i = 0; i < args->n; i++) {
        size_t from = n;

        w->args[i].path = args->v[i];
        if (input_list(a, args->v[i], &v, &n, &e) < 0) {
            w->args[i].problems++;
            writer_problem(w, "%s", e.text);
        }
        for (; from < n; from++) {
            bool fresh;

            map_put(&seen, v[from].path, 0, &fresh);
            if (fresh)
                add_file(jobs, w, a, i, &v[from]);
        }
    }
}
