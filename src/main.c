/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/cmd_cat.h"
#include "app/cmd_check.h"
#include "app/cmd_filter.h"
#include "app/cmd_formats.h"
#include "app/cmd_hold.h"
#include "app/cmd_inplace.h"
#include "app/cmd_key.h"
#include "app/cmd_ls.h"
#include "app/cmd_sweep.h"
#include "base/directive.h"
#include "base/warn.h"

static enum exits
usage(const char *what)
{
	warn_msg("%s; logfade --help shows the usage", what);
	return (EXITS_USAGE);
}

static enum exits
check(struct ready *r, int n, char **operand)
{
	if (n > 1)
		return (usage("check takes one log"));
	return (cmd_check_run(r, n == 1 ? operand[0] : NULL));
}

static enum exits
ls(struct ready *r, int n, char **operand)
{
	if (n != 1)
		return (usage("ls takes one directory"));
	return (cmd_ls_run(r, operand[0]));
}

static enum exits
cat(struct ready *r, int n, char **operand)
{
	if (n != 1)
		return (usage("cat takes one directory"));
	return (cmd_cat_run(r, operand[0]));
}

static enum exits
sweep(struct ready *r, int n, char **operand)
{
	return (cmd_sweep_run(r, operand, n));
}

static enum exits
inplace(struct ready *r, int n, char **operand)
{
	if (n == 0)
		return (usage("in-place takes files, or directories of them"));
	return (cmd_inplace_run(r, operand, n));
}

static enum exits
formats(struct ready *r, int n, char **operand)
{
	if (n > 1)
		return (usage("formats takes one name"));
	if (r->options.reader != NULL && n == 0)
		return (usage("formats --for takes a format"));
	return (cmd_formats_run(r, n == 1 ? operand[0] : NULL));
}

static enum exits
key(struct ready *r, int n, char **operand)
{
	if (n < 1 || n > 2)
		return (usage("key takes new, show or next, and one file"));
	return (cmd_key_run(r, operand[0], n == 2 ? operand[1] : NULL));
}

static enum exits
hold(struct ready *r, int n, char **operand)
{
	return (cmd_hold_run(r, operand, n));
}

static const struct {
	const char *name;
	enum exits (*run)(struct ready *, int, char **);
} commands[] = {
	{ "check", check },
	{ "ls", ls },
	{ "cat", cat },
	{ "in-place", inplace },
	{ "sweep", sweep },
	{ "formats", formats },
	{ "key", key },
	{ "hold", hold },
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

typedef enum exits command_fn(struct ready *, int, char **);

/* The command that the first operand names, or NULL. */
static command_fn *
find(int n, char *const *operand)
{
	for (size_t i = 0; n > 0 && i < NCOMMANDS; i++)
		if (strcmp(*operand, commands[i].name) == 0)
			return (commands[i].run);
	return (NULL);
}

/* ${name} is no command: which one was meant? */
static enum exits
unknown(const char *name)
{
	const char *known[NCOMMANDS], *near;

	for (size_t i = 0; i < NCOMMANDS; i++)
		known[i] = commands[i].name;
	near = directive_nearest(span_str(name), known, NCOMMANDS);
	if (near == NULL)
		return (
		    usage("there is no such command (check, ls, cat, in-place, "
			  "sweep, formats, key, hold), and the filter reads "
			  "standard input"));
	warn_msg("there is no such command, did you mean %s?", near);
	return (EXITS_USAGE);
}

/* Which option is given that is not for ${command}, or NULL. */
static const char *
misplaced(const struct options *o, command_fn *command)
{
	if (o->dryrun && command != sweep)
		return ("-n is for sweep");
	if ((o->verify || o->force) && command != sweep)
		return ("--verify and --force are for sweep");
	if (o->json && command != sweep && command != ls)
		return ("--json is for ls and sweep");
	if ((o->from != NULL || o->to != NULL) && command != hold &&
	    command != cat)
		return ("--from and --to are for cat and hold add");
	if ((o->vhost != NULL || o->class != NULL) && command != cat &&
	    command != ls && command != hold)
		return ("--vhost and --class are for cat, ls and hold add");
	if ((o->reason != NULL || o->until != NULL) && command != hold)
		return ("--reason and --until are for hold add");
	if ((o->epoch != NULL || o->past != NULL) && command != key)
		return ("--epoch and --past are for key new");
	if (o->reader != NULL && command != formats)
		return ("--for is for formats");
	if ((o->settle != -1 || o->shred) && command != inplace)
		return ("--settle and --shred are for in-place");
	return (NULL);
}

static enum exits
run(struct ready *r, int argc, char **argv)
{
	struct options *o = &r->options;
	const bool ok = options_parse(argc, argv, o) == 0;
	const int n = argc - o->first;
	char **operand = argv + o->first;
	command_fn *command = find(n, operand);
	const char *wrong;

	if (!ok)
		return (command == NULL ? cmd_filter_refuse(r, EXITS_USAGE) :
					  EXITS_USAGE);
	if (o->help) {
		options_help();
		return (EXITS_OK);
	}
	if (o->version) {
		printf("logfade %s\n", LOGFADE_VERSION);
		return (EXITS_OK);
	}
	if ((wrong = misplaced(o, command)) != NULL)
		return (usage(wrong));
	if (command != NULL)
		return (command(r, n - 1, operand + 1));
	return (n == 0 ? cmd_filter_run(r) : unknown(*operand));
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
