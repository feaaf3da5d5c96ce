/* SPDX-License-Identifier: ISC */
/* What test_sweep.c says of a directory, for the streams in it and classes. */
#include "unit/scratch.h"

#include <errno.h>
#include <sys/time.h>

#include "retain/holdfile.h"
#include "retain/ledger.h"
#include "retain/sweep.h"

static const struct policy months = { .keep = { KEEP_MONTHS, 14 } };
static const struct policy streams = { .keep = { KEEP_MONTHS, 14 },
	.output = { .streams = true } };
static const int64_t then = 2000000000; /* in 2033: 2020 has faded */

static void
make_dir(const struct scratch *s, const char *name)
{
	cr_assert(mkdirat(s->fd, name, 0750) == 0, "%s", name);
}

static void
touch(const struct scratch *s, const char *path)
{
	scratch_put(s, path, "", 0);
}

/* All that was reported, a line each: stream, name, class, reason, deleted. */
static void
note(void *arg, const struct sweep_item *it)
{
	static const char reasons[] = { [SWEEP_YOUNG] = 'y',
		[SWEEP_EXPIRED] = 'e',
		[SWEEP_HELD] = 'h',
		[SWEEP_STRANGE] = 's',
		[SWEEP_FOREIGN] = 'f',
		[SWEEP_FAILED] = '!' };

	buf_addf(arg, "%s %s %s %c%s\n", it->stream, it->name,
	    it->class[0] == '\0' ? "-" : it->class, reasons[it->reason],
	    it->deleted ? " gone" : "");
}

/* Sweep; what is reported is ${wanted}. */
static struct sweep_count
expect_sweep(const struct scratch *s, struct sweep_options o,
    const char *wanted)
{
	struct sweep_count n;
	struct buf b;
	int rc;

	buf_init(&b, 1 << 16);
	o.report = note;
	o.arg = &b;
	rc = sweep_run(s->fd, &o, &n);
	cr_expect_eq(rc, n.failed > 0 || n.stopped ? -1 : 0);
	buf_addc(&b, '\0');
	cr_expect_str_eq(b.p, wanted);
	buf_release(&b);
	return (n);
}

/* Whether ${text} is in the ledger of ${s}. */
static bool
is_entered(const struct scratch *s, const char *text)
{
	struct buf b;
	bool is;

	buf_init(&b, 1 << 20);
	scratch_get(s, LEDGER_NAME, &b);
	is = span_find(buf_span(&b), span_str(text)) < b.n;
	buf_release(&b);
	return (is);
}

/* One ledger, in the root, and the directory of what is gone goes too. */
Test(sweepdir, streams_and_the_root)
{
	const struct sweep_options o = { .now = then, .policy = &months };
	struct sweep_options dry = o;
	struct sweep_count n;
	struct ledger_check c;
	struct scratch s;

	scratch_make(&s);
	make_dir(&s, "a.example.org");
	make_dir(&s, "b.example.org");
	make_dir(&s, "_other");
	touch(&s, "access-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-x-2020-01-01.log.zst");
	touch(&s, "b.example.org/access-2020-01-01.log.zst");
	touch(&s, "b.example.org/access-2033-05-18.live.zst");
	touch(&s, "_other/access-2020-01-02.live.zst");
	touch(&s, "_other/notes.txt");
	dry.dry_run = true;
	n = expect_sweep(&s, dry,
	    ". access-2020-01-01.log.zst - e\n"
	    "_other access-2020-01-02.live.zst - e\n"
	    "a.example.org access-2020-01-01.log.zst - e\n"
	    "a.example.org access-x-2020-01-01.log.zst x e\n"
	    "b.example.org access-2020-01-01.log.zst - e\n");
	cr_expect(n.deleted == 5 && n.kept == 1);
	cr_expect_not(scratch_has(&s, LEDGER_NAME));
	n = expect_sweep(&s, o,
	    ". access-2020-01-01.log.zst - e gone\n"
	    "_other access-2020-01-02.live.zst - e gone\n"
	    "a.example.org access-2020-01-01.log.zst - e gone\n"
	    "a.example.org access-x-2020-01-01.log.zst x e gone\n"
	    "b.example.org access-2020-01-01.log.zst - e gone\n");
	cr_expect(n.deleted == 5 && n.kept == 1 && n.failed == 0);
	cr_expect_not(scratch_has(&s, "a.example.org"));
	cr_expect(scratch_has(&s, "b.example.org/access-2033-05-18.live.zst"));
	cr_expect(scratch_has(&s, "_other/notes.txt"));
	cr_expect_not(scratch_has(&s, "_other/access-2020-01-02.live.zst"));
	cr_expect_not(scratch_has(&s, "b.example.org/" LEDGER_NAME));
	cr_expect(ledger_verify(s.fd, &c) == 0 && c.lines == 5);
	cr_expect(is_entered(&s, "\"file\":\"access-2020-01-01.log.zst\""));
	cr_expect(is_entered(&s,
	    "\"file\":\"a.example.org/access-x-2020-01-01.log.zst\""));
	cr_expect(
	    is_entered(&s, "\"file\":\"_other/access-2020-01-02.live.zst\""));
	(void)expect_sweep(&s, o, "");
	touch(&s, "b.example.org/x");
	cr_assert(unlinkat(s.fd, "b.example.org/x", 0) == 0);
	cr_assert(
	    unlinkat(s.fd, "b.example.org/access-2033-05-18.live.zst", 0) == 0);
	cr_assert(unlinkat(s.fd, "_other/notes.txt", 0) == 0);
	scratch_remove(&s);
}

