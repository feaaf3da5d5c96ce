/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>
#include <signal.h>

#include "base/clock.h"
#include "model/stream.h"
#include "write/streams.h"

#define DAY "access-2026-11-21.live.zst"
#define CLASSED "access-contact-2026-11-21.live.zst"
#define AT "2026-11-21T13:00:00Z"

/* A sink with streams, and where it writes to. */
struct bench {
	struct scratch s;
	struct output o;
	struct sink *k;
};

static void
bench_make(struct bench *b)
{
	scratch_make(&b->s);
	b->o = scratch_output(&b->s);
	b->o.streams = true;
	b->o.streams_max = 4096;
	cr_assert((b->k = sink_open(&b->o)) != NULL);
}

/* The directory ${name} in ${s}; false: it is none. */
static bool
enter(const struct scratch *s, const char *name, struct scratch *in)
{
	in->fd = openat(s->fd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	(void)snprintf(in->path, sizeof(in->path), "%.40s/%.50s", s->path,
	    name);
	return (in->fd != -1);
}

static void
clear_one(const struct scratch *s, const char *name, void *arg)
{
	struct scratch in;

	(void)arg;
	if (enter(s, name, &in)) {
		scratch_clear(&in);
		close(in.fd);
	}
}

static void
bench_remove(struct bench *b)
{
	cr_expect(b->k == NULL || sink_close(b->k) == 0);
	scratch_each(&b->s, clear_one, NULL);
	scratch_remove(&b->s);
}

/* Add `line ${from}` up to ${to} to a batch. */
static void
add(struct batch *b, const struct destination *to, unsigned from, unsigned end,
    int64_t when)
{
	struct clean c = { .time = when };

	buf_init(&c.text, 100);
	for (; from < end; from++) {
		buf_reset(&c.text);
		buf_addf(&c.text, "line %u\n", from);
		cr_assert(batch_add(b, &c, to) == 0);
	}
	buf_release(&c.text);
}

/* Append a line through ${b}; how many were lost. */
static uint64_t
put(struct bench *b, const char *stream, const char *class, unsigned number)
{
	const struct destination to = { span_str(stream), span_str(class) };
	struct batch *batch = batch_new(&b->o);
	uint64_t lost;

	cr_assert(batch != NULL);
	add(batch, &to, number, number + 1, scratch_time(AT));
	scratch_finish(batch);
	lost = sink_put(b->k, batch);
	batch_free(batch);
	return (lost);
}

/* How many lines the stream ${name} has, and how often ${number} is one. */
static unsigned
count(const struct bench *b, const char *name, unsigned number, unsigned *of)
{
	static struct scratch_lines l;
	struct scratch in;

	l = (struct scratch_lines){ .total = 0 };
	if (enter(&b->s, name, &in)) {
		scratch_each(&in, scratch_count_file, &l);
		close(in.fd);
	}
	*of = l.total;
	return (l.seen[number]);
}

static void
expect(const struct bench *b, const char *name, unsigned number, unsigned total)
{
	unsigned of;

	cr_expect_eq(count(b, name, number, &of), 1, "%s: no line %u", name,
	    number);
	cr_expect_eq(of, total, "%s: %u lines", name, of);
}

Test(streams, a_directory_each)
{
	const mode_t was = umask(0777);
	struct bench b;
	struct stat st;

	bench_make(&b);
	if (geteuid() == 0)
		cr_assert(fchown(b.s.fd, 12345, 54321) == 0);
	cr_expect_eq(put(&b, "www.example.org", "", 1), 0);
	cr_expect_eq(put(&b, STREAM_OTHER, "", 2), 0);
	cr_expect_eq(put(&b, "", "", 3), 0);
	umask(was);
	st = scratch_stat(&b.s, "www.example.org");
	cr_expect_eq(st.st_mode & 07777, 0750);
	cr_expect(geteuid() != 0 || (st.st_uid == 12345 && st.st_gid == 54321));
	st = scratch_stat(&b.s, "www.example.org/" DAY);
	cr_expect_eq(st.st_mode & 07777, 0640);
	cr_expect(geteuid() != 0 || (st.st_uid == 12345 && st.st_gid == 54321));
	expect(&b, "www.example.org", 1, 1);
	expect(&b, STREAM_OTHER, 2, 1);
	cr_expect(scratch_has(&b.s, DAY));
	bench_remove(&b);
}

Test(streams, classes_are_files_of_their_own)
{
	struct bench b;

	bench_make(&b);
	cr_expect_eq(put(&b, "www.example.org", "", 1), 0);
	cr_expect_eq(put(&b, "www.example.org", "contact", 2), 0);
	cr_expect_eq(put(&b, "", "contact", 3), 0);
	cr_expect_eq(put(&b, "www.example.org", "contact", 4), 0);
	cr_expect(scratch_has(&b.s, "www.example.org/" DAY));
	cr_expect(scratch_has(&b.s, "www.example.org/" CLASSED));
	cr_expect(scratch_has(&b.s, CLASSED));
	cr_expect_not(scratch_has(&b.s, DAY));
	expect(&b, "www.example.org", 4, 3);
	bench_remove(&b);
}

static unsigned
descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	cr_assert(d != NULL);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return (n);
}

