/* SPDX-License-Identifier: ISC */
#include "app/cmd_sweep.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/listing.h"
#include "app/sweeprelics.h"
#include "base/clock.h"
#include "base/warn.h"
#include "flow/relics.h"
#include "retain/holdcheck.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"
#include "retain/sweep.h"
#include "retain/tree.h"

enum { LINE_MAX_BYTES = 16384 };

struct listing {
	const char *dir;
	bool dryrun;
	bool json;
};

static const char *const reasons[] = {
	[SWEEP_YOUNG] = "young",
	[SWEEP_EXPIRED] = "expired",
	[SWEEP_HELD] = "held",
	[SWEEP_STRANGE] = "no regular file",
	[SWEEP_FOREIGN] = "belongs to somebody else",
	[SWEEP_FAILED] = "failed",
};

static void
put_text(const struct listing *l, const struct sweep_item *it, struct buf *b)
{
	const char *verb = l->dryrun ? "would delete" : "deleted";

	if (it->reason == SWEEP_HELD)
		verb = "held";
	buf_addf(b, "%s %s/", verb, l->dir);
	if (strcmp(it->stream, TREE_ROOT) != 0)
		buf_addf(b, "%s/", it->stream);
	buf_addspan(b, span_str(it->name));
	listing_day("oldest", it->oldest, b);
	buf_addspan(b, SPAN(" keep "));
	period_keep_write(&it->keep, b);
	listing_day("expired", it->expired, b);
	buf_addf(b, " bytes %" PRIu64, it->bytes);
	if (it->hold != NULL)
		buf_addf(b, " hold %s", it->hold);
	if (it->linked)
		buf_addspan(b, SPAN(" (another hard link still holds it)"));
}

static void
put_json(const struct listing *l, const struct sweep_item *it, struct buf *b)
{
	buf_addspan(b, SPAN("{\"dir\":\""));
	buf_addjson(b, span_str(l->dir));
	buf_addc(b, '"');
	listing_word("stream", it->stream, b);
	listing_word("file", it->name, b);
	listing_word("class", it->class, b);
	if (it->reason != SWEEP_STRANGE && it->reason != SWEEP_FAILED) {
		listing_time("oldest", it->oldest, b);
		buf_addspan(b, SPAN(",\"keep\":\""));
		period_keep_write(&it->keep, b);
		buf_addc(b, '"');
		listing_word("hold", it->hold, b);
		listing_time("expires", it->expired, b);
		buf_addf(b, ",\"bytes\":%" PRIu64, it->bytes);
	}
	buf_addf(b, ",\"reason\":\"%s\",\"deleted\":%s}", reasons[it->reason],
	    it->deleted ? "true" : "false");
}

static void
list(void *arg, const struct sweep_item *it)
{
	const struct listing *l = arg;
	struct buf b;

	buf_init(&b, LINE_MAX_BYTES);
	if (l->json)
		put_json(l, it, &b);
	else
		put_text(l, it, &b);
	if (b.failed)
		warn_msg("%s: cannot be listed", it->name);
	else
		printf("%.*s\n", (int)b.n, b.p);
	buf_release(&b);
}

static int
sweep(const struct ready *r, const char *dir, int fd, struct sweep_count *n)
{
	const struct options *o = &r->options;
	struct listing listing = { dir, o->dryrun, o->json };
	const struct sweep_options options = {
		.now = clock_now(),
		.policy = &o->config.policy,
		.dry_run = o->dryrun,
		.force = o->force,
		.named = true,
		.all = o->json,
		.report = o->config.quiet ? NULL : list,
		.arg = &listing,
	};
	const int rc = sweep_run(fd, &options, n);

	if (n->stopped)
		warn_msg("%s: not swept", dir);
	else if (rc == -1)
		warn_errno("%s", dir);
	return (rc);
}

static void
tell_hold(void *arg, const char *name, const char *why)
{
	const char *const *dir = arg;

	printf("%s/" HOLDFILE_NAME ": hold %s: %s\n", *dir, name, why);
}

/* The number of entries and the last hash are for whoever keeps a copy. */
static int
verify(const char *dir, int fd)
{
	struct ledger_check c;
	int rc = ledger_verify(fd, &c);

	if (rc == -1)
		warn_errno("%s/" LEDGER_NAME, dir);
	else if (rc == 1)
		printf("%s/" LEDGER_NAME ":%" PRIu64 ": %s\n", dir, c.bad,
		    c.why);
	else
		printf("%s: %" PRIu64 " entries %s\n", dir, c.lines, c.hash);
	if (rc == 0 && (rc = holdcheck_run(fd, tell_hold, &dir)) == -1)
		warn_msg("%s: the holds cannot be checked", dir);
	return (rc);
}

/* Its holds and its ledger are those of another directory. */
static int
stray(const char *dir)
{
	warn_msg("%s: is a stream of %s/..: sweep that", dir, dir);
	return (-1);
}

static enum exits
one(const struct ready *r, const char *dir, struct sweep_count *n)
{
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd == -1) {
		warn_errno("%s", dir);
		return (EXITS_LOST);
	}
	if (r->options.verify)
		rc = verify(dir, fd);
	else if (tree_is_stream(fd))
		rc = stray(dir);
	else
		rc = sweep(r, dir, fd, n);
	(void)close(fd);
	if (rc == -1)
		return (EXITS_LOST);
	return (rc == 1 ? EXITS_FOUND : EXITS_OK);
}

/* Without directories: what the policy names, its output first. */
static enum exits
sweep_policy(struct ready *r)
{
	const struct policy *p = &r->options.config.policy;
	enum exits code = EXITS_OK, more = EXITS_OK;
	struct sweep_count swept = { .last = INT64_MIN };

	if (ready_load(r) == -1)
		return (EXITS_CONFIG);
	if (p->output.dir == NULL && (r->options.verify || !relics_any(p))) {
		warn_msg("sweep: name the directories, or a policy that does");
		return (EXITS_USAGE);
	}
	if (p->output.dir != NULL)
		code = one(r, p->output.dir, &swept);
	if (!r->options.verify && !swept.stopped)
		more = sweeprelics_run(r, swept.last);
	return (more > code ? more : code);
}

enum exits
cmd_sweep_run(struct ready *r, char *const *dirs, int n)
{
	const struct options *o = &r->options;
	enum exits code = EXITS_OK;
	struct sweep_count swept;

	if (n > 0 && config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	if (o->verify && (o->dryrun || o->json || o->force)) {
		warn_msg("sweep: --verify deletes and lists nothing");
		return (EXITS_USAGE);
	}
	if (n == 0)
		return (sweep_policy(r));
	for (int i = 0; i < n; i++) {
		const enum exits now = one(r, dirs[i], &swept);

		/* The one that is worst is the largest, too. */
		if (now > code)
			code = now;
	}
	return (code);
}