/* The class's own keep, or the vhost's, or that of all. */
Test(sweepdir, whose_keep)
{
	static const struct scope vhosts[] = {
		{ .name = { "*.example.org", 13 },
		    .haskeep = true,
		    .keep = { KEEP_DAYS, 3 } },
		{ .name = { "_other", 6 },
		    .haskeep = true,
		    .keep = { KEEP_DAYS, 5 } },
	};
	static const struct scope classes[] = {
		{ .name = { "contact", 7 },
		    .haskeep = true,
		    .keep = { KEEP_DAYS, 1 } },
		{ .name = { "plain", 5 } },
	};
	static const struct policy p = { .keep = { KEEP_DAYS, 7 },
		.keepgiven = true,
		.vhost = vhosts,
		.nvhosts = 2,
		.class = classes,
		.nclasses = 2 };
	/* what is left, a day after another */
	static const struct {
		const char *path;
		unsigned days;
	} files[] = {
		{ "access-2026-11-21.log.zst", 7 },
		{ "access-contact-2026-11-21.log.zst", 1 },
		{ "access-gone-2026-11-21.log.zst", 7 },
		{ "access-plain-2026-11-21.log.zst", 7 },
		{ "a.example.org/access-2026-11-21.log.zst", 3 },
		{ "a.example.org/access-contact-2026-11-21.log.zst", 1 },
		{ "a.example.org/access-plain-2026-11-21.log.zst", 3 },
		{ "example.org/access-2026-11-21.log.zst", 7 },
		{ "_other/access-2026-11-21.log.zst", 5 },
	};
	struct sweep_options o = { .policy = &p };
	struct sweep_count n;
	struct scratch s;
	int64_t day;

	scratch_make(&s);
	day = scratch_time("2026-11-21T00:00:00Z");
	make_dir(&s, "a.example.org");
	make_dir(&s, "example.org");
	make_dir(&s, "_other");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		touch(&s, files[i].path);
	for (unsigned later = 0; later < 9; later++)
		for (int second = -1; second < 1; second++) {
			o.now = day + later * (int64_t)86400 + second;
			cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
			for (size_t i = 0; i < sizeof(files) / sizeof(files[0]);
			     i++)
				cr_expect_eq(scratch_has(&s, files[i].path),
				    o.now <
					day + files[i].days * (int64_t)86400,
				    "%s after %u days and %d", files[i].path,
				    later, second);
		}
	cr_expect_not(scratch_has(&s, "a.example.org"));
	scratch_remove(&s);
}

static struct hold
make_hold(const char *name)
{
	struct hold h = { .reason = "x",
		.from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER };

	cr_assert(hold_set_name(&h, span_str(name)) == NULL);
	return (h);
}

