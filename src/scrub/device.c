/* SPDX-License-Identifier: ISC */
#include "scrub/device.h"

#include "base/ascii.h"
#include "scrub/bytes.h"
#include "scrub/reduce.h"

/* So far into a comment a system is looked for. */
enum { COMMENT_MAX = 1024 };

/* Parts that stay, by how they begin. */
static const struct span begins[] = {
	SPAN("Windows"),
	SPAN("MSIE "),
	SPAN("Trident/"),
	SPAN("IEMobile"),
	SPAN("Opera Mini/"),
	SPAN("rv:"),
};

/* Parts that stay when there is nothing else in them. */
static const struct span wholes[] = {
	SPAN("Linux"),
	SPAN("U"),
	SPAN("X11"),
	SPAN("K"),
	SPAN("Mobile"),
	SPAN("Tablet"),
	SPAN("TV"),
	SPAN("wv"),
	SPAN("compatible"),
	SPAN("ARM"),
	SPAN("Touch"),
	SPAN("WPDesktop"),
	SPAN("Opera Mobi"),
	SPAN("Opera Tablet"),
};

/* Parts with one of these, in small letters, are a bot's. */
static const struct span bots[] = {
	SPAN("://"),
	SPAN("bot"),
	SPAN("crawl"),
	SPAN("spider"),
};

static bool
holds(struct span s, struct span needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (span_caseeq(span_make(s.p + i, needle.n), needle))
			return (true);
	return (false);
}

static bool
is_kept(struct span part)
{
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (span_starts(part, begins[i]))
			return (true);
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (span_eq(part, wholes[i]))
			return (true);
	for (size_t i = 0; i < sizeof(bots) / sizeof(bots[0]); i++)
		if (holds(part, bots[i]))
			return (true);
	return (false);
}

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
	size_t n = SPAN("Android").n;

	if (n + 1 < part.n && !ascii_isalnum(part.p[n]) &&
	    ascii_isdigit(part.p[n + 1]))
		while (++n < part.n &&
		    (ascii_isdigit(part.p[n]) || part.p[n] == '.'))
			;
	reduce_put(span_make(part.p, n), out);
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

/* Does one of the parts up to the first bracket name such a system? */
static bool
is_device(struct span comment)
{
	if (comment.n > COMMENT_MAX)
		comment.n = COMMENT_MAX;
	comment.n = span_index(comment, ')');
	for (size_t i = 0; i < comment.n; i++) {
		struct span part;

		while (i < comment.n && comment.p[i] == ' ')
			i++;
		part = span_from(comment, i);
		if (span_starts(part, SPAN("Android")) ||
		    span_starts(part, SPAN("Windows Phone")))
			return (true);
		i += span_index(part, ';');
	}
	return (false);
}

/* Append one part; false: it goes. ${k}: whether a K may still stand for it. */
static bool
put_part(struct span part, bool *k, struct buf *out)
{
	if (span_starts(part, SPAN("Android")))
		put_android(part, out);
	else if (span_starts(part, SPAN("Opera Mobi/")))
		buf_addspan(out, SPAN("Opera Mobi"));
	else if (span_starts(part, SPAN("Opera Tablet/")))
		buf_addspan(out, SPAN("Opera Tablet"));
	else if (part.n == 0 || is_kept(part))
		reduce_put(part, out);
	else if (*k && !is_locale(part)) {
		buf_addc(out, 'K');
		*k = false;
	} else
		return (false);
	return (true);
}

bool
device_read(struct span agent, size_t at, struct device *d)
{
	const struct span inside = span_from(agent, at + 1);

	if (!is_device(inside) &&
	    !span_ends(span_make(agent.p, at), SPAN("Android ")))
		return (false);
	d->end = closing(agent, at);
	d->parts = span_make(inside.p, d->end - at - 1);
	return (true);
}

void
device_put(const struct device *d, struct buf *out)
{
	struct span rest = d->parts;
	bool k = true, first = true;

	buf_addc(out, '(');
	while (rest.n > 0) {
		const struct span part = cut(&rest);
		const struct span word = span_trim(part);
		const size_t before = out->n;

		if (!first)
			buf_addc(out, ';');
		buf_add(out, part.p, (size_t)(word.p - part.p));
		if (put_part(word, &k, out))
			first = false;
		else
			out->n = before;
	}
}
