/* SPDX-License-Identifier: ISC */
#include "retain/quarantined.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/warn.h"
#include "model/withheld.h"

static bool
takes(void *arg, const char *name)
{
	struct period day;

	(void)arg;
	return (withheld_parse(span_str(name), &day));
}

static int
judge(void *arg, int fd, struct relic *it)
{
	const struct withholding *q = arg;
	struct period day;

	(void)fd;
	if (!withheld_parse(span_str(it->name), &day))
		return (0);
	it->kind = RELIC_QUARANTINE;
	it->keep = q->keep;
	it->oldest = day.start;
	/* A line may be of any time before it came. */
	it->first = INT64_MIN;
	it->end = day.end;
	return (1);
}

int
quarantined_sweep(const struct withholding *q, const struct relic_options *o,
    struct relic_count *count)
{
	struct withholding copy = *q;
	const int fd = open(q->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct relic_place place = { .fd = fd,
		.path = q->dir,
		.kind = RELIC_QUARANTINE,
		.takes = takes,
		.judge = judge,
		.arg = &copy };
	int rc;

	if (fd == -1 && errno == ENOENT)
		return (0);
	if (fd == -1) {
		warn_errno("%s", q->dir);
		return (-1);
	}
	rc = relic_sweep(&place, o, count);
	file_close(fd);
	return (rc);
}
