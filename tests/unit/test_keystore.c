/* SPDX-License-Identifier: ISC */
#include <signal.h>

#include "key/keystore.h"
#include "unit/keys.h"
#include "unit/scratch.h"

#define NAME "key"
#define TMP ".key.new"

enum { FIRST = 20777, NOBODY = 65534 }; /* FIRST: 2026-11-20 */

static const char *
path_of(const struct scratch *s)
{
	static char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", s->path, NAME);
	return (path);
}

/* The file with ${text}, mode 0600. */
static void
put(const struct scratch *s, const char *text)
{
	scratch_put(s, NAME, text, strlen(text));
	cr_assert(fchmodat(s->fd, NAME, 0600, 0) == 0);
}

static bool
load(const struct scratch *s, struct keyfile *k)
{
	char why[KEYFILE_WHY];

	return (keystore_load(path_of(s), k, why) == 0);
}

static void
expect_refused(const struct scratch *s, const char *expected)
{
	static const struct keyfile none;
	char why[KEYFILE_WHY] = "";
	struct keyfile k;

	memset(&k, 'x', sizeof(k));
	cr_expect(keystore_load(path_of(s), &k, why) == -1, "%s", expected);
	cr_expect_str_eq(why, expected, "%s, not %s", why, expected);
	cr_expect(memcmp(&k, &none, sizeof(k)) == 0);
}

static void
expect_whole(const struct scratch *s, const struct keyfile *expected)
{
	struct keyfile k;

	cr_assert(load(s, &k));
	cr_expect(keys_same(&k, expected));
}

static int
advance(const struct scratch *s, const struct keyfile *k)
{
	char why[KEYFILE_WHY];

	return (keystore_advance(path_of(s), k, why));
}

Test(keystore, what_may_be_loaded)
{
	static const mode_t modes[] = { 0600, 0400, 0700 };
	const struct keyfile k = keys_at(KEYS_DAY, 0);
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		put(&s, KEYS_DAY);
		cr_assert(fchmodat(s.fd, NAME, modes[i], 0) == 0);
		expect_whole(&s, &k);
		cr_assert(unlinkat(s.fd, NAME, 0) == 0);
	}
	scratch_remove(&s);
}

Test(keystore, what_others_may_use_is_refused)
{
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	for (mode_t bit = 1; bit < 0100; bit <<= 1) {
		cr_assert(fchmodat(s.fd, NAME, 0600 | bit, 0) == 0);
		expect_refused(&s, "may be used by others: chmod 600");
	}
	scratch_remove(&s);
}

Test(keystore, what_is_somebody_elses_is_refused)
{
	struct scratch s;

	if (geteuid() != 0)
		cr_skip_test("only root can give files away");
	scratch_make(&s);
	put(&s, KEYS_DAY);
	cr_assert(fchownat(s.fd, NAME, NOBODY, NOBODY, 0) == 0);
	expect_refused(&s, "belongs to somebody else");
	scratch_remove(&s);
}

Test(keystore, what_is_no_file_is_refused)
{
	struct scratch s;

	scratch_make(&s);
	expect_refused(&s, "No such file or directory");
	cr_assert(mkdirat(s.fd, NAME, 0700) == 0);
	expect_refused(&s, "is not a regular file");
	scratch_clear(&s);
	cr_assert(mkfifoat(s.fd, NAME, 0600) == 0);
	expect_refused(&s, "is not a regular file");
	scratch_clear(&s);
	put(&s, KEYS_DAY);
	cr_assert(renameat(s.fd, NAME, s.fd, "real") == 0);
	cr_assert(symlinkat("real", s.fd, NAME) == 0);
	expect_refused(&s, "is a symbolic link");
	scratch_remove(&s);
}

Test(keystore, what_is_too_large_is_refused)
{
	char text[KEYSTORE_MAX + 1];
	struct scratch s;

	scratch_make(&s);
	memset(text, '\n', sizeof(text));
	memcpy(text, KEYS_DAY, strlen(KEYS_DAY));
	scratch_put(&s, NAME, text, sizeof(text));
	cr_assert(fchmodat(s.fd, NAME, 0600, 0) == 0);
	expect_refused(&s, "is too large for a key");
	cr_assert(truncate(path_of(&s), KEYSTORE_MAX) == 0);
	expect_refused(&s, "line 6: nothing may follow the key");
	cr_assert(truncate(path_of(&s), 0) == 0);
	expect_refused(&s, "line 1: the file ends too early");
	scratch_remove(&s);
}

