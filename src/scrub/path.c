/* SPDX-License-Identifier: ISC */
#include "scrub/path.h"

#include "base/ascii.h"
#include "scrub/hidden.h"
#include "scrub/names.h"
#include "scrub/search.h"
#include "scrub/suffix.h"

/* What a token is at least: bytes, and bytes in parts of letters and digits. */
enum { TOKEN_MIN = 16, TOKEN_MIXED_MIN = 8, REACH = 2 };

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

/*
 * Is ${segment} long, of letters and digits, and are these mixed as in no
 * words with a number between? A file is none.
 */
static bool
is_token(struct span segment)
{
	size_t start = 0, letters = 0, mixed = 0;

	if (segment.n < TOKEN_MIN || suffix_isfile(segment))
		return (false);
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

/* May ${segment} be anything at all? Most are not, and cost nothing. */
static bool
is_candidate(struct span segment)
{
	if (segment.n < BYTES_FIGURE_MIN)
		return (false);
	for (size_t i = 0; i < segment.n; i++)
		if (ascii_isdigit(segment.p[i]))
			return (true);
	return (false);
}

/* Add what is in the segment from ${start} up to ${end} behind ${before}. */
static void
try_segment(const struct scrub *s, struct text *t, const struct span *before,
    size_t start, size_t end)
{
	const struct span segment = span_make(t->clear.p + start, end - start);
	enum label label = LABEL_NONE;

	if (!is_candidate(segment))
		return;
	for (int i = 0; i < REACH; i++) {
		const enum label one = label_of(s, before[i]);

		label = one > label ? one : label;
	}
	if (label == LABEL_TOKEN && is_token(segment))
		detect_add(&t->hits,
		    (struct found){ KIND_TOKEN, start, end, MEANS_NAME });
	else if (label != LABEL_NONE)
		text_lone(t, start, end, &t->hits);
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
	if ((t->set & (BYTES_TOKEN | BYTES_FIGURE)) == 0)
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
