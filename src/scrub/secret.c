/* SPDX-License-Identifier: ISC */
#include "scrub/secret.h"

#define LOW BYTES_LOWER
#define UP BYTES_UPPER

/*
 * A JSON web token has its first dot within so many bytes. Without a bound a
 * long line of beginnings would be read again from each of them.
 */
enum { HEADER_MAX = 1024 };

/* A token: how it begins, the least it goes on for, and with which bytes. */
static const struct shape {
	struct span prefix; /* `?` is any small letter */
	uint64_t set; /* bytes of the prefix */
	size_t min;
	const char *more; /* besides letters and digits */
	bool dotted; /* with a dot between other bytes */
	bool mixed; /* a word of one sort of letters is none */
} shapes[] = {
	{ SPAN("eyJ"), LOW('e') | LOW('y') | UP('J') | BYTES_DOT, 8, "-_=.",
	    true, false },
	{ SPAN("gh?_"), LOW('g') | LOW('h') | BYTES_UNDERLINE, 20, "_", false,
	    false },
	{ SPAN("github_pat_"), LOW('g') | LOW('h') | LOW('b') | BYTES_UNDERLINE,
	    20, "_", false, false },
	{ SPAN("glpat-"), LOW('g') | LOW('l') | LOW('p') | BYTES_DASH, 16,
	    "-_.", false, false },
	{ SPAN("xox?-"), LOW('x') | LOW('o') | BYTES_DASH, 10, "-", false,
	    false },
	{ SPAN("AKIA"), UP('A') | UP('K') | UP('I'), 16, "", false, false },
	{ SPAN("ASIA"), UP('A') | UP('S') | UP('I'), 16, "", false, false },
	{ SPAN("AIza"), UP('A') | UP('I') | LOW('z') | LOW('a'), 30, "-_",
	    false, false },
	{ SPAN("ya29."), LOW('y') | LOW('a') | BYTES_DIGIT | BYTES_DOT, 16,
	    "-_.", false, false },
	{ SPAN("sk_live_"), LOW('s') | LOW('k') | LOW('v') | BYTES_UNDERLINE,
	    10, "_", false, false },
	{ SPAN("sk_test_"), LOW('s') | LOW('k') | LOW('t') | BYTES_UNDERLINE,
	    10, "_", false, false },
	{ SPAN("pk_live_"), LOW('p') | LOW('k') | LOW('v') | BYTES_UNDERLINE,
	    10, "_", false, false },
	{ SPAN("rk_live_"), LOW('r') | LOW('k') | LOW('v') | BYTES_UNDERLINE,
	    10, "_", false, false },
	{ SPAN("SG."), UP('S') | UP('G') | BYTES_DOT, 24, "-_.", true, false },
	{ SPAN("npm_"), LOW('n') | LOW('p') | LOW('m') | BYTES_UNDERLINE, 30,
	    "", false, false },
	{ SPAN("Bearer "), UP('B') | LOW('r') | BYTES_BLANK, 12,
	    "-._~+/=", false, true },
	{ SPAN("Bearer+"), UP('B') | LOW('r') | BYTES_PLUS, 12, "-._~/=", false,
	    true },
	{ SPAN("Basic "), UP('B') | LOW('c') | BYTES_BLANK, 8, "+/=", false,
	    true },
	{ SPAN("Basic+"), UP('B') | LOW('c') | BYTES_PLUS, 8, "/=", false,
	    true },
};

/* First letters of the prefixes. */
static const bool begins[256] = {
	['e'] = true,
	['g'] = true,
	['x'] = true,
	['A'] = true,
	['y'] = true,
	['s'] = true,
	['p'] = true,
	['r'] = true,
	['S'] = true,
	['n'] = true,
	['B'] = true,
};

bool
secret_needed(struct bytes b)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (bytes_all(b, shapes[i].set))
			return (true);
	return (false);
}

static bool
has_prefix(struct span s, struct span prefix)
{
	if (s.n < prefix.n)
		return (false);
	for (size_t i = 0; i < prefix.n; i++)
		if (s.p[i] != prefix.p[i] &&
		    (prefix.p[i] != '?' || s.p[i] < 'a' || s.p[i] > 'z'))
			return (false);
	return (true);
}

/* A credential is no word: it has a digit, or letters of both cases. */
static bool
is_mixed(struct span s)
{
	bool upper = false, lower = false;

	for (size_t i = 0; i < s.n; i++) {
		if (bytes_isdigit(s.p[i]) || s.p[i] == '=')
			return (true);
		upper |= s.p[i] >= 'A' && s.p[i] <= 'Z' && i > 0;
		lower |= s.p[i] >= 'a' && s.p[i] <= 'z';
	}
	return (upper && lower);
}

/* How far the token of ${shape} goes on in ${s}, or 0 when it is none. */
static size_t
length(const struct shape *shape, struct span s)
{
	bool dot = false;
	size_t n = 0;

	while (n < s.n &&
	    (bytes_isalnum(s.p[n]) ||
		(s.p[n] != '\0' && strchr(shape->more, s.p[n]) != NULL))) {
		dot |= n > 0 && s.p[n - 1] == '.' && s.p[n] != '.';
		if (shape->dotted && !dot && n > HEADER_MAX)
			return (0);
		n++;
	}
	while (n > 0 && s.p[n - 1] == '.')
		n--;
	if (n < shape->min || (shape->dotted && !dot) ||
	    (shape->mixed && !is_mixed(span_make(s.p, n))))
		return (0);
	return (n);
}

/* The length of the token that ${s} begins with, or 0. */
static size_t
token(struct span s)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const struct shape *shape = &shapes[i];
		size_t n;

		if (!has_prefix(s, shape->prefix))
			continue;
		n = length(shape, span_from(s, shape->prefix.n));
		if (n > 0)
			return (shape->prefix.n + n);
	}
	return (0);
}

bool
secret_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t n;

		if (!begins[(unsigned char)text.p[i]] ||
		    (i > 0 && bytes_isalnum(text.p[i - 1])))
			continue;
		n = token(span_from(text, i));
		if (n > 0) {
			f->start = i;
			f->end = i + n;
			return (true);
		}
	}
	return (false);
}
