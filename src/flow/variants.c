/* SPDX-License-Identifier: ISC */
#include "flow/variants.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Each has a window that is worked out anew every second. */
enum { KEEPS_MAX = 256 };

static_assert((size_t)(SCOPE_VHOSTS_MAX + 1) * (SCOPE_CLASSES_MAX + 1) <=
	UINT32_MAX / FORMAT_FIELDS_MAX,
    "a memo tells the fields of all plans apart");

struct variants {
	const struct policy *policy;
	struct arena *arena;
	struct classify *classify;
	size_t *group; /* one a vhost: which of those that differ it is */
	size_t ngroups; /* 0 stands for no vhost */
	struct variant *variant; /* a group each, and in it a class each */
	size_t nvariants;
	struct keep *keep;
	size_t nkeeps;
	size_t nplans;
};

static int
order_number(unsigned long long a, unsigned long long b)
{
	return ((a > b) - (a < b));
}

static int
order_rule(const struct rule *a, const struct rule *b)
{
	const unsigned long long left[] = { a->action, a->class, a->bits4,
		a->bits6, a->geo, a->nnames, a->ordered };
	const unsigned long long right[] = { b->action, b->class, b->bits4,
		b->bits6, b->geo, b->nnames, b->ordered };
	int c = 0;

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]) && c == 0; i++)
		c = order_number(left[i], right[i]);
	for (size_t i = 0; i < a->nnames && c == 0; i++)
		c = policy_order(a->names[i], b->names[i]);
	return (c);
}

static int
order_keep(const struct keep *a, const struct keep *b)
{
	const int c = order_number(a->unit, b->unit);

	return (c != 0 ? c : order_number(a->count, b->count));
}

/* Two scopes that order nothing different are one, whatever their names. */
static int
order_scope(const struct scope *a, const struct scope *b)
{
	int c = order_number(a->hassearch, b->hassearch);

	if (c == 0 && a->hassearch)
		c = order_number(a->keepsearch, b->keepsearch);
	if (c == 0)
		c = order_number(a->haskeep, b->haskeep);
	if (c == 0 && a->haskeep)
		c = order_keep(&a->keep, &b->keep);
	for (int i = 0; i < CLASS_COUNT && c == 0; i++) {
		c = order_number(a->hasrule[i], b->hasrule[i]);
		if (c == 0 && a->hasrule[i])
			c = order_rule(&a->rule[i], &b->rule[i]);
	}
	return (c);
}

static int
compare_scopes(const void *a, const void *b)
{
	return (order_scope(*(const struct scope *const *)a,
	    *(const struct scope *const *)b));
}

/* The rule that goes for class ${c} of fields. */
static const struct rule *
rule_of(const struct policy *p, const struct variant *v, int c)
{
	if (v->class != NULL && v->class->hasrule[c])
		return (&v->class->rule[c]);
	if (v->vhost != NULL && v->vhost->hasrule[c])
		return (&v->vhost->rule[c]);
	return (&p->rule[c]);
}

static bool
search_of(const struct policy *p, const struct variant *v)
{
	if (v->class != NULL && v->class->hassearch)
		return (v->class->keepsearch);
	if (v->vhost != NULL && v->vhost->hassearch)
		return (v->vhost->keepsearch);
	return (p->keepsearch);
}

/* Until its plan is made a variant has the policy of all. */
static int
compare_variants(const void *a, const void *b)
{
	const struct variant *x = *(const struct variant *const *)a;
	const struct variant *y = *(const struct variant *const *)b;
	const struct policy *p = x->policy;
	int c = order_number(search_of(p, x), search_of(p, y));

	for (int i = 0; i < CLASS_COUNT && c == 0; i++)
		c = order_rule(rule_of(p, x, i), rule_of(p, y, i));
	return (c);
}

static int
no_memory(char why[static 200])
{
	(void)snprintf(why, 200, "out of memory");
	return (-1);
}

/* Number the vhosts whose scopes differ from 1 on; one of each in ${of}. */
static int
find_groups(struct variants *v, const struct scope ***of, char why[static 200])
{
	const struct policy *p = v->policy;
	const struct scope **sorted =
	    arena_alloc(v->arena, p->nvhosts * sizeof(struct scope *) + 1);
	const struct scope **first =
	    arena_alloc(v->arena, (p->nvhosts + 1) * sizeof(struct scope *));

	v->group = arena_alloc(v->arena, p->nvhosts * sizeof(*v->group) + 1);
	if (sorted == NULL || first == NULL || v->group == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < p->nvhosts; i++)
		sorted[i] = &p->vhost[i];
	if (p->nvhosts > 0)
		qsort(sorted, p->nvhosts, sizeof(struct scope *),
		    compare_scopes);
	v->ngroups = 1;
	for (size_t i = 0; i < p->nvhosts; i++) {
		if (i == 0 || order_scope(sorted[i - 1], sorted[i]) != 0)
			first[v->ngroups++] = sorted[i];
		v->group[sorted[i] - p->vhost] = v->ngroups - 1;
	}
	*of = first;
	return (0);
}

