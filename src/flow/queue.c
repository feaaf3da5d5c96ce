/* SPDX-License-Identifier: ISC */
#include "flow/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t freed;
	pthread_cond_t filled;
	struct chunk chunk[QUEUE_CHUNKS];
	struct chunk *free[QUEUE_CHUNKS];
	size_t nfree;
	struct chunk *ring[QUEUE_CHUNKS];
	size_t head;
	size_t nfilled;
	uint64_t progress; /* chunks done so far */
	bool stalled; /* since ${progress} chunks: do not wait again */
	bool ended;
};

struct queue *
queue_new(void)
{
	struct queue *q = calloc(1, sizeof(*q));
	pthread_condattr_t attr;

	if (q == NULL)
		return (NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&q->lock, NULL);
	(void)pthread_cond_init(&q->freed, &attr);
	(void)pthread_cond_init(&q->filled, &attr);
	(void)pthread_condattr_destroy(&attr);
	for (size_t i = 0; i < QUEUE_CHUNKS; i++) {
		if ((q->chunk[i].p = malloc(CHUNK_SIZE)) == NULL) {
			queue_free(q);
			return (NULL);
		}
		q->free[q->nfree++] = &q->chunk[i];
	}
	return (q);
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	for (size_t i = 0; i < QUEUE_CHUNKS; i++)
		free(q->chunk[i].p);
	(void)pthread_cond_destroy(&q->freed);
	(void)pthread_cond_destroy(&q->filled);
	(void)pthread_mutex_destroy(&q->lock);
	free(q);
}

/* Wait for a free chunk; false when nothing moved for too long. */
static bool
wait_freed(struct queue *q, bool patient)
{
	const uint64_t before = q->progress;
	struct timespec until;

	if (patient) {
		(void)pthread_cond_wait(&q->freed, &q->lock);
		return (true);
	}
	if (q->stalled)
		return (false);
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += QUEUE_STALL_MS / 1000;
	while (q->progress == before)
		if (pthread_cond_timedwait(&q->freed, &q->lock, &until) ==
		    ETIMEDOUT) {
			q->stalled = q->progress == before;
			return (!q->stalled);
		}
	return (true);
}

struct chunk *
queue_take(struct queue *q, bool patient)
{
	struct chunk *c = NULL;

	(void)pthread_mutex_lock(&q->lock);
	while (q->nfree == 0 && wait_freed(q, patient))
		continue;
	if (q->nfree > 0)
		c = q->free[--q->nfree];
	(void)pthread_mutex_unlock(&q->lock);
	return (c);
}

void
queue_put(struct queue *q, struct chunk *c)
{
	(void)pthread_mutex_lock(&q->lock);
	q->ring[(q->head + q->nfilled++) % QUEUE_CHUNKS] = c;
	(void)pthread_cond_signal(&q->filled);
	(void)pthread_mutex_unlock(&q->lock);
}

void
queue_end(struct queue *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->ended = true;
	(void)pthread_cond_signal(&q->filled);
	(void)pthread_mutex_unlock(&q->lock);
}

/* Wait for a filled chunk, the end, or QUEUE_IDLE_MS. */
static void
wait_filled(struct queue *q)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += QUEUE_IDLE_MS / 1000;
	while (q->nfilled == 0 && !q->ended)
		if (pthread_cond_timedwait(&q->filled, &q->lock, &until) ==
		    ETIMEDOUT)
			return;
}

bool
queue_next(struct queue *q, struct chunk **c)
{
	bool more;

	*c = NULL;
	(void)pthread_mutex_lock(&q->lock);
	wait_filled(q);
	more = q->nfilled > 0 || !q->ended;
	if (q->nfilled > 0) {
		*c = q->ring[q->head];
		q->head = (q->head + 1) % QUEUE_CHUNKS;
		q->nfilled--;
	}
	(void)pthread_mutex_unlock(&q->lock);
	return (more);
}

void
queue_done(struct queue *q, struct chunk *c)
{
	(void)pthread_mutex_lock(&q->lock);
	q->free[q->nfree++] = c;
	q->progress++;
	q->stalled = false;
	(void)pthread_cond_signal(&q->freed);
	(void)pthread_mutex_unlock(&q->lock);
}
