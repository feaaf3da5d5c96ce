/* SPDX-License-Identifier: ISC */
/*
 * What the listings of all kinds of files have in common: a time and a word as
 * a member of a line that people read, and of an object in JSON.
 */
#ifndef APP_LISTING_H
#define APP_LISTING_H

#include <stdint.h>

#include "base/buf.h"

/* A time that is never; it is `never` in text and null in JSON. */
#define LISTING_NEVER INT64_MAX

/**
 * listing_day(name, when, b):
 * Add ` NAME DAY TIME` to ${b}: the second ${when} since the epoch, by the
 * clock on the wall.
 */
void listing_day(const char *, int64_t, struct buf *);

/**
 * listing_time(name, when, b):
 * Add `,"NAME":"TIME"` to ${b}: ${when} in UTC, as in RFC 3339.
 */
void listing_time(const char *, int64_t, struct buf *);

/**
 * listing_word(name, word, b):
 * Add `,"NAME":"WORD"` to ${b}: a text that JSON takes as it is, or null for
 * one that is NULL or empty.
 */
void listing_word(const char *, const char *, struct buf *);

#endif
