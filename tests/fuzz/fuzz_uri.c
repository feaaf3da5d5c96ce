/* SPDX-License-Identifier: ISC */
/*
 * Requests, targets, paths, queries and referers under all actions: output as
 * valid as the input was, without e-mail addresses; no hits, no changes.
 */
#include "scrub/path.h"
#include "scrub/query.h"
#include "scrub/referer.h"
#include "scrub/request.h"
#include "scrub/uri.h"
#include "scrub_fuzz.h"

static const enum action actions[] = { ACTION_DROP_PERSONAL, ACTION_SCRUB,
	ACTION_ONLY, ACTION_DROP };
static const struct span only[] = { { "a", 1 }, { "q", 1 } };
static scrub_fn *const scrubs[] = { request_scrub, uri_scrub, path_scrub,
	query_scrub, referer_scrub };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scrub_fuzz *f = scrub_fuzz_get();
	const struct span in = { (const char *)data + 1, size - 1 };
	struct rule *rule = f->policy.rule;
	enum class class = CLASS_QUERY;
	scrub_fn *scrub;
	struct span once;

	if (size == 0 || size > 4096)
		return (0);
	rule[CLASS_QUERY] = (struct rule){ .action = actions[data[0] % 4],
		.names = only,
		.nnames = 2 };
	rule[CLASS_REFERER].action =
	    data[0] & 0x80 ? ACTION_ORIGIN : ACTION_SAME;
	rule[CLASS_PATH].action = ACTION_SCRUB;
	scrub = scrubs[data[0] / 4 % 5];
	if (scrub == referer_scrub || scrub == path_scrub)
		class = scrub == path_scrub ? CLASS_PATH : CLASS_REFERER;
	tally_init(&f->tally);
	buf_reset(&f->out[0]);
	scrub(&f->s, &rule[class], in, &f->out[0]);
	once = buf_span(&f->out[0]);
	scrub_fuzz_assert(scrub_fuzz_breaks(in) || !scrub_fuzz_breaks(once));
	scrub_fuzz_assert(!scrub_fuzz_email(f, once));
	if (scrub != referer_scrub && data[0] % 4 < 2 && !scrub_fuzz_hit(f))
		scrub_fuzz_assert(span_eq(once, in));
	return (0);
}
