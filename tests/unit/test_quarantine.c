/* SPDX-License-Identifier: ISC */
/* Withheld lines: names of their files, how they are written and swept. */
#include "unit/scratch.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "model/withheld.h"
#include "retain/quarantined.h"
#include "write/quarantine.h"

enum { NOW = 1795305600, DAY = 86400, MIB = 1 << 20 }; /* 2026-11-22 00:00 */

#define TODAY "withheld-2026-11-22.zst"

static struct withholding
how(const char *dir)
{
	return ((struct withholding){ .dir = dir,
	    .keep = { KEEP_DAYS, 7 },
	    .size = MIB });
}

static void
set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

/* Also where a day has no midnight, or a zone has left one out. */
Test(withheld, what_is_named_is_read)
{
	static const char *const zones[] = { "UTC", "America/Sao_Paulo",
		"Pacific/Apia", "Asia/Kathmandu", "Europe/Berlin" };

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		set_zone(zones[i]);
		for (int64_t t = 0; t < (int64_t)60 * 366 * DAY; t += 40000) {
			char name[WITHHELD_NAME_MAX];
			struct period day;

			withheld_name(t, name);
			cr_assert(withheld_parse(span_str(name), &day), "%s %s",
			    zones[i], name);
			cr_assert(day.start <= t && t < day.end, "%s %s",
			    zones[i], name);
		}
	}
}

Test(withheld, what_is_none)
{
	static const char *const no[] = { "", "withheld", "withheld-.zst",
		"withheld-2026-11-22", "withheld-2026-11-22.zst ",
		" withheld-2026-11-22.zst", "withheld-2026-11-22.zst\n",
		"Withheld-2026-11-22.zst", "withheld-2026-02-30.zst",
		"withheld-2026-1-22.zst", "withheld-02026-1-22.zst",
		"withheld-2026-11-22.2.zst", "withheld-2026/11/22.zst",
		".withheld-2026-11-22.zst", "access-2026-11-22.log.zst",
		"withheld-+026-11-22.zst", "withheld-2026-11-22.ZST" };
	static const char good[] = TODAY;
	struct period day;

	cr_assert(withheld_parse(SPAN(TODAY), &day) && day.start == NOW);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		cr_expect_not(withheld_parse(span_str(no[i]), &day), "%s",
		    no[i]);
	/* No other byte in any place makes another name of the same day. */
	for (size_t at = 0; at < sizeof(good) - 1; at++)
		for (int c = 0; c < 256; c++) {
			char name[sizeof(good)], again[WITHHELD_NAME_MAX];

			memcpy(name, good, sizeof(good));
			name[at] = (char)c;
			if (!withheld_parse(span_make(name, sizeof(good) - 1),
				&day))
				continue;
			withheld_name(day.start, again);
			cr_expect(strcmp(again, name) == 0);
		}
	set_zone("Pacific/Apia");
	/* The day that Samoa left out. */
	cr_expect_not(withheld_parse(SPAN("withheld-2011-12-30.zst"), &day));
}

static void
quarantine_path(const struct scratch *s, char path[static 128])
{
	(void)snprintf(path, 128, "%s/q", s->path);
}

