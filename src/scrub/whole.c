/* SPDX-License-Identifier: ISC */
#include "scrub/whole.h"

void
whole_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)s;
	if (rule->action == ACTION_KEEP || in.n == 0)
		buf_addspan(out, in);
	else
		buf_addc(out, '-');
}

static bool
is_vhost(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-' || c == '.' ||
			c == '_' || c == ':' || c == '[' || c == ']' ||
			c == '*'))
			return (false);
	}
	return (s.n <= 255);
}

void
whole_vhost(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	static const struct rule drop = { .action = ACTION_DROP };

	whole_scrub(s, is_vhost(in) ? rule : &drop, in, out);
}
