/* SPDX-License-Identifier: ISC */
#include "match/subject.h"

#include "base/ascii.h"
#include "base/jsontext.h"
#include "base/percent.h"
#include "model/requestline.h"

enum { NOTHING = SUBJECT_PARTS };

struct subject {
	const struct format *format;
	unsigned char *part; /* enum subject_part, a field each, or NOTHING */
	bool has[SUBJECT_PARTS];
};

/* Is ${name} a variable that is not about what the client asked for? */
static bool
is_aside(struct span name)
{
	static const char *const words[] = { "document_root", "realpath_root",
		"filename", "path_info", "path_translated", "script_name",
		"upstream", "proxy_host", "redirect", "sendfile", "prefix",
		"outer_server_name", "computername", "s-dns",
		"distribution-dns" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_casefind(name, span_str(words[i])) < name.n)
			return (true);
	return (span_eq(name, SPAN("hostname")) ||
	    span_eq(name, SPAN("/hostname")) || span_eq(name, SPAN("f")));
}

/* The class the policy gives the field called ${name}, or NULL. */
static const enum class *
class_given(const struct policy *policy, struct span name)
{
	for (size_t i = 0; i < policy->noverride; i++)
		if (policy->override[i].hasclass &&
		    span_eq(policy->override[i].name, name))
			return (&policy->override[i].class);
	return (NULL);
}

static unsigned part_of(enum class c)
{
	switch (c) {
	case CLASS_VHOST:
		return (SUBJECT_VHOST);
	case CLASS_REQUEST:
		return (SUBJECT_REQUEST);
	case CLASS_URI:
		return (SUBJECT_URI);
	case CLASS_PATH:
		return (SUBJECT_PATH);
	case CLASS_METHOD:
		return (SUBJECT_METHOD);
	case CLASS_STATUS:
		return (SUBJECT_STATUS);
	default:
		return (NOTHING);
	}
}

struct subject *
subject_new(struct arena *a, const struct format *f,
    const struct policy *policy)
{
	struct subject *s = arena_alloc(a, sizeof(*s));

	if (s != NULL)
		s->part = arena_alloc(a, f->nfields + 1);
	if (s == NULL || s->part == NULL)
		return (NULL);
	s->format = f;
	for (size_t i = 0; i < f->nfields; i++) {
		const struct field *field = &f->fields[i];
		const enum class *given = class_given(policy, field->name);
		unsigned p = part_of(field->class);

		if (given != NULL)
			p = part_of(*given);
		/* What frames a line is not of the request. */
		else if (field->spare || is_aside(field->name))
			p = NOTHING;
		s->part[i] = (unsigned char)p;
		if (p != NOTHING)
			s->has[p] = true;
	}
	return (s);
}

bool
subject_has(const struct subject *s, int what)
{
	switch (what) {
	case CONDITION_VHOST:
		return (s->has[SUBJECT_VHOST]);
	case CONDITION_PATH:
		return (s->has[SUBJECT_REQUEST] || s->has[SUBJECT_URI] ||
		    s->has[SUBJECT_PATH]);
	case CONDITION_METHOD:
		return (s->has[SUBJECT_REQUEST] || s->has[SUBJECT_METHOD]);
	default:
		return (s->has[SUBJECT_STATUS]);
	}
}

void
subject_find(const struct subject *s, const struct record *r,
    struct subject_cuts *cuts)
{
	*cuts = (struct subject_cuts){ { NULL } };
	for (size_t i = 0; i < r->ncuts; i++) {
		const struct cut *c = &r->cut[i];
		const unsigned char part = s->part[c->field];

		if (part == NOTHING || cuts->of[part] != NULL ||
		    c->value.n == 0 || span_eq(c->value, SPAN("-")))
			continue;
		cuts->of[part] = c;
	}
}

/* Is ${s} such as HTTP/1.1? */
static bool
is_protocol(struct span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= 'A' && s.p[n] <= 'Z')
		n++;
	return (n >= 2 && n + 1 < s.n && s.p[n] == '/' &&
	    ascii_isdigit(s.p[n + 1]));
}

