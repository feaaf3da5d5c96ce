/* SPDX-License-Identifier: ISC */
#include "retain/raw.h"

#include <fcntl.h>

#include "base/span.h"
#include "base/warn.h"
#include "model/rotated.h"
#include "model/segscan.h"
#include "retain/rawwalk.h"

struct sweep {
	const struct raw_rules *rules;
	const struct relic_options *options;
	struct relic_count *count;
	unsigned others; /* files that match, and are none */
};

/* A directory that the pattern leads to. */
struct place {
	struct sweep *sweep;
	int fd;
	const char *last; /* of the pattern */
};

static bool
is_zst(const char *name)
{
	return (span_ends(span_str(name), SPAN(".zst")));
}

/* A file that matches and is none of ours is told of in the end. */
static void
count_other(const struct place *p, const char *name)
{
	struct stat st;

	if (fstatat(p->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode))
		p->sweep->others++;
}

static bool
takes(void *arg, const char *name)
{
	const struct place *p = arg;

	if (!rawwalk_takes(p->last, name))
		return (false);
	if (rotated_is(span_str(name)) || is_zst(name))
		return (true);
	count_other(p, name);
	return (false);
}

/*
 * When the file was last written to, at the latest. The time of the last
 * change of the inode can only be later, and cannot be set: where it is
 * earlier the other one was.
 */
static int64_t
last_change(const struct stat *st)
{
	return ((int64_t)(st->st_mtim.tv_sec < st->st_ctim.tv_sec ?
		st->st_mtim.tv_sec :
		st->st_ctim.tv_sec));
}

/*
 * The seal says when the first of its lines has to go, be it by a keep that is
 * not the policy's; that of the policy can only be earlier.
 */
static void
judge_keep(const struct raw_rules *r, const struct segmeta *m, struct relic *it)
{
	const int64_t sealed = period_expiry(&m->keep, it->oldest);

	it->keep = m->keep;
	it->expires = sealed;
	/* A seal may be without one. */
	if (m->expires > it->oldest && m->expires < sealed)
		it->expires = m->expires;
	if (r->keep_is_explicit &&
	    period_expiry(&r->keep, it->oldest) < it->expires)
		it->keep = r->keep;
}

static int
judge_clean(const struct sweep *w, int fd, struct relic *it)
{
	const int64_t bound = last_change(&it->st);
	struct segmeta m;
	const int rc = segscan_seal(fd, &m);

	if (rc != 1 || m.raw[0] == '\0')
		return (rc == -1 ? -1 : 0);
	it->kind = RELIC_CLEAN;
	it->oldest = m.lines > 0 && m.oldest < bound ? m.oldest : bound;
	judge_keep(w->rules, &m, it);
	it->first = it->oldest;
	it->end = (m.lines > 0 && m.newest > bound ? m.newest : bound) + 1;
	return (1);
}

static void
judge_raw(const struct sweep *w, int fd, struct relic *it)
{
	const struct raw_rules *r = w->rules;
	int64_t when;

	it->kind = RELIC_RAW;
	it->keep = r->logs->keep;
	it->oldest = it->first = last_change(&it->st);
	it->end = (int64_t)it->st.st_mtim.tv_sec + 1;
	if (!r->oldest(r->arg, fd, w->options->now, &when)) {
		it->first = INT64_MIN;
		return;
	}
	it->oldest = it->first = when < it->oldest ? when : it->oldest;
}

static int
judge(void *arg, int fd, struct relic *it)
{
	const struct place *p = arg;
	int rc;

	if (!is_zst(it->name)) {
		judge_raw(p->sweep, fd, it);
		return (1);
	}
	if ((rc = judge_clean(p->sweep, fd, it)) == 0)
		p->sweep->others++;
	return (rc);
}

static int
sweep_dir(void *arg, int fd, const char *path, const char *last)
{
	struct sweep *w = arg;
	struct place p = { w, fd, last };
	struct relic_place place = { .fd = fd,
		.path = path,
		.kind = RELIC_RAW,
		.takes = takes,
		.judge = judge,
		.arg = &p,
		.shared = true };
	struct stat st;

	if (fstat(fd, &st) == -1) {
		warn_errno("%s", path);
		return (-1);
	}
	place.common = (st.st_mode & S_ISVTX) == 0;
	return (relic_sweep(&place, w->options, w->count));
}

int
raw_sweep(const struct raw_rules *rules, const struct relic_options *o,
    struct relic_count *count)
{
	struct sweep w = { rules, o, count, 0 };
	const struct rawwalk walk = { sweep_dir, &w };
	const int rc = rawwalk_each(rules->logs->pattern, &walk);

	if (w.others > 0 && o->report != NULL)
		warn_msg("%s: %u files match that are no rotated logs: they "
			 "are left",
		    rules->logs->pattern, w.others);
	return (rc);
}
