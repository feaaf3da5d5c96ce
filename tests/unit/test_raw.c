/* SPDX-License-Identifier: ISC */
/* Raw logs: which files a pattern means, how old they are, and what goes. */
#include "unit/scratch.h"

#include <ftw.h>

#include "model/segmeta.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"
#include "retain/raw.h"
#include "retain/rawwalk.h"

enum { DAY = 86400 };

static int
wipe_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return (remove(path));
}

static void
wipe(struct scratch *d)
{
	close(d->fd);
	cr_expect(nftw(d->path, wipe_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

/* A file that was last changed ${ago} seconds ago. */
static void
file(const struct scratch *d, const char *name, int64_t ago)
{
	const struct timespec t[2] = { { time(NULL) - ago, 0 },
		{ time(NULL) - ago, 0 } };

	scratch_put(d, name, "raw\n", 4);
	cr_assert(utimensat(d->fd, name, t, 0) == 0, "%s", name);
}

static void
folder(const struct scratch *d, const char *name)
{
	cr_assert(mkdirat(d->fd, name, 0755) == 0, "%s", name);
}

static const char *const wrong[] = { "", "access.log.1", "/", "//a", "/a//b",
	"/a/", "/a/../b.1", "/a/./b.1", "/.", "/..", "./a", "*/a", "/*/" };
static const char *const right[] = { "/a", "/a.1", "/var/log/nginx/*.log.*",
	"/srv/*/logs/[a-c]?.log.1", "/.a/..b/...", "/a\\*/b", "/a b/c\n" };

Test(rawwalk, patterns)
{
	char deep[RAWWALK_PATTERN_MAX + 2];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect(rawwalk_check(span_str(wrong[i])) != NULL, "%s",
		    wrong[i]);
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		cr_expect(rawwalk_check(span_str(right[i])) == NULL, "%s",
		    right[i]);
	cr_expect(rawwalk_check(SPAN("/a\0b")) != NULL);
	for (size_t i = 0; i < sizeof(deep); i++)
		deep[i] = i % 2 ? 'a' : '/';
	cr_expect(
	    rawwalk_check(span_make(deep, 2 * RAWWALK_DEPTH_MAX)) == NULL);
	cr_expect(
	    rawwalk_check(span_make(deep, 2 * RAWWALK_DEPTH_MAX + 2)) != NULL);
	memset(deep + 1, 'a', sizeof(deep) - 1);
	cr_expect(rawwalk_check(span_make(deep, 256)) == NULL);
	cr_expect(rawwalk_check(span_make(deep, 257)) != NULL);
}

static int
count_dirs(void *arg, int fd, const char *path, const char *last)
{
	unsigned *n = arg;

	cr_assert(fcntl(fd, F_GETFD) != -1 && path[0] == '/');
	cr_assert(last[0] != '\0' && strchr(last, '/') == NULL);
	++*n;
	return (0);
}

/* Whatever is accepted can be walked. */
Test(rawwalk, any_pattern_that_is_taken)
{
	static const char bytes[] = "//..*?[]a\\-! \xff";
	unsigned taken = 0, r = 7, n = 0;
	const struct rawwalk w = { count_dirs, &n };

	scratch_hush();
	for (int i = 0; i < 20000; i++) {
		char p[16] = "/proc/self/";
		size_t len = 11;

		for (; len < 15 && (r & 0x70000) != 0; len++) {
			r = r * 1103515245 + 12345;
			p[len] = bytes[(r >> 16) % (sizeof(bytes) - 1)];
		}
		r = r * 1103515245 + 12345;
		p[len] = '\0';
		if (rawwalk_check(span_make(p, len)) != NULL)
			continue;
		taken++;
		(void)rawwalk_each(p, &w);
	}
	cr_expect(taken > 1000 && n > 1000, "%u %u", taken, n);
}

Test(rawwalk, names_that_match)
{
	cr_expect(rawwalk_takes("*.log.*", "a.log.1"));
	cr_expect_not(rawwalk_takes("*.log.*", ".a.log.1"));
	cr_expect_not(rawwalk_takes("*", ".a"));
	cr_expect(rawwalk_takes(".*", ".a"));
	cr_expect(rawwalk_takes("a\\*", "a\\b"));
	cr_expect_not(rawwalk_takes("a\\*", "a*"));
	cr_expect(rawwalk_takes("[ab].1", "b.1"));
}

/* What a sweep was told of the file that is open, and said of all. */
struct told {
	int64_t when; /* INT64_MAX: nothing is known */
	unsigned asked;
	unsigned reported;
	struct relic last;
	char name[256];
	char dir[256];
};

/* What each test begins with. */
static struct scratch s;
static char path[512]; /* all that is in it */
static struct told t;
static struct relic_options o;
static struct relic_count n; /* of the last sweep */

static bool
oldest(void *arg, int fd, int64_t now, int64_t *when)
{
	(void)arg;
	cr_assert(fcntl(fd, F_GETFD) != -1 && now > 0);
	t.asked++;
	*when = t.when;
	return (t.when != INT64_MAX);
}

static void
note(void *arg, const char *dir, const struct relic *it)
{
	(void)arg;
	t.reported++;
	t.last = *it;
	(void)snprintf(t.name, sizeof(t.name), "%s", it->name);
	(void)snprintf(t.dir, sizeof(t.dir), "%s", dir);
}

static void
setup(void)
{
	scratch_hush();
	scratch_make(&s);
	(void)snprintf(path, sizeof(path), "%s/*", s.path);
	t = (struct told){ .when = INT64_MAX };
	o = (struct relic_options){ .now = time(NULL),
		.ledger = -1,
		.last = INT64_MIN,
		.report = note };
}

static void
teardown(void)
{
	wipe(&s);
}

TestSuite(raw, .init = setup, .fini = teardown);

static int
sweep(const char *pattern)
{
	const struct rawlogs logs = { pattern, { KEEP_DAYS, 7 } };
	const struct raw_rules rules = { .logs = &logs,
		.keep = { KEEP_MONTHS, 14 },
		.oldest = oldest };

	n = (struct relic_count){ 0 };
	return (raw_sweep(&rules, &o, &n));
}

/* Sweep ${pattern}, as of now; all goes well. */
static void
run(const char *pattern)
{
	char full[512];

	(void)snprintf(full, sizeof(full), "%s/%s", s.path, pattern);
	o.now = time(NULL);
	cr_expect(sweep(full) == 0, "%s", pattern);
}

/* Names in which a server may still write stay, as does what looks odd. */
Test(raw, only_rotated_logs_go)
{
	static const char *const stay[] = { "access.log", "access.log.bak",
		"a.log.zst", "access.log.0", "access.log.1.zst", "a.log.1x",
		".access.log.1" };
	static const char *const go[] = { "access.log.1", "access.log.2.gz",
		"a.log-20261101.xz", "a\nb.log.1", " .log.3", "\xff.log.4",
		"-rf.log.1" };

	for (size_t i = 0; i < sizeof(stay) / sizeof(stay[0]); i++)
		file(&s, stay[i], 90 * DAY);
	for (size_t i = 0; i < sizeof(go) / sizeof(go[0]); i++)
		file(&s, go[i], 90 * DAY);
	run("*");
	cr_expect(n.deleted == 7 && n.failed == 0 && n.bytes == 7 * 4);
	for (size_t i = 0; i < sizeof(stay) / sizeof(stay[0]); i++)
		cr_expect(scratch_has(&s, stay[i]), "%s", stay[i]);
	for (size_t i = 0; i < sizeof(go) / sizeof(go[0]); i++)
		cr_expect_not(scratch_has(&s, go[i]), "%s", go[i]);
}

Test(raw, things_that_are_no_files)
{
	struct scratch other;

	scratch_make(&other);
	file(&other, "precious", 90 * DAY);
	cr_assert(symlinkat(other.path, s.fd, "a.log.1") == 0);
	cr_assert(symlinkat("/dev/null", s.fd, "a.log.2") == 0);
	cr_assert(mkfifoat(s.fd, "a.log.3", 0600) == 0);
	folder(&s, "a.log.4");
	cr_assert(linkat(other.fd, "precious", s.fd, "a.log.5", 0) == 0);
	run("a.log.*");
	cr_expect(n.deleted == 1 && n.refused == 4 && n.failed == 0);
	cr_expect(t.last.st.st_nlink == 2);
	cr_expect(scratch_has(&other, "precious"));
	cr_expect(!scratch_has(&s, "a.log.5") && scratch_has(&s, "a.log.1"));
	wipe(&other);
}

/* Behind a wildcard everybody may have made what is found. */
Test(raw, links_on_the_way_are_not_followed)
{
	struct scratch other;

	scratch_make(&other);
	folder(&other, "logs");
	file(&other, "logs/a.log.1", 90 * DAY);
	folder(&s, "www");
	folder(&s, "www/one");
	folder(&s, "www/one/logs");
	folder(&s, "www/two");
	folder(&s, "www/.three");
	folder(&s, "www/.three/logs");
	file(&s, "www/one/logs/a.log.1", 90 * DAY);
	file(&s, "www/.three/logs/a.log.1", 90 * DAY);
	file(&s, "www/file", 90 * DAY);
	cr_assert(symlinkat(other.path, s.fd, "www/evil") == 0);
	(void)snprintf(path, sizeof(path), "%s/logs", other.path);
	cr_assert(symlinkat(path, s.fd, "www/two/logs") == 0);
	run("www/*/logs/*.log.*");
	cr_assert(n.deleted == 1);
	cr_expect(scratch_has(&other, "logs/a.log.1"));
	cr_expect(scratch_has(&s, "www/.three/logs/a.log.1"));
	/* What the operator wrote is the operator's. */
	run("www/evil/logs/*.log.*");
	cr_assert(n.deleted == 1);
	cr_expect_not(scratch_has(&other, "logs/a.log.1"));
	wipe(&other);
}

/* A file is as old as its oldest event, and no younger than its last change. */
Test(raw, age)
{
	const int64_t now = time(NULL);
	static const struct {
		int64_t event; /* days ago; -1: not known */
		int64_t change;
		bool goes;
	} cases[] = {
		{ 8, 1, true }, { 6, 1, false }, { -1, 8, true },
		{ -1, 6, false }, { 6, 8, true },
		{ -20, 6, false }, /* of the future */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		t = (struct told){ .when = cases[i].event == -1 ?
			    INT64_MAX :
			    now - cases[i].event * DAY };
		file(&s, "a.log.1", cases[i].change * DAY);
		run("*.1");
		cr_expect_eq(n.deleted, cases[i].goes, "%zu", i);
		cr_expect_eq(scratch_has(&s, "a.log.1"), !cases[i].goes);
		cr_expect_eq(t.asked, 1);
	}
}

/* Whoever sets the time of a file into the future gains nothing by it. */
Test(raw, a_time_that_was_set)
{
	file(&s, "a.log.1", -900 * DAY);
	(void)snprintf(path, sizeof(path), "%s/a*", s.path);
	o.now += 6 * DAY;
	o.all = true;
	cr_expect(sweep(path) == 0);
	cr_expect(n.kept == 1 && t.last.oldest <= time(NULL));
	o.now += 2 * DAY;
	cr_expect(sweep(path) == 0);
	/* It cannot be told whether somebody writes to it. */
	cr_expect(n.busy == 1 && scratch_has(&s, "a.log.1"));
}

Test(raw, what_is_written_to_is_left)
{
	int fd;

	file(&s, "a.log.1", 90 * DAY);
	fd = openat(s.fd, "a.log.1", O_WRONLY | O_APPEND | O_CLOEXEC);
	run("*");
	cr_expect(n.busy == 1 && n.deleted == 0 && scratch_has(&s, "a.log.1"));
	cr_expect(t.reported == 1 && t.last.reason == RELIC_BUSY);
	close(fd);
	run("*");
	cr_expect(n.busy == 0 && n.deleted == 1);
	/* Its oldest line is too old, its last one has just come. */
	file(&s, "a.log.1", 30);
	t.when = time(NULL) - 9 * DAY;
	run("*");
	cr_expect(n.busy == 1 && scratch_has(&s, "a.log.1"));
}

/* Who may not ask whether a file is open leaves one of the last day. */
Test(raw, what_may_be_written_to_is_left_where_nobody_tells)
{
	int fd;

	if (geteuid() != 0)
		cr_skip_test("needs root");
	t.when = time(NULL) - 9 * DAY;
	file(&s, "a.log.1", DAY - 900);
	file(&s, "b.log.1", DAY + 60);
	cr_assert(fchmodat(s.fd, "a.log.1", 0644, 0) == 0);
	cr_assert(fchmodat(s.fd, "b.log.1", 0644, 0) == 0);
	fd = openat(s.fd, "a.log.1", O_WRONLY | O_APPEND | O_CLOEXEC);
	cr_assert(fchmod(s.fd, 0755) == 0 && fchown(s.fd, 33, 33) == 0);
	cr_assert(seteuid(33) == 0);
	run("*.log.1");
	cr_expect(n.busy == 1 && n.deleted == 1 && n.failed == 0);
	cr_expect(scratch_has(&s, "a.log.1") && !scratch_has(&s, "b.log.1"));
	cr_assert(seteuid(0) == 0);
	close(fd);
	/* Root is told. */
	run("*.log.1");
	cr_expect(n.busy == 0 && n.deleted == 1);
}

/* A hold covers a file if any part of it may be of its time. */
Test(raw, holds)
{
	const int64_t now = time(NULL), today = hold_today(now);
	static const struct {
		int64_t event; /* days ago; -1: not known */
		int64_t change;
		bool held;
	} cases[] = {
		{ 12, 9, true },
		{ 30, 9, true }, /* from before to after */
		{ 9, 8, false },
		{ 30, 20, false },
		{ -1, 9, true }, /* it may begin at any time */
		{ -1, 20, false },
	};
	struct hold h = { .name = "case",
		.reason = "r",
		.from = today - 13,
		.to = today - 11,
		.until = HOLD_EVER,
		.added = today };

	cr_assert(holdfile_add(s.fd, &h, now) == 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		t = (struct told){ .when = cases[i].event == -1 ?
			    INT64_MAX :
			    now - cases[i].event * DAY };
		file(&s, "a.log.1", cases[i].change * DAY);
		run("*");
		cr_expect_eq(n.held, cases[i].held, "%zu", i);
		cr_expect_eq(n.deleted, !cases[i].held, "%zu", i);
		cr_expect_eq(scratch_has(&s, "a.log.1"), cases[i].held);
		cr_expect_str_eq(t.last.hold, cases[i].held ? "case" : "");
	}
}

/* With an output directory a hold in the raw logs' own counts, too. */
Test(raw, holds_of_both_directories)
{
	const int64_t now = time(NULL), today = hold_today(now);
	struct hold h = { .name = "case",
		.reason = "r",
		.from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER,
		.added = today };
	struct scratch out;

	scratch_make(&out);
	(void)snprintf(path, sizeof(path), "%s/a*", s.path);
	file(&s, "a.log.1", 90 * DAY);
	o.ledger = out.fd;
	cr_assert(holdfile_add(s.fd, &h, now) == 0);
	cr_expect(sweep(path) == 0);
	cr_expect(n.held == 1 && n.deleted == 0);
	cr_expect_str_eq(t.last.hold, "case");
	cr_assert(holdfile_release(s.fd, SPAN("case"), now) == 0);
	cr_assert(holdfile_add(out.fd, &h, now) == 0);
	cr_expect(sweep(path) == 0);
	cr_expect(n.held == 1 && n.deleted == 0);
	cr_assert(holdfile_release(out.fd, SPAN("case"), now) == 0);
	scratch_put(&s, HOLDFILE_NAME, "hold {", 6);
	cr_expect(sweep(path) == -1 && n.stopped);
	cr_expect(n.deleted == 0 && scratch_has(&s, "a.log.1"));
	cr_assert(unlinkat(s.fd, HOLDFILE_NAME, 0) == 0);
	cr_expect(sweep(path) == 0 && n.deleted == 1);
	wipe(&out);
}

/* What in-place would have written: a seal, made from a raw file or not. */
static void
sealed(const struct scratch *d, const char *name, const char *raw,
    const struct segmeta *like)
{
	struct segmeta m = *like;
	struct buf b;

	(void)snprintf(m.raw, sizeof(m.raw), "%s", raw);
	(void)snprintf(m.version, sizeof(m.version), "1");
	(void)snprintf(m.policy, sizeof(m.policy), "p");
	buf_init(&b, 1 << 16);
	segmeta_frame(&m, &b);
	scratch_put(d, name, b.p, b.n);
	buf_release(&b);
}

/* A clean file fades by what its seal says, not as fast as a raw one. */
Test(raw, clean_files_beside)
{
	const int64_t now = time(NULL);
	struct segmeta m;

	segmeta_init(&m, SEGMETA_SEAL);
	m.lines = 3;
	m.oldest = now - 40 * DAY;
	m.newest = now - 39 * DAY;
	m.keep = (struct keep){ KEEP_DAYS, 50 };
	m.expires = m.oldest + 50 * DAY;
	sealed(&s, "a.log.1.zst", "1 2 3.0", &m);
	sealed(&s, "b.log.1.zst", "", &m);
	m.keep.count = 30;
	sealed(&s, "c.log.1.zst", "1 2 3.0", &m);
	sealed(&s, "d.log.1.zst", "", &m);
	o.now = now + 120;
	cr_expect(sweep(path) == 0);
	cr_expect(n.busy == 1 && n.kept == 1 && n.deleted == 0);
	for (const char *p = "abcd"; *p != '\0'; p++) {
		const struct timespec past[2] = { { now - 39 * DAY, 0 },
			{ now - 39 * DAY, 0 } };
		char name[] = "?.log.1.zst";

		name[0] = *p;
		cr_assert(utimensat(s.fd, name, past, 0) == 0);
	}
	cr_expect(sweep(path) == 0);
	cr_expect(n.deleted == 1 && n.kept == 1);
	cr_expect(t.last.kind == RELIC_CLEAN && t.last.oldest == m.oldest);
	cr_expect(!scratch_has(&s, "c.log.1.zst"));
	o.now = now + 11 * DAY;
	cr_expect(sweep(path) == 0);
	cr_expect(n.deleted == 1 && !scratch_has(&s, "a.log.1.zst"));
	cr_expect(
	    scratch_has(&s, "b.log.1.zst") && scratch_has(&s, "d.log.1.zst"));
}

/* What goes first of the seal's end, the seal's keep and the policy's. */
Test(raw, clean_files_and_a_keep_of_the_policy)
{
	const int64_t now = time(NULL);
	static const struct {
		struct keep policy;
		unsigned keep; /* days, of the seal */
		int64_t expires; /* in days, by the seal */
		bool goes;
		unsigned by; /* days, what is told */
	} cases[] = {
		{ { KEEP_DAYS, 50 }, 30, -10, true, 30 },
		{ { KEEP_FOREVER, 0 }, 30, -10, true, 30 },
		{ { KEEP_DAYS, 50 }, 60, -1, true, 60 },
		{ { KEEP_DAYS, 50 }, 60, 20, false, 50 },
		{ { KEEP_DAYS, 30 }, 60, 20, true, 30 },
		{ { KEEP_DAYS, 50 }, 60, -9999, false, 50 }, /* none */
	};
	struct segmeta m;

	segmeta_init(&m, SEGMETA_SEAL);
	m.lines = 3;
	m.oldest = now - 40 * DAY;
	m.newest = now - 39 * DAY;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct timespec past[2] = { { m.newest, 0 },
			{ m.newest, 0 } };
		const struct rawlogs logs = { path, { KEEP_DAYS, 7 } };
		const struct raw_rules rules = { .logs = &logs,
			.keep = cases[i].policy,
			.keep_is_explicit = true,
			.oldest = oldest };

		m.keep = (struct keep){ KEEP_DAYS, cases[i].keep };
		m.expires = now + cases[i].expires * DAY;
		sealed(&s, "a.log.1.zst", "1 2 3.0", &m);
		cr_assert(utimensat(s.fd, "a.log.1.zst", past, 0) == 0);
		n = (struct relic_count){ 0 };
		o.all = true;
		cr_expect(raw_sweep(&rules, &o, &n) == 0);
		cr_expect_eq(n.deleted, cases[i].goes, "%zu", i);
		cr_expect_eq(t.last.keep.count, cases[i].by, "%zu", i);
	}
}

/* Each deletion is in the ledger, with the path; what does not fit stays. */
Test(raw, the_ledger)
{
	struct ledger_check c;
	struct scratch out;
	char wanted[512], deep[210];
	struct buf b;

	scratch_make(&out);
	file(&s, "a\"b.log.1", 90 * DAY);
	/* As JSON 200 such bytes take 1200. */
	memset(deep, 0xff, 200);
	memcpy(deep + 200, ".log.2", 7);
	file(&s, deep, 90 * DAY);
	(void)snprintf(path, sizeof(path), "%s/*.log.*", s.path);
	o.ledger = out.fd;
	cr_expect(sweep(path) == -1);
	cr_expect(n.deleted == 1 && n.failed == 1 && scratch_has(&s, deep));
	cr_expect_not(scratch_has(&s, LEDGER_NAME));
	buf_init(&b, 1 << 20);
	scratch_get(&out, LEDGER_NAME, &b);
	(void)snprintf(wanted, sizeof(wanted), "\"file\":\"%s/a\\\"b.log.1\"",
	    s.path);
	cr_expect(span_find(buf_span(&b), span_str(wanted)) < b.n);
	cr_expect(ledger_verify(out.fd, &c) == 0 && c.lines == 1);
	cr_assert(unlinkat(s.fd, deep, 0) == 0);
	/* Without an output the directory has a ledger of its own. */
	file(&s, "a.log.1", 90 * DAY);
	o.ledger = -1;
	cr_expect(sweep(path) == 0 && n.deleted == 1);
	cr_expect(ledger_verify(s.fd, &c) == 0 && c.lines == 1);
	buf_release(&b);
	wipe(&out);
}

/* Without a ledger, or with holds that are not understood, all stays. */
Test(raw, nothing_goes_without_proof)
{
	file(&s, "a.log.1", 90 * DAY);
	folder(&s, LEDGER_NAME);
	cr_expect(sweep(path) == -1 && n.stopped);
	cr_expect(n.deleted == 0 && scratch_has(&s, "a.log.1"));
	cr_assert(unlinkat(s.fd, LEDGER_NAME, AT_REMOVEDIR) == 0);
	scratch_put(&s, HOLDFILE_NAME, "hold {", 6);
	cr_expect(sweep(path) == -1 && n.stopped);
	cr_expect(n.deleted == 0 && scratch_has(&s, "a.log.1"));
	cr_assert(unlinkat(s.fd, HOLDFILE_NAME, 0) == 0);
	o.dry_run = true;
	cr_expect(sweep(path) == 0 && n.deleted == 1);
	cr_expect(scratch_has(&s, "a.log.1") && !scratch_has(&s, LEDGER_NAME));
	o.dry_run = false;
	cr_expect(sweep(path) == 0 && n.deleted == 1);
	cr_expect_not(scratch_has(&s, "a.log.1"));
}

/* A year that passed in a moment takes nothing along. */
Test(raw, a_clock_that_jumped)
{
	char name[32];

	file(&s, "a.log.99", 8 * DAY);
	cr_expect(sweep(path) == 0 && n.deleted == 1);
	for (int i = 1; i <= 60; i++) {
		(void)snprintf(name, sizeof(name), "a.log.%d", i);
		file(&s, name, i * DAY);
	}
	o.now += 365 * (int64_t)DAY;
	cr_expect(sweep(path) == -1 && n.stopped);
	cr_expect(n.deleted == 0 && scratch_has(&s, "a.log.60"));
	o.force = true;
	cr_expect(sweep(path) == 0 && n.deleted == 60);
}

/* The sweep of the segments, just before, is no sign that the clock is right. */
Test(raw, a_clock_that_jumped_and_a_ledger_in_common)
{
	struct ledgerline_entry e = { .op = LEDGERLINE_SWEEP };
	struct scratch out;
	struct ledger l;
	char name[32];

	scratch_make(&out);
	for (int i = 1; i <= 60; i++) {
		(void)snprintf(name, sizeof(name), "a.log.%d", i);
		file(&s, name, i * DAY);
	}
	o.ledger = out.fd;
	o.last = time(NULL);
	o.now += 365 * (int64_t)DAY;
	e.at = o.now;
	cr_assert(ledger_open(&l, out.fd, o.now) == 0);
	cr_assert(ledger_add(&l, &e) == 0 && ledger_close(&l) == 0);
	cr_expect(sweep(path) == -1 && n.stopped);
	cr_expect(n.deleted == 0 && scratch_has(&s, "a.log.60"));
	o.last = o.now - DAY;
	cr_expect(sweep(path) == 0 && n.deleted == 60);
	wipe(&out);
}

/* In a directory such as /tmp what others own is theirs. */
Test(raw, owners)
{
	if (geteuid() != 0)
		cr_skip_test("needs root");
	file(&s, "a.log.1", 90 * DAY);
	cr_assert(fchownat(s.fd, "a.log.1", 33, 33, 0) == 0);
	cr_assert(fchmod(s.fd, 01777) == 0);
	run("*");
	cr_expect(n.refused == 1 && scratch_has(&s, "a.log.1"));
	cr_assert(fchmod(s.fd, 0755) == 0 && fchown(s.fd, 34, 34) == 0);
	run("*");
	cr_expect(n.deleted == 1 && !scratch_has(&s, "a.log.1"));
}

/* What is to end soon leaves the rest for the next time. */
Test(raw, stops_when_it_is_told)
{
	const atomic_bool stop = true;

	file(&s, "a.log.1", 90 * DAY);
	o.stop = &stop;
	cr_expect(sweep(path) == 0 && n.deleted == 0);
	cr_expect(scratch_has(&s, "a.log.1"));
}
