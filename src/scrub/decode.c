/* SPDX-License-Identifier: ISC */
#include "scrub/decode.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "scrub/entity.h"
#include "scrub/homoglyph.h"

/* The raw bytes a decoded one was written with. */
struct origin {
	uint32_t from;
	uint32_t to;
};

struct decode {
	bool plain; /* the last text was the raw text itself */
	bool left; /* there was more to undo in it */
	size_t room;
	size_t nraw;
	size_t n; /* of the decoded text so far */
	char *text;
	struct origin *origin; /* of each byte of text */
	struct decode *inner;
	char *opened; /* text for inner to decode */
};

/*
 * Passes over a text: each level of percent-encoding, and references and
 * escapes of scripts alone.
 */
enum { PASSES = DECODE_LEVELS + 2 };

enum { SURROGATES = 0xd800, LOW_SURROGATES = 0xdc00, WIDE = 0x10000 };

/* Bytes that may begin something to undo. */
static const bool coded[256] = {
	['%'] = true,
	['&'] = true,
	['\\'] = true,
	[0xc0 ... 0xc2] = true,
	[0xd9] = true,
	[0xdb] = true,
	[0xe0] = true,
	[0xe2] = true,
	[0xe3] = true,
	[0xef ... 0xf0] = true,
};

/* Without an inner one. */
static struct decode *new (size_t room)
{
	struct decode *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return (NULL);
	d->plain = true;
	d->room = room;
	d->text = malloc(room);
	d->origin = malloc(room * sizeof(*d->origin));
	d->opened = malloc(DECODE_OPENED);
	if (d->text == NULL || d->origin == NULL || d->opened == NULL) {
		decode_free(d);
		errno = ENOMEM;
		return (NULL);
	}
	return (d);
}

struct decode *
decode_new(void)
{
	struct decode *d = NULL;

	/* From the inside out. */
	for (int i = 0; i <= DECODE_DEPTH; i++) {
		struct decode *outer =
		    new (i < DECODE_DEPTH ? DECODE_OPENED : DECODE_MAX);

		if (outer == NULL) {
			decode_free(d);
			errno = ENOMEM;
			return (NULL);
		}
		outer->inner = d;
		d = outer;
	}
	return (d);
}

void
decode_free(struct decode *d)
{
	while (d != NULL) {
		struct decode *inner = d->inner;

		free(d->text);
		free(d->origin);
		free(d->opened);
		free(d);
		d = inner;
	}
}

struct decode *
decode_inner(struct decode *d, char **opened)
{
	*opened = d->opened;
	return (d->inner);
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
 * Append the byte ${c}, which came from ${o}. What nobody sees is left out,
 * and what looks like ASCII is made ASCII.
 */
static void
emit(struct decode *d, unsigned c, struct origin o)
{
	size_t n;
	int ascii;

	if (c == 0)
		return;
	d->text[d->n] = (char)c;
	d->origin[d->n++] = o;
	if ((c & 0xc0) != 0x80)
		return;
	ascii = homoglyph_last(span_make(d->text, d->n), &n);
	if (ascii == HOMOGLYPH_NONE)
		return;
	d->n -= n;
	if (ascii > 0) {
		d->text[d->n] = (char)ascii;
		d->origin[d->n++].to = o.to;
	}
}

/* Append the character ${c} as UTF-8; it took as many bytes to write. */
static void
emit_utf8(struct decode *d, unsigned c, struct origin o)
{
	if (c < 0x80) {
		emit(d, c, o);
		return;
	}
	if (c < 0x800)
		emit(d, 0xc0 | c >> 6, o);
	else if (c < 0x10000)
		emit(d, 0xe0 | c >> 12, o);
	else {
		emit(d, 0xf0 | c >> 18, o);
		emit(d, 0x80 | (c >> 12 & 0x3f), o);
	}
	if (c >= 0x800)
		emit(d, 0x80 | (c >> 6 & 0x3f), o);
	emit(d, 0x80 | (c & 0x3f), o);
}

/* The half of a character that `uHHHH` behind the mark at ${i} is, or -1. */
static int
read_half(struct span s, size_t i)
{
	return (s.n - i < 6 || s.p[i + 1] != 'u' ? -1 : hex(s, i + 2, 4));
}

/*
 * The character that the mark at s.p[${i}] begins: HH behind ${hexmark} (0:
 * right behind the mark), or uHHHH, or two of these, as surrogates. The bytes
 * it takes, 0 when it is none.
 */
static size_t
read_escape(struct span s, size_t i, char hexmark, unsigned *c)
{
	const size_t at = i + (hexmark == 0 ? 1 : 2);
	int v, low;

	if (s.n - i < 3)
		return (0);
	if ((hexmark == 0 || s.p[i + 1] == hexmark) &&
	    (v = hex(s, at, 2)) != -1) {
		*c = (unsigned)v;
		return (at + 2 - i);
	}
	v = read_half(s, i);
	if (v == -1)
		return (0);
	*c = (unsigned)v;
	if ((v & 0xfc00) != SURROGATES || i + 6 >= s.n || s.p[i + 6] != s.p[i])
		return (6);
	low = read_half(s, i + 6);
	if (low == -1 || (low & 0xfc00) != LOW_SURROGATES)
		return (6);
	*c = WIDE + ((unsigned)(v & 0x3ff) << 10 | (unsigned)(low & 0x3ff));
	return (12);
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
		struct origin o = { (uint32_t)i, (uint32_t)i + 1 };
		unsigned c;

		if (raw.p[i] != '\\' || i + 1 == raw.n) {
			emit(d, (uint8_t)raw.p[i], o);
			k = 1;
			continue;
		}
		k = read_escape(raw, i, 'x', &c);
		o.to = (uint32_t)(i + k);
		if (k >= 6)
			emit_utf8(d, c, o);
		else if (k > 0)
			emit(d, c, o);
		else {
			c = (uint8_t)letter[(uint8_t)raw.p[i + 1]];
			k = c == 0 ? 1 : 2;
			o.to = (uint32_t)(i + k);
			emit(d, c == 0 ? '\\' : c, o);
		}
	}
}

