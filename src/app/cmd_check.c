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
#include "flow/choose.h"
#include "flow/explain.h"
#include "scrub/place.h"
#include "scrub/plan.h"

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
show_output(const struct config *c)
{
	const struct policy *p = &c->policy;
	struct buf keep;

	if (p->output.dir != NULL)
		printf("output    %s%s { ", p->output.dir,
		    p->output.streams ? "/{vhost}" : "");
	if (p->output.dir != NULL && p->output.streams)
		printf("streams %zu ; ", p->output.streams_max);
	if (p->output.dir != NULL && p->output.streams && c->vhosts != NULL)
		printf("vhosts %s ; ", c->vhosts);
	if (p->output.dir != NULL)
		printf("rotate %s ; level %d ; seal_level %d }\n",
		    period_unit_name(p->output.rotate), p->output.level,
		    p->output.seal_level);
	buf_init(&keep, 64);
	period_keep_write(&p->keep, &keep);
	printf("keep      %.*s\n", (int)keep.n, keep.p);
	buf_release(&keep);
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
}

/* Does the policy fit the format? The filter would refuse it, too. */
static int
try_plan(struct ready *r)
{
	const struct policy *p = &r->options.config.policy;
	const struct plan *plan;
	char why[200];

	if (r->matcher == NULL)
		return (0);
	plan = plan_new(r->arena, matcher_format(r->matcher), p, why);
	if (plan != NULL)
		return (choose_streams(p, plan, matcher_format(r->matcher)));
	warn_msg("%s", why);
	return (-1);
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
