/* SPDX-License-Identifier: ISC */
#include <pthread.h>

#include "base/thread.h"
#include "key/keyring.h"
#include "key/keystore.h"
#include "unit/keys.h"
#include "unit/props.h"
#include "unit/scratch.h"

enum { FIRST = 20777, DAY = 86400, TODAY = FIRST + 2 }; /* 2026-11-20 */

#define NOON(date) ((int64_t)(date)*DAY + DAY / 2)

static const char *
path_of(const struct scratch *s, const char *name)
{
	static char path[160];

	(void)snprintf(path, sizeof(path), "%s/%s", s->path, name);
	return (path);
}

static void
put(const struct scratch *s, const char *name, const char *text)
{
	scratch_put(s, name, text, strlen(text));
	cr_assert(fchmodat(s->fd, name, 0600, 0) == 0);
}

static struct keyring *
ring(const struct scratch *s, const char *name, int64_t now)
{
	char why[KEYFILE_WHY];
	struct keyring *k = keyring_open(path_of(s, name), now, why);

	cr_assert(k != NULL, "%s", why);
	return (k);
}

/* The epoch that the file is of. */
static int64_t
on_disk(const struct scratch *s, const char *name)
{
	char why[KEYFILE_WHY];
	struct keyfile k;

	cr_assert(keystore_load(path_of(s, name), &k, why) == 0, "%s", why);
	return (k.epoch);
}

/* From here on the file called key cannot be stepped. */
static void
block(const struct scratch *s)
{
	cr_assert(mkdirat(s->fd, ".key.new", 0700) == 0);
}

/* What is warned of goes to the file `said`. */
static void
listen(const struct scratch *s)
{
	const int fd =
	    openat(s->fd, "said", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert(fd != -1 && dup2(fd, STDERR_FILENO) != -1);
	close(fd);
}

static unsigned
lines_said(const struct scratch *s, const char *what)
{
	struct buf b;
	unsigned n = 0;

	buf_init(&b, 1 << 16);
	scratch_get(s, "said", &b);
	for (size_t i = 0; i < b.n; i++)
		n += b.p[i] == '\n';
	if (n > 0)
		cr_expect(span_find(buf_span(&b), span_str(what)) < b.n, "%.*s",
		    (int)b.n, b.p);
	buf_release(&b);
	return (n);
}

static void
expect_this(struct keyring *k, const struct keyfile *expected)
{
	uint8_t key[CRYPTO_KEY];

	cr_assert(keyring_key(k, expected->epoch, key), "%lld",
	    (long long)expected->epoch);
	cr_expect(memcmp(key, expected->key, CRYPTO_KEY) == 0, "%lld",
	    (long long)expected->epoch);
}

static void
expect_key(struct keyring *k, int64_t epoch)
{
	const struct keyfile expected = keys_at(KEYS_DAY, epoch);

	expect_this(k, &expected);
}

static void
expect_none(struct keyring *k, int64_t epoch)
{
	static const uint8_t none[CRYPTO_KEY];
	uint8_t key[CRYPTO_KEY];

	memset(key, 'x', sizeof(key));
	cr_expect_not(keyring_key(k, epoch, key), "%lld", (long long)epoch);
	cr_expect(memcmp(key, none, sizeof(key)) == 0);
}

Test(keyring, keys_of_the_kept_epochs_and_of_tomorrow)
{
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	k = ring(&s, "key", NOON(TODAY));
	/* In any order, and again. */
	for (int i = 0; i < 3; i++) {
		expect_key(k, TODAY + 1);
		expect_key(k, TODAY - 1);
		expect_key(k, TODAY - 2);
		expect_key(k, TODAY);
	}
	expect_none(k, TODAY - 3);
	expect_none(k, TODAY + 2);
	expect_none(k, 0);
	expect_none(k, INT64_MIN);
	expect_none(k, INT64_MAX);
	cr_expect_eq(on_disk(&s, "key"), FIRST);
	keyring_free(k);
	keyring_free(NULL);
	scratch_remove(&s);
}

Test(keyring, more_epochs_than_fit_the_cache)
{
	static const char text[] = "logfade-key 1\nepoch day\npast 300\n"
				   "from 2026-11-20\nkey " KEYS_HEX "\n";
	const int64_t today = FIRST + 300;
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", text);
	k = ring(&s, "key", NOON(today));
	for (int64_t e = today + 1; e >= FIRST; e -= 17)
		expect_key(k, e);
	for (int64_t e = FIRST; e <= today + 1; e += 3)
		expect_key(k, e);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, a_date_far_ahead_is_of_today)
{
	static const struct {
		const char *text;
		int64_t date;
		int64_t epoch;
	} cases[] = {
		{ KEYS_DAY, TODAY, TODAY },
		{ KEYS_DAY, TODAY + 1, TODAY + 1 },
		{ KEYS_DAY, TODAY + 2, TODAY },
		{ KEYS_DAY, INT64_MAX / 2, TODAY },
		{ KEYS_DAY, TODAY - 1, TODAY - 1 },
		{ KEYS_DAY, -5, -5 },
		{ KEYS_NEVER, TODAY + 2, 0 },
	};
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct keyring *k;

		put(&s, "key", cases[i].text);
		k = ring(&s, "key", NOON(TODAY));
		cr_expect_eq(keyring_epoch(k, cases[i].date), cases[i].epoch,
		    "%zu", i);
		keyring_free(k);
	}
	scratch_remove(&s);
}

