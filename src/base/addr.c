/* SPDX-License-Identifier: ISC */
#include "base/addr.h"

#include <string.h>

#include "base/ascii.h"

/* Four decimal numbers of 1 to 3 digits, no leading zero, at most 255. */
static bool
quad(struct span s, uint8_t *b)
{
	const char *p = s.p, *const end = s.p + s.n;

	for (int k = 0; k < 4; k++) {
		unsigned v, d;

		if (k > 0 && (p == end || *p++ != '.'))
			return (false);
		if (p == end || (v = (unsigned)*p - '0') > 9)
			return (false);
		/* No digit may follow a zero that leads. */
		for (p++; p < end && (d = (unsigned)*p - '0') <= 9; p++) {
			if (v == 0 || (v = v * 10 + d) > 255)
				return (false);
		}
		b[k] = (uint8_t)v;
	}
	return (p == end);
}

static bool
parse4(struct span s, struct addr *a)
{
	a->v6 = false;
	return (s.n >= 7 && s.n <= 15 && quad(s, a->b));
}

/* Read one group of 1 to 4 hex digits at ${i}; the offset behind it or 0. */
static size_t
group(struct span s, size_t i, unsigned *v)
{
	const size_t start = i;
	int h;

	*v = 0;
	while (i < s.n && i - start < 4 && (h = ascii_hexval(s.p[i])) != -1) {
		*v = *v << 4 | (unsigned)h;
		i++;
	}
	return (i == start ? 0 : i);
}

/*
 * The groups before or behind a `::`, or all of them: into ${b} as far as
 * ${max} bytes go. The number of bytes, or -1. ${last}: a dotted tail may end
 * the text.
 */
static int
groups(struct span s, bool last, uint8_t *b, int max)
{
	int n = 0;
	size_t i = 0;

	while (i < s.n) {
		unsigned v;
		const size_t end = group(s, i, &v);

		if (last && (end < s.n && end > i && s.p[end] == '.')) {
			if (n + 4 > max || !quad(span_from(s, i), b + n))
				return (-1);
			return (n + 4);
		}
		if (end == 0 || n + 2 > max)
			return (-1);
		b[n++] = (uint8_t)(v >> 8);
		b[n++] = (uint8_t)(v & 0xff);
		i = end;
		if (i == s.n)
			return (n);
		if (s.p[i++] != ':' || i == s.n)
			return (-1);
	}
	return (n);
}

static bool
parse6(struct span s, struct addr *a)
{
	const size_t gap = span_find(s, SPAN("::"));
	uint8_t tail[16];
	int head, rest;

	a->v6 = true;
	if (s.n < 2 || s.n >= ADDR_TEXT_MAX)
		return (false);
	if (gap == s.n)
		return (groups(s, true, a->b, 16) == 16);
	memset(a->b, 0, sizeof(a->b));
	head = groups(span_make(s.p, gap), false, a->b, 14);
	rest = groups(span_from(s, gap + 2), true, tail, 14);
	if (head == -1 || rest == -1 || head + rest > 14)
		return (false);
	memcpy(a->b + 16 - rest, tail, (size_t)rest);
	return (true);
}

bool
addr_parse(struct span s, struct addr *a)
{
	if (parse4(s, a))
		return (true);
	return (
	    memchr(s.p == NULL ? "" : s.p, ':', s.n) != NULL && parse6(s, a));
}

/* Write to ${p}; returns where it ends, as the two below do. */
static char *
put_dec(unsigned v, char *p)
{
	if (v >= 100)
		*p++ = (char)('0' + v / 100);
	if (v >= 10)
		*p++ = (char)('0' + v / 10 % 10);
	*p++ = (char)('0' + v % 10);
	return (p);
}

static char *
put_quad(const uint8_t *b, char *p)
{
	for (int k = 0; k < 4; k++) {
		if (k > 0)
			*p++ = '.';
		p = put_dec(b[k], p);
	}
	return (p);
}

static char *
put_hex(unsigned v, char *p)
{
	static const char digits[] = "0123456789abcdef";
	int shift = 12;

	while (shift > 0 && v >> shift == 0)
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		*p++ = digits[v >> shift & 0xf];
	return (p);
}

static bool
is_mapped(const struct addr *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return (memcmp(a->b, prefix, sizeof(prefix)) == 0);
}