/* Those of the root go for its streams. */
Test(sweepdir, holds_with_a_scope)
{
	const struct sweep_options o = { .now = then, .policy = &months };
	struct hold h = make_hold("case-1");
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	make_dir(&s, "a.example.org");
	make_dir(&s, "b.example.org");
	touch(&s, "access-2020-01-01.log.zst");
	touch(&s, "access-x-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-x-2020-01-01.log.zst");
	touch(&s, "b.example.org/access-x-2020-01-01.log.zst");
	cr_assert(hold_set_vhost(&h, SPAN("a.example.org")) == NULL);
	cr_assert(hold_set_class(&h, SPAN("x")) == NULL);
	cr_assert_eq(holdfile_add(s.fd, &h, 1500000000), 0);
	n = expect_sweep(&s,
	    (struct sweep_options){ .now = then,
		.policy = &months,
		.force = true },
	    ". access-2020-01-01.log.zst - e gone\n"
	    ". access-x-2020-01-01.log.zst x h\n"
	    "a.example.org access-2020-01-01.log.zst - e gone\n"
	    "a.example.org access-x-2020-01-01.log.zst x h\n"
	    "b.example.org access-x-2020-01-01.log.zst x e gone\n");
	cr_expect(n.deleted == 3 && n.held == 2);
	cr_expect(scratch_has(&s, "a.example.org/access-x-2020-01-01.log.zst"));
	(void)expect_sweep(&s, o,
	    ". access-x-2020-01-01.log.zst x h\n"
	    "a.example.org access-x-2020-01-01.log.zst x h\n");
	cr_assert_eq(holdfile_release(s.fd, SPAN("case-1"), then), 0);
	cr_expect_eq(expect_sweep(&s, o,
			 ". access-x-2020-01-01.log.zst x e gone\n"
			 "a.example.org access-x-2020-01-01.log.zst x e gone\n")
			 .deleted,
	    2);
	scratch_remove(&s);
}

/* Everything that is named like a stream or a segment in one, and is none. */
Test(sweepdir, what_is_hostile)
{
	static const char *const others[] = { "Www.example.org", "a b", "a\nb",
		".hidden", "..a", "192.0.2.1" };
	const struct sweep_options o = { .now = then, .policy = &months };
	struct scratch s, other;
	struct sweep_count n;
	char path[128];

	scratch_make(&s);
	scratch_make(&other);
	touch(&other, "access-2020-01-01.log.zst");
	cr_assert(symlinkat(other.path, s.fd, "link.example.org") == 0);
	cr_assert(symlinkat("..", s.fd, "up.example.org") == 0);
	touch(&s, "file.example.org");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		make_dir(&s, others[i]);
		(void)snprintf(path, sizeof(path),
		    "%s/access-2020-01-01.log.zst", others[i]);
		touch(&s, path);
	}
	make_dir(&s, "a.example.org");
	cr_assert(symlinkat(other.path, s.fd,
		      "a.example.org/access-2020-01-01.log.zst") == 0);
	make_dir(&s, "a.example.org/access-2020-01-02.log.zst");
	cr_assert(mkfifoat(s.fd, "a.example.org/access-2020-01-03.log.zst",
		      0600) == 0);
	/* one level, not two */
	make_dir(&s, "a.example.org/b.example.org");
	touch(&s, "a.example.org/b.example.org/access-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-2020-01-04.log.zst");
	n = expect_sweep(&s, o,
	    "a.example.org access-2020-01-04.log.zst - e gone\n");
	cr_expect(n.deleted == 1 && n.refused == 3 && n.failed == 0);
	cr_expect(scratch_has(&other, "access-2020-01-01.log.zst"));
	cr_expect(scratch_has(&s,
	    "a.example.org/b.example.org/access-2020-01-01.log.zst"));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		(void)snprintf(path, sizeof(path),
		    "%s/access-2020-01-01.log.zst", others[i]);
		cr_expect(scratch_has(&s, path), "%s", path);
		cr_assert(unlinkat(s.fd, path, 0) == 0);
	}
	for (int i = 1; i <= 3; i++) {
		(void)snprintf(path, sizeof(path),
		    "a.example.org/access-2020-01-0%d.log.zst", i);
		cr_expect(scratch_has(&s, path), "%s", path);
		scratch_unlink(&s, path, NULL);
	}
	scratch_unlink(&s,
	    "a.example.org/b.example.org/access-2020-01-01.log.zst", NULL);
	scratch_unlink(&s, "a.example.org/b.example.org", NULL);
	scratch_remove(&s);
	scratch_remove(&other);
}

static void
cut_short(const struct scratch *s, const char *name, int64_t when)
{
	const struct timespec t[2] = { { .tv_sec = (time_t)when },
		{ .tv_sec = (time_t)when } };

	cr_assert(utimensat(s->fd, name, t, 0) == 0);
}

