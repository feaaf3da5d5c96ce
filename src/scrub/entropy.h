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
 * the contrary. Of random texts of 20 bytes 96 % are found, of 27 all but 1 %;
 * of 60,000 names of files and identifiers 3 in a thousand, for the most part
 * with random parts. Names of files, paths and numbers are none.
 *
 * Source:  letters that meet in words: bigrams of at least 0.15 % in the
 *          messages of a program in English, Dutch, German, French, Spanish,
 *          Italian, Polish, Swedish, Finnish, Danish or Czech.
 */
bool entropy_find(struct span, size_t, struct found *);

#endif
