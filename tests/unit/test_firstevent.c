/* SPDX-License-Identifier: ISC */
/* When the oldest event of a raw log was. */
#include "unit/scratch.h"

#include <sys/mman.h>

#include "flow/firstevent.h"
#include "unit/props.h"

enum { NOW = 1795305600 };

#define LINE(ip, when, request) \
	ip " - - [" when " +0000] \"" request "\" 200 5 \"-\" \"curl/8.5\"\n"

struct bench {
	struct arena *arena;
	struct catalog *catalog;
};

static void
start(struct bench *b)
{
	char why[FORMATFILE_WHY];

	setenv("TZ", "UTC", 1);
	tzset();
	cr_assert((b->arena = arena_new(1 << 24)) != NULL);
	b->catalog = catalog_load(b->arena, "/nonexistent", why);
	cr_assert(b->catalog != NULL, "%s", why);
}

static void
stop(struct bench *b)
{
	catalog_free(b->catalog);
	arena_free(b->arena);
}

/* The oldest time of a file that holds ${text}, or -1. */
static int64_t
oldest(const struct bench *b, const char *format, struct span text)
{
	const struct matcher *m = format == NULL ?
	    NULL :
	    props_format(b->catalog, span_str(format))->matcher;
	struct firstevent *e = firstevent_new(b->catalog, m);
	const int fd = memfd_create("log", MFD_CLOEXEC);
	int64_t when = 0;
	bool found;

	cr_assert(e != NULL && fd != -1);
	cr_assert(fd_write(fd, text.p, text.n) == 0);
	cr_assert(lseek(fd, 3, SEEK_SET) == 3);
	found = firstevent_find(e, fd, NOW, &when);
	/* It is where it was. */
	cr_expect(lseek(fd, 0, SEEK_CUR) == 3);
	cr_assert(close(fd) == 0);
	firstevent_free(e);
	return (found ? when : -1);
}

Test(firstevent, the_smallest_time_counts)
{
	static const struct span log = SPAN(LINE("192.0.2.7",
	    "12/Nov/2026:10:00:01", "GET / HTTP/1.1") LINE("192.0.2.7",
	    "12/Nov/2026:10:00:00", "GET / HTTP/1.1")
		LINE("192.0.2.7", "13/Nov/2026:10:00:00", "GET / HTTP/1.1"));
	const int64_t when = scratch_time("2026-11-12T10:00:00Z");
	struct bench b;

	start(&b);
	cr_expect_eq(oldest(&b, NULL, log), when);
	cr_expect_eq(oldest(&b, "nginx-combined", log), when);
	/* It is of another format than the policy's. */
	cr_expect_eq(oldest(&b, "nginx-error", log), when);
	stop(&b);
}

/* A client cannot make a log old, or young. */
Test(firstevent, only_the_time_of_the_server_counts)
{
	static const struct span log = SPAN(
	    LINE("192.0.2.7", "12/Nov/2026:10:00:00",
		"GET /[01/Jan/2020:00:00:00 +0000] HTTP/1.1")
		LINE("192.0.2.7", "12/Nov/2026:10:00:00",
		    "GET / HTTP/1.1\\\" 200 5 \\\"-\\\" [01/Jan/2020:00:00:00 "
		    "+0000]") "[01/Jan/2020:00:00:00 +0000]\n");
	struct bench b;

	start(&b);
	cr_expect_eq(oldest(&b, "nginx-combined", log),
	    scratch_time("2026-11-12T10:00:00Z"));
	cr_expect_eq(oldest(&b, "apache-combined", log),
	    scratch_time("2026-11-12T10:00:00Z"));
	stop(&b);
}

Test(firstevent, no_time_to_be_found)
{
	static const struct span logs[] = { SPAN(""), SPAN("\n\n"),
		SPAN("hello\nworld\n"), SPAN("\x1f\x8b"),
		SPAN("\x1f\x8b\x08\x00zzzzzzzzzzzzzzzzzzzzz"),
		SPAN("BZh91AY&SY"),
		SPAN("\xfd"
		     "7zXZ\x00"),
		SPAN(LINE("192.0.2.7", "31/Feb/2026:10:00:00", "GET /")) };
	struct bench b;

	start(&b);
	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
		cr_expect_eq(oldest(&b, NULL, logs[i]), -1, "%zu", i);
		cr_expect_eq(oldest(&b, "nginx-combined", logs[i]), -1, "%zu",
		    i);
	}
	stop(&b);
}

/* Let ${program} compress the file "log". */
static void
pack(const struct scratch *s, const char *program)
{
	const pid_t pid = fork();
	int status;

	cr_assert(pid != -1);
	if (pid == 0) {
		if (fchdir(s->fd) == 0)
			execlp(program, program, "-q", "-k", "log",
			    (char *)NULL);
		_exit(127);
	}
	cr_assert(waitpid(pid, &status, 0) == pid && status == 0, "%s",
	    program);
}

/* Packed logs are looked into, however much may come out of them. */
Test(firstevent, packed)
{
	const int64_t when = scratch_time("2026-11-12T10:00:00Z");
	struct buf log, packed;
	struct scratch s;
	struct bench b;

	start(&b);
	scratch_make(&s);
	buf_init(&log, 1 << 27);
	buf_init(&packed, 1 << 27);
	for (int i = 0; i < 200000; i++)
		buf_addspan(&log,
		    SPAN(LINE("192.0.2.7", "12/Nov/2026:10:00:00", "GET /")));
	scratch_put(&s, "log", log.p, log.n);
	pack(&s, "gzip");
	pack(&s, "zstd");
	cr_expect_eq(oldest(&b, NULL, buf_span(&log)), when);
	scratch_get(&s, "log.gz", &packed);
	cr_expect_eq(oldest(&b, NULL, buf_span(&packed)), when);
	/* Torn, it still has a beginning. */
	packed.n -= 20;
	cr_expect_eq(oldest(&b, NULL, buf_span(&packed)), when);
	buf_reset(&packed);
	scratch_get(&s, "log.zst", &packed);
	cr_expect_eq(oldest(&b, NULL, buf_span(&packed)), when);
	buf_release(&log);
	buf_release(&packed);
	scratch_remove(&s);
	stop(&b);
}
