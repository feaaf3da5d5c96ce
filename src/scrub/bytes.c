/* SPDX-License-Identifier: ISC */
#include "scrub/bytes.h"

#include <stdint.h>

enum { LANES = 16, MEMBERS = 9 };

/* Sixteen bytes at a time, on any processor (a GNU extension). */
typedef uint8_t lanes __attribute__((vector_size(LANES)));

/* Set the lanes of ${seen} that hold each member's bytes. */
static inline void
look(lanes v, lanes seen[static MEMBERS])
{
	seen[0] |= (lanes)(v == '@');
	seen[1] |= (lanes)(v == '+');
	seen[2] |= (lanes)(v == ':');
	seen[3] |= (lanes)(v == '.');
	seen[4] |= (lanes)((lanes)(v - '0') < 10);
	seen[5] |= (lanes)(v == '=');
	seen[6] |= (lanes)(v == '"');
	seen[7] |= (lanes)(v == 'B');
	seen[8] |= (lanes)(v == '%') | (lanes)(v == '\\') | (lanes)(v >= 0xc0);
}

static inline bool
any(lanes v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	return ((half[0] | half[1]) != 0);
}

unsigned
bytes_scan(struct span s)
{
	lanes seen[MEMBERS] = { 0 };
	lanes v;
	unsigned set = 0;

	for (; s.n >= LANES; s = span_from(s, LANES)) {
		memcpy(&v, s.p, LANES);
		look(v, seen);
	}
	if (s.n > 0) {
		v = (lanes){ 0 };
		memcpy(&v, s.p, s.n);
		look(v, seen);
	}
	for (int i = 0; i < MEMBERS; i++)
		set |= (unsigned)any(seen[i]) << i;
	return (set);
}
