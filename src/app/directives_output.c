/* SPDX-License-Identifier: ISC */
#include "app/directives_output.h"

#include <stdlib.h>
#include <string.h>

#include "base/fd.h"
#include "base/warn.h"
#include "model/stream.h"

enum { STREAMS_MAX = 65536, VHOSTS_FILE_MAX = 16 * 1024 * 1024 };

const char *
directives_output_dir(struct config *c, struct span dir)
{
	struct output *o = &c->policy.output;
	const struct span mark = SPAN("{vhost}");
	struct span parent = dir;
	bool streams;

	while (parent.n > 1 && parent.p[parent.n - 1] == '/')
		parent.n--;
	streams = span_ends(parent, mark);
	if (streams)
		parent.n -= mark.n;
	else
		parent = dir;
	if (span_index(parent, '{') < parent.n ||
	    span_index(parent, '}') < parent.n ||
	    (streams && parent.n > 0 && !span_ends(parent, SPAN("/"))))
		return ("takes one directory; {vhost} may be its last part, "
			"and nothing else stands in { }");
	while (streams && parent.n > 1 && parent.p[parent.n - 1] == '/')
		parent.n--;
	if (streams && parent.n == 0)
		parent = SPAN(".");
	o->dir = arena_dup(c->arena, parent).p;
	o->streams = streams;
	return (o->dir == NULL ? "no memory" : NULL);
}

int
directives_output_rotate(const struct context *x)
{
	if (x->at->nargs != 1 ||
	    !period_unit_parse(x->at->args[0],
		&x->config->policy.output.rotate))
		return (directives_fail(x, "takes hour, day, week or month"));
	return (0);
}

static int
set_number(const struct context *x, int *out)
{
	unsigned long long v;

	if (x->at->nargs != 1 || !span_number(x->at->args[0], 19, &v) || v == 0)
		return (directives_fail(x, "takes a zstd level, 1 to 19"));
	*out = (int)v;
	return (0);
}

int
directives_output_level(const struct context *x)
{
	return (set_number(x, &x->config->policy.output.level));
}

int
directives_output_seal_level(const struct context *x)
{
	return (set_number(x, &x->config->policy.output.seal_level));
}

int
directives_output_sync(const struct context *x)
{
	for (int i = 0; i <= SYNC_NEVER && x->at->nargs == 1; i++) {
		const enum sync_policy sync = (enum sync_policy)i;

		if (!span_eq(x->at->args[0], span_str(policy_sync_name(sync))))
			continue;
		x->config->policy.output.sync = sync;
		return (0);
	}
	return (directives_fail(x, "takes frame, seal or never"));
}

int
directives_output_streams(const struct context *x)
{
	unsigned long long v;

	if (x->at->nargs != 1 ||
	    !span_number(x->at->args[0], STREAMS_MAX, &v) || v == 0)
		return (directives_fail(x, "takes a number, 1 to 65536"));
	x->config->policy.output.streams_max = (size_t)v;
	return (0);
}

static int
by_name(const void *p, const void *q)
{
	const struct span *a = p, *b = q;
	const size_t n = a->n < b->n ? a->n : b->n;
	const int rc = memcmp(a->p, b->p, n);

	return (rc != 0 ? rc : (a->n > b->n) - (a->n < b->n));
}

/* Cut the next line off ${rest}, without what is behind a `#`. */
static struct span
next_line(struct span *rest)
{
	struct span line = span_make(rest->p, span_index(*rest, '\n'));

	*rest = span_from(*rest, line.n < rest->n ? line.n + 1 : line.n);
	line.n = span_index(line, '#');
	return (span_trim(line));
}

/* The name of the stream of ${line}, in ${a}; false: it is no vhost. */
static bool
read_name(struct arena *a, struct span line, struct span *name)
{
	char stream[STREAM_NAME_MAX];

	stream_name(line, stream);
	if (strcmp(stream, STREAM_OTHER) == 0)
		return (false);
	*name = arena_dup(a, span_str(stream));
	return (true);
}

/* The names in ${text} to ${names}, which has room; how many, or -1, warned. */
static ssize_t
read_names(const struct config *c, struct span text, struct span *names)
{
	size_t n = 0;

	for (unsigned number = 1; text.n > 0; number++) {
		const struct span line = next_line(&text);

		if (line.n == 0)
			continue;
		if (!read_name(c->arena, line, &names[n])) {
			warn_msg("%s:%u: is not the name of a host", c->vhosts,
			    number);
			return (-1);
		}
		if (names[n++].p == NULL) {
			warn_errno("%s", c->vhosts);
			return (-1);
		}
	}
	if (n > 0)
		return ((ssize_t)n);
	warn_msg("%s: there is no name in it", c->vhosts);
	return (-1);
}

/* Sort the ${n} names, each to be there once; how many are left. */
static size_t
sort_names(struct span *names, size_t n)
{
	size_t k = 1;

	qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 1; i < n; i++)
		if (!span_eq(names[i], names[k - 1]))
			names[k++] = names[i];
	return (k);
}

static int
load_text(struct config *c, struct span text)
{
	struct output *o = &c->policy.output;
	struct span *names;
	size_t lines = 1;
	ssize_t n;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	names = arena_alloc(c->arena, lines * sizeof(*names));
	if (names == NULL) {
		warn_errno("%s", c->vhosts);
		return (-1);
	}
	if ((n = read_names(c, text, names)) == -1)
		return (-1);
	o->nvhosts = sort_names(names, (size_t)n);
	o->vhosts = names;
	return (0);
}

int
directives_output_load(struct config *c)
{
	struct buf b;
	int rc = -1;

	if (c->vhosts == NULL)
		return (0);
	buf_init(&b, VHOSTS_FILE_MAX);
	if (fd_slurp(c->vhosts, &b) == -1)
		warn_errno("%s", c->vhosts);
	else
		rc = load_text(c, buf_span(&b));
	buf_release(&b);
	return (rc);
}

int
directives_output_vhosts(const struct context *x)
{
	/* Standard input is the log. */
	if (x->at->nargs != 1 || span_eq(x->at->args[0], SPAN("-")))
		return (directives_fail(x, "takes a file"));
	x->config->vhosts = arena_dup(x->config->arena, x->at->args[0]).p;
	if (x->config->vhosts == NULL)
		return (directives_fail(x, "no memory"));
	return (0);
}
