/* SPDX-License-Identifier: ISC */
/*
 * AWStats: LogFormat and LogSeparator.
 *
 * It makes one regular expression of its tags, one for each word of a line. A
 * tag has its quotes or brackets in it; nothing may stand behind one. What is
 * behind the last tag is not looked at.
 *
 * Source: awstats.pl 7.8, DefinePerlParsingFormat().
 */
#include <stdint.h>

#include "app/reader.h"

/* A role as AWStats has it; NULL: not in that form. */
struct tags {
	const char *bare;
	const char *quoted;
	const char *bracketed;
};

static const struct tags tags[ROLE_COUNT] = {
	[ROLE_HOST] = { .bare = "%host" },
	[ROLE_HOSTLIST] = { .bare = "%host_proxy" },
	[ROLE_VHOST] = { "%virtualname", "%virtualnamequot", NULL },
	[ROLE_USER] = { "%logname", "%lognamequot", NULL },
	[ROLE_REQUEST] = { .quoted = "%methodurl" },
	[ROLE_METHOD] = { .bare = "%method" },
	[ROLE_URI] = { .bare = "%url" },
	[ROLE_PATH] = { .bare = "%url" },
	[ROLE_QUERY] = { .bare = "%query" },
	[ROLE_STATUS] = { .bare = "%code" },
	[ROLE_BYTES] = { .bare = "%bytesd" },
	[ROLE_REFERER] = { "%referer", "%refererquot", NULL },
	[ROLE_AGENT] = { "%ua", "%uaquot", "%uabracket" },
};

/* What stands between two blanks. */
struct word {
	char first, last; /* of the literals before and behind the field */
	bool plain; /* no more than those two bytes are literal */
	size_t nfields;
	size_t field; /* the part of the last one */
	bool blanks; /* may stand in it */
};

struct writer {
	const struct reader_layout *l;
	struct buf *out;
	struct word word;
	bool begun; /* the word has something in it */
	bool padded;
	const char *wrong;
};

/* ${f} bare, in quotes or in brackets, or NULL. */
static const char *
form(const struct tags *t, const struct word *w)
{
	if (!w->plain || w->nfields != 1)
		return (NULL);
	if (w->first == '\0' && w->last == '\0')
		return (t->bare);
	if (w->first == '"' && w->last == '"')
		return (t->quoted);
	if (w->first == '[' && w->last == ']')
		return (t->bracketed);
	return (NULL);
}

static const char *
time_tag(const struct reader_layout *l, const struct word *w)
{
	static const struct tags clf = { .bracketed = "%time1" };
	static const struct tags iso = { .bare = "%time5" };
	static const struct tags epoch = { .bare = "%time4" };
	const struct field *f = reader_field(l, w->field);
	const struct span sample = reader_value(l->file, f);

	switch (reader_spelling(f, sample)) {
	case TIME_CLF:
		return (form(&clf, w));
	case TIME_ISO:
		return (form(&iso, w));
	case TIME_EPOCH:
		return (span_index(sample, '.') < sample.n ||
			    span_eq(f->name, SPAN("msec")) ?
			NULL :
			form(&epoch, w));
	case TIME_LAYOUT:
		return (span_starts(f->layout, SPAN("%d/%b/%Y:%H:%M:%S")) ?
			form(&clf, w) :
			NULL);
	default:
		return (NULL);
	}
}

static bool
is_needed(enum role r)
{
	return (r == ROLE_HOST || r == ROLE_HOSTLIST || r == ROLE_TIME ||
	    r == ROLE_REQUEST || r == ROLE_METHOD || r == ROLE_URI ||
	    r == ROLE_PATH || r == ROLE_STATUS);
}

static bool
is_counted(enum role r)
{
	return (
	    r == ROLE_TIME || tags[r].bare != NULL || tags[r].quoted != NULL);
}

static const char *
tag_of(struct writer *w)
{
	static const struct tags other = { "%other", "%otherquot", NULL };
	const struct word *x = &w->word;
	const enum role role =
	    x->nfields == 1 ? w->l->role[x->field] : ROLE_OTHER;
	const char *tag =
	    role == ROLE_TIME ? time_tag(w->l, x) : form(&tags[role], x);

	if (tag != NULL)
		return (tag);
	if (is_needed(role)) {
		w->wrong = "AWStats cannot take such lines apart";
		return ("%other");
	}
	if ((tag = form(&other, x)) == other.quoted && tag != NULL)
		return (tag);
	if (x->blanks && w->wrong == NULL)
		w->wrong = "AWStats cannot tell where a field ends that may "
			   "hold blanks";
	return ("%other");
}

static void
end_word(struct writer *w)
{
	if (!w->begun)
		return;
	if (w->out->n > 0)
		buf_addc(w->out, ' ');
	buf_addspan(w->out, span_str(tag_of(w)));
	w->word = (struct word){ .plain = true };
	w->begun = false;
}

/* Only to the end of the word under way if ${stop}. */
static void
take_literal(struct writer *w, struct span text, bool stop)
{
	for (size_t k = 0; k < text.n; k++) {
		struct word *x = &w->word;
		char *at = x->nfields == 0 ? &x->first : &x->last;

		if (stop && !w->begun)
			return;
		if (text.p[k] == ' ') {
			w->padded |= !w->begun && w->out->n > 0;
			end_word(w);
			continue;
		}
		if ((unsigned char)text.p[k] < ' ')
			w->wrong = "AWStats reads words with blanks between";
		if (*at != '\0')
			x->plain = false;
		*at = text.p[k];
		w->begun = true;
	}
}

