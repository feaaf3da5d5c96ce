/* SPDX-License-Identifier: ISC */
/*
 * The shapes that the leak check looks for: addresses and e-mail addresses in
 * text. Written apart from the detectors and blunter than they are, so that
 * what one misses the other finds.
 */
#ifndef SCRUB_SHAPES_H
#define SCRUB_SHAPES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/addr.h"
#include "base/span.h"
#include "model/hit.h"

struct shape_hit {
	size_t start;
	size_t end;
	enum kind kind; /* KIND_EMAIL; KIND_IP: an address; KIND_VALUE: what
	                   * is one only if it is a protected one, such as
	                   * 192-0-2-7, v1.2.3.4 or part of a longer number */
	struct addr addr; /* but for KIND_EMAIL */
	size_t next; /* where to go on looking */
};

/**
 * shapes_next(text, at, hit):
 * Find the first shape of ${text} at or behind offset ${at}.
 *
 * Returns: false when there is none.
 */
bool shapes_next(struct span, size_t, struct shape_hit *);

/**
 * shapes_is_encoded(text):
 * May ${text} hold escapes, percent-encoding, references (`&#64;`) or what
 * looks like ASCII?
 */
bool shapes_is_encoded(struct span);

/**
 * shapes_client(text, a):
 * Read ${text}, the content of an address field, as an address: with a port,
 * brackets or a zone, too.
 *
 * Returns: false when it is none.
 */
bool shapes_client(struct span, struct addr *);

/**
 * shapes_same(a, b):
 * Are both the same address? A v4-mapped one equals the IPv4 one inside.
 */
bool shapes_same(const struct addr *, const struct addr *);

/**
 * shapes_is_version(a):
 * Is ${a} a version number after reduction (126.0.0.0) or so short an address
 * that it is nobody's?
 */
bool shapes_is_version(const struct addr *);

#endif