static void
remove_q(const struct scratch *s)
{
	struct scratch q;

	(void)snprintf(q.path, sizeof(q.path), "%.90s/q", s->path);
	q.fd = open(q.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert(q.fd != -1);
	scratch_remove(&q);
}

/* Lines come back byte for byte, whoever wrote them, and nobody else sees
 * them. */
Test(quarantine, what_goes_in_comes_out)
{
	static const struct span lines[] = { SPAN("a\r\n\xff\0b\n"),
		SPAN("192.0.2.7 jo@example.org\n"), SPAN("\n\n") };
	struct quarantine *q, *other;
	struct withholding w;
	struct scratch s;
	struct stat st;
	char path[128];
	struct buf b;

	scratch_make(&s);
	umask(0);
	quarantine_path(&s, path);
	w = how(path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_assert((other = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, lines[0], NOW));
	cr_expect(quarantine_put(other, lines[1], NOW + 1));
	cr_expect(quarantine_put(q, lines[2], NOW + 2));
	cr_expect(quarantine_put(q, lines[1], NOW + DAY));
	cr_expect(quarantine_put(q, lines[1], NOW - 1));
	buf_init(&b, MIB);
	cr_expect(scratch_zstdcat(&s, "q/" TODAY, &b));
	cr_expect(span_eq(buf_span(&b),
	    SPAN("a\r\n\xff\0b\n192.0.2.7 jo@example.org\n\n\n")));
	buf_reset(&b);
	cr_expect(scratch_zstdcat(&s, "q/withheld-2026-11-23.zst", &b));
	cr_expect(scratch_zstdcat(&s, "q/withheld-2026-11-21.zst", &b));
	st = scratch_stat(&s, "q");
	cr_expect_eq(st.st_mode & 07777, 0700);
	st = scratch_stat(&s, "q/" TODAY);
	cr_expect_eq(st.st_mode & 07777, 0600);
	quarantine_close(q);
	quarantine_close(other);
	quarantine_close(NULL);
	buf_release(&b);
	remove_q(&s);
	scratch_remove(&s);
}

/* Where others could look, and where clean lines are, nothing is written. */
Test(quarantine, directories_that_must_not_be_used)
{
	static const mode_t bad[] = { 0750, 0701, 0755, 0720, 01777 };
	struct withholding w;
	struct scratch s;
	char path[128], out[128];

	scratch_hush();
	scratch_make(&s);
	(void)snprintf(out, sizeof(out), "%s/out", s.path);
	quarantine_path(&s, path);
	w = how(path);
	cr_assert(mkdir(path, 0700) == 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert(chmod(path, bad[i]) == 0);
		cr_expect(quarantine_open(&w) == NULL, "%o", bad[i]);
	}
	cr_assert(chmod(path, 0700) == 0);
	w.output = path;
	cr_expect(quarantine_open(&w) == NULL);
	w.output = out;
	cr_assert(rmdir(path) == 0 && mkdir(out, 0700) == 0);
	/* Through a link too, and nothing is left there. */
	cr_assert(symlinkat("out", s.fd, "link") == 0);
	(void)snprintf(path, sizeof(path), "%s/link/q", s.path);
	cr_expect(quarantine_open(&w) == NULL);
	cr_expect_not(scratch_has(&s, "out/q"));
	(void)snprintf(path, sizeof(path), "%s/link", s.path);
	cr_expect(quarantine_open(&w) == NULL);
	(void)snprintf(path, sizeof(path), "%s/out/", s.path);
	cr_expect(quarantine_open(&w) == NULL);
	scratch_remove(&s);
}

/* Whatever becomes of it, the filter goes on. */
Test(quarantine, what_fails_is_only_counted)
{
	struct withholding w;
	struct quarantine *q;
	struct scratch s;
	char path[128];

	scratch_hush();
	scratch_make(&s);
	(void)snprintf(path, sizeof(path), "%s/none/q", s.path);
	w = how(path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect_not(quarantine_put(q, SPAN("a\n"), NOW));
	quarantine_close(q);
	quarantine_path(&s, path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW));
	/* Somebody opened it up; somebody swept it. */
	cr_assert(chmod(path, 0755) == 0);
	cr_expect_not(quarantine_put(q, SPAN("a\n"), NOW));
	cr_assert(chmod(path, 0700) == 0);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW));
	cr_assert(unlinkat(s.fd, "q/" TODAY, 0) == 0);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW));
	cr_expect(scratch_has(&s, "q/" TODAY));
	cr_assert(unlinkat(s.fd, "q/" TODAY, 0) == 0 && rmdir(path) == 0);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW));
	cr_expect(scratch_has(&s, "q/" TODAY));
	cr_expect_eq(scratch_stat(&s, "q").st_mode & 07777, 0700);
	/* A link to somewhere else. */
	cr_assert(unlinkat(s.fd, "q/" TODAY, 0) == 0);
	cr_assert(symlinkat("../elsewhere", s.fd, "q/" TODAY) == 0);
	cr_expect_not(quarantine_put(q, SPAN("a\n"), NOW));
	cr_expect_not(scratch_has(&s, "elsewhere"));
	/* It was taken away, and something else put there. */
	cr_assert(unlinkat(s.fd, "q/" TODAY, 0) == 0 && rmdir(path) == 0);
	cr_assert(mkdir(path, 0755) == 0);
	cr_expect_not(quarantine_put(q, SPAN("a\n"), NOW));
	cr_expect_not(scratch_has(&s, "q/" TODAY));
	quarantine_close(q);
	scratch_remove(&s);
}