Test(keystore, through_a_directory_that_is_a_link)
{
	char link[128], path[160], why[KEYFILE_WHY];
	struct keyfile k;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	(void)snprintf(link, sizeof(link), "%s.link", s.path);
	(void)snprintf(path, sizeof(path), "%s/%s", link, NAME);
	cr_assert(symlink(s.path, link) == 0);
	cr_expect(keystore_load(path, &k, why) == 0, "%s", why);
	k = keys_at(KEYS_DAY, FIRST + 1);
	cr_expect(keystore_advance(path, &k, why) == 0, "%s", why);
	cr_assert(unlink(link) == 0);
	expect_whole(&s, &k);
	scratch_remove(&s);
}

Test(keystore, a_credential_of_systemd)
{
	struct keyfile k;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	setenv("CREDENTIALS_DIRECTORY", s.path, 1);
	cr_assert(fchmodat(s.fd, NAME, 0440, 0) == 0);
	cr_expect(load(&s, &k));
	cr_assert(fchmodat(s.fd, NAME, 0460, 0) == 0);
	cr_expect_not(load(&s, &k));
	cr_assert(fchmodat(s.fd, NAME, 0444, 0) == 0);
	cr_expect_not(load(&s, &k));
	cr_assert(fchmodat(s.fd, NAME, 0440, 0) == 0);
	setenv("CREDENTIALS_DIRECTORY", "/tmp", 1);
	cr_expect_not(load(&s, &k));
	unsetenv("CREDENTIALS_DIRECTORY");
	cr_expect_not(load(&s, &k));
	scratch_remove(&s);
}

Test(keystore, created_with_0600_whatever_the_umask)
{
	static const mode_t masks[] = { 0, 022, 0777 };
	const struct keyfile k = keys_at(KEYS_DAY, 0);
	char why[KEYFILE_WHY];
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		umask(masks[i]);
		cr_expect(keystore_create(path_of(&s), &k, why) == 0, "%s",
		    why);
		cr_expect_eq(scratch_stat(&s, NAME).st_mode, S_IFREG | 0600);
		cr_expect_not(scratch_has(&s, TMP));
		expect_whole(&s, &k);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

Test(keystore, nothing_is_created_over_anything)
{
	const struct keyfile k = keys_at(KEYS_DAY, FIRST + 1);
	char why[KEYFILE_WHY];
	struct buf b;
	struct scratch s;

	scratch_make(&s);
	scratch_put(&s, NAME, "mine", 4);
	cr_expect(keystore_create(path_of(&s), &k, why) == -1);
	cr_expect_str_eq(why, "is there already");
	buf_init(&b, 1 << 16);
	scratch_get(&s, NAME, &b);
	cr_expect(span_eq(buf_span(&b), SPAN("mine")));
	buf_release(&b);
	scratch_clear(&s);
	cr_assert(symlinkat("elsewhere", s.fd, NAME) == 0);
	cr_expect(keystore_create(path_of(&s), &k, why) == -1);
	cr_expect_str_eq(why, "is there already");
	cr_expect_not(scratch_has(&s, "elsewhere"));
	scratch_remove(&s);
}

Test(keystore, what_is_not_created)
{
	struct keyfile weak = keys_at(KEYS_DAY, 0);
	char why[KEYFILE_WHY], path[512];
	struct scratch s;

	scratch_make(&s);
	memset(weak.key, 0, CRYPTO_KEY);
	cr_expect(keystore_create(path_of(&s), &weak, why) == -1);
	cr_expect_str_eq(why, "this is no key");
	cr_expect_not(scratch_has(&s, NAME));
	cr_expect_not(scratch_has(&s, TMP));
	(void)snprintf(path, sizeof(path), "%s/", s.path);
	cr_expect(keystore_create(path, &weak, why) == -1);
	cr_expect_str_eq(why, "is not the name of a file");
	(void)snprintf(path, sizeof(path), "%s/%0300d", s.path, 1);
	cr_expect(keystore_create(path, &weak, why) == -1);
	cr_expect_str_eq(why, "is not the name of a file");
	(void)snprintf(path, sizeof(path), "%s/none/key", s.path);
	cr_expect(keystore_create(path, &weak, why) == -1);
	cr_expect_str_eq(why, "No such file or directory");
	scratch_remove(&s);
}

Test(keystore, advanced_and_never_back)
{
	const struct keyfile old = keys_at(KEYS_DAY, 0);
	const struct keyfile new = keys_at(KEYS_DAY, FIRST + 365);
	struct stat first, second;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	cr_expect(advance(&s, &old) == 0);
	cr_expect(advance(&s, &new) == 0);
	expect_whole(&s, &new);
	first = scratch_stat(&s, NAME);
	cr_expect_eq(first.st_mode, S_IFREG | 0600);
	cr_expect_not(scratch_has(&s, TMP));
	cr_expect(advance(&s, &old) == 0);
	cr_expect(advance(&s, &new) == 0);
	expect_whole(&s, &new);
	second = scratch_stat(&s, NAME);
	cr_expect_eq(first.st_ino, second.st_ino);
	scratch_remove(&s);
}

Test(keystore, without_epochs_one_step_is_one_step)
{
	const struct keyfile old = keys_at(KEYS_NEVER, 0);
	const struct keyfile one = keys_at(KEYS_NEVER, 1);
	const struct keyfile two = keys_at(KEYS_NEVER, 2);
	struct keyfile k;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_NEVER);
	cr_expect(advance(&s, &one) == 0);
	cr_assert(load(&s, &k));
	cr_expect(memcmp(k.key, one.key, CRYPTO_KEY) == 0);
	cr_expect(advance(&s, &one) == 0, "two that do it at once");
	cr_expect(advance(&s, &old) == 0);
	cr_assert(load(&s, &k));
	cr_expect(memcmp(k.key, one.key, CRYPTO_KEY) == 0);
	cr_expect(keyfile_step(&k, 1) == 0 && advance(&s, &k) == 0);
	cr_assert(load(&s, &k));
	cr_expect(memcmp(k.key, two.key, CRYPTO_KEY) == 0);
	cr_expect(advance(&s, &one) == -1);
	scratch_remove(&s);
}

