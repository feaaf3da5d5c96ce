/* SPDX-License-Identifier: ISC */
#include "app/cmd_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/signals.h"
#include "base/clock.h"
#include "base/warn.h"
#include "flow/explain.h"
#include "flow/variants.h"
#include "scrub/place.h"

static void
show_rule(struct span name, const struct rule *rule)
{
	printf("%-9.*s %s", (int)name.n, name.p,
	    rule_action_name(rule->action));
	if (rule->action == ACTION_TRUNCATE || rule->action == ACTION_NETWORK)
		printf(" %u %u", rule->bits4, rule->bits6);
	if (rule->action == ACTION_NETWORK)
		printf(" %s", rule_geo_name(rule->geo));
	for (size_t k = 0; k < rule->nnames; k++)
		printf(" %.*s", (int)rule->names[k].n, rule->names[k].p);
	putchar('\n');
}

static void
show_keep(const char *name, const struct keep *k)
{
	struct buf keep;

	buf_init(&keep, 64);
	period_keep_write(k, &keep);
	printf("%s %.*s", name, (int)keep.n, keep.p);
	buf_release(&keep);
}

static void
show_size(uint64_t bytes)
{
	static const char *const units[] = { "KiB", "MiB", "GiB" };
	uint64_t n = bytes / 1024;
	size_t i = 0;

	for (; i < 2 && n % 1024 == 0; i++)
		n /= 1024;
	printf("size %llu %s", (unsigned long long)n, units[i]);
}

static void
show_raw(const struct policy *p)
{
	const struct withholding *w = &p->withholding;

	for (size_t i = 0; i < p->nraw; i++) {
		printf("raw       %s { ", p->raw[i].pattern);
		show_keep("keep", &p->raw[i].keep);
		printf(" }\n");
	}
	if (w->dir == NULL)
		return;
	printf("quarantine %s { ", w->dir);
	show_keep("keep", &w->keep);
	printf(" ; ");
	show_size(w->size);
	printf(" }\n");
}

static void
show_output(const struct config *c)
{
	const struct policy *p = &c->policy;

	if (p->output.dir != NULL)
		printf("output    %s%s { ", p->output.dir,
		    p->output.streams ? "/{vhost}" : "");
	if (p->output.dir != NULL && p->output.streams)
		printf("streams %zu ; ", p->output.streams_max);
	if (p->output.dir != NULL && p->output.streams && c->vhosts != NULL)
		printf("vhosts %s ; ", c->vhosts);
	if (p->output.dir != NULL)
		printf("rotate %s ; level %d ; seal_level %d ; sync %s }\n",
		    period_unit_name(p->output.rotate), p->output.level,
		    p->output.seal_level, policy_sync_name(p->output.sync));
	show_keep("keep     ", &p->keep);
	putchar('\n');
	show_raw(p);
}

static void
show_key(const struct ready *r)
{
	const struct policy *p = &r->options.config.policy;

	for (size_t i = 0; i < p->nsecretly; i++)
		printf("query-pseudonym %.*s\n", (int)p->secretly[i].n,
		    p->secretly[i].p);
	if (p->key != NULL)
		printf("key       %s\n", p->key);
	for (int g = GEO_COUNTRY; g <= GEO_ASN; g++)
		if (p->geoip[g] != NULL)
			printf("geoip     %s %s\n", rule_geo_name(g),
			    p->geoip[g]);
	if (p->place != GEO_NONE)
		printf("place     %s\n", rule_geo_name(p->place));
}

static void
show_condition(const struct condition *c)
{
	static const char *const names[] = { [CONDITION_VHOST] = "vhost",
		[CONDITION_PATH] = "path",
		[CONDITION_STATUS] = "status",
		[CONDITION_METHOD] = "method",
		[CONDITION_FIELD] = "field" };

	printf("  match %s", names[c->what]);
	if (c->what == CONDITION_FIELD)
		printf(" %.*s", (int)c->field.n, c->field.p);
	for (size_t i = 0; i < c->nvalues; i++)
		printf(" %.*s", (int)c->value[i].n, c->value[i].p);
	putchar('\n');
}