/* What one pass found to undo. */
struct undone {
	bool percent;
	bool other;
};

/* Something in a text to undo: a byte, or a character. */
struct code {
	size_t n; /* 0: there is none */
	unsigned c;
	bool byte;
	bool percent;
};

/* What there is to undo at s.p[${i}]; percent-encoding only if ${percent}. */
static struct code
read_code(struct span s, size_t i, bool percent)
{
	struct code code = { .n = 0 };

	if (s.p[i] == '%' && percent) {
		code.n = read_escape(s, i, 0, &code.c);
		code.percent = true;
	} else if (s.p[i] == '\\')
		code.n = read_escape(s, i, 'x', &code.c);
	else if (s.p[i] == '&') {
		code.n = entity_read(span_from(s, i + 1), &code.c);
		code.n += code.n > 0;
		return (code);
	}
	code.byte = code.n < 6;
	return (code);
}

/* Is the backslash at s.p[${i}] there for the sake of the one behind it? */
static bool
is_doubled(struct span s, size_t i)
{
	return (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '\\');
}

/* Undo one level in place; of percent-encoding only if ${percent}. */
static struct undone
undo_level(struct decode *d, bool percent)
{
	const struct span s = { d->text, d->n };
	struct undone did = { false, false };

	d->n = 0;
	for (size_t i = 0; i < s.n;) {
		struct origin o = d->origin[i];
		struct code code = { .n = 0 };

		if (coded[(uint8_t)s.p[i]])
			code = read_code(s, i, percent);
		if (code.n == 0) {
			if (!is_doubled(s, i))
				emit(d, (uint8_t)s.p[i], o);
			i++;
			continue;
		}
		i += code.n;
		did.percent |= code.percent;
		did.other |= !code.percent;
		o.to = d->origin[i - 1].to;
		if (code.byte)
			emit(d, code.c, o);
		else
			emit_utf8(d, code.c, o);
	}
	return (did);
}

/* The length of what more passes would undo at s.p[${i}], or 0. */
static size_t
code_length(struct span s, size_t i)
{
	size_t n = 0;

	if (s.p[i] == '&')
		n = entity_hides(span_from(s, i + 1));
	if (n > 0)
		return (n + 1);
	return (coded[(uint8_t)s.p[i]] ? read_code(s, i, true).n : 0);
}

static bool
has_code(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (code_length(s, i) > 0)
			return (true);
	return (false);
}

static void
undo_levels(struct decode *d)
{
	int percents = 0;

	for (int i = 0; i < PASSES; i++) {
		const struct undone did =
		    undo_level(d, percents < DECODE_LEVELS);

		if (!did.percent && !did.other) {
			/* It was not looked for. */
			if (percents < DECODE_LEVELS)
				return;
			break;
		}
		percents += did.percent;
	}
	d->left = has_code(span_make(d->text, d->n));
}

static bool
is_plain(struct span s)
{
	unsigned c;

	for (size_t i = 0; i < s.n; i++) {
		if (!coded[(uint8_t)s.p[i]])
			continue;
		if (s.p[i] != '&' || entity_read(span_from(s, i + 1), &c) > 0)
			return (false);
	}
	return (true);
}

struct span
decode_text(struct decode *d, enum escape escape, struct span raw)
{
	(void)escape; /* one reading serves all, see the header */
	assert(raw.n <= d->room);
	d->nraw = d->n = raw.n;
	d->left = false;
	d->plain = is_plain(raw);
	if (d->plain)
		return (raw);
	undo_log(d, raw);
	undo_levels(d);
	return (span_make(d->text, d->n));
}

size_t
decode_raw_start(const struct decode *d, size_t at)
{
	assert(at <= d->n);
	if (d->plain)
		return (at);
	return (at == d->n ? d->nraw : d->origin[at].from);
}

size_t
decode_raw_end(const struct decode *d, size_t end)
{
	assert(end <= d->n);
	return (d->plain || end == 0 ? end : d->origin[end - 1].to);
}

/* Does ${c} end a word of a URL, or of what is within one? */
static bool
is_end(char c)
{
	return (c <= ' ' ? c >= 0 : strchr("/&=?;#", c) != NULL);
}

bool
decode_left(const struct decode *d, size_t from, size_t *start, size_t *end)
{
	const struct span s = { d->text, d->n };
	bool found = false;
	size_t i;

	if (d->plain || !d->left)
		return (false);
	*start = from;
	for (i = from; i < s.n; i++) {
		const size_t n = code_length(s, i);

		if (n > 0) {
			i += n - 1;
			found = true;
		} else if (is_end(s.p[i])) {
			if (found)
				break;
			*start = i + 1;
		}
	}
	*end = i;
	return (found);
}
