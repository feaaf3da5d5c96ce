/* SPDX-License-Identifier: ISC */
#include "model/layoutop.h"

#include <assert.h>

#include "base/ascii.h"

#define D "[0-9]"

enum { ZONE_NAME_MAX = 10, NUMBER_MAX = 20 };

/* Read up to ${max} digits off the front of ${s}. */
static size_t
take_digits(struct span s, size_t max, int64_t *v)
{
	size_t n;

	*v = 0;
	for (n = 0; n < max && n < s.n && ascii_isdigit(s.p[n]); n++)
		*v = *v * 10 + (s.p[n] - '0');
	return (n);
}

static size_t
take_number(const struct op *o, struct span s, int64_t *v)
{
	size_t blanks = 0, n;

	if (o->pad != PAD_ZERO)
		while (
		    blanks + 1 < o->max && blanks < s.n && s.p[blanks] == ' ')
			blanks++;
	n = blanks + take_digits(span_from(s, blanks), o->max - blanks, v);
	if (n < o->min || n == blanks || (blanks > 0 && n != o->max))
		return (0);
	/* Zeros in front fill all of it: 07 and 007 are padded two ways. */
	if (o->pad != PAD_ZERO && n - blanks > 1 && s.p[blanks] == '0' &&
	    (blanks > 0 || n != o->max))
		return (0);
	return (n);
}

/* What is written of name ${i}. */
static struct span
name_at(const struct opnames *names, int i)
{
	const struct span s = span_str(names->name[i]);

	return (names->len == 0 ? s : span_make(s.p, names->len));
}

static size_t
take_name(const struct op *o, struct span s, int64_t *v)
{
	for (int i = 0; i < o->names->count; i++) {
		const struct span name = name_at(o->names, i);

		if (span_starts(s, name)) {
			*v = o->names->first + i;
			return (name.n);
		}
	}
	return (0);
}

/* A sign and two digits, and two more behind a colon, which is optional. */
static size_t
take_offset(struct span s, size_t colon, int64_t *v)
{
	int64_t hours, minutes = 0;
	size_t n = 3;

	if (s.n < n || (s.p[0] != '+' && s.p[0] != '-') ||
	    take_digits(span_from(s, 1), 2, &hours) != 2)
		return (0);
	n += colon;
	if (n < s.n && take_digits(span_from(s, n), 2, &minutes) == 2)
		n += 2;
	else if (colon > 0 || (n < s.n && ascii_isdigit(s.p[n])))
		return (0);
	if (hours > 23 || minutes > 59)
		return (0);
	*v = (hours * 60 + minutes) * (s.p[0] == '-' ? -60 : 60);
	return (n);
}

static size_t
take_zone(struct span s, int64_t *v)
{
	const size_t n = take_offset(s, 0, v);

	return (n == 5 ? n : 0);
}

static size_t
take_isozone(struct span s, int64_t *v)
{
	if (s.n > 0 && s.p[0] == 'Z') {
		*v = 0;
		return (1);
	}
	if (s.n > 3 && s.p[3] == ':')
		return (take_offset(s, 1, v));
	return (take_zone(s, v));
}

static size_t
take_zonename(struct span s, int64_t *v)
{
	static const char *const utc[] = { "UTC", "GMT", "UT", "Z" };
	struct span name;
	size_t n = 0;

	while (n < ZONE_NAME_MAX && n < s.n && ascii_isalpha(s.p[n]))
		n++;
	if (n == 0)
		return (take_offset(s, 0, v));
	name = span_make(s.p, n);
	*v = LAYOUTOP_NOTHING;
	for (size_t i = 0; i < sizeof(utc) / sizeof(utc[0]); i++)
		if (span_eq(name, span_str(utc[i])))
			*v = 0;
	return (n);
}

size_t
layoutop_take(const struct op *o, struct span s, int64_t *v)
{
	size_t n;

	*v = LAYOUTOP_NOTHING;
	switch (o->kind) {
	case OP_LITERAL:
		return (span_starts(s, o->literal) ? o->literal.n : 0);
	case OP_NUMBER:
		return (take_number(o, s, v));
	case OP_NAME:
		return (take_name(o, s, v));
	case OP_FRACTION:
		n = take_digits(s, o->max, v);
		*v = LAYOUTOP_NOTHING;
		return (n < o->min ? 0 : n);
	case OP_ZONE:
		return (take_zone(s, v));
	case OP_ISOZONE:
		return (take_isozone(s, v));
	case OP_ZONENAME:
		return (take_zonename(s, v));
	}
	return (0);
}

/*
 * ${piece} shows how numbers are padded, unless it is full and without a zero
 * in front: then the conversion decides.
 */
