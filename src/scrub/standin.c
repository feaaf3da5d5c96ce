/* SPDX-License-Identifier: ISC */
#include "scrub/standin.h"

#include <stdlib.h>
#include <string.h>

#include "base/warn.h"
#include "key/cipher.h"
#include "model/calendar.h"
#include "scrub/cache.h"
#include "scrub/network.h"
#include "scrub/place.h"

/* Around midnight, and with lines that come late, epochs alternate. */
enum { EPOCHS = 4 };

/* A database that was not there may come, after the boot for one; seconds. */
enum { RETRY = 60 };

/* What was asked, in the cache; an epoch or a rule is added to it. */
enum asked {
	ASKED_ADDR, /* and enum scheme */
	ASKED_HOST = 8,
	ASKED_TEXT, /* and enum pseudonym */
	ASKED_PLACE = 24, /* and enum geo */
	ASKED_NETWORK = 28 /* and enum geo */
};

struct standin {
	const struct policy *policy;
	struct keyring *keyring;
	struct cache *cache;
	struct place_db *place[GEO_ASN + 1];
	struct tally *tally;
	int64_t retry; /* when to look for a database again */
	int64_t today; /* in the local zone, days since 1970-01-01 */
	int64_t epoch; /* of the line under way */
	size_t next; /* in known, to give way */
	struct {
		struct cipher
		    *cipher; /* NULL: the key is gone, or none is here */
		int64_t epoch;
		bool asked;
	} known[EPOCHS];
};

static struct place_db *
open_place(const char *path, enum geo what)
{
	char why[PLACE_WHY];
	struct place_db *p;

	if (path == NULL)
		return (NULL);
	if ((p = place_open(path, what, why)) == NULL)
		warn_msg("%s: %s; done without", path, why);
	return (p);
}

struct standin *
standin_new(const struct policy *policy, struct keyring *keyring)
{
	struct standin *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->policy = policy;
	s->keyring = keyring;
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++)
		s->place[g] = open_place(policy->geoip[g], g);
	/* Truncating needs none. */
	if ((keyring != NULL || policy->geoip[GEO_COUNTRY] != NULL ||
		policy->geoip[GEO_ASN] != NULL) &&
	    (s->cache = cache_new()) == NULL) {
		standin_free(s);
		return (NULL);
	}
	return (s);
}

static void
forget_keys(struct standin *s)
{
	for (size_t i = 0; i < EPOCHS; i++) {
		cipher_free(s->known[i].cipher);
		s->known[i].cipher = NULL;
		s->known[i].asked = false;
	}
}

void
standin_free(struct standin *s)
{
	if (s == NULL)
		return;
	forget_keys(s);
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++)
		place_close(s->place[g]);
	cache_free(s->cache);
	free(s);
}

/* Is the database for ${g} another than it was? */
static bool
renew_place(struct standin *s, enum geo g, int64_t now)
{
	char why[PLACE_WHY];

	if (s->place[g] != NULL)
		return (place_refresh(s->place[g], now));
	if (s->policy->geoip[g] == NULL || now < s->retry)
		return (false);
	s->retry = now + RETRY;
	s->place[g] = place_open(s->policy->geoip[g], g, why);
	return (s->place[g] != NULL);
}

void
standin_tick(struct standin *s, int64_t now, struct tally *tally)
{
	bool stale = false;

	s->tally = tally;
	if (s->keyring != NULL)
		s->today = calendar_floor(calendar_wall(now), CALENDAR_DAY) /
		    CALENDAR_DAY;
	if (s->keyring != NULL && keyring_tick(s->keyring, now)) {
		forget_keys(s);
		stale = true;
	}
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++)
		if (renew_place(s, g, now))
			stale = true;
	if (stale && s->cache != NULL)
		cache_wipe(s->cache);
}

void
standin_date(struct standin *s, int64_t date)
{
	if (s->keyring != NULL)
		s->epoch = keyring_epoch(s->keyring,
		    date == STANDIN_TODAY ? s->today : date);
}

/* The cipher of the epoch under way, or NULL. */
static struct cipher *
cipher_now(struct standin *s)
{
	uint8_t key[CRYPTO_KEY];
	size_t i;

	for (i = 0; i < EPOCHS; i++)
		if (s->known[i].asked && s->known[i].epoch == s->epoch)
			return (s->known[i].cipher);
	i = s->next++ % EPOCHS;
	cipher_free(s->known[i].cipher);
	s->known[i].cipher = NULL;
	s->known[i].epoch = s->epoch;
	s->known[i].asked = true;
	if (s->keyring != NULL && keyring_key(s->keyring, s->epoch, key)) {
		s->known[i].cipher = cipher_new(key);
		crypto_wipe(key, sizeof(key));
	}
	return (s->known[i].cipher);
}

static uint64_t
tag_of(const struct standin *s, unsigned asked)
{
	return ((uint64_t)s->epoch << 8 | asked);
}

/* An address as bytes: what is known of one is known of it alone. */
static struct span
bytes_of(const struct addr *a, char b[static sizeof(a->b) + 1])
{
	const size_t n = a->v6 ? ADDR_V6_BITS / 8 : ADDR_V4_BITS / 8;

	memcpy(b, a->b, n);
	return (span_make(b, n));
}

static void
addr_from(struct addr *a, struct span s)
{
	memset(a, 0, sizeof(*a));
	a->v6 = s.n == sizeof(a->b);
	memcpy(a->b, s.p, s.n);
}

