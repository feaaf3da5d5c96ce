/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/zwalk.h"
#include "model/segscan.h"

#define DAY "access-2026-11-21.live.zst"
#define AT "2026-11-21T13:00:00Z"

static mode_t
mode_of(const struct scratch *s, const char *name)
{
	return (scratch_stat(s, name).st_mode & 07777);
}

/* How many bytes repairs cut off ${name}, and how many repairs. */
static unsigned
repairs(const struct scratch *s, const char *name, uint64_t *cut)
{
	const int fd = openat(s->fd, name, O_RDONLY);
	struct zframe_at at;
	struct zwalk w;
	struct segmeta m;
	unsigned n = 0;

	*cut = 0;
	cr_assert(fd != -1 && zwalk_start(&w, fd) == 0);
	while (zwalk_next(&w, &at) == 1) {
		cr_assert(at.kind != ZFRAME_DAMAGED);
		if (segscan_note(fd, &at, &m) != 1 || m.kind != SEGMETA_REPAIR)
			continue;
		n++;
		*cut += m.cut;
	}
	close(fd);
	return (n);
}

Test(sink, nothing_is_made_before_the_first_line)
{
	struct scratch s;
	struct output o;
	struct sink *k;
	struct batch *b;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	b = batch_new(&o);
	cr_assert(k != NULL && b != NULL);
	scratch_finish(b);
	cr_expect_eq(sink_put(k, b), 0);
	batch_free(b);
	cr_expect(sink_close(k) == 0);
	scratch_remove(&s); /* as an empty directory */
}

static const mode_t umasks[] = { 0, 022, 027, 077, 0777 };

