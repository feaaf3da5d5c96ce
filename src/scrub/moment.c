/* SPDX-License-Identifier: ISC */
#include "scrub/moment.h"

#include <assert.h>

#include "model/stamp.h"

static_assert((int)MOMENT_MAX >= (int)LAYOUT_MAX, "a layout's time fits");

void
moment_init(struct moment *m)
{
	*m = (struct moment){ .nraw = 0 };
	buf_init(&m->text, MOMENT_MAX);
}

void
moment_release(struct moment *m)
{
	buf_release(&m->text);
	m->nraw = 0;
}

bool
moment_read(struct moment *m, struct span in, const struct spelling *sp,
    int64_t now, enum action action)
{
	struct stamp t;

	if (m->nraw > 0 && m->spelling.kind == sp->kind &&
	    m->spelling.layout == sp->layout && m->action == action &&
	    span_eq(in, span_make(m->raw, m->nraw)))
		return (true);
	m->nraw = 0;
	if (in.n > sizeof(m->raw) || !spelling_parse(sp, in, now, &t))
		return (false);
	m->when = stamp_epoch(&t);
	m->date = stamp_days(t.year, t.month, t.day);
	stamp_generalise(&t, action);
	m->shown = stamp_epoch(&t);
	buf_reset(&m->text);
	if (action == ACTION_KEEP)
		buf_addspan(&m->text, in);
	else
		spelling_write(sp, &t, in, &m->text);
	if (m->text.failed)
		return (false);
	memcpy(m->raw, in.p, in.n);
	m->nraw = in.n;
	m->spelling = *sp;
	m->action = action;
	return (true);
}
