/* SPDX-License-Identifier: ISC */
/*
 * Names, notes and files of segments, and names of quarantined files: the input
 * is taken for each in turn.
 */
#include <assert.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/zwalk.h"
#include "model/segscan.h"
#include "model/withheld.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
walk(int fd)
{
	struct zframe_at at;
	struct zwalk w;
	struct segmeta m;

	assert(zwalk_start(&w, fd) == 0);
	for (int64_t end = 0; zwalk_next(&w, &at) == 1; end = at.end)
		assert(at.start == end && at.end > at.start);
	assert(w.at == w.size);
	(void)segscan_seal(fd, &m);
	(void)segscan_appends(fd, &m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span s = span_make((const char *)p, n);
	const int fd = memfd_create("segment", MFD_CLOEXEC);
	char name[SEGMENT_NAME_MAX + WITHHELD_NAME_MAX];
	struct segment seg;
	struct segmeta m;
	struct period day;

	if (segment_parse(s, &seg)) {
		segment_name(&seg, name);
		assert(span_eq(s, span_str(name)));
	}
	if (withheld_parse(s, &day)) {
		withheld_name(day.start, name);
		assert(span_eq(s, span_str(name)));
	}
	(void)segmeta_read(s, &m);
	assert(fd != -1 && fd_write(fd, p, n) == 0);
	walk(fd);
	return (close(fd));
}
