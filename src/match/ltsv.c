/* SPDX-License-Identifier: ISC */
#include "match/ltsv.h"

#include "base/ascii.h"
#include "match/known.h"

/* Twice as many slots as there may be labels, so that chains are short. */
enum { SLOTS = 1024 };

struct label {
	struct span name; /* as the first line has it; n 0: a free slot */
	unsigned field;
	uint32_t needs;
};

struct ltsv {
	struct parser parser;
	struct known known;
	const struct need *need;
	struct label slot[SLOTS]; /* by hash, in lower case */
};

_Static_assert(SLOTS >= 2 * (FORMAT_FIELDS_MAX + NEED_NAMES_MAX),
    "a slot must stay free");

static size_t
hash(struct span s)
{
	uint32_t h = 2166136261U;

	/* Letters alone differ in bit 5 by case; of the others those that
	 * meet in a slot are told apart there. */
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ ((unsigned char)s.p[i] | 0x20U)) * 16777619U;
	return ((h ^ h >> 16) % SLOTS);
}

/* The slot that ${name} is in, or the free one where it would be. */
static size_t
find_slot(const struct ltsv *l, struct span name)
{
	size_t i = hash(name);

	while (l->slot[i].name.n > 0 && !span_caseeq(l->slot[i].name, name))
		i = (i + 1) % SLOTS;
	return (i);
}

static void
add_label(struct ltsv *l, struct span name)
{
	struct label *s = &l->slot[find_slot(l, name)];

	s->name = name;
	s->field = known_find(&l->known, name);
	s->needs = need_of(l->need, name);
}

/* The label that ${part} starts with; empty: none does. */
static struct span
label_of(struct span part)
{
	size_t n = 0;

	while (n < part.n &&
	    (ascii_isalpha(part.p[n]) ||
		(part.p[n] >= '0' && part.p[n] <= '9') || part.p[n] == '_' ||
		part.p[n] == '.' || part.p[n] == '-'))
		n++;
	if (n == 0 || n == part.n || part.p[n] != ':' ||
	    !ascii_isalpha(part.p[0]))
		return (SPAN(""));
	return (span_make(part.p, n));
}

/* Times may stand in brackets, as Apache's `%t` does. */
static struct span
trim_value(const struct ltsv *l, unsigned field, struct span value)
{
	if (l->known.fields->f[field].class == CLASS_TIME && value.n > 1 &&
	    value.p[0] == '[' && value.p[value.n - 1] == ']')
		return (span_make(value.p + 1, value.n - 2));
	return (value);
}

/*
 * Append the cut of ${part}, which ends where the cut before it did at ${at}.
 * NULL: it is none; ${field} is then the one that does not fit, if any.
 */
static const char *
run_part(const struct ltsv *l, struct matching *m, const char *at,
    struct span part, struct label *label)
{
	const struct span name = label_of(part);
	struct span value;
	int field;

	*label = (struct label){ .field = l->known.other[CLASS_OPAQUE] };
	if (name.n == 0)
		return (NULL);
	if (l->slot[find_slot(l, name)].name.n > 0)
		*label = l->slot[find_slot(l, name)];
	value = trim_value(l, label->field, span_from(part, name.n + 1));
	field = known_pick(&l->known, label->field, value);
	if (field == FIELDS_NONE)
		return (NULL);
	return (parser_cut(m, at, value, (unsigned)field));
}

/* All parts. NULL: ${part} is the one that stopped it, labelled ${label}. */
static const char *
run_parts(const struct ltsv *l, struct matching *m, struct span line,
    struct span *part, struct label *label)
{
	const char *at = line.p;
	uint32_t seen = 0;

	for (*part = line;;) {
		const size_t n = span_index(*part, '\t');
		const struct span rest = *part;

		at = run_part(l, m, at, span_make(rest.p, n), label);
		if (at == NULL)
			return (NULL);
		seen |= label->needs;
		if (n == rest.n)
			break;
		*part = span_from(rest, n + 1);
	}
	*label = (struct label){ .field = l->known.other[CLASS_OPAQUE] };
	*part = span_from(line, line.n);
	return (need_met(l->need, seen) ? at : NULL);
}

static bool
run(const struct parser *p, struct matching *m, struct span line,
    struct span *tail)
{
	struct span part;
	struct label label;
	const char *at =
	    run_parts((const struct ltsv *)p, m, line, &part, &label);

	if (at == NULL)
		return (false);
	*tail = span_from(line, (size_t)(at - line.p));
	return (true);
}

static void
stop(const struct parser *p, struct matching *m, struct span line,
    struct stop *why)
{
	const struct ltsv *l = (const struct ltsv *)p;
	struct span part;
	struct label label;

	*why = (struct stop){ .offset = 0 };
	if (run_parts(l, m, line, &part, &label) == NULL)
		why->offset = (size_t)(part.p - line.p);
	if (label.field != l->known.other[CLASS_OPAQUE])
		why->field = l->known.fields->f[label.field].name;
}

struct parser *
ltsv_new(struct fields *fs, const struct need *need, const char **why)
{
	struct ltsv *l = arena_alloc(fs->arena, sizeof(*l));

	*why = "out of memory";
	if (l == NULL)
		return (NULL);
	*why = "too many fields";
	if (known_load(&l->known, fs, KNOWN_LTSV) == -1)
		return (NULL);
	l->need = need;
	l->parser.run = run;
	l->parser.stop = stop;
	for (size_t i = 0; i < fs->n; i++)
		if (fs->f[i].name.p[0] != '*')
			add_label(l, fs->f[i].name);
	for (size_t i = 0; i < need->n; i++)
		add_label(l, need->name[i].name);
	return (&l->parser);
}