/* One that just was made stays, one that has been empty for a day does not. */
Test(sweepdir, empty_directories)
{
	struct sweep_options o = { .now = then, .policy = &streams };
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	make_dir(&s, "a.example.org");
	make_dir(&s, "b.example.org");
	make_dir(&s, "no stream");
	cut_short(&s, "a.example.org", then - 86401);
	cut_short(&s, "b.example.org", then - 86399);
	cut_short(&s, "no stream", then - 86401);
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	/* nothing of ours was ever here */
	cr_expect(scratch_has(&s, "a.example.org"));
	o.dry_run = true;
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	cr_expect(scratch_has(&s, "a.example.org"));
	o.dry_run = false;
	/* where no streams are made it is somebody else's */
	o.policy = &months;
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	cr_expect(scratch_has(&s, "a.example.org"));
	o.policy = &streams;
	cr_expect(sweep_run(s.fd, &o, &n) == 0);
	cr_expect_not(scratch_has(&s, "a.example.org"));
	cr_expect(scratch_has(&s, "b.example.org"));
	cr_expect(scratch_has(&s, "no stream"));
	scratch_remove(&s);
}

/* A stream that has proof of its own is somebody else's; -o DIR/NAME of old. */
Test(sweepdir, a_root_within)
{
	const struct sweep_options o = { .now = then, .policy = &months };
	struct hold h = make_hold("case-1");
	struct sweep_count n;
	struct scratch s;
	int fd;

	scratch_make(&s);
	make_dir(&s, "a.example.org");
	touch(&s, "access-2020-01-01.log.zst");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	fd = openat(s.fd, "a.example.org", O_RDONLY | O_DIRECTORY);
	cr_assert(fd != -1);
	cr_assert_eq(holdfile_add(fd, &h, 1500000000), 0);
	(void)expect_sweep(&s, o, ". access-2020-01-01.log.zst - e gone\n");
	cr_expect(scratch_has(&s, "a.example.org/access-2020-01-01.log.zst"));
	/* and it may still be swept, by its own holds */
	cr_expect_eq(sweep_run(fd, &o, &n), 0);
	cr_expect_eq(n.held, 1);
	cr_assert_eq(holdfile_release(fd, SPAN("case-1"), 1500000000), 0);
	cr_expect_eq(sweep_run(fd,
			 &(struct sweep_options){ .now = then,
			     .policy = &months,
			     .force = true },
			 &n),
	    0);
	cr_expect_eq(n.deleted, 1);
	cr_assert(unlinkat(fd, LEDGER_NAME, 0) == 0);
	cr_assert(unlinkat(fd, LEDGER_HEAD, 0) == 0);
	cr_assert(unlinkat(fd, HOLDFILE_NAME, 0) == 0);
	close(fd);
	scratch_remove(&s);
}

/* Its holds are those of the directory above. */
Test(sweepdir, a_stream_is_not_swept_alone)
{
	const struct sweep_options o = { .now = then, .policy = &months };
	struct sweep_count n;
	struct scratch s;
	int fd;

	scratch_make(&s);
	scratch_hush();
	make_dir(&s, "a.example.org");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	scratch_put(&s, HOLDFILE_NAME, "", 0);
	fd = openat(s.fd, "a.example.org", O_RDONLY | O_DIRECTORY);
	cr_expect(sweep_run(fd, &o, &n) == -1 && n.stopped);
	cr_expect(scratch_has(&s, "a.example.org/access-2020-01-01.log.zst"));
	close(fd);
	cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	cr_expect_eq(n.deleted, 1);
	scratch_remove(&s);
}

/* ${days} segments in each of ${n} streams, the last of which is of ${now}. */
static void
fill_streams(const struct scratch *s, int n, int days, int64_t now)
{
	for (int i = 0; i < n; i++) {
		char path[128];

		(void)snprintf(path, sizeof(path), "s%d.example.org", i);
		make_dir(s, path);
		for (int d = 0; d < days; d++) {
			const struct segment one = {
				period_of(PERIOD_DAY, now - d * (int64_t)86400),
				SEGMENT_SEALED, 1, ""
			};
			char name[SEGMENT_NAME_MAX];

			segment_name(&one, name);
			(void)snprintf(path, sizeof(path), "s%d.example.org/%s",
			    i, name);
			touch(s, path);
		}
	}
}