/* Somebody put another key there while we were running. */
Test(keystore, another_key_is_left_alone)
{
	static const char *const others[] = {
		"logfade-key 1\nepoch day\npast 2\nfrom 2026-11-20\nkey "
		"0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
		"20\n",
		"logfade-key 1\nepoch day\npast 1\nfrom 2026-11-20\n"
		"key " KEYS_HEX "\n",
		"logfade-key 1\nepoch week\npast 2\nfrom 2026-11-16\n"
		"key " KEYS_HEX "\n",
		KEYS_NEVER,
	};
	const struct keyfile k = keys_at(KEYS_DAY, FIRST + 1);
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct keyfile other = keys_at(others[i], 0);
		char why[KEYFILE_WHY] = "";

		put(&s, others[i]);
		cr_expect(keystore_advance(path_of(&s), &k, why) == -1, "%zu",
		    i);
		cr_expect_str_eq(why, "is another key by now");
		expect_whole(&s, &other);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

Test(keystore, what_it_was_is_overwritten)
{
	const struct keyfile new = keys_at(KEYS_DAY, FIRST + 1);
	struct buf b;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	cr_assert(linkat(s.fd, NAME, s.fd, "old", 0) == 0);
	cr_expect(advance(&s, &new) == 0);
	buf_init(&b, 1 << 16);
	scratch_get(&s, "old", &b);
	cr_expect_eq(b.n, strlen(KEYS_DAY));
	for (size_t i = 0; i < b.n; i++)
		cr_expect_eq(b.p[i], 0, "byte %zu", i);
	buf_release(&b);
	scratch_remove(&s);
}

Test(keystore, owner_and_group_stay)
{
	const struct keyfile new = keys_at(KEYS_DAY, FIRST + 1);
	struct stat st;
	struct scratch s;

	if (geteuid() != 0)
		cr_skip_test("only root can give files away");
	scratch_make(&s);
	put(&s, KEYS_DAY);
	cr_assert(fchownat(s.fd, NAME, 0, NOBODY, 0) == 0);
	cr_expect(advance(&s, &new) == 0);
	st = scratch_stat(&s, NAME);
	cr_expect_eq(st.st_uid, 0);
	cr_expect_eq(st.st_gid, NOBODY);
	scratch_remove(&s);
}

static void
create_child(const struct scratch *s)
{
	const struct keyfile k = keys_at(KEYS_DAY, 0);
	char why[KEYFILE_WHY];

	(void)keystore_create(path_of(s), &k, why);
}

static void
advance_child(const struct scratch *s)
{
	const struct keyfile k = keys_at(KEYS_DAY, FIRST + 1);

	(void)advance(s, &k);
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

static const char *const steps[] = {
	"key.made",
	"key.written",
	"key.synced",
	"key.replaced",
	"key.blanked",
};

enum { REPLACED = 3, STEPS = 5 };

Test(keystore, killed_at_each_step_of_create)
{
	const struct keyfile k = keys_at(KEYS_DAY, 0);
	char why[KEYFILE_WHY];
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i <= REPLACED; i++) {
		cr_assert(killed_at(steps[i], create_child, &s), "%s",
		    steps[i]);
		cr_expect_eq(scratch_has(&s, NAME), i == REPLACED, "%s",
		    steps[i]);
		cr_expect_eq(keystore_create(path_of(&s), &k, why),
		    i == REPLACED ? -1 : 0, "%s: %s", steps[i], why);
		expect_whole(&s, &k);
		cr_expect_not(scratch_has(&s, TMP), "%s", steps[i]);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

Test(keystore, killed_at_each_step_of_advance)
{
	const struct keyfile old = keys_at(KEYS_DAY, 0);
	const struct keyfile new = keys_at(KEYS_DAY, FIRST + 1);
	const struct keyfile next = keys_at(KEYS_DAY, FIRST + 2);
	struct scratch s;

	scratch_make(&s);
	for (size_t i = 0; i < STEPS; i++) {
		put(&s, KEYS_DAY);
		cr_assert(killed_at(steps[i], advance_child, &s), "%s",
		    steps[i]);
		expect_whole(&s, i < REPLACED ? &old : &new);
		cr_expect(advance(&s, &next) == 0, "%s", steps[i]);
		expect_whole(&s, &next);
		cr_expect_not(scratch_has(&s, TMP), "%s", steps[i]);
		scratch_clear(&s);
	}
	scratch_remove(&s);
}

enum { WRITERS = 8, ROUNDS = 40 };

/* Go through the epochs in strides of its own; the last is everybody's. */
static void
write_all(const struct scratch *s, int64_t which)
{
	for (int64_t e = which; e < ROUNDS + which; e += which) {
		const struct keyfile k =
		    keys_at(KEYS_DAY, FIRST + (e < ROUNDS ? e : ROUNDS));

		if (advance(s, &k) == -1)
			_exit(1);
	}
	_exit(0);
}

static unsigned
reap(pid_t *pid)
{
	unsigned n = 0;

	for (int i = 0; i < WRITERS; i++) {
		int status;

		if (pid[i] == 0 || waitpid(pid[i], &status, WNOHANG) != pid[i])
			continue;
		cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%d",
		    i);
		pid[i] = 0;
		n++;
	}
	return (n);
}

Test(keystore, eight_at_once)
{
	pid_t pid[WRITERS];
	unsigned ended = 0;
	int64_t last = 0;
	struct keyfile k;
	struct scratch s;

	scratch_make(&s);
	put(&s, KEYS_DAY);
	for (int i = 0; i < WRITERS; i++) {
		cr_assert((pid[i] = fork()) != -1);
		if (pid[i] == 0)
			write_all(&s, i + 1);
	}
	while (ended < WRITERS) {
		struct keyfile expected;

		ended += reap(pid);
		cr_assert(load(&s, &k));
		cr_assert(k.epoch >= last);
		last = k.epoch;
		expected = keys_at(KEYS_DAY, last);
		cr_assert(keys_same(&k, &expected));
	}
	cr_expect_eq(last, FIRST + ROUNDS);
	cr_expect_not(scratch_has(&s, TMP));
	scratch_remove(&s);
}
