/* SPDX-License-Identifier: ISC */
/*
 * Running text with something personal put into it at any place, escaped or
 * not, whole or cut off: it is gone, the text is as valid as it was, and
 * without hits it is the same.
 */
#include "scrub/freetext.h"
#include "scrub_fuzz.h"

static const char *const plants[] = { "203.0.113.77", "canary@example.org",
	"203%2e0.113%2E77", "canary%40example.org", "canary\\x40example.org",
	"canary\\u0040example%252eorg" };

/* Does ${s}, decoded, hold what was planted? */
static bool
has_plant(struct scrub_fuzz *f, struct span s)
{
	s = decode_text(f->s.decode, f->s.escape, s);
	return (span_find(s, SPAN("203.0.113")) < s.n ||
	    span_find(s, SPAN("canary")) < s.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scrub_fuzz *f = scrub_fuzz_get();
	const bool cut = size > 3 && data[0] & 0x80;
	struct buf *in = &f->out[0], *out = &f->out[1];
	struct span text, plant;
	size_t at;

	if (size < 3 || size > 4096)
		return (0);
	for (int i = 0; i < CLASS_COUNT; i++)
		f->policy.rule[i] = rule_default((enum class)i);
	plant = span_str(plants[data[0] % 6]);
	text = span_make((const char *)data + 3, size - 3);
	at = cut ? text.n : data[1] * text.n / 255;
	buf_reset(in);
	buf_add(in, text.p, at);
	buf_addc(in, " \"/=,(|'"[data[2] % 8]);
	buf_add(in, plant.p, plant.n - (cut ? data[1] % 5 : 0));
	if (!cut) {
		buf_addc(in, " \"/&,)|'"[data[2] / 8 % 8]);
		buf_addspan(in, span_from(text, at));
	}
	if (has_plant(f, text))
		return (0);
	tally_init(&f->tally);
	buf_reset(out);
	(cut ? freetext_cut : freetext_scrub)(&f->s,
	    &f->policy.rule[CLASS_TEXT], buf_span(in), out);
	scrub_fuzz_assert(scrub_fuzz_breaks(buf_span(in)) ||
	    !scrub_fuzz_breaks(buf_span(out)));
	scrub_fuzz_assert(!scrub_fuzz_email(f, buf_span(out)));
	scrub_fuzz_assert(!has_plant(f, buf_span(out)));
	return (0);
}
