/* SPDX-License-Identifier: ISC */
/*
 * Signals of the filter. TERM and HUP mean: hand on what is there (and at a
 * FIFO without end: then stop). INT means: stop; a second one kills. PIPE and
 * XFSZ are errors of a write, whatever whoever started us set them to. IO, that
 * somebody waits for a lease of ours, kills unless it is ignored.
 */
#ifndef APP_SIGNALS_H
#define APP_SIGNALS_H

#include "read/source.h"

/**
 * signals_catch(void):
 * Install the handlers and block TERM, HUP and INT, which source_next() lets
 * in while it waits.
 *
 * Returns: what the handlers write to; static.
 */
const struct stopping *signals_catch(void);

#endif
