/* SPDX-License-Identifier: ISC */
#include "scrub/path.h"

#include "base/ascii.h"
#include "scrub/hidden.h"
#include "scrub/names.h"
#include "scrub/search.h"
#include "scrub/suffix.h"

/*
 * What a token is at least: bytes, and bytes in parts of letters and digits,
 * or changes between sorts of bytes; the same of a short one. Small letters
 * behind one another are a word when they are more than SYLLABLE_MAX.
 */
enum {
	TOKEN_MIN = 16,
	TOKEN_MIXED_MIN = 8,
	TOKEN_CHANGES_MIN = 3,
	SHORT_MIN = 8,
	SHORT_CHANGES_MIN = 4,
	SHORT_HEX_CHANGES_MIN = 3,
	SYLLABLE_MAX = 3,
	REACH = 2,
	COOKIELESS_MIN = 24 /* an id of a session of ASP.NET has so many */
};

/* What a segment says of those behind it. */
enum label { LABEL_NONE, LABEL_PERSONAL, LABEL_TOKEN };

/* Words of a segment before a token that nobody else must know. */
static const char *const words[] = {
	"activate",
	"activation",
	"auth",
	"confirm",
	"confirmation",
	"download",
	"forgot",
	"invitation",
	"invite",
	"key",
	"link",
	"login",
	"magic",
	"optin",
	"optout",
	"password",
	"recover",
	"recovery",
	"reset",
	"session",
	"sessions",
	"share",
	"signin",
	"token",
	"tokens",
	"unlock",
	"unsubscribe",
	"validate",
	"verification",
	"verify",
};

/* Is a word of ${segment} in the table? */
static bool
has_word(struct span segment)
{
	size_t start = 0;

	for (size_t i = 0; i <= segment.n; i++) {
		const struct span word =
		    span_make(segment.p + start, i - start);

		if (i < segment.n && ascii_isalpha(segment.p[i]))
			continue;
		start = i + 1;
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (span_caseeq(word, span_str(words[k])))
				return (true);
	}
	return (false);
}

static enum label
label_of(const struct scrub *s, struct span segment)
{
	enum kind k;

	/* The word of a hit is none. */
	if (segment.n == 0 || segment.n > NAMES_WORD_MAX || segment.p[0] == '{')
		return (LABEL_NONE);
	if (has_word(segment))
		return (LABEL_TOKEN);
	if (!names_find(s->names, segment, &k))
		return (LABEL_NONE);
	if (k == KIND_CREDENTIAL || k == KIND_SESSION || k == KIND_DEVICE ||
	    k == KIND_TOKEN)
		return (LABEL_TOKEN);
	/* /user/register, /account/12345, /name/chair */
	return (k == KIND_IDENTITY || k == KIND_CLICK || k == KIND_SEARCH ?
		LABEL_NONE :
		LABEL_PERSONAL);
}

static bool
is_glue(char c)
{
	return (c != '\0' && strchr("-_.~:=+", c) != NULL);
}

/* Is ${b} behind ${a} a letter behind a digit, the reverse, or a hump? */
static bool
is_change(char a, char b)
{
	if (!ascii_isalnum(a) || !ascii_isalnum(b))
		return (false);
	return (ascii_isdigit(a) != ascii_isdigit(b) ||
	    (a >= 'a' && b >= 'A' && b <= 'Z'));
}

/*
 * Is ${segment} long, of letters and digits, and are these mixed as in no
 * words with a number between?
 */
static bool
is_mixed(struct span segment)
{
	size_t start = 0, letters = 0, mixed = 0;

	for (size_t i = 0; i <= segment.n; i++) {
		if (i < segment.n && ascii_isalnum(segment.p[i])) {
			letters += ascii_isalpha(segment.p[i]);
			continue;
		}
		if (i < segment.n && !is_glue(segment.p[i]))
			return (false);
		if (letters > 0 && letters < i - start)
			mixed += i - start;
		start = i + 1;
		letters = 0;
	}
	return (mixed >= TOKEN_MIXED_MIN);
}

/*
 * Are capitals and small letters mixed in ${segment} as in no words, which
 * has a capital where a word begins and more than a few small letters?
 */
static bool
is_cased(struct span segment)
{
	size_t changes = 0, small = 0, written = 0;

	for (size_t i = 0; i <= segment.n; i++) {
		const char c = i < segment.n ? segment.p[i] : '\0';

		if (c >= 'a' && c <= 'z') {
			small++;
			continue;
		}
		if (i < segment.n && !ascii_isalnum(c) && !is_glue(c))
			return (false);
		if (small > SYLLABLE_MAX)
			written += small;
		changes += small > 0 && ascii_isalpha(c);
		small = 0;
	}
	return (changes >= TOKEN_CHANGES_MIN && 2 * written < segment.n);
}

/*
 * Do letters and digits or capitals change in a part of ${segment}, which is
 * no name of a file?
 */
static bool
is_short(struct span segment)
{
	size_t start = 0, changes = 0;
	bool hex = true;

	for (size_t i = 0; i <= segment.n; i++) {
		const char c = i < segment.n ? segment.p[i] : '\0';

		if (ascii_isalnum(c)) {
			hex &= ascii_ishex(c);
			changes += i > start && is_change(segment.p[i - 1], c);
			continue;
		}
		if (i < segment.n && (c == '.' || !is_glue(c)))
			return (false);
		if (i - start >= SHORT_MIN &&
		    changes >=
			(hex ? SHORT_HEX_CHANGES_MIN : SHORT_CHANGES_MIN))
			return (true);
		start = i + 1;
		changes = 0;
		hex = true;
	}
	return (false);
}

