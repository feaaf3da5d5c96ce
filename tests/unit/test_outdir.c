/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>

#include "base/clock.h"
#include "base/file.h"
#include "flow/upkeep.h"
#include "write/outdir.h"

/* A directory `a` in a scratch directory, open. */
struct nook {
	struct scratch s;
	char path[128];
	int fd;
};

static void
nook_make(struct nook *p)
{
	scratch_make(&p->s);
	(void)snprintf(p->path, sizeof(p->path), "%s/a", p->s.path);
	p->fd = outdir_open(p->path);
	cr_assert(p->fd != -1);
}

static void
nook_remove(struct nook *p)
{
	cr_expect(close(p->fd) == 0);
	scratch_remove(&p->s);
}

static bool
is_here(const struct nook *p, const char *name)
{
	return (file_is(p->s.fd, name, p->fd));
}

Test(outdir, stays_where_nothing_happened)
{
	struct nook p;

	nook_make(&p);
	cr_expect_eq(outdir_follow(p.path, p.fd, true), 0);
	cr_expect(is_here(&p, "a"));
	nook_remove(&p);
}

Test(outdir, goes_where_the_path_goes)
{
	struct nook p;

	nook_make(&p);
	cr_assert(renameat(p.s.fd, "a", p.s.fd, "b") == 0);
	cr_expect_eq(outdir_follow(p.path, p.fd, false), 0);
	cr_expect(is_here(&p, "b"));
	cr_assert(mkdirat(p.s.fd, "a", 0700) == 0);
	cr_expect_eq(outdir_follow(p.path, p.fd, false), 1);
	cr_expect(is_here(&p, "a"));
	cr_expect((fcntl(p.fd, F_GETFD) & FD_CLOEXEC) != 0);
	nook_remove(&p);
}

Test(outdir, is_made_again_as_it_was)
{
	struct nook p;

	nook_make(&p);
	cr_assert(fchmod(p.fd, 02751) == 0);
	cr_assert(unlinkat(p.s.fd, "a", AT_REMOVEDIR) == 0);
	cr_expect_eq(outdir_follow(p.path, p.fd, false), 0);
	cr_expect_not(scratch_has(&p.s, "a"));
	cr_expect_eq(outdir_follow(p.path, p.fd, true), 1);
	cr_expect(is_here(&p, "a"));
	cr_expect_eq(scratch_stat(&p.s, "a").st_mode & 07777, 02751);
	nook_remove(&p);
}

/* A directory that is only elsewhere is better than none. */
Test(outdir, what_cannot_be_followed)
{
	struct nook p;

	nook_make(&p);
	cr_assert(renameat(p.s.fd, "a", p.s.fd, "b") == 0);
	scratch_put(&p.s, "a", "", 0);
	cr_expect_eq(outdir_follow(p.path, p.fd, true), 0);
	cr_expect(is_here(&p, "b"));
	cr_assert(unlinkat(p.s.fd, "b", AT_REMOVEDIR) == 0);
	cr_expect_eq(outdir_follow(p.path, p.fd, true), -1);
	cr_expect_eq(errno, ENOTDIR);
	nook_remove(&p);
}

/* What is in a directory that took the other's place is sealed, too. */
Test(upkeep, follows_the_directory)
{
	const int64_t when = scratch_time("2026-11-21T13:00:00Z");
	struct policy policy = { .keep = { KEEP_FOREVER, 0 } };
	struct upkeep *u;
	struct nook p;
	struct scratch in;

	nook_make(&p);
	clock_set(when + 3 * 86400);
	policy.output = scratch_output(&p.s);
	policy.output.dir = p.path;
	cr_assert((u = upkeep_start(&policy, "0")) != NULL);
	cr_assert(renameat(p.s.fd, "a", p.s.fd, "b") == 0);
	in.fd = outdir_open(p.path);
	(void)snprintf(in.path, sizeof(in.path), "%.60s/a", p.s.path);
	cr_assert(in.fd != -1);
	scratch_append(&in, 0, 3, when);
	upkeep_stop(u, true);
	cr_expect(scratch_has(&in, "access-2026-11-21.log.zst"));
	cr_expect_not(scratch_has(&in, "access-2026-11-21.live.zst"));
	scratch_remove(&in);
	nook_remove(&p);
}
