/* SPDX-License-Identifier: ISC */
/*
 * What the tests of keys share: a key anybody can see is none of yours, and
 * what is made of it.
 */
#ifndef UNIT_KEYS_H
#define UNIT_KEYS_H

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "key/keyfile.h"
#include "model/stamp.h"

#define KEYS_HEX \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

#define KEYS_DAY \
	"logfade-key 1\nepoch day\npast 2\nfrom 2026-11-20\nkey " KEYS_HEX "\n"

#define KEYS_NEVER "logfade-key 1\nepoch never\npast 0\nkey " KEYS_HEX "\n"

/* The key of KEYS_DAY in some epoch, by steps from the start. */
static inline struct keyfile
keys_at(const char *text, int64_t epoch)
{
	struct keyfile k;
	char why[KEYFILE_WHY];

	cr_assert(keyfile_parse(span_str(text), &k, why) == 0, "%s", why);
	cr_assert(keyfile_step(&k, epoch) == 0);
	return (k);
}

static inline bool
keys_same(const struct keyfile *a, const struct keyfile *b)
{
	return (a->unit == b->unit && a->past == b->past &&
	    a->epoch == b->epoch && memcmp(a->key, b->key, CRYPTO_KEY) == 0);
}

/* 00:00 UTC of a day. */
static inline int64_t
keys_time(int year, int month, int day)
{
	return (stamp_days(year, month, day) * 86400);
}

#endif