/* Where among the keeps the one of ${x} is, added when it is new. */
static int
find_keep(struct variants *v, struct variant *x, char why[static 200])
{
	const struct scope *of[] = { x->class, x->vhost };
	const struct keep *keep = &v->policy->keep;
	size_t i = 0;

	if (of[0] != NULL && of[0]->haskeep)
		keep = &of[0]->keep;
	else if (of[1] != NULL && of[1]->haskeep)
		keep = &of[1]->keep;
	while (i < v->nkeeps && order_keep(&v->keep[i], keep) != 0)
		i++;
	x->keep = i;
	if (i < v->nkeeps)
		return (0);
	if (i < KEEPS_MAX) {
		v->keep[v->nkeeps++] = *keep;
		return (0);
	}
	(void)snprintf(why, 200, "keep: there are more than %d that differ",
	    KEEPS_MAX);
	return (-1);
}

static int
make_variants(struct variants *v, const struct scope **vhost,
    char why[static 200])
{
	const struct policy *p = v->policy;
	const size_t width = p->nclasses + 1;

	v->nvariants = v->ngroups * width;
	v->variant = arena_alloc(v->arena, v->nvariants * sizeof(*v->variant));
	v->keep = arena_alloc(v->arena, KEEPS_MAX * sizeof(*v->keep));
	if (v->variant == NULL || v->keep == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < v->nvariants; i++) {
		struct variant *x = &v->variant[i];

		x->policy = p;
		x->vhost = vhost[i / width];
		x->class = i % width == 0 ? NULL : &p->class[i % width - 1];
		if (find_keep(v, x, why) == -1)
			return (-1);
	}
	return (0);
}

/* A plan of its own for ${x}. */
static int
make_plan(struct variants *v, struct variant *x, const struct format *f,
    char why[static 200])
{
	const struct policy *p = v->policy;
	struct policy *own = arena_alloc(v->arena, sizeof(*own));

	if (own == NULL)
		return (no_memory(why));
	*own = *p;
	for (int c = 0; c < CLASS_COUNT; c++)
		own->rule[c] = *rule_of(p, x, c);
	own->keepsearch = search_of(p, x);
	x->plan = plan_numbered(v->arena, f, own, v->nplans, why);
	if (x->plan == NULL)
		return (-1);
	x->policy = own;
	v->nplans++;
	return (0);
}

static int
make_plans(struct variants *v, const struct format *f, char why[static 200])
{
	struct variant **sorted =
	    arena_alloc(v->arena, v->nvariants * sizeof(struct variant *));
	size_t first = 0;

	if (sorted == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < v->nvariants; i++)
		sorted[i] = &v->variant[i];
	qsort(sorted, v->nvariants, sizeof(struct variant *), compare_variants);
	for (size_t i = 0; i < v->nvariants; i = first) {
		for (first = i + 1; first < v->nvariants &&
		     compare_variants(&sorted[i], &sorted[first]) == 0;
		     first++)
			continue;
		if (make_plan(v, sorted[i], f, why) == -1)
			return (-1);
		for (size_t k = i + 1; k < first; k++) {
			sorted[k]->plan = sorted[i]->plan;
			sorted[k]->policy = sorted[i]->policy;
		}
	}
	return (0);
}

/* A file of a directory is kept as a whole, whoever's lines are in it. */
static int
check_keeps(const struct policy *p, char why[static 200])
{
	if (p->output.dir == NULL || p->output.streams)
		return (0);
	for (size_t i = 0; i < p->nvhosts; i++) {
		const struct scope *s = &p->vhost[i];

		if (!s->haskeep)
			continue;
		(void)snprintf(why, 200,
		    "vhost %.*s: a keep of its own needs files of its own: "
		    "output DIRECTORY/{vhost}",
		    s->name.n > 100 ? 100 : (int)s->name.n, s->name.p);
		return (-1);
	}
	return (0);
}

struct variants *
variants_new(struct arena *a, const struct format *f,
    const struct policy *policy, char why[static 200])
{
	struct variants *v = arena_alloc(a, sizeof(*v));
	const struct scope **vhost;

	if (v == NULL) {
		(void)no_memory(why);
		return (NULL);
	}
	v->policy = policy;
	v->arena = a;
	if (check_keeps(policy, why) == 0 &&
	    (v->classify = classify_new(a, f, policy, why)) != NULL &&
	    find_groups(v, &vhost, why) == 0 &&
	    make_variants(v, vhost, why) == 0 && make_plans(v, f, why) == 0)
		return (v);
	variants_free(v);
	return (NULL);
}

void
variants_free(struct variants *v)
{
	if (v != NULL)
		classify_free(v->classify);
}

const struct variant *
variants_base(const struct variants *v)
{
	return (&v->variant[0]);
}

const struct variant *
variants_of(const struct variants *v, const struct scope *vhost, int class)
{
	const size_t group =
	    vhost == NULL ? 0 : v->group[vhost - v->policy->vhost];

	return (&v->variant[group * (v->policy->nclasses + 1) +
	    (size_t)(class + 1)]);
}

const struct keep *
variants_keep(const struct variants *v, size_t i)
{
	return (i < v->nkeeps ? &v->keep[i] : NULL);
}

const struct classify *
variants_classify(const struct variants *v)
{
	return (v->classify);
}

const struct policy *
variants_policy(const struct variants *v)
{
	return (v->policy);
}

size_t
variants_plans(const struct variants *v)
{
	return (v->nplans);
}
