/* SPDX-License-Identifier: ISC */
#include "key/keyfile.h"

#include <stdio.h>
#include <string.h>

#include "model/stamp.h"

/* A clock that is more than ten years ahead is wrong, not late. */
enum { FAR_DAYS = 3700, DATE = 10, FEW = 8 };

/* The text, line by line. */
struct reader {
	struct span rest;
	unsigned line;
	char *why;
};

static int
refuse(const struct reader *r, const char *what)
{
	(void)snprintf(r->why, KEYFILE_WHY, "line %u: %s", r->line, what);
	return (-1);
}

/* Store what stands behind ${name} and a blank on the next line. */
static int
next(struct reader *r, struct span name, struct span *value)
{
	const size_t end = span_index(r->rest, '\n');
	const struct span line = span_make(r->rest.p, end);

	r->line++;
	if (end == r->rest.n)
		return (refuse(r, "the file ends too early"));
	if (!span_starts(line, name) || line.n <= name.n ||
	    line.p[name.n] != ' ') {
		(void)snprintf(r->why, KEYFILE_WHY, "line %u: is not `%.*s'",
		    r->line, (int)name.n, name.p);
		return (-1);
	}
	*value = span_from(line, name.n + 1);
	r->rest = span_from(r->rest, end + 1);
	return (0);
}

static int
read_version(struct reader *r)
{
	struct span v;

	if (next(r, SPAN("logfade-key"), &v) == -1)
		return (-1);
	return (span_eq(v, SPAN("1")) ? 0 : refuse(r, "is of another version"));
}

static int
read_unit(struct reader *r, struct keyfile *k)
{
	struct span v;

	if (next(r, SPAN("epoch"), &v) == -1)
		return (-1);
	if (!epoch_unit_parse(v, &k->unit))
		return (refuse(r, "is not day, week, month or never"));
	return (0);
}

static int
read_past(struct reader *r, struct keyfile *k)
{
	unsigned long long n;
	struct span v;

	if (next(r, SPAN("past"), &v) == -1)
		return (-1);
	if (!span_number(v, KEYFILE_PAST_MAX, &n) || (v.n > 1 && v.p[0] == '0'))
		return (refuse(r, "is not a number of 0 to 1000"));
	if (k->unit == EPOCH_NEVER && n != 0)
		return (refuse(r, "without epochs there are no past ones"));
	k->past = (unsigned)n;
	return (0);
}

static int
read_from(struct reader *r, struct keyfile *k)
{
	struct span v;
	int64_t date;

	k->epoch = 0;
	if (k->unit == EPOCH_NEVER)
		return (0);
	if (next(r, SPAN("from"), &v) == -1)
		return (-1);
	if (!stamp_day(v, &date))
		return (refuse(r, "is not a date"));
	k->epoch = epoch_of(k->unit, date);
	if (epoch_date(k->unit, k->epoch) != date)
		return (refuse(r, "is not the first day of an epoch"));
	return (0);
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	return (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

/* Do the bytes look drawn? 32 that were are of 30 values, give or take a few. */
static bool
is_random(const uint8_t key[static CRYPTO_KEY])
{
	bool seen[256] = { false };
	int n = 0;

	for (size_t i = 0; i < CRYPTO_KEY; i++) {
		n += !seen[key[i]];
		seen[key[i]] = true;
	}
	crypto_wipe(seen, sizeof(seen));
	return (n >= FEW);
}

static int
read_key(struct reader *r, struct keyfile *k)
{
	const size_t n = sizeof(k->key);
	struct span v;

	if (next(r, SPAN("key"), &v) == -1)
		return (-1);
	if (v.n != 2 * n)
		return (refuse(r, "is not 64 hexadecimal digits"));
	for (size_t i = 0; i < n; i++) {
		const int high = digit(v.p[2 * i]), low = digit(v.p[2 * i + 1]);

		if (high == -1 || low == -1)
			return (refuse(r, "is not 64 hexadecimal digits"));
		k->key[i] = (uint8_t)(high * 16 + low);
	}
	if (!is_random(k->key))
		return (refuse(r, "the key is not a random one"));
	r->line++;
	return (r->rest.n == 0 ? 0 : refuse(r, "nothing may follow the key"));
}

int
keyfile_parse(struct span text, struct keyfile *k, char why[static KEYFILE_WHY])
{
	struct reader r = { text, 0, why };

	if (read_version(&r) == 0 && read_unit(&r, k) == 0 &&
	    read_past(&r, k) == 0 && read_from(&r, k) == 0 &&
	    read_key(&r, k) == 0)
		return (0);
	crypto_wipe(k, sizeof(*k));
	return (-1);
}

/* ${n} is the length of ${text} so far, or 0 where it got too long. */
static size_t
put_from(const struct keyfile *k, char text[static KEYFILE_TEXT], size_t n)
{
	struct stamp t = { .year = 0 };
	int more;

	if (k->unit == EPOCH_NEVER)
		return (n);
	stamp_civil(epoch_date(k->unit, k->epoch), &t);
	if (!stamp_isreal(&t))
		return (0);
	more = snprintf(text + n, KEYFILE_TEXT - n, "from %04d-%02d-%02d\n",
	    (int)t.year, t.month, t.day);
	return (n + (size_t)more);
}

static size_t
put_key(const uint8_t key[static CRYPTO_KEY], char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	memcpy(text, "key ", 4);
	n += 4;
	for (size_t i = 0; i < CRYPTO_KEY; i++) {
		text[n++] = digits[key[i] >> 4];
		text[n++] = digits[key[i] & 15];
	}
	text[n++] = '\n';
	text[n] = '\0';
	return (n);
}

size_t
keyfile_write(const struct keyfile *k, char text[static KEYFILE_TEXT])
{
	size_t n;

	if (k->past > KEYFILE_PAST_MAX || !is_random(k->key) ||
	    (k->unit == EPOCH_NEVER && k->past != 0))
		return (0);
	n = (size_t)snprintf(text, KEYFILE_TEXT,
	    "logfade-key 1\nepoch %s\npast %u\n", epoch_unit_name(k->unit),
	    k->past);
	if ((n = put_from(k, text, n)) == 0)
		return (0);
	return (n + put_key(k->key, text + n));
}

int
keyfile_due(const struct keyfile *k, int64_t now, int64_t *epoch,
    char why[static KEYFILE_WHY])
{
	const int64_t due = epoch_of(k->unit, epoch_today(now)) - k->past;

	*epoch = k->epoch;
	if (k->unit == EPOCH_NEVER || due <= k->epoch)
		return (0);
	if (epoch_date(k->unit, due) - epoch_date(k->unit, k->epoch) >
	    FAR_DAYS) {
		(void)snprintf(why, KEYFILE_WHY,
		    "the clock is more than ten years ahead of the key");
		return (-1);
	}
	*epoch = due;
	return (0);
}

int
keyfile_step(struct keyfile *k, int64_t epoch)
{
	uint8_t key[CRYPTO_KEY];
	int rc = 0;

	while (rc == 0 && k->epoch < epoch) {
		rc = crypto_derive(k->key, SPAN("logfade epoch"), key,
		    sizeof(key));
		memcpy(k->key, key, sizeof(key));
		k->epoch++;
	}
	crypto_wipe(key, sizeof(key));
	if (rc == -1)
		crypto_wipe(k, sizeof(*k));
	return (rc);
}
