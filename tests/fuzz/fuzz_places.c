/* SPDX-License-Identifier: ISC */
/*
 * The detectors of numbers, places and dates, on any text: what they find is
 * in order, apart, and within the text; nothing behind its end is read.
 */
#include "scrub/detect.h"
#include "scrub_fuzz.h"

static void
check(const struct hits *h, size_t n)
{
	scrub_fuzz_assert(h->n <= DETECT_MAX);
	for (size_t i = 0; i < h->n; i++) {
		scrub_fuzz_assert(h->at[i].start < h->at[i].end);
		scrub_fuzz_assert(h->at[i].end <= n);
		scrub_fuzz_assert(i == 0 || h->at[i - 1].end <= h->at[i].start);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);
	struct span text = span_make(copy, size);
	struct hits any = { .n = 0 }, lone = { .n = 0 };

	scrub_fuzz_assert(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	/* The set says what may be there: all of them run. */
	detect_text(text, ~0U, &any);
	check(&any, size);
	detect_lone(text, ~0U, &lone);
	check(&lone, size);
	free(copy);
	return (0);
}
