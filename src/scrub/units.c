/* SPDX-License-Identifier: ISC */
#include "scrub/units.h"

#include "base/ascii.h"
#include "scrub/bytes.h"
#include "scrub/query.h"
#include "scrub/referer.h"
#include "scrub/request.h"
#include "scrub/uri.h"

enum {
	TARGET_MAX = 4096,
	METHOD_MIN = 3,
	METHOD_MAX = 16,
	SCHEME_MAX = 16,
	NAME_MAX = 64
};

/* One character as the author of the text meant it. */
struct mark {
	size_t n; /* bytes it is written with */
	char c;
};

/* \xHH and \u00HH at ${s}, ${skip} bytes before their digits. */
static struct mark
read_hex(struct span s, size_t skip)
{
	struct mark m = { 1, '\\' };
	const int c = s.n < skip + 2 ? -1 : ascii_hexpair(s.p + skip);

	return (c == -1 ? m : (struct mark){ skip + 2, (char)c });
}

/* The character at ${i}, its escape undone. */
static struct mark
read_mark(struct span s, size_t i)
{
	static const char letters[256] = {
		['"'] = '"',
		['\\'] = '\\',
		['/'] = '/',
		['\''] = '\'',
		['b'] = '\b',
		['f'] = '\f',
		['n'] = '\n',
		['r'] = '\r',
		['t'] = '\t',
		['v'] = '\v',
	};

	s = span_from(s, i);
	if (s.p[0] != '\\' || s.n < 2)
		return ((struct mark){ 1, s.p[0] });
	if (letters[(unsigned char)s.p[1]] != 0)
		return ((struct mark){ 2, letters[(unsigned char)s.p[1]] });
	if (s.p[1] == 'x')
		return (read_hex(s, 2));
	return (span_starts(s, SPAN("\\u00")) ? read_hex(s, 4) :
						(struct mark){ 1, '\\' });
}

/* Does ${c} end a word wherever it stands? */
static bool
is_delimiter(char c)
{
	return ((unsigned char)c <= ' ' || c == '"' || c == '<' || c == '>');
}

/* May a path begin behind ${c}? */
static bool
is_opening(char c)
{
	return (is_delimiter(c) || strchr("'`([{=:,;|!", c) != NULL);
}

/*
 * Where the unit that begins at ${i} behind ${before} ends. A quoted one goes
 * on up to the quote, blanks included. A bar parts the fields of some
 * applications' messages, but it may stand in a query.
 */
static size_t
word_end(struct span s, size_t i, char before)
{
	const bool quoted = before == '"';
	const bool single = before == '\'' || before == '`';
	const size_t start = i;
	bool query = false;

	while (i < s.n) {
		const struct mark m = read_mark(s, i);

		if (quoted ? m.c == '"' || (unsigned char)m.c < ' ' :
			     is_delimiter(m.c))
			break;
		if ((single && m.c == '\'') || (m.c == '|' && !query))
			break;
		query |= m.c == '?';
		i += m.n;
	}
	while (!quoted && i > start + 1 &&
	    strchr(".,;:!)]}'|", s.p[i - 1]) != NULL && s.p[i - 2] != '\\')
		i--;
	return (i);
}

/* Behind `HTTP/1.1`, which ${s} begins with, or 0. */
static size_t
protocol_length(struct span s)
{
	size_t n = SPAN(" HTTP/").n;

	while (n < s.n && (ascii_isdigit(s.p[n]) || s.p[n] == '.'))
		n++;
	return (n);
}

/* Where the `://` of a URL that begins at ${i} is, or 0. */
static size_t
scheme_end(struct span s, size_t i)
{
	const size_t start = i;

	while (i < s.n && i - start <= SCHEME_MAX &&
	    (ascii_isalnum(s.p[i]) || s.p[i] == '+' || s.p[i] == '-' ||
		s.p[i] == '.'))
		i++;
	return (i > start && span_starts(span_from(s, i), SPAN("://")) ? i : 0);
}

