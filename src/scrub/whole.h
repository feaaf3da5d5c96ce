/* SPDX-License-Identifier: ISC */
/*
 * Fields that go or stay as a whole: user names, cookies, tokens, what nobody
 * knows; and what stays because its shape leaves no room for anything else.
 */
#ifndef SCRUB_WHOLE_H
#define SCRUB_WHOLE_H

#include "scrub/scrub.h"

/**
 * whole_scrub(s, rule, in, out):
 * ACTION_KEEP copies ${in}; anything else writes `-`. An empty field stays.
 */
scrub_fn whole_scrub;

/**
 * whole_vhost(s, rule, in, out):
 * The same for a virtual host. A client can write what it likes into a Host
 * header, so what is not shaped like a host name or an address becomes `-`.
 */
scrub_fn whole_vhost;

/**
 * whole_number(s, rule, in, out):
 * The same for what should be a number, a list of numbers or a status.
 */
scrub_fn whole_number;

/**
 * whole_word(s, rule, in, out):
 * The same for what should be a method, a protocol or another short word of
 * letters, digits and `-_./`.
 */
scrub_fn whole_word;

/**
 * whole_term(s, rule, in, out):
 * The same for a word of the server's or the administrator's own: the name of
 * a back end, a cache status, a cipher, an ARN. It is of letters, digits and
 * `_.:/~<>+#@=,*|-`, and nothing personal is found in it.
 */
scrub_fn whole_term;

#endif
