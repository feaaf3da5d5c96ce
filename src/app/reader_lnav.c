/* SPDX-License-Identifier: ISC */
/*
 * lnav: the definition of a log format, for lnav -i.
 *
 * Lines of text are matched by the pattern that logfade itself matches them
 * with. Columns are called as in lnav's own format for access logs where
 * there is one like them.
 *
 * Source: https://docs.lnav.org/en/v0.11.1/formats.html
 */
#include <stdio.h>
#include <string.h>

#include "app/reader.h"
#include "app/reader_example.h"
#include "app/reader_lnav_json.h"
#include "base/ascii.h"
#include "match/pattern.h"

enum { NAME_MAX_BYTES = 28, PATTERN_MAX = 64 * 1024 };

/* A column: of one field, whatever the layout. */
struct column {
	char name[NAME_MAX_BYTES + 12];
	const char *kind; /* NULL: not in use */
};

struct writer {
	const struct formatfile *file;
	struct buf *out;
	bool place;
	const struct field *field; /* the format's table */
	size_t nfields;
	struct column column[FORMAT_FIELDS_MAX];
	size_t nlayouts; /* so far */
};

static const char *const columns[ROLE_COUNT] = {
	[ROLE_HOST] = "c_ip",
	[ROLE_HOSTLIST] = "c_ips",
	[ROLE_VHOST] = "cs_host",
	[ROLE_USER] = "cs_username",
	[ROLE_TIME] = "timestamp",
	[ROLE_REQUEST] = "cs_request",
	[ROLE_METHOD] = "cs_method",
	[ROLE_URI] = "cs_uri",
	[ROLE_PATH] = "cs_uri_stem",
	[ROLE_QUERY] = "cs_uri_query",
	[ROLE_PROTOCOL] = "cs_version",
	[ROLE_STATUS] = "sc_status",
	[ROLE_BYTES] = "sc_bytes",
	[ROLE_REFERER] = "cs_referer",
	[ROLE_AGENT] = "cs_user_agent",
};

static void
add(struct writer *w, const char *s)
{
	buf_addspan(w->out, span_str(s));
}

static void
add_string(struct writer *w, struct span s)
{
	buf_addc(w->out, '"');
	buf_addjson(w->out, s);
	buf_addc(w->out, '"');
}

/* Letters, digits and `_` of ${s}, at most ${max}. */
static size_t
plain(struct span s, char *name, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < max; i++) {
		const char c = s.p[i];

		if (ascii_isalpha(c) || ascii_isdigit(c))
			name[n++] = (char)(c >= 'A' && c <= 'Z' ? c | ' ' : c);
		else if (n > 0 && name[n - 1] != '_')
			name[n++] = '_';
	}
	while (n > 0 && name[n - 1] == '_')
		n--;
	name[n] = '\0';
	return (n);
}

static bool
is_taken(const struct writer *w, const char *name)
{
	for (size_t i = 0; i < w->nfields; i++)
		if (w->column[i].kind != NULL &&
		    strcmp(w->column[i].name, name) == 0)
			return (true);
	return (false);
}

static const char *
kind_of(const struct field *f, enum role role)
{
	if (f->shape == SHAPE_STATUS || role == ROLE_BYTES)
		return ("integer");
	return (f->shape == SHAPE_NUMBER && f->class == CLASS_NUMBER ?
		"float" :
		"string");
}

/* Name the column of the field ${i}, if it has no name yet. */
static void
name_column(struct writer *w, size_t i)
{
	const struct field *f = &w->field[i];
	const enum role role =
	    role_of(matcher_format(w->file->matcher)->name, f);
	struct column *c = &w->column[i];
	char own[NAME_MAX_BYTES + 1];

	if (c->kind != NULL)
		return;
	(void)snprintf(c->name, sizeof(c->name), "%s",
	    columns[role] == NULL ? "" : columns[role]);
	if (columns[role] == NULL || is_taken(w, c->name)) {
		const size_t n = plain(f->name, own, NAME_MAX_BYTES - 6);

		(void)snprintf(c->name, sizeof(c->name), "%s%s",
		    n > 1 && ascii_isalpha(own[0]) ? "" : "field_", own);
	}
	if (is_taken(w, c->name) || strcmp(c->name, "place") == 0)
		(void)snprintf(c->name, sizeof(c->name), "field_%zu", i);
	c->kind = kind_of(f, role);
}

static struct span
column_of(const struct writer *w, const struct element *e)
{
	return (span_str(w->column[e->field].name));
}

