/* SPDX-License-Identifier: ISC */
/*
 * The form of the tables of variables, for vars.c and vars_*.c alone.
 *
 * Invariants: the first row that fits a name counts, so the particular stands
 * before the general; a name holds at most one `*`, which stands for any text.
 */
#ifndef MATCH_VARS_LIST_H
#define MATCH_VARS_LIST_H

#include "model/format.h"

/* Where the meaning of a row stands. */
enum vars_lookup {
	VARS_HERE, /* in the row */
	VARS_REQUEST, /* what `*` stands for is a request header */
	VARS_RESPONSE, /* ... a response header */
	VARS_ENVIRON /* ... a variable of Apache's environment */
};

struct var {
	const char *name;
	enum class class;
	enum shape shape;
	enum timespelling time;
	const char *layout;
	enum coding coding;
	enum vars_lookup lookup;
};

struct vars_list {
	const struct var *row;
	size_t n;
};

#define VAR(var, is, of) \
	{ \
		.name = (var), .class = CLASS_##is, .shape = SHAPE_##of \
	}
#define VAR_TIME(var, spelling) \
	{ \
		.name = (var), .class = CLASS_TIME, .shape = SHAPE_TIME, \
		.time = TIME_##spelling \
	}
#define VAR_LAYOUT(var, format) \
	{ \
		.name = (var), .class = CLASS_TIME, .shape = SHAPE_TIME, \
		.time = TIME_LAYOUT, .layout = (format) \
	}
#define VAR_HEADERS(var, list, how) \
	{ \
		.name = (var), .lookup = VARS_##list, .coding = CODING_##how \
	}
#define VARS_LIST(rows) \
	{ \
		rows, sizeof(rows) / sizeof((rows)[0]) \
	}

/**
 * vars_nginx(), vars_apache():
 * The variables of a dialect.
 *
 * vars_request(), vars_response(), vars_environ():
 * What dialects have in common: headers, and the environment of CGI.
 *
 * Shape:   static.
 */
const struct vars_list *vars_nginx(void);
const struct vars_list *vars_apache(void);
const struct vars_list *vars_request(void);
const struct vars_list *vars_response(void);
const struct vars_list *vars_environ(void);

/**
 * vars_apache_time(format, f):
 * Fill in time and layout of ${f} for Apache's `%{format}t`.
 *
 * Shape:   f->layout is borrowed from ${format}.
 * Source:  mod_log_config.c, log_request_time().
 */
void vars_apache_time(struct span, struct field *);

#endif