/* What a scope has of its own; of the rest those of all go for it. */
static void
show_scope(const char *what, const struct scope *s)
{
	printf("%s     %.*s\n", what, (int)s->name.n, s->name.p);
	for (size_t i = 0; i < s->nconditions; i++)
		show_condition(&s->condition[i]);
	for (int i = 0; i < CLASS_COUNT; i++) {
		if (!s->hasrule[i])
			continue;
		printf("  ");
		show_rule(span_str(class_name((enum class)i)), &s->rule[i]);
	}
	if (s->hassearch)
		printf("  search    %s\n", s->keepsearch ? "keep" : "drop");
	if (s->haskeep) {
		show_keep("  keep     ", &s->keep);
		putchar('\n');
	}
}

/* The policy as it is in the end, in the words of its file. */
static void
show_policy(const struct ready *r)
{
	const struct policy *p = &r->options.config.policy;

	printf("format    %.*s\n",
	    r->matcher == NULL ? 4 : (int)matcher_format(r->matcher)->name.n,
	    r->matcher == NULL ? "auto" : matcher_format(r->matcher)->name.p);
	for (int i = 0; i < CLASS_COUNT; i++)
		show_rule(span_str(class_name((enum class)i)), &p->rule[i]);
	printf("search    %s\n", p->keepsearch ? "keep" : "drop");
	for (size_t i = 0; i < p->noverride; i++) {
		const struct override *o = &p->override[i];

		printf("field     ");
		show_rule(o->name, o->hasrule ? &o->rule : &p->rule[o->class]);
	}
	show_key(r);
	show_output(&r->options.config);
	for (size_t i = 0; i < p->nvhosts; i++)
		show_scope("vhost", &p->vhost[i]);
	for (size_t i = 0; i < p->nclasses; i++)
		show_scope("class", &p->class[i]);
}

/* Does the policy fit the format? The filter would refuse it, too. */
static int
try_plan(struct ready *r)
{
	char why[200];
	struct variants *v;

	if (r->matcher == NULL)
		return (0);
	v = variants_new(r->arena, matcher_format(r->matcher),
	    &r->options.config.policy, why);
	variants_free(v);
	if (v == NULL)
		warn_msg("%s", why);
	return (v == NULL ? -1 : 0);
}

/* The filter does without a database that is not there: say so before. */
static void
try_geoip(const struct policy *p)
{
	char why[PLACE_WHY];

	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++) {
		struct place_db *db;

		if (p->geoip[g] == NULL)
			continue;
		if ((db = place_open(p->geoip[g], g, why)) == NULL)
			warn_msg("%s: %s", p->geoip[g], why);
		place_close(db);
	}
}

enum exits
cmd_check_run(struct ready *r, const char *path)
{
	struct pipeline p = { 0 };
	int fd, rc;

	p.stopping = signals_catch();
	if (ready_load(r) == -1 || ready_needs(r) == -1 || try_plan(r) == -1)
		return (EXITS_CONFIG);
	if (path == NULL) {
		show_policy(r);
		try_geoip(&r->options.config.policy);
		return (EXITS_OK);
	}
	fd = strcmp(path, "-") == 0 ? STDIN_FILENO :
				      open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		warn_errno("%s", path);
		return (EXITS_LOST);
	}
	p.arena = r->arena;
	p.policy = &r->options.config.policy;
	p.catalog = r->catalog;
	p.matcher = r->matcher;
	p.names = r->names;
	p.search = r->search;
	p.keyring = r->keyring;
	rc = explain_run(&p, fd, stdout);
	return (rc == -1 ? EXITS_CONFIG : rc == 0 ? EXITS_OK : EXITS_FOUND);
}
