/* SPDX-License-Identifier: ISC */
#include "retain/deletion.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/probe.h"
#include "base/warn.h"
#include "model/calendar.h"

/*
 * A timer that runs monthly, and a machine that was off for a month, are no
 * jump. Where less is at stake than what a jump of that length may take
 * anyway, nothing is asked either: a short keep fades on time after a holiday.
 */
enum { AWAY = 40 * CALENDAR_DAY, WORTH = 45 * CALENDAR_DAY };

static bool
is_full(int error)
{
	return (error == ENOSPC || error == EDQUOT);
}

/* Has the clock jumped, by all that can be told? */
static bool
is_jump(const struct deletion_case *c)
{
	if (c->last == INT64_MIN || c->now - c->last <= AWAY ||
	    c->worth <= WORTH)
		return (false);
	warn_msg("%s%sthe last sweep was %" PRId64 " days ago, and %zu of %zu "
		 "files would go: nothing is deleted; if the clock is right, "
		 "use sweep --force",
	    c->path == NULL ? "" : c->path, c->path == NULL ? "" : ": ",
	    (c->now - c->last) / CALENDAR_DAY, c->due, c->total);
	return (true);
}

int
deletion_ask(struct ledger *l, const struct deletion_case *c)
{
	const struct ledgerline_entry e = { .op = LEDGERLINE_FORCE,
		.at = c->now };

	if (!c->force && is_jump(c)) {
		errno = ECANCELED;
		return (-1);
	}
	if (c->force && ledger_add(l, &e) == -1 && !is_full(errno)) {
		warn_errno(LEDGER_NAME ": nothing is deleted");
		return (-1);
	}
	return (0);
}

/* A deletion that did not come to its end is made again. */
static int
enter(struct ledger *l, const struct ledgerline_entry *e)
{
	return (ledger_has(l, e) ? 0 : ledger_add(l, e));
}

int
deletion_make(struct ledger *l, const struct ledgerline_entry *e, int dirfd,
    const char *name, bool *gone)
{
	const int rc = enter(l, e);

	*gone = false;
	if (rc == -1 && !is_full(errno))
		return (-1);
	PROBE("deletion.entered");
	if (unlinkat(dirfd, name, 0) == -1 && errno != ENOENT)
		return (-1);
	PROBE("deletion.made");
	*gone = true;
	return (rc == -1 ? enter(l, e) : 0);
}

int
deletion_end(struct ledger *l, int rc)
{
	int e = errno;

	if (ledger_close(l) == -1 && rc == 0) {
		e = errno;
		warn_errno(LEDGER_HEAD);
		rc = -1;
	}
	errno = e;
	return (rc);
}