static bool
pseudonymise(struct standin *s, enum scheme scheme, struct addr *a)
{
	const uint64_t tag = tag_of(s, ASKED_ADDR + scheme);
	char in[sizeof(a->b) + 1], out[sizeof(a->b) + 1];
	const struct span key = bytes_of(a, in);
	struct span known;
	struct cipher *c;

	if (cache_get(s->cache, tag, key, &known)) {
		addr_from(a, known);
		return (true);
	}
	c = cipher_now(s);
	if (c == NULL || !cipher_addr(c, scheme, a)) {
		s->tally->keyless++;
		return (false);
	}
	cache_put(s->cache, tag, key, bytes_of(a, out));
	return (true);
}

/* Where ${a} is, as far as ${what} goes. */
static place_id
find_place(struct standin *s, enum geo what, const struct addr *a)
{
	char in[sizeof(a->b) + 1];
	const struct span key = bytes_of(a, in);
	struct span known;
	unsigned bits;
	place_id id;

	if (s->place[what] == NULL)
		return (0);
	if (cache_get(s->cache, ASKED_PLACE + what, key, &known)) {
		memcpy(&id, known.p, sizeof(id));
		return (id);
	}
	id = place_find(s->place[what], a, &bits);
	cache_put(s->cache, ASKED_PLACE + what, key,
	    span_make((const char *)&id, sizeof(id)));
	return (id);
}

/*
 * All addresses of a block that are in one place have one answer, so it is
 * worked out once: the question is the block and the place.
 */
static void
stay(struct standin *s, const struct rule *rule, struct addr *a)
{
	struct {
		place_id id;
		unsigned bits4, bits6;
		uint8_t block[sizeof(a->b)];
		bool v6, hidden;
	} asked;
	char answer[sizeof(a->b) + 2];
	struct addr block = *a;
	struct span known, key = span_make((const char *)&asked, sizeof(asked));
	bool kept;

	if (s->place[rule->geo] == NULL) {
		addr_truncate(a, rule->bits4, rule->bits6);
		s->tally->unplaced++;
		return;
	}
	addr_truncate(&block, rule->bits4, rule->bits6);
	memset(&asked, 0, sizeof(asked));
	asked.id = find_place(s, rule->geo, a);
	asked.bits4 = rule->bits4;
	asked.bits6 = rule->bits6;
	asked.v6 = a->v6;
	asked.hidden = addr_hasv4(a);
	memcpy(asked.block, block.b, sizeof(block.b));
	if (cache_get(s->cache, ASKED_NETWORK + rule->geo, key, &known)) {
		kept = known.p[known.n - 1] != 0;
		addr_from(a, span_make(known.p, known.n - 1));
	} else {
		struct span out;

		kept = network_truncate(s->place[rule->geo], a, rule->bits4,
		    rule->bits6);
		out = bytes_of(a, answer);
		answer[out.n] = kept;
		cache_put(s->cache, ASKED_NETWORK + rule->geo, key,
		    span_make(answer, out.n + 1));
	}
	s->tally->unplaced += !kept;
}

bool
standin_addr(struct standin *s, const struct rule *rule, struct addr *a)
{
	switch (rule->action) {
	case ACTION_TRUNCATE:
		addr_truncate(a, rule->bits4, rule->bits6);
		return (true);
	case ACTION_NETWORK:
		stay(s, rule, a);
		return (true);
	case ACTION_PSEUDONYM:
		return (pseudonymise(s, SCHEME_PSEUDONYM, a));
	case ACTION_PREFIX:
		return (pseudonymise(s, SCHEME_PREFIX, a));
	case ACTION_CRYPTOPAN:
		return (pseudonymise(s, SCHEME_CRYPTOPAN, a));
	default:
		return (false);
	}
}

bool
standin_host(struct standin *s, struct span name, struct addr *a)
{
	const uint64_t tag = tag_of(s, ASKED_HOST);
	char out[sizeof(a->b) + 1];
	struct span known;
	struct cipher *c;

	if (cache_get(s->cache, tag, name, &known)) {
		addr_from(a, known);
		return (true);
	}
	c = cipher_now(s);
	if (c == NULL || !cipher_host(c, name, a)) {
		s->tally->keyless++;
		return (false);
	}
	cache_put(s->cache, tag, name, bytes_of(a, out));
	return (true);
}

bool
standin_text(struct standin *s, enum class class, struct span text,
    struct buf *out)
{
	const enum pseudonym p = class == CLASS_USER ? PSEUDONYM_USER :
	    class == CLASS_COOKIE		     ? PSEUDONYM_COOKIE :
	    class == CLASS_QUERY		     ? PSEUDONYM_QUERY :
						       PSEUDONYM_TOKEN;
	const uint64_t tag = tag_of(s, ASKED_TEXT + p);
	const size_t before = out->n;
	struct span known;
	struct cipher *c;

	if (cache_get(s->cache, tag, text, &known)) {
		buf_addspan(out, known);
		return (true);
	}
	c = cipher_now(s);
	if (c == NULL || !cipher_text(c, p, text, out)) {
		s->tally->keyless++;
		return (false);
	}
	cache_put(s->cache, tag, text,
	    span_make(out->p + before, out->n - before));
	return (true);
}

void
standin_place(struct standin *s, const struct addr *a, struct buf *out)
{
	const enum geo what = s->policy->place;

	place_write(what, a == NULL ? 0 : find_place(s, what, a), out);
}