/* Wherever it is taken to: no sweep goes there. */
Test(quarantine, a_renamed_directory_gets_no_more_lines)
{
	struct withholding w;
	struct quarantine *q;
	struct scratch s;
	char path[128], out[128];
	off_t size;

	scratch_hush();
	scratch_make(&s);
	(void)snprintf(out, sizeof(out), "%s/out", s.path);
	quarantine_path(&s, path);
	w = how(path);
	w.output = out;
	cr_assert(mkdir(out, 0700) == 0);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW));
	cr_assert(renameat(s.fd, "q", s.fd, "out/q") == 0);
	size = scratch_stat(&s, "out/q/" TODAY).st_size;
	cr_expect(quarantine_put(q, SPAN("b\n"), NOW));
	cr_expect_eq(scratch_stat(&s, "out/q/" TODAY).st_size, size);
	cr_expect_eq(scratch_stat(&s, "q").st_mode & 07777, 0700);
	cr_expect(scratch_has(&s, "q/" TODAY));
	/* Another directory has the name by now: of others, of the output. */
	cr_assert(renameat(s.fd, "q", s.fd, "old") == 0);
	size = scratch_stat(&s, "old/" TODAY).st_size;
	cr_assert(mkdir(path, 0755) == 0);
	cr_expect_not(quarantine_put(q, SPAN("c\n"), NOW));
	cr_expect_not(scratch_has(&s, "q/" TODAY));
	quarantine_close(q);
	cr_assert(rmdir(path) == 0 && renameat(s.fd, "old", s.fd, "q") == 0);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, SPAN("d\n"), NOW));
	cr_assert(renameat(s.fd, "q", s.fd, "old") == 0);
	size = scratch_stat(&s, "old/" TODAY).st_size;
	cr_assert(symlinkat("out/q", s.fd, "q") == 0);
	cr_expect_not(quarantine_put(q, SPAN("e\n"), NOW));
	cr_expect_eq(scratch_stat(&s, "old/" TODAY).st_size, size);
	quarantine_close(q);
	/* The same directory, but in the output by now. */
	cr_assert(unlinkat(s.fd, "q", 0) == 0);
	cr_assert(renameat(s.fd, "old", s.fd, "q") == 0);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_assert(renameat(s.fd, "q", s.fd, "out/p") == 0);
	cr_assert(symlinkat("out/p", s.fd, "q") == 0);
	cr_expect_not(quarantine_put(q, SPAN("f\n"), NOW));
	cr_expect_eq(scratch_stat(&s, "out/p/" TODAY).st_size, size);
	quarantine_close(q);
	cr_assert(unlinkat(s.fd, "out/p/" TODAY, 0) == 0);
	cr_assert(unlinkat(s.fd, "out/q/" TODAY, 0) == 0);
	cr_assert(unlinkat(s.fd, "out/p", AT_REMOVEDIR) == 0);
	cr_assert(unlinkat(s.fd, "out/q", AT_REMOVEDIR) == 0);
	scratch_remove(&s);
}

/* Who floods it fills a file, not the disk. */
Test(quarantine, is_bounded)
{
	enum { CHUNK = 4096, LIMIT = 64 * 1024 };
	struct withholding w;
	struct quarantine *q;
	struct scratch s;
	unsigned r = 1, in = 0;
	char path[128], noise[CHUNK];

	scratch_hush();
	scratch_make(&s);
	quarantine_path(&s, path);
	w = how(path);
	w.size = LIMIT;
	cr_assert((q = quarantine_open(&w)) != NULL);
	for (int i = 0; i < 100; i++) {
		for (size_t k = 0; k < sizeof(noise); k++) {
			r = r * 1103515245 + 12345;
			noise[k] = (char)(r >> 16);
		}
		in += quarantine_put(q, span_make(noise, sizeof(noise)), NOW);
	}
	cr_expect(in > 10 && in < LIMIT / CHUNK, "%u", in);
	cr_expect(scratch_stat(&s, "q/" TODAY).st_size <= LIMIT);
	cr_expect(quarantine_put(q, SPAN("a\n"), NOW + DAY));
	quarantine_close(q);
	remove_q(&s);
	scratch_remove(&s);
}

/* A disk that fills up within an append leaves nothing behind that zstd does
 * not read. */
