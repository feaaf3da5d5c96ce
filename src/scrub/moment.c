/* SPDX-License-Identifier: ISC */
#include "scrub/moment.h"

#include "model/stamp.h"

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
moment_read(struct moment *m, struct span in, enum timespelling spelling,
    enum action action)
{
	struct stamp t;

	if (m->nraw > 0 && span_eq(in, span_make(m->raw, m->nraw)))
		return (true);
	m->nraw = 0;
	if (!stamp_parse(in, spelling, &t))
		return (false);
	m->when = stamp_epoch(&t);
	stamp_generalise(&t, action);
	m->shown = stamp_epoch(&t);
	buf_reset(&m->text);
	if (action == ACTION_KEEP)
		buf_addspan(&m->text, in);
	else
		stamp_write(&t, in, spelling, &m->text);
	if (m->text.failed)
		return (false);
	memcpy(m->raw, in.p, in.n);
	m->nraw = in.n;
	return (true);
}
