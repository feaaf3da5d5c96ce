/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "model/rotated.h"

Test(rotated, names)
{
	static const char *const yes[] = { "access.log.1", "access.log.12",
		"access.log.9999", "a.1", "access.log.1.gz", "access.log.2.bz2",
		"access.log.3.xz", "access.log-20261121",
		"access.log-20261121.gz", "access.log-2026112113",
		"access.log-1763812345.gz" };
	static const char *const no[] = { "", ".", "..", ".1", "-20261121", "1",
		"access.log", "access.log.gz", "access.log.0", "access.log.01",
		"access.log.10000", "access.log.1.zst", "access.log.1.gz.gz",
		"access.log.1.gz.xz", ".access.log.1", ".access.log.1.zst.tmp",
		"access.log-2026112", "access.log-202611211",
		"access.log.20261121", "access.log-1",
		"access-2026-11-21.log.zst", "access-2026-11-21.2.log.zst",
		"access-2026-11-21.live.zst", "access.log-2026112x",
		"access.log.1 ", "access.log.", "access.log-" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		cr_expect(rotated_is(span_str(yes[i])), "%s", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		cr_expect_not(rotated_is(span_str(no[i])), "%s", no[i]);
}

Test(rotated, without_gz)
{
	cr_expect(span_eq(rotated_plain(SPAN("a.1.gz")), SPAN("a.1")));
	cr_expect(span_eq(rotated_plain(SPAN("a.1")), SPAN("a.1")));
	cr_expect(span_eq(rotated_plain(SPAN("a.1.xz")), SPAN("a.1.xz")));
	cr_expect(span_eq(rotated_plain(SPAN(".gz")), SPAN(".gz")));
}
