/* SPDX-License-Identifier: ISC */
#include "app/report.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/warn.h"
#include "model/calendar.h"

enum { REPORT_MAX = 64 * 1024 };

static uint64_t
total_hits(const struct tally *t)
{
	uint64_t n = 0;

	for (int k = 0; k < KIND_COUNT; k++)
		for (int p = 0; p < PLACE_COUNT; p++)
			n += t->hits[k][p];
	return (n);
}

void
report_summary(const struct tally *t)
{
	const char *sep = " (";
	struct buf b;

	if (t->lines == 0)
		return;
	buf_init(&b, REPORT_MAX);
	buf_addf(&b,
	    "%" PRIu64 " line%s: %" PRIu64 " clean, %" PRIu64 " withheld",
	    t->lines, t->lines == 1 ? "" : "s", t->verdict[VERDICT_CLEAN],
	    tally_withheld(t));
	for (int v = VERDICT_CLEAN + 1; v < VERDICT_COUNT; v++) {
		if (t->verdict[v] == 0)
			continue;
		buf_addf(&b, "%s%" PRIu64 " %s", sep, t->verdict[v],
		    verdict_name((enum verdict)v));
		sep = ", ";
	}
	if (tally_withheld(t) > 0)
		buf_addc(&b, ')');
	buf_addf(&b, "; %" PRIu64 " personal value%s found", total_hits(t),
	    total_hits(t) == 1 ? "" : "s");
	if (t->keyless > 0)
		buf_addf(&b, "; %" PRIu64 " value%s dropped for want of a key",
		    t->keyless, t->keyless == 1 ? "" : "s");
	if (t->unplaced > 0)
		buf_addf(&b, "; %" PRIu64 " address%s truncated out of place",
		    t->unplaced, t->unplaced == 1 ? "" : "es");
	warn_msg("%.*s", (int)b.n, b.p);
	buf_release(&b);
}

static void
put_time(struct buf *b, const char *name, int64_t when)
{
	buf_addf(b, ", \"%s\": \"", name);
	calendar_utc(when, b);
	buf_addc(b, '"');
}

static void
put_hits(struct buf *b, const struct tally *t)
{
	const char *outer = "";

	buf_addf(b, ", \"hits\": {");
	for (int k = 0; k < KIND_COUNT; k++) {
		const char *inner = "";

		buf_addf(b, "%s\"%s\": {", outer, hit_kind_name((enum kind)k));
		outer = ", ";
		for (int p = 0; p < PLACE_COUNT; p++) {
			buf_addf(b, "%s\"%s\": %" PRIu64, inner,
			    hit_place_name((enum place)p), t->hits[k][p]);
			inner = ", ";
		}
		buf_addc(b, '}');
	}
	buf_addc(b, '}');
}

static void
put_json(struct buf *b, struct span format, const struct tally *t)
{
	const char *sep = "";

	buf_addf(b, "{\"version\": \"%s\", \"format\": \"", LOGFADE_VERSION);
	buf_addjson(b, format);
	buf_addf(b,
	    "\", \"bytes_in\": %" PRIu64 ", \"bytes_out\": %" PRIu64
	    ", \"lines\": %" PRIu64 ", \"clean\": %" PRIu64 ", \"withheld\": {",
	    t->bytes_in, t->bytes_out, t->lines, t->verdict[VERDICT_CLEAN]);
	for (int v = VERDICT_CLEAN + 1; v < VERDICT_COUNT; v++) {
		buf_addf(b, "%s\"%s\": %" PRIu64, sep,
		    verdict_name((enum verdict)v), t->verdict[v]);
		sep = ", ";
	}
	buf_addc(b, '}');
	put_hits(b, t);
	buf_addf(b, ", \"keyless\": %" PRIu64 ", \"unplaced\": %" PRIu64,
	    t->keyless, t->unplaced);
	if (t->oldest <= t->newest) {
		put_time(b, "oldest", t->oldest);
		put_time(b, "newest", t->newest);
	}
	buf_addf(b, "}\n");
}

/* Write, sync, rename: readers see the old file or the new one. */
static int
replace(const char *path, struct span text)
{
	char tmp[4096];
	int fd, rc = -1;

	if (snprintf(tmp, sizeof(tmp), "%s.tmp.%ld", path, (long)getpid()) >=
	    (int)sizeof(tmp)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0640);
	if (fd == -1)
		return (-1);
	if (fd_write(fd, text.p, text.n) == 0 && fsync(fd) == 0)
		rc = 0;
	if (close(fd) == -1 || rc == -1 || rename(tmp, path) == -1) {
		const int e = errno;

		(void)unlink(tmp);
		errno = e;
		return (-1);
	}
	return (0);
}

int
report_stats(const char *path, struct span format, const struct tally *t)
{
	struct buf b;
	int rc = -1;

	buf_init(&b, REPORT_MAX);
	put_json(&b, format, t);
	if (b.failed)
		errno = ENOMEM;
	else
		rc = replace(path, buf_span(&b));
	if (rc == -1)
		warn_errno("%s", path);
	buf_release(&b);
	return (rc);
}
