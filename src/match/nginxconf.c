/* SPDX-License-Identifier: ISC */
#include "match/nginxconf.h"

#include <string.h>

/* What ended a statement. */
enum end { END_STATEMENT, END_OPEN, END_CLOSE, END_FILE, END_WRONG };

struct reader {
	struct serverlogs *logs;
	struct span base; /* the directory of the main file */
	unsigned depth; /* of blocks, through all files */
	unsigned skipped; /* the depth of a block that does not count, or 0 */
	bool http; /* there is an http{} */
	bool off; /* there is an `access_log off` */
};

/* One file, while it is read. Words are as they stand, without quotes. */
struct lexer {
	struct reader *reader;
	struct span text;
	size_t at;
	size_t bol;
	struct serverfiles_place place; /* of the statement; line: so far */
	unsigned line;
	struct span word[DIRECTIVE_ARGS_MAX];
	size_t nwords; /* those beyond the table are only counted */
};

static int
fail(const struct lexer *l, const char *what)
{
	return (
	    serverfiles_fail(l->reader->logs->files, &l->place, "%s", what));
}

static bool
done(const struct lexer *l)
{
	return (l->at >= l->text.n);
}

/* The next byte; the text has no NUL, so that is its end. */
static char
peek(const struct lexer *l)
{
	return (done(l) ? '\0' : l->text.p[l->at]);
}

