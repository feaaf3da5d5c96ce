/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>

#include "retain/inventory.h"

/* The sub-directory ${name} of ${s}, which stays for the test's length. */
static struct scratch
sub(const struct scratch *s, const char *name)
{
	struct scratch d;

	(void)snprintf(d.path, sizeof(d.path), "%.60s/%.30s", s->path, name);
	cr_assert(mkdirat(s->fd, name, 0750) == 0);
	d.fd = openat(s->fd, name, O_RDONLY | O_DIRECTORY);
	cr_assert(d.fd != -1);
	return (d);
}

static void
drop(struct scratch *d)
{
	scratch_clear(d);
	close(d->fd);
	cr_expect(rmdir(d->path) == 0);
}

static void
touch(const struct scratch *s, const char *name)
{
	scratch_put(s, name, "", 0);
}

/* All of ${inv} as `STREAM/NAME` lines. */
static void
expect_list(const struct inventory *inv, const char *wanted)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < inv->n; i++) {
		char name[SEGMENT_NAME_MAX];

		segment_name(&inv->item[i].segment, name);
		buf_addf(&b, "%s/%s\n", inv->stream[inv->item[i].stream], name);
	}
	buf_addc(&b, '\0');
	cr_expect_str_eq(b.p, wanted);
	buf_release(&b);
}

Test(inventory, streams_and_periods_in_order)
{
	struct scratch s, a, b;
	struct inventory inv;

	scratch_make(&s);
	a = sub(&s, "www.example.org");
	b = sub(&s, "shop.example.org");
	touch(&s, "access-2026-11-20.live.zst");
	touch(&a, "access-2026-11-20.live.zst");
	touch(&a, "access-2026-11-20.10.log.zst");
	touch(&a, "access-2026-11-20.2.log.zst");
	touch(&a, "access-2026-11-20.log.zst");
	touch(&a, ".access-2026-11-20.seal.tmp");
	touch(&a, "access-2026-11-19.log.zst");
	touch(&b, "access-2026-11-20T05.log.zst");
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	expect_list(&inv,
	    "./access-2026-11-20.live.zst\n"
	    "shop.example.org/access-2026-11-20T05.log.zst\n"
	    "www.example.org/access-2026-11-19.log.zst\n"
	    "www.example.org/access-2026-11-20.log.zst\n"
	    "www.example.org/access-2026-11-20.2.log.zst\n"
	    "www.example.org/access-2026-11-20.10.log.zst\n"
	    "www.example.org/access-2026-11-20.live.zst\n"
	    "www.example.org/.access-2026-11-20.seal.tmp\n");
	inventory_by_time(&inv);
	expect_list(&inv,
	    "www.example.org/access-2026-11-19.log.zst\n"
	    "./access-2026-11-20.live.zst\n"
	    "www.example.org/access-2026-11-20.log.zst\n"
	    "www.example.org/access-2026-11-20.2.log.zst\n"
	    "www.example.org/access-2026-11-20.10.log.zst\n"
	    "www.example.org/access-2026-11-20.live.zst\n"
	    "www.example.org/.access-2026-11-20.seal.tmp\n"
	    "shop.example.org/access-2026-11-20T05.log.zst\n");
	inventory_release(&inv);
	drop(&a);
	drop(&b);
	scratch_remove(&s);
}

