/* SPDX-License-Identifier: ISC */
#include "scrub/trace.h"

#include <criterion/criterion.h>
#include <string.h>

static const char text[] = "0123456789";

Test(trace, places)
{
	static struct trace t;
	const struct span field = { text + 2, 5 };

	trace_begin(&t);
	trace_place(&t, MEANS_NAME, field); /* of no hit */
	trace_cut(&t, span_make(text, 2), field, 2);
	trace_hit(&t, KIND_EMAIL);
	trace_place(&t, MEANS_NAME, span_make(text + 3, 4));
	trace_hit(&t, KIND_IP);
	trace_place(&t, MEANS_CONTENT, span_make(text + 3, 5)); /* too long */
	trace_hit(&t, KIND_IP);
	trace_place(&t, MEANS_CONTENT, span_make(text, 2)); /* before it */
	trace_hit(&t, KIND_IP);
	cr_assert_eq(trace_sights(&t), 4);
	cr_expect(t.hit[0].kind == KIND_EMAIL && t.hit[0].means == MEANS_NAME);
	cr_expect(t.hit[0].start == 1 && t.hit[0].n == 4);
	for (size_t i = 1; i < 4; i++)
		cr_expect_eq(t.hit[i].n, 0, "hit %zu", i);
}

/* Two cuts begin at the same place, for nothing is left of the first. */
Test(trace, leak_check)
{
	static struct trace t;

	trace_begin(&t);
	trace_cut(&t, span_make(text, 2), span_make(text, 1), 2);
	trace_cut(&t, span_make(text, 0), span_make(text, 3), 2);
	trace_cut(&t, span_make(text, 1), span_make(text, 3), 6);
	trace_end(&t, 8);
	cr_assert_eq(trace_cuts(&t), 3);
	cr_expect(t.left[0].n == 0 && t.left[1].n == 3 && t.left[2].n == 2);
	trace_part(&t, 2, span_make(text + 2, 3));
	trace_hit(&t, KIND_VALUE);
	trace_place(&t, MEANS_LEAK, span_make(text + 3, 2));
	trace_masked(&t, 7);
	cr_expect_eq(t.hit[0].cut, 1);
	cr_expect(t.hit[0].start == 1 && t.hit[0].n == 2);
	cr_expect(t.left[0].n == 0 && t.left[1].n == 7 && t.left[2].n == 2);
}

Test(trace, more_than_there_is_room_for)
{
	static struct trace t;

	trace_begin(&t);
	for (size_t i = 0; i < TRACE_CUTS_MAX + 9; i++) {
		trace_cut(&t, span_make(text, 1), span_make(text, 1), i);
		trace_hit(&t, KIND_EMAIL);
		trace_place(&t, MEANS_NAME, span_make(text, 1));
	}
	trace_end(&t, TRACE_CUTS_MAX + 9);
	trace_part(&t, TRACE_CUTS_MAX + 1, span_make(text, 1));
	trace_masked(&t, 1);
	cr_expect_eq(trace_cuts(&t), TRACE_CUTS_MAX);
	cr_expect_eq(trace_sights(&t), TRACE_HITS_MAX);
	cr_expect_eq(t.nhits, TRACE_CUTS_MAX + 9);
}
