/* SPDX-License-Identifier: ISC */
#include "scrub/shapes.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

enum { WORD_MAX = 16, PACKAGE_MAX = 64, RELEASE_MAX = 32 };

/* What a byte may belong to. */
enum {
	C_DIGIT = 1,
	C_HEX = 2,
	C_LOCAL = 4, /* local part of an e-mail address */
	C_LABEL = 8, /* label of a host name */
	C_STOP = 16 /* `.`, `:`, `@`, `-`, `_`: where a shape may be */
};

#define D (C_DIGIT | C_HEX | C_LOCAL | C_LABEL)
#define X (C_HEX | C_LOCAL | C_LABEL)
#define L (C_LOCAL | C_LABEL)

static const unsigned char table[256] = {
	['0'] = D,
	['1'] = D,
	['2'] = D,
	['3'] = D,
	['4'] = D,
	['5'] = D,
	['6'] = D,
	['7'] = D,
	['8'] = D,
	['9'] = D,
	['a'] = X,
	['b'] = X,
	['c'] = X,
	['d'] = X,
	['e'] = X,
	['f'] = X,
	['A'] = X,
	['B'] = X,
	['C'] = X,
	['D'] = X,
	['E'] = X,
	['F'] = X,
	['g' ... 'z'] = L,
	['G' ... 'Z'] = L,
	[0x80 ... 0xff] = L,
	['.'] = C_LOCAL | C_STOP,
	['-'] = L | C_STOP,
	['_'] = C_LOCAL | C_STOP,
	['+'] = C_LOCAL,
	['!'] = C_LOCAL,
	['#'] = C_LOCAL,
	['$'] = C_LOCAL,
	['\''] = C_LOCAL,
	['*'] = C_LOCAL,
	['~'] = C_LOCAL,
	['^'] = C_LOCAL,
	['`'] = C_LOCAL,
	['|'] = C_LOCAL,
	[':'] = C_STOP,
	['@'] = C_STOP,
};

static unsigned
cls(struct span s, size_t i)
{
	return (i < s.n ? table[(unsigned char)s.p[i]] : 0);
}

/* Are the bytes on both sides of ${i} of ${class}? */
static bool
between(struct span s, size_t i, unsigned class)
{
	return (i > 0 && (cls(s, i - 1) & class) != 0 &&
	    (cls(s, i + 1) & class) != 0);
}

static size_t
run_start(struct span s, size_t i, unsigned class, char also)
{
	while (i > 0 && ((cls(s, i - 1) & class) != 0 || s.p[i - 1] == also))
		i--;
	return (i);
}

static size_t
run_end(struct span s, size_t i, unsigned class, char also)
{
	while (i < s.n && ((cls(s, i) & class) != 0 || s.p[i] == also))
		i++;
	return (i);
}

/* Up to four numbers with ${sep} between, from ${i} on; leading zeros may. */
static size_t
quad_at(struct span s, size_t i, char sep, struct addr *a)
{
	a->v6 = false;
	for (int k = 0; k < 4; k++) {
		unsigned v = 0;
		const size_t start = i;

		if (k > 0 && (i >= s.n || s.p[i++] != sep))
			return (0);
		while (i < s.n && (cls(s, i) & C_DIGIT) != 0 && i - start < 5)
			v = v * 10 + (unsigned)(s.p[i++] - '0');
		if (i == start + (k > 0) || v > 255)
			return (0);
		a->b[k] = (uint8_t)v;
	}
	return ((cls(s, i) & C_DIGIT) != 0 ? 0 : i);
}

/* Does a number go on with ${sep} before ${start} or behind ${stop}? */
static bool
is_longer(struct span s, size_t start, size_t stop, char sep)
{
	return ((start > 1 && s.p[start - 1] == sep &&
		    (cls(s, start - 2) & C_DIGIT) != 0) ||
	    (stop < s.n && s.p[stop] == sep &&
		(cls(s, stop + 1) & C_DIGIT) != 0));
}