static enum pad
pad_of(const struct op *o, struct span piece)
{
	if (o->pad == PAD_ZERO || (piece.n > 1 && piece.p[0] == '0'))
		return (PAD_ZERO);
	if (piece.p[0] == ' ')
		return (PAD_BLANK);
	return (piece.n < o->max ? PAD_NONE : o->pad);
}

static void
write_number(const struct op *o, int64_t v, struct span piece, struct buf *out)
{
	const enum pad pad = pad_of(o, piece);
	/* Only a number that may have any width can be shorter than it was. */
	const size_t width = pad == PAD_NONE ? 1 :
	    o->pad == PAD_ZERO		     ? piece.n :
					       o->max;
	char p[NUMBER_MAX];
	size_t at = sizeof(p);

	assert(width <= sizeof(p));
	do {
		p[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	while (sizeof(p) - at < width)
		p[--at] = pad == PAD_BLANK ? ' ' : '0';
	buf_add(out, p + at, sizeof(p) - at);
}

void
layoutop_write(const struct op *o, const struct stamp *t, struct span piece,
    struct buf *out)
{
	int64_t v;

	switch (o->kind) {
	case OP_NUMBER:
		v = layoutpart_of(o->part, t);
		write_number(o, v < 0 ? 0 : v, piece, out);
		break;
	case OP_NAME:
		v = layoutpart_of(o->part, t) - o->names->first;
		buf_addspan(out, name_at(o->names, (int)v));
		break;
	case OP_FRACTION:
		for (size_t i = 0; i < piece.n; i++)
			buf_addc(out, '0');
		break;
	case OP_LITERAL:
	case OP_ZONE:
	case OP_ISOZONE:
	case OP_ZONENAME:
		buf_addspan(out, piece);
		break;
	}
}

static void
put_literal(struct span s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_isalpha(s.p[i]) || ascii_isdigit(s.p[i]))
			buf_addc(out, s.p[i]);
		else
			buf_addf(out, "\\x%02x", (unsigned char)s.p[i]);
}

/* Up to ${max} digits, with blanks in front that fill the rest or without. */
static void
put_padded(size_t max, struct buf *out)
{
	buf_addf(out, "(?:" D "{1,%zu}+", max);
	for (size_t blanks = 1; blanks < max; blanks++) {
		buf_addc(out, '|');
		for (size_t i = 0; i < max; i++)
			buf_addspan(out, i < blanks ? SPAN(" ") : SPAN(D));
	}
	buf_addc(out, ')');
}

static void
put_digits(const struct op *o, struct buf *out)
{
	if (o->min < o->max) {
		buf_addf(out, D "{%zu,%zu}+", o->min, o->max);
		return;
	}
	for (size_t i = 0; i < o->max; i++)
		buf_addspan(out, SPAN(D));
}

static void
put_names(const struct opnames *names, struct buf *out)
{
	if (names->len == 3) {
		buf_addspan(out, SPAN("[A-Z][a-z][a-z]"));
		return;
	}
	for (int i = 0; i < names->count; i++) {
		buf_addspan(out, i == 0 ? SPAN("(?:") : SPAN("|"));
		buf_addspan(out, name_at(names, i));
	}
	buf_addc(out, ')');
}

void
layoutop_pattern(const struct op *o, struct buf *out)
{
	switch (o->kind) {
	case OP_LITERAL:
		put_literal(o->literal, out);
		break;
	case OP_NUMBER:
		if (o->pad != PAD_ZERO)
			put_padded(o->max, out);
		else
			put_digits(o, out);
		break;
	case OP_NAME:
		put_names(o->names, out);
		break;
	case OP_FRACTION:
		put_digits(o, out);
		break;
	case OP_ZONE:
		buf_addspan(out, SPAN("[+-]" D D D D));
		break;
	case OP_ISOZONE:
		buf_addspan(out, SPAN("(?:Z|[+-]" D D ":?+" D D ")"));
		break;
	case OP_ZONENAME:
		buf_addf(out, "(?:[A-Za-z]{1,%d}+|[+-]" D D "(?:" D D ")?+)",
		    ZONE_NAME_MAX);
		break;
	}
}

bool
layoutop_runs_into(const struct op *o, const struct op *next)
{
	const char c = next->kind == OP_LITERAL ? next->literal.p[0] : '\0';
	const bool digits = next->kind == OP_NUMBER ||
	    next->kind == OP_FRACTION || ascii_isdigit(c);
	const bool letters = next->kind == OP_NAME ||
	    next->kind == OP_ISOZONE || next->kind == OP_ZONENAME ||
	    ascii_isalpha(c);

	switch (o->kind) {
	case OP_NUMBER:
	case OP_FRACTION:
		return (o->min < o->max && digits);
	case OP_ZONENAME:
		return (digits || letters);
	default:
		return (false);
	}
}
