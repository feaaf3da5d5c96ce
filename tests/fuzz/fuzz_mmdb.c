/* SPDX-License-Identifier: ISC */
/* Databases of addresses: whatever a file holds, it answers or is refused, and
 * `network` stays in its block. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "scrub/network.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
ask(const struct place_db *db, const char *text)
{
	struct addr a, clean, block;
	unsigned bits;
	place_id id;

	if (!addr_parse(span_str(text), &a))
		abort();
	id = place_find(db, &a, &bits);
	if (bits > (a.v6 ? ADDR_V6_BITS : ADDR_V4_BITS))
		abort();
	clean = block = a;
	addr_truncate(&block, 16, 32);
	if (network_truncate(db, &clean, 16, 32) &&
	    place_find(db, &clean, &bits) != id)
		abort();
	addr_truncate(&clean, 16, 32);
	if (memcmp(clean.b, block.b, a.v6 ? 16 : 4) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char path[64], why[PLACE_WHY];
	const int fd = memfd_create("mmdb", MFD_CLOEXEC);

	if (fd == -1 || fd_write(fd, (const char *)p, n) == -1)
		abort();
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++) {
		struct place_db *db = place_open(path, g, why);

		if (db != NULL) {
			ask(db, "192.0.2.7");
			ask(db, "0.0.0.0");
			ask(db, "255.255.255.255");
			ask(db, "2001:db8::7");
			ask(db, "::ffff:192.0.2.7");
			ask(db, "2002:c000:207::1");
		}
		place_close(db);
	}
	(void)close(fd);
	return (0);
}
