/* SPDX-License-Identifier: ISC */
/* Policy files: any text is either a policy or refused with a reason. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "app/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

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
	(void)config_load(&c);
	(void)close(fd);
	(void)unlink(path);
	arena_free(a);
	return (0);
}
