/* SPDX-License-Identifier: ISC */
#include "match/apacheconf.h"

#include <string.h>

#include "match/apachevars.h"
#include "match/apachewords.h"

enum { LINE_MAX_BYTES = 1024 * 1024, WORDS_MAX = 4 };

/* `LogFormat FORMAT`: what TransferLog writes in this scope. */
struct fallback {
	struct span text;
	const char *doubt;
	unsigned scope;
	struct fallback *next;
};

struct reader {
	struct serverlogs *logs;
	struct span root; /* ends in `/` */
	struct apachevars vars;
	struct fallback *fallbacks; /* the last one first */
	unsigned scopes; /* virtual hosts so far */
	unsigned scope; /* the one we are in, or 0 */
	unsigned conditions; /* sections we are in that may not count */
	bool perl; /* in a section that is no configuration */
	struct serverfiles_place place; /* of the line */
	struct buf line; /* without continuation */
	struct buf full; /* with its variables replaced */
	struct span word[WORDS_MAX]; /* of the arena, a NUL follows each */
	size_t nwords; /* those beyond the table are only counted */
};

static const char unset_why[] =
    "the format has a ${variable} that is neither defined nor in the "
    "environment";
static const char condition_why[] =
    "this name has another format, too, and which one counts depends on a "
    "condition";

static int
fail(const struct reader *r, const char *what)
{
	return (serverfiles_fail(r->logs->files, &r->place, "%s", what));
}

/* What a path may be: a hole for each variable that is not known. */
static int
pattern_of(struct reader *r, struct span target, struct span *out)
{
	const bool relative = target.n > 0 && target.p[0] != '/' &&
	    target.p[0] != '|' && !span_starts(target, SPAN("${")) &&
	    !span_starts(target, SPAN("syslog"));
	char *p = arena_alloc(r->logs->files->arena,
	    (relative ? r->root.n : 0) + target.n + 1);
	size_t n = 0;

	if (p == NULL)
		return (fail(r, "out of memory"));
	if (relative && (n = r->root.n) > 0)
		memcpy(p, r->root.p, n);
	for (size_t i = 0; i < target.n; i++) {
		struct span name;
		const size_t len = apachevars_at(span_from(target, i), &name);

		p[n++] = len > 0 ? SERVERLOGS_HOLE : target.p[i];
		i += len > 0 ? len - 1 : 0;
	}
	*out = span_make(p, n);
	return (0);
}

static struct directive
directive(const struct reader *r, struct span *format)
{
	return ((struct directive){ .name = SPAN("LogFormat"),
	    .args = format,
	    .nargs = 1,
	    .line = r->place.line,
	    .column = r->place.column });
}

/* Why a format that was ${old} (NULL: none) may not be ${now}. */
static const char *
doubt(const struct reader *r, const char *old_doubt, bool differs,
    struct span now)
{
	if (apachevars_in(now))
		return (unset_why);
	if (r->conditions == 0)
		return (NULL);
	return (differs ? condition_why : old_doubt);
}

/* `LogFormat FORMAT` */
static int
read_fallback(struct reader *r)
{
	struct fallback *f = arena_alloc(r->logs->files->arena, sizeof(*f));
	const struct fallback *old = r->fallbacks;

	if (f == NULL)
		return (fail(r, "out of memory"));
	while (old != NULL && old->scope != r->scope)
		old = old->next;
	*f = (struct fallback){ .text = r->word[1],
		.scope = r->scope,
		.next = r->fallbacks };
	f->doubt = doubt(r, old == NULL ? NULL : old->doubt,
	    old != NULL && !span_eq(old->text, f->text), f->text);
	r->fallbacks = f;
	return (0);
}

/* `LogFormat FORMAT NICKNAME` */
static int
read_format(struct reader *r)
{
	const struct directive d = directive(r, &r->word[1]);
	const struct serverlogs_format *old;
	struct serverlogs_format *f;

	if (r->nwords == 2)
		return (read_fallback(r));
	if (r->nwords != 3)
		return (fail(r, "LogFormat: takes a format and a nickname"));
	old = serverlogs_named(r->logs, r->word[2], r->scope);
	if (old == NULL && r->scope > 0)
		old = serverlogs_named(r->logs, r->word[2], 0);
	if ((f = serverlogs_format(r->logs, &d, r->place.path)) == NULL)
		return (-1);
	f->doubt = doubt(r, old == NULL ? NULL : old->doubt,
	    old != NULL && !serverlogs_same(old, f), r->word[1]);
	f->name = r->word[2];
	f->scope = r->scope;
	return (0);
}

