/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/file.h>

#include "base/zwalk.h"
#include "model/segscan.h"
#include "write/seal.h"

#define LIVE "access-2026-11-21.live.zst"
#define SEALED "access-2026-11-21.log.zst"
#define SECOND "access-2026-11-21.2.log.zst"
#define TMP ".access-2026-11-21.seal.tmp"
#define AT "2026-11-21T13:00:00Z"
#define END INT64_C(1795305600) /* of that day */

static struct seal_count
seal(const struct scratch *s, int64_t now)
{
	const struct policy policy = { .digest = "0123456789abcdef",
		.keep = { KEEP_MONTHS, 14 },
		.output = { .seal_level = 9 } };
	const struct seal_info info = { "1.2.3", &policy, "", NULL };
	struct seal_count n;

	cr_expect_eq(seal_run(s->fd, now, &info, &n), n.failed > 0 ? -1 : 0);
	return (n);
}

static struct segmeta
read_seal(const struct scratch *s, const char *name)
{
	const int fd = openat(s->fd, name, O_RDONLY);
	struct segmeta m;

	cr_assert(fd != -1 && segscan_seal(fd, &m) == 1, "%s", name);
	close(fd);
	return (m);
}

Test(seal, says_what_it_holds)
{
	struct scratch s;
	struct segmeta m;

	scratch_make(&s);
	scratch_append(&s, 0, 100, scratch_time(AT));
	scratch_append(&s, 100, 150, scratch_time("2026-11-21T07:00:00Z"));
	cr_expect_eq(seal(&s, END + 59).sealed, 0);
	cr_expect(scratch_has(&s, LIVE));
	cr_expect_eq(seal(&s, END + 60).sealed, 1);
	cr_expect_not(scratch_has(&s, LIVE));
	cr_expect_not(scratch_has(&s, TMP));
	scratch_expect(&s, 150, "sealed");
	m = read_seal(&s, SEALED);
	cr_expect_str_eq(m.version, "1.2.3");
	cr_expect_str_eq(m.policy, "0123456789abcdef");
	cr_expect(m.lines == 150 && m.cut == 0);
	cr_expect_eq(m.oldest, scratch_time("2026-11-21T07:00:00Z"));
	cr_expect_eq(m.newest, scratch_time(AT));
	cr_expect_eq(m.expires, scratch_time("2028-01-21T07:00:00Z"));
	cr_expect(m.keep.unit == KEEP_MONTHS && m.keep.count == 14);
	cr_expect_eq(scratch_stat(&s, SEALED).st_mode & 07777, 0440);
	cr_expect_eq(seal(&s, END + 60).sealed, 0);
	scratch_remove(&s);
}

Test(seal, late_lines_get_the_next_name)
{
	struct scratch s;

	scratch_make(&s);
	for (unsigned i = 0; i < 3; i++) {
		scratch_append(&s, i * 10, i * 10 + 10, scratch_time(AT));
		scratch_expect(&s, i * 10 + 10, "late");
		cr_expect_eq(seal(&s, END + 60).sealed, 1);
		scratch_expect(&s, i * 10 + 10, "late and sealed");
	}
	cr_expect(scratch_has(&s, SEALED) && scratch_has(&s, SECOND) &&
	    scratch_has(&s, "access-2026-11-21.3.log.zst"));
	cr_expect_eq(read_seal(&s, SECOND).lines, 10);
	scratch_remove(&s);
}

Test(seal, leaves_alone_what_somebody_has)
{
	struct scratch s;
	struct output o;
	struct sink *k;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	cr_expect_eq(scratch_sink(k, &o, 0, 5, scratch_time(AT)), 0);
	cr_expect_eq(seal(&s, END + 60).busy, 1);
	cr_expect(sink_close(k) == 0);
	cr_expect_eq(seal(&s, END + 60).sealed, 1);
	scratch_expect(&s, 5, "after");
	scratch_remove(&s);
}

