/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>

#include "model/streamdir.h"
#include "retain/holdfile.h"
#include "retain/ledger.h"
#include "retain/tree.h"

static void
make_dir(const struct scratch *s, const char *name)
{
	cr_assert(mkdirat(s->fd, name, 0750) == 0, "%s", name);
}

Test(tree, which_are_streams)
{
	static const char *const others[] = { ".hidden", "Www.example.org",
		"a b", "a\nb", "192.0.2.1", "access-2026-11-21.live.zst", "-a",
		"a..b", "_others" };
	struct scratch s, other;
	struct dirnames t;
	int fd;

	scratch_make(&s);
	scratch_make(&other);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		make_dir(&s, others[i]);
	make_dir(&s, "www.example.org");
	make_dir(&s, "a.example.org");
	make_dir(&s, "_other");
	scratch_put(&s, "file.example.org", "", 0);
	cr_assert(mkfifoat(s.fd, "fifo.example.org", 0600) == 0);
	cr_assert(symlinkat(other.path, s.fd, "link.example.org") == 0);
	cr_assert(streamdir_list(s.fd, &t) == 0);
	cr_assert_eq(t.n, 3);
	cr_expect_str_eq(t.name[0], "_other");
	cr_expect_str_eq(t.name[1], "a.example.org");
	cr_expect_str_eq(t.name[2], "www.example.org");
	dirnames_release(&t);
	cr_expect(streamdir_list(-1, &t) == -1 && errno == EBADF);
	dirnames_release(&t);
	/* what became a link after it was listed is not gone into either */
	cr_expect(tree_open(s.fd, "link.example.org") == -1 && errno == ENOENT);
	cr_expect(tree_open(s.fd, "file.example.org") == -1 && errno == ENOENT);
	cr_expect(tree_open(s.fd, "none.example.org") == -1 && errno == ENOENT);
	cr_expect((fd = tree_open(s.fd, "_other")) != -1);
	close(fd);
	cr_expect((fd = tree_open(s.fd, TREE_ROOT)) != -1);
	close(fd);
	scratch_remove(&s);
	scratch_remove(&other);
}

Test(tree, whose_holds_and_ledger)
{
	static const char *const files[] = { LEDGER_NAME, HOLDFILE_NAME };
	struct scratch s;
	int a, b;

	scratch_make(&s);
	make_dir(&s, "a.example.org");
	make_dir(&s, "no stream");
	a = tree_open(s.fd, "a.example.org");
	b = tree_open(s.fd, "no stream");
	cr_assert(a != -1 && b != -1);
	for (size_t i = 0; i < 2; i++) {
		int fd;

		cr_expect_not(tree_is_root(s.fd));
		cr_expect_not(tree_is_stream(a));
		scratch_put(&s, files[i], "", 0);
		cr_expect(tree_is_root(s.fd));
		cr_expect_not(tree_is_stream(s.fd));
		cr_expect_not(tree_is_root(a));
		cr_expect(tree_is_stream(a), "%s", files[i]);
		cr_expect_not(tree_is_stream(b));
		/* with one of its own it is not one of ours */
		fd = openat(a, files[1 - i], O_WRONLY | O_CREAT, 0640);
		cr_expect(tree_is_root(a));
		cr_expect_not(tree_is_stream(a));
		close(fd);
		cr_assert(unlinkat(a, files[1 - i], 0) == 0);
		cr_assert(unlinkat(s.fd, files[i], 0) == 0);
	}
	close(a);
	close(b);
	scratch_remove(&s);
}
