/* SPDX-License-Identifier: ISC */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

ssize_t
fd_read(int fd, void *p, size_t n)
{
	ssize_t r;

	do {
		r = read(fd, p, n);
	} while (r == -1 && errno == EINTR);
	return (r);
}

int
fd_write(int fd, const void *p, size_t n)
{
	const char *q = p;

	while (n > 0) {
		ssize_t w = write(fd, q, n);

		if (w == -1 && errno == EINTR)
			continue;
		if (w == -1)
			return (-1);
		q += w;
		n -= (size_t)w;
	}
	return (0);
}

int
fd_slurp(const char *path, struct buf *b)
{
	const int fd = strcmp(path, "-") == 0 ?
	    STDIN_FILENO :
	    open(path, O_RDONLY | O_CLOEXEC);
	ssize_t r;
	int e;

	if (fd == -1)
		return (-1);
	do {
		if (!buf_reserve(b, 4096)) {
			errno = EFBIG;
			r = -1;
			break;
		}
		r = fd_read(fd, b->p + b->n, b->cap - b->n);
		if (r > 0)
			b->n += (size_t)r;
	} while (r > 0);
	e = errno;
	if (fd != STDIN_FILENO)
		(void)close(fd);
	errno = e;
	return (r == 0 ? 0 : -1);
}