Test(inventory, classes_in_order)
{
	struct scratch s, a;
	struct inventory inv;

	scratch_make(&s);
	a = sub(&s, "www.example.org");
	touch(&s, "access-b-2026-11-20.live.zst");
	touch(&s, "access-2026-11-20.live.zst");
	touch(&s, "access-2026-11-21.live.zst");
	touch(&s, "access-b-2026-11-19.log.zst");
	touch(&s, "access-a-2026-11-20.live.zst");
	touch(&s, "access-a-2026-11-20.log.zst");
	touch(&a, "access-a-2026-11-20.log.zst");
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	expect_list(&inv,
	    "./access-2026-11-20.live.zst\n"
	    "./access-2026-11-21.live.zst\n"
	    "./access-a-2026-11-20.log.zst\n"
	    "./access-a-2026-11-20.live.zst\n"
	    "./access-b-2026-11-19.log.zst\n"
	    "./access-b-2026-11-20.live.zst\n"
	    "www.example.org/access-a-2026-11-20.log.zst\n");
	inventory_by_time(&inv);
	expect_list(&inv,
	    "./access-b-2026-11-19.log.zst\n"
	    "./access-2026-11-20.live.zst\n"
	    "./access-a-2026-11-20.log.zst\n"
	    "./access-a-2026-11-20.live.zst\n"
	    "./access-b-2026-11-20.live.zst\n"
	    "www.example.org/access-a-2026-11-20.log.zst\n"
	    "./access-2026-11-21.live.zst\n");
	inventory_only_class(&inv, "a");
	expect_list(&inv,
	    "./access-a-2026-11-20.log.zst\n"
	    "./access-a-2026-11-20.live.zst\n"
	    "www.example.org/access-a-2026-11-20.log.zst\n");
	inventory_only_class(&inv, "c");
	cr_expect_eq(inv.n, 0);
	inventory_release(&inv);
	drop(&a);
	scratch_remove(&s);
}

Test(inventory, one_level_and_no_links)
{
	struct scratch s, other, hidden, strange, deep, deeper;
	struct inventory inv;

	scratch_make(&s);
	scratch_make(&other);
	touch(&other, "access-2026-11-20.log.zst");
	hidden = sub(&s, ".old");
	strange = sub(&s, "a b\x1b");
	touch(&strange, "access-2026-11-20.log.zst");
	touch(&hidden, "access-2026-11-20.log.zst");
	deep = sub(&s, "a");
	touch(&deep, "access-2026-11-20.log.zst.bak");
	deeper = sub(&deep, "b");
	touch(&deeper, "access-2026-11-20.log.zst");
	cr_assert(symlinkat(other.path, s.fd, "link") == 0);
	cr_assert(mkdirat(s.fd, "access-2026-11-19.log.zst", 0700) == 0);
	touch(&s, "README");
	cr_assert(inventory_list(&inv, s.fd, SPAN("")) == 0);
	/* a name of ours, whatever it stands for */
	expect_list(&inv, "./access-2026-11-19.log.zst\n");
	cr_expect_eq(inv.failed, 0);
	inventory_release(&inv);
	drop(&hidden);
	drop(&strange);
	drop(&deeper);
	drop(&deep);
	scratch_remove(&s);
	scratch_remove(&other);
}

Test(inventory, only_the_streams_of_a_name)
{
	static const struct {
		const char *name;
		size_t streams;
	} cases[] = { { "www.example.org", 1 }, { "WWW.EXAMPLE.ORG", 1 },
		{ "example.org", 0 }, { ".", 1 }, { "..", 0 } };
	struct scratch s, a, b;

	scratch_make(&s);
	a = sub(&s, "www.example.org");
	b = sub(&s, "Www.example.org"); /* no stream is called that */
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct inventory inv;

		cr_assert(
		    inventory_list(&inv, s.fd, span_str(cases[i].name)) == 0);
		cr_expect_eq(inv.nstreams, cases[i].streams, "%s",
		    cases[i].name);
		inventory_release(&inv);
	}
	drop(&a);
	drop(&b);
	scratch_remove(&s);
}

Test(inventory, a_directory_that_cannot_be_read)
{
	const int fd = open("/dev/null", O_RDONLY);
	struct inventory inv;

	cr_expect(inventory_list(&inv, fd, SPAN("")) == -1);
	inventory_release(&inv);
	cr_expect(inventory_list(&inv, -1, SPAN("x")) == -1 && errno == EBADF);
	inventory_release(&inv);
	close(fd);
}