static int
add_log(struct reader *r, struct span wanted)
{
	struct serverlogs_use u = { .target = r->word[1],
		.wanted = wanted,
		.at = r->place,
		.scope = r->scope };

	if (pattern_of(r, u.target, &u.pattern) == -1)
		return (-1);
	return (serverlogs_use(r->logs, &u));
}

static int
read_log(struct reader *r)
{
	if (r->nwords != 3 && r->nwords != 4)
		return (fail(r,
		    "CustomLog and GlobalLog: take a target, a "
		    "format and a condition"));
	return (add_log(r, r->word[2]));
}

static int
read_transfer(struct reader *r)
{
	if (r->nwords != 2)
		return (fail(r, "TransferLog: takes a target"));
	return (add_log(r, span_make(NULL, 0)));
}

static int
set_variable(struct reader *r, struct span value)
{
	if (apachevars_set(&r->vars, r->word[1], value, r->conditions > 0) == 0)
		return (0);
	return (fail(r, "out of memory"));
}

static int
read_define(struct reader *r)
{
	if (r->nwords != 2 && r->nwords != 3)
		return (fail(r, "Define: takes a name and a value"));
	return (set_variable(r, r->nwords == 3 ? r->word[2] : SPAN("")));
}

static int
read_undefine(struct reader *r)
{
	if (r->nwords != 2)
		return (fail(r, "UnDefine: takes a name"));
	return (set_variable(r, span_make(NULL, 0)));
}

static int
read_root(struct reader *r)
{
	struct span root;
	char *p;

	if (r->nwords != 2 || apachevars_in(r->word[1]))
		return (fail(r, "ServerRoot: takes a directory"));
	root = r->word[1];
	if ((p = arena_alloc(r->logs->files->arena, root.n + 1)) == NULL)
		return (fail(r, "out of memory"));
	if (root.n > 0)
		memcpy(p, root.p, root.n);
	p[root.n] = '/';
	r->root = span_make(p, root.n + (root.n == 0 || p[root.n - 1] != '/'));
	return (0);
}

static int
include(struct reader *r, bool optional)
{
	struct serverfiles *files = r->logs->files;
	const struct serverfiles_include how = { .at = r->place,
		.directories = true,
		.missing = optional || r->conditions > 0,
		.empty = optional || r->conditions > 0 };

	if (r->nwords != 2)
		return (fail(r, "Include: takes one path"));
	if (apachevars_in(r->word[1]))
		return (fail(r,
		    "Include: a ${variable} is neither defined "
		    "nor in the environment"));
	return (serverfiles_include(files,
	    serverfiles_path(files, r->root, r->word[1]), &how));
}

static int
read_include(struct reader *r)
{
	return (include(r, false));
}

static int
read_optional(struct reader *r)
{
	return (include(r, true));
}

static const struct {
	const char *name;
	int (*read)(struct reader *);
} table[] = {
	{ "LogFormat", read_format },
	{ "CustomLog", read_log },
	{ "GlobalLog", read_log },
	{ "TransferLog", read_transfer },
	{ "Define", read_define },
	{ "UnDefine", read_undefine },
	{ "ServerRoot", read_root },
	{ "Include", read_include },
	{ "IncludeOptional", read_optional },
};

/* Does ${line} start with ${tag}, in any case? */
static bool
is_tag(struct span line, struct span tag)
{
	return (line.n >= tag.n && span_caseeq(span_make(line.p, tag.n), tag));
}

/* `<Section ...>` or its end. */
static void
section(struct reader *r, struct span line)
{
	if (is_tag(line, SPAN("<VirtualHost")))
		r->scope = ++r->scopes;
	else if (is_tag(line, SPAN("</VirtualHost")))
		r->scope = 0;
	else if (is_tag(line, SPAN("<If")) || is_tag(line, SPAN("<Macro")))
		r->conditions++;
	else if (is_tag(line, SPAN("</If")) || is_tag(line, SPAN("</Macro")))
		r->conditions -= r->conditions > 0;
	else if (is_tag(line, SPAN("<Perl")))
		r->perl = true;
}

