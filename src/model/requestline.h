/* SPDX-License-Identifier: ISC */
/* Request lines: RFC 9112 section 3. */
#ifndef MODEL_REQUESTLINE_H
#define MODEL_REQUESTLINE_H

#include "base/ascii.h"
#include "base/span.h"

enum { REQUESTLINE_METHOD_MAX = 32 };

/**
 * requestline_method(line):
 * The length of the method that ${line} begins with, if a blank is behind it;
 * 0 when it begins with none.
 */
static inline size_t
requestline_method(struct span line)
{
	size_t n = 0;

	while (n < line.n && n <= REQUESTLINE_METHOD_MAX &&
	    (ascii_isalpha(line.p[n]) || line.p[n] == '_' || line.p[n] == '-'))
		n++;
	return (n < line.n && n <= REQUESTLINE_METHOD_MAX && line.p[n] == ' ' ?
		n :
		0);
}

#endif
