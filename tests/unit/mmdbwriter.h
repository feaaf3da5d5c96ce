/* SPDX-License-Identifier: ISC */
/*
 * Writes databases in MaxMind's format, to be read back by tests.
 *
 * Source: MaxMind DB File Format Specification 2.0.
 */
#ifndef UNIT_MMDBWRITER_H
#define UNIT_MMDBWRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"

/* What a record looks like. */
enum mmdbwriter_style {
	MMDBWRITER_GEOIP, /* country.iso_code */
	MMDBWRITER_REGISTERED, /* registered_country.iso_code */
	MMDBWRITER_PLAIN, /* country, a string */
	MMDBWRITER_CODE, /* country_code, next to a country with a long name */
	MMDBWRITER_ASN, /* autonomous_system_number */
	MMDBWRITER_ASTEXT /* asn: "AS123" */
};

struct mmdbwriter;

/**
 * mmdbwriter_new(version, bits, style):
 * An empty database for IPv4 (4), or IPv6 with IPv4 in it (6), of records of
 * ${bits} bits, 24, 28 or 32.
 */
struct mmdbwriter *mmdbwriter_new(unsigned, unsigned, enum mmdbwriter_style);

/**
 * mmdbwriter_add(w, a, bits, value):
 * The network of the first ${bits} bits of ${a} is in ${value}: two letters or
 * a number, as the style has it. The later one wins where two overlap.
 */
void mmdbwriter_add(struct mmdbwriter *, const struct addr *, unsigned,
    const char *);

/**
 * mmdbwriter_alias(w):
 * As MaxMind does, let 2002::/16 and ::ffff:0:0/96 be ::/96; after the last
 * mmdbwriter_add().
 */
void mmdbwriter_alias(struct mmdbwriter *);

/**
 * mmdbwriter_write(w, out):
 * Append the database.
 */
void mmdbwriter_write(const struct mmdbwriter *, struct buf *);

/**
 * mmdbwriter_free(w):
 * Give ${w} back.
 */
void mmdbwriter_free(struct mmdbwriter *);

#endif