/* One line, with those that continue it, as r->line. */
static int
read_line(struct reader *r)
{
	const struct span line = span_trim(buf_span(&r->line));
	size_t n = 0;

	if (r->perl || line.n == 0 || line.p[0] == '#' || line.p[0] == '<') {
		if (!r->perl && line.n > 0 && line.p[0] == '<')
			section(r, line);
		else if (is_tag(line, SPAN("</Perl")))
			r->perl = false;
		return (0);
	}
	while (n < line.n && !apachewords_blank(line.p[n]))
		n++;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (!span_caseeq(span_make(line.p, n), span_str(table[i].name)))
			continue;
		r->place.column += (unsigned)(line.p - r->line.p);
		buf_reset(&r->full);
		apachevars_expand(&r->vars, line, &r->full);
		if (r->full.failed)
			return (fail(r, "the line is too long"));
		r->nwords = apachewords_split(r->logs->files->arena,
		    buf_span(&r->full), r->word, WORDS_MAX);
		if (r->nwords == 0)
			return (fail(r, "out of memory"));
		return (table[i].read(r));
	}
	return (0);
}

/* One file. What its sections began ends with it. */
static int
parse(void *arg, const char *path, struct span text)
{
	struct reader *r = arg;
	const unsigned scope = r->scope, conditions = r->conditions;
	unsigned line = 1;
	bool more = false;

	while (text.n > 0) {
		const size_t end = span_index(text, '\n');
		struct span part = span_make(text.p, end);

		if (!more) {
			buf_reset(&r->line);
			r->place = (struct serverfiles_place){ path, line, 1 };
		}
		text = span_from(text, end < text.n ? end + 1 : end);
		line++;
		if (part.n > 0 && part.p[part.n - 1] == '\r')
			part.n--;
		more = part.n > 0 && part.p[part.n - 1] == '\\';
		buf_addspan(&r->line, span_make(part.p, part.n - more));
		if (r->line.failed)
			return (fail(r, "the line is too long"));
		if ((!more || text.n == 0) && read_line(r) == -1)
			return (-1);
	}
	r->scope = scope;
	r->conditions = conditions;
	r->perl = false;
	return (0);
}

/* A format that stands with its log. */
static int
own_format(struct reader *r, struct serverlogs_use *u, const char *why)
{
	struct directive d;
	struct serverlogs_format *f;

	r->place = u->at;
	d = directive(r, &u->wanted);
	if ((f = serverlogs_format(r->logs, &d, u->at.path)) == NULL)
		return (-1);
	f->doubt = apachevars_in(u->wanted) ? unset_why : why;
	u->format = f;
	return (0);
}

/* Which format a log is written in: only known when all is read. */
static int
resolve(struct reader *r, struct serverlogs_use *u)
{
	const char *why = NULL;

	if (u->wanted.p == NULL) {
		const struct fallback *f = r->fallbacks, *found = NULL;

		for (; f != NULL && (found == NULL || found->scope != u->scope);
		     f = f->next)
			if (f->scope == u->scope ||
			    (f->scope == 0 && found == NULL))
				found = f;
		u->wanted = found == NULL ? SPAN("CLF") : found->text;
		why = found == NULL ? NULL : found->doubt;
	}
	u->format = serverlogs_named(r->logs, u->wanted, u->scope);
	if (u->format == NULL)
		u->format = serverlogs_named(r->logs, u->wanted, 0);
	if (u->format != NULL && why == NULL)
		return (0);
	/* Without a % it is a nickname that nothing has. */
	if (why == NULL && span_index(u->wanted, '%') == u->wanted.n &&
	    !apachevars_in(u->wanted))
		return (0);
	return (own_format(r, u, why));
}

/* The format that Apache knows by itself. */
static int
common(struct serverlogs *logs)
{
	struct span text = SPAN("%h %l %u %t \"%r\" %>s %b");
	const struct directive d = { .name = SPAN("LogFormat"),
		.args = &text,
		.nargs = 1,
		.line = 1,
		.column = 1 };
	struct serverlogs_format *f = serverlogs_format(logs, &d, NULL);

	if (f == NULL)
		return (-1);
	f->name = SPAN("CLF");
	return (0);
}

int
apacheconf_read(struct serverlogs *logs)
{
	static const struct serverfiles_include main_file = { .empty = false };
	const char *slash = strrchr(logs->path, '/');
	struct reader r = { .logs = logs, .vars.files = logs->files };
	int rc;

	logs->nocase = true;
	if (common(logs) == -1)
		return (-1);
	if (slash != NULL)
		r.root =
		    span_make(logs->path, (size_t)(slash - logs->path) + 1);
	buf_init(&r.line, LINE_MAX_BYTES);
	buf_init(&r.full, LINE_MAX_BYTES);
	logs->files->parse = parse;
	logs->files->arg = &r;
	rc = serverfiles_include(logs->files, logs->path, &main_file);
	for (struct serverlogs_use *u = logs->uses; u != NULL && rc == 0;
	     u = u->next)
		rc = resolve(&r, u);
	buf_release(&r.line);
	buf_release(&r.full);
	return (rc);
}
