/* SPDX-License-Identifier: ISC */
/*
 * User agents, reduced or by family: output is as valid as the input was and
 * holds no e-mail address, also when it was reduced before.
 */
#include "scrub/agent.h"
#include "scrub_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct rule reduce = { .action = ACTION_REDUCE };
	static const struct rule family = { .action = ACTION_FAMILY };
	struct scrub_fuzz *f = scrub_fuzz_get();
	const struct span in = { (const char *)data, size };
	struct span once;

	if (size > 4096)
		return (0);
	buf_reset(&f->out[0]);
	agent_scrub(&f->s, &family, in, &f->out[0]);
	once = buf_span(&f->out[0]);
	scrub_fuzz_assert(scrub_fuzz_breaks(in) || !scrub_fuzz_breaks(once));
	scrub_fuzz_assert(!scrub_fuzz_email(f, once));

	buf_reset(&f->out[0]);
	agent_scrub(&f->s, &reduce, in, &f->out[0]);
	once = buf_span(&f->out[0]);
	scrub_fuzz_assert(scrub_fuzz_breaks(in) || !scrub_fuzz_breaks(once));
	scrub_fuzz_assert(!scrub_fuzz_email(f, once));
	buf_reset(&f->out[1]);
	agent_scrub(&f->s, &reduce, once, &f->out[1]);
	scrub_fuzz_assert(!scrub_fuzz_email(f, buf_span(&f->out[1])));
	return (0);
}
