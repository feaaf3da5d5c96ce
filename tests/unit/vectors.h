/* SPDX-License-Identifier: ISC */
/*
 * The rows of tests/vectors/addresses.tsv, found from the top folder, in which
 * all tests run; and noise that is the same on every run.
 */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"

enum { VECTORS_BYTES = 64 };

struct vector {
	char text[512];
	const char *cell[6]; /* scheme, key, tweak, input, output, source */
	uint8_t key[VECTORS_BYTES];
	struct addr in;
};

/* The bytes that ${hex} stands for; how many. */
static inline size_t
vectors_bytes(const char *hex, uint8_t *out)
{
	const size_t n = strlen(hex) / 2;

	cr_assert(strlen(hex) % 2 == 0 && n <= VECTORS_BYTES, "%s", hex);
	for (size_t i = 0; i < n; i++) {
		cr_assert(
		    ascii_ishex(hex[2 * i]) && ascii_ishex(hex[2 * i + 1]));
		out[i] = (uint8_t)(ascii_hexval(hex[2 * i]) << 4 |
		    ascii_hexval(hex[2 * i + 1]));
	}
	return (n);
}

static inline struct addr
vectors_addr(const char *text)
{
	struct addr a = { .v6 = false };

	cr_assert(addr_parse(span_str(text), &a), "%s", text);
	return (a);
}

static inline bool
vectors_same(const struct addr *a, const struct addr *b)
{
	return (a->v6 == b->v6 && memcmp(a->b, b->b, a->v6 ? 16 : 4) == 0);
}

/* Its 16 bytes; an IPv4 address is v4-mapped. */
static inline void
vectors_form(const struct addr *a, uint8_t out[static 16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	memcpy(out, mapped, sizeof(mapped));
	memcpy(a->v6 ? out : out + 12, a->b, a->v6 ? 16 : 4);
}

/* Call ${f} with each row of ${scheme}; how many there are. */
static inline unsigned
vectors_each(const char *scheme, void (*f)(const struct vector *))
{
	FILE *in = fopen("tests/vectors/addresses.tsv", "r");
	struct vector v;
	unsigned n = 0;

	cr_assert(in != NULL, "not in the top folder");
	while (fgets(v.text, sizeof(v.text), in) != NULL) {
		char *p = v.text;

		v.text[strcspn(v.text, "\n")] = '\0';
		for (int i = 0; i < 6; i++) {
			v.cell[i] = p;
			p += strcspn(p, "\t");
			if (*p != '\0')
				*p++ = '\0';
		}
		if (strcmp(v.cell[0], scheme) != 0)
			continue;
		cr_assert(*v.cell[5] != '\0');
		(void)vectors_bytes(v.cell[1], v.key);
		v.in = vectors_addr(v.cell[3]);
		f(&v);
		n++;
	}
	cr_assert(fclose(in) == 0);
	return (n);
}

/* xorshift64, Marsaglia 2003. */
static inline uint64_t
vectors_noise(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return (*x);
}

static inline void
vectors_fill(uint64_t *x, uint8_t *p, size_t n)
{
	while (n-- > 0)
		*p++ = (uint8_t)(vectors_noise(x) >> 32);
}

#endif
