/* SPDX-License-Identifier: ISC */
/* Key files: what is read is written the same, what is not leaves nothing. */
#include <stdint.h>
#include <stdlib.h>

#include "key/keyfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct keyfile none;
	const struct span s = span_make((const char *)p, n);
	char why[KEYFILE_WHY] = "", text[KEYFILE_TEXT];
	struct keyfile k;
	int64_t due;
	size_t len;

	memset(&k, 0, sizeof(k));
	if (keyfile_parse(s, &k, why) == -1) {
		if (why[0] == '\0' || memcmp(&k, &none, sizeof(k)) != 0)
			abort();
		return (0);
	}
	len = keyfile_write(&k, text);
	if (len >= sizeof(text) || !span_eq(span_make(text, len), s))
		abort();
	if (keyfile_due(&k, 1795305600, &due, why) == 0 && due < k.epoch)
		abort();
	if (keyfile_step(&k, k.epoch + 1) == -1)
		abort();
	return (0);
}
