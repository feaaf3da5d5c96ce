/* SPDX-License-Identifier: ISC */
/*
 * Diagnostics: one line each on stderr, written by one write(2), behind the
 * program's name. stderr is the web server's error log or the mail of
 * logrotate's cron job, so no caller may pass bytes of the input: line
 * numbers, byte offsets, names of formats and of fields only.
 */
#ifndef BASE_WARN_H
#define BASE_WARN_H

#include "base/span.h"

/**
 * warn_about(subject):
 * What is said from here on is about ${subject}, a file name, which every
 * line begins with; NULL: about nothing special. To be called while there is
 * one thread.
 *
 * Shape:   ${subject} is borrowed until the next call.
 */
void warn_about(const char *);

/**
 * warn_msg(fmt, ...):
 * Say ${fmt}. Control bytes that came in through an argument (a file name)
 * are written as `?`.
 */
void warn_msg(const char *, ...) __attribute__((format(printf, 1, 2)));

/**
 * warn_errno(fmt, ...):
 * The same, with `: ` and the text of errno behind it. errno is kept.
 */
void warn_errno(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
