/* SPDX-License-Identifier: ISC */
/*
 * What a server's variable means: (dialect, name) to class, shape and spelling
 * of time. One that is in no table is opaque text, which is redacted.
 *
 * Choices:
 * - What a client may choose is no word, whatever the servers make of it.
 * - What tells one client from the others is a token or opaque: entity tags,
 *   trace ids, what a TLS client offers.
 * - The server's own address is an address like any other: an access log
 *   without them is the promise, and the leak check would mask it anyway.
 *
 * Source: the manuals of the servers, named in vars_nginx.c and its like.
 */
#ifndef MATCH_VARS_H
#define MATCH_VARS_H

#include "base/span.h"
#include "model/format.h"

/* Whose names they are. */
enum dialect {
	DIALECT_NGINX, /* remote_addr, without the `$` */
	DIALECT_APACHE, /* h, {Referer}i, ^FB: without `%` and modifiers */
	DIALECT_HEADER /* User-Agent: a header of the request */
};

/**
 * vars_find(dialect, name, f):
 * Fill in class, shape, time, layout and coding of ${f} for the variable
 * ${name}. Case makes no difference but in Apache's letters, nor does `_` for
 * `-`.
 *
 * Shape:   f->layout is static or borrowed from ${name}.
 */
void vars_find(enum dialect, struct span, struct field *);

#endif