/* Many streams of a few days are no reason, one of many days is. */
/* What others keep for longer does not make one stream's jump smaller. */
Test(sweepdir, a_clock_that_jumped_for_one_vhost)
{
	const int64_t now = scratch_time("2026-11-22T00:00:00Z");
	const struct scope shop = { .name = SPAN("s0.example.org"),
		.haskeep = true,
		.keep = { KEEP_DAYS, 100 } };
	const struct policy p = { .keep = { KEEP_YEARS, 2 },
		.keepgiven = true,
		.vhost = &shop,
		.nvhosts = 1,
		.output = { .streams = true } };
	struct sweep_options o = { .policy = &p, .now = now };
	struct sweep_count n;
	struct scratch s;

	scratch_hush();
	scratch_make(&s);
	fill_streams(&s, 5, 80, now);
	cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	o.now = now + (int64_t)300 * 86400;
	cr_expect(sweep_run(s.fd, &o, &n) == -1 && n.stopped);
	cr_expect_eq(n.deleted, 0);
	o.force = true;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 80);
	o.now = now + (int64_t)3650 * 86400;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 320);
	scratch_remove(&s);
}

/* Before the first line is written a vhost's directory is known as one. */
Test(sweepdir, streams_are_known_from_the_start)
{
	const struct sweep_options o = { .now = then, .policy = &streams };
	struct sweep_count n;
	struct scratch s;
	int fd;

	scratch_hush();
	scratch_make(&s);
	cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	make_dir(&s, "a.example.org");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	fd = openat(s.fd, "a.example.org", O_RDONLY | O_DIRECTORY);
	cr_assert(fd != -1);
	cr_expect(sweep_run(fd, &o, &n) == -1 && n.stopped);
	cr_expect(scratch_has(&s, "a.example.org/access-2020-01-01.log.zst"));
	close(fd);
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.deleted == 1);
	scratch_remove(&s);
}

Test(sweepdir, a_clock_that_jumped)
{
	static const struct {
		int streams, days;
		bool stopped;
	} cases[] = { { 4, 30, false }, { 1, 60, true }, { 2, 60, true } };
	const int64_t day = 86400;

	scratch_hush();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sweep_options o = { .policy = &months };
		struct sweep_count n;
		struct scratch s;
		int64_t now;

		scratch_make(&s);
		now = scratch_time("2026-11-22T00:00:00Z");
		fill_streams(&s, cases[i].streams, cases[i].days, now);
		o.now = now;
		cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
		o.now = now + 3650 * day;
		cr_expect_eq(sweep_run(s.fd, &o, &n),
		    cases[i].stopped ? -1 : 0);
		cr_expect_eq(n.stopped, cases[i].stopped, "%zu", i);
		if (cases[i].stopped) {
			cr_expect_eq(n.deleted, 0);
			o.force = true;
			cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
		}
		cr_expect_eq(n.deleted,
		    (unsigned)(cases[i].streams * cases[i].days));
		/* neither the segments nor the names are left */
		cr_expect_not(scratch_has(&s, "s0.example.org"));
		scratch_remove(&s);
	}
}

/* What is listed as stopped is not listed as gone. */
Test(sweepdir, a_stopped_sweep_says_nothing_is_gone)
{
	const int64_t now = 1800000000;
	struct sweep_options o = { .now = now, .policy = &months };
	struct sweep_count n;
	struct scratch s;
	struct buf b;

	scratch_make(&s);
	scratch_hush();
	fill_streams(&s, 1, 60, now);
	cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	buf_init(&b, 1 << 16);
	o.now = now + 3650 * (int64_t)86400;
	o.all = true;
	o.report = note;
	o.arg = &b;
	cr_expect(sweep_run(s.fd, &o, &n) == -1 && n.stopped);
	cr_expect_eq(n.deleted, 0);
	cr_expect(span_find(buf_span(&b), SPAN(" - e\n")) < b.n);
	cr_expect_eq(span_find(buf_span(&b), SPAN("gone")), b.n);
	buf_release(&b);
	o.all = false;
	o.report = NULL;
	o.force = true;
	cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
	scratch_remove(&s);
}

