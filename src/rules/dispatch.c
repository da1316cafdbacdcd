/* SPDX-License-Identifier: MIT
 *
 * type -> (signal ->) bucket. A bucket sorts its rules by how their literal is
 * looked for. Rules for every signal of a type, and rules for a signal by
 * name, are merged when the tables are made, so that a record costs two
 * look-ups at most before literals. */
#include "rules/dispatch.h"

#include <string.h>

#include "rules/load.h"

/* A rule without a literal, or with one that is looked for by itself. */
struct plain {
    const struct rule *rule;
    size_t id;
};

struct bucket {
    struct literal_firsts *firsts;
    struct literal_set *anywhere;
    struct plain *plain;
    size_t nplain;
};

/* A name as three numbers: the same numbers are the same name when it has at
 * most EXACT bytes, which nearly all have. */
enum { EXACT = 16 };
struct name {
    uint64_t head, tail;
    struct str s;
};

/* Names by hash: a look at a name that is not there, as nearly all signals
 * are, touches four bytes of a small table. */
struct names {
    uint32_t *slot; /* open addressing: 1 + the name's number; 0 = free */
    size_t mask;
};

struct signal_rules {
    struct name name;
    struct bucket bucket;
};

/* Where the part that patterns see begins. */
enum text_form {
    TEXT_BEHIND_BLANKS,
    TEXT_PARAMETERS, /* of a signal */
    TEXT_COLUMNS,    /* all of it */
};

struct type_rules {
    struct name type;
    enum text_form form;
    struct bucket any; /* rules without a signal */
    bool has_any;
    struct signal_rules *signal;
    size_t nsignal;
    struct names signals;
    /* Beginnings of names, with the number of their rule; for names that are
     * not in `signal`. */
    struct literal_firsts *prefix;
};

struct dispatch {
    const struct rules *rs;
    struct type_rules *type;
    size_t ntype;
    struct names types;
};

struct making {
    struct arena *a;
    const struct rules *rs;
    struct literal *first; /* room for every rule, used again and again */
    struct literal *anywhere;
    size_t *plain;
};

static inline uint64_t
load(const char *p, size_t n)
{
    uint64_t v = 0;
    memcpy(&v, p, n);
    return v;
}

/* Loads of fixed sizes that may overlap: copying a variable few bytes is a
 * call. */
