/* SPDX-License-Identifier: MIT
 *
 * The one writer of `load`: parcels into the database, and a word about every
 * file that was not read as it should be. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/load.h"
#include "model/names.h"

void
writer_problem(struct writer *w, const char *fmt, ...)
{
    char text[ERR_TEXT_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    w->problems++;
    progress_clear(w->progress);
    cmd_error("%s", text);
}

/* Whether a file that gives no records should have given some. */
static bool
looks_like_trace(struct str name)
{
    static const struct str patterns[] = {STR_INIT("SDL*"),
        STR_INIT("calllogs*"), STR_INIT("ccm*"), STR_INIT("*.gz"),
        STR_INIT("*.gzo")};
    const char cuts[] = {'/', ':'};

    for (size_t i = 0; i < COUNTOF(cuts); i++) {
        size_t at = str_rfind_byte(name, cuts[i]);
        if (at < name.n)
            name = str_skip(name, at + 1);
    }
    for (size_t i = 0; i < COUNTOF(patterns); i++) {
        if (str_matches(name, patterns[i]))
            return true;
    }
    return false;
}

/* The reader's errors begin with the source's name, which is said before a
 * note anyway. */
static struct str
without_name(struct arena *a, const struct source *s, struct str why)
{
    struct str name = str_fmt(a, STR_FMT ": ", STR_ARG(source_name(a, s)));

    return str_starts(why, name) ? str_skip(why, name.n) : why;
}

/* Why a source gave no records, for people. */
static struct str
unread_note(struct arena *a, const struct source *s, struct str why)
{
    if (why.n)
        return without_name(a, s, why);
    if (str_eq(s->status, STR("empty")))
        return STR("empty");
    if (str_eq(s->status, STR("unreadable")))
        return STR("cut off before the first record");
    return str_fmt(a, "not a trace: no trace record in " STR_FMT,
        STR_ARG(progress_bytes(a, s->bytes)));
}

/* A source without records: an error when it should have some, else a note. */
static int
take_unread(struct writer *w, const struct job *job, const struct parcel *p,
    struct err *e)
{
    struct source s = p->source;
    struct str name = source_name(&w->arena, &s);
    bool named = job->named && s.member.n == 0;

    s.note = unread_note(&w->arena, &s, p->why);
    if (named || looks_like_trace(name) ||
        str_eq(s.status, STR("unreadable"))) {
        w->args[job->arg].problems++;
        writer_problem(w, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(s.note));
    } else {
        w->others++;
        if (w->g->verbose) {
            progress_clear(w->progress);
            cmd_note(
                w->g, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(s.note));
        }
    }
    return w->db ? store_put_unread(w->db, &s, e) : 0;
}

/* A relative path may name another file than it did in another folder: that
 * one must not be replaced. */
static void
make_name_unique(struct writer *w)
{
    char *path;

    if (!w->known || w->source.file.p[0] == '/' ||
        !known_is_other(w->known, &w->source))
        return;
    path = realpath(str_z(&w->arena, w->source.file), NULL);
    if (path)
        w->source.file = str_dup(&w->arena, str_from(path));
    free(path);
}

static int
take_begin(struct writer *w, const struct parcel *p, struct err *e)
{
    const struct source *s = &p->source;

    w->source = *s;
    w->source.file = str_dup(&w->arena, s->file);
    w->source.facts = 0;
    make_name_unique(w);
    /* The parcel goes back; what begin stores of the rest, it stores now. */
    if (w->db && store_begin_source(w->db, &w->source, e) < 0)
        return -1;
    w->begun = true;
    return 0;
}

static int
take_facts(struct writer *w, const struct parcel *p, struct err *e)
{
    w->source.facts += (int64_t)p->nfacts;
    for (size_t i = 0; w->db && i < p->nfacts; i++) {
        if (store_put_fact(w->db, &p->facts[i], e) < 0)
            return -1;
    }
    return 0;
}

static void
count_source(struct writer *w, const struct source *s)
{
    w->sources++;
    w->bytes += s->bytes;
    w->records += s->records;
    w->facts += s->facts;
    if (w->g->verbose) {
        progress_clear(w->progress);
        cmd_note(w->g, STR_FMT ": %lld records, %lld facts",
            STR_ARG(source_name(&w->arena, s)), (long long)s->records,
            (long long)s->facts);
    }
}

/* The same content under another name: only that is kept. */
static int
end_duplicate(
    struct writer *w, struct source *s, struct str other, struct err *e)
{
    w->duplicates++;
    if (store_end_source(w->db, s, false, e) < 0)
        return -1;
    s->status = STR("duplicate");
    s->facts = 0;
    s->note =
        str_fmt(&w->arena, "the same content as " STR_FMT, STR_ARG(other));
    if (w->g->verbose) {
        progress_clear(w->progress);
        cmd_note(w->g, STR_FMT ": " STR_FMT, STR_ARG(source_name(&w->arena, s)),
            STR_ARG(s->note));
    }
    return store_put_unread(w->db, s, e);
}