Test(sink, modes_whatever_the_umask)
{
	struct scratch s;
	struct output o;
	char path[128];

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(umasks) / sizeof(umasks[0]); i++) {
		const mode_t was = umask(umasks[i]);
		struct sink *k;
		struct scratch in;

		o = scratch_output(&s);
		(void)snprintf(path, sizeof(path), "%s/a//b/", s.path);
		o.dir = path;
		k = sink_open(&o);
		cr_assert(k != NULL);
		cr_expect_eq(scratch_sink(k, &o, 0, 9, scratch_time(AT)), 0);
		cr_expect(sink_close(k) == 0);
		umask(was);
		cr_expect_eq(mode_of(&s, "a"), 0750);
		cr_expect_eq(mode_of(&s, "a/b"), 0750);
		cr_expect_eq(mode_of(&s, "a/b/" DAY), 0640);
		in.fd = openat(s.fd, "a/b", O_RDONLY | O_DIRECTORY);
		(void)snprintf(in.path, sizeof(in.path), "%.60s/a/b", s.path);
		scratch_expect(&in, 9, "modes");
		scratch_remove(&in);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

Test(sink, root_leaves_files_to_the_directory_s_owner)
{
	struct scratch s;
	struct stat st;

	scratch_make(&s);
	if (geteuid() == 0) {
		cr_assert(fchown(s.fd, 12345, 54321) == 0);
		scratch_append(&s, 0, 3, scratch_time(AT));
		st = scratch_stat(&s, DAY);
		cr_expect(st.st_uid == 12345 && st.st_gid == 54321);
	}
	scratch_remove(&s);
}

Test(sink, refuses_a_directory_that_is_none)
{
	struct scratch s;
	struct output o;
	char path[128];

	scratch_make(&s);
	o = scratch_output(&s);
	scratch_put(&s, "file", "x", 1);
	o.dir = path;
	(void)snprintf(path, sizeof(path), "%s/file", s.path);
	cr_expect(sink_open(&o) == NULL && errno == ENOTDIR);
	(void)snprintf(path, sizeof(path), "%s/file/dir", s.path);
	cr_expect(sink_open(&o) == NULL && errno == ENOTDIR);
	o.dir = "";
	cr_expect(sink_open(&o) == NULL && errno == ENOENT);
	scratch_remove(&s);
}

/* A live segment whose last append was cut anywhere. */
Test(sink, torn_tail_at_every_byte)
{
	struct scratch s;
	struct buf whole;
	size_t first;
	uint64_t cut;

	scratch_make(&s);
	scratch_hush();
	buf_init(&whole, 1 << 20);
	scratch_append(&s, 0, 5, scratch_time(AT));
	first = (size_t)scratch_stat(&s, DAY).st_size;
	scratch_append(&s, 5, 9, scratch_time(AT));
	scratch_get(&s, DAY, &whole);
	for (size_t n = first + 1; n < whole.n; n++) {
		scratch_put(&s, DAY, whole.p, n);
		scratch_append(&s, 5, 7, scratch_time(AT));
		scratch_expect(&s, 7, "repaired");
		cr_assert_eq(repairs(&s, DAY, &cut), 1);
		cr_assert_eq(cut, n - first, "%zu", n - first);
	}
	scratch_put(&s, DAY, whole.p, whole.n);
	scratch_append(&s, 9, 10, scratch_time(AT));
	cr_expect_eq(repairs(&s, DAY, &cut), 0);
	scratch_expect(&s, 10, "whole");
	buf_release(&whole);
	scratch_remove(&s);
}

/* Blocks that a power cut left as zeros. */
Test(sink, a_last_append_of_zeros)
{
	struct scratch s;
	struct buf b;
	size_t first;
	uint64_t cut;

	scratch_make(&s);
	buf_init(&b, 1 << 20);
	scratch_append(&s, 0, 5, scratch_time(AT));
	first = (size_t)scratch_stat(&s, DAY).st_size;
	scratch_append(&s, 5, 900, scratch_time(AT));
	scratch_get(&s, DAY, &b);
	memset(b.p + b.n - 300, 0, 300);
	scratch_put(&s, DAY, b.p, b.n);
	scratch_append(&s, 5, 6, scratch_time(AT));
	scratch_expect(&s, 6, "half of zeros");
	cr_expect_eq(repairs(&s, DAY, &cut), 1);
	cr_expect_eq(cut, b.n - first);
	memset(b.p + first, 0, b.n - first);
	scratch_put(&s, DAY, b.p, b.n);
	scratch_append(&s, 5, 6, scratch_time(AT));
	scratch_expect(&s, 6, "all zeros");
	buf_release(&b);
	scratch_remove(&s);
}

/* Bytes of another's unfinished append are not a torn tail. */
Test(sink, no_repair_while_another_has_the_file)
{
	struct scratch s;
	struct stat before;
	int fd;

	scratch_make(&s);
	scratch_append(&s, 0, 5, scratch_time(AT));
	fd = openat(s.fd, DAY, O_WRONLY | O_APPEND);
	cr_assert(fd != -1 && flock(fd, LOCK_SH) == 0);
	cr_assert(write(fd, "\x28\xb5\x2f\xfd", 4) == 4);
	before = scratch_stat(&s, DAY);
	scratch_append(&s, 5, 6, scratch_time(AT));
	cr_expect(scratch_stat(&s, DAY).st_size > before.st_size);
	close(fd);
	scratch_remove(&s);
}

/* Append the lines [from, to), ten a time; as a child of the test. */
static void
append_all(const struct scratch *s, unsigned from, unsigned to)
{
	const struct output o = scratch_output(s);
	struct sink *k = sink_open(&o);

	for (; k != NULL && from < to; from += 10)
		if (scratch_sink(k, &o, from, from + 10, scratch_time(AT)) != 0)
			_exit(1);
	_exit(k == NULL || sink_close(k) == -1);
}

Test(sink, four_processes_one_file)
{
	struct scratch s;
	int status;

	scratch_make(&s);
	for (unsigned i = 0; i < 4; i++)
		if (fork() == 0)
			append_all(&s, i * 1000, (i + 1) * 1000);
	for (unsigned i = 0; i < 4; i++)
		cr_assert(wait(&status) != -1 && status == 0);
	scratch_expect(&s, 4000, "four");
	scratch_remove(&s);
}

Test(sink, the_file_goes_away_under_us)
{
	struct scratch s;
	struct output o;
	struct sink *k;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	cr_expect_eq(scratch_sink(k, &o, 5, 9, scratch_time(AT)), 0);
	cr_assert(unlinkat(s.fd, DAY, 0) == 0);
	cr_expect_eq(scratch_sink(k, &o, 0, 3, scratch_time(AT)), 0);
	scratch_expect(&s, 3, "unlinked");
	cr_assert(renameat(s.fd, DAY, s.fd, "moved") == 0);
	cr_expect_eq(scratch_sink(k, &o, 3, 6, scratch_time(AT)), 0);
	scratch_expect(&s, 6, "renamed");
	cr_expect(sink_close(k) == 0);
	scratch_remove(&s);
}

enum obstacle { SYMLINK, DANGLING, FIFO, DIRECTORY, HARDLINK, NOBSTACLES };

static void
place(const struct scratch *s, enum obstacle o)
{
	if (o == SYMLINK || o == HARDLINK)
		scratch_put(s, "other", "mine", 4);
	if (o == SYMLINK || o == DANGLING)
		cr_assert(symlinkat("other", s->fd, DAY) == 0);
	if (o == HARDLINK)
		cr_assert(linkat(s->fd, "other", s->fd, DAY, 0) == 0);
	if (o == FIFO)
		cr_assert(mkfifoat(s->fd, DAY, 0666) == 0);
	if (o == DIRECTORY)
		cr_assert(mkdirat(s->fd, DAY, 0777) == 0);
}

/* Nothing is written through what stands in the place of a live segment, and
 * nothing waits for it. */
Test(sink, what_is_not_a_plain_file)
{
	struct scratch s;
	struct output o;
	struct sink *k;

	scratch_make(&s);
	scratch_hush();
	o = scratch_output(&s);
	for (int i = 0; i < NOBSTACLES; i++) {
		place(&s, (enum obstacle)i);
		k = sink_open(&o);
		cr_expect_eq(scratch_sink(k, &o, 0, 7, scratch_time(AT)), 7,
		    "%d", i);
		cr_expect(errno != 0);
		/* other periods are none the worse for it */
		cr_expect_eq(scratch_sink(k, &o, 0, 7, 0), 0);
		if (i == SYMLINK || i == HARDLINK)
			cr_expect_eq(scratch_stat(&s, "other").st_size, 4);
		cr_expect(i != DANGLING || !scratch_has(&s, "other"));
		cr_expect(sink_close(k) == 0);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

static void
limit(rlim_t n)
{
	struct rlimit r;

	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert(getrlimit(RLIMIT_FSIZE, &r) == 0);
	r.rlim_cur = n;
	cr_assert(setrlimit(RLIMIT_FSIZE, &r) == 0);
}

/* A disk that fills up within an append, at any byte of it. */
static void
fill_up(const struct scratch *s, bool shared)
{
	const struct output o = scratch_output(s);
	size_t first, size;

	scratch_hush();
	scratch_append(s, 0, 5, scratch_time(AT));
	first = (size_t)scratch_stat(s, DAY).st_size;
	scratch_append(s, 5, 9, scratch_time(AT));
	size = (size_t)scratch_stat(s, DAY).st_size;
	for (size_t room = 0; room < size - first; room++) {
		struct sink *k = sink_open(&o);
		int other;

		scratch_clear(s);
		cr_assert_eq(scratch_sink(k, &o, 0, 5, scratch_time(AT)), 0);
		other = openat(s->fd, DAY, O_RDONLY);
		cr_assert(!shared || flock(other, LOCK_SH) == 0);
		limit(first + room);
		cr_assert_eq(scratch_sink(k, &o, 5, 9, scratch_time(AT)), 4);
		cr_expect_eq(errno, EFBIG);
		limit(RLIM_INFINITY);
		scratch_expect(s, 5, "full");
		if (!shared)
			cr_expect_eq((size_t)scratch_stat(s, DAY).st_size,
			    first);
		cr_assert_eq(scratch_sink(k, &o, 5, 8, scratch_time(AT)), 0);
		scratch_expect(s, 8, "room again");
		close(other);
		cr_assert(sink_close(k) == 0);
	}
}

Test(sink, full_disk)
{
	struct scratch s;

	scratch_make(&s);
	fill_up(&s, false);
	scratch_remove(&s);
}

Test(sink, full_disk_and_others_have_the_file)
{
	struct scratch s;

	scratch_make(&s);
	fill_up(&s, true);
	scratch_remove(&s);
}

/* More periods than files that may be open. */
Test(sink, many_periods)
{
	struct scratch s;
	struct output o;
	struct sink *k;

	scratch_make(&s);
	o = scratch_output(&s);
	o.rotate = PERIOD_HOUR;
	k = sink_open(&o);
	for (unsigned i = 0; i < 600; i++)
		cr_assert_eq(scratch_sink(k, &o, i, i + 1,
				 (int64_t)(i * 37 % 200) * 3600),
		    0);
	cr_expect(sink_close(k) == 0);
	scratch_expect(&s, 600, "hours");
	scratch_remove(&s);
}

static bool
is_locked(const struct scratch *s, const char *name)
{
	const int fd = openat(s->fd, name, O_RDONLY);
	const bool locked = flock(fd, LOCK_EX | LOCK_NB) == -1;

	close(fd);
	return (locked);
}

Test(sink, tidy_lets_go_of_what_is_over)
{
	const int64_t day = scratch_time("2026-11-21T00:00:00Z");
	struct scratch s;
	struct output o;
	struct sink *k;

	scratch_make(&s);
	o = scratch_output(&s);
	k = sink_open(&o);
	clock_set(day + 86300);
	cr_expect_eq(scratch_sink(k, &o, 0, 1, scratch_time(AT)), 0);
	cr_expect(is_locked(&s, DAY));
	sink_tidy(k, day + 86399);
	cr_expect(is_locked(&s, DAY));
	sink_tidy(k, day + 86500);
	cr_expect(is_locked(&s, DAY));
	sink_tidy(k, day + 86700);
	cr_expect_not(is_locked(&s, DAY));
	cr_expect_eq(scratch_sink(k, &o, 1, 2, scratch_time(AT)), 0);
	cr_expect(sink_close(k) == 0);
	scratch_expect(&s, 2, "tidy");
	scratch_remove(&s);
}

/* Run ${f} with standard output going to ${fd}. */
static int
with_stdout(int fd, void (*f)(const struct output *), const struct output *o)
{
	const pid_t pid = fork();
	int status;

	if (pid == 0) {
		(void)signal(SIGPIPE, SIG_IGN);
		dup2(fd, STDOUT_FILENO);
		f(o);
		_exit(0);
	}
	cr_assert(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return (WEXITSTATUS(status));
}

static void
to_stdout(const struct output *o)
{
	struct sink *k = sink_open(o);

	if (k == NULL || sink_dirfd(k) != -1 ||
	    scratch_sink(k, o, 0, 1000, 0) != 0 ||
	    scratch_sink(k, o, 1000, 2000, 0) != 0 || sink_close(k) != 0)
		_exit(1);
}

static void
to_nobody(const struct output *o)
{
	struct sink *k = sink_open(o);

	if (k == NULL || scratch_sink(k, o, 0, 10, 0) != 10 || errno != EPIPE ||
	    scratch_sink(k, o, 0, 10, 0) != 10 || errno != EPIPE)
		_exit(1);
	_exit(sink_close(k) == 0 ? 0 : 1);
}

/* The limit falls into a line: it is finished when there is room again. */
static void
to_a_full_disk(const struct output *o)
{
	struct sink *k = sink_open(o);
	uint64_t lost;

	limit(3001);
	lost = scratch_sink(k, o, 0, 1000, 0);
	if (lost == 0 || errno != EFBIG)
		_exit(1);
	if (scratch_sink(k, o, 3000, 3010, 0) != 10)
		_exit(2);
	limit(RLIM_INFINITY);
	if (o->zstd ? lost != 1000 : lost >= 1000)
		_exit(3);
	/* the torn line comes after all, though it was counted as lost */
	if (scratch_sink(k, o, o->zstd ? 1000 : 1001 - (unsigned)lost, 1100,
		0) != 0)
		_exit(4);
	_exit(sink_close(k) == 0 ? 0 : 5);
}

Test(sink, standard_output)
{
	struct output o = { .level = 1 };
	struct scratch s;
	struct scratch_lines l = { .total = 0 };
	struct buf b;
	int p[2], fd;

	scratch_make(&s);
	for (int z = 0; z < 2; z++) {
		o.zstd = z;
		fd = openat(s.fd, "out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
		cr_expect_eq(with_stdout(fd, to_stdout, &o), 0);
		cr_assert(pipe(p) == 0);
		close(p[0]);
		cr_expect_eq(with_stdout(p[1], to_nobody, &o), 0);
		close(p[1]);
		close(fd);
		if (z)
			scratch_expect(&s, 2000, "stdout");
	}
	o.zstd = false;
	fd = openat(s.fd, "out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	cr_expect_eq(with_stdout(fd, to_a_full_disk, &o), 0);
	close(fd);
	buf_init(&b, 1 << 20);
	scratch_get(&s, "out", &b);
	scratch_count(buf_span(&b), &l);
	for (unsigned i = 0; i < 1100; i++)
		cr_assert_eq(l.seen[i], 1, "%u", i);
	cr_expect_eq(l.total, 1100);
	buf_release(&b);
	scratch_remove(&s);
}
