/* SPDX-License-Identifier: ISC */
#include "match/serverlogs.h"

#include <stdio.h>

enum { KNOWN_MAX = 256, LIST_MAX = 160 };

void
serverlogs_init(struct serverlogs *logs, struct serverfiles *files,
    const char *path)
{
	*logs = (struct serverlogs){ .files = files, .path = path };
	logs->last_format = &logs->formats;
	logs->last_use = &logs->uses;
}

static int
fail(const struct serverlogs *logs, const char *path, const struct directive *d,
    const char *what)
{
	const struct serverfiles_place at = { path, d->line, d->column };

	return (serverfiles_fail(logs->files, &at, "%s", what));
}

struct serverlogs_format *
serverlogs_format(struct serverlogs *logs, const struct directive *d,
    const char *path)
{
	struct arena *a = logs->files->arena;
	struct serverlogs_format *f = arena_alloc(a, sizeof(*f));
	struct span *args = arena_alloc(a, (d->nargs + 1) * sizeof(*args));

	if (f == NULL || args == NULL) {
		(void)fail(logs, path, d, "out of memory");
		return (NULL);
	}
	if (d->nargs > 0)
		memcpy(args, d->args, d->nargs * sizeof(*args));
	f->directive = *d;
	f->directive.args = args;
	f->path = path;
	*logs->last_format = f;
	logs->last_format = &f->next;
	return (f);
}

int
serverlogs_use(struct serverlogs *logs, const struct serverlogs_use *use)
{
	struct serverlogs_use *u = arena_alloc(logs->files->arena, sizeof(*u));

	if (u == NULL)
		return (
		    serverfiles_fail(logs->files, &use->at, "out of memory"));
	*u = *use;
	u->next = NULL;
	*logs->last_use = u;
	logs->last_use = &u->next;
	return (0);
}

static bool
is_called(const struct serverlogs *logs, const struct serverlogs_format *f,
    struct span name)
{
	if (f->name.n == 0)
		return (false);
	return (
	    logs->nocase ? span_caseeq(f->name, name) : span_eq(f->name, name));
}

struct serverlogs_format *
serverlogs_named(const struct serverlogs *logs, struct span name,
    unsigned scope)
{
	struct serverlogs_format *found = NULL;

	for (struct serverlogs_format *f = logs->formats; f != NULL;
	     f = f->next)
		if (f->scope == scope && is_called(logs, f, name))
			found = f;
	return (found);
}

bool
serverlogs_same(const struct serverlogs_format *a,
    const struct serverlogs_format *b)
{
	const struct directive *x = &a->directive, *y = &b->directive;
	/* The first argument of log_format is its name. */
	size_t i = span_eq(x->name, SPAN("log_format"));

	if (a == b)
		return (true);
	if (x->nargs != y->nargs)
		return (false);
	for (; i < x->nargs; i++)
		if (!span_eq(x->args[i], y->args[i]))
			return (false);
	return (true);
}

/* Is ${s} what ${pattern} stands for, its holes filled with anything? */
static bool
fits(struct span pattern, struct span s)
{
	size_t i = 0, j = 0, hole = pattern.n, from = 0;

	while (j < s.n) {
		if (i < pattern.n && pattern.p[i] == SERVERLOGS_HOLE) {
			hole = i++;
			from = j;
		} else if (i < pattern.n && pattern.p[i] == s.p[j]) {
			i++;
			j++;
		} else if (hole < pattern.n) {
			/* The last hole takes one byte more. */
			i = hole + 1;
			j = ++from;
		} else
			return (false);
	}
	while (i < pattern.n && pattern.p[i] == SERVERLOGS_HOLE)
		i++;
	return (i == pattern.n);
}

/* Is ${f} the first of its name, and, where ${used}, the name in use? */
static bool
is_listed(const struct serverlogs *logs, const struct serverlogs_format *f,
    bool used)
{
	const struct serverlogs_format *g = logs->formats;
	const struct serverlogs_use *u = logs->uses;

	if (f->name.n == 0)
		return (false);
	while (g != f && !is_called(logs, g, f->name))
		g = g->next;
	while (used && u != NULL &&
	    (u->format == NULL || !is_called(logs, u->format, f->name)))
		u = u->next;
	return (g == f && (!used || u != NULL));
}

