/* SPDX-License-Identifier: ISC */
#include "key/keyring.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/warn.h"
#include "key/keystore.h"
#include "model/stamp.h"

/* Keys that are at hand; and seconds after which a write is tried again. */
enum { SLOTS = 64, RETRY = 3600 };

struct slot {
	bool set;
	int64_t epoch;
	uint8_t key[CRYPTO_KEY];
};

struct secret {
	struct keyfile base; /* the oldest that is left */
	struct slot slot[SLOTS]; /* later ones, by their epoch */
};

/* ${ticking} is held over writes to the disk, ${lock} never. */
struct keyring {
	char *path;
	enum epoch_unit unit;
	atomic_llong today;
	pthread_mutex_t ticking; /* for what follows */
	int64_t disk; /* the epoch of the file, as far as we know */
	int64_t tried; /* when it could not be written */
	bool late; /* it was said */
	bool wild; /* it was said */
	pthread_mutex_t lock; /* for reading; both for writing */
	bool dead; /* the library failed us */
	struct secret *secret;
};

static struct slot *
slot_of(struct secret *s, int64_t epoch)
{
	return (&s->slot[(epoch % SLOTS + SLOTS) % SLOTS]);
}

/* The key of ${epoch}, derived from the nearest one before it. */
static bool
derive(struct secret *s, int64_t epoch, struct keyfile *at)
{
	struct slot *slot = slot_of(s, epoch);

	*at = s->base;
	for (size_t i = 0; i < SLOTS; i++) {
		const struct slot *near = &s->slot[i];

		if (!near->set || near->epoch > epoch ||
		    near->epoch <= at->epoch)
			continue;
		at->epoch = near->epoch;
		memcpy(at->key, near->key, CRYPTO_KEY);
	}
	if (keyfile_step(at, epoch) == -1)
		return (false);
	slot->set = true;
	slot->epoch = epoch;
	memcpy(slot->key, at->key, CRYPTO_KEY);
	return (true);
}

static bool
get(struct secret *s, int64_t epoch, uint8_t key[static CRYPTO_KEY])
{
	const struct slot *slot = slot_of(s, epoch);
	struct keyfile at;
	bool ok;

	if (slot->set && slot->epoch == epoch) {
		memcpy(key, slot->key, CRYPTO_KEY);
		return (true);
	}
	if ((ok = derive(s, epoch, &at)))
		memcpy(key, at.key, CRYPTO_KEY);
	crypto_wipe(&at, sizeof(at));
	return (ok);
}

/* Forget the keys of all epochs before ${due}. */
static void
forget(struct keyring *k, int64_t due)
{
	struct secret *s = k->secret;

	(void)pthread_mutex_lock(&k->lock);
	if (keyfile_step(&s->base, due) == -1) {
		k->dead = true;
		warn_msg("%s: the library for it fails", k->path);
	}
	for (size_t i = 0; i < SLOTS; i++)
		if (k->dead || s->slot[i].epoch < due)
			crypto_wipe(&s->slot[i], sizeof(s->slot[i]));
	(void)pthread_mutex_unlock(&k->lock);
}

/*
 * The file could not be stepped. Where somebody else does it all is well;
 * after an epoch in which nobody did it is not.
 */
static void
complain(struct keyring *k, const char *reason)
{
	struct keyfile file;
	struct stamp t;
	char why[KEYFILE_WHY];

	if (keystore_load(k->path, &file, why) == 0)
		k->disk = file.epoch;
	crypto_wipe(&file, sizeof(file));
	if (k->late || k->secret->base.epoch - k->disk < 2)
		return;
	k->late = true;
	stamp_civil(epoch_date(k->unit, k->disk), &t);
	warn_msg("%s: still holds the key of %04d-%02d-%02d, which should be "
		 "gone: %s",
	    k->path, (int)t.year, t.month, t.day, reason);
}

/* Let the file follow. What fails is tried again, but not all the time. */
static void
store(struct keyring *k, int64_t now)
{
	char why[KEYFILE_WHY];

	if (k->dead || k->disk >= k->secret->base.epoch ||
	    (now >= k->tried && now - k->tried < RETRY))
		return;
	if (keystore_advance(k->path, &k->secret->base, why) == 0) {
		k->disk = k->secret->base.epoch;
		return;
	}
	k->tried = now;
	complain(k, why);
}

/* Take the steps that are due; -1: the clock is none. */
static int
turn(struct keyring *k, int64_t now, bool *forgot, char *why)
{
	int64_t due;

	*forgot = false;
	if (k->dead)
		return (0);
	if (keyfile_due(&k->secret->base, now, &due, why) == -1)
		return (-1);
	atomic_store(&k->today, epoch_today(now));
	if (due > k->secret->base.epoch) {
		forget(k, due);
		*forgot = true;
		k->tried = INT64_MAX;
	}
	store(k, now);
	return (0);
}

/* Make what keyring_free() gives back. */
static struct keyring *
make(const char *path)
{
	struct keyring *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return (NULL);
	(void)pthread_mutex_init(&k->lock, NULL);
	(void)pthread_mutex_init(&k->ticking, NULL);
	k->tried = INT64_MAX;
	k->path = strdup(path);
	k->secret = crypto_pages(sizeof(*k->secret));
	if (k->path != NULL && k->secret != NULL)
		return (k);
	keyring_free(k);
	return (NULL);
}

struct keyring *
keyring_open(const char *path, int64_t now, char why[static KEYFILE_WHY])
{
	struct keyring *k = make(path);
	bool forgot;

	if (k == NULL) {
		(void)snprintf(why, KEYFILE_WHY, "%s", strerrordesc_np(ENOMEM));
		return (NULL);
	}
	if (keystore_load(path, &k->secret->base, why) == 0) {
		k->unit = k->secret->base.unit;
		k->disk = k->secret->base.epoch;
		if (turn(k, now, &forgot, why) == 0)
			return (k);
	}
	keyring_free(k);
	return (NULL);
}

bool
keyring_tick(struct keyring *k, int64_t now)
{
	char why[KEYFILE_WHY];
	bool forgot = false;

	/* Somebody else is at it. */
	if (pthread_mutex_trylock(&k->ticking) != 0)
		return (false);
	if (turn(k, now, &forgot, why) == -1 && !k->wild) {
		k->wild = true;
		warn_msg("%s: %s", k->path, why);
	}
	(void)pthread_mutex_unlock(&k->ticking);
	return (forgot);
}

int64_t
keyring_epoch(const struct keyring *k, int64_t date)
{
	const int64_t today = atomic_load(&k->today);

	return (epoch_of(k->unit, date > today + 1 ? today : date));
}

bool
keyring_key(struct keyring *k, int64_t epoch, uint8_t key[static CRYPTO_KEY])
{
	const int64_t last = epoch_of(k->unit, atomic_load(&k->today) + 1);
	bool ok;

	(void)pthread_mutex_lock(&k->lock);
	ok = !k->dead && epoch >= k->secret->base.epoch && epoch <= last &&
	    get(k->secret, epoch, key);
	(void)pthread_mutex_unlock(&k->lock);
	if (!ok)
		crypto_wipe(key, CRYPTO_KEY);
	return (ok);
}

void
keyring_free(struct keyring *k)
{
	if (k == NULL)
		return;
	crypto_pages_free(k->secret, sizeof(*k->secret));
	(void)pthread_mutex_destroy(&k->lock);
	(void)pthread_mutex_destroy(&k->ticking);
	free(k->path);
	free(k);
}
