/* SPDX-License-Identifier: ISC */
#include "match/pattern.h"

#include <string.h>

#include "model/layout.h"

#define D "[0-9]"
#define NUMBER "(?:[+-]?+" D "++(?:\\." D "++)?+|-)"
#define SEPARATOR "(?:, | : )"

static const char *const times[] = {
	[TIME_CLF] = D D "/[A-Z][a-z][a-z]/" D D D D ":" D D ":" D D ":" D D
			 " [+-]" D D D D,
	[TIME_ISO] = D D D D "-" D D "-" D D "[T ]" D D ":" D D ":" D D
			     "(?:[.,]" D "++)?+(?:Z|[+-]" D D ":?+" D D ")",
	[TIME_EPOCH] = D "{9,11}+(?:\\." D "{1,9}+)?+",
	[TIME_MSEC] = D "{12,14}+",
	[TIME_USEC] = D "{15,17}+",
	[TIME_NSEC] = D "{18,19}+",
};

/* Shapes whose extent does not depend on what follows. */
static const char *const fixed[] = {
	[SHAPE_NUMBER] = NUMBER,
	[SHAPE_NUMBERS] = NUMBER "(?:" SEPARATOR NUMBER ")*+",
	[SHAPE_STATUS] = "(?:" D D D "|-)",
	[SHAPE_METHOD] = "[A-Za-z_-]*+",
	[SHAPE_PROTOCOL] =
	    "(?:[A-Za-z]{1,8}+(?:/" D "++(?:\\." D "++)?+)?+|-|)",
	[SHAPE_TIME] = "",
	[SHAPE_REST] = ".*+",
};

static void
add(struct buf *out, const char *s)
{
	buf_addspan(out, span_str(s));
}

static const struct field *
field_at(const struct elements *es, size_t i)
{
	return (&es->fields->f[es->e[i].field]);
}

static bool
is_fixed(const struct field *f)
{
	return (f->shape != SHAPE_TEXT && f->shape != SHAPE_WORD &&
	    f->shape != SHAPE_HOST);
}

/* The longest first: digits are numbers of seconds only if there are few. */
static void
put_any(struct buf *out)
{
	add(out, "(?>");
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		if (i > 0)
			buf_addc(out, '|');
		add(out, times[i]);
		add(out, "(?![0-9])");
	}
	buf_addc(out, ')');
}

/* nginx's JSON has nothing where else a minus sign stands. */
static void
put_fixed(const struct elements *es, const struct field *f, struct buf *out)
{
	const bool maybe = es->escape == ESCAPE_JSON &&
	    (f->shape == SHAPE_NUMBER || f->shape == SHAPE_NUMBERS ||
		f->shape == SHAPE_STATUS);

	if (maybe)
		add(out, "(?:");
	if (f->shape != SHAPE_TIME)
		add(out, fixed[f->shape]);
	else if (f->time == TIME_LAYOUT)
		layout_pattern(f->compiled, out);
	else if (f->time == TIME_ANY)
		put_any(out);
	else
		add(out, times[f->time]);
	if (maybe)
		add(out, "|)");
}

/* One byte, as it may stand in or outside of a character class. */
static void
put_byte(char c, struct buf *out)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char u = (unsigned char)c;

	if ((u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') ||
	    (u >= 'A' && u <= 'Z') || u == ' ' || u == '"') {
		buf_addc(out, c);
		return;
	}
	add(out, "\\x");
	buf_addc(out, hex[u >> 4]);
	buf_addc(out, hex[u & 0xf]);
}

/* Literal text, from ${from} of it on; some have blanks as padding. */
static void
put_literal(const struct elements *es, struct span text, size_t from,
    struct buf *out)
{
	for (size_t i = from; i < text.n; i++) {
		if (es->padded && i > 0 && text.p[i] == ' ' &&
		    text.p[i - 1] == ' ')
			add(out, " *+");
		else
			put_byte(text.p[i], out);
	}
}

/* Does a backslash stand before what is escaped? */
static bool
has_backslash(const struct elements *es)
{
	return (es->escape == ESCAPE_APACHE || es->escape == ESCAPE_JSON);
}

/*
 * What cannot stand in the field: the class [^...] without its end. A raw
 * quote cannot where the server escapes it; a backslash where it escapes with
 * one, only with what is escaped.
 */