Test(seal, an_empty_one_goes)
{
	struct scratch s;

	scratch_make(&s);
	scratch_put(&s, LIVE, "", 0);
	cr_expect_eq(seal(&s, END + 60).sealed, 1);
	scratch_remove(&s);
}

Test(seal, stops_when_told)
{
	const atomic_bool stop = true;
	const struct policy policy = { .keep = { KEEP_FOREVER, 0 },
		.output = { .seal_level = 3 } };
	const struct seal_info info = { "", &policy, "", &stop };
	struct seal_count n;
	struct scratch s;

	scratch_make(&s);
	scratch_append(&s, 0, 100, scratch_time(AT));
	cr_expect_eq(seal_run(s.fd, END + 60, &info, &n), 0);
	cr_expect(n.sealed == 0 && n.failed == 0);
	cr_expect(scratch_has(&s, LIVE) && !scratch_has(&s, TMP));
	scratch_expect(&s, 100, "stopped");
	scratch_remove(&s);
}

/* Frames are large, and still end at line ends: each one decodes alone. */
Test(seal, frames_of_sixteen_mebibytes)
{
	struct clean c = { .time = scratch_time(AT) };
	struct scratch s;
	struct output o;
	struct sink *k;
	struct batch *b;
	struct zframe_at at;
	struct zwalk w;
	unsigned frames = 0;
	int fd;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	b = batch_new(&o);
	buf_init(&c.text, 1 << 21);
	while (c.text.n < 1 << 20)
		buf_addf(&c.text, "line %u\n", (unsigned)c.text.n);
	for (int i = 0; i < 40; i++) {
		batch_reset(b);
		cr_assert(
		    batch_add(b, &c,
			&(struct destination){ SPAN(""), SPAN("") }) == 0);
		scratch_finish(b);
		cr_assert_eq(sink_put(k, b), 0);
	}
	cr_expect(sink_close(k) == 0);
	cr_expect_eq(seal(&s, END + 60).sealed, 1);
	fd = openat(s.fd, SEALED, O_RDONLY);
	cr_assert(zwalk_start(&w, fd) == 0);
	while (zwalk_next(&w, &at) == 1)
		frames += at.kind == ZFRAME_DATA;
	cr_expect_eq(frames, 3);
	close(fd);
	buf_release(&c.text);
	batch_free(b);
	scratch_remove(&s);
}