/* The names of the formats, or of those in use, to ${out}. */
static void
put_names(const struct serverlogs *logs, bool used, char out[static LIST_MAX])
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, LIST_MAX - 6);
	for (const struct serverlogs_format *f = logs->formats;
	     f != NULL && !b.failed; f = f->next) {
		n = b.n;
		if (is_listed(logs, f, used))
			buf_addf(&b, "%s%.*s", n > 0 ? ", " : "",
			    (int)f->name.n, f->name.p);
	}
	(void)snprintf(out, LIST_MAX, "%.*s%s", (int)(b.failed ? n : b.n),
	    b.p == NULL ? "" : b.p, b.failed ? ", ..." : "");
	buf_release(&b);
}

/* The answer, unless it is not certain. */
static const struct serverlogs_format *
certain(const struct serverlogs *logs, const struct serverlogs_format *f)
{
	if (f->doubt == NULL)
		return (f);
	(void)fail(logs, f->path, &f->directive, f->doubt);
	return (NULL);
}

/* The format of a log, or why there is none. */
static const struct serverlogs_format *
of_use(const struct serverlogs *logs, const struct serverlogs_use *u)
{
	const int n = u->wanted.n > 64 ? 64 : (int)u->wanted.n;

	if (u->format != NULL)
		return (certain(logs, u->format));
	(void)serverfiles_fail(logs->files, &u->at,
	    "no log format is called %.*s", n,
	    u->wanted.n > 0 ? u->wanted.p : "");
	return (NULL);
}

/* Is there anything but what the server knows by itself? If not, say so. */
static bool
is_empty(const struct serverlogs *logs)
{
	const struct serverfiles_place none = { .path = NULL };
	const struct serverlogs_format *f = logs->formats;

	while (f != NULL && f->path == NULL)
		f = f->next;
	if (f != NULL || logs->uses != NULL || logs->unsaid != NULL)
		return (false);
	(void)serverfiles_fail(logs->files, &none,
	    "%.120s: there is no log format in it", logs->path);
	return (true);
}

/* The one format that is in use. */
static const struct serverlogs_format *
only(const struct serverlogs *logs)
{
	const struct serverfiles_place none = { .path = NULL };
	const struct serverlogs_format *found = NULL;
	char names[LIST_MAX];

	for (const struct serverlogs_use *u = logs->uses; u != NULL;
	     u = u->next) {
		const struct serverlogs_format *f = of_use(logs, u);

		if (f == NULL)
			return (NULL);
		if (found != NULL && !serverlogs_same(found, f)) {
			put_names(logs, true, names);
			(void)serverfiles_fail(logs->files, &none,
			    "%.120s: more than one log format is in use; add "
			    ":NAME of a format or :PATH of a log%s%s%s",
			    logs->path, names[0] == '\0' ? "" : " (", names,
			    names[0] == '\0' ? "" : ")");
			return (NULL);
		}
		found = f;
	}
	if (found != NULL || (found = logs->unsaid) != NULL)
		return (found);
	put_names(logs, false, names);
	(void)serverfiles_fail(logs->files, &none,
	    "%.120s: no log format is in use%s%s", logs->path,
	    names[0] == '\0' ? "" : "; add :NAME, one of ", names);
	return (NULL);
}

/* The format called ${name}: in all virtual hosts the same one. */
static const struct serverlogs_format *
by_name(const struct serverlogs *logs, struct span name, bool *wrong)
{
	const struct serverlogs_format *found = NULL;

	for (const struct serverlogs_format *f = logs->formats; f != NULL;
	     f = f->next) {
		if (!is_called(logs, f, name) ||
		    serverlogs_named(logs, name, f->scope) != f)
			continue;
		if (found != NULL && !serverlogs_same(found, f)) {
			*wrong = true;
			(void)fail(logs, f->path, &f->directive,
			    "this name has another format in another place; "
			    "name the log, by its path");
			return (NULL);
		}
		if (found == NULL || f->doubt != NULL)
			found = f;
	}
	if (found != NULL && (found = certain(logs, found)) == NULL)
		*wrong = true;
	return (found);
}

/* Is ${name} this log, or, with ${holes}, can it be? */
static bool
is_log(const struct serverlogs_use *u, struct span name, bool holes)
{
	if (holes)
		return (fits(u->pattern, name));
	return (span_eq(u->target, name) || span_eq(u->pattern, name));
}

