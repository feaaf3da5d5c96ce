/* SPDX-License-Identifier: ISC */
#include "unit/guard.h"

#include <criterion/criterion.h>
#include <sys/mman.h>
#include <unistd.h>

struct span
guard_span(struct span s)
{
	static char *end;
	const size_t size = (size_t)sysconf(_SC_PAGESIZE);

	if (end == NULL) {
		char *p = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		cr_assert(p != MAP_FAILED);
		cr_assert(mprotect(p + size, size, PROT_NONE) == 0);
		end = p + size;
	}
	cr_assert(s.n <= GUARD_MAX);
	if (s.n > 0)
		memcpy(end - s.n, s.p, s.n);
	return (span_make(end - s.n, s.n));
}

struct span
guard_str(const char *s)
{
	return (guard_span(span_str(s)));
}