/* The first time of ${es}, or NULL. */
static const struct element *
time_of(const struct elements *es)
{
	for (size_t i = 0; i < es->n; i++)
		if (es->e[i].isfield &&
		    es->fields->f[es->e[i].field].class == CLASS_TIME)
			return (&es->e[i]);
	return (NULL);
}

static const char timestamp[] = "timestamp";

/* The place where the policy has one: before ${brace}, or behind the line. */
static void
put_place(const struct writer *w, struct span brace, const char *place,
    struct buf *out)
{
	if (!w->place)
		return;
	if (matcher_format(w->file->matcher)->trailer != TRAILER_MEMBER ||
	    !span_ends(buf_span(out), brace)) {
		buf_addf(out, " %s", place);
		return;
	}
	out->n -= brace.n;
	buf_addf(out, ",\"place\":\"%s\"%.*s", place, (int)brace.n, brace.p);
}

static void
put_pattern(struct writer *w, const struct elements *es)
{
	struct span names[ELEMENTS_MAX] = { { NULL, 0 } };
	const struct element *time = time_of(es);
	struct buf b;

	for (size_t i = 0; i < es->n; i++)
		if (es->e[i].isfield)
			names[i] = &es->e[i] == time ? span_str(timestamp) :
						       column_of(w, &es->e[i]);
	buf_init(&b, PATTERN_MAX);
	buf_addc(&b, '^');
	pattern_write_named(es, names, &b);
	put_place(w, SPAN("\\x7d"), "(?<place>[A-Z][A-Z]|AS[0-9]+|-)", &b);
	buf_addc(&b, '$');
	add_string(w, buf_span(&b));
	if (b.failed)
		w->out->failed = true;
	buf_release(&b);
}

static void
put_samples(struct writer *w)
{
	const struct elements *es;
	bool first = true;

	add(w, "    \"sample\": [");
	for (size_t k = 0; (es = matcher_layout(w->file->matcher, k)) != NULL;
	     k++) {
		struct buf b;

		if (time_of(es) == NULL)
			continue;
		buf_init(&b, PATTERN_MAX);
		for (size_t i = 0; i < es->n; i++)
			if (es->e[i].isfield)
				reader_example(w->file,
				    &es->fields->f[es->e[i].field], &b);
			else
				buf_addspan(&b, es->e[i].text);
		put_place(w, SPAN("}"), "NL", &b);
		add(w,
		    first ? "\n      { \"line\": " : ",\n      { \"line\": ");
		add_string(w, buf_span(&b));
		add(w, " }");
		first = false;
		buf_release(&b);
	}
	add(w, "\n    ]\n");
}

/* One way to spell a time, with what lnav calls a fraction. */
static void
put_spelling(struct writer *w, struct span text, const char *fraction,
    bool *first)
{
	const size_t at = span_find(text, SPAN("%f"));

	add(w, *first ? " " : ", ");
	*first = false;
	buf_addc(w->out, '"');
	buf_addjson(w->out, span_make(text.p, at));
	if (at < text.n) {
		add(w, fraction);
		buf_addjson(w->out, span_from(text, at + 2));
	}
	buf_addc(w->out, '"');
}

/* Six digits, three or nine, if there are any. */
static void
put_fractions(struct writer *w, struct span text, bool *first)
{
	static const char *const fractions[] = { "%f", "%L", "%N" };

	for (size_t k = 0; k < 3; k++)
		if (k == 0 || span_find(text, SPAN("%f")) < text.n)
			put_spelling(w, text, fractions[k], first);
}

/* Is the field ${i} a time, and in use? */
static bool
is_time(const struct writer *w, size_t i)
{
	return (w->field[i].class == CLASS_TIME && w->column[i].kind != NULL);
}

enum { SPELLINGS_MAX = 4 };

static const char *const spellings[TIME_ANY + 1][SPELLINGS_MAX] = {
	[TIME_CLF] = { "%d/%b/%Y:%H:%M:%S %z" },
	[TIME_ISO] = { "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%SZ",
	    "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S.%fZ" },
	[TIME_EPOCH] = { "%s", "%s.%f" },
	[TIME_MSEC] = { "%i" },
	[TIME_USEC] = { "%6" },
};

/* Has lnav a word for each of the times? */
static bool
can_read_times(const struct writer *w)
{
	for (size_t i = 0; i < w->nfields; i++)
		if (is_time(w, i) && w->field[i].time != TIME_LAYOUT &&
		    spellings[w->field[i].time][0] == NULL)
			return (false);
	return (true);
}

