/* SPDX-License-Identifier: ISC */
#include "model/layout.h"

#include <assert.h>
#include <stdio.h>

#include "model/layoutop.h"
#include "model/layoutpart.h"

enum { OPS_MAX = 48, EPOCH_DIGITS = 12, FRACTION_DIGITS = 12 };

struct layout {
	uint32_t seen; /* PART_BIT() of what the layout says */
	bool utc;
	size_t nops;
	struct op ops[];
};

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };
static const char *const days[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };
static const char *const upper[] = { "AM", "PM" };
static const char *const lower[] = { "am", "pm" };

static const struct opnames month_names = { months, 12, 1, 0 };
static const struct opnames month_shorts = { months, 12, 1, 3 };
static const struct opnames day_names = { days, 7, 1, 0 };
static const struct opnames day_shorts = { days, 7, 1, 3 };
static const struct opnames upper_halves = { upper, 2, 0, 0 };
static const struct opnames lower_halves = { lower, 2, 0, 0 };

struct conversion {
	char letter;
	struct op op; /* unless it */
	const char *stands_for;
};

#define NUMBER(c, what, width) \
	{ \
		.letter = (c), \
		.op = {.kind = OP_NUMBER, \
			.part = PART_##what, \
			.min = (width), \
			.max = (width) } \
	}
#define PADDED(c, what) \
	{ \
		.letter = (c), \
		.op = {.kind = OP_NUMBER, \
			.part = PART_##what, \
			.min = 1, \
			.max = 2, \
			.pad = PAD_BLANK } \
	}
#define NAME(c, what, of, longest) \
	{ \
		.letter = (c), \
		.op = {.kind = OP_NAME, \
			.part = PART_##what, \
			.max = (longest), \
			.names = &(of) } \
	}
#define OTHER(c, what, to, shortest, longest) \
	{ \
		.letter = (c), \
		.op = {.kind = OP_##what, \
			.part = PART_##to, \
			.min = (shortest), \
			.max = (longest) } \
	}
#define SHORT(c, text) \
	{ \
		.letter = (c), .stands_for = (text) \
	}

static const struct conversion conversions[] = {
	NAME('A', WDAY, day_names, 9),
	NAME('B', MONTH, month_names, 9),
	NUMBER('C', CENTURY, 2),
	SHORT('D', "%m/%d/%y"),
	SHORT('F', "%Y-%m-%d"),
	NUMBER('G', ISOYEAR, 4),
	NUMBER('H', HOUR, 2),
	NUMBER('I', HOUR12, 2),
	NUMBER('M', MINUTE, 2),
	NAME('P', PM, lower_halves, 2),
	SHORT('R', "%H:%M"),
	NUMBER('S', SECOND, 2),
	SHORT('T', "%H:%M:%S"),
	NUMBER('U', WEEKSUN, 2),
	NUMBER('V', ISOWEEK, 2),
	NUMBER('W', WEEKMON, 2),
	SHORT('X', "%H:%M:%S"),
	NUMBER('Y', YEAR, 4),
	OTHER('Z', ZONENAME, ZONENAME, 1, 10),
	NAME('a', WDAY, day_shorts, 3),
	NAME('b', MONTH, month_shorts, 3),
	SHORT('c', "%a %b %e %H:%M:%S %Y"),
	NUMBER('d', DAY, 2),
	PADDED('e', DAY),
	OTHER('f', FRACTION, NONE, 1, FRACTION_DIGITS),
	NAME('h', MONTH, month_shorts, 3),
	NUMBER('j', YDAY, 3),
	PADDED('k', HOUR),
	PADDED('l', HOUR12),
	NUMBER('m', MONTH, 2),
	SHORT('n', "\n"),
	NAME('p', PM, upper_halves, 2),
	SHORT('r', "%I:%M:%S %p"),
	OTHER('s', NUMBER, EPOCH, 1, EPOCH_DIGITS),
	SHORT('t', "\t"),
	NUMBER('u', WDAY, 1),
	NUMBER('w', WDAY0, 1),
	SHORT('x', "%m/%d/%y"),
	NUMBER('y', YEAR2, 2),
	OTHER('z', ZONE, ZONE, 5, 5),
};

