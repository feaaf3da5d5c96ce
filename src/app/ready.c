/* SPDX-License-Identifier: ISC */
#include "app/ready.h"

#include <string.h>

#include "base/builtin.h"
#include "base/warn.h"
#include "match/serverconf.h"

enum { ARENA_MAX = 64 * 1024 * 1024 };

int
ready_init(struct ready *r)
{
	memset(r, 0, sizeof(*r));
	if ((r->arena = arena_new(ARENA_MAX)) == NULL) {
		warn_errno("start");
		return (-1);
	}
	config_init(&r->options.config, r->arena);
	return (0);
}

/* The list ${name} of those compiled in; empty where it is missing. */
static struct span
list(const char *name)
{
	const struct builtin *b = builtin_names;

	while (b->name != NULL && strcmp(b->name, name) != 0)
		b++;
	return (span_make(b->text, b->size));
}

static int
load_names(struct ready *r)
{
	const char *wrong = names_load(r->arena, list("personal"), &r->names);

	if (wrong == NULL &&
	    (wrong = search_load(r->arena, list("search"), &r->search)) != NULL)
		warn_msg("search.names: %s", wrong);
	else if (wrong != NULL)
		warn_msg("personal.names: %s", wrong);
	return (wrong == NULL ? 0 : -1);
}

/* A name has no blank, no `$` and no `%`; a directive has. */
static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ' || s.p[i] == '$' || s.p[i] == '%' ||
		    s.p[i] == '\t')
			return (false);
	return (true);
}

/* A format that is not of the catalog. */
static int
take_own(struct ready *r, struct matcher *m)
{
	char why[FORMATFILE_WHY];

	r->own = m;
	r->matcher = m;
	if (catalog_frame(r->catalog, m, why) == 0)
		return (0);
	warn_msg("format: %s", why);
	return (-1);
}

static int
load_directive(struct ready *r, struct span text)
{
	struct formatfile file;
	char why[FORMATFILE_WHY];

	if (formatfile_directive(r->arena, text, &file, why) == -1) {
		warn_msg("format: %s", why);
		return (-1);
	}
	return (take_own(r, file.matcher));
}

static int
load_server(struct ready *r, struct span arg)
{
	struct formatfile file;
	char why[FORMATFILE_WHY];

	if (serverconf_load(r->arena, serverfiles_disk(), arg, &file, why) ==
	    -1) {
		warn_msg("%s", why);
		return (-1);
	}
	return (take_own(r, file.matcher));
}

const struct formatfile *
ready_find(struct ready *r, struct span name)
{
	char why[FORMATFILE_WHY];
	const struct formatfile *file = catalog_find(r->catalog, name, why);
	const char *near;

	if (file != NULL)
		return (file);
	if (why[0] != '\0') {
		warn_msg("%s", why);
		return (NULL);
	}
	near = catalog_nearest(r->catalog, name);
	warn_msg("format %.*s is not known%s%s; logfade formats lists them",
	    (int)name.n, name.p, near == NULL ? "" : ", did you mean ",
	    near == NULL ? "" : near);
	return (NULL);
}

static int
load_format(struct ready *r)
{
	const struct span name = span_str(r->options.config.policy.format);
	const struct formatfile *file;

	if (span_eq(name, SPAN("auto")))
		return (0);
	if (serverconf_is(name))
		return (load_server(r, name));
	if (!is_name(name))
		return (load_directive(r, name));
	if ((file = ready_find(r, name)) == NULL)
		return (-1);
	r->matcher = file->matcher;
	return (0);
}

int
ready_load(struct ready *r)
{
	char why[FORMATFILE_WHY];

	if (config_load(&r->options.config) == -1 || load_names(r) == -1)
		return (-1);
	r->catalog = catalog_load(r->arena, CONFIG_FORMATS, why);
	if (r->catalog == NULL) {
		warn_msg("%s", why);
		return (-1);
	}
	return (load_format(r));
}

void
ready_release(struct ready *r)
{
	matcher_free(r->own);
	catalog_free(r->catalog);
	arena_free(r->arena);
}
