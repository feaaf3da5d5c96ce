/* SPDX-License-Identifier: ISC */
#include "model/spelling.h"

#include <assert.h>

bool
spelling_parse(const struct spelling *sp, struct span s, int64_t now,
    struct stamp *t)
{
	enum timespelling kind = sp->kind;

	if (kind == TIME_LAYOUT)
		return (layout_parse(sp->layout, s, now, t));
	if (kind == TIME_ANY && !stamp_detect(s, &kind))
		return (false);
	return (stamp_parse(s, kind, t));
}

void
spelling_write(const struct spelling *sp, const struct stamp *t,
    struct span original, struct buf *out)
{
	enum timespelling kind = sp->kind;

	if (kind == TIME_LAYOUT) {
		layout_write(sp->layout, t, original, out);
		return;
	}
	if (kind == TIME_ANY && !stamp_detect(original, &kind)) {
		assert(false);
		return;
	}
	stamp_write(t, original, kind, out);
}

bool
spelling_has_date(const struct spelling *sp)
{
	return (sp->kind != TIME_LAYOUT || layout_has_date(sp->layout));
}
