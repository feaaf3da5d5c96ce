/* SPDX-License-Identifier: ISC */
/*
 * A log format after compilation, and one line matched by it. match/ makes
 * both; scrub/ reads them. Nobody else looks inside.
 *
 * Invariants:
 * - elements alternate between literals and fields as the directive does; two
 *   fields never touch.
 * - record.field[i] belongs to the i-th element that is a field.
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/class.h"

enum { FORMAT_FIELDS_MAX = 64 };

/* How the server escapes what a client wrote. */
enum escape {
	ESCAPE_NGINX, /* \xHH, upper case; control, ", \ and >= 0x7f */
	ESCAPE_APACHE, /* \" \\ \t \n ... and \xhh, lower case */
	ESCAPE_JSON, /* \" \\ \n \uHHHH; bytes from 0x80 on as they are */
	ESCAPE_NONE /* what separates fields cannot stand in one */
};

/* How a time is spelt. */
enum timespelling {
	TIME_CLF, /* 10/Oct/2000:13:55:36 -0700 */
	TIME_ISO, /* 2000-10-10T13:55:36-07:00 */
	TIME_EPOCH, /* seconds, with or without a fraction */
	TIME_MSEC, /* milliseconds since the epoch */
	TIME_USEC, /* microseconds since the epoch */
	TIME_NSEC, /* nanoseconds since the epoch */
	TIME_LAYOUT /* as the field's strftime() layout says */
};

/* How a server codes a value before it writes it. */
enum coding {
	CODING_PLAIN, /* not at all */
	CODING_PLUS, /* a blank is written as + */
	CODING_PERCENT /* percent-encoded, perhaps twice */
};

/* What the characters of a field are, whatever they mean. */
enum shape {
	SHAPE_TEXT, /* anything, escaped as the server does */
	SHAPE_WORD, /* no blank */
	SHAPE_HOST, /* a host name, or an IPv6 address in brackets: where a port
	             * follows, a colon is none of its own */
	SHAPE_NUMBER, /* digits, perhaps with a fraction, or `-` */
	SHAPE_NUMBERS, /* a list of those, as nginx's upstream times */
	SHAPE_STATUS, /* three digits or `-` */
	SHAPE_METHOD, /* letters, `-` and `_` */
	SHAPE_PROTOCOL, /* HTTP/1.1 */
	SHAPE_TIME /* as the element's time spelling says */
};

struct element {
	bool isfield;
	struct span text; /* the literal, or the variable's name as written */
	/* Only where isfield: */
	enum class class;
	enum shape shape;
	enum timespelling time;
	struct span layout; /* of strftime(), where time is TIME_LAYOUT */
	enum coding coding;
};

struct format {
	struct span name;
	struct span title;
	enum escape escape;
	const struct element *elements;
	size_t nelements;
	size_t nfields;
};

struct record {
	const struct format *format;
	struct span field[FORMAT_FIELDS_MAX]; /* borrowed from the line */
};

#endif
