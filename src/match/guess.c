/* SPDX-License-Identifier: ISC */
#include "match/guess.h"

#include "base/addr.h"

struct score {
	unsigned matched;
	unsigned plausible;
};

/* Do the address fields of the record hold addresses? */
static bool
is_plausible(const struct record *r)
{
	for (size_t i = 0; i < r->ncuts; i++) {
		struct addr a;

		if (r->format->fields[r->cut[i].field].class == CLASS_IP &&
		    !addr_parse(r->cut[i].value, &a))
			return (false);
	}
	return (true);
}

static struct score
score(const struct matcher *m, struct matching *scratch, struct span head)
{
	struct score s = { 0, 0 };
	struct record r;

	for (unsigned i = 0; i < GUESS_LINES && head.n > 0; i++) {
		const size_t n = span_index(head, '\n');
		struct span line = span_make(head.p, n);

		if (n == head.n)
			break;
		if (n > 0 && line.p[n - 1] == '\r')
			line.n--;
		if (matcher_line(m, scratch, line, &r)) {
			s.matched++;
			s.plausible += is_plausible(&r);
		}
		head = span_from(head, n + 1);
	}
	return (s);
}

static int
compare(struct score a, struct score b)
{
	if (a.matched != b.matched)
		return (a.matched > b.matched ? 1 : -1);
	return ((a.plausible > b.plausible) - (a.plausible < b.plausible));
}

/* Does ${a} match all that ${b} was made for? */
static bool
covers(const struct formatfile *a, const struct formatfile *b,
    struct matching *scratch)
{
	struct record r;

	for (const struct sample *s = b->samples; s != NULL; s = s->next)
		if (!matcher_line(a->matcher, scratch, s->line, &r))
			return (false);
	return (true);
}

enum guess
guess_format(const struct catalog *c, struct span head,
    const struct formatfile **found, struct buf *names)
{
	struct matching *scratch = matcher_scratch();
	struct score best = { 0, 0 };
	bool tie = false;
	size_t n;
	const struct formatfile *all = catalog_all(c, &n);

	for (size_t i = 0; i < n && scratch != NULL; i++) {
		const struct score s = score(all[i].matcher, scratch, head);
		const int d = compare(s, best);

		if (s.matched == 0 || d < 0 || all[i].framing)
			continue;
		if (d > 0) {
			*found = &all[i];
			best = s;
			tie = false;
			buf_reset(names);
		} else if (covers(*found, &all[i], scratch)) {
			continue;
		} else if (covers(&all[i], *found, scratch)) {
			*found = &all[i];
			buf_reset(names);
		} else {
			tie = true;
			buf_addc(names, ' ');
		}
		buf_addspan(names, all[i].name);
	}
	matcher_scratch_free(scratch);
	return (best.matched == 0 ? GUESS_NONE : tie ? GUESS_TIE : GUESS_FOUND);
}