static const struct serverlogs_format *
by_log(const struct serverlogs *logs, struct span name, bool holes, bool *wrong)
{
	const struct serverlogs_format *found = NULL;

	for (const struct serverlogs_use *u = logs->uses; u != NULL;
	     u = u->next) {
		const struct serverlogs_format *f;

		if (!is_log(u, name, holes))
			continue;
		f = of_use(logs, u);
		*wrong = f == NULL;
		if (f == NULL)
			return (NULL);
		if (found != NULL && !serverlogs_same(found, f)) {
			*wrong = true;
			(void)serverfiles_fail(logs->files, &u->at,
			    "this log %s written in another format elsewhere; "
			    "name the format",
			    holes ? "may be" : "is");
			return (NULL);
		}
		found = f;
	}
	return (found);
}

static void
unknown(const struct serverlogs *logs, struct span name)
{
	const struct serverfiles_place none = { .path = NULL };
	const int n = name.n > 80 ? 80 : (int)name.n;
	const char *known[KNOWN_MAX], *near;
	char names[LIST_MAX];
	size_t count = 0;

	if (memchr(name.p, '/', name.n) != NULL) {
		(void)serverfiles_fail(logs->files, &none,
		    "%.120s: it has no access log %.*s", logs->path, n, name.p);
		return;
	}
	for (const struct serverlogs_format *f = logs->formats;
	     f != NULL && count < KNOWN_MAX; f = f->next)
		if (f->name.n > 0) /* copied, so a NUL follows */
			known[count++] = f->name.p;
	near = directive_nearest(name, known, count);
	put_names(logs, false, names);
	(void)serverfiles_fail(logs->files, &none,
	    "%.120s: no log format is called %.*s%s%s", logs->path, n, name.p,
	    near != NULL ? ", did you mean " : "; it has ",
	    near != NULL	 ? near :
		names[0] != '\0' ? names :
				   "none");
}

const struct serverlogs_format *
serverlogs_find(const struct serverlogs *logs, struct span name)
{
	const struct serverlogs_format *f;
	bool wrong = false;

	if (is_empty(logs))
		return (NULL);
	if (name.n == 0)
		return (only(logs));
	f = by_name(logs, name, &wrong);
	if (f == NULL && !wrong)
		f = by_log(logs, name, false, &wrong);
	if (f == NULL && !wrong)
		f = by_log(logs, name, true, &wrong);
	if (f == NULL && !wrong)
		unknown(logs, name);
	return (f);
}

int
serverlogs_own(struct serverlogs *logs, struct span name)
{
	struct arena *a = logs->files->arena;
	struct directive *d = arena_alloc(a, sizeof(*d));
	struct span *args = arena_alloc(a, 2 * sizeof(*args));

	if (d == NULL || args == NULL)
		return (-1);
	if (name.n < 2 || name.p[0] != '$')
		return (0);
	args[0] = span_from(name, 1);
	args[1] = SPAN("opaque");
	for (const struct directive *o = logs->own; o != NULL; o = o->next)
		if (span_eq(o->args[0], args[0]))
			return (0);
	*d = (struct directive){ .name = SPAN("field"),
		.args = args,
		.nargs = 2,
		.next = logs->own,
		.line = 1,
		.column = 1 };
	logs->own = d;
	return (0);
}

int
serverlogs_pattern(struct serverlogs *logs, struct span target,
    struct span *out)
{
	char *p = arena_alloc(logs->files->arena, target.n + 3);
	size_t n = 0;

	if (p == NULL)
		return (-1);
	/* Behind nginx's prefix, which is not in the configuration. */
	if (!span_starts(target, SPAN("/")) &&
	    !span_starts(target, SPAN("syslog:"))) {
		p[n++] = SERVERLOGS_HOLE;
		p[n++] = '/';
	}
	for (size_t i = 0; i < target.n; i++) {
		p[n++] = target.p[i];
		if (target.p[i] != '$')
			continue;
		p[n - 1] = SERVERLOGS_HOLE;
		while (i + 1 < target.n &&
		    (strchr("{}_", target.p[i + 1]) != NULL ||
			(target.p[i + 1] >= '0' && target.p[i + 1] <= '9') ||
			(target.p[i + 1] >= 'A' && target.p[i + 1] <= 'Z') ||
			(target.p[i + 1] >= 'a' && target.p[i + 1] <= 'z')))
			if (target.p[++i] == '}')
				break;
	}
	*out = span_make(p, n);
	return (0);
}
