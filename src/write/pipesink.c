/* SPDX-License-Identifier: ISC */
#include "write/pipesink.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

void
pipesink_init(struct pipesink *s, int fd, bool frames)
{
	s->fd = fd;
	s->frames = frames;
	s->torn = 0;
	buf_init(&s->rest, SIZE_MAX / 2);
}

/* Write ${s}; returns how much of it is out, errno set if that is not all. */
static size_t
write_some(int fd, struct span s)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	size_t n = 0;

	while (n < s.n) {
		const ssize_t w = write(fd, s.p + n, s.n - n);

		if (w >= 0)
			n += (size_t)w;
		else if (errno == EAGAIN)
			(void)poll(&p, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return (n);
}

/* The rest of what was torn, if any. */
static int
write_rest(struct pipesink *s)
{
	const size_t n = write_some(s->fd, buf_span(&s->rest));

	if (n < s->rest.n) {
		memmove(s->rest.p, s->rest.p + n, s->rest.n - n);
		s->rest.n -= n;
		s->torn += n;
		return (-1);
	}
	buf_reset(&s->rest);
	s->torn = 0;
	return (0);
}

static size_t
count_lines(struct span s)
{
	size_t n = 0;

	while (span_index(s, '\n') < s.n) {
		s = span_from(s, span_index(s, '\n') + 1);
		n++;
	}
	return (n);
}

/* The bytes of the whole lines in ${s}. */
static size_t
whole_lines(struct span s)
{
	const char *nl = s.n == 0 ? NULL : memrchr(s.p, '\n', s.n);

	return (nl == NULL ? 0 : (size_t)(nl - s.p) + 1);
}

/* ${n} bytes of ${p} are out: keep the rest of the unit they end in. */
static size_t
tear(struct pipesink *s, const struct part *p, size_t n)
{
	const struct span rest = span_from(p->bytes, n);
	const struct span out = span_make(p->bytes.p, n);
	const int e = errno;
	size_t lines;

	if (s->frames) {
		lines = p->lines;
		if (n > 0)
			buf_addspan(&s->rest, rest);
		s->torn = n;
	} else {
		const size_t end = span_index(rest, '\n');

		lines = p->lines - count_lines(out);
		if (n > 0 && !span_ends(out, SPAN("\n")))
			buf_add(&s->rest, rest.p, end < rest.n ? end + 1 : end);
		s->torn = n - whole_lines(out);
	}
	errno = e;
	return (lines);
}

size_t
pipesink_put(struct pipesink *s, const struct part *p)
{
	size_t n;

	/* Without memory for the rest there is no way to go on whole. */
	if (s->rest.failed) {
		errno = ENOMEM;
		return (p->lines);
	}
	if (write_rest(s) == -1)
		return (p->lines);
	n = write_some(s->fd, p->bytes);
	return (n == p->bytes.n ? 0 : tear(s, p, n));
}

/* Take back what is out of the torn unit, unless others wrote behind it. */
static void
untear(const struct pipesink *s)
{
	const off_t end = lseek(s->fd, 0, SEEK_CUR);
	const off_t whole = end - (off_t)s->torn;
	struct stat st;

	if (s->torn == 0 || end == -1 || whole < 0 || fstat(s->fd, &st) == -1 ||
	    !S_ISREG(st.st_mode) || st.st_size != end)
		return;
	if (ftruncate(s->fd, whole) == 0)
		(void)lseek(s->fd, whole, SEEK_SET);
}

int
pipesink_close(struct pipesink *s)
{
	struct stat st;

	untear(s);
	buf_release(&s->rest);
	if (s->frames && fstat(s->fd, &st) == 0 && S_ISREG(st.st_mode))
		return (file_sync(s->fd));
	return (0);
}
