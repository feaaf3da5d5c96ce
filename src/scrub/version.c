/* SPDX-License-Identifier: ISC */
#include "scrub/version.h"

#include "base/ascii.h"
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
	{ SPAN("iPhone OS "), SPAN("18_6") },
	{ SPAN("iPhone OS "), SPAN("18_7") },
	{ SPAN("CPU OS "), SPAN("18_6") },
	{ SPAN("CPU OS "), SPAN("18_7") },
	{ SPAN("Win 9x "), SPAN("4.90") },
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
	{ SPAN("Java/"), false },
	{ SPAN("Java "), false },
	{ SPAN("Java"), false },
	{ SPAN("Windows "), false },
	{ SPAN("Darwin/"), false },
	{ SPAN("CFNetwork/"), false },
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
	while (i < s.n && ascii_isalnum(s.p[i]))
		i++;
	return (i);
}

static size_t
digits_end(struct span s, size_t i)
{
	while (i < s.n && ascii_isdigit(s.p[i]))
		i++;
	return (i);
}

/* The end of letters and digits, but for a next name, as in 36HiSearch/21. */
static size_t
component_end(struct span s, size_t i)
{
	const size_t end = word_end(s, i), digits = digits_end(s, i);

	if (end < s.n && s.p[end] == '/')
		return (digits);
	for (i = digits; i + 1 < end; i++)
		if (s.p[i] >= 'A' && s.p[i] <= 'Z' && s.p[i + 1] >= 'a' &&
		    s.p[i + 1] <= 'z')
			return (i);
	return (end);
}

/* Is the component from ${i} to ${end} one of a beta, or an alpha? */
static bool
is_early(struct span s, size_t i, size_t end)
{
	while (i < end && ascii_isdigit(s.p[i]))
		i++;
	return (i + 1 < end && (s.p[i] == 'a' || s.p[i] == 'b') &&
	    ascii_isdigit(s.p[i + 1]));
}

/* Does another component begin behind ${end}? */
static bool
goes_on(struct span s, size_t end)
{
	return (end + 1 < s.n && (s.p[end] == '.' || s.p[end] == '_') &&
	    ascii_isdigit(s.p[end + 1]));
}

/* How many components of ${number}, which is behind ${before}, stay. */
static unsigned
kept(struct span before, struct span number)
{
	const bool is10 = number.p[0] == '1' && number.p[1] == '0' &&
	    !ascii_isdigit(number.p[2]);

	for (size_t i = 0; i < sizeof(frozen) / sizeof(frozen[0]); i++)
		if (span_eq(number, frozen[i].number) &&
		    span_ends(before, frozen[i].name))
			return (3);
	if (before.n < 2)
		return (1);
	for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
		const struct span name = systems[i].name;

		/* Two bytes first: they tell most names apart. */
		if (memcmp(before.p + before.n - 2, name.p + name.n - 2, 2) ==
			0 &&
		    span_ends(before, name) && (is10 || !systems[i].only10))
			return (2);
	}
	return (1);
}

/* A number without other components: a build id, or it stays. */
static bool
read_single(struct span agent, size_t at, struct version *v)
{
	const struct span before = { agent.p, at };

	for (size_t i = 0; i < sizeof(builds) / sizeof(builds[0]); i++) {
		size_t end;

		/* Only behind a name, so that no word is read twice. */
		if (!span_ends(before, builds[i].name))
			continue;
		end = component_end(agent, at);
		/* Gecko/68 is a version, but more than a year is no such. */
		if (end - at < 5)
			continue;
		v->number = builds[i].id;
		v->keep = 1;
		v->end = end;
		return (true);
	}
	return (false);
}

/* The numbers of a model such as iPhone11,8, of which nothing stays. */
static bool
read_model(struct span agent, struct version *v)
{
	size_t end = v->end;

	if (end + 1 >= agent.n || agent.p[end] != ',' ||
	    !ascii_isdigit(agent.p[end + 1]))
		return (false);
	end = digits_end(agent, end + 1);
	if (end < agent.n && strchr(" ;,)]/", agent.p[end]) == NULL)
		return (false);
	v->number = span_make(agent.p, 0);
	v->end = end;
	return (true);
}

/* All of the last Mac OS X 10 are 10_15_7, as browsers say of any later one. */
static bool
read_catalina(struct span before, struct version *v)
{
	if (!span_ends(before, SPAN("OS X ")) ||
	    !span_starts(v->number, SPAN("10_15_")))
		return (false);
	v->number = SPAN("10_15_7");
	v->keep = 3;
	return (true);
}

bool
version_read(struct span agent, size_t at, struct version *v)
{
	unsigned components = 1;
	bool zero = true;

	v->end = digits_end(agent, at);
	if (at > 0 && ascii_isalpha(agent.p[at - 1])) {
		if (read_model(agent, v))
			return (true);
		/* x86_64 */
		if (v->end < agent.n && agent.p[v->end] == '_')
			return (false);
	}
	if (!goes_on(agent, v->end))
		return (read_single(agent, at, v));
	while (goes_on(agent, v->end)) {
		const size_t start = v->end + 1;

		v->end = component_end(agent, start);
		zero = zero && agent.p[start] == '0' &&
		    (v->end == start + 1 ||
			(v->end == start + 3 &&
			    is_early(agent, start, v->end) &&
			    agent.p[start + 2] == '0'));
		components++;
	}
	v->number = span_make(agent.p + at, v->end - at);
	if (zero)
		return (false);
	if (read_catalina(span_make(agent.p, at), v))
		return (
		    !span_eq(v->number, span_make(agent.p + at, v->end - at)));
	v->keep = kept(span_make(agent.p, at), v->number);
	return (v->keep < components);
}

void
version_put(const struct version *v, struct buf *out)
{
	const struct span s = v->number;
	unsigned keep = v->keep;
	size_t end;

	for (size_t i = 0; i < s.n; i = end) {
		if (i > 0)
			buf_addc(out, s.p[i++]);
		end = word_end(s, i);
		if (keep > 0) {
			buf_add(out, s.p + i, end - i);
			keep--;
			continue;
		}
		buf_addc(out, '0');
		if (is_early(s, i, end)) {
			while (ascii_isdigit(s.p[i]))
				i++;
			buf_addc(out, s.p[i]);
			buf_addc(out, '0');
		}
	}
}
