/* SPDX-License-Identifier: ISC */
#include "app/config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/directives.h"
#include "app/directives_output.h"
#include "app/directives_scope.h"
#include "app/preset.h"
#include "base/directive.h"
#include "base/fd.h"
#include "base/warn.h"

enum { FILE_MAX = 1024 * 1024, STREAMS_DEFAULT = 4096 };

void
config_init(struct config *c, struct arena *a)
{
	memset(c, 0, sizeof(*c));
	c->arena = a;
	c->policy.format = "auto";
	c->policy.keep = (struct keep){ KEEP_MONTHS, 14 };
	c->policy.output.rotate = PERIOD_DAY;
	c->policy.output.level = 3;
	c->policy.output.seal_level = 9;
	c->policy.output.streams_max = STREAMS_DEFAULT;
	for (int i = 0; i < CLASS_COUNT; i++)
		c->policy.rule[i] = rule_default((enum class)i);
}

int
config_set(struct config *c, const char *name, const char *value)
{
	if (c->nsettings == CONFIG_SETTINGS_MAX) {
		warn_msg("too many options");
		return (-1);
	}
	c->setting[c->nsettings++] =
	    (struct setting){ span_str(name), span_str(value) };
	return (0);
}

static int
parse(struct config *c, const char *file, struct span body,
    struct directive **list)
{
	struct directive_error err;

	if (directive_parse(c->arena, body, NULL, list, &err) == 0)
		return (0);
	warn_msg("%s:%u:%u: %s", file, err.line, err.column, err.what);
	return (-1);
}

/* The file's statements, NULL where there is no file to read. */
static int
read_file(struct config *c, const char **file, struct directive **list)
{
	struct buf b;
	struct span copy;

	*list = NULL;
	*file = c->file != NULL ? c->file : CONFIG_FILE;
	if (c->file == NULL && access(CONFIG_FILE, F_OK) == -1)
		return (0);
	buf_init(&b, FILE_MAX);
	if (fd_slurp(*file, &b) == -1) {
		warn_errno("%s", *file);
		buf_release(&b);
		return (-1);
	}
	copy = arena_dup(c->arena, buf_span(&b));
	buf_release(&b);
	return (copy.p == NULL ? -1 : parse(c, *file, copy, list));
}

/* A setting as a statement: its value is parsed like the rest of a line. */
static int
read_setting(struct config *c, const struct setting *s, char name[static 64],
    struct directive **list)
{
	struct buf b;
	struct span copy;

	(void)snprintf(name, 64, "--%.*s", (int)s->name.n, s->name.p);
	buf_init(&b, FILE_MAX);
	buf_addspan(&b, s->name);
	buf_addc(&b, ' ');
	buf_addspan(&b, s->value);
	copy = arena_dup(c->arena, buf_span(&b));
	buf_release(&b);
	if (copy.p == NULL || parse(c, name, copy, list) == -1)
		return (-1);
	if ((*list)->next == NULL)
		return (0);
	warn_msg("%s: takes one statement", name);
	return (-1);
}

/* A format may hold anything: it is taken as it is. */
static bool
set_verbatim(struct config *c, const struct setting *s)
{
	if (span_eq(s->name, SPAN("format")))
		c->policy.format = s->value.p;
	return (span_eq(s->name, SPAN("format")));
}

/* A directory as well, but for a {vhost} at its end. */
static int
set_dir(struct config *c, struct span dir)
{
	const char *wrong = directives_output_dir(c, dir);

	if (wrong == NULL)
		return (0);
	warn_msg("-o %s", wrong);
	return (-1);
}

static int
apply_settings(struct config *c)
{
	for (size_t i = 0; i < c->nsettings; i++) {
		struct directive *list;
		char name[64];

		if (set_verbatim(c, &c->setting[i]))
			continue;
		if (span_eq(c->setting[i].name, SPAN("output-dir"))) {
			if (set_dir(c, c->setting[i].value) == -1)
				return (-1);
			continue;
		}
		if (read_setting(c, &c->setting[i], name, &list) == -1 ||
		    directives_apply(c, name, list) == -1)
			return (-1);
	}
	return (0);
}

/* Whether to discard must be known before anything can be wrong. */
static void
apply_on_error(struct config *c, const struct directive *list)
{
	for (; list != NULL; list = list->next)
		if (directives_is(list->name, "on-error") && list->nargs == 1)
			c->discard = span_eq(list->args[0], SPAN("discard"));
}

/* The preset comes first, wherever it is named; an option beats the file. */
static int
apply_preset(struct config *c, const struct directive *list)
{
	struct span name = { NULL, 0 };
	const char *choices;

	for (; list != NULL; list = list->next)
		if (span_eq(list->name, SPAN("preset")) && list->nargs == 1)
			name = list->args[0];
	for (size_t i = 0; i < c->nsettings; i++)
		if (span_eq(c->setting[i].name, SPAN("preset")))
			name = c->setting[i].value;
	if (name.p == NULL)
		return (0);
	if ((choices = preset_apply(name, &c->policy)) == NULL)
		return (0);
	warn_msg("preset: %s", choices);
	return (-1);
}

int
config_load(struct config *c)
{
	const char *file;
	struct directive *list;

	if (read_file(c, &file, &list) == -1)
		return (-1);
	apply_on_error(c, list);
	if (apply_preset(c, list) == -1 ||
	    directives_apply(c, file, list) == -1 || apply_settings(c) == -1 ||
	    directives_scope_finish(c) == -1)
		return (-1);
	if (c->policy.output.dir != NULL && c->policy.output.zstd) {
		warn_msg("-z is for standard output; a directory is zstd");
		return (-1);
	}
	/* Also for a command that writes elsewhere. */
	c->policy.withholding.output = c->policy.output.dir;
	return (0);
}

bool
config_discards(const struct config *c)
{
	bool discard = c->discard;

	for (size_t i = 0; i < c->nsettings; i++)
		if (span_eq(c->setting[i].name, SPAN("on-error")))
			discard = span_eq(c->setting[i].value, SPAN("discard"));
	return (discard);
}
