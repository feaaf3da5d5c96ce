/* SPDX-License-Identifier: ISC */
#include "scrub/whole.h"

#include <stdbool.h>
#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"
#include "scrub/ip.h"
#include "scrub/standin.h"
#include "scrub/text.h"

/* Bytes of a word, and of a host name (RFC 1035 2.3.4). */
enum { WORD_MAX = 255 };

void
whole_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	if (rule->action == ACTION_KEEP || in.n == 0 ||
	    span_eq(in, SPAN("-"))) {
		buf_addspan(out, in);
		return;
	}
	if (rule->action != ACTION_PSEUDONYM ||
	    !standin_text(s->standin, rule->class, in, out))
		buf_addc(out, '-');
}

/* Keep ${in} if it is at most ${max} bytes, each one of ${base} or ${more}. */
static void
keep_if(const struct rule *rule, struct span in, struct buf *out,
    bool (*base)(char), const char *more)
{
	bool keep = rule->action == ACTION_KEEP && in.n <= WORD_MAX;

	for (size_t i = 0; i < in.n && keep; i++)
		keep = base(in.p[i]) ||
		    (in.p[i] != '\0' && strchr(more, in.p[i]) != NULL);
	if (keep || in.n == 0)
		buf_addspan(out, in);
	else
		buf_addc(out, '-');
}

/* An address, perhaps in brackets or with a port. */
static bool
is_address(struct span in)
{
	const size_t colon = span_index(in, ':');
	struct addr a;

	return (addr_parse(in, &a) || (in.n > 0 && in.p[0] == '[') ||
	    addr_parse(span_make(in.p, colon), &a));
}

void
whole_vhost(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	const size_t before = out->n;

	/* A host may be an address, of the client for all one knows. */
	if (rule->action == ACTION_KEEP && !rule->ordered && is_address(in)) {
		ip_scrub(s, &s->policy->rule[CLASS_IP], in, out);
		if (!span_eq(in, span_make(out->p + before, out->n - before))) {
			scrub_hit(s, KIND_IP, PLACE_HOST);
			scrub_place(s, MEANS_CONTENT, in);
		}
	} else
		keep_if(rule, in, out, ascii_isalnum, "-._:[]*");
}

void
whole_number(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)s;
	keep_if(rule, in, out, ascii_isdigit, "-.,: ");
}

void
whole_word(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)s;
	keep_if(rule, in, out, ascii_isalnum, "-_./");
}

void
whole_term(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct text t = { .hits.n = 0 };

	if (in.n <= WORD_MAX) {
		text_open(s, in, &t);
		text_detect(&t);
	}
	if (t.hits.n > 0) {
		scrub_hit(s, t.hits.at[0].kind, PLACE_OTHER);
		scrub_place(s, MEANS_CONTENT, in);
		buf_addc(out, '-');
	} else
		keep_if(rule, in, out, ascii_isalnum, "_.:/~<>+#@=,*|-");
}