static void
take_field(struct writer *w, size_t i)
{
	const struct field *f = reader_field(w->l, i);
	const enum role role = w->l->role[i];

	/* Two fields in one word are one that nobody counts. */
	if (w->word.nfields > 0 &&
	    (is_needed(role) || is_needed(w->l->role[w->word.field])))
		w->wrong = "AWStats cannot take such lines apart";
	w->word.nfields++;
	w->word.field = i;
	w->word.blanks |= f->shape == SHAPE_TEXT || f->shape == SHAPE_NUMBERS ||
	    f->shape == SHAPE_REST ||
	    (f->class == CLASS_TIME && f->time != TIME_ISO);
	w->begun = true;
}

/* The same but for quotes: a line without them is counted as corrupt. */
static bool
is_alike(struct span a, struct span b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && a.p[i] == '"')
			i++;
		while (k < b.n && b.p[k] == '"')
			k++;
		if (i == a.n || k == b.n)
			return (i == a.n && k == b.n);
		if (a.p[i] != b.p[k])
			return (false);
	}
}

/* How many parts all layouts of the format begin with. */
static size_t
common(const struct reader_layout *l)
{
	const struct elements *es;
	size_t n = l->es->n;

	for (size_t i = 1; (es = matcher_layout(l->file->matcher, i)) != NULL;
	     i++)
		for (size_t k = 0; k < n; k++)
			if (k == es->n ||
			    es->e[k].isfield != l->es->e[k].isfield ||
			    (es->e[k].isfield ?
				    es->e[k].field != l->es->e[k].field :
				    !is_alike(es->e[k].text, l->es->e[k].text)))
				n = k;
	return (n);
}

#define ONE(role) (UINT32_C(1) << (role))

static const char *
missing(uint32_t found)
{
	if ((found & (ONE(ROLE_HOST) | ONE(ROLE_HOSTLIST))) == 0 ||
	    (found & ONE(ROLE_TIME)) == 0 || (found & ONE(ROLE_STATUS)) == 0 ||
	    (found & (ONE(ROLE_REQUEST) | ONE(ROLE_METHOD))) == 0)
		return ("AWStats needs a client, a time, a request and a "
			"status");
	return (NULL);
}

static const char *
text(struct writer *w, bool place)
{
	const struct elements *es = w->l->es;
	const size_t shared = common(w->l);
	const char *wrong;
	uint32_t found = 0;
	size_t end = 0;

	for (size_t i = 0; i < shared; i++)
		if (is_counted(w->l->role[i])) {
			end = i + 1;
			found |= ONE(w->l->role[i]);
		}
	if ((wrong = missing(found)) != NULL)
		return (wrong);
	if (place)
		end = es->n;
	if (end > shared)
		return ("AWStats cannot find the end of lines of more than one "
			"layout");
	for (size_t i = 0; i < es->n && (i < end || w->begun); i++)
		if (es->e[i].isfield)
			take_field(w, i);
		else
			take_literal(w, es->e[i].text, i >= end);
	end_word(w);
	if (place)
		buf_addspan(w->out, SPAN(" %extra1"));
	return (w->wrong);
}

/* Formats whose lines name their fields. */
static const struct {
	const char *name;
	const char *format;
	const char *separator;
} known[] = {
	{ "iis-w3c", "2", " " },
	{ "cloudfront",
	    "%time2 %cluster %bytesd %host %method %virtualname %url %code "
	    "%referer %ua %query",
	    "\\t" },
};

static void
put(const struct formatfile *file, const char *format, const char *separator,
    struct buf *out)
{
	const struct format *f = matcher_format(file->matcher);

	buf_addf(out, "# %.*s\nLogFormat=%s%s%s\nLogSeparator=\"%s\"\n",
	    (int)f->name.n, f->name.p, format[1] == '\0' ? "" : "\"", format,
	    format[1] == '\0' ? "" : "\"", separator);
}

static const char *
words(const struct reader_layout *l, bool place, struct buf *out)
{
	struct buf b;
	struct writer w = { .l = l, .out = &b, .word.plain = true };
	const char *wrong;

	buf_init(&b, READER_MAX);
	wrong = text(&w, place);
	buf_addc(&b, '\0');
	if (b.failed)
		out->failed = true;
	else if (wrong == NULL)
		put(l->file, b.p, w.padded ? " +" : " ", out);
	buf_release(&b);
	return (wrong);
}

const char *
reader_awstats(const struct formatfile *file, const struct policy *policy,
    struct buf *out)
{
	const struct span name = matcher_format(file->matcher)->name;
	struct reader_layout l;

	if (reader_layout(file, 0, &l)) {
		/* Where it cannot be told apart it is not looked at. */
		if (policy->place != GEO_NONE && words(&l, true, out) == NULL)
			return (NULL);
		return (words(&l, false, out));
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (span_eq(name, span_str(known[i].name))) {
			put(file, known[i].format, known[i].separator, out);
			return (NULL);
		}
	}
	return ("AWStats needs fields in a fixed order");
}