/* A layout while it is compiled. */
struct compiler {
	struct op ops[OPS_MAX];
	size_t nops;
	const char *why; /* NULL while all is well */
	char wrong; /* the conversion it is about, or NUL */
};

static void
add_op(struct compiler *c, struct op o)
{
	if (c->nops == OPS_MAX) {
		c->why = "too long";
		return;
	}
	if (c->nops > 0 && layoutop_runs_into(&c->ops[c->nops - 1], &o))
		c->why = "cannot tell where a number or name of any length "
			 "ends: something like it follows";
	c->ops[c->nops++] = o;
}

static void
add_literal(struct compiler *c, struct span s)
{
	add_op(c,
	    (struct op){ .kind = OP_LITERAL,
		.min = s.n,
		.max = s.n,
		.literal = s });
}

static const struct conversion *
find(char letter)
{
	for (size_t i = 0; i < sizeof(conversions) / sizeof(conversions[0]);
	     i++)
		if (conversions[i].letter == letter)
			return (&conversions[i]);
	return (NULL);
}

/* What stands between the % and the letter. */
struct modifiers {
	char flag; /* -, _, 0, : or NUL */
	size_t width; /* 0: none */
};

/* Apply ${m} to ${o}; false when that makes no sense. */
static bool
modify(struct op *o, struct modifiers m)
{
	if (m.width > 0) {
		if (o->kind != OP_FRACTION || m.width > FRACTION_DIGITS)
			return (false);
		o->min = o->max = m.width;
	}
	if (m.flag == '\0')
		return (true);
	if (m.flag == ':') {
		if (o->kind != OP_ZONE)
			return (false);
		o->kind = OP_ISOZONE;
		o->min = 1;
		o->max = 6;
		return (true);
	}
	if (o->kind != OP_NUMBER)
		return (false);
	/* Years and seconds since the epoch never need padding. */
	if (o->max > 3)
		return (true);
	o->pad = m.flag == '-' ? PAD_NONE :
	    m.flag == '_'      ? PAD_BLANK :
				 PAD_ZERO;
	o->min = m.flag == '0' ? o->max : 1;
	return (true);
}

/* Read the modifiers at the front of ${s}. */
static struct modifiers
take_modifiers(struct span *s)
{
	struct modifiers m = { '\0', 0 };

	if (s->n > 0 && s->p[0] != '\0' && strchr("-_0:", s->p[0]) != NULL) {
		m.flag = s->p[0];
		*s = span_from(*s, 1);
	}
	for (; s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9' && m.width < 100;
	     *s = span_from(*s, 1))
		m.width = m.width * 10 + (size_t)(s->p[0] - '0');
	if (s->n > 0 && (s->p[0] == 'E' || s->p[0] == 'O'))
		*s = span_from(*s, 1);
	return (m);
}

static void
reject(struct compiler *c, const char *why, char letter)
{
	c->why = why;
	c->wrong = letter > ' ' && letter < 0x7f ? letter : '\0';
}

static void compile(struct compiler *, struct span);

/* Compile the conversion that ${s}, which starts behind its %, starts with. */
static struct span
add_conversion(struct compiler *c, struct span s)
{
	const struct conversion *k;
	struct modifiers m;
	struct op o;

	if (s.n > 0 && s.p[0] == '%') {
		add_literal(c, span_make(s.p, 1));
		return (span_from(s, 1));
	}
	m = take_modifiers(&s);
	if (s.n == 0) {
		reject(c, "ends in the middle of a conversion", '\0');
		return (s);
	}
	k = find(s.p[0]);
	if (k == NULL) {
		reject(c, "unknown conversion", s.p[0]);
	} else if (k->stands_for != NULL) {
		if (m.flag != '\0' || m.width > 0)
			reject(c, "no such flag or width for", s.p[0]);
		else
			compile(c, span_str(k->stands_for));
	} else {
		o = k->op;
		if (modify(&o, m))
			add_op(c, o);
		else
			reject(c, "no such flag or width for", s.p[0]);
	}
	return (span_from(s, 1));
}

