/* SPDX-License-Identifier: ISC */
/*
 * Personal data that was found: of what kind, and where.
 */
#ifndef MODEL_HIT_H
#define MODEL_HIT_H

#include <stdbool.h>

#include "base/span.h"

enum kind {
	/* found by content */
	KIND_EMAIL,
	KIND_PHONE,
	KIND_IP,
	KIND_CARD,
	KIND_IBAN,
	KIND_TOKEN,
	/* by content or by the name of a parameter (formats/NAME.names) */
	KIND_IDENTITY,
	KIND_CONTACT,
	KIND_LOCATION,
	KIND_BIRTH,
	KIND_PAYMENT,
	KIND_GOVERNMENT,
	KIND_HEALTH,
	KIND_CREDENTIAL,
	KIND_SESSION,
	KIND_DEVICE,
	KIND_CLICK,
	KIND_SEARCH, /* what somebody looked for */
	/* found by the leak check: a protected value, wherever it stood */
	KIND_VALUE,
	KIND_COUNT
};

/* How a hit was recognised. */
enum means {
	MEANS_CONTENT, /* it looks like what it is */
	MEANS_NAME, /* by a name or a word in front of it */
	MEANS_LEAK /* by the leak check, in what the action had left */
};

enum place {
	PLACE_HOST,
	PLACE_USER,
	PLACE_REQUEST, /* a request that is not HTTP */
	PLACE_PATH,
	PLACE_QUERY,
	PLACE_REFERER,
	PLACE_AGENT,
	PLACE_COOKIE,
	PLACE_OTHER,
	PLACE_COUNT
};

/**
 * hit_kind_name(k):
 * The name of ${k}: in the tally, and between braces in the output.
 */
const char *hit_kind_name(enum kind);

/**
 * hit_kind_parse(name, k):
 * Store the kind called ${name} in ${k}.
 *
 * Returns: false when there is none.
 */
bool hit_kind_parse(struct span, enum kind *);

/**
 * hit_isword(s):
 * Does ${s} look like what stands in the output for a hit, such as {email}?
 */
bool hit_isword(struct span);

/**
 * hit_place_name(p):
 * The name of ${p} in the tally.
 */
const char *hit_place_name(enum place);

#endif