static void
advance(struct lexer *l)
{
	if (!done(l) && l->text.p[l->at++] == '\n') {
		l->line++;
		l->bol = l->at;
	}
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static void
skip_blank(struct lexer *l)
{
	while (is_blank(peek(l)) || peek(l) == '#') {
		if (peek(l) == '#')
			while (!done(l) && peek(l) != '\n')
				advance(l);
		else
			advance(l);
	}
}

/* A word without quotes; `{` belongs to it behind a `$`. */
static void
bare(struct lexer *l, struct span *out)
{
	const size_t start = l->at;
	bool variable = false;

	for (; !done(l); advance(l)) {
		const char c = peek(l);

		if (c == '{' && variable)
			continue;
		if (is_blank(c) || c == ';' || c == '{')
			break;
		variable = c == '$';
		if (c == '\\')
			advance(l);
	}
	*out = span_make(l->text.p + start, l->at - start);
}

static int
quoted(struct lexer *l, struct span *out)
{
	const char quote = peek(l);
	size_t start;
	char c;

	advance(l);
	start = l->at;
	while (!done(l) && peek(l) != quote) {
		if (peek(l) == '\\')
			advance(l);
		advance(l);
	}
	if (done(l))
		return (fail(l, "the quoted text does not end"));
	*out = span_make(l->text.p + start, l->at - start);
	advance(l);
	c = peek(l);
	if (is_blank(c) || c == ';' || c == '{' || c == ')' || done(l))
		return (0);
	return (fail(l, "a blank, ; or { must follow the quoted text"));
}

/* The next statement up to what ends it. */
static enum end
statement(struct lexer *l)
{
	l->nwords = 0;
	skip_blank(l);
	l->place.line = l->line;
	l->place.column = (unsigned)(l->at - l->bol) + 1;
	for (;; skip_blank(l)) {
		const char c = peek(l);
		struct span word;

		if (done(l) && l->nwords == 0)
			return (END_FILE);
		if (done(l))
			(void)fail(l, "the file ends before ; or {");
		else if (c == '}' && l->nwords == 0) {
			advance(l);
			return (END_CLOSE);
		} else if (c == '}')
			(void)fail(l, "a ; is missing before }");
		else if ((c == ';' || c == '{') && l->nwords == 0)
			(void)fail(l, "a name must come before ; or {");
		else if (c == ';' || c == '{') {
			advance(l);
			return (c == ';' ? END_STATEMENT : END_OPEN);
		} else {
			if (c != '"' && c != '\'')
				bare(l, &word);
			else if (quoted(l, &word) == -1)
				return (END_WRONG);
			if (l->nwords < DIRECTIVE_ARGS_MAX)
				l->word[l->nwords] = word;
			l->nwords++;
			continue;
		}
		return (END_WRONG);
	}
}

/* ${word} without its backslashes, in the arena; a NUL follows. */
static int
unescape(struct lexer *l, struct span word, struct span *out)
{
	char *p = arena_alloc(l->reader->logs->files->arena, word.n + 1);
	size_t n = 0;

	if (p == NULL)
		return (fail(l, "out of memory"));
	for (size_t i = 0; i < word.n; i++) {
		const char c = word.p[i];
		const char next = i + 1 < word.n ? word.p[i + 1] : '\0';

		if (c != '\\' || next == '\0' ||
		    strchr("\"'\\trn", next) == NULL) {
			p[n++] = c;
			continue;
		}
		p[n++] = next == 't' ? '\t' :
		    next == 'r'	     ? '\r' :
		    next == 'n'	     ? '\n' :
				       next;
		i++;
	}
	*out = span_make(p, n);
	return (0);
}

static int
read_format(struct lexer *l)
{
	struct serverlogs *logs = l->reader->logs;
	struct directive d = { .name = SPAN("log_format"),
		.line = l->place.line,
		.column = l->place.column };
	struct span args[DIRECTIVE_ARGS_MAX];
	struct serverlogs_format *f;

	if (l->nwords < 3)
		return (fail(l, "log_format: takes a name and a format"));
	if (l->nwords > DIRECTIVE_ARGS_MAX)
		return (fail(l, "log_format: too many strings"));
	for (; d.nargs + 1 < l->nwords; d.nargs++)
		if (unescape(l, l->word[d.nargs + 1], &args[d.nargs]) == -1)
			return (-1);
	d.args = args;
	if (serverlogs_named(logs, args[0], 0) != NULL)
		return (fail(l,
		    "log_format: the name is taken; nginx refuses "
		    "that, too"));
	if ((f = serverlogs_format(logs, &d, l->place.path)) == NULL)
		return (-1);
	f->name = args[0];
	return (0);
}

static int
read_log(struct lexer *l)
{
	struct serverlogs_use u = { .wanted = SPAN("combined"),
		.at = l->place };

	if (l->nwords < 2)
		return (fail(l, "access_log: takes a path"));
	if (unescape(l, l->word[1], &u.target) == -1)
		return (-1);
	if (serverlogs_pattern(l->reader->logs, u.target, &u.pattern) == -1)
		return (fail(l, "out of memory"));
	if (span_eq(u.target, SPAN("off"))) {
		l->reader->off = true;
		return (0);
	}
	if (l->nwords > 2 && unescape(l, l->word[2], &u.wanted) == -1)
		return (-1);
	return (serverlogs_use(l->reader->logs, &u));
}

/* The variable called by word ${i} is the configuration's own. */
static int
add_own(struct lexer *l, size_t i)
{
	struct span name = { NULL, 0 };

	if (i >= l->nwords)
		return (0);
	if (unescape(l, l->word[i], &name) == -1)
		return (-1);
	return (serverlogs_own(l->reader->logs, name) == -1 ?
		fail(l, "out of memory") :
		0);
}

static int
read_set(struct lexer *l)
{
	return (add_own(l, 1));
}

static int
read_include(struct lexer *l)
{
	const struct serverfiles_include how = { .at = l->place,
		.empty = true };
	struct serverfiles *files = l->reader->logs->files;
	struct span name = { NULL, 0 };

	if (l->nwords != 2)
		return (fail(l, "include: takes one file"));
	if (unescape(l, l->word[1], &name) == -1)
		return (-1);
	return (serverfiles_include(files,
	    serverfiles_path(files, l->reader->base, name), &how));
}

static int
read_statement(struct lexer *l)
{
	static const struct {
		const char *name;
		int (*read)(struct lexer *);
	} table[] = {
		{ "log_format", read_format },
		{ "access_log", read_log },
		{ "include", read_include },
		{ "set", read_set },
		{ "auth_request_set", read_set },
		{ "js_set", read_set },
		{ "js_var", read_set },
		{ "perl_set", read_set },
	};

	if (l->reader->skipped > 0)
		return (0);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_eq(l->word[0], span_str(table[i].name)))
			return (table[i].read(l));
	return (0);
}

/* At a bracket of Lua: what ends the long text it begins, or 0. */
static size_t
long_bracket(const struct lexer *l)
{
	size_t i = l->at + 1;

	while (i < l->text.n && l->text.p[i] == '=')
		i++;
	return (
	    i < l->text.n && l->text.p[l->at] == '[' && l->text.p[i] == '[' ?
		i - l->at + 1 :
		0);
}

/* Does a block called so set the variable that stands before it? */
static bool
sets_last(struct span name)
{
	return (span_eq(name, SPAN("map")) || span_eq(name, SPAN("geo")) ||
	    span_eq(name, SPAN("geoip2")) ||
	    span_eq(name, SPAN("split_clients")));
}

