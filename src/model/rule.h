/* SPDX-License-Identifier: ISC */
/*
 * What is done to a field: an action with its arguments, and the one table
 * of which class has which actions.
 */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "model/class.h"

/* What a database of addresses is asked for. */
enum geo { GEO_NONE, GEO_COUNTRY, GEO_ASN };

enum action {
	ACTION_KEEP,
	ACTION_DROP, /* `-`, or 0.0.0.0 where an address stands */
	ACTION_TRUNCATE, /* ip: bits4, bits6 are kept */
	ACTION_HOUR, /* time: generalised to the full hour */
	ACTION_MINUTE,
	ACTION_DAY,
	ACTION_WEEK, /* to Monday */
	ACTION_MONTH,
	ACTION_DROP_PERSONAL, /* query: goes whole when it holds a hit */
	ACTION_SCRUB, /* path, query: only what was hit goes */
	ACTION_ONLY, /* query: only the parameters in names[] stay */
	ACTION_SAME, /* referer: as the path and query rules say */
	ACTION_ORIGIN, /* referer: scheme and host */
	ACTION_REDUCE, /* agent: version detail and device model go */
	ACTION_FAMILY, /* agent: browser family and system */
	ACTION_NETWORK, /* ip: as truncate, but stay in the place */
	ACTION_PSEUDONYM, /* HMAC, with the key of the epoch */
	ACTION_PREFIX, /* ip: ipcrypt-pfx, with it, too */
	ACTION_CRYPTOPAN, /* ip: Crypto-PAn */
	ACTION_COUNT
};

struct rule {
	enum action action;
	enum class class; /* that it is for */
	unsigned bits4; /* ACTION_TRUNCATE, ACTION_NETWORK */
	unsigned bits6;
	enum geo geo; /* ACTION_NETWORK: what the place is */
	const struct span *names; /* ACTION_ONLY; live as long as the policy */
	size_t nnames;
	bool ordered; /* somebody wrote it down: it is no default */
};

/**
 * rule_default(c):
 * The action a field of class ${c} gets when nothing else was said.
 */
struct rule rule_default(enum class);

/**
 * rule_parse(c, args, nargs, a, r):
 * Read the action name and its arguments ${args}[0..${nargs}) for class ${c}
 * into ${r}; what must live on is copied into ${a}.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *rule_parse(enum class, const struct span *, size_t, struct arena *,
    struct rule *);

/**
 * rule_keyed(r):
 * Does ${r} need a key?
 */
bool rule_keyed(const struct rule *);

/**
 * rule_geo_parse(name, g):
 * Store what is called ${name}, country or asn, in ${g}.
 *
 * Returns: false when it is neither; ${g} is then untouched.
 */
bool rule_geo_parse(struct span, enum geo *);

/**
 * rule_geo_name(g):
 * The name of ${g}, which is not GEO_NONE.
 */
const char *rule_geo_name(enum geo);

/**
 * rule_choices(c):
 * The actions of class ${c}, as one line of text for an error or a manual.
 */
const char *rule_choices(enum class);

/**
 * rule_action_name(a):
 * The name of ${a} as the policy file writes it.
 */
const char *rule_action_name(enum action);

#endif
