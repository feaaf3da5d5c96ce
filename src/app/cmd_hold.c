/* SPDX-License-Identifier: ISC */
#include "app/cmd_hold.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/warn.h"
#include "model/stamp.h"
#include "retain/holdfile.h"
#include "retain/tree.h"

enum { LINE_MAX_BYTES = 16384 };

static enum exits
usage(const char *what)
{
	warn_msg("hold: %s", what);
	return (EXITS_USAGE);
}

static int
open_dir(const char *dir)
{
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		warn_errno("%s", dir);
	return (fd);
}

static enum exits
done(int fd, int rc)
{
	(void)close(fd);
	if (rc == -1)
		return (EXITS_LOST);
	return (rc == 1 ? EXITS_FOUND : EXITS_OK);
}

/* Read ${text}, if there is any, into ${day}. */
static bool
take_day(const char *text, int64_t *day)
{
	return (text == NULL || stamp_day(span_str(text), day));
}

/* Make ${h} what was asked for; NULL, or what is wrong with that. */
static const char *
describe(const struct options *o, const char *name, struct hold *h)
{
	const char *why = hold_set_name(h, span_str(name));

	if (why == NULL && o->reason == NULL)
		why = "add wants a --reason";
	if (why == NULL)
		why = hold_set_reason(h, span_str(o->reason));
	if (why == NULL && o->vhost != NULL)
		why = hold_set_vhost(h, span_str(o->vhost));
	if (why == NULL && o->class != NULL)
		why = hold_set_class(h, span_str(o->class));
	if (why == NULL &&
	    (!take_day(o->from, &h->from) || !take_day(o->to, &h->to) ||
		!take_day(o->until, &h->until)))
		why = "a day is written as in 2026-01-31";
	if (why == NULL && h->from != HOLD_ALWAYS && h->to < h->from)
		why = "it ends before it begins";
	if (why == NULL && !hold_is_live(h, clock_now()))
		why = "--until is over already";
	return (why);
}

/* A name that was mistyped would keep nothing, and nobody would know. */
static void
doubt(const struct policy *p, const char *dir, int dirfd, const struct hold *h)
{
	const int fd = h->vhost[0] == '\0' ? -1 : tree_open(dirfd, h->vhost);

	if (fd == -1 && h->vhost[0] != '\0')
		warn_msg("hold %s: %s has no stream %s now", h->name, dir,
		    h->vhost);
	if (h->class[0] != '\0' && policy_class(p, span_str(h->class)) == NULL)
		warn_msg("hold %s: the policy has no class %s now", h->name,
		    h->class);
	file_close(fd);
}

static enum exits
add(struct ready *r, const char *name, const char *dir)
{
	const int64_t now = clock_now();
	struct hold h = { .from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER,
		.added = hold_today(now) };
	const char *why = describe(&r->options, name, &h);
	int fd, rc = -1;

	if (why != NULL)
		return (usage(why));
	if ((fd = open_dir(dir)) == -1)
		return (EXITS_LOST);
	if (tree_is_stream(fd))
		warn_msg("%s: is a stream of %s/..: add it there, with --vhost",
		    dir, dir);
	else
		rc = holdfile_add(fd, &h, now);
	if (rc == 0)
		doubt(&r->options.config.policy, dir, fd, &h);
	return (done(fd, rc));
}

static void
put_word(const char *name, const char *word, struct buf *b)
{
	if (word[0] != '\0')
		buf_addf(b, " %s %s", name, word);
}

static void
put_day(const char *name, int64_t day, struct buf *b)
{
	if (day == HOLD_ALWAYS || day == HOLD_EVER)
		return;
	buf_addf(b, " %s ", name);
	hold_put_day(day, b);
}

static void
put(const char *dir, const struct hold *h)
{
	struct buf b;

	buf_init(&b, LINE_MAX_BYTES);
	buf_addf(&b, "%s: %s", dir, h->name);
	put_word("vhost", h->vhost, &b);
	put_word("class", h->class, &b);
	put_day("from", h->from, &b);
	put_day("to", h->to, &b);
	put_day("until", h->until, &b);
	put_day("added", h->added, &b);
	if (!hold_is_live(h, clock_now()))
		buf_addspan(&b, SPAN(" (over)"));
	buf_addf(&b, " reason %s", h->reason);
	if (b.failed)
		warn_msg("hold %s: cannot be listed", h->name);
	else
		printf("%.*s\n", (int)b.n, b.p);
	buf_release(&b);
}

static enum exits
list(const char *dir)
{
	const int fd = open_dir(dir);
	struct hold_list *l;
	int rc = -1;

	if (fd == -1)
		return (EXITS_LOST);
	if ((l = calloc(1, sizeof(*l))) == NULL)
		warn_errno("%s", dir);
	else
		rc = holdfile_load(fd, l);
	for (size_t i = 0; rc == 0 && i < l->n; i++)
		put(dir, &l->hold[i]);
	free(l);
	return (done(fd, rc));
}

static enum exits
list_all(char *const *dirs, int n)
{
	enum exits code = EXITS_OK;

	if (n == 0)
		return (usage("list wants directories"));
	for (int i = 0; i < n; i++)
		if (list(dirs[i]) != EXITS_OK)
			code = EXITS_LOST;
	return (code);
}

static enum exits
release(const char *name, const char *dir)
{
	const int fd = open_dir(dir);

	if (fd == -1)
		return (EXITS_LOST);
	return (done(fd, holdfile_release(fd, span_str(name), clock_now())));
}

enum exits
cmd_hold_run(struct ready *r, char *const *operand, int n)
{
	const struct options *o = &r->options;
	const struct span what = span_str(n > 0 ? operand[0] : "");
	const bool adding = span_eq(what, SPAN("add"));

	if (config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	if (!adding &&
	    (o->reason != NULL || o->from != NULL || o->to != NULL ||
		o->until != NULL || o->vhost != NULL || o->class != NULL))
		return (usage("only add has options"));
	if (span_eq(what, SPAN("list")))
		return (list_all(operand + 1, n - 1));
	if (!adding && !span_eq(what, SPAN("release")))
		return (usage("wants add, list or release"));
	if (n != 3)
		return (usage("wants a name and a directory"));
	if (adding)
		return (add(r, operand[1], operand[2]));
	return (release(operand[1], operand[2]));
}