static void
put_class(const struct elements *es, const struct field *f, char stop,
    struct buf *out)
{
	add(out, "[^");
	put_byte(stop, out);
	if (f->shape != SHAPE_TEXT && stop != ' ')
		buf_addc(out, ' ');
	if (es->escape != ESCAPE_NONE && stop != '"')
		buf_addc(out, '"');
	if (has_backslash(es))
		add(out, "\\\\");
	buf_addc(out, ']');
}

/*
 * Can one tell by the literal at ${i} and what stands behind it that the
 * field before it ends?
 */
static bool
is_decisive(const struct elements *es, size_t i)
{
	return (es->e[i].text.n > 1 || i + 1 == es->n ||
	    is_fixed(field_at(es, i + 1)));
}

/*
 * A list of numbers, or the start of a long one: to look for its end from each
 * blank in it would take quadratic time.
 */
static void
put_list(const struct elements *es, size_t i, struct buf *out)
{
	add(out, "(?:" NUMBER "(?:" SEPARATOR NUMBER "){4}|");
	put_fixed(es, field_at(es, i), out);
	if (i + 1 < es->n)
		put_literal(es, es->e[i + 1].text, 0, out);
	add(out, i + 2 >= es->n ? "$)" : ")");
}

/* All that must follow the first byte of the literal at ${i} to end a field. */
static void
put_end(const struct elements *es, size_t i, struct buf *out)
{
	put_literal(es, es->e[i].text, 1, out);
	if (i + 1 == es->n) {
		buf_addc(out, '$');
		return;
	}
	if (!is_fixed(field_at(es, i + 1)))
		return;
	if (field_at(es, i + 1)->shape == SHAPE_NUMBERS) {
		put_list(es, i + 1, out);
		return;
	}
	put_fixed(es, field_at(es, i + 1), out);
	if (i + 2 < es->n)
		put_literal(es, es->e[i + 2].text, 0, out);
	if (i + 3 >= es->n)
		buf_addc(out, '$');
}

/* A field whose extent the literal behind it decides. */
static void
put_open(const struct elements *es, size_t i, struct buf *out)
{
	const struct field *f = field_at(es, i);
	const bool escapes = has_backslash(es);
	const bool last = i + 1 == es->n;
	/* Behind the last field of text that is not escaped comes nothing. */
	const char bound = es->escape == ESCAPE_NONE ? '\n' : '"';
	const char stop = last ? bound : es->e[i + 1].text.p[0];
	const bool inside = !last && stop != '"' && is_decisive(es, i + 1) &&
	    (f->shape == SHAPE_TEXT || (f->shape == SHAPE_WORD && stop != ' '));

	/* Apache writes an empty user name as two quotes. */
	if (f->class == CLASS_USER && es->escape == ESCAPE_APACHE)
		add(out, "\"\"|");
	if (f->shape == SHAPE_HOST)
		add(out, "\\[[0-9A-Fa-f:.]*+\\]|");
	put_class(es, f, stop, out);
	/* Behind a blank in front of it an address is no other field's. */
	add(out, f->class == CLASS_IP && stop == ' ' ? "++" : "*+");
	if (!escapes && !inside)
		return;
	add(out,
	    escapes && inside ? "(?:(?:\\\\.|" :
		escapes	      ? "(?:\\\\." :
				"(?:");
	if (inside) {
		put_byte(stop, out);
		add(out, "(?!");
		put_end(es, i + 1, out);
		buf_addc(out, ')');
	}
	if (escapes && inside)
		buf_addc(out, ')');
	put_class(es, f, stop, out);
	add(out, "*+)*+");
}

/* ${names} of the groups, or NULL. */
static void
put_parts(const struct elements *es, size_t n, const struct span *names,
    struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!es->e[i].isfield) {
			put_literal(es, es->e[i].text, 0, out);
			continue;
		}
		buf_addc(out, '(');
		if (names != NULL) {
			add(out, "?<");
			buf_addspan(out, names[i]);
			buf_addc(out, '>');
		}
		if (is_fixed(field_at(es, i)))
			put_fixed(es, field_at(es, i), out);
		else
			put_open(es, i, out);
		buf_addc(out, ')');
	}
}

void
pattern_write(const struct elements *es, struct buf *out)
{
	put_parts(es, es->n, NULL, out);
}

void
pattern_write_named(const struct elements *es, const struct span *names,
    struct buf *out)
{
	put_parts(es, es->n, names, out);
}

void
pattern_write_head(const struct elements *es, size_t n, struct buf *out)
{
	put_parts(es, n, NULL, out);
	add(out, "(.*+)");
}
