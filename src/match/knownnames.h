/* SPDX-License-Identifier: ISC */
/*
 * The names of columns and labels, and what they mean.
 *
 * Source: https://www.w3.org/TR/WD-logfile.html;
 *         learn.microsoft.com, "W3C Logging" of IIS and of HTTP.sys;
 *         Amazon CloudFront Developer Guide, "Standard logging reference";
 *         docs.imperva.com, "Log File Structure"; http://ltsv.org
 */
#ifndef MATCH_KNOWNNAMES_H
#define MATCH_KNOWNNAMES_H

#include "match/known.h"

/**
 * knownnames_at(dialect, i, f):
 * Store in ${f} what the ${i}th name of ${dialect} means. Those that may stand
 * for another time come last.
 *
 * Returns: false when there are no more.
 */
bool knownnames_at(enum knowndialect, size_t, struct field *);

#endif