/* The letters that end at ${i}. */
static struct span
letters(struct span s, size_t i)
{
	size_t n = 0;

	while (n < i && n < WORD_MAX && ascii_isalpha(s.p[i - n - 1]))
		n++;
	return (span_make(s.p + i - n, n));
}

/* Is ${s} one of the ${n} words at ${list}? */
static bool
is_one_of(struct span s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_caseeq(s, span_str(list[i])))
			return (true);
	return (false);
}

/* Does a file of a program's release go on at ${i}: .min.js, -x64.exe? */
static bool
is_package(struct span s, size_t i)
{
	static const char *const ends[] = { "js", "css", "map", "zip", "gz",
		"tgz", "bz2", "xz", "exe", "msi", "jar", "war", "deb", "rpm",
		"dmg", "pkg", "apk", "whl", "dll", "so", "bin", "iso", "img" };
	size_t n = i, dot = i;

	for (; n < s.n && n - i < PACKAGE_MAX; n++) {
		if (s.p[n] == '.')
			dot = n + 1;
		else if ((cls(s, n) & (C_LABEL | C_STOP)) == 0)
			break;
	}
	return (is_one_of(span_make(s.p + dot, n - dot), ends,
	    sizeof(ends) / sizeof(ends[0])));
}

/* Is the quad s[start..stop) a release: v=1.2.3.4, x-1.2.3.4.js, app1.2.3.4? */
static bool
is_release(struct span s, size_t start, size_t stop, int first)
{
	static const char *const words[] = { "v", "ver", "vers", "version",
		"rev", "rel", "release", "build", "r", "rc", "firmware", "fw" };
	const char before = start > 0 ? s.p[start - 1] : '\0';
	const bool glued = ascii_isalpha(before);
	const bool joined =
	    before != '\0' && strchr("=:/-_. +", before) != NULL;
	const struct span word = letters(s, start - joined);

	if (is_one_of(word, words, sizeof(words) / sizeof(words[0])) ||
	    span_ends(word, SPAN("Version")) || span_ends(word, SPAN("Ver")))
		return (true);
	if (glued || (stop < s.n && ascii_isalpha(s.p[stop])))
		return (first < RELEASE_MAX && !span_ends(word, SPAN("ip")));
	return (joined && start > 1 && (cls(s, start - 2) & C_LABEL) != 0 &&
	    before != '/' && is_package(s, stop));
}

/*
 * Four numbers, the first of which ends before the separator at ${i}: an
 * address where there are just four and dots between, else something that
 * might be a protected one.
 */
static bool
find_quad(struct span s, size_t i, struct shape_hit *hit)
{
	const char sep = s.p[i];
	size_t start = i, stop;

	while (start > 0 && i - start < 5 && (cls(s, start - 1) & C_DIGIT) != 0)
		start--;
	stop = quad_at(s, start, sep, &hit->addr);
	if (stop == 0)
		return (false);
	hit->start = start;
	hit->end = stop;
	hit->kind = KIND_VALUE;
	if (sep == '.' && !is_longer(s, start, stop, sep) &&
	    !is_release(s, start, stop, hit->addr.b[0]))
		hit->kind = KIND_IP;
	if (hit->kind == KIND_IP)
		hit->next = stop;
	return (true);
}

/* The number of colons, which tells 2001:db8::1 from a time or a word. */
static size_t
colons(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ':';
	return (n);
}

/* Is s[start..stop) an address? Then note it, and where it ends. */
static void
try_v6(struct span s, size_t start, size_t stop, struct shape_hit *hit)
{
	struct addr a;

	if (stop < start + 3 ||
	    !addr_parse(span_make(s.p + start, stop - start), &a) || !a.v6)
		return;
	hit->addr = a;
	hit->end = stop;
}

/* The colon or two at ${i} of a text that starts at ${start}, or 0. */
static size_t
colons_at(struct span s, size_t i, size_t start)
{
	if (s.p[i] != ':')
		return (0);
	if (i + 1 < s.n && s.p[i + 1] == ':')
		return (2);
	return (i > start && s.p[i - 1] != ':' ? 1 : 0);
}