Test(keyring, without_epochs_there_is_one_key)
{
	struct scratch s;
	struct keyring *k;
	uint8_t key[CRYPTO_KEY];

	scratch_make(&s);
	put(&s, "key", KEYS_NEVER);
	k = ring(&s, "key", NOON(TODAY));
	cr_expect_not(keyring_tick(k, NOON(TODAY + 9999)));
	cr_assert(keyring_key(k, keyring_epoch(k, TODAY), key));
	for (unsigned i = 0; i < CRYPTO_KEY; i++)
		cr_expect_eq(key[i], i);
	expect_none(k, 1);
	expect_none(k, -1);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, steps_at_midnight_in_utc)
{
	const int64_t midnight = (int64_t)(TODAY + 1) * DAY;
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	setenv("TZ", "Pacific/Kiritimati", 1);
	tzset();
	put(&s, "key", KEYS_DAY);
	k = ring(&s, "key", NOON(TODAY));
	cr_expect_not(keyring_tick(k, midnight - 1));
	expect_key(k, TODAY - 2);
	cr_expect(keyring_tick(k, midnight));
	cr_expect_not(keyring_tick(k, midnight));
	cr_expect_not(keyring_tick(k, midnight + DAY - 1));
	expect_none(k, TODAY - 2);
	expect_key(k, TODAY - 1);
	expect_key(k, TODAY + 2);
	cr_expect_eq(on_disk(&s, "key"), FIRST + 1);
	keyring_free(k);
	scratch_remove(&s);
}