static inline struct name
name_of(struct str s)
{
    struct name name = {0, 0, s};
    if (s.n >= 8) {
        name.head = load(s.p, 8);
        name.tail = load(s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        name.head = load(s.p, 4);
        name.tail = load(s.p + s.n - 4, 4);
    } else if (s.n > 0) {
        name.head =
            (unsigned char)s.p[0] | (unsigned)(unsigned char)s.p[s.n / 2] << 8;
        name.tail = (unsigned char)s.p[s.n - 1];
    }
    return name;
}

static inline bool
same_name(const struct name *a, const struct name *b)
{
    return a->head == b->head && a->tail == b->tail && a->s.n == b->s.n &&
           (a->s.n <= EXACT || str_eq(a->s, b->s));
}

static inline size_t
hash_of(const struct name *name)
{
    uint64_t tail = name->tail << 5 | name->tail >> 59; /* may be head again */
    return (size_t)((name->head + tail + name->s.n) *
                        UINT64_C(0x9e3779b97f4a7c15) >>
                    32);
}

static struct names
names_make(struct arena *a, size_t n)
{
    size_t slots = 8;
    while (slots < 4 * n)
        slots *= 2;
    return (struct names){arena_array(a, slots, sizeof(uint32_t)), slots - 1};
}

/* Adds a name that is not there yet. */
static void
names_add(struct names *names, const struct name *name, size_t number)
{
    size_t i = hash_of(name) & names->mask;
    while (names->slot[i] != 0)
        i = (i + 1) & names->mask;
    names->slot[i] = (uint32_t)number + 1;
}

/* NULL: no rule has this type. */
static inline struct type_rules *
find_type(const struct dispatch *d, struct str type)
{
    struct name name = name_of(type);
    size_t i = hash_of(&name) & d->types.mask;
    for (; d->types.slot[i] != 0; i = (i + 1) & d->types.mask) {
        struct type_rules *t = &d->type[d->types.slot[i] - 1];
        if (same_name(&t->type, &name))
            return t;
    }
    return NULL;
}

/* NULL: no rule of the type has this signal by its whole name. */
static inline struct signal_rules *
find_signal(const struct type_rules *t, struct str signal)
{
    struct name name = name_of(signal);
    size_t i = hash_of(&name) & t->signals.mask;
    for (; t->signals.slot[i] != 0; i = (i + 1) & t->signals.mask) {
        struct signal_rules *one = &t->signal[t->signals.slot[i] - 1];
        if (same_name(&one->name, &name))
            return one;
    }
    return NULL;
}

static bool
is_prefix(struct str signal)
{
    return signal.n > 0 && signal.p[signal.n - 1] == '*';
}

static bool
signal_fits(struct str wanted, struct str signal)
{
    if (is_prefix(wanted))
        return str_starts(signal, str_sub(wanted, 0, wanted.n - 1));
    return str_eq(wanted, signal);
}

static bool
has_type(const struct rule *r, struct str type)
{
    for (size_t i = 0; i < r->ntypes; i++) {
        if (str_eq(r->types[i], type))
            return true;
    }
    return false;
}

static bool
has_signal(const struct rule *r, struct str signal)
{
    for (size_t i = 0; i < r->nsignals; i++) {
        if (signal_fits(r->signals[i], signal))
            return true;
    }
    return r->nsignals == 0;
}

bool
dispatch_fits(const struct rule *r, const struct record *rec)
{
    return has_type(r, rec->type) && has_signal(r, rec->signal);
}

/* What is looked for alone mostly stands near the beginning, with few bytes
 * like its first one before it: memchr finds it sooner than memmem. */
static bool
has_part(struct str text, struct str part)
{
    enum { TRIES = 8 };
    for (size_t i = 0; i < TRIES; i++) {
        text = str_skip(text, str_find_byte(text, part.p[0]));
        if (text.n < part.n)
            return false;
        if (memcmp(text.p, part.p, part.n) == 0)
            return true;
        text = str_skip(text, 1);
    }
    return str_has(text, part);
}

bool
dispatch_has_literal(const struct rule *r, struct str text)
{
    if (r->literal_first)
        return str_starts(text, r->literal);
    return r->literal.n == 0 || has_part(text, r->literal);
}

/* Moves literals from the set to those looked for by themselves when that is
 * quicker: short ones let a set skip little, and one alone can stop at its
 * first place, while a set goes on to the end of the text.
 * n: of k->anywhere. returns: how many stay in the set. */
static size_t
take_few(const struct making *k, size_t n, struct bucket *b)
{
    enum { SHORT = 7, FEW = 4 };
    size_t nshort = 0, left = 0;
    for (size_t i = 0; i < n; i++)
        nshort += k->anywhere[i].s.n < SHORT;
    bool take_short = nshort <= FEW;
    bool take_long = n - nshort == 1;
    for (size_t i = 0; i < n; i++) {
        bool is_short = k->anywhere[i].s.n < SHORT;
        if (is_short ? take_short : take_long)
            k->plain[b->nplain++] = k->anywhere[i].id;
        else
            k->anywhere[left++] = k->anywhere[i];
    }
    return left;
}

static void
keep_plain(const struct making *k, struct bucket *b)
{
    b->plain = arena_array(k->a, b->nplain, sizeof(*b->plain));
    for (size_t i = 0; i < b->nplain; i++)
        b->plain[i] = (struct plain){&k->rs->v[k->plain[i]], k->plain[i]};
}

/* The bucket of the rules for a type and, when signal.n > 0, a signal. */
static struct bucket
make_bucket(const struct making *k, struct str type, struct str signal)
{
    struct bucket b = {0};
    size_t nfirst = 0, nanywhere = 0;
    for (size_t i = 0; i < k->rs->n; i++) {
        const struct rule *r = &k->rs->v[i];
        bool fits = signal.n > 0 ? has_signal(r, signal) : r->nsignals == 0;
        if (!fits || !has_type(r, type))
            continue;
        struct literal one = {r->literal, i};
        if (r->literal_first)
            k->first[nfirst++] = one;
        else if (r->literal.n >= LITERAL_MIN)
            k->anywhere[nanywhere++] = one;
        else
            k->plain[b.nplain++] = i;
    }
    nanywhere = take_few(k, nanywhere, &b);
    b.firsts = literal_firsts_make(k->a, k->first, nfirst);
    b.anywhere = literal_set_make(k->a, k->anywhere, nanywhere);
    keep_plain(k, &b);
    return b;
}

static void
make_signals(const struct making *k, struct type_rules *t)
{
    size_t names = 0, nprefix = 0;
    for (size_t i = 0; i < k->rs->n; i++)
        names += k->rs->v[i].nsignals;
    t->signals = names_make(k->a, names);
    t->signal = arena_array(k->a, names, sizeof(*t->signal));
    struct literal *prefix = arena_array(k->a, names, sizeof(*prefix));
    for (size_t i = 0; i < k->rs->n; i++) {
        const struct rule *r = &k->rs->v[i];
        for (size_t s = 0; has_type(r, t->type.s) && s < r->nsignals; s++) {
            struct str name = r->signals[s];
            if (is_prefix(name)) {
                name.n--;
                prefix[nprefix++] = (struct literal){name, i};
                continue;
            }
            if (find_signal(t, name))
                continue;
            struct signal_rules *one = &t->signal[t->nsignal];
            one->name = name_of(name);
            one->bucket = make_bucket(k, t->type.s, name);
            names_add(&t->signals, &one->name, t->nsignal++);
        }
    }
    t->prefix = literal_firsts_make(k->a, prefix, nprefix);
}

static bool
is_empty(const struct bucket *b)
{
    return !b->firsts && !b->anywhere && b->nplain == 0;
}

static enum text_form
form_of(struct str type)
{
    if (load_is_signal_type(type))
        return TEXT_PARAMETERS;
    if (str_eq(type, STR("Created")) || str_eq(type, STR("Stopping")))
        return TEXT_COLUMNS;
    return TEXT_BEHIND_BLANKS;
}

static void
make_type(const struct making *k, struct type_rules *t, struct str type)
{
    t->type = name_of(type);
    t->form = form_of(type);
    t->any = make_bucket(k, type, STR(""));
    t->has_any = !is_empty(&t->any);
    make_signals(k, t);
}

struct dispatch *
dispatch_make(struct arena *a, const struct rules *rs)
{
    struct making k = {
        .a = a,
        .rs = rs,
        .first = arena_array(a, rs->n, sizeof(*k.first)),
        .anywhere = arena_array(a, rs->n, sizeof(*k.anywhere)),
        .plain = arena_array(a, rs->n, sizeof(*k.plain)),
    };
    struct dispatch *d = arena_alloc(a, sizeof(*d));
    d->rs = rs;
    size_t types = 0;
    for (size_t i = 0; i < rs->n; i++)
        types += rs->v[i].ntypes;
    d->types = names_make(a, types);
    d->type = arena_array(a, types, sizeof(*d->type));
    for (size_t i = 0; i < rs->n; i++) {
        for (size_t t = 0; t < rs->v[i].ntypes; t++) {
            struct str type = rs->v[i].types[t];
            if (find_type(d, type))
                continue;
            make_type(&k, &d->type[d->ntype], type);
            names_add(&d->types, &d->type[d->ntype].type, d->ntype);
            d->ntype++;
        }
    }
    return d;
}

struct signal_columns
dispatch_columns(struct str text)
{
    struct signal_columns c;
    c.signal = str_trim(str_cut(&text, '|'));
    c.state = str_trim(str_cut(&text, '|'));
    c.to = str_trim(str_cut(&text, '|'));
    c.from = str_trim(str_cut(&text, '|'));
    c.tag = str_trim(str_cut(&text, '|'));
    c.parameters = text;
    return c;
}

static inline struct str
text_of(const struct record *rec, enum text_form form)
{
    struct str text = rec->text;
    if (form == TEXT_COLUMNS)
        return text;
    if (form == TEXT_PARAMETERS) {
        for (size_t bars = 0; bars < 5; bars++)
            text = str_skip(text, str_find_byte(text, '|') + 1);
    }
    while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t'))
        text = str_skip(text, 1);
    return text;
}

struct str
dispatch_text(const struct record *rec)
{
    return text_of(rec, form_of(rec->type));
}

static void
add(size_t id, struct literal_seen *seen, struct literal_hits *hits)
{
    if (seen->stamp[id] == seen->now)
        return;
    seen->stamp[id] = seen->now;
    hits->v[hits->n++] = id;
}

static void
find_in(const struct bucket *b, struct str text, struct literal_seen *seen,
    struct literal_hits *hits)
{
    literal_firsts_find(b->firsts, text, seen, hits);
    literal_set_find(b->anywhere, text, seen, hits);
    for (size_t i = 0; i < b->nplain; i++) {
        if (dispatch_has_literal(b->plain[i].rule, text))
            add(b->plain[i].id, seen, hits);
    }
}

/* Takes those whose literal is not in text out of the hits from `first` on. */
static void
keep_with_literal(const struct rules *rs, struct str text,
    struct literal_hits *hits, size_t first)
{
    size_t kept = first;
    for (size_t i = first; i < hits->n; i++) {
        if (dispatch_has_literal(&rs->v[hits->v[i]], text))
            hits->v[kept++] = hits->v[i];
    }
    hits->n = kept;
}

/* Rules for a beginning of signal names, where no rule has the whole name. */
static void
find_prefix(const struct dispatch *d, const struct type_rules *t,
    const struct record *rec, struct literal_seen *seen,
    struct literal_hits *hits, struct str *text)
{
    size_t before = hits->n;
    literal_firsts_find(t->prefix, rec->signal, seen, hits);
    if (hits->n == before)
        return;
    *text = text_of(rec, t->form);
    keep_with_literal(d->rs, *text, hits, before);
}

void
dispatch_find(const struct dispatch *d, const struct record *rec,
    struct literal_seen *seen, struct literal_hits *hits, struct str *text)
{
    const struct type_rules *t = find_type(d, rec->type);
    if (!t)
        return;
    const struct bucket *b = t->has_any ? &t->any : NULL;
    bool by_name = false;
    if (rec->signal.n > 0) {
        const struct signal_rules *one = find_signal(t, rec->signal);
        by_name = one != NULL;
        if (one)
            b = &one->bucket; /* its prefixes are in it */
    }
    if (b) {
        *text = text_of(rec, t->form);
        find_in(b, *text, seen, hits);
    }
    if (!by_name && rec->signal.n > 0)
        find_prefix(d, t, rec, seen, hits, text);
}