/* More streams than files that may be open. */
Test(streams, many)
{
	enum { STREAMS = 300, ROUNDS = 4 };
	struct bench b;
	unsigned before, most = 0;
	char name[64];

	bench_make(&b);
	before = descriptors();
	for (unsigned i = 0; i < STREAMS * ROUNDS; i++) {
		unsigned now;

		(void)snprintf(name, sizeof(name), "v%u.example.org",
		    i * 37 % STREAMS);
		cr_assert_eq(put(&b, name, "", i), 0);
		now = descriptors();
		most = now > most ? now : most;
	}
	cr_expect_eq(most, before + 64, "%u and %u", before, most);
	for (unsigned i = 0; i < STREAMS; i++) {
		(void)snprintf(name, sizeof(name), "v%u.example.org",
		    i * 37 % STREAMS);
		expect(&b, name, i + STREAMS, ROUNDS);
	}
	bench_remove(&b);
}

/* Push the file of ${name} out of those that are open. */
static void
push_out(struct bench *b)
{
	char name[64];

	for (unsigned i = 0; i < 64; i++) {
		(void)snprintf(name, sizeof(name), "push%u.example.org", i);
		cr_assert_eq(put(b, name, "", 4000), 0);
	}
}

/* A file that was closed and has grown since is looked at as any other. */
Test(streams, torn_by_another_while_it_was_closed)
{
	struct bench b;
	int fd;

	bench_make(&b);
	scratch_hush();
	cr_expect_eq(put(&b, "www.example.org", "", 1), 0);
	push_out(&b);
	fd = openat(b.s.fd, "www.example.org/" DAY, O_WRONLY | O_APPEND);
	cr_assert(fd != -1 && write(fd, "\x28\xb5\x2f\xfd\x24", 5) == 5);
	close(fd);
	cr_expect_eq(put(&b, "www.example.org", "", 2), 0);
	expect(&b, "www.example.org", 2, 2);
	push_out(&b);
	cr_expect_eq(put(&b, "www.example.org", "", 3), 0);
	expect(&b, "www.example.org", 3, 3);
	bench_remove(&b);
}

enum obstacle { SYMLINK, DANGLING, FILE_THERE, FIFO, NOBSTACLES };

static void
place(const struct bench *b, enum obstacle o, const char *name)
{
	const int fd = b->s.fd;

	cr_assert(mkdirat(fd, "elsewhere", 0777) == 0);
	cr_assert(o != SYMLINK || symlinkat("elsewhere", fd, name) == 0);
	cr_assert(o != DANGLING || symlinkat("nothing", fd, name) == 0);
	if (o == FILE_THERE)
		scratch_put(&b->s, name, "mine", 4);
	cr_assert(o != FIFO || mkfifoat(fd, name, 0666) == 0);
}

