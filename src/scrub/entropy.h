/* SPDX-License-Identifier: ISC */
/*
 * The detector of secrets that have no well-known beginning; see
 * scrub/detect.h for its shape. What nobody could have thought of, somebody
 * was given: an id of a session, a key, a hash.
 */
#ifndef SCRUB_ENTROPY_H
#define SCRUB_ENTROPY_H

#include "scrub/detect.h"

/**
 * entropy_find(text, from, f):
 * In a lone text: all of it, where it is 20 or more letters, digits and the
 * other bytes of base64, dots and tildes, and no human wrote it: hex
 * digits of both sorts alone, or neighbours that add up to it. Each two say
 * how much likelier they are in random base64 and base36 than in words, slugs,
 * identifiers and names: letters that never meet in words, digits between
 * letters, and capitals within words say so; other letters, and numbers, say
 * the contrary. Of random base64 of 20 bytes 99 % are found, of base36 and of
 * hex digits 96 %, and of 27 bytes 99 % (tests/unit/test_secret.c draws them).
 * Names that are nothing but abbreviations, ACRN_PMCMD_GET_CX_CNT, are taken
 * for one at times. Names of files, paths and numbers are none; nor are 40
 * hex digits in small letters (SHA-1), which name a commit or a file and are
 * in URLs for that reason more than for any other.
 *
 * Source:  letters that meet in words: bigrams of at least 0.15 % in the
 *          messages of a program in English, Dutch, German, French, Spanish,
 *          Italian, Polish, Swedish, Finnish, Danish or Czech.
 */
bool entropy_find(struct span, size_t, struct found *);

#endif
