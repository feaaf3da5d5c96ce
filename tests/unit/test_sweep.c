/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <sys/file.h>

#include "model/segscan.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"
#include "retain/sweep.h"
#include "write/seal.h"

static const struct keep months14 = { KEEP_MONTHS, 14 };
static const struct policy months = { .keep = { KEEP_MONTHS, 14 } };

/* What a sweep reported. */
struct report {
	unsigned n;
	bool linked;
	char last[SEGMENT_NAME_MAX];
	struct sweep_item gone;
};

static void
note(void *arg, const struct sweep_item *gone)
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
		.policy = &months,
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
	const struct policy policy = { .digest = "d",
		.keep = keep,
		.output = { .seal_level = 3 } };
	const struct seal_info info = { "1", &policy, "", NULL };
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
		.policy = &months,
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
	struct policy p = { .keep = d5 };
	struct sweep_options o = { .now = at + 2 * 86400, .policy = &p };
	struct scratch s;
	struct sweep_count n;

	scratch_make(&s);
	scratch_append(&s, 0, 5, at);
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	seal(&s, d1); /* what was recorded beats the default */
	p.keep = forever;
	p.keepgiven = true; /* but not what was asked for */
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	p.keepgiven = false;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 1);
	scratch_append(&s, 0, 5, at);
	seal(&s, forever);
	p.keep = d1;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.kept == 1);
	p.keepgiven = true;
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
	const struct sweep_options o = { .policy = &months };
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
	*(unsigned *)arg += name[0] != '.';
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
			SEGMENT_SEALED, 1, "" };
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

static void
hold(const struct scratch *s, const char *from, const char *to)
{
	struct hold h = { .name = "case-1",
		.reason = "x",
		.from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER };

	cr_assert(stamp_day(span_str(from), &h.from));
	cr_assert(stamp_day(span_str(to), &h.to));
	cr_assert_eq(holdfile_add(s->fd, &h, 1500000000), 0);
}

/* Each deletion is a line, with what is known of the file. */
Test(sweep, enters_what_it_deletes)
{
	const int64_t at = scratch_time("2026-11-21T13:00:00Z");
	struct ledger_check c;
	struct scratch s;
	struct report r;
	struct buf b;

	scratch_make(&s);
	scratch_append(&s, 0, 7, at);
	seal(&s, months14);
	cr_expect_eq(sweep(&s, 2000000000, &r).deleted, 1);
	buf_init(&b, 1 << 16);
	scratch_get(&s, LEDGER_NAME, &b);
	cr_expect(span_find(buf_span(&b),
		      SPAN("\"op\":\"delete\","
			   "\"file\":\"access-2026-11-21.log.zst\","
			   "\"oldest\":\"2026-11-21T13:00:00Z\",")) < b.n);
	cr_expect(span_find(buf_span(&b),
		      SPAN("\"lines\":7,\"keep\":\"14 months\","
			   "\"expired\":\"2028-01-21T13:00:00Z\",")) < b.n);
	cr_expect(ledger_verify(s.fd, &c) == 0 && c.lines == 1);
	buf_release(&b);
	scratch_remove(&s);
}

/* Where nothing is deleted, one line a day says that somebody looked. */
Test(sweep, is_entered_once_a_day)
{
	struct ledger_check c;
	struct scratch s;
	struct report r;

	scratch_make(&s);
	(void)sweep(&s, 1500000000, &r);
	cr_expect_not(scratch_has(&s, LEDGER_NAME), "there is nothing yet");
	touch(&s, "access-2017-07-01.live.zst");
	for (int hour = 0; hour < 72; hour++)
		(void)sweep(&s, 1500000000 + hour * 3600, &r);
	cr_expect(ledger_verify(s.fd, &c) == 0);
	cr_expect(c.lines >= 3 && c.lines <= 4, "%d", (int)c.lines);
	scratch_remove(&s);
}

Test(sweep, what_a_hold_covers_stays)
{
	const int64_t now = scratch_time("2022-06-01T00:00:00Z");
	struct sweep_count n;
	struct scratch s;
	struct report r;

	scratch_make(&s);
	touch(&s, "access-2020-01-01.log.zst");
	touch(&s, "access-2020-01-02.log.zst");
	touch(&s, "access-2020-01-03.live.zst");
	touch(&s, ".access-2020-01-03.seal.tmp");
	touch(&s, "access-2020-01-04.log.zst");
	hold(&s, "2020-01-02", "2020-01-03");
	n = (struct sweep_count){ 0 };
	{
		const struct sweep_options o = { .now = now,
			.policy = &months,
			.report = note,
			.arg = &r };

		r = (struct report){ 0 };
		cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	}
	cr_expect(n.deleted == 2 && n.held == 3 && r.n == 5);
	cr_expect(scratch_has(&s, "access-2020-01-02.log.zst"));
	cr_expect(scratch_has(&s, "access-2020-01-03.live.zst"));
	cr_expect(scratch_has(&s, ".access-2020-01-03.seal.tmp"));
	cr_expect_eq(holdfile_release(s.fd, SPAN("case-1"), now), 0);
	cr_expect_eq(sweep(&s, now, &r).deleted, 3);
	scratch_remove(&s);
}

