/* SPDX-License-Identifier: ISC */
#include "scrub/uuid.h"

#include "base/ascii.h"
#include "scrub/run.h"

enum { LENGTH = 36 };

/* Is ${s}, of LENGTH bytes, an UUID of something? */
static bool
is_uuid(struct span s)
{
	size_t zeros = 0, effs = 0;

	for (size_t i = 0; i < LENGTH; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (s.p[i] != '-')
				return (false);
		} else if (!ascii_ishex(s.p[i]))
			return (false);
		zeros += s.p[i] == '0';
		effs += (s.p[i] | 0x20) == 'f';
	}
	return (zeros < LENGTH - 4 && effs < LENGTH - 4);
}

bool
uuid_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_HEX | RUN_DASH, LENGTH, &r)) {
		for (size_t i = r.start; i + LENGTH <= r.end; i++) {
			if (text.p[i + 8] != '-' ||
			    (i > 0 && ascii_isalnum(text.p[i - 1])) ||
			    (i + LENGTH < text.n &&
				ascii_isalnum(text.p[i + LENGTH])) ||
			    !is_uuid(span_from(text, i)))
				continue;
			*f = (struct found){ f->kind, i, i + LENGTH,
				MEANS_CONTENT };
			return (true);
		}
	}
	return (false);
}
