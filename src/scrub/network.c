/* SPDX-License-Identifier: ISC */
#include "scrub/network.h"

#include <string.h>

/* Networks of a block that are looked at before it is given up. */
enum { LOOKUPS_MAX = 8192 };

/* As many addresses as have to share one, as a power of two. */
static unsigned
least(const struct addr *a)
{
	return (a->v6 ? ADDR_V6_BITS - NETWORK_V6_LEAST :
			(unsigned)__builtin_ctz(NETWORK_V4_LEAST));
}

/*
 * Store in ${low} the lowest address of the block of ${keep} bits around ${a}
 * that is where ${a} is; false when too few are. It is none that hides an IPv4
 * address: nobody would take that for what it is.
 */
static bool
lowest(const struct place_db *p, const struct addr *a, unsigned keep,
    struct addr *low)
{
	const unsigned total = a->v6 ? ADDR_V6_BITS : ADDR_V4_BITS;
	unsigned __int128 n = 0;
	struct addr x = *a;
	unsigned bits;
	const place_id id = place_find(p, a, &bits);

	if (id == 0 || total - keep < least(a))
		return (false);
	addr_truncate(&x, keep, keep);
	for (int i = 0; i < LOOKUPS_MAX; i++) {
		if (place_find(p, &x, &bits) == id && !addr_hasv4(&x)) {
			if (n == 0)
				*low = x;
			/* The rest need not be counted. */
			if (bits < keep)
				bits = keep;
			if (total - bits >= least(a))
				return (true);
			n += (unsigned __int128)1 << (total - bits);
			if (n >> least(a) != 0)
				return (true);
		}
		if (!addr_next(&x, bits, keep))
			return (false);
	}
	return (false);
}

bool
network_truncate(const struct place_db *p, struct addr *a, unsigned bits4,
    unsigned bits6)
{
	const unsigned keep = a->v6 ? bits6 : bits4;
	struct addr v4, low;
	bool same;

	if (addr_unmap(a, &v4)) {
		same = network_truncate(p, &v4, bits4, bits6);
		memcpy(a->b + 12, v4.b, 4);
		return (same);
	}
	if (p == NULL || addr_hasv4(a) || !lowest(p, a, keep, &low)) {
		addr_truncate(a, bits4, bits6);
		return (false);
	}
	*a = low;
	return (true);
}
