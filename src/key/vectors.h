/* SPDX-License-Identifier: ISC */
/*
 * Published test vectors: a library that is broken, or replaced, or an error
 * of ours would otherwise show in nothing but wrong pseudonyms.
 */
#ifndef KEY_VECTORS_H
#define KEY_VECTORS_H

#include <stdbool.h>

/**
 * vectors_pass():
 * Compute them all.
 *
 * Returns: false when one of them is not what was published, or could not be
 *          computed.
 */
bool vectors_pass(void);

#endif