/* Go behind the Lua text or comment that starts here. */
static void
skip_lua_text(struct lexer *l)
{
	const char first = peek(l);
	size_t n;

	if (first == '-') {
		advance(l);
		advance(l);
	}
	if ((n = long_bracket(l)) > 0) {
		const char *opening = l->text.p + l->at;
		struct span rest;

		for (size_t i = 0; i < n; i++)
			advance(l);
		/* The end looks like the opening, but for its brackets. */
		for (rest = span_from(l->text, l->at); rest.n >= n &&
		     (rest.p[0] != ']' || rest.p[n - 1] != ']' ||
			 memcmp(rest.p + 1, opening + 1, n - 2) != 0);
		     rest = span_from(l->text, l->at))
			advance(l);
		for (size_t i = 0; i < n; i++)
			advance(l);
	} else if (first == '-') {
		while (!done(l) && peek(l) != '\n')
			advance(l);
	} else
		for (advance(l); !done(l) && peek(l) != '\n'; advance(l)) {
			if (peek(l) == '\\')
				advance(l);
			else if (peek(l) == first) {
				advance(l);
				break;
			}
		}
}

/* Lua code up to its }; a brace in a text or comment is none. */
static int
skip_lua(struct lexer *l)
{
	unsigned depth = 1;

	while (depth > 0 && !done(l)) {
		const char c = peek(l);

		if (c == '"' || c == '\'' || long_bracket(l) > 0 ||
		    span_starts(span_from(l->text, l->at), SPAN("--"))) {
			skip_lua_text(l);
			continue;
		}
		depth += c == '{';
		depth -= c == '}';
		advance(l);
	}
	return (depth == 0 ? 0 : fail(l, "a } is missing"));
}

static int
open_block(struct lexer *l)
{
	/* Other modules' logs, and data that may look like statements. */
	static const char *const skipped[] = { "stream", "mail", "events",
		"map", "geo", "types", "charset_map", "split_clients",
		"upstream" };
	struct reader *r = l->reader;

	if (span_ends(l->word[0], SPAN("_by_lua_block")))
		return (skip_lua(l));
	if (r->skipped == 0 && sets_last(l->word[0]) &&
	    add_own(l, l->nwords - 1) == -1)
		return (-1);
	r->depth++;
	if (span_eq(l->word[0], SPAN("http")))
		r->http = true;
	for (size_t i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		if (r->skipped == 0 &&
		    span_eq(l->word[0], span_str(skipped[i])))
			r->skipped = r->depth;
	return (0);
}

static void
close_block(struct reader *r)
{
	if (r->skipped == r->depth)
		r->skipped = 0;
	r->depth--;
}

/* One file. Its blocks must end in it. */
static int
parse(void *arg, const char *path, struct span text)
{
	struct reader *r = arg;
	const unsigned depth = r->depth;
	struct lexer l = { .reader = r,
		.text = text,
		.line = 1,
		.place = { .path = path } };

	for (;;) {
		int rc = 0;

		switch (statement(&l)) {
		case END_WRONG:
			return (-1);
		case END_FILE:
			return (
			    r->depth == depth ? 0 : fail(&l, "a } is missing"));
		case END_CLOSE:
			if (r->depth == depth)
				return (fail(&l, "there is no { for }"));
			close_block(r);
			break;
		case END_OPEN:
			rc = open_block(&l);
			break;
		case END_STATEMENT:
			rc = read_statement(&l);
			break;
		}
		if (rc == -1)
			return (-1);
	}
}

/* The format that nginx knows by itself. */
static struct serverlogs_format *
combined(struct serverlogs *logs)
{
	struct span args[] = { SPAN("combined"),
		SPAN("$remote_addr - $remote_user [$time_local] \"$request\" "
		     "$status $body_bytes_sent \"$http_referer\" "
		     "\"$http_user_agent\"") };
	const struct directive d = { .name = SPAN("log_format"),
		.args = args,
		.nargs = 2,
		.line = 1,
		.column = 1 };
	struct serverlogs_format *f = serverlogs_format(logs, &d, NULL);

	if (f != NULL)
		f->name = args[0];
	return (f);
}

int
nginxconf_read(struct serverlogs *logs)
{
	static const struct serverfiles_include main_file = { .empty = false };
	const char *slash = strrchr(logs->path, '/');
	const struct serverlogs_format *known = combined(logs);
	struct reader r = { .logs = logs };

	if (slash != NULL)
		r.base =
		    span_make(logs->path, (size_t)(slash - logs->path) + 1);
	if (known == NULL)
		return (-1);
	logs->files->parse = parse;
	logs->files->arg = &r;
	if (serverfiles_include(logs->files, logs->path, &main_file) == -1)
		return (-1);
	for (struct serverlogs_use *u = logs->uses; u != NULL; u = u->next)
		u->format = serverlogs_named(logs, u->wanted, 0);
	if (r.http && !r.off)
		logs->unsaid = known;
	return (0);
}
