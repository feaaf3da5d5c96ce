/* SPDX-License-Identifier: ISC */
/* Policy files: any text is either a policy or refused with a reason. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config.h"
#include "app/preset.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Each vhost is found by its name, and digests are of anything. */
static void
expect_scopes(struct policy *policy)
{
	for (size_t i = 0; i < policy->nvhosts; i++)
		if (policy->vhost[i].name.p[0] != '*' &&
		    policy_vhost(policy, policy->vhost[i].name) !=
			&policy->vhost[i])
			abort();
	for (size_t i = 0; i < policy->nclasses; i++)
		if (policy->class[i].nconditions == 0)
			abort();
	preset_digest(policy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct config c;
	static int quiet = -1;
	struct arena *a = arena_new(1 << 24);
	char path[] = "/tmp/logfade-fuzz-XXXXXX";
	const int fd = mkostemp(path, O_CLOEXEC);

	if (quiet == -1 && getenv("LOGFADE_FUZZ_LOUD") == NULL) {
		/* The reasons are not of interest here. */
		quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
		(void)dup2(quiet, STDERR_FILENO);
	}
	if (fd == -1 || write(fd, p, n) != (ssize_t)n)
		return (0);
	config_init(&c, a);
	c.file = path;
	if (config_load(&c) == 0)
		expect_scopes(&c.policy);
	(void)close(fd);
	(void)unlink(path);
	arena_free(a);
	return (0);
}
