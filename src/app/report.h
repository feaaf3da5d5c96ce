/* SPDX-License-Identifier: ISC */
/*
 * The tally, for people and for machines. Counts only.
 */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "base/span.h"
#include "model/tally.h"

/**
 * report_summary(t):
 * Say in one line on standard error what became of the lines; nothing where
 * there were none.
 */
void report_summary(const struct tally *);

/**
 * report_stats(path, format, t):
 * Write ${t} as JSON to the file ${path}, which is replaced at once or not at
 * all. ${format} is the name of the format.
 *
 * Returns: 0, or -1, warned.
 */
int report_stats(const char *, struct span, const struct tally *);

#endif