/* NOLINTNEXTLINE(misc-no-recursion): one level, see stands_for */
static void
compile(struct compiler *c, struct span s)
{
	while (s.n > 0 && c->why == NULL) {
		const size_t n = span_index(s, '%');

		if (n > 0)
			add_literal(c, span_make(s.p, n));
		s = span_from(s, n);
		if (s.n > 0 && c->why == NULL)
			s = add_conversion(c, span_from(s, 1));
	}
}

/* What keeps the steps of ${c} from being a layout; their parts in ${seen}. */
static void
check(struct compiler *c, uint32_t *seen)
{
	size_t longest = 0;

	*seen = 0;
	for (size_t i = 0; i < c->nops; i++) {
		if (c->ops[i].part != PART_NONE)
			*seen |= PART_BIT(c->ops[i].part);
		longest += c->ops[i].max;
	}
	if (c->why == NULL && longest > LAYOUT_MAX)
		c->why = "too long";
	if (c->why == NULL)
		c->why = layoutpart_lacks(*seen);
}

struct layout *
layout_new(struct arena *arena, struct span text, bool utc,
    char why[static LAYOUT_WHY])
{
	struct compiler c = { .nops = 0 };
	struct layout *l = NULL;
	struct span copy = arena_dup(arena, text);
	uint32_t seen;

	if (copy.p != NULL)
		compile(&c, copy);
	check(&c, &seen);
	if (c.why == NULL)
		l = arena_alloc(arena, sizeof(*l) + c.nops * sizeof(c.ops[0]));
	if (copy.p == NULL || (c.why == NULL && l == NULL))
		c.why = "out of memory";
	if (c.why != NULL) {
		(void)snprintf(why, LAYOUT_WHY,
		    c.wrong == '\0' ? "%s" : "%s %%%c", c.why, c.wrong);
		return (NULL);
	}
	l->seen = seen;
	l->utc = utc;
	l->nops = c.nops;
	memcpy(l->ops, c.ops, c.nops * sizeof(c.ops[0]));
	return (l);
}

void
layout_escape(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%')
			buf_addc(out, '%');
		buf_addc(out, text.p[i]);
	}
}

bool
layout_has_date(const struct layout *l)
{
	return (layoutpart_dated(l->seen));
}

bool
layout_parse(const struct layout *l, struct span s, int64_t now,
    struct stamp *t)
{
	struct parts p = { .seen = 0 };

	for (size_t i = 0; i < l->nops; i++) {
		const enum part part = l->ops[i].part;
		int64_t v;
		const size_t n = layoutop_take(&l->ops[i], s, &v);

		if (n == 0)
			return (false);
		s = span_from(s, n);
		if (v == LAYOUTOP_NOTHING)
			continue;
		if ((p.seen & PART_BIT(part)) != 0 && p.v[part] != v)
			return (false);
		p.seen |= PART_BIT(part);
		p.v[part] = v;
	}
	return (s.n == 0 && layoutpart_stamp(&p, l->utc, now, t));
}

void
layout_write(const struct layout *l, const struct stamp *t,
    struct span original, struct buf *out)
{
	for (size_t i = 0; i < l->nops; i++) {
		int64_t v;
		const size_t n = layoutop_take(&l->ops[i], original, &v);

		assert(n > 0);
		layoutop_write(&l->ops[i], t, span_make(original.p, n), out);
		original = span_from(original, n);
	}
}

void
layout_pattern(const struct layout *l, struct buf *out)
{
	for (size_t i = 0; i < l->nops; i++)
		layoutop_pattern(&l->ops[i], out);
}
