/* SPDX-License-Identifier: ISC */
/*
 * What a field is, as far as privacy is concerned. The class decides which
 * actions there are (model/rule.h) and which one is the default.
 */
#ifndef MODEL_CLASS_H
#define MODEL_CLASS_H

#include <stdbool.h>

#include "base/span.h"

enum class {
	CLASS_IP, /* one client address, or a host name in its place */
	CLASS_IPLIST, /* X-Forwarded-For and the like */
	CLASS_HOST, /* a name where an address should be */
	CLASS_USER, /* authenticated user, ident */
	CLASS_TIME,
	CLASS_REQUEST, /* method, uri and protocol in one */
	CLASS_URI, /* path and query in one */
	CLASS_PATH,
	CLASS_QUERY,
	CLASS_REFERER,
	CLASS_AGENT,
	CLASS_COOKIE,
	CLASS_TOKEN, /* request id, session id */
	CLASS_VHOST,
	CLASS_METHOD,
	CLASS_PROTOCOL,
	CLASS_STATUS,
	CLASS_NUMBER,
	CLASS_WORD, /* of the server's own: a cache status, a TLS version */
	CLASS_TEXT, /* free text: the message of an error log */
	CLASS_OPAQUE, /* nobody knows: redacted */
	CLASS_COUNT
};

/**
 * class_name(c):
 * The name of ${c} as the policy file writes it, such as "ip-list".
 */
const char *class_name(enum class);

/**
 * class_parse(name, c):
 * Store the class called ${name} in ${c}.
 *
 * Returns: false when there is none; ${c} is untouched.
 */
bool class_parse(struct span, enum class *);

#endif
