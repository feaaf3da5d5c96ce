/* SPDX-License-Identifier: ISC */
#include "retain/holdfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/probe.h"
#include "base/warn.h"
#include "retain/ledger.h"

#define TMP ".logfade-holds.tmp"

enum { TEXT_MAX = 1 << 20, MODE = 0640 };

static int
slurp(int fd, struct buf *b)
{
	ssize_t n = -1;

	if (buf_reserve(b, TEXT_MAX))
		n = file_pread(fd, b->p, TEXT_MAX, 0);
	if (n == TEXT_MAX) {
		errno = EFBIG;
		n = -1;
	}
	if (n == -1)
		return (-1);
	b->n = (size_t)n;
	return (0);
}

int
holdfile_load(int dirfd, struct hold_list *l)
{
	const int fd = file_open(dirfd, HOLDFILE_NAME, O_RDONLY);
	const char *why = NULL;
	unsigned line;
	struct buf b;
	int rc = 0;

	l->n = 0;
	if (fd == -1 && errno == ENOENT)
		return (0);
	buf_init(&b, TEXT_MAX);
	if (fd == -1 || slurp(fd, &b) == -1) {
		warn_errno(HOLDFILE_NAME);
		rc = -1;
	} else if ((why = hold_parse(buf_span(&b), l, &line)) != NULL) {
		warn_msg(HOLDFILE_NAME ":%u: %s", line, why);
		errno = EINVAL;
		rc = -1;
	}
	buf_release(&b);
	file_close(fd);
	return (rc);
}

static int
put(int fd, const struct hold_list *l)
{
	struct buf b;
	int rc;

	buf_init(&b, TEXT_MAX - 1);
	hold_write(l, &b);
	errno = ENOMEM;
	rc = b.failed ? -1 : fd_write(fd, b.p, b.n);
	buf_release(&b);
	return (rc == -1 ? -1 : file_sync(fd));
}

static int
save(int dirfd, const struct hold_list *l)
{
	int fd, rc;

	if (unlinkat(dirfd, TMP, 0) == -1 && errno != ENOENT)
		return (-1);
	fd = file_create(dirfd, TMP, MODE);
	if (fd == -1)
		return (-1);
	rc = put(fd, l);
	file_close(fd);
	PROBE("hold.written");
	if (rc == -1 || renameat(dirfd, TMP, dirfd, HOLDFILE_NAME) == -1)
		return (-1);
	PROBE("hold.replaced");
	return (file_sync(dirfd));
}

/* The ledger first: what it does not know of does not happen. */
static int
record(int dirfd, const struct hold_list *l, struct ledger *ledger,
    const struct ledgerline_entry *e)
{
	if (ledger_add(ledger, e) == -1) {
		warn_errno(LEDGER_NAME);
		return (-1);
	}
	PROBE("hold.entered");
	if (save(dirfd, l) == -1) {
		warn_errno(HOLDFILE_NAME);
		return (-1);
	}
	return (0);
}

static int
add(struct hold_list *l, const struct hold *h)
{
	if (hold_find(l, span_str(h->name)) != NULL) {
		warn_msg("hold %s: there is one of that name", h->name);
		return (1);
	}
	if (l->n == HOLD_MANY) {
		warn_msg("hold %s: there are too many", h->name);
		return (1);
	}
	l->hold[l->n++] = *h;
	return (0);
}

static int
take(struct hold_list *l, const char *name)
{
	struct hold *h = hold_find(l, span_str(name));

	if (h == NULL) {
		warn_msg("hold %s: there is none of that name", name);
		return (1);
	}
	*h = l->hold[--l->n];
	return (0);
}

/* Add ${h}, or take away the one of its name. */
static int
change(int dirfd, const struct hold *h, int64_t now, bool adding)
{
	const struct ledgerline_entry e = {
		.op = adding ? LEDGERLINE_HOLD : LEDGERLINE_RELEASE,
		.at = now,
		.name = h->name,
		.vhost = h->vhost,
		.class = h->class,
	};
	struct hold_list *l = calloc(1, sizeof(*l));
	struct ledger ledger;
	int rc;

	if (l == NULL || ledger_open(&ledger, dirfd, now) == -1) {
		warn_errno(LEDGER_NAME);
		free(l);
		return (-1);
	}
	rc = holdfile_load(dirfd, l);
	if (rc == 0)
		rc = adding ? add(l, h) : take(l, h->name);
	if (rc == 0)
		rc = record(dirfd, l, &ledger, &e);
	if (ledger_close(&ledger) == -1) {
		warn_errno(LEDGER_HEAD);
		rc = -1;
	}
	free(l);
	return (rc);
}

int
holdfile_add(int dirfd, const struct hold *h, int64_t now)
{
	return (change(dirfd, h, now, true));
}

int
holdfile_release(int dirfd, struct span name, int64_t now)
{
	struct hold h = { .from = HOLD_ALWAYS };
	const char *why = hold_set_name(&h, name);

	if (why != NULL) {
		warn_msg("hold: %s", why);
		return (1);
	}
	return (change(dirfd, &h, now, false));
}
