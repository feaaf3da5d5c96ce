/* SPDX-License-Identifier: ISC */
#include "flow/upkeep.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/thread.h"
#include "base/warn.h"
#include "flow/relics.h"
#include "model/streamdir.h"
#include "retain/sweep.h"
#include "write/outdir.h"
#include "write/seal.h"

enum { HOURLY = 3600, AFTER_PERIOD = 61, RETRY = 330 };

struct upkeep {
	const struct policy *policy;
	struct relics relics;
	struct seal_info info;
	int dirfd;
	int64_t last; /* the sweep before the one that relics were kept from;
			 INT64_MIN: none */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool ended; /* under lock */
	bool over; /* the thread is no more */
	atomic_bool stop; /* a seal under way is given up */
};

/* What is swept beside the directory of segments, which was swept before. */
static void
sweep_relics(struct upkeep *u, int64_t now, int64_t last)
{
	const struct relic_options options = {
		.now = now,
		.ledger = u->dirfd,
		/* A clock that jumped has not become right by an hour. */
		.last = u->last == INT64_MIN ? last : u->last,
		.stop = &u->stop,
	};
	struct relic_count swept = { 0 };

	/* The round at start has seen to them. */
	if (!relics_any(u->policy) || u->over)
		return;
	(void)relics_sweep(&u->relics, &options, &swept);
	u->last = swept.stopped ? options.last : INT64_MIN;
}

/* Sealing, directory by directory. */
struct sealing {
	struct upkeep *u;
	int64_t now;
	struct seal_count sum;
	bool told; /* of a directory that cannot be opened */
};

static void
seal_dir(struct sealing *s, int fd, const char *stream)
{
	struct seal_info info = s->u->info;
	struct seal_count n;

	info.stream = stream;
	/* It has said what went wrong; the next round tries again. */
	(void)seal_run(fd, s->now, &info, &n);
	s->sum.sealed += n.sealed;
	s->sum.busy += n.busy;
	s->sum.failed += n.failed;
}

static void
seal_stream(struct sealing *s, const char *name)
{
	const int fd = streamdir_open(s->u->dirfd, name);

	if (fd != -1)
		seal_dir(s, fd, name);
	else if (errno != ENOENT) {
		/* The name is what a client sent. */
		if (!s->told)
			warn_errno("a vhost's directory cannot be sealed");
		s->told = true;
		s->sum.failed++;
	}
	file_close(fd);
}

static void
seal_streams(struct sealing *s)
{
	struct dirnames streams;

	if (streamdir_list(s->u->dirfd, &streams) == -1) {
		warn_errno("the directories of vhosts cannot be sealed");
		s->sum.failed++;
	}
	for (size_t i = 0; i < streams.n && !atomic_load(&s->u->stop); i++)
		seal_stream(s, streams.name[i]);
	dirnames_release(&streams);
}

static struct seal_count
seal_all(struct upkeep *u, int64_t now)
{
	struct sealing s = { .u = u, .now = now };

	seal_dir(&s, u->dirfd, "");
	if (u->policy->output.streams)
		seal_streams(&s);
	return (s.sum);
}

/* Seal and sweep once; the seconds until the next time. */
static int64_t
round_of(struct upkeep *u)
{
	const bool there =
	    outdir_follow(u->policy->output.dir, u->dirfd, false) != -1;
	const int64_t now = clock_now();
	const struct sweep_options options = {
		.now = now,
		.policy = u->policy,
	};
	const int64_t next =
	    period_of(u->policy->output.rotate, now).end + AFTER_PERIOD - now;
	struct seal_count sealed;
	struct sweep_count swept = { 0 };

	if (!there)
		return (RETRY);
	/* It has said what went wrong; the next round tries again. */
	(void)sweep_run(u->dirfd, &options, &swept);
	if (!swept.stopped)
		sweep_relics(u, now, swept.last);
	sealed = seal_all(u, now);
	if (sealed.busy > 0 || sealed.failed > 0)
		return (RETRY);
	return (next < HOURLY ? next : HOURLY);
}

static bool
sleep_for(struct upkeep *u, int64_t seconds)
{
	struct timespec until;
	bool ended;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)seconds;
	(void)pthread_mutex_lock(&u->lock);
	while (!u->ended &&
	    pthread_cond_timedwait(&u->wake, &u->lock, &until) != ETIMEDOUT)
		continue;
	ended = u->ended;
	(void)pthread_mutex_unlock(&u->lock);
	return (!ended);
}

static void *
keep_up(void *arg)
{
	struct upkeep *u = arg;

	thread_background();
	while (sleep_for(u, round_of(u)))
		continue;
	return (NULL);
}

static int
start(struct upkeep *u)
{
	pthread_condattr_t attr;

	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&u->lock, NULL);
	(void)pthread_cond_init(&u->wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	return (thread_start(&u->thread, keep_up, u));
}

struct upkeep *
upkeep_start(const struct pipeline *p)
{
	const struct policy *policy = p->policy;
	struct upkeep *u = calloc(1, sizeof(*u));

	if (u == NULL)
		goto err0;
	u->policy = policy;
	u->last = INT64_MIN;
	u->relics = (struct relics){ policy, p->catalog, p->matcher };
	u->info = (struct seal_info){ p->version, policy, "", &u->stop };
	u->dirfd = open(policy->output.dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (u->dirfd == -1)
		goto err1;
	if (start(u) == -1)
		goto err2;
	return (u);
err2:
	(void)close(u->dirfd);
err1:
	free(u);
err0:
	warn_errno("sealing and sweeping cannot start");
	return (NULL);
}

void
upkeep_stop(struct upkeep *u, bool finish)
{
	if (u == NULL)
		return;
	atomic_store(&u->stop, !finish);
	(void)pthread_mutex_lock(&u->lock);
	u->ended = true;
	(void)pthread_cond_signal(&u->wake);
	(void)pthread_mutex_unlock(&u->lock);
	(void)pthread_join(u->thread, NULL);
	u->over = true;
	if (finish)
		(void)round_of(u);
	(void)pthread_cond_destroy(&u->wake);
	(void)pthread_mutex_destroy(&u->lock);
	(void)close(u->dirfd);
	free(u);
}
