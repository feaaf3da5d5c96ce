/* SPDX-License-Identifier: ISC */
#include "flow/route.h"

#include <stdlib.h>
#include <string.h>

#include "model/stream.h"

enum { RAW_MAX = 256 };

struct route {
	const struct variants *variants;
	const struct policy *policy;
	struct classifying *scratch;
	size_t nraw; /* of the vhost last looked up, */
	char raw[RAW_MAX]; /* as the log had it, */
	char stream[STREAM_NAME_MAX]; /* and what it is called */
	const struct scope *vhost;
};

/* A vhost too long to be remembered is looked up every time. */
static void
look_up(struct route *r, struct span vhost)
{
	r->nraw = vhost.n <= sizeof(r->raw) ? vhost.n : 0;
	if (r->nraw > 0)
		memcpy(r->raw, vhost.p, r->nraw);
	stream_name(vhost, r->stream);
	r->vhost = policy_vhost(r->policy, span_str(r->stream));
}

struct route *
route_new(const struct variants *v)
{
	struct route *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return (NULL);
	r->variants = v;
	r->policy = variants_policy(v);
	if ((r->scratch = classify_scratch()) == NULL) {
		free(r);
		return (NULL);
	}
	look_up(r, SPAN(""));
	return (r);
}

void
route_free(struct route *r)
{
	if (r == NULL)
		return;
	classify_scratch_free(r->scratch);
	free(r);
}

bool
route_line(struct route *r, const struct record *record, struct routed *to)
{
	const struct classify *c = variants_classify(r->variants);
	const struct span vhost = classify_vhost(c, record, r->scratch);
	int class;

	if (vhost.n > sizeof(r->raw) ||
	    !span_eq(vhost, span_make(r->raw, r->nraw)))
		look_up(r, vhost);
	to->stream = span_str(r->stream);
	to->vhost = r->vhost;
	class = classify_line(c, record, to->stream, r->scratch);
	if (class == CLASSIFY_UNKNOWN)
		return (false);
	to->class = class < 0 ? NULL : &r->policy->class[class];
	to->variant = variants_of(r->variants, r->vhost, class);
	return (true);
}
