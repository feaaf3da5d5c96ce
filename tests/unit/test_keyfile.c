/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "unit/guard.h"
#include "unit/keys.h"

#define HEAD "logfade-key 1\n"
#define DAY HEAD "epoch day\npast 2\nfrom 2026-11-20\n"
#define KEY "key " KEYS_HEX "\n"

static const char *const good[] = {
	KEYS_DAY,
	KEYS_NEVER,
	HEAD "epoch day\npast 0\nfrom 1900-01-01\n" KEY,
	HEAD "epoch day\npast 1000\nfrom 9998-12-31\n" KEY,
	HEAD "epoch week\npast 1\nfrom 2026-11-16\n" KEY,
	HEAD "epoch month\npast 1\nfrom 2026-11-01\n" KEY,
	DAY "key 0000000000000000000000000000000000000000000000000001020304050"
	    "607\n",
};

Test(keyfile, what_is_read_is_written_the_same)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char why[KEYFILE_WHY], text[KEYFILE_TEXT];
		struct keyfile k;
		size_t n;

		cr_assert(keyfile_parse(span_str(good[i]), &k, why) == 0,
		    "%zu: %s", i, why);
		n = keyfile_write(&k, text);
		cr_expect(span_eq(span_make(text, n), span_str(good[i])),
		    "%zu: %s", i, text);
	}
}

Test(keyfile, what_is_in_it)
{
	const struct keyfile k = keys_at(KEYS_DAY, 0);

	cr_expect_eq(k.unit, EPOCH_DAY);
	cr_expect_eq(k.past, 2);
	cr_expect_eq(k.epoch, stamp_days(2026, 11, 20));
	for (unsigned i = 0; i < CRYPTO_KEY; i++)
		cr_expect_eq(k.key[i], i);
}

static const struct {
	const char *text;
	const char *why;
} bad[] = {
	{ "", "line 1: the file ends too early" },
	{ "\n", "line 1: is not `logfade-key'" },
	{ "logfade-key 2\n", "line 1: is of another version" },
	{ "logfade-key 1\r\n", "line 1: is of another version" },
	{ "# a key\n" DAY KEY, "line 1: is not `logfade-key'" },
	{ "\xef\xbb\xbf" DAY KEY, "line 1: is not `logfade-key'" },
	{ " " DAY KEY, "line 1: is not `logfade-key'" },
	{ HEAD "\nepoch day\n", "line 2: is not `epoch'" },
	{ HEAD "past 2\nepoch day\n", "line 2: is not `epoch'" },
	{ HEAD "epoch\tday\n", "line 2: is not `epoch'" },
	{ HEAD "epoch  day\n", "line 2: is not day, week, month or never" },
	{ HEAD "epoch year\n", "line 2: is not day, week, month or never" },
	{ HEAD "epoch day \n", "line 2: is not day, week, month or never" },
	{ HEAD "epoch \n", "line 2: is not day, week, month or never" },
	{ HEAD "epoch\n", "line 2: is not `epoch'" },
	{ HEAD "epoch day\npast\n", "line 3: is not `past'" },
	{ HEAD "epoch day\npast -1\n", "line 3: is not a number of 0 to 1000" },
	{ HEAD "epoch day\npast 02\n", "line 3: is not a number of 0 to 1000" },
	{ HEAD "epoch day\npast 1001\n",
	    "line 3: is not a number of 0 to 1000" },
	{ HEAD "epoch day\npast 18446744073709551618\n",
	    "line 3: is not a number of 0 to 1000" },
	{ HEAD "epoch never\npast 1\n",
	    "line 3: without epochs there are no past ones" },
	{ HEAD "epoch never\npast 0\nfrom 2026-11-20\n" KEY,
	    "line 4: is not `key'" },
	{ HEAD "epoch day\npast 2\n" KEY, "line 4: is not `from'" },
	{ HEAD "epoch day\npast 2\nfrom 2026-11-31\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch day\npast 2\nfrom 2026-11-2\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch day\npast 2\nfrom 2026-11-020\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch day\npast 2\nfrom 0000-01-01\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch day\npast 2\nfrom 2026/11/20\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch day\npast 2\nfrom +026-11-20\n" KEY,
	    "line 4: is not a date" },
	{ HEAD "epoch week\npast 1\nfrom 2026-11-17\n" KEY,
	    "line 4: is not the first day of an epoch" },
	{ HEAD "epoch month\npast 1\nfrom 2026-11-02\n" KEY,
	    "line 4: is not the first day of an epoch" },
	{ DAY, "line 5: the file ends too early" },
	{ DAY "key " KEYS_HEX, "line 5: the file ends too early" },
	{ DAY "key " KEYS_HEX "\r\n", "line 5: is not 64 hexadecimal digits" },
	{ DAY "key " KEYS_HEX "00\n", "line 5: is not 64 hexadecimal digits" },
	{ DAY "key 0102030405060708090a0b0c0d0e0f\n",
	    "line 5: is not 64 hexadecimal digits" },
	{ DAY "key 000102030405060708090A0B0C0D0E0F101112131415161718191a1b1c1d"
	      "1e1f\n",
	    "line 5: is not 64 hexadecimal digits" },
	{ DAY "key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"
	      "1e1g\n",
	    "line 5: is not 64 hexadecimal digits" },
	{ DAY "key 000000000000000000000000000000000000000000000000000000000000"
	      "0000\n",
	    "line 5: the key is not a random one" },
	{ DAY "key abababababababababababababababababababababababababababababab"
	      "abab\n",
	    "line 5: the key is not a random one" },
	{ DAY "key 000000000000000000000000000000000000000000000000000001020304"
	      "0506\n",
	    "line 5: the key is not a random one" },
	{ DAY KEY "\n", "line 6: nothing may follow the key" },
	{ DAY KEY KEY, "line 6: nothing may follow the key" },
	{ DAY KEY "# mine", "line 6: nothing may follow the key" },
};

