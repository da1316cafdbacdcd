/* SPDX-License-Identifier: MIT
 *
 * The ladder as a drawing, for a file of its own and for pages. */
#ifndef CMTRAIL_RENDER_SVG_H
#define CMTRAIL_RENDER_SVG_H

#include "base/out.h"
#include "render/layout.h"

/* The drawing for a page: the names in an <svg> of their own, which may stay
 * in sight, then the rows. Row i is <g id="rI" data-row="I" data-h="HEIGHT">
 * and a link to #mI. The page has the style. */
void svg_for_page(struct out *o, const struct ladder *l);
/* Printed as wide as a sheet it is longer than one. */
bool svg_is_tall(const struct ladder *l);

#endif
