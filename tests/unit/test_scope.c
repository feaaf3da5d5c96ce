/* SPDX-License-Identifier: ISC */
/* Blocks of the policy file: how they are read, and what tells them apart. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "app/config.h"
#include "app/preset.h"
#include "unit/cputime.h"

static struct config config;

/* Load the policy ${text}; 0 or -1 as config_load(). */
static int
load(struct arena *a, const char *text)
{
	char path[] = "/tmp/logfade-scope-XXXXXX";
	const int fd = mkostemp(path, O_CLOEXEC);
	const size_t n = strlen(text);
	int rc;

	cr_assert(fd != -1 && write(fd, text, n) == (ssize_t)n);
	config_init(&config, a);
	config.file = path;
	config.nsettings = 0;
	rc = config_load(&config);
	cr_assert(close(fd) == 0 && unlink(path) == 0);
	return (rc);
}

static void
digest_of(const char *text, char digest[static 17])
{
	struct arena *a = arena_new(1 << 22);

	cr_assert_eq(load(a, text), 0, "%s", text);
	preset_digest(&config.policy);
	memcpy(digest, config.policy.digest, 17);
	arena_free(a);
}

Test(scope, each_difference_shows_in_the_digest)
{
	static const char *const all[] = {
		"",
		"vhost a.example.org { }",
		"vhost b.example.org { }",
		"class a { match path a }",
		"class b { match path a }",
		"class a { match path b }",
		"class a { match path a b }",
		"class a { match path ab }",
		"class a { match path a ; match path b }",
		"class a { match field a a }",
		"class a { match field aa a }",
		"class a { match method a }",
		"class a { match path a ; keep 1 month }",
		"class a { match path a ; keep 1 year }",
		"class a { match path a ; search keep }",
		"class a { match path a ; search drop }",
		"class a { match path a ; ip drop }",
		"class a { match path a ; time day }",
		"vhost a.example.org { ip drop }",
		"vhost a.example.org { query only a }",
		"vhost a.example.org { query only b }",
		"vhost a.example.org { keep 1 month }",
		"class a { match path a }\nclass b { match path b }",
		"class b { match path b }\nclass a { match path a }",
	};
	enum { ALL = sizeof(all) / sizeof(all[0]) };
	char digest[ALL][17], again[17];

	for (size_t i = 0; i < ALL; i++) {
		digest_of(all[i], digest[i]);
		for (size_t k = 0; k < i; k++)
			cr_expect_str_neq(digest[i], digest[k], "%s | %s",
			    all[i], all[k]);
	}
	digest_of("vhost b.example.org { }\nvhost a.example.org { ip drop }",
	    digest[0]);
	digest_of("vhost A.example.org { ip drop }\nvhost b.example.org { }",
	    again);
	cr_expect_str_eq(digest[0], again, "their order says nothing");
}

/* Ten thousand are read in a moment, found, and one more is refused. */
Test(scope, many_vhosts)
{
	enum { ROOM = 1 << 20 };
	struct arena *a = arena_new(1 << 26);
	char *text = calloc(1, ROOM), name[64];
	const struct scope *s;
	size_t n = 0;
	long start;

	cr_assert(a != NULL && text != NULL);
	for (unsigned i = 0; i < SCOPE_VHOSTS_MAX; i++)
		n += (size_t)snprintf(text + n, ROOM - n,
		    "vhost v%u.example.org { keep %u days }\n",
		    i * 7919 % SCOPE_VHOSTS_MAX, i % 90 + 1);
	cr_assert(n < ROOM - 100);
	start = cputime_ms();
	cr_assert_eq(load(a, text), 0);
	cr_expect(cputime_ms() - start < 2000 * CPUTIME_FACTOR);
	for (unsigned i = 0; i < SCOPE_VHOSTS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "v%u.example.org",
		    i * 7919 % SCOPE_VHOSTS_MAX);
		s = policy_vhost(&config.policy, span_str(name));
		if (s == NULL || s->keep.count != i % 90 + 1)
			cr_assert_fail("%s", name);
	}
	(void)snprintf(text + n, ROOM - n, "vhost more.example.org { }\n");
	cr_expect_eq(load(a, text), -1);
	free(text);
	arena_free(a);
}
