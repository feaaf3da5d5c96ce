/* SPDX-License-Identifier: ISC */
#include "match/pattern.h"

#include <string.h>

#define D "[0-9]"
#define NUMBER "(?:-?+" D "++(?:\\." D "++)?+|-)"

static const char *const times[] = {
	[TIME_CLF] = D D "/[A-Z][a-z][a-z]/" D D D D ":" D D ":" D D ":" D D
			 " [+-]" D D D D,
	[TIME_ISO] = D D D D "-" D D "-" D D "[T ]" D D ":" D D ":" D D
			     "(?:[.,]" D "++)?+(?:Z|[+-]" D D ":?+" D D ")",
	[TIME_EPOCH] = D "{9,11}+(?:\\." D "{1,9}+)?+",
	[TIME_MSEC] = D "{12,14}+",
	[TIME_USEC] = D "{15,17}+",
};

/* Shapes whose extent does not depend on what follows. */
static const char *const fixed[] = {
	[SHAPE_NUMBER] = NUMBER,
	[SHAPE_NUMBERS] = NUMBER "(?:(?:, | : )" NUMBER ")*+",
	[SHAPE_STATUS] = "(?:" D D D "|-)",
	[SHAPE_METHOD] = "(?:[A-Za-z_-]{1,32}+|)",
	[SHAPE_PROTOCOL] = "(?:[A-Za-z]{1,8}+(?:/" D "(?:\\." D ")?+)?+|-|)",
	[SHAPE_TIME] = "",
};

static void
add(struct buf *out, const char *s)
{
	buf_addspan(out, span_str(s));
}

static const char *
fixed_shape(const struct element *e)
{
	if (e->shape == SHAPE_TIME)
		return (times[e->time]);
	if (e->shape == SHAPE_TEXT || e->shape == SHAPE_WORD ||
	    e->shape == SHAPE_HOST)
		return (NULL);
	return (fixed[e->shape]);
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

static void
put_literal(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++)
		put_byte(text.p[i], out);
}

/*
 * What cannot stand in the field: the class [^...] without its end. A raw
 * quote cannot, since both servers escape it; a backslash of Apache's only
 * with what it escapes.
 */
static void
put_class(const struct format *f, const struct element *e, char stop,
    struct buf *out)
{
	add(out, "[^");
	if (stop != '"')
		put_byte(stop, out);
	if (e->shape != SHAPE_TEXT && stop != ' ')
		buf_addc(out, ' ');
	buf_addc(out, '"');
	if (f->escape == ESCAPE_APACHE)
		add(out, "\\\\");
	buf_addc(out, ']');
}

/*
 * Can one tell by the literal at ${i} and what stands behind it that the
 * field before it ends?
 */
static bool
is_decisive(const struct format *f, size_t i)
{
	return (f->elements[i].text.n > 1 || i + 1 == f->nelements ||
	    fixed_shape(&f->elements[i + 1]) != NULL);
}

/* All that must follow the first byte of the literal at ${i} to end a field. */
static void
put_end(const struct format *f, size_t i, struct buf *out)
{
	const struct element *e = f->elements;
	const char *shape;

	put_literal(span_from(e[i].text, 1), out);
	if (i + 1 == f->nelements) {
		buf_addc(out, '$');
		return;
	}
	shape = fixed_shape(&e[i + 1]);
	if (shape == NULL)
		return;
	add(out, shape);
	if (i + 2 < f->nelements)
		put_literal(e[i + 2].text, out);
	if (i + 3 >= f->nelements)
		buf_addc(out, '$');
}

/* A field whose extent the literal behind it decides. */
static void
put_open(const struct format *f, size_t i, struct buf *out)
{
	const struct element *e = &f->elements[i];
	const bool escapes = f->escape == ESCAPE_APACHE;
	const char stop = i + 1 < f->nelements ? e[1].text.p[0] : '"';
	const bool inside = stop != '"' && is_decisive(f, i + 1) &&
	    (e->shape == SHAPE_TEXT || (e->shape == SHAPE_WORD && stop != ' '));

	/* Apache writes an empty user name as two quotes. */
	if (e->class == CLASS_USER && escapes && stop != '"')
		add(out, "\"\"|");
	if (e->shape == SHAPE_HOST)
		add(out, "\\[[0-9A-Fa-f:.]*+\\]|");
	put_class(f, e, stop, out);
	add(out, "*+");
	if (!escapes && !inside)
		return;
	add(out,
	    escapes && inside ? "(?:(?:\\\\.|" :
		escapes	      ? "(?:\\\\." :
				"(?:");
	if (inside) {
		put_byte(stop, out);
		add(out, "(?!");
		put_end(f, i + 1, out);
		buf_addc(out, ')');
	}
	if (escapes && inside)
		buf_addc(out, ')');
	put_class(f, e, stop, out);
	add(out, "*+)*+");
}

void
pattern_write(const struct format *f, struct buf *out)
{
	for (size_t i = 0; i < f->nelements; i++) {
		const struct element *e = &f->elements[i];

		if (!e->isfield) {
			put_literal(e->text, out);
			continue;
		}
		buf_addc(out, '(');
		if (fixed_shape(e) != NULL)
			add(out, fixed_shape(e));
		else
			put_open(f, i, out);
		buf_addc(out, ')');
	}
}
