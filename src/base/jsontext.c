/* SPDX-License-Identifier: ISC */
#include "base/jsontext.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"

/* May the byte not stand in a string just so? */
static inline bool
is_special(char c)
{
	return ((unsigned char)c < 0x20 || c == '"' || c == '\\');
}

/* The first byte from ${p} on that may not stand in a string, or ${end}. */
static const char *
skip_ordinary(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i backslash = _mm_set1_epi8('\\');
	const __m128i control = _mm_set1_epi8(0x1f);

	for (; end - p >= 16; p += 16) {
		const __m128i v =
		    _mm_loadu_si128((const __m128i *)(const void *)p);
		const __m128i hit =
		    _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote),
				     _mm_cmpeq_epi8(v, backslash)),
			_mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		const int mask = _mm_movemask_epi8(hit);

		if (mask != 0)
			return (p + __builtin_ctz((unsigned)mask));
	}
#endif
	while (p < end && !is_special(*p))
		p++;
	return (p);
}

/* The number of the four hex digits behind the `\u` of ${s}, or -1. */
static long
unit(struct span s)
{
	long v = 0;

	if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u')
		return (-1);
	for (size_t i = 2; i < 6; i++) {
		const int h = ascii_hexval(s.p[i]);

		if (h == -1)
			return (-1);
		v = v << 4 | h;
	}
	return (v);
}

static const char letters[] = "bfnrt\"\\/", meant[] = "\b\f\n\r\t\"\\/";

size_t
jsontext_escape(struct span s)
{
	if (s.n < 2 || s.p[0] != '\\')
		return (0);
	if (s.p[1] == 'u')
		return (unit(s) == -1 ? 0 : 6);
	return (memchr(letters, s.p[1], sizeof(letters) - 1) == NULL ? 0 : 2);
}

const char *
jsontext_string(const char *p, const char *end, bool *escaped)
{
	for (;;) {
		size_t n;

		p = skip_ordinary(p, end);
		if (p == end)
			return (NULL);
		if (*p == '"')
			return (p);
		n = jsontext_escape(span_make(p, (size_t)(end - p)));
		if (n == 0)
			return (NULL);
		*escaped = true;
		p += n;
	}
}

static const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return (p);
}

const char *
jsontext_number(const char *p, const char *end)
{
	const char *start;

	if (p < end && *p == '-')
		p++;
	start = p;
	p = skip_digits(p, end);
	if (p == start || (*start == '0' && p > start + 1))
		return (NULL);
	if (p < end && *p == '.') {
		start = ++p;
		if ((p = skip_digits(p, end)) == start)
			return (NULL);
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		start = p;
		if ((p = skip_digits(p, end)) == start)
			return (NULL);
	}
	return (p);
}

static void
put_utf8(unsigned long c, struct buf *out)
{
	if (c < 0x80) {
		buf_addc(out, (char)c);
		return;
	}
	if (c < 0x800)
		buf_addc(out, (char)(0xc0 | c >> 6));
	else if (c < 0x10000) {
		buf_addc(out, (char)(0xe0 | c >> 12));
		buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_addc(out, (char)(0xf0 | c >> 18));
		buf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* The \uHHHH or pair of them that ${s} starts with; its length, or 0. */
static size_t
put_unicode(struct span s, struct buf *out)
{
	const long high = unit(s);
	long low;

	if (high == -1 || (high >= 0xdc00 && high <= 0xdfff))
		return (0);
	if (high < 0xd800 || high > 0xdfff) {
		put_utf8((unsigned long)high, out);
		return (6);
	}
	low = unit(span_from(s, 6));
	if (low < 0xdc00 || low > 0xdfff)
		return (0);
	put_utf8(0x10000 + (unsigned long)((high - 0xd800) << 10) +
		(unsigned long)(low - 0xdc00),
	    out);
	return (12);
}

/* The escape at s.p[0] == '\\', undone; how long it is. */
static size_t
put_escape(struct span s, struct buf *out)
{
	const char *p = NULL;
	size_t n;

	if ((n = put_unicode(s, out)) > 0)
		return (n);
	if (s.n > 1)
		p = memchr(letters, s.p[1], sizeof(letters) - 1);
	if (p == NULL) {
		buf_addc(out, '\\');
		return (1);
	}
	buf_addc(out, meant[p - letters]);
	return (2);
}

void
jsontext_undo(struct span s, struct buf *out)
{
	while (s.n > 0) {
		const size_t n = span_index(s, '\\');

		buf_add(out, s.p, n);
		s = span_from(s, n);
		if (s.n > 0)
			s = span_from(s, put_escape(s, out));
	}
}
