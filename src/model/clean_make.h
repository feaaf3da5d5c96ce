/* SPDX-License-Identifier: ISC */
/*
 * The inside of struct clean, for scrub/leak.c and model/clean.c alone.
 */
#ifndef MODEL_CLEAN_MAKE_H
#define MODEL_CLEAN_MAKE_H

#include <stdint.h>

#include "base/buf.h"
#include "model/clean.h"

struct clean {
	struct buf text;
	int64_t time;
};

#endif
