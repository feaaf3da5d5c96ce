/* SPDX-License-Identifier: ISC */
/*
 * What a server's variable means: (dialect, name) to class, shape, spelling of
 * time and coding. The tables themselves are in vars_*.c.
 *
 * Invariants:
 * - What is in no table is opaque text, which is redacted.
 * - CLASS_WORD and CLASS_STATUS are values that the server makes up. What a
 *   client can choose is never one of them, however harmless it mostly is.
 * - The server's own address is an address like any other: an access log
 *   without them is the promise, and the leak check would mask it anyway.
 */
#ifndef MATCH_VARS_H
#define MATCH_VARS_H

#include "base/span.h"
#include "model/format.h"

/* Whose names they are. */
enum dialect {
	DIALECT_NGINX, /* remote_addr, without the `$` */
	DIALECT_APACHE, /* h, {Referer}i, ^FB: without `%` and modifiers */
	DIALECT_W3C, /* c-ip: a column of #Fields */
	DIALECT_LTSV /* ua: a label */
};

/**
 * vars_find(dialect, name, e):
 * Fill in class, shape, time, layout and coding of ${e} for the variable
 * ${name}. Case makes no difference but in Apache's letters, nor does `_` for
 * `-`. An LTSV label that is none of its own may be a variable of nginx or a
 * request header. A W3C column is PLUS-coded where IIS and CloudFront differ;
 * a format file may say otherwise.
 *
 * Shape:   e->layout is static or borrowed from ${name}.
 */
void vars_find(enum dialect, struct span, struct element *);

#endif