/* Where the request line that begins at ${i} behind ${before} ends, or 0. */
static size_t
request_end(struct span s, size_t i, char before)
{
	size_t n = i, end, protocol;

	while (n < s.n && n - i <= METHOD_MAX &&
	    ((s.p[n] >= 'A' && s.p[n] <= 'Z') || s.p[n] == '_'))
		n++;
	if (n - i < METHOD_MIN || n - i > METHOD_MAX || s.n - n < 2 ||
	    s.p[n] != ' ' || (s.p[n + 1] != '/' && scheme_end(s, n + 1) == 0))
		return (0);
	end = word_end(s, n + 1, before);
	if (before == '"')
		return (end);
	/* A target with blanks goes up to the protocol. */
	if (s.n - end > TARGET_MAX)
		s.n = end + TARGET_MAX;
	for (n = end; n < s.n && (unsigned char)s.p[n] >= ' ' && s.p[n] != '"';)
		n++;
	s.n = n;
	protocol = end + span_find(span_from(s, end), SPAN(" HTTP/"));
	if (protocol == n)
		return (end);
	return (protocol + protocol_length(span_from(s, protocol)));
}

/* Is there a parameter's name and a `=` at ${i}? */
static bool
is_parameter(struct span s, size_t i)
{
	const size_t start = i;

	while (i < s.n && i - start < NAME_MAX && !is_delimiter(s.p[i]) &&
	    s.p[i] != '=' && s.p[i] != '(')
		i++;
	return (i > start && i < s.n && s.p[i] == '=');
}

/* Does the `?` at ${i} begin a query? In a pattern such as `(?i)` not. */
static bool
is_query(struct span s, size_t i, char before)
{
	if (i + 1 == s.n || is_delimiter(read_mark(s, i + 1).c))
		return (false);
	return (ascii_isalnum(before) ||
	    (before != '\0' && strchr("/_-.=%~*+", before) != NULL) ||
	    is_parameter(s, i + 1));
}

static void
put_query(struct scrub *s, struct span in, struct buf *out)
{
	const size_t before = out->n;

	buf_addc(out, '?');
	if (!query_put(s, &s->policy->rule[CLASS_QUERY], PLACE_QUERY,
		span_from(in, 1), out))
		out->n = before;
}

static void
put_url(struct scrub *s, struct span in, struct buf *out)
{
	referer_scrub(s, &s->policy->rule[CLASS_REFERER], in, out);
}

static void
put_target(struct scrub *s, struct span in, struct buf *out)
{
	uri_put(s, (struct uri_places){ PLACE_PATH, PLACE_QUERY }, in, out);
}

static void
put_request(struct scrub *s, struct span in, struct buf *out)
{
	request_scrub(s, &s->policy->rule[CLASS_REQUEST], in, out);
}

typedef void put_fn(struct scrub *, struct span, struct buf *);

/*
 * What is the unit, if any, that begins with ${c} at ${i} behind ${before};
 * it ends at ${end}.
 */
static put_fn *
unit_at(struct span s, size_t i, char c, char before, size_t *end)
{
	if (c == '/' && is_opening(before)) {
		*end = word_end(s, i, before);
		return (put_target);
	}
	if (c == '?' && is_query(s, i, before)) {
		*end = word_end(s, i, ' ');
		return (put_query);
	}
	if (!ascii_isalpha(c) || s.p[i] != c || ascii_isalnum(before))
		return (NULL);
	if ((*end = request_end(s, i, before)) > 0)
		return (put_request);
	if (scheme_end(s, i) == 0)
		return (NULL);
	*end = word_end(s, i, before);
	return (put_url);
}

void
units_put(struct scrub *s, struct span in, struct buf *out)
{
	size_t done = 0, end;
	char before = ' ';

	for (size_t i = 0; i < in.n;) {
		const struct mark m = read_mark(in, i);
		put_fn *put = unit_at(in, i, m.c, before, &end);

		before = m.c;
		if (put == NULL) {
			i += m.n;
			continue;
		}
		buf_add(out, in.p + done, i - done);
		put(s, span_make(in.p + i, end - i), out);
		i = done = end;
	}
	buf_addspan(out, span_from(in, done));
}

/* Is ${c} of a number that is written with blanks? */
static bool
is_numeric(char c)
{
	return (
	    ascii_isdigit(c) || (c != '\0' && strchr(" +-.()/", c) != NULL));
}

size_t
units_last(struct span in)
{
	size_t start = 0, i;

	for (i = 0; i < in.n;) {
		const struct mark m = read_mark(in, i);

		i += m.n;
		if (is_delimiter(m.c))
			start = i;
	}
	for (i = start; i < in.n && is_numeric(in.p[i]);)
		i++;
	if (i < in.n)
		return (start);
	for (i = start; i > 0 && is_numeric(in.p[i - 1]); i--)
		if (in.p[i - 1] != ' ')
			start = i - 1;
	return (start);
}
