/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "scrub/decode.h"
#include "scrub/leak.h"

/* Pieces of lines; texts are made of all their pairs and triples. */
static const char *const pieces[] = { "", "/", "192.0.2.7", "126.0.0.0", "%32",
	"2001:db8::7", "%3a", ":", ".9", "jo@example.org", "jo.smith", "%2e",
	"192-0-2-7", "Chrome/99.0.0.0 ", "\\x37", "a" };

static const char *const values[] = { "192.0.2.7", "2001:db8::7", "126.0.0.0",
	"jo.smith", "99.0.0.0", "-" };

enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

struct checker {
	struct leak *leak;
	struct scrub scrub;
	struct tally tally;
};

/* The verdict on ${text}, and the masked text, to ${out}. */
static void
check(struct checker *c, const struct leak_part *known, const char *value,
    struct span text, struct buf *out)
{
	struct leak_part part = *known;
	const struct clean *clean;

	leak_begin(c->leak);
	buf_addc(leak_text(c->leak), '"');
	part.start = leak_text(c->leak)->n;
	buf_addspan(leak_text(c->leak), text);
	leak_mark(c->leak, &part);
	leak_protect(c->leak, &c->scrub, span_str(value));
	buf_reset(out);
	if (leak_check(c->leak, &c->scrub, 0, &clean) == VERDICT_CLEAN)
		buf_addspan(out, clean_text(clean));
}

/* Surveyed or read anew: the same comes of ${text}. */
static void
compare(struct checker *c, struct span text, struct buf out[2])
{
	for (int guard = GUARD_TEXT; guard <= GUARD_VALUES; guard++) {
		struct leak_part known = { .guard = (enum guard)guard,
			.place = PLACE_PATH };
		struct leak_part fresh = known;

		fresh.survey.open = true;
		leak_survey(&c->scrub, text, known.guard, &known.survey);
		for (size_t v = 0; v < sizeof(values) / sizeof(values[0]);
		     v++) {
			check(c, &known, values[v], text, &out[0]);
			check(c, &fresh, values[v], text, &out[1]);
			/* Each assertion costs a message: only failed ones. */
			if (!span_eq(buf_span(&out[0]), buf_span(&out[1])))
				cr_assert_fail("%s in %.*s: %.*s, not %.*s",
				    values[v], (int)text.n, text.p,
				    (int)out[0].n, out[0].p, (int)out[1].n,
				    out[1].p);
		}
	}
}

Test(survey, is_as_good_as_reading_the_text_again)
{
	static struct policy policy;
	static struct checker c;
	struct buf text, out[2];

	buf_init(&text, 1000);
	buf_init(&out[0], 1000);
	buf_init(&out[1], 1000);
	tally_init(&c.tally);
	c.leak = leak_new();
	c.scrub = (struct scrub){ .tally = &c.tally,
		.decode = decode_new(),
		.policy = &policy };
	policy.rule[CLASS_IP] = rule_default(CLASS_IP);
	cr_assert(c.leak != NULL && c.scrub.decode != NULL);
	/* A prime step: every piece still stands in every place. */
	for (int i = 0; i < PIECES * PIECES * PIECES; i += 17) {
		buf_reset(&text);
		buf_addspan(&text, span_str(pieces[i % PIECES]));
		buf_addspan(&text, span_str(pieces[i / PIECES % PIECES]));
		buf_addspan(&text, span_str(pieces[i / PIECES / PIECES]));
		compare(&c, buf_span(&text), out);
	}
	decode_free(c.scrub.decode);
	leak_free(c.leak);
	buf_release(&text);
	buf_release(&out[0]);
	buf_release(&out[1]);
}
