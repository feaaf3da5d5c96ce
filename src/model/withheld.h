/* SPDX-License-Identifier: ISC */
/*
 * Names of the files of a quarantine: one a day, of the local calendar, on
 * which the lines came.
 *
 *     withheld-2026-11-21.zst
 *
 * Invariant: withheld_parse() takes nothing that withheld_name() would not
 * write, byte for byte.
 */
#ifndef MODEL_WITHHELD_H
#define MODEL_WITHHELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "model/period.h"

enum { WITHHELD_NAME_MAX = 64 };

/**
 * withheld_name(when, name):
 * Write the name of the file for lines that came at ${when}, with its NUL,
 * into ${name}.
 */
void withheld_name(int64_t, char[static WITHHELD_NAME_MAX]);

/**
 * withheld_parse(name, day):
 * Read the file name ${name}, and store the day it is of in ${day}.
 *
 * Returns: false when it is none of ours; ${day} is then unspecified.
 */
bool withheld_parse(struct span, struct period *);

#endif
