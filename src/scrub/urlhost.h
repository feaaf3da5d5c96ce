/* SPDX-License-Identifier: ISC */
/* Addresses as hosts of URLs, in any of the forms that browsers take. */
#ifndef SCRUB_URLHOST_H
#define SCRUB_URLHOST_H

#include "scrub/detect.h"

/**
 * urlhost_isaddress(host):
 * Can the decoded ${host} be nothing but an IPv4 address? Its last label is a
 * number, or it has digits of full width.
 *
 * Source:  the URL standard's "ends in a number" and domain to ASCII.
 */
bool urlhost_isaddress(struct span);

/**
 * urlhost_find(text, from, f):
 * The host of a URL within ${text} that is an address, or the part of its name
 * that is one (hostip_name()). See scrub/detect.h for the shape.
 */
bool urlhost_find(struct span, size_t, struct found *);

#endif
