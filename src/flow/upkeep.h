/* SPDX-License-Identifier: ISC */
/*
 * What a directory of segments needs beside the writing: sealing what is
 * over, in its streams as well, and deleting what has outlived its keep. In a
 * thread of its own, at
 * start, whenever a period ends and hourly, with or without traffic.
 */
#ifndef FLOW_UPKEEP_H
#define FLOW_UPKEEP_H

#include <stdbool.h>

#include "model/policy.h"

struct upkeep;

/**
 * upkeep_start(policy, version):
 * Start the upkeep of the directory that ${policy} names.
 *
 * Returns: NULL when it could not start, warned. The writing goes on.
 */
struct upkeep *upkeep_start(const struct policy *, const char *);

/**
 * upkeep_stop(u, finish):
 * Stop ${u}. With ${finish} all that is over is sealed first; without, a seal
 * under way is given up (the next start makes it) so that nobody waits.
 * NULL is allowed.
 */
void upkeep_stop(struct upkeep *, bool);

#endif
