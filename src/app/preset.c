/* SPDX-License-Identifier: ISC */
#include "app/preset.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct preset {
	const char *name;
	struct {
		enum class class;
		struct rule rule;
	} change[8];
	size_t nchanges;
} presets[] = {
	{ "default", { { 0 } }, 0 },
	/* CNIL asks for two octets; the Dutch AP and the Garante call an
	 * address with one octet cut still personal. For those who may. */
	{ "analytics",
	    {
		{ CLASS_IP,
		    { .action = ACTION_TRUNCATE, .bits4 = 24, .bits6 = 48 } },
		{ CLASS_IPLIST,
		    { .action = ACTION_TRUNCATE, .bits4 = 24, .bits6 = 48 } },
	    },
	    2 },
	{ "strict",
	    {
		{ CLASS_IP, { .action = ACTION_DROP } },
		{ CLASS_IPLIST, { .action = ACTION_DROP } },
		{ CLASS_TIME, { .action = ACTION_DAY } },
		{ CLASS_QUERY, { .action = ACTION_DROP } },
		{ CLASS_REFERER, { .action = ACTION_ORIGIN } },
		{ CLASS_AGENT, { .action = ACTION_FAMILY } },
	    },
	    6 },
};

const char *
preset_apply(struct span name, struct policy *p)
{
	for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++) {
		if (!span_eq(name, span_str(presets[i].name)))
			continue;
		for (size_t k = 0; k < presets[i].nchanges; k++) {
			const enum class c = presets[i].change[k].class;

			p->rule[c] = presets[i].change[k].rule;
			p->rule[c].class = c;
		}
		return (NULL);
	}
	return ("default, analytics or strict");
}

static void
mix(uint64_t *h, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*h ^= (unsigned char)p[i];
		*h *= UINT64_C(0x100000001b3);
	}
}

static void
mix_rule(uint64_t *h, const struct rule *r)
{
	char text[64];
	const int n = snprintf(text, sizeof(text), "%s %u %u %d;",
	    rule_action_name(r->action), r->bits4, r->bits6, (int)r->geo);

	mix(h, text, (size_t)n);
	for (size_t i = 0; i < r->nnames; i++) {
		mix(h, r->names[i].p, r->names[i].n);
		mix(h, ";", 1);
	}
}

static void
mix_streams(uint64_t *h, const struct output *o)
{
	char text[64];
	const int n = snprintf(text, sizeof(text), "streams %zu %d;",
	    o->streams_max, o->vhosts != NULL);

	mix(h, text, (size_t)n);
	for (size_t i = 0; i < o->nvhosts; i++) {
		mix(h, o->vhosts[i].p, o->vhosts[i].n);
		mix(h, ";", 1);
	}
}

void
preset_digest(struct policy *p)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	char text[32];
	int n;

	for (int i = 0; i < CLASS_COUNT; i++)
		mix_rule(&h, &p->rule[i]);
	for (size_t i = 0; i < p->noverride; i++) {
		const struct override *o = &p->override[i];

		mix(&h, o->name.p, o->name.n);
		if (o->hasclass)
			mix(&h, class_name(o->class),
			    strlen(class_name(o->class)));
		if (o->hasrule)
			mix_rule(&h, &o->rule);
	}
	for (size_t i = 0; i < p->nnames; i++) {
		mix(&h, "names;", 6);
		mix(&h, p->names[i].p, p->names[i].n);
	}
	for (size_t i = 0; i < p->nsecretly; i++) {
		mix(&h, "pseudonym;", 10);
		mix(&h, p->secretly[i].p, p->secretly[i].n);
	}
	if (p->output.streams)
		mix_streams(&h, &p->output);
	n = snprintf(text, sizeof(text), "%u %d %d %d", p->keep.count,
	    (int)p->keep.unit, p->keepsearch, (int)p->place);
	mix(&h, text, (size_t)n);
	(void)snprintf(p->digest, sizeof(p->digest), "%016" PRIx64, h);
}