/* What else than traces tells of TLS: it has no records. */
static bool
is_evidence(const struct source *s)
{
    return s->kind == SOURCE_CAPTURE || s->kind == SOURCE_CERTIFICATE ||
           s->kind == SOURCE_CLI;
}

/* Says what is wrong with a source of which something was read. */
static void
note_source(
    struct writer *w, const struct job *job, struct source *s, struct str why)
{
    if (w->window && !is_evidence(s))
        s->note = STR("only records of --since and --until were read");
    if (!s->cut)
        return;
    s->note = why.n ? without_name(&w->arena, s, why)
                    : STR("ends early, cut off; what it holds was read");
    w->args[job->arg].problems++;
    if (is_evidence(s))
        writer_problem(w, STR_FMT ": " STR_FMT,
            STR_ARG(source_name(&w->arena, s)), STR_ARG(s->note));
    else
        writer_problem(w, STR_FMT ": " STR_FMT " (%lld records)",
            STR_ARG(source_name(&w->arena, s)), STR_ARG(s->note),
            (long long)s->records);
}

/* What the user said, where the source does not say it. */
static void
apply_clock(const struct user_clock *u, struct source *s)
{
    int64_t day = s->first_tod / WHEN_DAY_MS;
    bool no_year = DAY_HAS_NO_YEAR(day);
    /* These have dates, but no offset. */
    bool row = s->kind == SOURCE_CALLLOG ||
               (s->first_tod != WHEN_UNKNOWN && day > 0 && !no_year);

    if (s->kind != SOURCE_SDL && s->kind != SOURCE_IOS && !row)
        return;

    if (u->has_offset && s->utc_offset_s == WHEN_NO_OFFSET)
        s->utc_offset_s = u->offset_s;
    if (s->base_ms != WHEN_UNKNOWN || !(row ? u->has_offset : u->has_date))
        return;
    s->base_ms = s->utc_offset_s == WHEN_NO_OFFSET
                     ? 0
                     : -(int64_t)s->utc_offset_s * 1000;
    if (!row)
        s->base_ms += (u->days - (no_year ? day : 0)) * WHEN_DAY_MS;
    s->date_from = DATE_USER;
}

static int
take_end(struct writer *w, const struct job *job, const struct parcel *p,
    struct err *e)
{
    struct source s = p->source;
    struct str other;
    int same = 0;

    s.id = w->source.id;
    s.file = w->source.file;
    s.facts = w->source.facts;
    w->begun = false;
    w->args[job->arg].traces++;
    note_source(w, job, &s, p->why);
    apply_clock(&w->clock, &s);
    if (w->db)
        same = store_has_content(w->db, &w->arena, &s, &other, e);
    if (same < 0)
        return -1;
    if (same > 0)
        return end_duplicate(w, &s, other, e);
    count_source(w, &s);
    return w->db ? store_end_source(w->db, &s, true, e) : 0;
}

static int
take_unreadable(struct writer *w, const struct job *job, const struct parcel *p,
    struct err *e)
{
    struct source s = p->source;

    s.note = without_name(&w->arena, &s, p->why);
    w->args[job->arg].problems++;
    writer_problem(w, STR_FMT, STR_ARG(p->why));
    return w->db ? store_put_unread(w->db, &s, e) : 0;
}

static void
take_outside(struct writer *w, const struct job *job, const struct parcel *p)
{
    w->outside++;
    w->args[job->arg].traces++;
    if (!w->g->verbose)
        return;
    progress_clear(w->progress);
    cmd_note(w->g, STR_FMT ": outside of --since and --until, not read",
        STR_ARG(source_name(&w->arena, &p->source)));
}

int
writer_take(struct writer *w, const struct job *job, const struct parcel *p,
    struct err *e)
{
    int r = 0;

    switch (p->kind) {
    case PARCEL_BEGIN:
        return take_begin(w, p, e);
    case PARCEL_FACTS:
        return take_facts(w, p, e);
    case PARCEL_TLS: {
        struct tls_evidence tls = p->tls;
        return w->db ? store_put_tls_evidence(w->db, &tls, e) : 0;
    }
    case PARCEL_END:
        r = w->begun ? take_end(w, job, p, e) : take_unread(w, job, p, e);
        break;
    case PARCEL_SKIP:
        w->skipped++;
        w->args[job->arg].traces++;
        break;
    case PARCEL_OUTSIDE:
        take_outside(w, job, p);
        break;
    case PARCEL_UNREADABLE:
        r = take_unreadable(w, job, p, e);
        break;
    case PARCEL_DONE:
        w->args[job->arg].files += !job->path.more;
        break;
    }
    arena_reset(&w->arena);
    return r;
}

int
writer_undo(struct writer *w, struct err *e)
{
    if (!w->begun)
        return 0;
    w->begun = false;
    return w->db ? store_end_source(w->db, &w->source, false, e) : 0;
}