/* The first of the longest runs of at least two zero groups, or 8. */
static int
zero_run(const unsigned *g, int n, int *len)
{
	int best = 8;

	*len = 1;
	for (int i = 0; i < n; i++) {
		int j = i;

		while (j < n && g[j] == 0)
			j++;
		if (j - i > *len) {
			best = i;
			*len = j - i;
		}
		if (j > i)
			i = j;
	}
	return (best);
}

/* IPv6. */
static char *
put_groups(const struct addr *a, char *p)
{
	const int n = is_mapped(a) ? 6 : 8;
	unsigned g[8];
	int gap, len;

	for (int i = 0; i < 8; i++)
		g[i] = (unsigned)a->b[2 * i] << 8 | a->b[2 * i + 1];
	gap = zero_run(g, n, &len);
	for (int i = 0; i < n; i++) {
		if (i == gap) {
			*p++ = ':';
			*p++ = ':';
			i += len - 1;
			continue;
		}
		if (i > 0 && i != gap + len)
			*p++ = ':';
		p = put_hex(g[i], p);
	}
	if (n == 6) {
		*p++ = ':';
		p = put_quad(a->b + 12, p);
	}
	return (p);
}

void
addr_format(const struct addr *a, struct buf *out)
{
	char text[ADDR_TEXT_MAX];
	const char *end = a->v6 ? put_groups(a, text) : put_quad(a->b, text);

	buf_add(out, text, (size_t)(end - text));
}

/* Zero all bits of ${b} from ${keep} up to ${total}. */
static void
cut(uint8_t *b, unsigned keep, unsigned total)
{
	for (unsigned i = keep; i < total; i++) {
		if (i % 8 == 0 && total - i >= 8) {
			b[i / 8] = 0;
			i += 7;
		} else
			b[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
	}
}

/* Where IPv4 addresses hide in IPv6: prefix, its bytes, and where. */
static const struct hidden {
	uint8_t prefix[12];
	uint8_t len;
	uint8_t at[2]; /* byte offsets; 0: none */
} hidden[] = {
	{ { 0x20, 0x02 }, 2, { 2, 0 } }, /* 6to4 */
	{ { 0x20, 0x01, 0, 0 }, 4, { 4, 12 } }, /* Teredo */
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 6, { 12, 0 } }, /* RFC 8215 */
	{ { 0, 0x64, 0xff, 0x9b }, 12, { 12, 0 } }, /* RFC 6052 */
	{ { 0 }, 12, { 12, 0 } }, /* compatible */
};

/* ISATAP: the interface identifier 0000:5efe or 0200:5efe and an IPv4. */
static bool
is_isatap(const uint8_t *b)
{
	return (
	    (b[8] & 0xfd) == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe);
}

static bool
is_hidden(const struct hidden *h, const uint8_t *b)
{
	return (memcmp(b, h->prefix, h->len) == 0);
}

static void
cut_hidden(uint8_t *b, unsigned bits4)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		if (!is_hidden(&hidden[i], b))
			continue;
		for (int k = 0; k < 2; k++)
			if (hidden[i].at[k] != 0)
				cut(b + hidden[i].at[k], bits4, ADDR_V4_BITS);
	}
	if (is_isatap(b))
		cut(b + 12, bits4, ADDR_V4_BITS);
}

void
addr_truncate(struct addr *a, unsigned bits4, unsigned bits6)
{
	if (!a->v6)
		cut(a->b, bits4, ADDR_V4_BITS);
	else if (is_mapped(a))
		cut(a->b + 12, bits4, ADDR_V4_BITS);
	else {
		cut_hidden(a->b, bits4);
		cut(a->b, bits6, ADDR_V6_BITS);
	}
}

bool
addr_hasv4(const struct addr *a)
{
	if (!a->v6)
		return (false);
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (is_hidden(&hidden[i], a->b))
			return (true);
	return (is_mapped(a) || is_isatap(a->b));
}

bool
addr_unmap(const struct addr *a, struct addr *v4)
{
	if (!a->v6 || !is_mapped(a))
		return (false);
	*v4 = (struct addr){ .v6 = false };
	memcpy(v4->b, a->b + 12, 4);
	return (true);
}

bool
addr_next(struct addr *a, unsigned bits, unsigned within)
{
	for (; bits > within; bits--) {
		const uint8_t bit = (uint8_t)(0x80u >> (bits - 1) % 8);

		a->b[(bits - 1) / 8] ^= bit;
		if ((a->b[(bits - 1) / 8] & bit) != 0)
			return (true);
	}
	return (false);
}
