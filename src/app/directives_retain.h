/* SPDX-License-Identifier: ISC */
/*
 * The directives that say what raw data there is, and for how long: raw and
 * quarantine.
 */
#ifndef APP_DIRECTIVES_RETAIN_H
#define APP_DIRECTIVES_RETAIN_H

#include "app/config.h"
#include "base/directive.h"

/**
 * directives_retain_raw(c, d, at):
 * Add to ${c} what the statement ${d} says: raw PATTERN { keep ... }.
 *
 * Returns: NULL, or one line (static) that says what is wrong, and in ${at}
 *          with which statement.
 */
const char *directives_retain_raw(struct config *, const struct directive *,
    const struct directive **);

/**
 * directives_retain_quarantine(c, d, at):
 * The same for: quarantine DIR { keep ... ; size ... }. A later one takes the
 * place of one before it.
 */
const char *directives_retain_quarantine(struct config *,
    const struct directive *, const struct directive **);

#endif
