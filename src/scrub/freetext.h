/* SPDX-License-Identifier: ISC */
/*
 * Free text: the message of an error log, a comment, a header. The one place
 * where personal data is searched in running text, for servers put into their
 * messages what clients sent: request lines, paths, user names, headers.
 *
 * Invariants, unless the rule is keep:
 * - What the detectors (scrub/detect.h) would find is not in the output,
 *   escaped and percent-encoded forms included, but for addresses as the
 *   policy's rule for addresses leaves them.
 * - Times of day in it are generalised as the policy's rule for times says.
 * - Text in which nothing is found stays byte for byte.
 */
#ifndef SCRUB_FREETEXT_H
#define SCRUB_FREETEXT_H

#include "scrub/scrub.h"

/**
 * freetext_scrub(s, rule, in, out):
 * The action of a field that is running text. Request lines, URLs, paths and
 * queries in it are treated by their own rules, addresses by the rule for
 * addresses; user names, e-mail addresses, secrets and the rest give way to
 * words such as {user} and {email}. ACTION_DROP writes `-`.
 */
scrub_fn freetext_scrub;

/**
 * freetext_cut(s, rule, in, out):
 * The same for text whose end the server cut off: its last word, which may be
 * the beginning of anything, becomes `-`.
 *
 * Source:  NGX_MAX_ERROR_STR of nginx, 2048 bytes a line; MAX_STRING_LEN of
 *          Apache httpd, 8192.
 */
scrub_fn freetext_cut;

#endif
