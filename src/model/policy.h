/* SPDX-License-Identifier: ISC */
/*
 * What the operator asked for, after the configuration file, the preset and
 * the options were read: app/ makes it, everybody else only reads it. It
 * lives for the whole run.
 */
#ifndef MODEL_POLICY_H
#define MODEL_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "model/class.h"
#include "model/period.h"
#include "model/rule.h"

enum { LINE_LIMIT = 256 * 1024 };

/* `field NAME { class C ; action A }`: an override for one variable. */
struct override {
	struct span name;
	bool hasclass;
	enum class class;
	bool hasrule;
	struct rule rule;
};

struct output {
	const char *dir; /* NULL: standard output */
	bool zstd; /* standard output as zstd */
	enum period_unit rotate;
	int level; /* of live frames */
	int seal_level;
};

/* `raw PATTERN { keep ... }`: where rotated raw logs are. */
struct rawlogs {
	const char *pattern; /* an absolute path, see retain/rawwalk.h */
	struct keep keep;
};

/* `quarantine DIR { keep ... ; size ... }`: where withheld lines go. */
struct withholding {
	const char *dir; /* NULL: nowhere */
	struct keep keep;
	uint64_t size; /* bytes a file may have */
};

struct policy {
	const char *format; /* a name, a directive, or "auto" */
	struct rule rule[CLASS_COUNT];
	const struct override *override;
	size_t noverride;
	const struct span *names; /* the operator's lists of parameter names */
	size_t nnames;
	const char *key; /* file of the key, or NULL */
	const char *geoip[GEO_ASN + 1]; /* files of databases, or NULL */
	enum geo place; /* appended as one more field */
	const struct span *secretly; /* parameters to be pseudonymised */
	size_t nsecretly;
	struct output output;
	const struct rawlogs *raw;
	size_t nraw;
	struct withholding withholding;
	struct keep keep;
	bool keepsearch; /* what somebody looked for is not personal */
	bool keepgiven; /* it was said, it is not the default */
	char digest[17]; /* of all of the above, 16 hex digits */
};

#endif
