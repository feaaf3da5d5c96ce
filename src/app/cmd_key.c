/* SPDX-License-Identifier: ISC */
#include "app/cmd_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/warn.h"
#include "key/keystore.h"
#include "model/stamp.h"

enum { DATE = 32, FINGERPRINT = 8 };

/* What the actions share. The key is in pages that are never written out. */
struct job {
	const struct options *options;
	const char *path;
	struct keyfile *key;
	char why[KEYFILE_WHY];
};

static enum exits
fail(const struct job *j, enum exits code)
{
	warn_msg("%s: %s", j->path, j->why);
	return (code);
}

static enum exits
broken(struct job *j)
{
	(void)snprintf(j->why, sizeof(j->why), "the library for it fails");
	return (fail(j, EXITS_LOST));
}

/* The first day of ${epoch}. */
static const char *
date_of(enum epoch_unit unit, int64_t epoch, char text[static DATE])
{
	struct stamp t;

	stamp_civil(epoch_date(unit, epoch), &t);
	(void)snprintf(text, DATE, "%04d-%02d-%02d", (int)t.year, t.month,
	    t.day);
	return (text);
}

/* Unit and number of past epochs as the options say. */
static int
choose(const struct options *o, struct keyfile *k)
{
	static const unsigned past[] = {
		[EPOCH_DAY] = 2,
		[EPOCH_WEEK] = 1,
		[EPOCH_MONTH] = 1,
		[EPOCH_NEVER] = 0,
	};
	unsigned long long n;

	k->unit = EPOCH_DAY;
	if (o->epoch != NULL &&
	    !epoch_unit_parse(span_str(o->epoch), &k->unit)) {
		warn_msg("--epoch takes day, week, month or never");
		return (-1);
	}
	k->past = past[k->unit];
	if (o->past == NULL)
		return (0);
	if (!span_number(span_str(o->past), KEYFILE_PAST_MAX, &n)) {
		warn_msg("--past takes a number of 0 to %d", KEYFILE_PAST_MAX);
		return (-1);
	}
	if (k->unit != EPOCH_NEVER && n == 0) {
		warn_msg("--past takes at least 1: west of Greenwich it is "
			 "yesterday still");
		return (-1);
	}
	if (k->unit == EPOCH_NEVER && n != 0) {
		warn_msg("--past: with --epoch never there are no past epochs");
		return (-1);
	}
	k->past = (unsigned)n;
	return (0);
}

static enum exits
make(struct job *j)
{
	struct keyfile *k = j->key;

	if (choose(j->options, k) == -1)
		return (EXITS_USAGE);
	k->epoch = k->unit == EPOCH_NEVER ?
	    0 :
	    epoch_of(k->unit, epoch_today(clock_now())) - k->past;
	if (crypto_random(k->key, sizeof(k->key)) == -1)
		return (broken(j));
	if (keystore_create(j->path, k, j->why) == -1)
		return (fail(j, EXITS_LOST));
	if (!j->options->config.quiet)
		printf("%s: made, epoch %s, past %u\n", j->path,
		    epoch_unit_name(k->unit), k->past);
	return (EXITS_OK);
}

/* Take the step that is due; with `epoch never` one is at any time. */
static enum exits
next(struct job *j)
{
	struct keyfile *k = j->key;
	const bool quiet = j->options->config.quiet;
	const enum epoch_unit unit = k->unit;
	const int64_t was = k->epoch;
	char from[DATE], to[DATE];
	int64_t due;

	if (keyfile_due(k, clock_now(), &due, j->why) == -1)
		return (fail(j, EXITS_CONFIG));
	if (unit == EPOCH_NEVER)
		due++;
	if (keyfile_step(k, due) == -1)
		return (broken(j));
	if (due > was && keystore_advance(j->path, k, j->why) == -1)
		return (fail(j, EXITS_LOST));
	if (quiet)
		return (EXITS_OK);
	if (unit == EPOCH_NEVER)
		printf("%s: stepped\n", j->path);
	else if (due > was)
		printf("%s: stepped from %s to %s\n", j->path,
		    date_of(unit, was, from), date_of(unit, due, to));
	else
		printf("%s: nothing to do before %s\n", j->path,
		    date_of(unit, was + k->past + 1, to));
	return (EXITS_OK);
}

