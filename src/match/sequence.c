/* SPDX-License-Identifier: ISC */
#include "match/sequence.h"

#include <stdio.h>
#include <string.h>

#include "match/pattern.h"

enum { PATTERN_MAX = 64 * 1024 };

struct sequence {
	struct parser parser;
	struct elements *elements; /* for whoever asks why */
	struct regex *regex;
	size_t nfields;
	const struct split *split; /* or NULL */
	unsigned field[PARSER_GROUPS_MAX];
};

/* The cuts of a line that nothing is split in, straight from the offsets. */
static bool
fill(const struct sequence *s, struct matching *m, const char *text,
    const size_t *at)
{
	struct cut *c = &m->cut[m->ncuts];
	size_t end = 0;

	if (RECORD_CUTS_MAX - m->ncuts < s->nfields)
		return (false);
	for (size_t i = 0; i < s->nfields; i++, c++) {
		const size_t from = at[2 * i + 2], to = at[2 * i + 3];

		c->gap = span_make(text + end, from - end);
		c->value = span_make(text + from, to - from);
		c->field = s->field[i];
		c->partial = c->bare = false;
		end = to;
	}
	m->ncuts += s->nfields;
	return (true);
}

/* The same where one field is. */
static bool
fill_split(const struct sequence *s, struct matching *m, struct span line,
    const size_t *offset)
{
	const char *at = line.p;

	for (size_t i = 0; i < s->nfields && at != NULL; i++) {
		const size_t from = offset[2 * i + 2], to = offset[2 * i + 3];
		const struct span value = span_make(line.p + from, to - from);

		if (s->split->field == s->field[i])
			at = split_run(s->split, m, line, at, value);
		else
			at = parser_cut(m, at, value, s->field[i]);
	}
	return (at != NULL);
}

static bool
run(const struct parser *p, struct matching *m, struct span line,
    struct span *tail)
{
	const struct sequence *s = (const struct sequence *)p;
	const size_t *at;
	size_t end;

	if (line.p == NULL)
		line = SPAN("");
	if ((at = regex_offsets(s->regex, m->regex, line)) == NULL)
		return (false);
	end = at[2 * s->nfields + 1];
	if (s->split == NULL) {
		if (!fill(s, m, line.p, at))
			return (false);
	} else if (!fill_split(s, m, line, at))
		return (false);
	else
		end = (size_t)(m->cut[m->ncuts - 1].value.p +
		    m->cut[m->ncuts - 1].value.n - line.p);
	*tail = span_from(line, end);
	return (true);
}

/* Does the line match the first ${n} parts? ${at} is then where they end. */
static bool
matches_head(const struct sequence *s, struct matching *m, struct span line,
    size_t n, size_t *at)
{
	struct buf pattern;
	struct regex *r = NULL;
	char why[160];
	bool ok = false;

	buf_init(&pattern, PATTERN_MAX);
	pattern_write_head(s->elements, n, &pattern);
	if (!pattern.failed)
		r = regex_new(buf_span(&pattern), why);
	if (r != NULL && regex_match(r, m->regex, line, m->group)) {
		*at = line.n - m->group[regex_groups(r) - 1].n;
		ok = true;
	}
	regex_free(r);
	buf_release(&pattern);
	return (ok);
}

static void
stop(const struct parser *p, struct matching *m, struct span line,
    struct stop *why)
{
	const struct sequence *s = (const struct sequence *)p;
	const struct elements *es = s->elements;
	size_t n = 0;

	*why = (struct stop){ .offset = 0 };
	while (n < es->n && matches_head(s, m, line, n + 1, &why->offset))
		n++;
	/* Where a literal is missing, the field before it did not end. */
	if (n < es->n && !es->e[n].isfield)
		n = n > 0 ? n - 1 : 1;
	else if (n == es->n)
		n--;
	if (n < es->n && es->e[n].isfield)
		why->field = es->fields->f[es->e[n].field].name;
}

static void
release(struct parser *p)
{
	struct sequence *s = (struct sequence *)p;

	regex_free(s->regex);
	s->regex = NULL;
}

static struct regex *
compile(const struct elements *es, char why[static 200])
{
	struct regex *r = NULL;
	struct buf pattern;

	buf_init(&pattern, PATTERN_MAX);
	pattern_write(es, &pattern);
	if (pattern.failed)
		(void)snprintf(why, 200, "the format is too long");
	else
		r = regex_new(buf_span(&pattern), why);
	buf_release(&pattern);
	return (r);
}

struct parser *
sequence_new(const struct elements *es, const struct split *split,
    char why[static 200])
{
	struct sequence *s = arena_alloc(es->arena, sizeof(*s));
	struct elements *copy = arena_alloc(es->arena, sizeof(*copy));

	if (es->nfields == 0) {
		(void)snprintf(why, 200, "the format has no variable");
		return (NULL);
	}
	if (s == NULL || copy == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (NULL);
	}
	if (fields_compile(es->fields, why) == -1)
		return (NULL);
	*copy = *es;
	s->elements = copy;
	s->parser.elements = copy;
	s->nfields = es->nfields;
	s->split = split;
	for (size_t i = 0, n = 0; i < es->n; i++)
		if (es->e[i].isfield)
			s->field[n++] = es->e[i].field;
	s->parser.closed = !es->e[es->n - 1].isfield;
	s->parser.run = run;
	s->parser.stop = stop;
	s->parser.release = release;
	s->regex = compile(es, why);
	return (s->regex == NULL ? NULL : &s->parser);
}
