/* SPDX-License-Identifier: ISC */
/*
 * A log format after compilation, and one line taken apart by it. match/
 * makes both; scrub/ reads them. How a line is taken apart is match/'s own.
 *
 * Invariants:
 * - A record covers its line: gap and value of each cut in turn, then the
 *   tail, are all of its bytes, in order.
 * - What stands in a gap or in the tail is the format's own: a literal of the
 *   directive, a bracket of JSON, a known key. Whatever a client or the
 *   server may choose is the value of a cut.
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "model/class.h"

enum {
	FORMAT_FIELDS_MAX = 320, /* of a format */
	RECORD_CUTS_MAX = 1024 /* of a line */
};

/* How the server escapes what a client wrote. */
enum escape {
	ESCAPE_NGINX, /* \xHH, upper case; control, ", \ and >= 0x7f */
	ESCAPE_APACHE, /* \" \\ \t \n ... and \xhh, lower case */
	ESCAPE_JSON, /* \" \\ \n \uHHHH; bytes from 0x80 on as they are */
	ESCAPE_NONE /* what separates fields cannot stand in one */
};

/* How a field is written beside that; most are as they are. */
enum coding {
	CODING_PLAIN,
	CODING_PLUS, /* a blank is written as a plus sign */
	CODING_PERCENT /* percent-encoded, perhaps twice */
};

struct layout;

/* How a time is spelt. */
enum timespelling {
	TIME_CLF, /* 10/Oct/2000:13:55:36 -0700 */
	TIME_ISO, /* 2000-10-10T13:55:36-07:00 */
	TIME_EPOCH, /* seconds, with or without a fraction */
	TIME_MSEC, /* milliseconds since the epoch */
	TIME_USEC, /* microseconds since the epoch */
	TIME_NSEC, /* nanoseconds since the epoch */
	TIME_LAYOUT, /* as the field's strftime() layout says */
	TIME_ANY /* one of those above TIME_LAYOUT, each value its own */
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
	SHAPE_TIME, /* as the field's time spelling says */
	SHAPE_REST /* all up to the end of the line */
};

struct field {
	struct span name; /* of the variable, key or column, as written */
	enum class class;
	enum shape shape;
	enum coding coding;
	enum timespelling time; /* where the class is time */
	struct span layout; /* where time is TIME_LAYOUT: for strftime() */
	bool utc; /* what says no zone is UTC, not local time */
	const struct layout *compiled; /* the layout, see model/layout.h */
	bool late; /* when a request ended, not when it came */
	bool spare; /* a time that only counts where there is no other */
	bool loose; /* what it holds is not looked for elsewhere */
};

/* How one more field is added to a line. */
enum trailer {
	TRAILER_WORD, /* behind a blank */
	TRAILER_MEMBER, /* of the object of JSON */
	TRAILER_LABEL, /* and a tab before it */
	TRAILER_COLUMN, /* that the header names */
	TRAILER_NONE /* not at all */
};

struct format {
	struct span name;
	struct span title;
	struct span shown; /* its directives, a line each, fields as <name> */
	enum escape escape;
	enum trailer trailer;
	const struct field *fields;
	size_t nfields;
};

/* One field of a line, and what stands between it and the one before. */
struct cut {
	struct span gap;
	struct span value;
	unsigned field; /* of the format */
	bool partial; /* the server cut it off: its end is missing */
	bool bare; /* of JSON, without quotes: a number */
};

struct record {
	const struct format *format;
	const struct cut
	    *cut; /* borrowed from the scratch, spans from the line */
	size_t ncuts;
	struct span tail; /* behind the last field */
};

#endif
