/* SPDX-License-Identifier: ISC */
#include "match/formatfile.h"

#include <stdio.h>

#include "base/directive.h"
#include "match/draft.h"

struct reader {
	struct draft draft;
	struct formatfile *file;
	struct matching *scratch;
	struct record record; /* of the last sample */
};

static int
read_title(struct reader *r)
{
	r->draft.format.title = r->draft.at->args[0];
	return (0);
}

static int
read_source(struct reader *r)
{
	r->file->source = r->draft.at->args[0];
	return (0);
}

static int
read_unguessed(struct reader *r)
{
	r->file->unguessed = true;
	return (r->draft.at->nargs == 0 ?
		0 :
		draft_fail(&r->draft, "unguessed takes nothing"));
}

static int
read_sample(struct reader *r)
{
	struct sample *s = arena_alloc(r->draft.arena, sizeof(*s));
	struct sample **tail = &r->file->samples;

	if (draft_finish(&r->draft) == -1)
		return (-1);
	if (s == NULL)
		return (draft_fail(&r->draft, "out of memory"));
	if (!matcher_line(r->draft.matcher, r->scratch, r->draft.at->args[0],
		&r->record))
		return (draft_fail(&r->draft,
		    "the sample does not match the format"));
	s->line = r->draft.at->args[0];
	while (*tail != NULL)
		tail = &(*tail)->next;
	*tail = s;
	return (0);
}

static int
read_reject(struct reader *r)
{
	struct record ignored;

	if (draft_finish(&r->draft) == -1)
		return (-1);
	if (matcher_line(r->draft.matcher, r->scratch, r->draft.at->args[0],
		&ignored))
		return (draft_fail(&r->draft, "the reject matches the format"));
	return (0);
}

/* `variable value`: what a field of the sample above must be. */
static int
read_expectation(struct reader *r)
{
	const int field = fields_find(r->draft.fields, r->draft.at->name);
	bool found = false;

	if (r->file->samples == NULL)
		return (draft_fail(&r->draft,
		    "unknown directive (known: title, source, nginx, apache, "
		    "layout, json, w3c, ltsv, need, escape, field, split, "
		    "framing, unguessed, sample, reject)"));
	if (field == FIELDS_NONE)
		return (
		    draft_fail(&r->draft, "the format has no such variable"));
	for (size_t i = 0; i < r->record.ncuts && !found; i++)
		found = span_eq(r->draft.fields->f[r->record.cut[i].field].name,
			    r->draft.at->name) &&
		    span_eq(r->record.cut[i].value, r->draft.at->args[0]);
	return (found ?
		0 :
		draft_fail(&r->draft, "the field of the sample is not this"));
}

/*
 * What is declared is read before what needs it, wherever it stands; then the
 * rest in its order. Samples go by the reader, all else by its draft.
 */
static const struct {
	const char *name;
	bool israw;
	bool declares;
	int (*read)(struct reader *);
	int (*draft)(struct draft *);
} table[] = {
	{ "title", true, true, read_title, NULL },
	{ "source", true, true, read_source, NULL },
	{ "unguessed", false, true, read_unguessed, NULL },
	{ "escape", false, true, NULL, draft_escape },
	{ "field", false, true, NULL, draft_field },
	{ "need", false, true, NULL, draft_need },
	{ "framing", false, true, NULL, draft_framing },
	{ "json", false, false, NULL, draft_json },
	{ "nginx", false, false, NULL, draft_nginx },
	{ "apache", false, false, NULL, draft_apache },
	{ "layout", false, false, NULL, draft_layout },
	{ "w3c", false, false, NULL, draft_w3c },
	{ "ltsv", false, false, NULL, draft_ltsv },
	{ "split", false, false, NULL, draft_split },
	{ "part", false, false, read_expectation, NULL },
	{ "cut", false, false, read_expectation, NULL },
	{ "sample", true, false, read_sample, NULL },
	{ "reject", true, false, read_reject, NULL },
};

#define NTABLE (sizeof(table) / sizeof(table[0]))

static bool
is_raw(struct span name)
{
	for (size_t i = 0; i < NTABLE; i++)
		if (span_eq(name, span_str(table[i].name)))
			return (table[i].israw);
	return (true);
}

static int
read_one(struct reader *r, bool declares)
{
	size_t i = 0;

	while (
	    i < NTABLE && !span_eq(r->draft.at->name, span_str(table[i].name)))
		i++;
	if (i == NTABLE)
		return (declares ? 0 : read_expectation(r));
	if (table[i].declares != declares)
		return (0);
	return (table[i].read != NULL ? table[i].read(r) :
					table[i].draft(&r->draft));
}

static int
read_pass(struct reader *r, const struct directive *list, bool declares)
{
	for (; list != NULL; list = list->next) {
		r->draft.at = list;
		if (read_one(r, declares) == -1)
			return (-1);
	}
	return (0);
}

static int
read_all(struct reader *r, const struct directive *list)
{
	return (
	    read_pass(r, list, true) == -1 || read_pass(r, list, false) == -1 ?
		-1 :
		0);
}

static int
begin(struct reader *r, struct arena *a, struct formatfile *file, char *why)
{
	*file = (struct formatfile){ .name = file->name };
	*r = (struct reader){ .file = file };
	return (draft_begin(&r->draft, a, file->name, why));
}

