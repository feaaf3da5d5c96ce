/* SPDX-License-Identifier: ISC */
#include "unit/scratch.h"

#include <errno.h>

#include "retain/age.h"
#include "write/seal.h"

static const struct keep months14 = { KEEP_MONTHS, 14 }, d1 = { KEEP_DAYS, 1 };

static void
touch(const struct scratch *s, const char *name)
{
	scratch_put(s, name, "", 0);
}

static struct age
judge(const struct scratch *s, const char *name, const struct age_rule *rule)
{
	struct segment seg;
	struct age age;
	struct stat st;
	const int fd = age_open(s->fd, name, &st);

	cr_assert(fd != -1, "%s", name);
	cr_assert(segment_parse(span_str(name), &seg));
	cr_assert(age_judge(fd, &seg, rule, &age) == 0);
	close(fd);
	return (age);
}

/* Notes of a live one and the seal say the same; keep as in a sweep. */
Test(age, what_notes_say)
{
	const int64_t at = scratch_time("2026-11-21T13:00:00Z");
	struct age_rule rule = { months14, false, INT64_MAX };
	const struct policy policy = { .digest = "d",
		.keep = d1,
		.output = { .seal_level = 3 } };
	const struct seal_info info = { "1", &policy, "", NULL };
	struct seal_count n;
	struct scratch s;
	struct age age;

	scratch_make(&s);
	scratch_append(&s, 0, 5, at + 3600);
	scratch_append(&s, 5, 9, at);
	age = judge(&s, "access-2026-11-21.live.zst", &rule);
	cr_expect(age.counted && age.sum.lines == 9 && age.oldest == at);
	cr_expect_eq(age.sum.newest, at + 3600);
	cr_expect_eq(age.expires, scratch_time("2028-01-21T13:00:00Z"));
	/* not looked into: kept anyway */
	rule.now = at;
	age = judge(&s, "access-2026-11-21.live.zst", &rule);
	cr_expect(!age.counted);
	cr_expect_eq(age.expires, scratch_time("2028-01-21T00:00:00Z"));
	rule.now = INT64_MAX;
	cr_assert(seal_run(s.fd, INT64_MAX / 2, &info, &n) == 0);
	age = judge(&s, "access-2026-11-21.log.zst", &rule);
	cr_expect(age.counted && age.sum.lines == 9 && age.oldest == at);
	cr_expect_eq(age.expires, at + 86400);
	rule.keep_is_explicit = true;
	age = judge(&s, "access-2026-11-21.log.zst", &rule);
	cr_expect_eq(age.expires, scratch_time("2028-01-21T13:00:00Z"));
	touch(&s, ".access-2026-11-21.seal.tmp");
	age = judge(&s, ".access-2026-11-21.seal.tmp", &rule);
	cr_expect_not(age.counted);
	scratch_remove(&s);
}

Test(age, opens_regular_files_only)
{
	struct scratch s;
	struct stat st;
	int fd;

	scratch_make(&s);
	touch(&s, "file");
	cr_assert(symlinkat("file", s.fd, "link") == 0);
	cr_assert(linkat(s.fd, "file", s.fd, "hard", 0) == 0);
	cr_assert(mkfifoat(s.fd, "fifo", 0600) == 0);
	cr_assert(mkdirat(s.fd, "dir", 0700) == 0);
	cr_expect(age_open(s.fd, "link", &st) == -1 && errno == EINVAL);
	cr_expect(age_open(s.fd, "fifo", &st) == -1 && errno == EINVAL);
	cr_expect(age_open(s.fd, "dir", &st) == -1 && errno == EINVAL);
	cr_expect(age_open(s.fd, "none", &st) == -1 && errno == ENOENT);
	fd = age_open(s.fd, "hard", &st);
	cr_expect(fd != -1 && st.st_nlink == 2);
	close(fd);
	scratch_remove(&s);
}
