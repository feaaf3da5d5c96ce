/* SPDX-License-Identifier: ISC */
#include "match/known.h"

#include "match/knownnames.h"
#include "match/shape.h"
#include "match/vars.h"

static const enum coding codings[] = { CODING_PLUS, CODING_PERCENT,
	CODING_PLAIN };

static int
add(struct fields *fs, const struct field *f)
{
	return (fields_also(fs, f) == FIELDS_NONE ? -1 : 0);
}

/* Servers write blanks in more than one way. */
static int
add_spellings(struct fields *fs, enum knowndialect dialect, struct field f)
{
	if (dialect == KNOWN_W3C &&
	    (f.class == CLASS_AGENT || f.class == CLASS_IPLIST)) {
		for (size_t i = 0; i < sizeof(codings) / sizeof(codings[0]);
		     i++) {
			f.coding = codings[i];
			if (add(fs, &f) == -1)
				return (-1);
		}
		return (0);
	}
	return (add(fs, &f));
}

/* Where among the first ${n} fields ${name} is. */
static int
find(const struct fields *fs, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if (span_caseeq(fs->f[i].name, name))
			return ((int)i);
	return (FIELDS_NONE);
}

/* What a class is called when its field is of no known name. */
static const char *other_name(enum class c)
{
	static const char *const names[CLASS_COUNT] = {
		[CLASS_IP] = "*ip",
		[CLASS_IPLIST] = "*ip-list",
		[CLASS_HOST] = "*host",
		[CLASS_USER] = "*user",
		[CLASS_TIME] = "*time",
		[CLASS_REQUEST] = "*request",
		[CLASS_URI] = "*uri",
		[CLASS_PATH] = "*path",
		[CLASS_QUERY] = "*query",
		[CLASS_REFERER] = "*referer",
		[CLASS_AGENT] = "*agent",
		[CLASS_COOKIE] = "*cookie",
		[CLASS_TOKEN] = "*token",
		[CLASS_VHOST] = "*vhost",
		[CLASS_METHOD] = "*method",
		[CLASS_PROTOCOL] = "*protocol",
		[CLASS_STATUS] = "*status",
		[CLASS_NUMBER] = "*number",
		[CLASS_WORD] = "*word",
		[CLASS_TEXT] = "*text",
		[CLASS_OPAQUE] = "*",
	};

	return (names[c]);
}

static int
add_others(struct known *k, struct fields *fs)
{
	for (int i = 0; i < CLASS_COUNT; i++) {
		const int c = (CLASS_TIME + i) % CLASS_COUNT;
		struct field f = { .name = span_str(other_name((enum class)c)),
			.class = (enum class)c,
			.shape = c == CLASS_TIME ? SHAPE_TIME : SHAPE_TEXT,
			.time = TIME_ANY,
			.spare = c == CLASS_TIME,
			.loose = c == CLASS_OPAQUE };
		const int declared = find(fs, fs->n, f.name);

		k->other[c] = declared != FIELDS_NONE ? (unsigned)declared :
							(unsigned)fs->n;
		if (declared == FIELDS_NONE &&
		    add_spellings(fs, k->dialect, f) == -1)
			return (-1);
	}
	return (0);
}

int
known_load(struct known *k, struct fields *fs, enum knowndialect dialect)
{
	const size_t declared = fs->n;
	struct field f;

	k->fields = fs;
	k->dialect = dialect;
	for (size_t i = 0; knownnames_at(dialect, i, &f); i++)
		if (find(fs, declared, f.name) == FIELDS_NONE &&
		    add_spellings(fs, dialect, f) == -1)
			return (-1);
	return (add_others(k, fs));
}

/*
 * The class of a name that is not in the dialect's own list: a column cs(NAME)
 * is a header of the request, and labels are named after nginx's variables.
 */
static void
find_class(enum knowndialect dialect, struct span name, struct field *f)
{
	f->class = CLASS_OPAQUE;
	if (dialect == KNOWN_W3C) {
		if (span_starts(name, SPAN("cs(")) &&
		    span_ends(name, SPAN(")")))
			vars_find(DIALECT_HEADER,
			    span_make(name.p + 3, name.n - 4), f);
		return;
	}
	vars_find(DIALECT_NGINX, name, f);
	if (f->class == CLASS_OPAQUE)
		vars_find(DIALECT_HEADER, name, f);
}

unsigned
known_find(const struct known *k, struct span name)
{
	const int field = find(k->fields, k->fields->n, name);
	struct field f;

	/* What is called `*` or `#` in a line is none of ours. */
	if (field != FIELDS_NONE && name.p[0] != '*' && name.p[0] != '#')
		return ((unsigned)field);
	find_class(k->dialect, name, &f);
	return (k->other[f.class]);
}

static enum coding
coding_of(struct span value)
{
	if (span_index(value, ' ') < value.n)
		return (CODING_PLAIN);
	if (span_find(value, SPAN("%20")) < value.n ||
	    span_find(value, SPAN("%2520")) < value.n)
		return (CODING_PERCENT);
	return (span_index(value, '+') < value.n ? CODING_PLUS : CODING_PLAIN);
}

static bool
fits(const struct field *f, struct span value)
{
	if (!shape_fits(f, value))
		return (false);
	return (f->class != CLASS_IP || f->shape != SHAPE_WORD ||
	    shape_host(value));
}

int
known_pick(const struct known *k, unsigned field, struct span value)
{
	const struct field *f = k->fields->f;
	const enum coding coding = coding_of(value);
	int pick = FIELDS_NONE;

	if (value.n == 0 || span_eq(value, SPAN("-")))
		return ((int)(f[field].class == CLASS_TIME ?
			k->other[CLASS_OPAQUE] :
			field));
	for (size_t i = field;
	     i < k->fields->n && span_eq(f[i].name, f[field].name); i++) {
		if (!fits(&f[i], value))
			continue;
		if (pick == FIELDS_NONE || f[i].coding == coding)
			pick = (int)i;
	}
	return (pick);
}
