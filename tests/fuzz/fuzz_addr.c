/* SPDX-License-Identifier: ISC */
/* Addresses: ours against inet_pton(3), and what is written is read back. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/addr.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span s = span_make((const char *)p, n);
	char text[64];
	unsigned char b[16];
	struct addr a, back;
	struct buf out;
	bool theirs;

	if (n >= sizeof(text) || memchr(p, 0, n) != NULL)
		return (0);
	memcpy(text, p, n);
	text[n] = '\0';
	theirs = inet_pton(AF_INET, text, b) == 1 ||
	    inet_pton(AF_INET6, text, b) == 1;
	if (addr_parse(s, &a) != theirs)
		abort();
	if (!theirs)
		return (0);
	if (memcmp(a.b, b, a.v6 ? 16 : 4) != 0)
		abort();
	buf_init(&out, ADDR_TEXT_MAX);
	addr_format(&a, &out);
	if (out.failed || !addr_parse(buf_span(&out), &back) ||
	    a.v6 != back.v6 || memcmp(a.b, back.b, a.v6 ? 16 : 4) != 0)
		abort();
	buf_release(&out);
	return (0);
}
