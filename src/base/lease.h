/* SPDX-License-Identifier: ISC */
/*
 * Does somebody still write to a file? The kernel gives a read lease on one
 * that nobody has open for writing, to its owner and to root; who opens it for
 * writing while we have it waits until we give it back.
 */
#ifndef BASE_LEASE_H
#define BASE_LEASE_H

#include <stdbool.h>

enum lease {
	LEASE_TAKEN,
	LEASE_HELD_UP, /* somebody has it open for writing */
	LEASE_UNKNOWN /* not our file, or a file system without leases */
};

/**
 * lease_take(fd):
 * Take a read lease on ${fd}, which is open for reading only. The signal that
 * says that somebody waits for it is one that does nothing.
 */
enum lease lease_take(int);

/**
 * lease_give(fd):
 * Give the lease on ${fd} back, if there is one.
 */
void lease_give(int);

/**
 * lease_is_young(fd, seconds):
 * Was ${fd} changed less than ${seconds} ago, or can that not be told?
 */
bool lease_is_young(int, unsigned);

/**
 * lease_is_held(fd, settle):
 * May somebody still write to ${fd}? Where the kernel does not tell: was it
 * changed less than ${settle} seconds ago?
 */
bool lease_is_held(int, unsigned);

#endif
