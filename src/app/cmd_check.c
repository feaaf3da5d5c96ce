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

static void
show_policy(const struct ready *r)
{
	const struct policy *p = &r->options.config.policy;

	for (int i = 0; i < CLASS_COUNT; i++) {
		const struct rule *rule = &p->rule[i];

		printf("%-9s %s", class_name((enum class)i),
		    rule_action_name(rule->action));
		if (rule->action == ACTION_TRUNCATE)
			printf(" %u %u", rule->bits4, rule->bits6);
		for (size_t k = 0; k < rule->nnames; k++)
			printf(" %.*s", (int)rule->names[k].n,
			    rule->names[k].p);
		putchar('\n');
	}
	if (r->matcher != NULL) {
		const struct span name = matcher_format(r->matcher)->name;

		printf("format    %.*s\n", (int)name.n, name.p);
	} else
		printf("format    auto\n");
}

enum exits
cmd_check_run(struct ready *r, const char *path)
{
	struct pipeline p = { 0 };
	int fd, rc;

	p.stopping = signals_catch();
	if (ready_load(r) == -1)
		return (EXITS_CONFIG);
	if (path == NULL) {
		show_policy(r);
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
	rc = explain_run(&p, fd, stdout);
	return (rc == -1 ? EXITS_CONFIG : rc == 0 ? EXITS_OK : EXITS_FOUND);
}
