/* SPDX-License-Identifier: ISC */
#include "scrub/device.h"

#include "base/ascii.h"
#include "scrub/parts.h"
#include "scrub/reduce.h"

/* So far into a comment a system is looked for. */
enum { COMMENT_MAX = 1024, PARTS_MAX = 16 };

/* Is ${part} such as en, en-us, de_DE? */
static bool
is_locale(struct span part)
{
	if (part.n != 2 &&
	    (part.n < 4 || part.n > 7 ||
		(part.p[2] != '-' && part.p[2] != '_')))
		return (false);
	for (size_t i = 0; i < part.n; i++)
		if (i != 2 && !ascii_isalpha(part.p[i]))
			return (false);
	return (part.p[0] >= 'a' && part.p[1] >= 'a');
}

/* `Android 6.0.1 Build/X`: the name and the number. */
static void
put_android(struct span part, struct buf *out)
{
	const size_t name = SPAN("Android").n;
	size_t n = name;

	while (n < part.n && n < name + 2 && !ascii_isalnum(part.p[n]))
		n++;
	if (n == part.n || !ascii_isdigit(part.p[n]))
		n = name;
	else
		while (n < part.n &&
		    (ascii_isdigit(part.p[n]) || part.p[n] == '.'))
			n++;
	reduce_part(span_make(part.p, n), true, out);
}

/* Apple's devices, with or without a model behind them. */
static const struct span apples[] = {
	SPAN("iPhone"),
	SPAN("iPad"),
	SPAN("iPod"),
	SPAN("AppleTV"),
	SPAN("Watch"),
};

/* Append which of them ${part} names, if it does. */
static bool
put_apple(struct span part, struct buf *out)
{
	for (size_t i = 0; i < sizeof(apples) / sizeof(apples[0]); i++) {
		if (span_find(part, apples[i]) < part.n) {
			buf_addspan(out, apples[i]);
			return (true);
		}
	}
	return (false);
}

/* The offset of the bracket that closes the one at ${at}, or s.n. */
static size_t
closing(struct span s, size_t at)
{
	unsigned depth = 0;

	for (; at < s.n; at++) {
		depth += s.p[at] == '(';
		if (s.p[at] == ')' && --depth == 0)
			break;
	}
	return (at);
}

/* Cut the part up to the next semicolon off ${s}. */
static struct span
cut(struct span *s)
{
	const struct span part = { s->p, span_index(*s, ';') };

	*s = span_from(*s, part.n < s->n ? part.n + 1 : part.n);
	return (part);
}

/* What one of the parts up to the first bracket says of the comment. */
static enum parts_about
about(struct span comment)
{
	enum parts_about a = PARTS_OTHER;

	if (comment.n > COMMENT_MAX)
		comment.n = COMMENT_MAX;
	comment.n = span_index(comment, ')');
	for (int i = 0; i < PARTS_MAX && comment.n > 0 && a != PARTS_HANDSET;
	     i++) {
		const struct span part = span_trim(cut(&comment));
		const enum parts_about b = parts_about(part);

		if (b > a)
			a = b;
	}
	return (a);
}

/* Append one part; false: it goes. ${k}: whether a K may still stand for it. */
static bool
put_part(struct span part, bool handset, bool *k, struct buf *out)
{
	size_t like;

	if (span_caseeq(span_make(part.p, part.n < 7 ? part.n : 7),
		SPAN("Android")))
		put_android(part, out);
	else if (span_starts(part, SPAN("Opera Mobi/")))
		buf_addspan(out, SPAN("Opera Mobi"));
	else if (span_starts(part, SPAN("Opera Tablet/")))
		buf_addspan(out, SPAN("Opera Tablet"));
	else if (span_starts(part, SPAN("BlackBerry ")))
		buf_addspan(out, SPAN("BlackBerry"));
	else if (parts_stay(part, handset))
		reduce_part(part, handset, out);
	else if ((like = span_find(part, SPAN("like Android "))) < part.n) {
		buf_addspan(out, SPAN("like "));
		put_android(span_from(part, like + SPAN("like ").n), out);
	} else if (handset && put_apple(part, out))
		return (true);
	else if ((like = span_find(part, SPAN("weibo__"))) < part.n)
		reduce_part(span_from(part, like), true, out);
	else if (*k && !is_locale(part)) {
		buf_addc(out, 'K');
		*k = false;
	} else
		return (false);
	return (true);
}