/*
 * The longest address that starts at ${start}: hit->end, or 0. Only what has a
 * gap, or all its groups, is read: a client may write a line full of colons.
 */
static void
longest_v6(struct span s, size_t start, struct shape_hit *hit)
{
	size_t i = start, groups = 0;
	bool gap = false;

	hit->end = 0;
	while (i < s.n && i - start < ADDR_TEXT_MAX && groups < 9) {
		struct addr quad;
		const size_t group = i;
		size_t n;

		while (i - group < 4 && (cls(s, i) & C_HEX) != 0)
			i++;
		groups += i > group;
		n = i > group ? 0 : colons_at(s, i, start);
		if ((i == group && n == 0) || (n == 2 && gap))
			break;
		gap = gap || n == 2;
		i += n;
		if (gap || groups == 8)
			try_v6(s, start, i, hit);
		if ((gap || groups == 7) && (cls(s, group) & C_DIGIT) != 0)
			try_v6(s, start, quad_at(s, group, '.', &quad), hit);
	}
}

/* An address whose first colon is the one at ${i}. */
static bool
find_v6(struct span s, size_t i, struct shape_hit *hit)
{
	size_t start = i, n;
	bool word;

	while (start > 0 && i - start < 4 && (cls(s, start - 1) & C_HEX) != 0)
		start--;
	longest_v6(s, start, hit);
	/* Colons before a whole address, or the gap of a short one? */
	if (start == i && i + 1 < s.n && s.p[i + 1] == ':' &&
	    (cls(s, i + 2) & C_HEX) != 0) {
		struct shape_hit whole;

		longest_v6(s, i + 2, &whole);
		if (whole.end > hit->end) {
			hit->addr = whole.addr;
			hit->end = whole.end;
			start = i + 2;
		}
	}
	if (hit->end == 0)
		return (false);
	/* `std::bad` is a word: only a protected address hides in one. */
	word = (start > 0 && (cls(s, start - 1) & C_LABEL) != 0 &&
		   s.p[start - 1] != '-') ||
	    (cls(s, hit->end) & C_LABEL) != 0;
	hit->start = start;
	n = colons(span_make(s.p + start, hit->end - start));
	hit->kind =
	    n > 2 || (!word && hit->end - start > 6) ? KIND_IP : KIND_VALUE;
	if (hit->kind == KIND_IP)
		hit->next = hit->end;
	return (true);
}

/* File names such as icon@2x.png are no e-mail addresses. */
static bool
is_file(struct span domain)
{
	static const char *const ends[] = { ".png", ".jpg", ".jpeg", ".gif",
		".webp", ".svg", ".css", ".js", ".avif", ".ico" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const struct span end = span_str(ends[i]);

		if (domain.n > end.n &&
		    span_caseeq(end, span_from(domain, domain.n - end.n)))
			return (domain.p[0] >= '1' && domain.p[0] <= '4' &&
			    (domain.p[1] == 'x' || domain.p[1] == 'X') &&
			    domain.p[2] == '.');
	}
	return (false);
}

/* Cut ${domain} behind its last label that can be a top-level domain. */
static struct span
cut_domain(struct span domain)
{
	while (domain.n > 0) {
		size_t label = domain.n;

		while (label > 0 && domain.p[label - 1] != '.')
			label--;
		if (domain.n - label >= 2 &&
		    (cls(domain, label) & C_DIGIT) == 0 &&
		    domain.p[label] != '-' && label > 1)
			return (domain);
		domain.n = label > 0 ? label - 1 : 0;
	}
	return (domain);
}

