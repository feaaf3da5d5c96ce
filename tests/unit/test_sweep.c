/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <sys/file.h>

#include "model/segscan.h"
#include "retain/sweep.h"
#include "write/seal.h"

static const struct keep months14 = { KEEP_MONTHS, 14 };

/* What a sweep reported. */
struct report {
	unsigned n;
	bool linked;
	char last[SEGMENT_NAME_MAX];
	struct sweep_gone gone;
};

static void
note(void *arg, const struct sweep_gone *gone)
{
	struct report *r = arg;

	r->n++;
	r->linked |= gone->linked;
	r->gone = *gone;
	(void)snprintf(r->last, sizeof(r->last), "%s", gone->name);
}

static struct sweep_count
sweep(const struct scratch *s, int64_t now, struct report *r)
{
	const struct sweep_options o = { .now = now,
		.keep = months14,
		.report = note,
		.arg = r };
	struct sweep_count n;

	*r = (struct report){ 0 };
	cr_expect_eq(sweep_run(s->fd, &o, &n), n.failed > 0 ? -1 : 0);
	cr_expect_eq(n.deleted, r->n);
	return (n);
}

static void
seal(const struct scratch *s, struct keep keep)
{
	const struct seal_info info = { .version = "1",
		.digest = "d",
		.keep = keep,
		.level = 3 };
	struct seal_count n;

	cr_assert(seal_run(s->fd, INT64_MAX / 2, &info, &n) == 0);
}

static void
touch(const struct scratch *s, const char *name)
{
	scratch_put(s, name, "", 0);
}

/* Names that only look like ours, and things that are no files. */
static const char *const strangers[] = {
	"access.log",
	"access-2020-01-01.log.zst.bak",
	"notes.txt",
	"access-2020-01-01.log.gz",
	"access-2020-02-30.log.zst",
	"access-2020-01-01.log.zst\n",
	"\naccess-2020-01-01.log.zst",
	"access-2020-01-01.1.log.zst",
	"Access-2020-01-01.log.zst",
	".access-2020-01-01.log.zst",
	"access-2020-01-01.live.zst~",
	"access-2020-01-01 .log.zst",
	"error-2020-01-01.log.zst",
};

enum { NSTRANGERS = sizeof(strangers) / sizeof(strangers[0]) };

Test(sweep, only_what_is_ours)
{
	struct scratch s, other;
	struct sweep_count n;
	struct report r;

	scratch_make(&s);
	scratch_make(&other);
	for (size_t i = 0; i < NSTRANGERS; i++)
		touch(&s, strangers[i]);
	touch(&other, "precious");
	touch(&other, "access-2020-01-05.log.zst");
	cr_assert(
	    symlinkat(other.path, s.fd, "access-2020-01-01.log.zst") == 0);
	cr_assert(
	    symlinkat("/dev/null", s.fd, "access-2020-01-02.log.zst") == 0);
	cr_assert(mkdirat(s.fd, "access-2020-01-03.log.zst", 0700) == 0);
	cr_assert(mkfifoat(s.fd, "access-2020-01-04.live.zst", 0600) == 0);
	cr_assert(linkat(other.fd, "precious", s.fd,
		      "access-2020-01-05.log.zst", 0) == 0);
	touch(&s, "access-2020-01-06.log.zst");
	touch(&s, "access-2020-01-07.live.zst");
	touch(&s, ".access-2020-01-08.seal.tmp");
	n = sweep(&s, scratch_time("2026-11-21T00:00:00Z"), &r);
	cr_expect(n.deleted == 4 && n.refused == 4 && n.failed == 0);
	cr_expect(r.linked);
	for (size_t i = 0; i < NSTRANGERS; i++)
		cr_expect(scratch_has(&s, strangers[i]), "%s", strangers[i]);
	for (int day = 1; day <= 8; day++) {
		char name[64];

		(void)snprintf(name, sizeof(name), "access-2020-01-%02d.%s.zst",
		    day, day == 4 || day == 7 ? "live" : "log");
		cr_expect_eq(scratch_has(&s, name), day <= 4, "%s", name);
	}
	cr_expect_not(scratch_has(&s, ".access-2020-01-08.seal.tmp"));
	/* our name of the linked file is gone, and it itself is not */
	cr_expect(scratch_has(&other, "precious"));
	cr_expect(scratch_has(&other, "access-2020-01-05.log.zst"));
	scratch_remove(&s);
	scratch_remove(&other);
}

Test(sweep, a_dry_run_deletes_nothing)
{
	struct sweep_options o = { .now = 2000000000,
		.keep = months14,
		.dry_run = true,
		.report = note };
	struct scratch s;
	struct sweep_count n;
	struct report r = { 0 };

	scratch_make(&s);
	o.arg = &r;
	touch(&s, "access-2020-01-01.log.zst");
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	cr_expect(n.deleted == 1 && r.n == 1);
	cr_expect_str_eq(r.last, "access-2020-01-01.log.zst");
	cr_expect(scratch_has(&s, r.last));
	o.report = NULL;
	o.dry_run = false;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 1);
	scratch_remove(&s);
}

static const struct keep d1 = { KEEP_DAYS, 1 }, d5 = { KEEP_DAYS, 5 },
			 forever = { KEEP_FOREVER, 0 };