/* Does ${text} end in `HbbTV/1.2.1 `? */
static bool
is_television(struct span text)
{
	const size_t far = SPAN("HbbTV/10.10.10 ").n;
	const struct span end =
	    span_from(text, text.n < far ? 0 : text.n - far);

	return (span_find(end, SPAN("HbbTV/")) < end.n);
}

bool
device_read(struct span agent, size_t at, bool handset, struct device *d)
{
	const struct span inside = span_from(agent, at + 1);
	const enum parts_about a = about(inside);

	if (a == PARTS_OTHER && !handset)
		return (false);
	if (a == PARTS_PROGRAM)
		return (false);
	d->handset = a == PARTS_HANDSET || (handset && a == PARTS_OTHER);
	d->television = is_television(span_make(agent.p, at));
	d->end = closing(agent, at);
	d->closed = d->end < agent.n;
	if (!d->closed && inside.n < COMMENT_MAX) {
		/* The bracket that closes it was lost. */
		const size_t kit = span_find(inside, SPAN(" AppleWebKit/"));

		if (kit < inside.n)
			d->end = at + 1 + kit;
	}
	d->parts = span_make(inside.p, d->end - at - 1);
	return (true);
}

/* The year that ${part} ends in, as in _TV_NT72563_2017, or nothing. */
static struct span
year_of(struct span part)
{
	const struct span year = span_from(part, part.n < 4 ? 0 : part.n - 4);

	/* Digits of the log's escapes are none. */
	if (span_index(part, '\\') < part.n)
		return (span_make(NULL, 0));
	for (size_t i = 2; i < year.n; i++)
		if (!ascii_isdigit(year.p[i]))
			return (span_make(NULL, 0));
	return (part.n > 4 && span_starts(year, SPAN("20")) ?
		year :
		span_make(NULL, 0));
}

/* Is ${part} the name of a maker: letters only, no model? */
static bool
is_maker(struct span part)
{
	for (size_t i = 0; i < part.n; i++)
		if (!ascii_isalpha(part.p[i]) && part.p[i] != '_')
			return (false);
	return (part.n > 0);
}

/*
 * Append field ${n} of what HbbTV/1.1.1 says of a television: capabilities,
 * maker, model, software, hardware, reserved. None of them may be missing.
 *
 * Source:  ETSI TS 102 796 section 7.3.2.4.
 */
static void
put_field(struct span part, unsigned n, struct buf *out)
{
	if (parts_stay(part, true) || (n == 1 && is_maker(part)))
		reduce_part(part, true, out);
	else if (year_of(part).n > 0)
		buf_addspan(out, year_of(part));
}

/* ${word} without brackets at its end that were opened in another part. */
static struct span
unbracket(struct span word)
{
	if (span_index(word, '(') == word.n)
		while (word.n > 0 && strchr(") ", word.p[word.n - 1]) != NULL &&
		    word.p[word.n - 1] != '\0')
			word.n--;
	return (word);
}

/*
 * Take closing brackets out of ${out} from ${start} on whose opening ones went,
 * and add those that opening ones lack, where ${closed}.
 */
static void
balance(struct buf *out, size_t start, bool closed)
{
	size_t depth = 0, n = start;

	for (size_t i = start; i < out->n; i++) {
		const char c = out->p[i];

		if (c == ')' && depth == 0)
			continue;
		depth += c == '(';
		depth -= c == ')';
		out->p[n++] = c;
	}
	out->n = n;
	for (; closed && depth > 0; depth--)
		buf_addc(out, ')');
}

void
device_put(const struct device *d, struct buf *out)
{
	struct span rest = d->parts;
	bool k = d->handset, first = true, fields = d->television;
	bool more = true;
	size_t start;
	unsigned n = 0;

	buf_addc(out, '(');
	start = out->n;
	while (more) {
		const size_t before = out->n;
		struct span part, word;

		more = span_index(rest, ';') < rest.n;
		part = cut(&rest);
		word = unbracket(span_trim(part));
		if (!first)
			buf_addc(out, ';');
		/* Not the blank between it and one that went. */
		if (!first || part.p == d->parts.p)
			buf_add(out, part.p, (size_t)(word.p - part.p));
		if (fields)
			put_field(word, n++, out);
		else if (!put_part(word, d->handset, &k, out)) {
			out->n = before;
			continue;
		}
		first = false;
		buf_add(out, word.p + word.n,
		    (size_t)(part.p + part.n - (word.p + word.n)));
		if (!fields && span_starts(word, SPAN("HbbTV/")) &&
		    span_index(word, '(') < word.n) {
			fields = true;
			n = 1;
		}
	}
	balance(out, start, d->closed);
}