/* Of the current epoch, so that two hosts can compare on the same day. */
static int
put_fingerprint(struct keyfile *k, int64_t current)
{
	uint8_t print[FINGERPRINT];

	if (k->epoch > current) {
		printf("fingerprint  -\n");
		return (0);
	}
	if (keyfile_step(k, current) == -1 ||
	    crypto_derive(k->key, SPAN("logfade fingerprint"), print,
		sizeof(print)) == -1)
		return (-1);
	printf("fingerprint  ");
	for (size_t i = 0; i < sizeof(print); i++)
		printf("%02x", print[i]);
	printf("\n");
	return (0);
}

static void
put_epochs(const struct keyfile *k, int64_t current, int64_t due)
{
	char date[DATE];

	printf("from         %s\n", date_of(k->unit, k->epoch, date));
	printf("current      %s\n", date_of(k->unit, current, date));
	printf("next step    %s\n",
	    date_of(k->unit, k->epoch + k->past + 1, date));
	printf("late         ");
	if (due > k->epoch)
		printf("%" PRId64 " step%s\n", due - k->epoch,
		    due - k->epoch == 1 ? "" : "s");
	else
		printf("no\n");
}

static enum exits
show(struct job *j)
{
	struct keyfile *k = j->key;
	const int64_t now = clock_now();
	const int64_t current = epoch_of(k->unit, epoch_today(now));
	int64_t due;
	bool late;

	if (keyfile_due(k, now, &due, j->why) == -1)
		return (fail(j, EXITS_CONFIG));
	late = due > k->epoch;
	printf("file         %s\n", j->path);
	printf("epoch        %s\n", epoch_unit_name(k->unit));
	printf("past         %u\n", k->past);
	if (k->unit != EPOCH_NEVER)
		put_epochs(k, current, due);
	if (put_fingerprint(k, current) == -1)
		return (broken(j));
	return (late ? EXITS_FOUND : EXITS_OK);
}

static const struct {
	const char *name;
	bool load;
	enum exits (*run)(struct job *);
} actions[] = {
	{ "new", false, make },
	{ "show", true, show },
	{ "next", true, next },
};

#define NACTIONS (sizeof(actions) / sizeof(actions[0]))

static enum exits
act(struct job *j, size_t action)
{
	enum exits code;

	if ((j->key = crypto_pages(sizeof(*j->key))) == NULL) {
		warn_errno("%s", j->path);
		return (EXITS_LOST);
	}
	if (actions[action].load &&
	    keystore_load(j->path, j->key, j->why) == -1)
		code = fail(j, EXITS_CONFIG);
	else
		code = actions[action].run(j);
	crypto_pages_free(j->key, sizeof(*j->key));
	return (code);
}

enum exits
cmd_key_run(struct ready *r, const char *what, const char *file)
{
	const struct options *o = &r->options;
	struct job j = { .options = o, .path = file };
	size_t i = 0;

	while (i < NACTIONS && strcmp(what, actions[i].name) != 0)
		i++;
	if (i == NACTIONS) {
		warn_msg("key takes new, show or next");
		return (EXITS_USAGE);
	}
	if (actions[i].load && (o->epoch != NULL || o->past != NULL)) {
		warn_msg("--epoch and --past are for key new");
		return (EXITS_USAGE);
	}
	if (config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	if (j.path == NULL)
		j.path = o->config.policy.key;
	if (j.path == NULL)
		j.path = CMD_KEY_FILE;
	return (act(&j, i));
}
