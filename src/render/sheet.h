/* SPDX-License-Identifier: MIT
 *
 * The plan of a ladder as text: how wide, where the lanes stand, what they are
 * called. Made before anything is drawn. Used by text.c only. */
#ifndef CMTRAIL_RENDER_SHEET_H
#define CMTRAIL_RENDER_SHEET_H

#include "base/arena.h"
#include "render/canvas.h"
#include "render/render.h"

enum {
    CLOCK_COLUMNS = 12, /* HH:MM:SS.mmm */
    DELTA_COLUMNS = 9,  /* " +31.173" */
};

struct glyphs {
    const char *bar, *line, *dash, *right, *left, *dots;
    const char *bad; /* before what went wrong; colour may not be there */
};

enum lane_style {
    LANES_NAMED,
    LANES_LETTERS,
    LANES_LIST, /* no columns at all */
};

struct lane_text {
    struct str label, sub, cluster; /* safe; cluster: when there are two */
    size_t width;                   /* of the longest one */
};

struct sheet {
    struct arena *a;     /* cleared after each row */
    struct arena *names; /* lives as long as the sheet */
    struct out *o;
    const struct ladder *l;
    const struct glyphs *g;
    bool ascii;
    struct canvas canvas;
    size_t width; /* of the terminal */
    size_t left;  /* columns before the first lane's room */
    size_t right; /* columns that notes may use */
    size_t gap, first;
    enum lane_style style;
    bool all_calllog; /* said once at the top, not on each arrow */
    bool cseq;        /* every arrow has room for it */
    bool clusters;    /* nodes of two clusters: their names stand, too */
    struct lane_text *lane;
};

/* Plans everything. a, names: empty arenas of the caller, who frees them. */
void sheet_init(
    struct sheet *s, const struct ladder *l, const struct render_options *opt);

/* The column of a lane's bar. */
size_t sheet_x(const struct sheet *s, size_t lane);
/* What stands on an arrow, with the CSeq or without; in s->a. */
struct str sheet_label(struct sheet *s, const struct ladder_row *r, bool cseq);
/* The mark of cut text. */
struct str sheet_dots(const struct sheet *s);
/* A, B, ... Z, AA, AB, ...: the name of a lane where names have no room. */
struct str sheet_letter(struct arena *a, size_t lane);

#endif
