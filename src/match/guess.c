/* SPDX-License-Identifier: ISC */
#include "match/guess.h"

#include <string.h>

#include "base/addr.h"

/* How well a format fits; what stands first counts most. */
struct score {
	unsigned sound; /* lines in which no column is mistaken for another */
	unsigned plain; /* lines that match and hold nothing strange */
	unsigned matched; /* lines */
	unsigned strange; /* fields that do not hold what the format claims */
	unsigned vague; /* fields that could be more, see is_vague() */
};

/* What a guess works with. */
struct guessing {
	struct matching *scratch;
	struct matching *other; /* to compare two formats */
	struct span head;
	unsigned lines; /* that count, see count_lines() */
};

/* Take the next line off ${head}; the last one may lack its end. */
static bool
next_line(struct span *head, struct span *line)
{
	const size_t n = span_index(*head, '\n');

	if (head->n == 0)
		return (false);
	*line = span_make(head->p, n);
	if (n > 0 && line->p[n - 1] == '\r')
		line->n--;
	*head = span_from(*head, n < head->n ? n + 1 : n);
	return (true);
}

/* A name of the DNS with a dot in it. */
static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(",:;/@\"' ", s.p[i]) != NULL)
			return (false);
	return (span_index(s, '.') < s.n);
}

/* An address, or the name of a client that the server has looked up. */
static bool
is_client(struct span s)
{
	struct addr a;

	if (addr_parse(s, &a) || is_name(s) || span_eq(s, SPAN("unix:")))
		return (true);
	if (s.n > 0 && s.p[0] == '[')
		return (true);
	/* With its port, as Envoy writes it. */
	return (addr_parse(span_make(s.p, span_index(s, ':')), &a));
}

/* Addresses or names with commas between, as proxies write them. */
static bool
is_list(struct span s)
{
	while (s.n > 0) {
		const size_t comma = span_index(s, ',');
		const struct span one = span_trim(span_make(s.p, comma));

		if (span_index(one, ' ') < one.n)
			return (false);
		s = span_from(s, comma < s.n ? comma + 1 : comma);
	}
	return (true);
}

/* A host, and no port behind it: that would be a field of its own. */
static bool
is_host(struct span s)
{
	const size_t colon = span_index(s, ':');
	struct addr a;

	/* An address is rather another column: of the client, it may be. */
	if (s.n == 0 || span_eq(s, SPAN("-")) || span_index(s, ',') < s.n ||
	    addr_parse(s, &a))
		return (false);
	if (s.p[0] == '[')
		return (s.p[s.n - 1] == ']');
	return (colon == s.n ||
	    span_index(span_from(s, colon + 1), ':') < s.n - colon - 1);
}

static bool
is_address(struct span s)
{
	struct addr a;

	return (addr_parse(s, &a));
}

/*
 * Two names, and one of them the client's: which one is the virtual host, and
 * which one says who read it?
 */
static bool
is_unclear(const struct record *r)
{
	bool vhost = false, name = false;

	for (size_t i = 0; i < r->ncuts; i++) {
		const struct field *f = &r->format->fields[r->cut[i].field];

		if (f->spare)
			continue;
		vhost = vhost ||
		    (f->class == CLASS_VHOST && f->shape == SHAPE_HOST);
		name = name ||
		    (f->class == CLASS_IP && is_name(r->cut[i].value) &&
			!is_address(r->cut[i].value));
	}
	return (vhost && name);
}

static bool
fits(const struct field *f, struct span value)
{
	if (f->spare)
		return (true);
	switch (f->class) {
	case CLASS_IP:
		return (is_client(value));
	case CLASS_VHOST:
		return (f->shape == SHAPE_HOST ? is_host(value) :
						 !is_address(value));
	case CLASS_IPLIST:
		return (is_list(value));
	case CLASS_USER:
		/* Nobody runs identd: what stands there is another field; and
		 * few names have blanks. */
		return (span_eq(f->name, SPAN("%l")) ?
			span_eq(value, SPAN("-")) :
			span_index(value, ' ') == value.n);
	default:
		return (true);
	}
}

/* A field nobody knows the meaning of, or a list that is none. */
static bool
is_vague(const struct field *f, struct span value)
{
	return (f->class == CLASS_OPAQUE ||
	    (f->class == CLASS_IPLIST && span_index(value, ',') == value.n));
}

static void
rate(const struct record *r, struct score *s)
{
	const unsigned strange = s->strange;
	bool sound = !is_unclear(r);

	for (size_t i = 0; i < r->ncuts; i++) {
		const struct field *f = &r->format->fields[r->cut[i].field];

		s->vague += is_vague(f, r->cut[i].value);
		if (fits(f, r->cut[i].value))
			continue;
		s->strange++;
		/* A name with blanks is rare, and a name all the same. */
		sound = sound && f->class == CLASS_USER &&
		    !span_eq(f->name, SPAN("%l"));
	}
	s->strange += is_unclear(r);
	s->matched++;
	s->plain += s->strange == strange;
	s->sound += sound;
}

/* Header lines may be of anything: what they head has to follow, or the names
 * of columns. */
