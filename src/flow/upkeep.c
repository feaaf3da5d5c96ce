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
#include "base/thread.h"
#include "base/warn.h"
#include "retain/sweep.h"
#include "write/outdir.h"
#include "write/seal.h"

enum { HOURLY = 3600, AFTER_PERIOD = 61, RETRY = 330 };

struct upkeep {
	const struct policy *policy;
	struct seal_info info;
	int dirfd;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool ended; /* under lock */
	atomic_bool stop; /* a seal under way is given up */
};

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
	struct seal_count sealed = { 0 };
	struct sweep_count swept = { 0 };

	if (!there)
		return (RETRY);
	/* Both have said what went wrong; the next round tries again. */
	(void)sweep_run(u->dirfd, &options, &swept);
	(void)seal_run(u->dirfd, now, &u->info, &sealed);
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
upkeep_start(const struct policy *policy, const char *version)
{
	struct upkeep *u = calloc(1, sizeof(*u));

	if (u == NULL)
		goto err0;
	u->policy = policy;
	u->info = (struct seal_info){ version, policy, "", &u->stop };
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
	if (finish)
		(void)round_of(u);
	(void)pthread_cond_destroy(&u->wake);
	(void)pthread_mutex_destroy(&u->lock);
	(void)close(u->dirfd);
	free(u);
}
