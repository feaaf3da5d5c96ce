/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

bool
buf_reserve(struct buf *b, size_t n)
{
	size_t want = b->cap < 256 ? 256 : b->cap;
	char *p;

	if (b->failed)
		return (false);
	if (n <= b->cap - b->n)
		return (true);
	if (n > b->max - b->n)
		goto failed;
	while (want - b->n < n)
		want = want > b->max / 2 ? b->max : want * 2;
	if (want > b->max)
		want = b->max;
	p = realloc(b->p, want);
	if (p == NULL)
		goto failed;
	b->p = p;
	b->cap = want;
	return (true);
failed:
	b->failed = true;
	return (false);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	/* vsnprintf() wants a byte more, for a NUL we do not keep. */
	if (n < 0 || !buf_reserve(b, (size_t)n + 1)) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
buf_addjson(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_addc(b, '\\');
		if (c < 0x20 || c > 0x7e)
			buf_addf(b, "\\u%04x", c);
		else
			buf_addc(b, (char)c);
	}
}