/* A month of which the hold wants one day, and a line beyond its period. */
Test(sweep, a_hold_covers_what_it_touches)
{
	struct policy p = { .keep = d1 };
	struct sweep_options o = { .now = 2000000000, .policy = &p };
	const int64_t start = scratch_time("2020-01-05T00:00:00Z");
	struct sweep_count n;
	struct segmeta m;
	struct scratch s;
	struct buf b;

	p.keepgiven = true;
	scratch_make(&s);
	touch(&s, "access-2020-02.log.zst");
	segmeta_init(&m, SEGMETA_SEAL);
	m.lines = 2;
	m.oldest = start;
	m.newest = scratch_time("2020-02-29T12:00:00Z");
	m.keep = months14;
	m.expires = INT64_MAX;
	buf_init(&b, 4096);
	segmeta_frame(&m, &b);
	scratch_put(&s, "access-2020-01-05.log.zst", b.p, b.n);
	hold(&s, "2020-02-29", "2020-02-29");
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	cr_expect(n.held == 2 && n.deleted == 0);
	buf_release(&b);
	scratch_remove(&s);
}

/* An order that cannot be read may be about anything. */
Test(sweep, holds_that_cannot_be_read)
{
	static const char *const bad[] = { "hold", "hold a { reason x",
		"held a { reason x; added 2026-01-01 }" };
	struct policy p = { .keep = d1 };
	struct sweep_options o = { .now = 2000000000, .policy = &p };
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	scratch_hush();
	touch(&s, "access-2020-02-01.log.zst");
	for (size_t i = 0; i < 3; i++) {
		scratch_put(&s, HOLDFILE_NAME, bad[i], strlen(bad[i]));
		cr_expect(sweep_run(s.fd, &o, &n) == -1);
		cr_expect(n.stopped && n.deleted == 0);
	}
	cr_assert(unlinkat(s.fd, HOLDFILE_NAME, 0) == 0);
	cr_assert(symlinkat("/dev/null", s.fd, HOLDFILE_NAME) == 0);
	cr_expect(sweep_run(s.fd, &o, &n) == -1 && n.stopped);
	cr_expect(scratch_has(&s, "access-2020-02-01.log.zst"));
	scratch_remove(&s);
}

/* Without proof nothing goes. */
Test(sweep, a_ledger_that_cannot_be_used)
{
	struct policy p = { .keep = d1 };
	struct sweep_options o = { .now = 2000000000, .policy = &p };
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	scratch_hush();
	touch(&s, "access-2020-02-01.log.zst");
	cr_assert(mkdirat(s.fd, LEDGER_NAME, 0700) == 0);
	cr_expect(sweep_run(s.fd, &o, &n) == -1);
	cr_expect(n.stopped && n.deleted == 0);
	cr_expect(scratch_has(&s, "access-2020-02-01.log.zst"));
	scratch_remove(&s);
}

/* ${days} segments, the last of which is of ${now}; one sweep then. */
static void
fill_days(const struct scratch *s, int days, int64_t now)
{
	struct report r;

	for (int d = 0; d < days; d++) {
		const struct segment one = { period_of(PERIOD_DAY,
						 now - (int64_t)d * 86400),
			SEGMENT_SEALED, 1, "" };
		char name[SEGMENT_NAME_MAX];

		segment_name(&one, name);
		touch(s, name);
	}
	cr_expect_eq(sweep(s, now, &r).deleted, 0);
}

Test(sweep, a_clock_that_jumped)
{
	/* days there are, days later, what goes; -1: nothing does */
	static const struct {
		int there;
		int later;
		int gone;
	} cases[] = {
		{ 100, 3650, -1 }, /* ten years */
		{ 100, 420, -1 },
		{ 400, 31, 6 }, /* a machine that was off for a month */
		{ 400, 60, 35 }, /* for two: it is not even half of it */
		{ 400, 800, -1 },
		{ 40, 3650, 40 }, /* less is there than such a jump explains */
	};
	static const struct keep keep = { KEEP_DAYS, 425 };
	const int64_t now = scratch_time("2026-11-22T00:00:00Z");
	struct ledger_check c;

	scratch_hush();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct policy p = { .keep = keep };
		struct sweep_options o = { .policy = &p };
		struct sweep_count n;
		struct scratch s;
		int rc;

		o.now = now + (int64_t)cases[i].later * 86400;
		scratch_make(&s);
		fill_days(&s, cases[i].there, now);
		for (int again = 0; again < 2 && cases[i].gone == -1; again++) {
			rc = sweep_run(s.fd, &o, &n);
			cr_expect(rc == -1 && n.stopped && n.deleted == 0,
			    "%zu", i);
		}
		o.force = cases[i].gone == -1;
		rc = sweep_run(s.fd, &o, &n);
		cr_expect(rc == 0 && n.deleted > 0);
		if (cases[i].gone != -1)
			cr_expect_eq(n.deleted, (unsigned)cases[i].gone,
			    "%zu: %u", i, n.deleted);
		cr_expect(ledger_verify(s.fd, &c) == 0, "%s", c.why);
		scratch_remove(&s);
	}
}