static void
try_obstacle(enum obstacle o)
{
	struct bench b;

	bench_make(&b);
	place(&b, o, "www.example.org");
	cr_expect_eq(put(&b, "www.example.org", "", 1), 0, "%d", o);
	cr_expect_eq(put(&b, "www.example.net", "", 2), 0);
	cr_expect_eq(put(&b, "www.example.org", "", 3), 0);
	expect(&b, STREAM_OTHER, 1, 2);
	expect(&b, "www.example.net", 2, 1);
	cr_expect_not(scratch_has(&b.s, "elsewhere/" DAY));
	cr_expect_not(scratch_has(&b.s, "nothing"));
	if (o == FILE_THERE)
		cr_expect_eq(scratch_stat(&b.s, "www.example.org").st_size, 4);
	bench_remove(&b);
}

Test(streams, what_is_not_a_directory_is_not_followed)
{
	scratch_hush();
	for (int i = 0; i < NOBSTACLES; i++)
		try_obstacle((enum obstacle)i);
}

/* It is said once, and no name is in it. */
Test(streams, warned_once)
{
	struct bench b;
	struct buf said;
	const char *first;
	char path[128];

	bench_make(&b);
	place(&b, FILE_THERE, "www.example.org");
	(void)snprintf(path, sizeof(path), "%s/said", b.s.path);
	cr_assert(freopen(path, "w", stderr) != NULL);
	for (unsigned i = 0; i < 5; i++)
		cr_expect_eq(put(&b, "www.example.org", "", i), 0);
	(void)fflush(stderr);
	buf_init(&said, 65536);
	cr_assert(fd_slurp(path, &said) == 0);
	cr_expect_eq(span_find(buf_span(&said), SPAN("example")), said.n);
	buf_addc(&said, '\0');
	first = strchr(said.p, '\n');
	cr_expect(first != NULL && first[1] == '\0', "%s", said.p);
	buf_release(&said);
	bench_remove(&b);
}

/* Where what has the name of the other one is none: the lines are counted. */
Test(streams, nowhere_else_to_go)
{
	struct bench b;

	bench_make(&b);
	scratch_hush();
	place(&b, SYMLINK, STREAM_OTHER);
	cr_expect_eq(put(&b, STREAM_OTHER, "", 1), 1);
	cr_expect_eq(put(&b, "www.example.org", "", 2), 0);
	cr_expect_not(scratch_has(&b.s, "elsewhere/" DAY));
	bench_remove(&b);
}

Test(streams, no_more_than_there_may_be)
{
	struct bench b;

	bench_make(&b);
	scratch_hush();
	b.o.streams_max = 3;
	clock_set(scratch_time(AT));
	cr_assert(mkdirat(b.s.fd, "old.example.org", 0755) == 0);
	cr_assert(mkdirat(b.s.fd, "lost+found", 0755) == 0);
	cr_assert(mkdirat(b.s.fd, ".git", 0755) == 0);
	scratch_put(&b.s, "file.example.org", "x", 1);
	cr_expect_eq(put(&b, "a.example.org", "", 1), 0);
	cr_expect_eq(put(&b, STREAM_OTHER, "", 2), 0);
	cr_expect_eq(put(&b, "b.example.org", "", 3), 0);
	cr_expect_eq(put(&b, "c.example.org", "", 4), 0);
	cr_expect_eq(put(&b, "old.example.org", "", 5), 0);
	cr_expect_eq(put(&b, "a.example.org", "", 6), 0);
	expect(&b, STREAM_OTHER, 4, 2);
	expect(&b, "old.example.org", 5, 1);
	expect(&b, "a.example.org", 6, 2);
	cr_expect_not(scratch_has(&b.s, "c.example.org"));
	/* Another one goes: there is room, but not before a minute is over. */
	cr_assert(unlinkat(b.s.fd, "b.example.org/" DAY, 0) == 0);
	cr_assert(unlinkat(b.s.fd, "b.example.org", AT_REMOVEDIR) == 0);
	cr_expect_eq(put(&b, "c.example.org", "", 7), 0);
	cr_expect_not(scratch_has(&b.s, "c.example.org"));
	clock_set(scratch_time(AT) + 60);
	cr_expect_eq(put(&b, "c.example.org", "", 8), 0);
	expect(&b, "c.example.org", 8, 1);
	cr_expect_eq(put(&b, "d.example.org", "", 9), 0);
	cr_expect_not(scratch_has(&b.s, "d.example.org"));
	bench_remove(&b);
}

