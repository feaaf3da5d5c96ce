/* SPDX-License-Identifier: ISC */
#include "app/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/directives.h"
#include "base/clock.h"
#include "base/directive.h"
#include "base/warn.h"

enum { OPTIONS_MAX = 128 };

static int
set_format(struct options *o, const char *arg)
{
	return (config_set(&o->config, "format", arg));
}

static int
set_file(struct options *o, const char *arg)
{
	o->config.file = arg;
	return (0);
}

static int
set_dir(struct options *o, const char *arg)
{
	return (config_set(&o->config, "output-dir", arg));
}

static int
set_zstd(struct options *o, const char *arg)
{
	(void)arg;
	o->config.policy.output.zstd = true;
	return (0);
}

static int
set_strict(struct options *o, const char *arg)
{
	(void)arg;
	o->config.strict = true;
	return (0);
}

static int
set_quiet(struct options *o, const char *arg)
{
	(void)arg;
	o->config.quiet = true;
	return (0);
}

static int
set_dryrun(struct options *o, const char *arg)
{
	(void)arg;
	o->dryrun = true;
	return (0);
}

static int
set_epoch(struct options *o, const char *arg)
{
	o->epoch = arg;
	return (0);
}

static int
set_past(struct options *o, const char *arg)
{
	o->past = arg;
	return (0);
}

static int
set_reader(struct options *o, const char *arg)
{
	o->reader = arg;
	return (0);
}

/* Seconds, as 30 or 30s; an hour at most. */
static int
set_settle(struct options *o, const char *arg)
{
	struct span s = span_str(arg);
	unsigned long long n;

	if (span_ends(s, SPAN("s")))
		s.n--;
	if (!span_number(s, 3600, &n)) {
		warn_msg("--settle takes seconds, 0 to 3600");
		return (-1);
	}
	o->settle = (int)n;
	return (0);
}

static int
set_shred(struct options *o, const char *arg)
{
	(void)arg;
	o->shred = true;
	return (0);
}

static int
set_verify(struct options *o, const char *arg)
{
	(void)arg;
	o->verify = true;
	return (0);
}

static int
set_json(struct options *o, const char *arg)
{
	(void)arg;
	o->json = true;
	return (0);
}

static int
set_force(struct options *o, const char *arg)
{
	(void)arg;
	o->force = true;
	return (0);
}

static int
set_reason(struct options *o, const char *arg)
{
	o->reason = arg;
	return (0);
}

static int
set_from(struct options *o, const char *arg)
{
	o->from = arg;
	return (0);
}

static int
set_to(struct options *o, const char *arg)
{
	o->to = arg;
	return (0);
}

static int
set_vhost(struct options *o, const char *arg)
{
	o->vhost = arg;
	return (0);
}

static int
set_class(struct options *o, const char *arg)
{
	o->class = arg;
	return (0);
}

static int
set_until(struct options *o, const char *arg)
{
	o->until = arg;
	return (0);
}

static int
set_help(struct options *o, const char *arg)
{
	(void)arg;
	o->help = true;
	return (0);
}

static int
set_version(struct options *o, const char *arg)
{
	(void)arg;
	o->version = true;
	return (0);
}

#ifdef LOGFADE_TEST
static int
set_now(struct options *o, const char *arg)
{
	(void)o;
	clock_set(strtoll(arg, NULL, 10));
	return (0);
}
#endif

/* The options that are no directives, or have a short form. */
static const struct {
	char letter; /* 0: none */
	const char *name; /* NULL: the directives have the long form */
	const char *arg; /* NULL: takes none */
	const char *help;
	int (*set)(struct options *, const char *);
} table[] = {
	{ 'f', NULL, "FORMAT", "name, directive, FILE:NAME or auto",
	    set_format },
	{ 'c', "config", "FILE", "policy file instead of " CONFIG_FILE,
	    set_file },
	{ 'o', NULL, "DIR", "write segments into this directory", set_dir },
	{ 'z', "zstd", NULL, "write zstd to standard output", set_zstd },
	{ 'n', "dry-run", NULL, "sweep: only list what would go", set_dryrun },
	{ 0, "json", NULL, "ls: as JSON; sweep: list every segment", set_json },
	{ 0, "force", NULL, "sweep: the clock is right", set_force },
	{ 0, "verify", NULL, "sweep: only check the ledger", set_verify },
	{ 0, "reason", "TEXT", "hold add: why", set_reason },
	{ 0, "from", "TIME", "cat, hold add: the first day", set_from },
	{ 0, "to", "TIME", "cat: up to it; hold add: the last day", set_to },
	{ 0, "until", "DATE", "hold add: when it ends", set_until },
	{ 0, "epoch", "UNIT", "key new: day, week, month or never", set_epoch },
	{ 0, "past", "N", "key new: how many past epochs to keep", set_past },
	{ 0, "vhost", "NAME", "cat, ls, hold add: of that stream alone",
	    set_vhost },
	{ 0, "class", "NAME", "cat, ls, hold add: of that class alone",
	    set_class },
	{ 0, "settle", "SECONDS", "in-place: wait for a writer, 30s",
	    set_settle },
	{ 0, "shred", NULL, "in-place: overwrite the raw file", set_shred },
	{ 0, "strict", NULL, "exit 65 when a line was withheld", set_strict },
	{ 0, "for", "READER", "formats: for goaccess, lnav or awstats",
	    set_reader },
	{ 'q', "quiet", NULL, "no summary, no progress", set_quiet },
	{ 'h', "help", NULL, "show this", set_help },
	{ 'V', "version", NULL, "show the version", set_version },
#ifdef LOGFADE_TEST
	{ 0, "test-now", "SECONDS", "what time it is", set_now },
#endif
};

