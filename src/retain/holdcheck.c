/* SPDX-License-Identifier: ISC */
#include "retain/holdcheck.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "retain/holdfile.h"
#include "retain/ledger.h"

/* One may be added or released between looking at the one and the other. */
enum { LOOKS = 3 };

/* The names in force by the ledger. */
struct names {
	struct hold *hold;
	size_t n;
	size_t room;
	bool failed;
};

static struct hold *
find(const struct names *k, const char *name)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->hold[i].name, name) == 0)
			return (&k->hold[i]);
	return (NULL);
}

static void
add(struct names *k, const struct hold *h)
{
	if (k->n == k->room) {
		const size_t room = k->room == 0 ? 16 : k->room * 2;
		struct hold *more = realloc(k->hold, room * sizeof(*more));

		if (more == NULL) {
			k->failed = true;
			return;
		}
		k->hold = more;
		k->room = room;
	}
	k->hold[k->n++] = *h;
}

static void
take_line(void *arg, struct span line)
{
	struct names *k = arg;
	struct hold h = { .from = HOLD_ALWAYS }, *known;
	struct span name;
	bool added;

	if (!ledgerline_hold(line, &name, &added) ||
	    hold_set_name(&h, name) != NULL)
		return;
	known = find(k, h.name);
	if (added && known == NULL)
		add(k, &h);
	else if (!added && known != NULL)
		*known = k->hold[--k->n];
}

/* Report what differs; without ${report} only whether anything does. */
static bool
differ(const struct names *k, struct hold_list *l, holdcheck_report *report,
    void *arg)
{
	bool any = false;

	for (size_t i = 0; i < l->n; i++) {
		if (find(k, l->hold[i].name) != NULL)
			continue;
		any = true;
		if (report != NULL)
			report(arg, l->hold[i].name,
			    "the ledger does not know it as in force");
	}
	for (size_t i = 0; i < k->n; i++) {
		if (hold_find(l, span_str(k->hold[i].name)) != NULL)
			continue;
		any = true;
		if (report != NULL)
			report(arg, k->hold[i].name,
			    "it is gone, and the ledger knows of no release");
	}
	return (any);
}

static int
look(int dirfd, struct hold_list *l, holdcheck_report *report, void *arg)
{
	struct names known = { .n = 0 };
	struct ledger_check c;
	int rc = ledger_read(dirfd, &c, take_line, &known);

	if (rc == 0 && known.failed) {
		errno = ENOMEM;
		rc = -1;
	}
	if (rc == 0 && (rc = holdfile_load(dirfd, l)) == 0)
		rc = differ(&known, l, report, arg);
	else if (rc == 1)
		rc = 0;
	free(known.hold);
	return (rc);
}

int
holdcheck_run(int dirfd, holdcheck_report *report, void *arg)
{
	struct hold_list *l = calloc(1, sizeof(*l));
	int rc = 1;

	if (l == NULL)
		return (-1);
	for (int i = 1; i < LOOKS && rc == 1; i++)
		rc = look(dirfd, l, NULL, NULL);
	if (rc == 1)
		rc = look(dirfd, l, report, arg);
	free(l);
	return (rc);
}
