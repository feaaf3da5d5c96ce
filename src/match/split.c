/* SPDX-License-Identifier: ISC */
#include "match/split.h"

/* The label that ${text} starts with, or NULL. */
static const struct label *
label_at(const struct split *sp, struct span text)
{
	for (size_t i = 0; i < sp->n; i++)
		if (span_starts(text, sp->label[i].open))
			return (&sp->label[i]);
	return (NULL);
}

/* Where in ${text} the next label starts; all have the same first byte. */
static size_t
next_label(const struct split *sp, struct span text, const struct label **found)
{
	const char first = sp->label[0].open.p[0];
	size_t i = 0;

	for (*found = NULL; *found == NULL && i < text.n; i++) {
		i += span_index(span_from(text, i), first);
		if (i < text.n)
			*found = label_at(sp, span_from(text, i));
		if (*found != NULL)
			break;
	}
	return (i < text.n ? i : text.n);
}

const char *
split_run(const struct split *sp, struct matching *m, struct span line,
    const char *at, struct span value)
{
	const bool cut = sp->limit > 0 && line.n + 1 >= sp->limit;
	const struct label *label = NULL;
	unsigned field = sp->field;

	for (;;) {
		const struct label *next;
		const size_t n = next_label(sp, value, &next);
		struct span part = span_make(value.p, n);
		bool open = false;

		if (label != NULL && label->close.n > 0) {
			open = !span_ends(part, label->close);
			part.n -= open ? 0 : label->close.n;
		}
		if ((at = parser_cut(m, at, part, field)) == NULL)
			return (NULL);
		/* A quote that is missing in mid-line was written by a client:
		 * its part is not cut off, but nobody knows where it ends. */
		m->cut[m->ncuts - 1].partial = open || (next == NULL && cut);
		if (next == NULL)
			return (at);
		value = span_from(value, n + next->open.n);
		field = next->field;
		label = next;
	}
}