/* Hand over what was read, if nothing was wrong with it. */
static int
end(struct reader *r, int rc)
{
	if (rc == -1)
		draft_drop(&r->draft);
	r->file->matcher = r->draft.matcher;
	r->file->framing = r->draft.framing;
	return (rc);
}

bool
formatfile_says(struct span text, struct span word)
{
	for (size_t n; text.n > 0; text = span_from(text, n)) {
		n = span_index(text, '\n');
		if (span_eq(span_make(text.p, n), word))
			return (true);
		n += n < text.n;
	}
	return (false);
}

int
formatfile_parse(struct arena *a, struct span name, struct span text,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	static const struct directive none = { .line = 1, .column = 1 };
	struct directive_error err;
	struct directive *list;
	struct reader r;
	int rc = -1;

	file->name = arena_dup(a, name);
	text = arena_dup(a, text);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	if (directive_parse(a, text, is_raw, &list, &err) == -1) {
		(void)snprintf(why, FORMATFILE_WHY, "%u:%u: %s", err.line,
		    err.column, err.what);
		return (-1);
	}
	r.scratch = matcher_scratch();
	r.draft.at = list == NULL ? &none : list;
	if (r.scratch == NULL)
		(void)draft_fail(&r.draft, "out of memory");
	else if ((rc = read_all(&r, list)) == 0 && file->samples == NULL)
		rc = draft_fail(&r.draft, "the format has no sample");
	matcher_scratch_free(r.scratch);
	return (end(&r, rc));
}

/* The directives of servers: what stands before their format string. */
static const struct {
	const char *name;
	size_t skip; /* arguments: the format's name */
	bool nginx;
} words[] = {
	{ "nginx", 0, true },
	{ "log_format", 1, true },
	{ "apache", 0, false },
	{ "LogFormat", 0, false },
};

/* The directive ${d}, whose name is words[i]. */
static int
read_word(struct reader *r, size_t i, const struct directive *d)
{
	const size_t skip = words[i].skip;

	r->draft.at = d;
	if (d->nargs <= skip)
		return (draft_fail(&r->draft, "the format string is missing"));
	if (words[i].nginx)
		return (draft_nginx_args(&r->draft, d->args + skip,
		    d->nargs - skip));
	/* A nickname may follow. */
	return (draft_apache_text(&r->draft, d->args[0]));
}

/* A string pasted without the quotes around it has \" all the same. */
static struct span
bare(struct arena *a, struct span text)
{
	char *p = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; p != NULL && i < text.n; i++)
		if (text.p[i] != '\\' || i + 1 == text.n ||
		    text.p[i + 1] != '"')
			p[n++] = text.p[i];
	return (p == NULL ? text : span_make(p, n));
}

/* Parse ${text}, which is one directive; NULL: it is none. */
static const struct directive *
parse_one(struct reader *r, struct span text)
{
	struct directive_error err;
	struct directive *list;

	if (directive_parse(r->draft.arena, text, NULL, &list, &err) == 0)
		return (list);
	(void)snprintf(r->draft.why, FORMATFILE_WHY, "%u:%u: %s", err.line,
	    err.column, err.what);
	return (NULL);
}

static int
read_columns(struct reader *r, struct span text)
{
	const struct directive *d = parse_one(r, text);

	if (d == NULL)
		return (-1);
	r->draft.at = d;
	return (draft_w3c(&r->draft));
}

static int
read_directive(struct reader *r, struct span text)
{
	const struct directive *d;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const struct span w = span_str(words[i].name);

		if (!span_starts(text, w) || text.n == w.n ||
		    (text.p[w.n] != ' ' && text.p[w.n] != '\t'))
			continue;
		d = parse_one(r, text);
		return (d == NULL ? -1 : read_word(r, i, d));
	}
	if (span_starts(text, SPAN("w3c ")))
		return (read_columns(r, text));
	if (span_index(text, '%') < span_index(text, '$'))
		return (
		    draft_apache_text(&r->draft, bare(r->draft.arena, text)));
	return (draft_nginx_args(&r->draft, &text, 1));
}

int
formatfile_read(struct arena *a, struct span name, const struct directive *d,
    struct formatfile *file, char why[static FORMATFILE_WHY])
{
	struct reader r;
	size_t i = 0;

	file->name = arena_dup(a, name);
	if (begin(&r, a, file, why) == -1)
		return (-1);
	for (const struct directive *c = d->children; c != NULL; c = c->next) {
		r.draft.at = c;
		if (draft_field(&r.draft) == -1)
			return (end(&r, -1));
	}
	r.draft.at = d;
	while (!span_eq(d->name, span_str(words[i].name)))
		if (++i == sizeof(words) / sizeof(words[0]))
			return (draft_fail(&r.draft,
			    "this directive is no format"));
	return (end(&r,
	    read_word(&r, i, d) == -1 || draft_finish(&r.draft) == -1 ? -1 :
									0));
}

int
formatfile_directive(struct arena *a, struct span text, struct formatfile *file,
    char why[static FORMATFILE_WHY])
{
	struct directive bare = { .line = 1, .column = 1 };
	struct reader r;

	file->name = SPAN("directive");
	text = arena_dup(a, span_trim(text));
	if (begin(&r, a, file, why) == -1)
		return (-1);
	r.draft.at = &bare;
	return (end(&r,
	    read_directive(&r, text) == -1 || draft_finish(&r.draft) == -1 ?
		-1 :
		0));
}