Test(keyfile, what_is_refused)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		static const struct keyfile none;
		char why[KEYFILE_WHY] = "";
		struct keyfile k;

		memset(&k, 'x', sizeof(k));
		cr_expect(keyfile_parse(span_str(bad[i].text), &k, why) == -1,
		    "%zu", i);
		cr_expect_str_eq(why, bad[i].why, "%zu: %s", i, why);
		cr_expect(memcmp(&k, &none, sizeof(k)) == 0, "%zu", i);
	}
}

Test(keyfile, every_part_of_one_is_refused)
{
	const struct span all = span_str(KEYS_DAY);

	for (size_t n = 0; n < all.n; n++) {
		const struct span part = guard_span(span_make(all.p, n));
		char why[KEYFILE_WHY];
		struct keyfile k;

		cr_expect(keyfile_parse(part, &k, why) == -1, "%zu", n);
	}
}

Test(keyfile, a_nul_is_refused)
{
	const struct span all = span_str(KEYS_DAY);

	for (size_t i = 0; i < all.n; i++) {
		char text[KEYFILE_TEXT], why[KEYFILE_WHY];
		struct keyfile k;

		memcpy(text, all.p, all.n);
		text[i] = '\0';
		cr_expect(keyfile_parse(span_make(text, all.n), &k, why) == -1,
		    "%zu", i);
	}
}

Test(keyfile, what_is_not_written)
{
	const struct keyfile k = keys_at(KEYS_DAY, 0);
	struct keyfile bad_key = k, bad_past = k, bad_never = k, bad_date = k;
	char text[KEYFILE_TEXT];

	memset(bad_key.key, 7, CRYPTO_KEY);
	bad_past.past = KEYFILE_PAST_MAX + 1;
	bad_never.unit = EPOCH_NEVER;
	bad_date.epoch = stamp_days(1899, 12, 31);
	cr_expect_eq(keyfile_write(&bad_key, text), 0);
	cr_expect_eq(keyfile_write(&bad_past, text), 0);
	cr_expect_eq(keyfile_write(&bad_never, text), 0);
	cr_expect_eq(keyfile_write(&bad_date, text), 0);
	bad_date.epoch = INT64_MAX / 2;
	cr_expect_eq(keyfile_write(&bad_date, text), 0);
}