/* A segment of 21 November whose line is of 13:00. */
Test(sweep, counts_from_the_oldest_event)
{
	const int64_t at = scratch_time("2026-11-21T13:00:00Z");
	const int64_t gone = scratch_time("2028-01-21T13:00:00Z");
	struct scratch s;
	struct report r;

	scratch_make(&s);
	for (int sealed = 0; sealed < 2; sealed++) {
		scratch_append(&s, 0, 5, at + 3600);
		scratch_append(&s, 5, 9, at);
		if (sealed)
			seal(&s, months14);
		cr_expect_eq(sweep(&s, gone - 1, &r).kept, 1);
		/* at an age of exactly that it is gone */
		cr_expect_eq(sweep(&s, gone, &r).deleted, 1);
		cr_expect(r.gone.oldest == at && r.gone.expired == gone);
		cr_expect(r.gone.bytes > 0 && !r.gone.linked);
	}
	scratch_remove(&s);
}

/* What a file says about its lines is believed within its name's period. */
Test(sweep, the_name_bounds_what_notes_say)
{
	const int64_t start = scratch_time("2026-11-21T00:00:00Z");
	static const int64_t says[] = { -86400, -1, 86400, 10 * 86400 };
	struct scratch s;
	struct report r;

	scratch_make(&s);
	for (size_t i = 0; i < 4; i++) {
		struct segmeta m;
		struct buf b;

		segmeta_init(&m, i % 2 ? SEGMETA_SEAL : SEGMETA_APPEND);
		m.lines = 1;
		m.oldest = m.newest = start + says[i];
		m.keep = months14;
		m.expires = INT64_MAX;
		buf_init(&b, 4096);
		segmeta_frame(&m, &b);
		scratch_put(&s, "access-2026-11-21.log.zst", b.p, b.n);
		buf_release(&b);
		cr_expect_eq(sweep(&s, scratch_time("2028-01-20T23:59:59Z"), &r)
				 .kept,
		    1);
		cr_expect_eq(sweep(&s, scratch_time("2028-01-21T00:00:00Z"), &r)
				 .deleted,
		    1);
		cr_expect_eq(r.gone.oldest, start);
	}
	scratch_remove(&s);
}

Test(sweep, whose_keep)
{
	const int64_t at = scratch_time("2026-11-21T13:00:00Z");
	struct sweep_options o = { .now = at + 2 * 86400, .keep = d5 };
	struct scratch s;
	struct sweep_count n;

	scratch_make(&s);
	scratch_append(&s, 0, 5, at);
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	seal(&s, d1); /* what was recorded beats the default */
	o.keep = forever;
	o.keep_is_explicit = true; /* but not what was asked for */
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	o.keep_is_explicit = false;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 1);
	scratch_append(&s, 0, 5, at);
	seal(&s, forever);
	o.keep = d1;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	o.keep_is_explicit = true;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 1);
	scratch_remove(&s);
}

/* One that is still written to goes as well, and the writer notices. */
Test(sweep, an_open_live_segment)
{
	const int64_t at = scratch_time("2020-01-01T00:00:00Z");
	struct scratch s;
	struct output o;
	struct sink *k;
	struct report r;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	cr_expect_eq(scratch_sink(k, &o, 0, 5, at), 0);
	cr_expect_eq(sweep(&s, 2000000000, &r).deleted, 1);
	cr_expect_eq(scratch_sink(k, &o, 0, 3, at), 0);
	scratch_expect(&s, 3, "anew");
	cr_expect(sink_close(k) == 0);
	scratch_remove(&s);
}

Test(sweep, a_directory_that_cannot_be_read)
{
	const struct sweep_options o = { .keep = months14 };
	struct sweep_count n;
	const int fd = open("/dev/null", O_RDONLY);

	cr_expect(sweep_run(fd, &o, &n) == -1);
	cr_expect(sweep_run(-1, &o, &n) == -1 && errno == EBADF);
	close(fd);
}

/* The days of ${name} that are left on disk: as many as the window has. */
static void
count_name(const struct scratch *s, const char *name, void *arg)
{
	(void)s;
	(void)name;
	++*(unsigned *)arg;
}

/*
 * Three years, a leap day and six changes to or from DST, a segment a day,
 * swept every noon: each is there for fourteen months to the day, and no
 * longer.
 */
Test(sweep, fourteen_months_day_by_day)
{
	const int64_t first = scratch_time("2023-01-01T11:00:00Z");
	struct scratch s;
	struct report r;
	unsigned gone = 0;

	scratch_make(&s);
	setenv("TZ", "Europe/Amsterdam", 1);
	tzset();
	for (unsigned day = 0; day < 3 * 365 + 1; day++) {
		const int64_t noon = first + (int64_t)day * 86400;
		const struct segment today = { period_of(PERIOD_DAY, noon),
			SEGMENT_SEALED, 1 };
		char name[SEGMENT_NAME_MAX];
		unsigned left = 0, due = 0;

		segment_name(&today, name);
		touch(&s, name);
		gone += sweep(&s, noon, &r).deleted;
		for (unsigned d = 0; d <= day; d++)
			due += period_expiry(&months14,
				   period_of(PERIOD_DAY,
				       first + (int64_t)d * 86400)
				       .start) <= noon;
		scratch_each(&s, count_name, &left);
		cr_assert_eq(gone, due, "day %u", day);
		cr_assert_eq(left, day + 1 - due, "day %u", day);
		cr_assert(left >= 424 || due == 0);
		cr_assert(left <= 428);
	}
	scratch_remove(&s);
}
