/* SPDX-License-Identifier: ISC */
/*
 * Where an address is: its country, or the number of its autonomous system,
 * from a database in MaxMind's format. Nothing finer is ever read. The only
 * file that knows libmaxminddb; values are read by placevalue.h.
 *
 * Invariants:
 * - The file is read into memory of our own: whoever truncates or overwrites
 *   it does not kill us. A file that took its place is opened in due time; one
 *   that cannot be read leaves the one that is there in use.
 * - A broken database yields no answer, never a crash.
 * - A struct place_db belongs to one worker.
 *
 * Source: MaxMind DB File Format Specification 2.0.
 */
#ifndef SCRUB_PLACE_H
#define SCRUB_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "model/policy.h"

enum { PLACE_WHY = 200 };

struct place_db;

/* 0: not known. A country: its two letters; a system: its number. */
typedef uint32_t place_id;

/**
 * place_open(path, what, why):
 * The database ${path}, to be asked for ${what}. A country is `iso_code` of
 * `country`, else of `registered_country`, or `country` or `country_code` where
 * these are the letters themselves; a system is `autonomous_system_number`, or
 * `asn` as in `AS3320`.
 *
 * Returns: NULL with one line in ${why}, without ${path}: it is no such file,
 *          has nothing of ${what}, there is no memory or no /proc.
 */
struct place_db *place_open(const char *, enum geo, char[static PLACE_WHY]);

/**
 * place_refresh(p, now):
 * See whether another file has taken the place of the database, at most once
 * in ten seconds. One that was written to within the last ten is left for
 * later, one that is broken is warned of once, and so is one that is missing
 * twice.
 *
 * Returns: true when a new one is in use: what was answered before may differ.
 */
bool place_refresh(struct place_db *, int64_t);

/**
 * place_find(p, a, bits):
 * Where ${a} is. All addresses that share its first ${bits} bits have the same
 * answer; IPv4 counts from 0 to 32, a mapped address is IPv4 behind 96 bits.
 */
place_id place_find(const struct place_db *, const struct addr *, unsigned *);

/**
 * place_write(what, id, out):
 * Append ${id} as text: `NL`, `AS3320`, or `-` where it is not known.
 */
void place_write(enum geo, place_id, struct buf *);

/**
 * place_close(p):
 * Give ${p} back. NULL is allowed.
 */
void place_close(struct place_db *);

#endif
