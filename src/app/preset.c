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
mix_keep(uint64_t *h, const char *path, const struct keep *k, uint64_t size)
{
	char text[64];
	const int n = snprintf(text, sizeof(text), ";%u %d %" PRIu64 ";",
	    k->count, (int)k->unit, size);

	mix(h, path, strlen(path));
	mix(h, text, (size_t)n);
}

/* What says nothing leaves the digest as it was. */
static void
mix_raw(uint64_t *h, const struct policy *p)
{
	const struct withholding *w = &p->withholding;

	for (size_t i = 0; i < p->nraw; i++)
		mix_keep(h, p->raw[i].pattern, &p->raw[i].keep, 0);
	if (w->dir != NULL)
		mix_keep(h, w->dir, &w->keep, w->size);
}

static void
mix_streams(uint64_t *h, const struct output *o)
{
	char text[64];
	const int n = snprintf(text, sizeof(text), "streams %zu %d;",
	    o->streams_max, o->vhosts != NULL);

	mix(h, text, (size_t)n);
	for (size_t i = 0; o->vhosts != NULL && i < o->nvhosts; i++) {
		mix(h, o->vhosts[i].p, o->vhosts[i].n);
		mix(h, ";", 1);
	}
}

/* Lengths stand before what may hold anything. */
static void
mix_text(uint64_t *h, struct span s)
{
	char n[24];

	mix(h, n, (size_t)snprintf(n, sizeof(n), "%zu:", s.n));
	mix(h, s.p, s.n);
}

static void
mix_condition(uint64_t *h, const struct condition *c)
{
	char text[48] = "";

	mix(h, text,
	    (size_t)snprintf(text, sizeof(text), "match %d %zu;", (int)c->what,
		c->nvalues));
	mix_text(h, c->field);
	for (size_t i = 0; i < c->nvalues; i++)
		mix_text(h, c->value[i]);
}

static void
mix_scope(uint64_t *h, const char *what, const struct scope *s)
{
	char text[96];

	mix_text(h, span_str(what));
	mix_text(h, s->name);
	mix(h, text,
	    (size_t)snprintf(text, sizeof(text), "%d %d %d %d %u %zu;",
		s->hassearch, s->keepsearch, s->haskeep, (int)s->keep.unit,
		s->keep.count, s->nconditions));
	for (size_t i = 0; i < s->nconditions; i++)
		mix_condition(h, &s->condition[i]);
	for (int i = 0; i < CLASS_COUNT; i++) {
		if (!s->hasrule[i])
			continue;
		mix_text(h, span_str(class_name((enum class)i)));
		mix_rule(h, &s->rule[i]);
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
	mix_raw(&h, p);
	for (size_t i = 0; i < p->nvhosts; i++)
		mix_scope(&h, "vhost", &p->vhost[i]);
	for (size_t i = 0; i < p->nclasses; i++)
		mix_scope(&h, "class", &p->class[i]);
	if (p->output.streams)
		mix_streams(&h, &p->output);
	n = snprintf(text, sizeof(text), "%u %d %d %d", p->keep.count,
	    (int)p->keep.unit, p->keepsearch, (int)p->place);
	mix(&h, text, (size_t)n);
	(void)snprintf(p->digest, sizeof(p->digest), "%016" PRIx64, h);
}