/* local@label.tld around the @ at ${i}. */
static bool
find_email(struct span s, size_t i, struct shape_hit *hit)
{
	const size_t start = run_start(s, i, C_LOCAL, '%');
	const size_t end = run_end(s, i + 1, C_LABEL, '.');
	const struct span domain =
	    cut_domain(span_make(s.p + i + 1, end - i - 1));

	hit->next = i + 1;
	if (start == i || domain.n == 0 || is_file(domain))
		return (false);
	hit->start = start;
	hit->end = i + 1 + domain.n;
	hit->kind = KIND_EMAIL;
	hit->next = hit->end;
	return (true);
}

bool
shapes_next(struct span s, size_t at, struct shape_hit *hit)
{
	for (;; at = hit->next) {
		bool found = false;

		while (
		    at < s.n && (table[(unsigned char)s.p[at]] & C_STOP) == 0)
			at++;
		if (at >= s.n)
			return (false);
		hit->next = at + 1;
		if (s.p[at] == '@')
			found = find_email(s, at, hit);
		else if (s.p[at] == ':') {
			if (cls(s, at + 1) & C_HEX ||
			    (at + 1 < s.n && s.p[at + 1] == ':'))
				found = find_v6(s, at, hit);
		} else if (between(s, at, C_DIGIT))
			found = find_quad(s, at, hit);
		/* A shape may end where it was found, or before. */
		if (hit->next <= at)
			hit->next = at + 1;
		if (found)
			return (true);
	}
}

/* Sixteen bytes at a time (a GNU extension). */
typedef uint8_t lanes __attribute__((vector_size(16)));

struct marks {
	lanes code; /* %, \, and bytes whose upper two bits are set */
	lanes and;
	lanes reference; /* what else `&#64;` has */
};

static inline void
look(struct marks *m, lanes v)
{
	m->code |= (lanes)(v == '%') | (lanes)(v == '\\') | (v & (v + v));
	m->and |= (lanes)(v == '&');
	m->reference |= (lanes)(v == '#') | (lanes)(v == ';');
}

/* Is the upper bit of any byte set? */
static inline bool
is_any(lanes v)
{
	uint64_t w[2];

	memcpy(w, &v, sizeof(w));
	return (((w[0] | w[1]) & 0x8080808080808080) != 0);
}

bool
shapes_is_encoded(struct span s)
{
	struct marks m = { 0 };
	lanes v;

	for (; s.n >= sizeof(v); s = span_from(s, sizeof(v))) {
		memcpy(&v, s.p, sizeof(v));
		look(&m, v);
	}
	if (s.n > 0) {
		v = (lanes){ 0 };
		memcpy(&v, s.p, s.n);
		look(&m, v);
	}
	/* `&` alone is in every other query. */
	return (is_any(m.code) || (is_any(m.and) && is_any(m.reference)));
}

bool
shapes_client(struct span s, struct addr *a)
{
	size_t cut;

	if (addr_parse(s, a))
		return (true);
	if (s.n > 0 && s.p[0] == '[') {
		s = span_from(s, 1);
		s.n = span_index(s, ']');
	}
	s.n = span_index(s, '%');
	if (addr_parse(s, a))
		return (true);
	for (cut = s.n; cut > 0 && s.p[cut - 1] != ':'; cut--)
		continue;
	return (cut > 0 && addr_parse(span_make(s.p, cut - 1), a));
}

/* The IPv4 address in a v4-mapped one, or ${a} itself. */
static struct addr
unmapped(const struct addr *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };
	struct addr out = *a;

	if (a->v6 && memcmp(a->b, prefix, sizeof(prefix)) == 0) {
		memcpy(out.b, a->b + 12, 4);
		out.v6 = false;
	}
	return (out);
}

bool
shapes_same(const struct addr *a, const struct addr *b)
{
	const struct addr x = unmapped(a), y = unmapped(b);

	return (x.v6 == y.v6 && memcmp(x.b, y.b, x.v6 ? 16 : 4) == 0);
}

bool
shapes_is_version(const struct addr *a)
{
	return (!a->v6 && a->b[1] == 0 && a->b[2] == 0 && a->b[3] == 0);
}
