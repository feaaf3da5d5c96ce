/* SPDX-License-Identifier: ISC */
/*
 * Epochs: the days, weeks or months within which one key makes pseudonyms. An
 * epoch is a number that grows by one; two hosts agree on it without talking,
 * whatever their zones are, since a line is of the date that is written in it.
 *
 * Units: a date is a number of days since 1970-01-01, as of stamp_days().
 */
#ifndef MODEL_EPOCH_H
#define MODEL_EPOCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum epoch_unit { EPOCH_DAY, EPOCH_WEEK, EPOCH_MONTH, EPOCH_NEVER };

/**
 * epoch_today(now):
 * The date of ${now}, seconds since 1970-01-01T00:00:00Z, in UTC.
 */
int64_t epoch_today(int64_t);

/**
 * epoch_of(unit, date):
 * The epoch that ${date} falls into: days, weeks (from Monday) or months since
 * that of 1970-01-01; always 0 for EPOCH_NEVER.
 */
int64_t epoch_of(enum epoch_unit, int64_t);

/**
 * epoch_date(unit, epoch):
 * The first date of ${epoch}; 0 for EPOCH_NEVER.
 */
int64_t epoch_date(enum epoch_unit, int64_t);

/**
 * epoch_unit_parse(name, unit):
 * Store the unit called ${name} (day, week, month, never) in ${unit}.
 *
 * Returns: false when there is none.
 */
bool epoch_unit_parse(struct span, enum epoch_unit *);

/**
 * epoch_unit_name(unit):
 * The name of ${unit}.
 */
const char *epoch_unit_name(enum epoch_unit);

#endif