#define NTABLE (sizeof(table) / sizeof(table[0]))

void
options_help(void)
{
	const char *name;

	printf("usage: logfade [options] < access.log\n"
	       "       logfade check [options] [LOG]\n"
	       "       logfade in-place [--settle SECONDS] [--shred] "
	       "[options] FILE...\n"
	       "       logfade ls [--json] [--vhost NAME] [--class NAME] "
	       "[options] DIR\n"
	       "       logfade cat [--from TIME] [--to TIME] [--vhost NAME] "
	       "[--class NAME] DIR\n"
	       "       logfade sweep [-n] [--json] [--force] [options] DIR...\n"
	       "       logfade sweep --verify DIR...\n"
	       "       logfade hold add NAME --reason TEXT [options] DIR\n"
	       "       logfade hold list DIR...\n"
	       "       logfade hold release NAME DIR\n"
	       "       logfade formats [options] [--for READER] [NAME]\n"
	       "       logfade key new|show|next [options] [FILE]\n\n");
	for (size_t i = 0; i < NTABLE; i++) {
		char left[40];

		(void)snprintf(left, sizeof(left), "%s%c%s%s%s%s%s",
		    table[i].letter != 0 ? "-" : " ",
		    table[i].letter != 0 ? table[i].letter : ' ',
		    table[i].letter != 0 && table[i].name != NULL ? ", " : "  ",
		    table[i].name != NULL ? "--" : "",
		    table[i].name != NULL ? table[i].name : "",
		    table[i].arg != NULL ? " " : "",
		    table[i].arg != NULL ? table[i].arg : "");
		printf("  %-22s %s\n", left, table[i].help);
	}
	printf(
	    "\ndirectives of the policy file, each as --NAME 'ARGUMENTS':\n");
	for (size_t i = 0; (name = directives_name(i)) != NULL; i++)
		printf("      --%-16s %s\n", name, directives_help(i));
	printf("\nSee logfade(1) and logfade.conf(5).\n");
}

/* What getopt_long() is to know; val is 1 + the index in both tables. */
static void
describe(struct option all[static OPTIONS_MAX], char letters[static 64])
{
	const char *name;
	size_t n = 0, l = 0;

	letters[l++] = ':'; /* tell a missing argument from no option */
	for (size_t i = 0; i < NTABLE; i++) {
		const bool arg = table[i].arg != NULL;

		if (table[i].name != NULL)
			all[n++] = (struct option){ table[i].name, arg, NULL,
				1000 + (int)i };
		if (table[i].letter == 0)
			continue;
		letters[l++] = table[i].letter;
		if (arg)
			letters[l++] = ':';
	}
	letters[l] = '\0';
	for (size_t i = 0; (name = directives_name(i)) != NULL; i++)
		all[n++] = (struct option){ name, 1, NULL, 2000 + (int)i };
	all[n] = (struct option){ NULL, 0, NULL, 0 };
}

static int
take(struct options *o, int val, const char *arg)
{
	if (val >= 2000)
		return (config_set(&o->config,
		    directives_name((size_t)val - 2000), arg));
	for (size_t i = 0; i < NTABLE; i++)
		if (val == 1000 + (int)i || val == table[i].letter)
			return (table[i].set(o, arg));
	return (-1);
}

/* Say what is wrong with argv[optind - 1], the option getopt stopped at. */
static void
complain(int val, char *const *argv)
{
	const char *known[OPTIONS_MAX], *near, *name;
	struct span given = span_str(argv[optind - 1]);
	size_t n = 0;

	for (size_t i = 0; i < NTABLE; i++)
		if (table[i].name != NULL)
			known[n++] = table[i].name;
	for (size_t i = 0; (name = directives_name(i)) != NULL; i++)
		known[n++] = name;
	if (val == ':') {
		warn_msg("option %.*s takes an argument", (int)given.n,
		    given.p);
		return;
	}
	if (span_starts(given, SPAN("--")))
		given = span_from(given, 2);
	given.n = span_index(given, '=');
	near = directive_nearest(given, known, n);
	if (near != NULL && given.n > 2)
		warn_msg("unknown option, did you mean --%s?", near);
	else
		warn_msg("unknown option; logfade --help lists them");
}

int
options_parse(int argc, char **argv, struct options *o)
{
	struct option all[OPTIONS_MAX];
	char letters[64];
	int val, rc = 0;

	describe(all, letters);
	o->settle = -1;
	opterr = 0;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet */
	while ((val = getopt_long(argc, argv, letters, all, NULL)) != -1)
		if (val == '?' || val == ':') {
			/* Go on: --on-error may come behind. */
			if (rc == 0)
				complain(val, argv);
			rc = -1;
		} else if (take(o, val, optarg) == -1)
			rc = -1;
	o->first = optind;
	return (rc);
}
