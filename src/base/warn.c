/* SPDX-License-Identifier: ISC */
#include "base/warn.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

/* It would have to be passed through all stages otherwise. */
static const char *about;

void
warn_about(const char *subject)
{
	about = subject;
}

__attribute__((format(printf, 1, 0))) static void
say(const char *fmt, va_list ap, const char *why)
{
	char line[LINE_MAX_BYTES] = "logfade: ";
	const size_t room = sizeof(line) - 1; /* one for the newline */
	size_t n = strlen(line);

	if (about != NULL)
		(void)snprintf(line + n, room - n, "%s: ", about);
	n = strlen(line);
	(void)vsnprintf(line + n, room - n, fmt, ap);
	n = strlen(line);
	if (why != NULL)
		(void)snprintf(line + n, room - n, ": %s", why);
	n = strlen(line);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[n++] = '\n';
	/* Nobody is left to tell when stderr itself is gone. */
	if (write(STDERR_FILENO, line, n) == -1)
		return;
}

void
warn_msg(const char *fmt, ...)
{
	const int e = errno;
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap, NULL);
	va_end(ap);
	errno = e;
}

void
warn_errno(const char *fmt, ...)
{
	const int e = errno;
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap, strerrordesc_np(e));
	va_end(ap);
	errno = e;
}
