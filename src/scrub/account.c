/* SPDX-License-Identifier: ISC */
#include "scrub/account.h"

#include <string.h>

#include "base/ascii.h"

enum { NAME_MAX = 512, CUT_MAX = 64 };

/* How a name is told from what follows it. */
enum ending {
	END_QUOTE, /* the value goes on to a quote, or to the end */
	END_STOP, /* at the first of stops[], or at the end */
	END_TAIL, /* before one of tails[]; without one it is no name */
	END_ISSUER /* of a certificate, behind the name in it */
};

/* Words that a name stands behind. */
static const struct phrase {
	struct span before;
	enum ending end;
	enum kind kind;
} phrases[] = {
	{ SPAN("username"), END_TAIL, KIND_IDENTITY },
	{ SPAN("Username"), END_TAIL, KIND_IDENTITY },
	{ SPAN("user"), END_TAIL, KIND_IDENTITY },
	{ SPAN("User"), END_TAIL, KIND_IDENTITY },
	{ SPAN("file owner"), END_TAIL, KIND_IDENTITY },
	{ SPAN("login"), END_TAIL, KIND_IDENTITY },
	{ SPAN("for user"), END_STOP, KIND_IDENTITY },
	{ SPAN("(user"), END_STOP, KIND_IDENTITY },
	{ SPAN("cpanel user"), END_STOP, KIND_IDENTITY },
	{ SPAN("retrieve user"), END_STOP, KIND_IDENTITY },
	{ SPAN("nvalid user"), END_STOP, KIND_IDENTITY },
	{ SPAN("nknown user"), END_STOP, KIND_IDENTITY },
	{ SPAN("user denied:"), END_STOP, KIND_IDENTITY },
	{ SPAN("ailed login for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ogin failed for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ogin failed:"), END_STOP, KIND_IDENTITY },
	{ SPAN("ogin denied for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ogin attempt failed for"), END_STOP, KIND_IDENTITY },
	{ SPAN("uthentication attempt for"), END_STOP, KIND_IDENTITY },
	{ SPAN("Authentication failure for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ession opened for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ession closed for"), END_STOP, KIND_IDENTITY },
	{ SPAN("ession revisited for"), END_STOP, KIND_IDENTITY },
	{ SPAN("password for"), END_STOP, KIND_IDENTITY },
	{ SPAN("subject:"), END_ISSUER, KIND_IDENTITY },
	{ SPAN("Cookie:"), END_QUOTE, KIND_SESSION },
	{ SPAN("cookie:"), END_QUOTE, KIND_SESSION },
	{ SPAN("Authorization:"), END_QUOTE, KIND_CREDENTIAL },
	{ SPAN("authorization:"), END_QUOTE, KIND_CREDENTIAL },
	{ SPAN("unique_id"), END_TAIL, KIND_TOKEN },
};

/* What follows a name without quotes. */
static const struct span tails[] = {
	SPAN(" not found"),
	SPAN(" was not found"),
	SPAN(": authentication failure"),
	SPAN(": authorization failure"),
	SPAN(": password mismatch"),
	SPAN(" authentication failed"),
	SPAN(" to access "),
	SPAN(" does not match"),
	SPAN(" does not exist"),
	SPAN(" details"),
};

/* What follows a name in quotes; a name may hold a quote itself. */
static const struct span closings[] = {
	SPAN("\" was not found in \""),
	SPAN("\": password mismatch"),
	SPAN("' in realm `"),
	SPAN("' does not meet "),
};

/* What ends a name that may be followed by anything. */
static const struct span stops[] = {
	SPAN("|"),
	SPAN("\""),
	SPAN(","),
	SPAN(";"),
	SPAN(")"),
	SPAN("]"),
	SPAN("<"),
	SPAN("\n"),
	SPAN(" from "),
	SPAN(" against "),
	SPAN(" IP: "),
	SPAN(" in "),
	SPAN(" on "),
	SPAN(" to "),
	SPAN(" at "),
	SPAN(" with "),
	SPAN(" details"),
	SPAN(" ("),
	SPAN(" ["),
	SPAN(". "),
};

enum {
	NPHRASES = sizeof(phrases) / sizeof(phrases[0]),
	NTAILS = sizeof(tails) / sizeof(tails[0]),
	NCLOSINGS = sizeof(closings) / sizeof(closings[0]),
	NSTOPS = sizeof(stops) / sizeof(stops[0])
};

/*
 * Where in ${s} the name ends that one of ${set} follows, or s.n. The first
 * of them to come up decides which one it is; a name may hold it as well.
 */
