/* SPDX-License-Identifier: ISC */
#include "scrub/version.h"

#include "scrub/bytes.h"

/* Numbers that stay as they are behind a name. */
static const struct frozen {
	struct span name;
	struct span number;
} frozen[] = {
	{ SPAN("Kit/"), SPAN("537.36") },
	{ SPAN("Kit/"), SPAN("605.1.15") },
	{ SPAN("Safari/"), SPAN("537.36") },
	{ SPAN("Safari/"), SPAN("605.1.15") },
	{ SPAN("Safari/"), SPAN("604.1") },
	{ SPAN("Opera/"), SPAN("9.80") },
};

/* Numbers that keep two components behind a name. */
static const struct system {
	struct span name;
	bool only10; /* of version 10 only; later ones are like others */
} systems[] = {
	{ SPAN("Windows NT "), false },
	{ SPAN("Windows Phone "), false },
	{ SPAN("Windows Phone OS "), false },
	{ SPAN("Windows CE "), false },
	{ SPAN("OS X "), true },
	{ SPAN("OS X/"), true },
	{ SPAN("Mac OS "), true },
	{ SPAN("Mac OS/"), true },
	{ SPAN("macOS "), true },
	{ SPAN("macOS/"), true },
};

/* Build ids: the constant that stands for all of them. */
static const struct build {
	struct span name;
	struct span id;
} builds[] = {
	{ SPAN("Mobile/"), SPAN("15E148") },
	{ SPAN("Gecko/"), SPAN("20100101") },
};

static size_t
word_end(struct span s, size_t i)
{
	while (i < s.n && bytes_isalnum(s.p[i]))
		i++;
	return (i);
}

static size_t
digits_end(struct span s, size_t i)
{
	while (i < s.n && bytes_isdigit(s.p[i]))
		i++;
	return (i);
}

/* Does another component begin behind ${end}? */
static bool
goes_on(struct span s, size_t end, char separator)
{
	return (end + 1 < s.n && s.p[end] == separator &&
	    bytes_isdigit(s.p[end + 1]));
}

/* How many components of ${number}, which is behind ${before}, stay. */
static unsigned
kept(struct span before, struct span number)
{
	const bool is10 = number.n > 2 && number.p[0] == '1' &&
	    number.p[1] == '0' && !bytes_isdigit(number.p[2]);

	for (size_t i = 0; i < sizeof(frozen) / sizeof(frozen[0]); i++)
		if (span_eq(number, frozen[i].number) &&
		    span_ends(before, frozen[i].name))
			return (3);
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
		if (span_ends(before, systems[i].name) &&
		    (is10 || !systems[i].only10))
			return (2);
	return (1);
}

/* Append ${number} with only its first ${keep} components. */
static void
put_reduced(struct span number, unsigned keep, struct buf *out)
{
	size_t end;

	for (size_t i = 0; i < number.n; i = end) {
		if (i > 0)
			buf_addc(out, number.p[i++]);
		end = i == 0 ? digits_end(number, i) : word_end(number, i);
		if (keep > 0) {
			buf_add(out, number.p + i, end - i);
			keep--;
		} else
			buf_addc(out, '0');
	}
}

/* A number without other components: a build id, or it stays. */
static size_t
put_single(struct span agent, size_t at, size_t end, struct buf *out)
{
	const struct span before = { agent.p, at };
	const size_t word = word_end(agent, end);

	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		/* Gecko/68.0 is a version, but more than a year is no such. */
		if (word - at >= 5 && span_ends(before, builds[i].name)) {
			buf_addspan(out, builds[i].id);
			return (word);
		}
	}
	buf_add(out, agent.p + at, end - at);
	return (end);
}

size_t
version_put(struct span agent, size_t at, struct buf *out)
{
	const bool inword = at > 0 && bytes_isalpha(agent.p[at - 1]);
	size_t end = digits_end(agent, at);
	char separator = '.';
	struct span number;

	if (inword && goes_on(agent, end, ','))
		return (digits_end(agent, end + 1));
	if (!inword && end < agent.n && agent.p[end] == '_')
		separator = '_';
	if (!goes_on(agent, end, separator))
		return (put_single(agent, at, end, out));
	do
		end = word_end(agent, end + 1);
	while (goes_on(agent, end, separator));
	number = span_make(agent.p + at, end - at);
	put_reduced(number, kept(span_make(agent.p, at), number), out);
	return (end);
}
