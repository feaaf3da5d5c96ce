/* SPDX-License-Identifier: ISC */
#include "scrub/secret.h"

#include "base/ascii.h"
#include "scrub/run.h"

/*
 * A token is, or has in it, a run of BYTES_TOKEN_MIN or more letters, digits, dots,
 * dashes and underlines.
 *
 * A JSON web token has its first dot within HEADER_MAX bytes. Without a bound
 * a long line of beginnings would be read again from each of them.
 */
enum { HEADER_MAX = 1024 };

/* A token: how it begins, the least it goes on for, and with which bytes. */
static const struct shape {
	struct span prefix; /* `?` is any small letter */
	size_t min;
	const char *more; /* besides letters and digits */
	bool dotted; /* with a dot between other bytes */
	bool mixed; /* a word of one sort of letters is none */
} shapes[] = {
	{ SPAN("eyJ"), 13, "-_=.", true, false }, /* JSON web token */
	{ SPAN("gh?_"), 20, "_", false, false }, /* GitHub */
	{ SPAN("github_pat_"), 20, "_", false, false },
	{ SPAN("glpat-"), 16, "-_.", false, false }, /* GitLab */
	{ SPAN("xox?-"), 11, "-", false, false }, /* Slack */
	{ SPAN("AKIA"), 16, "", false, false }, /* Amazon */
	{ SPAN("ASIA"), 16, "", false, false },
	{ SPAN("AIza"), 30, "-_", false, false }, /* Google */
	{ SPAN("ya29."), 16, "-_.", false, false },
	{ SPAN("sk_live_"), 10, "_", false, false }, /* Stripe */
	{ SPAN("sk_test_"), 10, "_", false, false },
	{ SPAN("pk_live_"), 10, "_", false, false },
	{ SPAN("rk_live_"), 10, "_", false, false },
	{ SPAN("SG."), 24, "-_.", true, false }, /* SendGrid */
	{ SPAN("npm_"), 30, "", false, false },
};

/* The same for what follows a word and a blank (`+` in a query). */
static const struct shape schemes[] = {
	{ SPAN("Bearer "), 12, "-._~+/=", false, true },
	{ SPAN("Bearer+"), 12, "-._~/=", false, true },
	{ SPAN("Basic "), 8, "+/=", false, true },
	{ SPAN("Basic+"), 8, "/=", false, true },
};

enum {
	NSHAPES = sizeof(shapes) / sizeof(shapes[0]),
	NSCHEMES = sizeof(schemes) / sizeof(schemes[0])
};

/* First letters of the prefixes of tokens. */
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
};

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
		if (ascii_isdigit(s.p[i]) || s.p[i] == '=')
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
	    (ascii_isalnum(s.p[n]) ||
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

/* The length of what ${s} begins with, if that is one of ${shape}, or 0. */
static size_t
any_length(const struct shape *shape, size_t nshapes, struct span s)
{
	for (; nshapes > 0; shape++, nshapes--) {
		size_t n;

		if (!has_prefix(s, shape->prefix))
			continue;
		n = length(shape, span_from(s, shape->prefix.n));
		if (n > 0)
			return (shape->prefix.n + n);
	}
	return (0);
}

/* Does a word begin at ${i}? */
static bool
is_start(struct span s, size_t i)
{
	return (i == 0 || !ascii_isalnum(s.p[i - 1]));
}

bool
secret_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_TOKEN, BYTES_TOKEN_MIN, &r)) {
		for (size_t i = r.start; i < r.end; i++) {
			size_t n;

			if (!begins[(unsigned char)text.p[i]] ||
			    !is_start(text, i))
				continue;
			n = any_length(shapes, NSHAPES, span_from(text, i));
			if (n > 0) {
				f->start = i;
				f->end = i + n;
				return (true);
			}
		}
	}
	return (false);
}

bool
secret_scheme(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t n;

		i += span_index(span_from(text, i), 'B');
		if (i >= text.n)
			break;
		if (!is_start(text, i))
			continue;
		n = any_length(schemes, NSCHEMES, span_from(text, i));
		if (n > 0) {
			f->start = i;
			f->end = i + n;
			return (true);
		}
	}
	return (false);
}