/* Run ${f} in a child that dies at the probe ${name}; did it get there? */
static bool
killed_at(const char *name, void (*f)(const struct scratch *),
    const struct scratch *s)
{
	const pid_t pid = fork();
	int status;

	if (pid == 0) {
		setenv("LOGFADE_PROBE", name, 1);
		f(s);
		_exit(0);
	}
	cr_assert(waitpid(pid, &status, 0) == pid);
	return (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
seal_child(const struct scratch *s)
{
	(void)seal(s, END + 60);
}

static void
append_child(const struct scratch *s)
{
	scratch_append(s, 20, 30, scratch_time(AT));
}

static const char *const steps[] = {
	"seal.locked",
	"seal.tmp",
	"seal.copied",
	"seal.synced",
	"seal.replace",
	"seal.replaced",
	"seal.publish",
	"seal.published",
};

/* Kill -9 at each step; then whoever comes next finds it all right. */
Test(seal, killed_at_each_step)
{
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		scratch_append(&s, 0, 10, scratch_time(AT));
		scratch_append(&s, 10, 20, scratch_time(AT));
		cr_assert(killed_at(steps[i], seal_child, &s), "%s", steps[i]);
		scratch_expect(&s, 20, steps[i]);
		(void)seal(&s, END + 60);
		scratch_expect(&s, 20, steps[i]);
		cr_expect_not(scratch_has(&s, LIVE), "%s", steps[i]);
		cr_expect_not(scratch_has(&s, TMP), "%s", steps[i]);
		cr_expect_eq(read_seal(&s, SEALED).lines, 20);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

/* The same, but a late line comes first. */
Test(seal, killed_and_then_appended_to)
{
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		scratch_append(&s, 0, 20, scratch_time(AT));
		cr_assert(killed_at(steps[i], seal_child, &s), "%s", steps[i]);
		append_child(&s);
		scratch_expect(&s, 30, steps[i]);
		(void)seal(&s, END + 60);
		scratch_expect(&s, 30, steps[i]);
		cr_expect_not(scratch_has(&s, LIVE), "%s", steps[i]);
		cr_expect_not(scratch_has(&s, TMP), "%s", steps[i]);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

/* Who may only read the sealed file under the live name can still finish. */
Test(seal, killed_and_not_root)
{
	struct scratch s;

	scratch_make(&s);
	scratch_append(&s, 0, 20, scratch_time(AT));
	cr_assert(killed_at("seal.replaced", seal_child, &s));
	if (geteuid() == 0) {
		cr_assert(fchown(s.fd, 12345, 12345) == 0);
		cr_assert(fchownat(s.fd, LIVE, 12345, 12345, 0) == 0);
		cr_assert(seteuid(12345) == 0);
	}
	append_child(&s);
	scratch_expect(&s, 30, "appended");
	cr_expect(scratch_has(&s, SEALED) && scratch_has(&s, LIVE));
	cr_assert(geteuid() != 12345 || seteuid(0) == 0);
	scratch_remove(&s);
}

static const char *const append_steps[] = {
	"segfile.created",
	"segfile.appended",
	"repair.cut",
	"repair.noted",
};

Test(seal, append_killed_at_each_step)
{
	struct scratch s;
	unsigned n;

	scratch_make(&s);
	scratch_hush();
	for (size_t i = 0; i < 4; i++) {
		const int torn = i >= 2;

		if (i > 0)
			scratch_append(&s, 0, 20, scratch_time(AT));
		if (torn) {
			const int fd = openat(s.fd, LIVE, O_WRONLY | O_APPEND);

			cr_assert(write(fd, "\x28\xb5\x2f", 3) == 3);
			close(fd);
		}
		cr_assert(killed_at(append_steps[i], append_child, &s), "%s",
		    append_steps[i]);
		n = i == 0 ? 0 : i == 1 ? 30 : 20;
		scratch_expect(&s, n, append_steps[i]);
		(void)seal(&s, END + 60);
		scratch_expect(&s, n, append_steps[i]);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

/* Bytes set aside in ${name}, one behind the other. */
static void
voids(const struct scratch *s, const char *name, struct buf *out)
{
	const int fd = openat(s->fd, name, O_RDONLY);
	struct zframe_at at;
	struct zwalk w;

	cr_assert(fd != -1 && zwalk_start(&w, fd) == 0);
	while (zwalk_next(&w, &at) == 1) {
		cr_assert(at.kind != ZFRAME_DAMAGED);
		if (at.kind == ZFRAME_SKIP && at.variant == ZFRAME_VOID)
			cr_assert(zframe_payload(fd, &at, out) == 0);
	}
	close(fd);
}

/* ${n} bytes of ${whole} from ${at} on are damaged: all else is sealed, and
 * they are in the file as they were. */
static void
check_damage(const struct scratch *s, struct span damaged, unsigned lines)
{
	struct segmeta m;
	struct buf aside;

	buf_init(&aside, 1 << 24);
	cr_assert_eq(seal(s, END + 60).sealed, 1);
	m = read_seal(s, SEALED);
	cr_assert_eq(m.lines, lines);
	cr_expect_eq(m.cut, damaged.n);
	cr_expect_eq(m.oldest, scratch_time("2026-11-21T00:00:00Z"));
	voids(s, SEALED, &aside);
	cr_expect(span_eq(buf_span(&aside), damaged));
	buf_release(&aside);
}

Test(seal, damage_is_set_aside)
{
	struct scratch s;
	struct scratch_lines l;
	struct buf b, out;
	size_t one, two;

	scratch_make(&s);
	buf_init(&b, 1 << 24);
	buf_init(&out, 1 << 24);
	scratch_append(&s, 0, 1000, scratch_time(AT));
	one = (size_t)scratch_stat(&s, LIVE).st_size;
	scratch_append(&s, 1000, 2000, scratch_time(AT));
	two = (size_t)scratch_stat(&s, LIVE).st_size;
	scratch_append(&s, 2000, 3000, scratch_time(AT));
	scratch_get(&s, LIVE, &b);
	scratch_clear(&s);
	for (size_t i = two - 500; i < two; i += 99) {
		size_t note = one;

		while (memcmp(b.p + note, "\x28\xb5\x2f\xfd", 4) != 0)
			note++;
		b.p[i] ^= 1;
		scratch_put(&s, LIVE, b.p, b.n);
		check_damage(&s, span_make(b.p + note, two - note), 2000);
		buf_reset(&out);
		cr_assert(scratch_zstdcat(&s, SEALED, &out));
		l = (struct scratch_lines){ .total = 0 };
		scratch_count(buf_span(&out), &l);
		for (unsigned k = 0; k < 3000; k++)
			cr_assert_eq(l.seen[k], k < 1000 || k >= 2000);
		b.p[i] ^= 1;
		scratch_clear(&s);
	}
	/* a torn tail, and a file that is nothing but damage */
	scratch_put(&s, LIVE, b.p, two + 7);
	check_damage(&s, span_make(b.p + two, 7), 2000);
	scratch_clear(&s);
	scratch_put(&s, LIVE, "this is no log", 14);
	cr_expect_eq(seal(&s, END + 60).sealed, 1);
	cr_expect_eq(read_seal(&s, SEALED).cut, 14);
	cr_expect_eq(read_seal(&s, SEALED).lines, 0);
	buf_release(&b);
	buf_release(&out);
	scratch_remove(&s);
}

/* What stands in the way is left alone, and does not stop the others. */
Test(seal, obstacles)
{
	struct scratch s;
	struct seal_count n;

	scratch_make(&s);
	scratch_hush();
	scratch_append(&s, 0, 5, scratch_time(AT));
	scratch_append(&s, 5, 9, scratch_time("2026-11-20T00:00:00Z"));
	cr_assert(mkdirat(s.fd, TMP, 0700) == 0);
	cr_assert(symlinkat("x", s.fd, "access-2026-11-19.live.zst") == 0);
	cr_assert(mkfifoat(s.fd, "access-2026-11-18.live.zst", 0600) == 0);
	cr_assert(mkdirat(s.fd, "access-2026-11-17.live.zst", 0700) == 0);
	scratch_put(&s, "access-2026-11-16.live.zst~", "x", 1);
	n = seal(&s, END + 60);
	cr_expect(n.sealed == 1 && n.failed == 4);
	cr_expect(scratch_has(&s, LIVE));
	cr_expect(scratch_has(&s, "access-2026-11-20.log.zst"));
	scratch_remove(&s);
}

/* Appending and sealing at the same time, all over again. */
Test(seal, at_the_same_time)
{
	struct scratch s;
	int status;

	scratch_make(&s);
	for (unsigned w = 0; w < 3; w++) {
		if (fork() != 0)
			continue;
		for (unsigned i = 0; i < 300; i += 3)
			scratch_append(&s, w * 300 + i, w * 300 + i + 3,
			    scratch_time(AT));
		_exit(0);
	}
	for (unsigned w = 0; w < 2; w++) {
		if (fork() != 0)
			continue;
		for (unsigned i = 0; i < 60; i++)
			(void)seal(&s, END + 60);
		_exit(0);
	}
	for (unsigned i = 0; i < 5; i++)
		cr_assert(wait(&status) != -1 && status == 0);
	scratch_expect(&s, 900, "together");
	(void)seal(&s, END + 60);
	scratch_expect(&s, 900, "after");
	cr_expect_not(scratch_has(&s, LIVE));
	scratch_remove(&s);
}