/* Where a keep was given, what the name keeps is not opened. */
Test(sweepdir, the_young_are_not_opened)
{
	struct policy p = months;
	struct sweep_options o = { .policy = &p };
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	o.now = scratch_time("2026-11-22T00:00:00Z");
	make_dir(&s, "a.example.org");
	/* opened, it would be told to be no file */
	cr_assert(mkfifoat(s.fd, "a.example.org/access-2026-11-21.log.zst",
		      0600) == 0);
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.refused == 1);
	p.keepgiven = true;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.refused == 0);
	cr_expect_eq(n.kept, 1);
	o.all = true;
	cr_expect(sweep_run(s.fd, &o, &n) == 0 && n.refused == 1);
	scratch_unlink(&s, "a.example.org/access-2026-11-21.log.zst", NULL);
	scratch_remove(&s);
}

/* One that cannot be listed does not keep the others. */
Test(sweepdir, a_stream_that_cannot_be_read)
{
	const struct sweep_options o = { .now = then, .policy = &months };
	struct sweep_count n;
	struct scratch s;

	scratch_make(&s);
	scratch_hush();
	if (geteuid() != 0) {
		make_dir(&s, "a.example.org");
		make_dir(&s, "b.example.org");
		touch(&s, "b.example.org/access-2020-01-01.log.zst");
		cr_assert(fchmodat(s.fd, "a.example.org", 0, 0) == 0);
		cr_expect(sweep_run(s.fd, &o, &n) == -1);
		cr_expect(n.deleted == 1 && n.failed > 0 && !n.stopped);
		cr_expect_not(scratch_has(&s, "b.example.org"));
	}
	scratch_remove(&s);
}

/* What a client sent is in no warning, unless somebody asks for it. */
Test(sweepdir, warnings_do_not_name_vhosts)
{
	struct sweep_options o = { .now = then, .policy = &months };
	struct sweep_count n;
	struct scratch s, log;
	char path[128];

	scratch_make(&s);
	scratch_make(&log);
	make_dir(&s, "a.example.org");
	touch(&s, "a.example.org/access-2020-01-01.log.zst");
	if (geteuid() == 0)
		cr_assert(
		    fchownat(s.fd, "a.example.org/access-2020-01-01.log.zst",
			65534, 65534, 0) == 0);
	else
		cr_assert(fchmodat(s.fd, "a.example.org", 0500, 0) == 0);
	for (int i = 0; i < 2; i++) {
		struct buf b;

		(void)snprintf(path, sizeof(path), "%s/%d", log.path, i);
		cr_assert(freopen(path, "w", stderr) != NULL);
		o.named = i;
		(void)sweep_run(s.fd, &o, &n);
		(void)fflush(stderr);
		(void)snprintf(path, sizeof(path), "%d", i);
		buf_init(&b, 1 << 16);
		scratch_get(&log, path, &b);
		cr_expect(span_find(buf_span(&b), SPAN("access-2020")) < b.n);
		cr_expect_eq(span_find(buf_span(&b), SPAN("a.example.org")) <
			b.n,
		    i == 1);
		buf_release(&b);
	}
	cr_assert(fchmodat(s.fd, "a.example.org", 0700, 0) == 0);
	scratch_unlink(&s, "a.example.org/access-2020-01-01.log.zst", NULL);
	scratch_remove(&s);
	scratch_remove(&log);
}

/* A writer may put a segment into a directory that is about to go. */
Test(sweepdir, killed_before_the_directory_goes)
{
	static const char *const steps[] = { "deletion.made", "sweep.pruned" };
	const struct sweep_options o = { .now = then, .policy = &streams };

	for (size_t i = 0; i < 2; i++) {
		struct sweep_count n;
		struct scratch s;
		int status;

		scratch_make(&s);
		make_dir(&s, "a.example.org");
		touch(&s, "a.example.org/access-2020-01-01.log.zst");
		if (fork() == 0) {
			setenv("LOGFADE_PROBE", steps[i], 1);
			(void)sweep_run(s.fd, &o, &n);
			_exit(0);
		}
		cr_assert(wait(&status) != -1);
		cr_expect(WIFSIGNALED(status), "%s is not reached", steps[i]);
		cr_expect_eq(scratch_has(&s, "a.example.org"), i == 0);
		/* a day later the next one finds it empty */
		cr_expect_eq(sweep_run(s.fd, &o, &n), 0);
		cr_expect_not(scratch_has(&s, "a.example.org"));
		scratch_remove(&s);
	}
}