/*
 * ${line} without its method and its protocol, however many blanks there are
 * around them: to servers one is as good as three.
 */
static struct span
target(struct span line)
{
	const size_t method = requestline_method(line);
	size_t end;

	if (method == 0)
		return (span_make(NULL, 0));
	line = span_trim(span_from(line, method + 1));
	end = line.n;
	while (end > 0 && line.p[end - 1] != ' ')
		end--;
	if (end > 0 && is_protocol(span_from(line, end)))
		line.n = end - 1;
	return (span_trim(line));
}

/* How much of ${s} stands before the first of ${stops}. */
static size_t
length(struct span s, const char *stops)
{
	size_t n = 0;

	while (n < s.n && !ascii_isone(s.p[n], stops))
		n++;
	return (n);
}

/* ${uri} without scheme, host, query and fragment. */
static struct span
path_of(struct span uri)
{
	const size_t colon = span_find(uri, SPAN("://"));

	uri.n = length(uri, "?#");
	if (colon < uri.n && colon < span_index(uri, '/')) {
		uri = span_from(uri, colon + 3);
		uri = span_from(uri, span_index(uri, '/'));
	}
	return (uri);
}

/* What the backslash that ${s} starts with stands for; how long that is. */
static size_t
escape_length(struct span s, char *c)
{
	static const char letters[] = "\"\"\\\\//n\nr\rt\tb\bf\fv\v";
	const int byte =
	    s.n >= 4 && s.p[1] == 'x' ? ascii_hexpair(s.p + 2) : -1;

	if (byte != -1) {
		*c = (char)byte;
		return (4);
	}
	for (size_t i = 0; s.n >= 2 && letters[i] != '\0'; i += 2)
		if (letters[i] == s.p[1]) {
			*c = letters[i + 1];
			return (2);
		}
	*c = '\\';
	return (1);
}

static void
unescape(struct span in, struct buf *out)
{
	while (in.n > 0) {
		const size_t n = span_index(in, '\\');
		char c;

		buf_add(out, in.p, n);
		in = span_from(in, n);
		if (in.n == 0)
			break;
		in = span_from(in, escape_length(in, &c));
		buf_addc(out, c);
	}
}

struct span
subject_text(const struct format *f, const struct cut *c, struct buf *text)
{
	const struct span in = c->value;

	if (f->escape == ESCAPE_NONE || span_index(in, '\\') == in.n)
		return (in);
	buf_reset(text);
	if (f->escape == ESCAPE_JSON)
		jsontext_undo(in, text);
	else
		unescape(in, text);
	return (buf_span(text));
}

bool
subject_path(const struct format *f, const struct subject_cuts *cuts,
    struct buf *text, struct span *path)
{
	const struct cut *line = cuts->of[SUBJECT_REQUEST];
	const struct cut *c = line != NULL ? line :
	    cuts->of[SUBJECT_URI] != NULL  ? cuts->of[SUBJECT_URI] :
					     cuts->of[SUBJECT_PATH];
	size_t at = 0;
	struct span s;

	buf_reset(text);
	if (c == NULL)
		return (false);
	s = subject_text(f, c, text);
	s = path_of(c == line ? target(s) : s);
	if (percent_any(s)) {
		if (text->n > 0)
			at = (size_t)(s.p - text->p);
		else
			buf_addspan(text, s);
		if (text->failed)
			return (false);
		s = span_make(text->p + at, percent_undo(text->p + at, s.n));
	}
	*path = s;
	return (!text->failed && s.n > 0);
}

struct span
subject_method(const struct subject_cuts *cuts)
{
	const struct cut *line = cuts->of[SUBJECT_REQUEST];

	if (cuts->of[SUBJECT_METHOD] != NULL)
		return (cuts->of[SUBJECT_METHOD]->value);
	if (line == NULL)
		return (span_make(NULL, 0));
	return (span_make(line->value.p, requestline_method(line->value)));
}