/* Neither as bytes nor as text is any part of ${key} in ${b}. */
static void
expect_absent(const struct buf *b, const uint8_t *key)
{
	char hex[2 * CRYPTO_KEY + 1];

	for (size_t i = 0; i < CRYPTO_KEY; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", key[i]);
	for (size_t i = 0; i + 4 <= CRYPTO_KEY; i++) {
		cr_expect_eq(span_find(buf_span(b),
				 span_make((const char *)key + i, 4)),
		    b->n);
		cr_expect_eq(span_find(buf_span(b), span_make(hex + 2 * i, 8)),
		    b->n);
	}
}

Test(keyring, a_step_forgets)
{
	struct scratch s;
	struct keyring *k;
	struct buf b;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	k = ring(&s, "key", NOON(TODAY));
	buf_init(&b, 1 << 16);
	for (int i = 0; i < 30; i++) {
		const struct keyfile old = keys_at(KEYS_DAY, FIRST + i);

		expect_key(k, FIRST + i);
		cr_expect(keyring_tick(k, NOON(TODAY + i + 1)));
		expect_none(k, FIRST + i);
		buf_reset(&b);
		scratch_get(&s, "key", &b);
		expect_absent(&b, old.key);
	}
	buf_release(&b);
	keyring_free(k);
	/* A clock that is put back brings nothing back. */
	k = ring(&s, "key", NOON(TODAY));
	expect_none(k, TODAY - 2);
	expect_none(k, TODAY);
	cr_expect_eq(on_disk(&s, "key"), FIRST + 30);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, a_clock_ten_years_ahead_is_not_obeyed)
{
	const int64_t wild = NOON(TODAY + 3701);
	char why[KEYFILE_WHY] = "";
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	cr_expect(keyring_open(path_of(&s, "key"), wild, why) == NULL);
	cr_expect_str_eq(why,
	    "the clock is more than ten years ahead of the key");
	k = ring(&s, "key", NOON(TODAY));
	listen(&s);
	cr_expect_not(keyring_tick(k, wild));
	cr_expect_not(keyring_tick(k, wild + DAY));
	cr_expect_eq(lines_said(&s, "ten years ahead"), 1);
	expect_key(k, TODAY - 2);
	cr_expect_eq(keyring_epoch(k, TODAY + 5), TODAY);
	cr_expect_eq(on_disk(&s, "key"), FIRST);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, what_cannot_be_opened)
{
	char why[KEYFILE_WHY] = "";
	struct scratch s;

	scratch_make(&s);
	cr_expect(keyring_open(path_of(&s, "key"), 0, why) == NULL);
	cr_expect_str_eq(why, "No such file or directory");
	put(&s, "key", "logfade-key 1\n");
	cr_expect(keyring_open(path_of(&s, "key"), 0, why) == NULL);
	cr_expect_str_eq(why, "line 2: the file ends too early");
	scratch_remove(&s);
}

Test(keyring, a_file_that_nobody_steps_is_warned_of_once)
{
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	block(&s);
	listen(&s);
	k = ring(&s, "key", NOON(TODAY));
	cr_expect(keyring_tick(k, NOON(TODAY + 1)));
	cr_expect_eq(lines_said(&s, ""), 0);
	cr_expect(keyring_tick(k, NOON(TODAY + 2)));
	cr_expect_eq(lines_said(&s,
			 "still holds the key of 2026-11-20, which should be "
			 "gone: Is a directory"),
	    1);
	for (int i = 3; i < 9; i++)
		cr_expect(keyring_tick(k, NOON(TODAY + i)));
	cr_expect_eq(lines_said(&s, "2026-11-20"), 1);
	expect_none(k, TODAY + 5);
	expect_key(k, TODAY + 6);
	keyring_free(k);
	/* At the start as well. */
	listen(&s);
	k = ring(&s, "key", NOON(TODAY + 8));
	cr_expect_eq(lines_said(&s, "2026-11-20"), 1);
	expect_key(k, TODAY + 6);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, a_file_that_somebody_else_steps_is_fine)
{
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	block(&s);
	listen(&s);
	k = ring(&s, "key", NOON(TODAY));
	for (int i = 1; i < 30; i++) {
		const struct keyfile by = keys_at(KEYS_DAY, FIRST + i);
		char text[KEYFILE_TEXT] = "";

		cr_expect(keyring_tick(k, NOON(TODAY + i)));
		expect_key(k, TODAY + i);
		cr_assert_neq(keyfile_write(&by, text), 0);
		put(&s, "key", text);
	}
	cr_expect_eq(lines_said(&s, ""), 0);
	keyring_free(k);
	scratch_remove(&s);
}

Test(keyring, what_could_not_be_written_is_tried_again_after_an_hour)
{
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	block(&s);
	k = ring(&s, "key", NOON(TODAY));
	cr_expect(keyring_tick(k, NOON(TODAY + 1)));
	cr_assert(unlinkat(s.fd, ".key.new", AT_REMOVEDIR) == 0);
	cr_expect_not(keyring_tick(k, NOON(TODAY + 1) + 3599));
	cr_expect_eq(on_disk(&s, "key"), FIRST);
	cr_expect_not(keyring_tick(k, NOON(TODAY + 1) + 3600));
	cr_expect_eq(on_disk(&s, "key"), FIRST + 1);
	keyring_free(k);
	scratch_remove(&s);
}

enum { RINGS = 3, DAYS = 400 };

/*
 * ${h} % 3: 0 steps its file each day, 1 only when it starts, once a week; 2
 * never does, and starts once a week from what it had at first.
 */
static void
live_ring(struct keyring **k, int h, const struct scratch *s, int64_t date)
{
	char name[32];

	if (h % 3 == 0 || date % 7 != h % 7) {
		if (h % 3 != 1)
			(void)keyring_tick(*k, NOON(date));
		return;
	}
	(void)snprintf(name, sizeof(name), "%d", h);
	keyring_free(*k);
	*k = ring(s, name, NOON(date));
}

Test(keyring, all_agree_for_four_hundred_days)
{
	struct keyfile expected = keys_at(KEYS_DAY, 0);
	struct keyring *k[RINGS] = { NULL };
	struct scratch s;

	scratch_make(&s);
	for (int h = 0; h < RINGS; h++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "%d", h);
		put(&s, name, KEYS_DAY);
		k[h] = ring(&s, name, NOON(TODAY));
		(void)snprintf(name, sizeof(name), ".%d.new", h);
		if (h % 3 == 2)
			cr_assert(mkdirat(s.fd, name, 0700) == 0);
	}
	listen(&s);
	for (int64_t d = TODAY + 1; d < TODAY + DAYS; d++) {
		cr_assert(keyfile_step(&expected, d) == 0);
		for (int h = 0; h < RINGS; h++) {
			live_ring(&k[h], h, &s, d);
			if (h % 3 == 1 && d % 7 != h % 7)
				continue;
			expect_this(k[h], &expected);
			expect_none(k[h], d - 3);
		}
	}
	for (int h = 0; h < RINGS; h++)
		keyring_free(k[h]);
	cr_expect_eq(on_disk(&s, "0"), FIRST + DAYS - 1);
	cr_expect_eq(on_disk(&s, "2"), FIRST);
	scratch_remove(&s);
}

