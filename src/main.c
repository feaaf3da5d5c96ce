/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/cmd_check.h"
#include "app/cmd_filter.h"
#include "app/cmd_formats.h"
#include "app/cmd_sweep.h"
#include "base/warn.h"

static enum exits
usage(const char *what)
{
	warn_msg("%s; logfade --help shows the usage", what);
	return (EXITS_USAGE);
}

static enum exits
filter(struct ready *r, int n, char **operand)
{
	(void)operand;
	if (n > 0)
		return (usage("the filter reads standard input, "
			      "it takes no file"));
	return (cmd_filter_run(r));
}

static enum exits
check(struct ready *r, int n, char **operand)
{
	if (n > 1)
		return (usage("check takes one log"));
	return (cmd_check_run(r, n == 1 ? operand[0] : NULL));
}

static enum exits
sweep(struct ready *r, int n, char **operand)
{
	return (cmd_sweep_run(r, operand, n));
}

static enum exits
formats(struct ready *r, int n, char **operand)
{
	if (n > 1)
		return (usage("formats takes one name"));
	return (cmd_formats_run(r, n == 1 ? operand[0] : NULL));
}

static const struct {
	const char *name;
	enum exits (*run)(struct ready *, int, char **);
} commands[] = {
	{ "check", check },
	{ "sweep", sweep },
	{ "formats", formats },
};

static enum exits
run(struct ready *r, int argc, char **argv)
{
	enum exits (*command)(struct ready *, int, char **) = filter;
	struct options *o = &r->options;

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (argc < 2 || strcmp(argv[1], commands[i].name) != 0)
			continue;
		command = commands[i].run;
		argc--;
		argv++;
		break;
	}
	if (options_parse(argc, argv, o) == -1)
		return (EXITS_USAGE);
	if (o->help) {
		options_help();
		return (EXITS_OK);
	}
	if (o->version) {
		printf("logfade %s\n", LOGFADE_VERSION);
		return (EXITS_OK);
	}
	return (command(r, argc - o->first, argv + o->first));
}

int
main(int argc, char **argv)
{
	struct ready r;
	enum exits code;

	/* Threads call localtime_r(), which need not look at TZ itself. */
	tzset();
	if (ready_init(&r) == -1)
		return (EXITS_LOST);
	code = run(&r, argc, argv);
	ready_release(&r);
	if (fflush(stdout) != 0 && code == EXITS_OK) {
		warn_errno("standard output");
		code = EXITS_LOST;
	}
	return ((int)code);
}
