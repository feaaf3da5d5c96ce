/* SPDX-License-Identifier: ISC */
#include "retain/age.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "model/segscan.h"

int
age_open(int dirfd, const char *name, struct stat *st)
{
	int fd;

	/* Before it is opened: to open a device or a FIFO can have effects. */
	if (fstatat(dirfd, name, st, AT_SYMLINK_NOFOLLOW) == -1)
		return (-1);
	if (!S_ISREG(st->st_mode)) {
		errno = EINVAL;
		return (-1);
	}
	fd = openat(dirfd, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return (-1);
	if (fstat(fd, st) == 0) {
		if (S_ISREG(st->st_mode))
			return (fd);
		errno = EINVAL;
	}
	file_close(fd);
	return (-1);
}

int
age_judge(int fd, const struct segment *s, const struct age_rule *rule,
    struct age *age)
{
	struct keep keep = rule->keep;
	int rc = 0;

	*age = (struct age){ .oldest = s->period.start };
	segmeta_init(&age->sum, SEGMETA_APPEND);
	if (s->state != SEGMENT_TMP)
		rc = segscan_seal(fd, &age->sum);
	if (rc == -1)
		return (-1);
	if (rc == 1 && !rule->keep_is_explicit)
		keep = age->sum.keep;
	age->keep = keep;
	age->expires = period_expiry(&keep, age->oldest);
	/* Only what the name makes old enough is worth a look at its notes. */
	if (age->expires > rule->now || s->state == SEGMENT_TMP)
		return (0);
	if (rc == 0)
		rc = segscan_appends(fd, &age->sum);
	if (rc == -1)
		return (-1);
	age->counted = rc == 1;
	if (age->counted)
		age->oldest = segscan_oldest(&s->period, &age->sum);
	age->expires = period_expiry(&keep, age->oldest);
	return (0);
}

void
age_span(const struct segment *s, const struct age *age, int64_t *first,
    int64_t *end)
{
	*first = s->period.start;
	*end = s->period.end;
	if (age->sum.oldest > age->sum.newest)
		return;
	if (age->sum.oldest < *first)
		*first = age->sum.oldest;
	if (age->sum.newest >= *end)
		*end = age->sum.newest + 1;
}
