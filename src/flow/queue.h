/* SPDX-License-Identifier: ISC */
/*
 * The bounded queue between the one who reads and the one who scrubs and
 * writes. The reader of a live pipe must never wait for a disk: it is told
 * when the other side has stalled, and then drops.
 *
 * Invariant: each chunk is free, filled and waiting, or in one side's hands.
 */
#ifndef FLOW_QUEUE_H
#define FLOW_QUEUE_H

#include <stdbool.h>

#include "read/source.h"

enum { QUEUE_CHUNKS = 4, QUEUE_STALL_MS = 1000, QUEUE_IDLE_MS = 30000 };

struct queue;

/**
 * queue_new():
 * A queue of QUEUE_CHUNKS chunks of CHUNK_SIZE bytes, all free.
 *
 * Returns: NULL when there is no memory.
 */
struct queue *queue_new(void);

/**
 * queue_free(q):
 * Give ${q} back. NULL is allowed.
 */
void queue_free(struct queue *);

/**
 * queue_take(q, patient):
 * Reader: a free chunk. Where ${patient} is false it waits for as long as the
 * other side gets on, but no longer than QUEUE_STALL_MS without progress.
 *
 * Returns: NULL when the other side has stalled.
 */
struct chunk *queue_take(struct queue *, bool);

/**
 * queue_put(q, c):
 * Reader: ${c} is filled and goes to the end of the queue.
 */
void queue_put(struct queue *, struct chunk *);

/**
 * queue_end(q):
 * Reader: no chunk will follow.
 */
void queue_end(struct queue *);

/**
 * queue_next(q, c):
 * Worker: store the next filled chunk in ${c}. It waits for one; after
 * QUEUE_IDLE_MS without any it stores NULL.
 *
 * Returns: false when all are through and queue_end() was called.
 */
bool queue_next(struct queue *, struct chunk **);

/**
 * queue_done(q, c):
 * Worker: ${c} is free again.
 */
void queue_done(struct queue *, struct chunk *);

#endif