static size_t
find_tail(struct span s, const struct span *set, size_t nset)
{
	const size_t none = s.n;
	const struct span *tail = NULL;
	size_t first, last = none;

	if (s.n > NAME_MAX)
		s.n = NAME_MAX;
	first = s.n;
	for (; nset > 0; set++, nset--) {
		const size_t at = span_find(s, *set);

		if (at < first) {
			first = at;
			tail = set;
		}
	}
	for (size_t at = first; tail != NULL && at < s.n;
	     at += 1 + span_find(span_from(s, at + 1), *tail))
		last = at;
	return (last);
}

/* Where the first of stops[] in ${s} is, or s.n. */
static size_t
find_stop(struct span s)
{
	const size_t whole = s.n;
	size_t n;

	if (s.n > NAME_MAX)
		s.n = NAME_MAX;
	n = s.n;
	for (size_t i = 0; i < NSTOPS; i++)
		n = span_find(span_make(s.p, n), stops[i]);
	if (n == NAME_MAX)
		n = whole;
	while (n > 0 && (s.p[n - 1] == '.' || s.p[n - 1] == ' '))
		n--;
	return (n);
}

/* The length of the name in the quote ${s}, whose opening byte is ${quote}. */
static size_t
quoted_length(struct span s, char quote)
{
	const size_t known = find_tail(s, closings, NCLOSINGS);

	if (known < s.n)
		return (known);
	return (span_index(s, quote == '"' ? '"' : '\''));
}

/* Is ${s}, behind the words of ${p}, something else than a name? */
static bool
is_other(const struct phrase *p, struct span s)
{
	if (s.n == 0 || span_starts(s, SPAN("not ")) ||
	    span_starts(s, SPAN("agent ")))
		return (true);
	return (p->end == END_STOP &&
	    (s.p[0] == '/' || span_starts(s, SPAN("user "))));
}

/* The length of the name that ${s} begins with; 0: there is none. */
static size_t
name_length(const struct phrase *p, struct span s, bool labelled, bool cut)
{
	size_t n;

	if (is_other(p, s))
		return (0);
	if (p->end == END_QUOTE)
		return (span_index(s, '"'));
	if (p->end == END_ISSUER) {
		n = span_find(s, SPAN(" / issuer: "));
		return (n < s.n ? n : span_index(s, ']'));
	}
	if (p->end == END_STOP || labelled)
		return (find_stop(s));
	n = find_tail(s, tails, NTAILS);
	if (n == s.n && (!cut || n > CUT_MAX))
		return (0);
	return (n);
}

static size_t
skip_blanks(struct span s, size_t i)
{
	while (i < s.n && s.p[i] == ' ')
		i++;
	return (i);
}

/*
 * Add the name behind the phrase ${p}, which ends at ${i} in ${text}. Where to
 * look for the next one: what was found once is not read again.
 */
static size_t
add_name(const struct phrase *p, struct span text, size_t i, bool cut,
    struct hits *h)
{
	const size_t end = i;
	struct found f = { p->kind, 0, 0, MEANS_NAME };
	bool labelled;

	i = skip_blanks(text, i);
	labelled = i < text.n && text.p[i] == ':';
	if (labelled)
		i = skip_blanks(text, i + 1);
	if (i == end && text.p[end - 1] != ':')
		return (end);
	f.start = i;
	if (i < text.n && strchr("\"'`", text.p[i]) != NULL &&
	    p->end != END_QUOTE) {
		f.start++;
		f.end = f.start +
		    quoted_length(span_from(text, f.start), text.p[i]);
	} else
		f.end = i + name_length(p, span_from(text, i), labelled, cut);
	if (f.end <= f.start)
		return (end);
	if (!hit_isword(span_make(text.p + f.start, f.end - f.start)))
		detect_add(h, f);
	return (f.end);
}

/*
 * Do the words of ${p} stand at ${i}? Some leave their first letter, of either
 * case, out. A user may be called `username`.
 */
static bool
is_phrase(const struct phrase *p, struct span text, size_t i)
{
	return (
	    (i == 0 || p->end == END_STOP || !ascii_isalnum(text.p[i - 1])) &&
	    !span_ends(span_make(text.p, i), SPAN("user ")));
}

void
account_find(struct span text, bool cut, struct hits *h)
{
	for (size_t k = 0; k < NPHRASES; k++) {
		const struct phrase *p = &phrases[k];

		for (size_t i = 0;;) {
			i += span_find(span_from(text, i), p->before);
			if (i >= text.n)
				break;
			i = is_phrase(p, text, i) ?
			    add_name(p, text, i + p->before.n, cut, h) :
			    i + p->before.n;
		}
	}
}
