/* SPDX-License-Identifier: ISC */
#include "app/cmd_sweep.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/warn.h"
#include "retain/sweep.h"

struct listing {
	const char *dir;
	bool dryrun;
};

static void
put_day(int64_t when)
{
	const time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	(void)localtime_r(&t, &tm);
	(void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	printf("%s", text);
}

static void
list(void *arg, const struct sweep_gone *g)
{
	const struct listing *l = arg;

	printf("%s %s/%s oldest ", l->dryrun ? "would delete" : "deleted",
	    l->dir, g->name);
	put_day(g->oldest);
	printf(" expired ");
	put_day(g->expired);
	printf(" bytes %" PRIu64 "%s\n", g->bytes,
	    g->linked ? " (another hard link still holds it)" : "");
}

static int
sweep(const struct ready *r, const char *dir)
{
	const struct policy *policy = &r->options.config.policy;
	struct listing listing = { dir, r->options.dryrun };
	const struct sweep_options options = {
		.now = clock_now(),
		.keep = policy->keep,
		.keep_is_explicit = policy->keepgiven,
		.dry_run = r->options.dryrun,
		.report = r->options.config.quiet ? NULL : list,
		.arg = &listing,
	};
	struct sweep_count count = { 0 };
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd == -1) {
		warn_errno("%s", dir);
		return (-1);
	}
	rc = sweep_run(fd, &options, &count);
	if (rc == -1)
		warn_errno("%s", dir);
	(void)close(fd);
	return (rc);
}

enum exits
cmd_sweep_run(struct ready *r, char *const *dirs, int n)
{
	enum exits code = EXITS_OK;

	if (config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	if (n == 0) {
		warn_msg("sweep: name the directories");
		return (EXITS_USAGE);
	}
	for (int i = 0; i < n; i++)
		if (sweep(r, dirs[i]) == -1)
			code = EXITS_LOST;
	return (code);
}