enum { HOSTS = 1000 };

struct host {
	char text[KEYFILE_TEXT]; /* its file */
	struct keyfile k;
	unsigned every; /* days between writes; 0: never */
};

static void
live(struct host *h, struct props_random *r, int64_t day, int64_t due)
{
	char why[KEYFILE_WHY];

	/* Restarted: what is not in the file is gone. */
	if (props_draw(r, h->every == 0 ? 400 : 20) == 0)
		cr_assert(keyfile_parse(span_str(h->text), &h->k, why) == 0,
		    "%s", why);
	cr_assert(keyfile_step(&h->k, due) == 0);
	if (h->every != 0 && day % h->every == 0)
		cr_assert_neq(keyfile_write(&h->k, h->text), 0);
}

Test(keyring, a_thousand_hosts_agree)
{
	static struct host hosts[HOSTS];
	static const unsigned every[] = { 1, 7, 0 };
	struct props_random r = { 1 };
	struct keyfile expected = keys_at(KEYS_DAY, 0);

	for (int i = 0; i < HOSTS; i++) {
		hosts[i].k = expected;
		hosts[i].every = every[i % 3];
		(void)snprintf(hosts[i].text, KEYFILE_TEXT, "%s", KEYS_DAY);
	}
	for (int64_t d = 0; d < DAYS; d++) {
		cr_assert(keyfile_step(&expected, FIRST + d) == 0);
		for (int i = 0; i < HOSTS; i++) {
			live(&hosts[i], &r, d, FIRST + d);
			cr_assert(keys_same(&hosts[i].k, &expected), "%d", i);
		}
	}
}

static void *
ask(void *arg)
{
	struct keyring *k = arg;
	size_t had = 0;

	for (int i = 0; i < 3000; i++) {
		const int64_t e = keyring_epoch(k, TODAY + i % 20);
		uint8_t key[CRYPTO_KEY];
		struct keyfile expected;

		if (!keyring_key(k, e, key))
			continue;
		had++;
		if (had % 64 != 0)
			continue;
		expected = keys_at(KEYS_DAY, e);
		cr_assert(memcmp(key, expected.key, CRYPTO_KEY) == 0);
	}
	cr_assert(had > 0);
	return (NULL);
}

static void *
tick(void *arg)
{
	for (int i = 0; i < 16; i++)
		(void)keyring_tick(arg, NOON(TODAY + i));
	return (NULL);
}

Test(keyring, many_threads)
{
	pthread_t t[6];
	struct scratch s;
	struct keyring *k;

	scratch_make(&s);
	put(&s, "key", KEYS_DAY);
	k = ring(&s, "key", NOON(TODAY));
	for (int i = 0; i < 6; i++)
		cr_assert(thread_start(&t[i], i < 4 ? ask : tick, k) == 0);
	for (int i = 0; i < 6; i++)
		cr_assert(pthread_join(t[i], NULL) == 0);
	cr_expect_eq(on_disk(&s, "key"), FIRST + 15);
	keyring_free(k);
	scratch_remove(&s);
}