/* Is ${segment} what nobody wrote by hand? A file is not. */
static bool
is_token(struct span segment)
{
	if (segment.n < SHORT_MIN)
		return (false);
	if (segment.n < TOKEN_MIN ? !is_short(segment) :
				    !is_mixed(segment) && !is_cased(segment))
		return (false);
	return (!suffix_isfile(segment));
}

/* May ${segment} be anything at all? Most are not, and cost nothing. */
static bool
is_candidate(struct span segment)
{
	if (segment.n < BYTES_FIGURE_MIN)
		return (false);
	for (size_t i = 0; i < segment.n; i++)
		if (ascii_isdigit(segment.p[i]) ||
		    (i > 0 && is_change(segment.p[i - 1], segment.p[i])))
			return (true);
	return (false);
}

/*
 * What ASP.NET writes into a path in place of cookies: the id of a session S,
 * of an anonymous user A, and the ticket of somebody logged in F; X says that
 * there are no cookies. Before version 2, the id alone.
 */
static void
try_cookieless(struct text *t, size_t start, size_t end)
{
	const struct span text = span_make(t->clear.p, end);
	size_t i = start + 1, digits = 0;

	while (
	    i + 1 < end && ascii_isalpha(text.p[i]) && text.p[i + 1] == '(') {
		const char what = (char)(text.p[i] & ~0x20);
		const size_t from = i + 2;
		const size_t to = from + span_index(span_from(text, from), ')');

		if (to > from && (what == 'S' || what == 'A' || what == 'F'))
			detect_add(&t->hits,
			    (struct found){ what == 'F' ? KIND_CREDENTIAL :
							  KIND_SESSION,
				from, to, MEANS_NAME });
		i = to < end ? to + 1 : end;
	}
	if (i > start + 1 || end - i != COOKIELESS_MIN + 1)
		return;
	for (; i < end && ascii_isalnum(text.p[i]); i++)
		digits += ascii_isdigit(text.p[i]);
	if (digits > 0 && i + 1 == end && text.p[i] == ')')
		detect_add(&t->hits,
		    (struct found){ KIND_SESSION, start + 1, i, MEANS_NAME });
}

/* Add what is in the segment from ${start} up to ${end} behind ${before}. */
static void
try_segment(const struct scrub *s, struct text *t, const struct span *before,
    size_t start, size_t end)
{
	const struct span segment = span_make(t->clear.p + start, end - start);
	enum label label = LABEL_NONE;
	bool token;

	if (segment.p[0] == '(')
		try_cookieless(t, start, end);
	if (!is_candidate(segment))
		return;
	token = is_token(segment);
	/* What else there is has a long run. */
	if (!token && (t->set & (BYTES_TOKEN | BYTES_FIGURE)) == 0)
		return;
	for (int i = 0; i < REACH; i++) {
		const enum label one = label_of(s, before[i]);

		label = one > label ? one : label;
	}
	if (label == LABEL_TOKEN && token)
		detect_add(&t->hits,
		    (struct found){ KIND_TOKEN, start, end, MEANS_NAME });
	else if (label != LABEL_NONE)
		text_lone(t, start, end, &t->hits);
}

/* May ${t} from ${from} on hold what a label is for? */
static bool
is_worth(const struct text *t, size_t from)
{
	size_t changes = 0;

	if ((t->set & (BYTES_TOKEN | BYTES_FIGURE)) != 0)
		return (true);
	for (size_t i = from + 1; i < t->clear.n; i++)
		changes += is_change(t->clear.p[i - 1], t->clear.p[i]);
	return (changes >= SHORT_HEX_CHANGES_MIN);
}

static bool
ends_segment(char c)
{
	return (c == '/' || c == '?' || c == '#' || c == '&' || c == ';' ||
	    c == '=');
}

void
path_labels(const struct scrub *s, struct text *t, size_t from)
{
	const struct span text = t->clear;
	struct span before[REACH] = { { NULL, 0 }, { NULL, 0 } };
	size_t start = from;

	/* Short ones and words are what most paths are made of. */
	if (!is_worth(t, from))
		return;
	for (size_t i = from; i <= text.n; i++) {
		if (i < text.n && !ends_segment(text.p[i]))
			continue;
		if (i > start) {
			try_segment(s, t, before, start, i);
			before[1] = before[0];
			before[0] = span_make(text.p + start, i - start);
		}
		if (i == text.n || text.p[i] != '/')
			before[0] = before[1] = span_make(NULL, 0);
		start = i + 1;
	}
}

void
path_put(struct scrub *s, const struct rule *rule, enum place place,
    struct span in, struct buf *out)
{
	struct text t;

	if (rule->action == ACTION_KEEP) {
		buf_addspan(out, in);
		return;
	}
	text_open(s, in, &t);
	text_pairs(s, &t, 0, false);
	search_path(s, &t);
	text_detect(&t);
	path_labels(s, &t, 0);
	(void)hidden_find(s, &t, false);
	text_put(s, &t, place, out);
}

void
path_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	path_put(s, rule, PLACE_PATH, in, out);
}