Test(quarantine, a_full_disk)
{
	const struct rlimit small = { 300, RLIM_INFINITY };
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
	struct withholding w;
	struct quarantine *q;
	struct scratch s;
	unsigned r = 1, in = 0;
	char path[128], noise[100];
	struct buf b;

	scratch_hush();
	scratch_make(&s);
	quarantine_path(&s, path);
	w = how(path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	cr_assert(setrlimit(RLIMIT_FSIZE, &small) == 0);
	for (int i = 0; i < 5; i++) {
		for (size_t k = 0; k < sizeof(noise); k++) {
			r = r * 1103515245 + 12345;
			noise[k] = (char)(r >> 16);
		}
		in += quarantine_put(q, span_make(noise, sizeof(noise)), NOW);
	}
	cr_assert(setrlimit(RLIMIT_FSIZE, &none) == 0);
	cr_expect_eq(in, 2);
	cr_expect(quarantine_put(q, SPAN("again\n"), NOW));
	quarantine_close(q);
	buf_init(&b, MIB);
	cr_expect(scratch_zstdcat(&s, "q/" TODAY, &b));
	cr_expect_eq(b.n, 2 * sizeof(noise) + 6);
	buf_release(&b);
	remove_q(&s);
	scratch_remove(&s);
}

/* What a crash left half written does not cost what comes behind it. */
Test(quarantine, a_torn_end_is_cut_off)
{
	struct withholding w;
	struct quarantine *q;
	struct scratch s;
	char path[128];
	struct buf b;

	scratch_hush();
	scratch_make(&s);
	quarantine_path(&s, path);
	w = how(path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, SPAN("one\n"), NOW));
	cr_expect(quarantine_put(q, SPAN("two\n"), NOW));
	quarantine_close(q);
	(void)snprintf(path, sizeof(path), "%s/q/" TODAY, s.path);
	cr_assert(
	    truncate(path, scratch_stat(&s, "q/" TODAY).st_size - 3) == 0);
	quarantine_path(&s, path);
	cr_assert((q = quarantine_open(&w)) != NULL);
	cr_expect(quarantine_put(q, SPAN("three\n"), NOW));
	quarantine_close(q);
	buf_init(&b, MIB);
	cr_expect(scratch_zstdcat(&s, "q/" TODAY, &b));
	cr_expect(span_eq(buf_span(&b), SPAN("one\nthree\n")));
	buf_release(&b);
	remove_q(&s);
	scratch_remove(&s);
}

static struct relic_count
sweep(const char *path, int64_t now)
{
	const struct withholding w = how(path);
	const struct relic_options o = { .now = now, .ledger = -1 };
	struct relic_count n = { 0 };

	cr_expect(quarantined_sweep(&w, &o, &n) == 0);
	return (n);
}

/* A day's file goes when the first of its lines may be seven days old. */
Test(quarantined, goes_by_the_day)
{
	static const char *const strangers[] = { "notes.txt", "access.log.1",
		"withheld-2026-11-01.zst.bak", "access-2026-11-01.log.zst" };
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < 4; i++)
		scratch_put(&s, strangers[i], "x", 1);
	cr_assert(
	    symlinkat("/etc/passwd", s.fd, "withheld-2026-11-01.zst") == 0);
	scratch_put(&s, "withheld-2026-11-14.zst", "x", 1);
	scratch_put(&s, "withheld-2026-11-15.zst", "x", 1);
	scratch_put(&s, TODAY, "x", 1);
	cr_expect(sweep(s.path, NOW - 1).deleted == 1);
	cr_expect(!scratch_has(&s, "withheld-2026-11-14.zst"));
	cr_expect(scratch_has(&s, "withheld-2026-11-15.zst"));
	cr_expect(sweep(s.path, NOW).deleted == 1);
	cr_expect(!scratch_has(&s, "withheld-2026-11-15.zst"));
	cr_expect(sweep(s.path, NOW + 7 * DAY - 1).deleted == 0);
	cr_expect(sweep(s.path, NOW + 7 * DAY).deleted == 1);
	cr_expect(sweep(s.path, NOW + 7 * DAY).refused == 1);
	for (size_t i = 0; i < 4; i++)
		cr_expect(scratch_has(&s, strangers[i]), "%s", strangers[i]);
	scratch_remove(&s);
	/* One that was not made yet. */
	cr_expect(sweep(s.path, NOW).deleted == 0);
}