/* The first sweep of an old directory has nothing to compare with. */
Test(sweep, a_first_sweep_is_no_jump)
{
	struct scratch s;
	struct report r;

	scratch_make(&s);
	fill_days(&s, 100, scratch_time("2020-06-01T00:00:00Z"));
	cr_assert(unlinkat(s.fd, LEDGER_NAME, 0) == 0);
	cr_assert(unlinkat(s.fd, LEDGER_HEAD, 0) == 0);
	cr_expect_eq(sweep(&s, 2000000000, &r).deleted, 100);
	scratch_remove(&s);
}

/* A clock that was ahead is put back: the next jump is noticed all the same. */
Test(sweep, a_clock_that_was_put_back)
{
	struct sweep_options o = { .policy = &months };
	const int64_t now = scratch_time("2026-11-22T00:00:00Z");
	struct sweep_count n;
	struct scratch s;
	struct report r;

	scratch_make(&s);
	scratch_hush();
	fill_days(&s, 1, now + 3000 * (int64_t)86400);
	fill_days(&s, 100, now);
	cr_expect_eq(sweep(&s, now + 3600, &r).deleted, 0);
	o.now = now + 1000 * (int64_t)86400;
	cr_expect(sweep_run(s.fd, &o, &n) == -1 && n.stopped);
	scratch_remove(&s);
}

/* A file that somebody else put there is not ours to delete. */
Test(sweep, another_owner)
{
	struct scratch s;
	struct report r;
	struct sweep_count n;

	scratch_make(&s);
	scratch_hush();
	if (geteuid() == 0) {
		touch(&s, "access-2020-01-01.log.zst");
		touch(&s, "access-2020-01-02.log.zst");
		cr_assert(fchownat(s.fd, "access-2020-01-01.log.zst", 65534,
			      65534, 0) == 0);
		n = sweep(&s, 2000000000, &r);
		cr_expect(n.deleted == 1 && n.refused == 1);
		cr_expect(scratch_has(&s, "access-2020-01-01.log.zst"));
		/* unless the directory is theirs, too */
		cr_assert(fchown(s.fd, 65534, 65534) == 0);
		cr_expect_eq(sweep(&s, 2000000000, &r).deleted, 1);
	}
	scratch_remove(&s);
}

static const char *const steps[] = { "ledger.created", "ledger.add",
	"ledger.added", "ledger.synced", "deletion.entered", "deletion.made",
	"ledger.head", "ledger.headed" };

/*
 * Killed anywhere: what is gone has a line, what has a line goes, and there
 * is one line for each.
 */
Test(sweep, killed_at_any_step)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct ledger_check c;
		struct scratch s;
		struct report r;
		unsigned left = 0;
		int status;

		scratch_make(&s);
		for (int d = 1; d <= 3; d++) {
			char name[SEGMENT_NAME_MAX];

			(void)snprintf(name, sizeof(name),
			    "access-2020-01-%02d.log.zst", d);
			touch(&s, name);
		}
		if (fork() == 0) {
			setenv("LOGFADE_PROBE", steps[i], 1);
			(void)sweep(&s, 2000000000, &r);
			_exit(0);
		}
		cr_assert(wait(&status) != -1);
		cr_expect(WIFSIGNALED(status), "%s is not reached", steps[i]);
		scratch_each(&s, count_name, &left);
		cr_expect_eq(ledger_verify(s.fd, &c), 0, "%s", steps[i]);
		cr_expect(c.lines >= 3 - left, "%s", steps[i]);
		cr_expect(c.lines <= 3 - left + 1, "%s", steps[i]);
		cr_expect_eq(sweep(&s, 2000000000, &r).deleted, left);
		cr_expect_eq(ledger_verify(s.fd, &c), 0, "%s", steps[i]);
		cr_expect_eq(c.lines, 3, "%s: %d lines", steps[i],
		    (int)c.lines);
		scratch_remove(&s);
	}
}
