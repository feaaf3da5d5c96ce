/* SPDX-License-Identifier: ISC */
/*
 * How old a segment is, and until when it is kept: what a sweep goes by and a
 * listing shows.
 *
 * How old it is says the oldest event recorded in it, where that lies within
 * the period of its name, or else the start of that period. So what a file
 * says about itself can keep it for the length of its period at most, and the
 * time stamps of the file system say nothing.
 */
#ifndef RETAIN_AGE_H
#define RETAIN_AGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "model/period.h"
#include "model/segment.h"
#include "model/segmeta.h"

struct age_rule {
	struct keep keep;
	bool keep_is_explicit; /* it beats what was recorded at sealing */
	int64_t now; /* who is kept beyond it anyway is not looked into */
};

struct age {
	struct keep keep; /* that goes for it */
	int64_t oldest; /* seconds since the epoch */
	int64_t expires; /* the first second at which it is too old */
	bool counted; /* the notes count all of its lines, in ${sum} */
	struct segmeta sum;
};

/**
 * age_open(dirfd, name, st):
 * Open the regular file ${name} in ${dirfd} for reading, whatever other names
 * it has, and store what it is in ${st}. Anything else is not even opened.
 *
 * Returns: the descriptor, or -1 with errno set: EINVAL when it is no regular
 *          file.
 */
int age_open(int, const char *, struct stat *);

/**
 * age_judge(fd, s, rule, age):
 * How old the file ${fd} of the segment ${s} is. One that its name alone keeps
 * beyond ${rule}->now is as old as its period, and may not be counted; with
 * INT64_MAX for that all are looked into.
 *
 * Returns: 0, or -1 with errno set.
 */
int age_judge(int, const struct segment *, const struct age_rule *,
    struct age *);

/**
 * age_span(s, age, first, end):
 * From ${first} on and before ${end} happened what is in the segment ${s},
 * as far as ${age} knows: a line that claims to be of the future is in the
 * segment of the day that it came.
 */
void age_span(const struct segment *, const struct age *, int64_t *, int64_t *);

#endif
