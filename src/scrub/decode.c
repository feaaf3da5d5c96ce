/* SPDX-License-Identifier: ISC */
#include "scrub/decode.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"

struct decode {
	bool plain; /* the last text was the raw text itself */
	size_t nraw;
	size_t n; /* of the decoded text so far */
	char *text;
	uint32_t *from; /* text[i] begins at raw[from[i]] */
};

/* Bytes that may begin something to undo. */
static const bool coded[256] = {
	['%'] = true,
	['\\'] = true,
	[0xc0] = true,
	[0xc1] = true,
	[0xe0] = true,
	[0xf0] = true,
};

struct decode *
decode_new(void)
{
	struct decode *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return (NULL);
	d->plain = true;
	d->text = malloc(DECODE_MAX);
	d->from = malloc(DECODE_MAX * sizeof(*d->from));
	if (d->text == NULL || d->from == NULL) {
		decode_free(d);
		errno = ENOMEM;
		return (NULL);
	}
	return (d);
}

void
decode_free(struct decode *d)
{
	if (d == NULL)
		return;
	free(d->text);
	free(d->from);
	free(d);
}

/* The ${digits} hex digits at ${i} as a number, or -1. */
static int
hex(struct span s, size_t i, size_t digits)
{
	int v = 0;

	if (s.n - i < digits)
		return (-1);
	for (const size_t end = i + digits; i < end; i++) {
		const int h = ascii_hexval(s.p[i]);

		if (h == -1)
			return (-1);
		v = v << 4 | h;
	}
	return (v);
}

/*
 * The ASCII byte that the last bytes of the text and ${c} are an overlong
 * UTF-8 form of, with the number of those last bytes in ${back}; or -1.
 */
static int
overlong(const struct decode *d, unsigned c, size_t *back)
{
	const uint8_t *t = (const uint8_t *)d->text;
	const size_t n = d->n;

	for (size_t k = 0; k < 3 && n > k; k++) {
		static const uint8_t lead[3] = { 0xc0, 0xe0, 0xf0 };
		const unsigned high = t[n - 1];

		/* All between the lead and the last two are 0x80. */
		if (k == 2 && t[n - 2] != 0x80)
			return (-1);
		if (t[n - 1 - k] == lead[k] || (k == 0 && t[n - 1] == 0xc1)) {
			if (k > 0 && (high & 0xfe) != 0x80)
				return (-1);
			*back = k + 1;
			return ((int)((high & 1) << 6 | (c & 0x3f)));
		}
	}
	return (-1);
}

/* Append the byte ${c}, which came from raw[${from}] on. */
static void
emit(struct decode *d, unsigned c, uint32_t from)
{
	size_t back;
	int ascii;

	if ((c & 0xc0) == 0x80 && (ascii = overlong(d, c, &back)) != -1) {
		d->n -= back;
		c = (unsigned)ascii;
		from = d->from[d->n];
	}
	d->text[d->n] = (char)c;
	d->from[d->n++] = from;
}

/* Append the character ${c} as UTF-8; it took six bytes to write. */
static void
emit_utf8(struct decode *d, unsigned c, uint32_t from)
{
	if (c < 0x80)
		emit(d, c, from);
	else if (c < 0x800) {
		emit(d, 0xc0 | c >> 6, from);
		emit(d, 0x80 | (c & 0x3f), from);
	} else {
		emit(d, 0xe0 | c >> 12, from);
		emit(d, 0x80 | (c >> 6 & 0x3f), from);
		emit(d, 0x80 | (c & 0x3f), from);
	}
}

/*
 * Undo what begins with the mark at s.p[${i}]: HH behind ${hexmark} (0: right
 * behind the mark), or uHHHH. The bytes that were read, 0 when it is nothing.
 */
static size_t
undo(struct decode *d, struct span s, size_t i, char hexmark, uint32_t from)
{
	const size_t at = i + (hexmark == 0 ? 1 : 2);
	int v;

	if (s.n - i < 3)
		return (0);
	if ((hexmark == 0 || s.p[i + 1] == hexmark) &&
	    (v = hex(s, at, 2)) != -1) {
		emit(d, (unsigned)v, from);
		return (at + 2 - i);
	}
	if (s.p[i + 1] == 'u' && (v = hex(s, i + 2, 4)) != -1) {
		emit_utf8(d, (unsigned)v, from);
		return (6);
	}
	return (0);
}

/* Undo the log's escapes: raw bytes to decoded ones. */
static void
undo_log(struct decode *d, struct span raw)
{
	static const char letter[256] = {
		['"'] = '"',
		['\\'] = '\\',
		['/'] = '/',
		['t'] = '\t',
		['n'] = '\n',
		['r'] = '\r',
		['b'] = '\b',
		['v'] = '\v',
		['f'] = '\f',
	};

	d->n = 0;
	for (size_t i = 0, k; i < raw.n; i += k) {
		k = 0;
		if (raw.p[i] == '\\' && i + 1 < raw.n) {
			const char c = letter[(uint8_t)raw.p[i + 1]];

			k = undo(d, raw, i, 'x', (uint32_t)i);
			if (k == 0 && c != 0) {
				emit(d, (uint8_t)c, (uint32_t)i);
				k = 2;
			}
		}
		if (k == 0) {
			emit(d, (uint8_t)raw.p[i], (uint32_t)i);
			k = 1;
		}
	}
}

/* Undo one level of percent-encoding in place. */
static bool
undo_percent(struct decode *d)
{
	const struct span s = { d->text, d->n };
	bool changed = false;

	d->n = 0;
	for (size_t i = 0, k; i < s.n; i += k) {
		const uint32_t from = d->from[i];

		k = s.p[i] == '%' ? undo(d, s, i, 0, from) : 0;
		if (k == 0) {
			emit(d, (uint8_t)s.p[i], from);
			k = 1;
		} else
			changed = true;
	}
	return (changed);
}

static bool
is_plain(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (coded[(uint8_t)s.p[i]])
			return (false);
	return (true);
}

struct span
decode_text(struct decode *d, enum escape escape, struct span raw)
{
	(void)escape; /* one reading serves all, see the header */
	assert(raw.n <= DECODE_MAX);
	d->nraw = d->n = raw.n;
	d->plain = is_plain(raw);
	if (d->plain)
		return (raw);
	undo_log(d, raw);
	for (int level = 0; level < DECODE_LEVELS && undo_percent(d);)
		level++;
	return (span_make(d->text, d->n));
}

size_t
decode_raw_start(const struct decode *d, size_t at)
{
	assert(at <= d->n);
	if (d->plain)
		return (at);
	return (at == d->n ? d->nraw : d->from[at]);
}

size_t
decode_raw_end(const struct decode *d, size_t end)
{
	assert(end <= d->n);
	if (d->plain || end == 0)
		return (end);
	/* Bytes of one \u escape share their beginning. */
	for (const uint32_t from = d->from[end - 1]; end < d->n; end++)
		if (d->from[end] != from)
			return (d->from[end]);
	return (d->nraw);
}