static bool
tells(const struct record *r, struct span line)
{
	return (r->ncuts == 0 ?
		line.n > 0 && line.p[0] == '#' :
		r->format->fields[r->cut[0].field].name.p[0] != '#');
}

static struct score
score(const struct guessing *g, const struct matcher *m)
{
	struct score s = { 0, 0, 0, 0, 0 };
	struct span head = g->head, line;
	struct record r;
	bool told = false;

	matcher_reset(g->scratch);
	for (unsigned i = 0; i < GUESS_LINES && next_line(&head, &line); i++) {
		if (!matcher_line(m, g->scratch, line, &r))
			continue;
		told = told || tells(&r, line);
		if (line.n > 0)
			rate(&r, &s);
	}
	return (told ? s : (struct score){ 0, 0, 0, 0, 0 });
}

static int
compare(const struct score *a, const struct score *b)
{
	if (a->plain != b->plain)
		return (a->plain > b->plain ? 1 : -1);
	if (a->matched != b->matched)
		return (a->matched > b->matched ? 1 : -1);
	if (a->strange != b->strange)
		return (a->strange < b->strange ? 1 : -1);
	return ((a->vague < b->vague) - (a->vague > b->vague));
}

/* Does ${a} match all that ${b} was made for? */
static bool
covers(const struct guessing *g, const struct formatfile *a,
    const struct formatfile *b)
{
	struct record r;

	matcher_reset(g->scratch);
	for (const struct sample *s = b->samples; s != NULL; s = s->next)
		if (!matcher_line(a->matcher, g->scratch, s->line, &r))
			return (false);
	return (true);
}

/* The next field of ${r} from ${i} on that holds something, or its end. */
static size_t
skip_empty(const struct record *r, size_t i)
{
	while (i < r->ncuts && span_eq(r->cut[i].value, SPAN("-")))
		i++;
	return (i);
}

static bool
same_record(const struct record *x, const struct record *y)
{
	size_t i = skip_empty(x, 0), k = skip_empty(y, 0);

	while (i < x->ncuts && k < y->ncuts) {
		const struct cut *a = &x->cut[i], *b = &y->cut[k];

		if (x->format->fields[a->field].class !=
			y->format->fields[b->field].class
		    || a->value.p != b->value.p || a->value.n != b->value.n)
			return (false);
		i = skip_empty(x, i + 1);
		k = skip_empty(y, k + 1);
	}
	return (i == x->ncuts && k == y->ncuts);
}

/* Do two formats read the lines alike, so that either will do? */
static bool
same_reading(const struct guessing *g, const struct formatfile *a,
    const struct formatfile *b)
{
	struct span head = g->head, line;

	matcher_reset(g->scratch);
	matcher_reset(g->other);
	for (unsigned i = 0; i < GUESS_LINES && next_line(&head, &line); i++) {
		struct record x, y;
		const bool one = matcher_line(a->matcher, g->scratch, line, &x);

		if (one != matcher_line(b->matcher, g->other, line, &y) ||
		    (one && !same_record(&x, &y)))
			return (false);
	}
	return (true);
}

/* The first line may be a fragment; an empty one is nobody's. */
static unsigned
count_lines(struct span head)
{
	struct span line;
	unsigned n = 0;

	for (unsigned i = 0; i < GUESS_LINES && next_line(&head, &line); i++)
		n += line.n > 0;
	return (n > 1 ? n - 1 : n);
}

static void
add_name(struct buf *names, const struct formatfile *f)
{
	if (names->n > 0)
		buf_addc(names, ' ');
	buf_addspan(names, f->name);
}

static enum guess
choose(const struct guessing *g, struct catalog *c,
    const struct formatfile **found, struct buf *names)
{
	struct score best = { 0, 0, 0, 0, 0 };
	bool tie = false;
	char why[FORMATFILE_WHY];
	size_t n = 0;
	/* Out of memory: then nothing fits. */
	const struct formatfile *all = catalog_all(c, &n, why);

	for (size_t i = 0; i < n; i++) {
		struct score s;
		int d;

		if (all[i].framing || all[i].unguessed)
			continue;
		s = score(g, all[i].matcher);
		if (s.matched == 0 || (d = compare(&s, &best)) < 0)
			continue;
		if (d > 0) {
			tie = false;
			buf_reset(names);
		} else if (same_reading(g, *found, &all[i])) {
			if (!covers(g, *found, &all[i]) &&
			    covers(g, &all[i], *found))
				*found = &all[i];
			continue;
		} else
			tie = true;
		*found = d > 0 ? &all[i] : *found;
		best = s;
		add_name(names, &all[i]);
	}
	if (best.matched == 0)
		return (GUESS_NONE);
	if (tie)
		return (GUESS_TIE);
	return (best.sound * 2 < g->lines ? GUESS_WEAK : GUESS_FOUND);
}

enum guess
guess_format(struct catalog *c, struct span head,
    const struct formatfile **found, struct buf *names)
{
	struct guessing g = { matcher_scratch(), matcher_scratch(), head,
		count_lines(head) };
	enum guess answer = GUESS_NONE;

	if (g.scratch != NULL && g.other != NULL)
		answer = choose(&g, c, found, names);
	matcher_scratch_free(g.scratch);
	matcher_scratch_free(g.other);
	return (answer);
}
