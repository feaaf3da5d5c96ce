/* SPDX-License-Identifier: ISC */
#include "match/split.h"

#include <string.h>

/* What nginx leaves of its longest line for the code of an error. */
enum { SPARE = 50 };

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

/*
 * Where in ${part} of ${line} the server left something out before it went on,
 * or part.n: nginx cuts a message off that leaves no room for
 * `... (2: No such file or directory)`.
 */
static size_t
shortened_at(const struct split *sp, struct span line, struct span part)
{
	const size_t start = (size_t)(part.p - line.p);
	size_t from = 0;

	if (sp->limit <= SPARE || start + part.n <= sp->limit - SPARE)
		return (part.n);
	if (start < sp->limit - SPARE)
		from = sp->limit - SPARE - start;
	return (from + span_find(span_from(part, from), SPAN("... (")));
}

/* Append the cut of a part; two of one with a hole in it. */
static const char *
add_part(const struct split *sp, struct matching *m, struct span line,
    const char *at, struct cut part)
{
	const size_t hole = shortened_at(sp, line, part.value);

	if (hole < part.value.n) {
		at = parser_cut(m, at, span_make(part.value.p, hole),
		    part.field);
		if (at == NULL)
			return (NULL);
		m->cut[m->ncuts - 1].partial = true;
		part.value = span_from(part.value, hole + strlen("..."));
	}
	at = parser_cut(m, at, part.value, part.field);
	if (at != NULL)
		m->cut[m->ncuts - 1].partial = part.partial;
	return (at);
}

const char *
split_run(const struct split *sp, struct matching *m, struct span line,
    const char *at, struct span value)
{
	const bool cut = sp->limit > 0 && line.n + 1 >= sp->limit;
	const struct label *label = NULL;
	struct cut part = { .field = sp->field };

	for (;;) {
		const struct label *next;
		const size_t n = next_label(sp, value, &next);
		bool open = false;

		part.value = span_make(value.p, n);
		if (label != NULL && label->close.n > 0) {
			open = !span_ends(part.value, label->close);
			part.value.n -= open ? 0 : label->close.n;
		}
		/* A quote that is missing in mid-line was written by a client:
		 * its part is not cut off, but nobody knows where it ends. */
		part.partial = open || (next == NULL && cut);
		if ((at = add_part(sp, m, line, at, part)) == NULL)
			return (NULL);
		if (next == NULL)
			return (at);
		value = span_from(value, n + next->open.n);
		part.field = next->field;
		label = next;
	}
}