static void
put_times(struct writer *w)
{
	bool first = true;

	add(w, "    \"timestamp-format\": [");
	for (size_t i = 0; i < w->nfields; i++) {
		const struct field *f = &w->field[i];

		if (!is_time(w, i))
			continue;
		if (f->time == TIME_LAYOUT)
			put_fractions(w, f->layout, &first);
		for (size_t k = 0; k < SPELLINGS_MAX; k++)
			if (spellings[f->time][k] != NULL)
				put_fractions(w,
				    span_str(spellings[f->time][k]), &first);
	}
	add(w, " ],\n");
}

static void
put_value(struct writer *w, const struct column *c, const struct field *f,
    bool *first)
{
	add(w, *first ? "\n      " : ",\n      ");
	*first = false;
	buf_addf(w->out, "\"%s\": { \"kind\": \"%s\"", c->name, c->kind);
	if (f->class == CLASS_IP)
		add(w, ", \"collate\": \"ipaddress\", \"identifier\": true");
	if (f->shape == SHAPE_STATUS)
		add(w, ", \"foreign-key\": true");
	add(w, " }");
}

static void
put_values(struct writer *w)
{
	bool first = true;

	add(w, "    \"value\": {");
	for (size_t i = 0; i < w->nfields; i++)
		if (w->column[i].kind != NULL &&
		    strcmp(w->column[i].name, timestamp) != 0)
			put_value(w, &w->column[i], &w->field[i], &first);
	if (w->place)
		add(w,
		    first ? "" :
			    ",\n      \"place\": { \"kind\": "
			    "\"string\", \"identifier\": true }");
	add(w, "\n    }");
}

static void
put_head(struct writer *w)
{
	const struct format *f = matcher_format(w->file->matcher);
	char name[64];

	(void)plain(f->name, name, sizeof(name) - 1);
	buf_addf(w->out,
	    "{\n  \"$schema\": "
	    "\"https://lnav.org/schemas/format-v1.schema.json\",\n"
	    "  \"logfade_%s\": {\n    \"title\": ",
	    name);
	add_string(w, f->title.n > 0 ? f->title : f->name);
	add(w, ",\n    \"description\": \"Written by logfade\",\n");
}

/* Name all columns of the layouts that lnav can have. */
static bool
name_columns(struct writer *w)
{
	const struct elements *es;
	bool any = false;

	for (size_t k = 0; (es = matcher_layout(w->file->matcher, k)) != NULL;
	     k++) {
		if (time_of(es) == NULL)
			continue;
		any = true;
		name_column(w, time_of(es)->field);
		for (size_t i = 0; i < es->n; i++)
			if (es->e[i].isfield)
				name_column(w, es->e[i].field);
	}
	return (any);
}

static const char *
text(struct writer *w)
{
	const struct elements *es;

	if (!name_columns(w))
		return ("lnav needs a time");
	if (!can_read_times(w))
		return ("lnav cannot read times that are spelt so");
	put_head(w);
	add(w, "    \"regex\": {");
	for (size_t k = 0; (es = matcher_layout(w->file->matcher, k)) != NULL;
	     k++) {
		if (time_of(es) == NULL)
			continue;
		buf_addf(w->out,
		    "%s\n      \"layout%zu\": {\n        \"pattern\": ",
		    w->nlayouts++ > 0 ? "," : "", k + 1);
		put_pattern(w, es);
		add(w, "\n      }");
	}
	add(w, "\n    },\n");
	buf_addf(w->out, "    \"timestamp-field\": \"%s\",\n", timestamp);
	put_times(w);
	put_values(w);
	add(w, ",\n");
	put_samples(w);
	add(w, "  }\n}\n");
	return (NULL);
}

const char *
reader_lnav(const struct formatfile *file, const struct policy *policy,
    struct buf *out)
{
	const struct format *f = matcher_format(file->matcher);
	struct writer w = { .file = file,
		.out = out,
		.field = f->fields,
		.nfields = f->nfields,
		.place = policy->place != GEO_NONE };
	const char *wrong;

	if (matcher_layout(file->matcher, 0) != NULL)
		return (text(&w));
	if (matcher_has_header(file->matcher))
		return ("lnav reads W3C logs with a header by itself");
	if (f->escape != ESCAPE_JSON)
		return ("lnav needs fields in a fixed order");
	if (reader_mixed(file))
		return ("lnav needs times that are spelt in one way");
	put_head(&w);
	wrong = reader_lnav_json(file, policy->place, out);
	add(&w, "  }\n}\n");
	return (wrong);
}