/* By Python: hmac(hmac(32 zeros, key), b"logfade epoch\1"), and so on. */
static const char *const steps[] = {
	KEYS_HEX,
	"73ce6429be17ab913b8ce5a2192c3c452113a17f4bad88db37fbefc36c7af996",
	"59d9a4c7ced1643b5360efdaede43c80c67619efa2647037e0b895f69b8c4949",
	"462ee7513117e9604caae3186859c717a37d489188952ccbe8011d6c89493eee",
};

Test(keyfile, steps_are_hkdf)
{
	const int64_t first = stamp_days(2026, 11, 20);

	for (int i = 0; i < 4; i++) {
		const struct keyfile k = keys_at(KEYS_DAY, first + i);
		char text[KEYFILE_TEXT] = "";

		cr_expect_eq(k.epoch, first + i);
		cr_assert_neq(keyfile_write(&k, text), 0);
		cr_expect(strstr(text, steps[i]) != NULL, "%d", i);
	}
}

Test(keyfile, there_is_no_step_back)
{
	const struct keyfile k = keys_at(KEYS_DAY, 30000);
	struct keyfile same = k;

	cr_expect(keyfile_step(&same, 30000) == 0 && keys_same(&k, &same));
	cr_expect(keyfile_step(&same, 29999) == 0 && keys_same(&k, &same));
	cr_expect(keyfile_step(&same, INT64_MIN) == 0 && keys_same(&k, &same));
}

Test(keyfile, what_is_due)
{
	static const struct {
		const char *unit; /* and past, and from */
		int64_t now;
		int64_t due; /* days after from, -1: the clock is wrong */
	} cases[] = {
		{ "day\npast 2\nfrom 2026-11-20\n", 0, 0 },
		{ "day\npast 2\nfrom 2026-11-20\n", 2 * 86400, 0 },
		{ "day\npast 2\nfrom 2026-11-20\n", 3 * 86400 - 1, 0 },
		{ "day\npast 2\nfrom 2026-11-20\n", 3 * 86400, 1 },
		{ "day\npast 0\nfrom 2026-11-20\n", 86400, 1 },
		{ "day\npast 2\nfrom 2026-11-20\n", -99 * 86400, 0 },
		{ "day\npast 2\nfrom 2026-11-20\n", 3702 * 86400LL, 3700 },
		{ "day\npast 2\nfrom 2026-11-20\n", 3703 * 86400LL, -1 },
		{ "week\npast 1\nfrom 2026-11-16\n", 10 * 86400 - 1, 0 },
		{ "week\npast 1\nfrom 2026-11-16\n", 10 * 86400, 7 },
		{ "week\npast 1\nfrom 2026-11-16\n", 3720 * 86400LL, -1 },
		{ "month\npast 1\nfrom 2026-11-01\n", 42 * 86400 - 1, 0 },
		{ "month\npast 1\nfrom 2026-11-01\n", 42 * 86400, 30 },
		{ "never\npast 0\n", 9999 * 86400LL, 0 },
	};
	const int64_t start = keys_time(2026, 11, 20);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[KEYFILE_TEXT], why[KEYFILE_WHY];
		struct keyfile k;
		int64_t due = 0, days;
		int rc;

		(void)snprintf(text, sizeof(text), HEAD "epoch %s" KEY,
		    cases[i].unit);
		k = keys_at(text, INT64_MIN);
		rc = keyfile_due(&k, start + cases[i].now, &due, why);
		days = epoch_date(k.unit, due) - epoch_date(k.unit, k.epoch);
		if (rc == -1)
			cr_expect_str_eq(why,
			    "the clock is more than ten years ahead of the "
			    "key");
		cr_expect_eq(rc == -1 ? -1 : days, cases[i].due, "%zu: %lld", i,
		    (long long)days);
	}
}
