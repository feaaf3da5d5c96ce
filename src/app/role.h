/* SPDX-License-Identifier: ISC */
/*
 * What a log analyser makes of a field: the class says most of it, the name
 * tells one number or word from the other.
 */
#ifndef APP_ROLE_H
#define APP_ROLE_H

#include "base/span.h"
#include "model/format.h"

enum role {
	ROLE_OTHER, /* nothing that it counts */
	ROLE_HOST,
	ROLE_HOSTLIST, /* the client, and the proxies behind it */
	ROLE_VHOST,
	ROLE_USER,
	ROLE_TIME,
	ROLE_REQUEST,
	ROLE_METHOD,
	ROLE_URI,
	ROLE_PATH,
	ROLE_QUERY,
	ROLE_PROTOCOL,
	ROLE_STATUS,
	ROLE_BYTES,
	ROLE_REFERER,
	ROLE_AGENT,
	ROLE_SECONDS, /* how long a request took */
	ROLE_MILLIS,
	ROLE_MICROS,
	ROLE_CACHE, /* hit or miss */
	ROLE_TLS,
	ROLE_CIPHER,
	ROLE_MIME,
	ROLE_RESULT, /* Squid's: a word, a slash and the status */
	ROLE_COUNT
};

/**
 * role_of(format, f):
 * The role of the field ${f} of the format called ${format}.
 */
enum role role_of(struct span, const struct field *);

/**
 * role_choose(format, f, roles, n):
 * Store in ${roles} the role of each of the ${n} fields ${f} of one line of
 * the format called ${format}, each role no more than once; NULL is no field. Of a request that
 * is there as a whole and in parts the whole is taken, of a client and a list
 * of them the client, of times taken the first.
 */
void role_choose(struct span, const struct field *const *, enum role *, size_t);

#endif
