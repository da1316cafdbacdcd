/* SPDX-License-Identifier: MIT
 *
 * The only file that knows PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "rules/regex.h"

#include "base/err.h"

enum {
    HEAP_LIMIT_KIB = 64 << 10,  /* of the interpreter */
    DEPTH_LIMIT = 100000,       /* of the interpreter */
    JIT_STACK_START = 32 << 10, /* bytes */
    JIT_STACK_MAX = 1 << 20,
    VERSION_MAX = 64,
    MESSAGE_MAX = 256,
};

struct rule_regex {
    pcre2_code *code;
    int groups;
};

struct regex_run {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    const PCRE2_SIZE *pair; /* where groups begin and end, in the data */
    uint32_t pairs;         /* of the last match that are set */
};

static uint32_t
info_u32(const pcre2_code *code, uint32_t what)
{
    uint32_t v = 0;
    if (pcre2_pattern_info(code, what, &v) != 0)
        return 0;
    return v;
}

struct rule_regex *
regex_compile(struct arena *a, struct str pattern, struct regex_problem *why)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        die("out of memory");
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
        PCRE2_DUPNAMES | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP, &error, &offset,
        context);
    pcre2_compile_context_free(context);
    if (!code) {
        PCRE2_UCHAR text[MESSAGE_MAX];
        pcre2_get_error_message(error, text, sizeof(text));
        why->what = str_dup(a, str_from((const char *)text));
        why->offset = offset < pattern.n ? offset : pattern.n;
        return NULL;
    }
    struct rule_regex *re = arena_alloc(a, sizeof(*re));
    re->code = code;
    re->groups = (int)info_u32(code, PCRE2_INFO_CAPTURECOUNT);
    return re;
}

void
regex_free(struct rule_regex *re)
{
    if (!re)
        return;
    pcre2_code_free(re->code);
    re->code = NULL;
}

int
regex_groups(const struct rule_regex *re)
{
    return re->groups;
}

struct regex_name *
regex_names(struct arena *a, const struct rule_regex *re, size_t *n)
{
    size_t count = info_u32(re->code, PCRE2_INFO_NAMECOUNT);
    size_t size = info_u32(re->code, PCRE2_INFO_NAMEENTRYSIZE);
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(re->code, PCRE2_INFO_NAMETABLE, &table);
    struct regex_name *v = arena_array(a, count, sizeof(*v));
    for (size_t i = 0; i < count; i++) {
        /* An entry: the number in two bytes, then the name and a NUL. PCRE2
         * sorts them by name; we want them as they stand in the pattern. */
        const unsigned char *entry = table + i * size;
        struct regex_name name = {
            .name = str_from((const char *)entry + 2),
            .number = entry[0] << 8 | entry[1],
        };
        size_t at = i;
        for (; at > 0 && v[at - 1].number > name.number; at--)
            v[at] = v[at - 1];
        v[at] = name;
    }
    *n = count;
    return v;
}

struct regex_run *
regex_run_open(struct arena *a, int groups)
{
    struct regex_run *run = arena_alloc(a, sizeof(*run));
    run->data = pcre2_match_data_create((uint32_t)groups + 1, NULL);
    run->context = pcre2_match_context_create(NULL);
    if (!run->data || !run->context)
        die("out of memory");
    run->pair = pcre2_get_ovector_pointer(run->data);
    pcre2_set_match_limit(run->context, REGEX_MATCH_LIMIT);
    pcre2_set_heap_limit(run->context, HEAP_LIMIT_KIB);
    pcre2_set_depth_limit(run->context, DEPTH_LIMIT);
    if (regex_has_jit())
        run->stack =
            pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
    if (run->stack)
        pcre2_jit_stack_assign(run->context, NULL, run->stack);
    return run;
}

void
regex_run_close(struct regex_run *run)
{
    if (!run)
        return;
    pcre2_match_data_free(run->data);
    pcre2_match_context_free(run->context);
    pcre2_jit_stack_free(run->stack);
}

void
regex_live_close(struct regex_live *live)
{
    pcre2_code_free(live->code);
    live->code = NULL;
}

/* Whether there is JIT code now: "(*NO_JIT)" prevents it without an error. */
static bool
compile_jit(pcre2_code *code)
{
    size_t size = 0;
    return pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0 &&
           pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

/* JIT code belongs to a pcre2_code; a copy keeps the shared one untouched. */
static void
make_ready(const struct regex_run *run, struct regex_live *live)
{
    live->ready = true;
    if (!run->stack)
        return;
    pcre2_code *copy = pcre2_code_copy(live->re->code);
    if (copy && !compile_jit(copy)) {
        pcre2_code_free(copy);
        copy = NULL;
    }
    live->code = copy;
}

enum regex_result
regex_match(struct regex_run *run, struct regex_live *live, struct str text)
{
    if (!live->ready)
        make_ready(run, live);
    text = str_sub(text, 0, REGEX_TEXT_MAX);
    PCRE2_SPTR p = (PCRE2_SPTR)(text.p ? text.p : "");
    int r = live->code ? pcre2_jit_match(live->code, p, text.n, 0, 0, run->data,
                             run->context)
                       : pcre2_match(live->re->code, p, text.n, 0, 0, run->data,
                             run->context);
    run->pairs = r > 0 ? (uint32_t)r : 0;
    if (r > 0)
        return REGEX_YES;
    return r == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}

bool
regex_group(
    const struct regex_run *run, struct str text, int number, struct str *s)
{
    if ((uint32_t)number >= run->pairs)
        return false;
    const PCRE2_SIZE *pair = run->pair + 2 * (size_t)number;
    if (pair[0] == PCRE2_UNSET || pair[0] > pair[1])
        return false;
    *s = str_sub(text, pair[0], pair[1] - pair[0]);
    return true;
}

struct str
regex_version(struct arena *a)
{
    char text[VERSION_MAX];
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) > (int)sizeof(text))
        return STR("?");
    pcre2_config(PCRE2_CONFIG_VERSION, text);
    struct str all = str_from(text);
    return str_dup(a, str_cut(&all, ' ')); /* "10.42 2022-12-11" */
}

bool
regex_has_jit(void)
{
    uint32_t jit = 0;
    return pcre2_config(PCRE2_CONFIG_JIT, &jit) == 0 && jit == 1;
}