Test(streams, only_the_known_ones)
{
	const struct span known[] = { SPAN("a.example.org"),
		SPAN("b.example.org"), SPAN("c.example") };
	struct bench b;

	bench_make(&b);
	b.o.vhosts = known;
	b.o.nvhosts = 3;
	cr_assert(mkdirat(b.s.fd, "d.example.org", 0755) == 0);
	cr_expect_eq(put(&b, "a.example.org", "", 1), 0);
	cr_expect_eq(put(&b, "c.example", "", 2), 0);
	cr_expect_eq(put(&b, "c.example.org", "", 3), 0);
	cr_expect_eq(put(&b, "d.example.org", "", 4), 0);
	cr_expect_eq(put(&b, "a.example", "", 5), 0);
	expect(&b, "a.example.org", 1, 1);
	expect(&b, "c.example", 2, 1);
	expect(&b, STREAM_OTHER, 3, 3);
	cr_expect_not(scratch_has(&b.s, "c.example.org"));
	cr_expect_not(scratch_has(&b.s, "d.example.org/" DAY));
	bench_remove(&b);
}

/* As a sweep does it, whether the file is open or was closed. */
Test(streams, the_directory_goes_away_under_us)
{
	struct bench b;

	bench_make(&b);
	cr_expect_eq(put(&b, "www.example.org", "", 1), 0);
	for (unsigned i = 0; i < 3; i++) {
		if (i == 1)
			push_out(&b);
		cr_assert(unlinkat(b.s.fd, "www.example.org/" DAY, 0) == 0);
		cr_assert(
		    unlinkat(b.s.fd, "www.example.org", AT_REMOVEDIR) == 0);
		cr_expect_eq(put(&b, "www.example.org", "", 2), 0);
		expect(&b, "www.example.org", 2, 1);
	}
	cr_assert(renameat(b.s.fd, "www.example.org", b.s.fd, "moved") == 0);
	cr_expect_eq(put(&b, "www.example.org", "", 3), 0);
	expect(&b, "www.example.org", 3, 1);
	bench_remove(&b);
}

/* Remove empty directories as fast as can be, until told to stop. */
static void
remove_empty(const struct bench *b)
{
	char name[64];

	for (;;) {
		for (unsigned i = 0; i < 3000; i++) {
			(void)snprintf(name, sizeof(name), "r%u.example.org",
			    i);
			(void)unlinkat(b->s.fd, name, AT_REMOVEDIR);
		}
	}
}

Test(streams, a_race_with_who_removes_empty_ones)
{
	struct bench b;
	unsigned lost = 0;
	char name[64];
	pid_t pid;

	bench_make(&b);
	cr_assert((pid = fork()) != -1);
	if (pid == 0)
		remove_empty(&b);
	for (unsigned i = 0; i < 3000; i++) {
		struct stat st;

		(void)snprintf(name, sizeof(name), "r%u.example.org", i);
		lost += (unsigned)put(&b, name, "", i);
		(void)snprintf(name, sizeof(name), "r%u.example.org/" DAY, i);
		cr_assert(fstatat(b.s.fd, name, &st, 0) == 0, "%u", i);
	}
	(void)kill(pid, SIGKILL);
	cr_assert(waitpid(pid, NULL, 0) == pid);
	cr_expect_eq(lost, 0);
	bench_remove(&b);
}
