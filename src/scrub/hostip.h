/* SPDX-License-Identifier: ISC */
/*
 * The detectors of addresses in host names, as providers name the lines of
 * their customers; see scrub/detect.h for their shape.
 */
#ifndef SCRUB_HOSTIP_H
#define SCRUB_HOSTIP_H

#include "scrub/detect.h"

/**
 * hostip_find(text, from, f):
 * Four numbers up to 255 with dashes or underlines between them, in what must
 * be a host name: a domain follows (192-0-2-7.dsl.example.org), or a word
 * stands before them that says so (ip-192-0-2-7). A fifth number makes it
 * none, and so does the suffix of a file.
 */
bool hostip_find(struct span, size_t, struct found *);

/**
 * hostip_arpa(text, from, f):
 * The hex digits before `.ip6.arpa`; those of IPv4 are found anyway.
 *
 * Source:  RFC 3596 section 2.5.
 */
bool hostip_arpa(struct span, size_t, struct found *);

/**
 * hostip_whole(text, from, f):
 * In a lone text: four numbers with dashes or underlines, and nothing else,
 * that are no date; an IPv6 address with dashes.
 */
bool hostip_whole(struct span, size_t, struct found *);

/**
 * hostip_name(host, from, f):
 * In what is known to be a host name: four numbers wherever they stand in it,
 * up to 255 and with dots, dashes or underlines between them, or of three
 * digits with nothing; eight or 32 hex digits; an IPv6 address with dashes.
 *
 * Source:  sslip.io and nip.io; Windows' ipv6-literal.net; host names of
 *          European providers.
 */
bool hostip_name(struct span, size_t, struct found *);

#endif
