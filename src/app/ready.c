/* SPDX-License-Identifier: ISC */
#include "app/ready.h"

#include <string.h>

#include "app/directives_output.h"
#include "app/keypath.h"
#include "app/preset.h"
#include "base/clock.h"
#include "base/fd.h"
#include "base/warn.h"
#include "match/serverconf.h"

enum { ARENA_MAX = 64 * 1024 * 1024, NAMES_FILE_MAX = 1024 * 1024 };

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

/* The operator's list of names in ${path}, whose text is kept in ${text}. */
static int
add_names(struct ready *r, struct names *names, const char *path,
    struct span *text)
{
	struct buf b;
	const char *why;
	unsigned line;

	buf_init(&b, NAMES_FILE_MAX);
	if (fd_slurp(path, &b) == -1) {
		warn_errno("%s", path);
		buf_release(&b);
		return (-1);
	}
	*text = arena_dup(r->arena, buf_span(&b));
	buf_release(&b);
	if (text->p == NULL) {
		warn_errno("%s", path);
		return (-1);
	}
	if ((why = names_add(names, *text, &line)) == NULL)
		return (0);
	warn_msg("%s:%u: %s", path, line, why);
	return (-1);
}

static int
load_names(struct ready *r)
{
	struct config *c = &r->options.config;
	struct names *names = names_builtin(r->arena);

	if (names == NULL)
		return (-1);
	for (size_t i = 0; i < c->nnames; i++)
		if (add_names(r, names, c->namefile[i], &c->names[i]) == -1)
			return (-1);
	c->policy.names = c->names;
	c->policy.nnames = c->nnames;
	r->names = names;
	r->search = search_builtin(r->arena);
	return (r->search == NULL ? -1 : 0);
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

/* A directive, or the configuration of a server and a name in it. */
static const struct formatfile *
load_own(struct ready *r, struct span arg)
{
	struct formatfile *file = arena_alloc(r->arena, sizeof(*file));
	const bool server = serverconf_is(arg);
	char why[FORMATFILE_WHY];

	if (file == NULL) {
		warn_errno("format");
		return (NULL);
	}
	if (server ? serverconf_load(r->arena, serverfiles_disk(), arg, file,
			 why) == -1 :
		     formatfile_directive(r->arena, arg, file, why) == -1) {
		warn_msg("%s%s", server ? "" : "format: ", why);
		return (NULL);
	}
	matcher_free(r->own);
	r->own = file->matcher;
	if (catalog_frame(r->catalog, r->own, why) == 0)
		return (file);
	warn_msg("format: %s", why);
	return (NULL);
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

const struct formatfile *
ready_format(struct ready *r, struct span arg)
{
	if (serverconf_is(arg) || !is_name(arg))
		return (load_own(r, arg));
	return (ready_find(r, arg));
}

static int
load_format(struct ready *r)
{
	const struct span name = span_str(r->options.config.policy.format);
	const struct formatfile *file;

	if (span_eq(name, SPAN("auto")))
		return (0);
	if ((file = ready_format(r, name)) == NULL)
		return (-1);
	r->matcher = file->matcher;
	return (0);
}

int
ready_load(struct ready *r)
{
	char why[FORMATFILE_WHY];

	if (config_load(&r->options.config) == -1 || load_names(r) == -1 ||
	    directives_output_load(&r->options.config) == -1)
		return (-1);
	preset_digest(&r->options.config.policy);
	r->catalog = catalog_load(r->arena, CONFIG_FORMATS, why);
	if (r->catalog == NULL) {
		warn_msg("%s", why);
		return (-1);
	}
	return (load_format(r));
}

typedef bool need_fn(const struct rule *, enum geo);

static bool
needs_key(const struct rule *r, enum geo geo)
{
	(void)geo;
	return (rule_keyed(r));
}

static bool
needs_geo(const struct rule *r, enum geo geo)
{
	return (r->action == ACTION_NETWORK && r->geo == geo);
}

static bool
scope_rule(const struct scope *s, need_fn *needs, enum geo geo)
{
	for (int c = 0; c < CLASS_COUNT; c++)
		if (s->hasrule[c] && needs(&s->rule[c], geo))
			return (true);
	return (false);
}

/* Does any rule of ${p} need it? */
static bool
any_rule(const struct policy *p, need_fn *needs, enum geo geo)
{
	bool any = false;

	for (int c = 0; c < CLASS_COUNT; c++)
		any = any || needs(&p->rule[c], geo);
	for (size_t i = 0; i < p->noverride; i++)
		any = any ||
		    (p->override[i].hasrule &&
			needs(&p->override[i].rule, geo));
	for (size_t i = 0; i < p->nvhosts; i++)
		any = any || scope_rule(&p->vhost[i], needs, geo);
	for (size_t i = 0; i < p->nclasses; i++)
		any = any || scope_rule(&p->class[i], needs, geo);
	return (any);
}

static int
check_geoip(const struct policy *p)
{
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++) {
		if (p->geoip[g] != NULL ||
		    (p->place != g && !any_rule(p, needs_geo, g)))
			continue;
		warn_msg("a rule needs a database: geoip %s FILE names it",
		    rule_geo_name(g));
		return (-1);
	}
	return (0);
}

int
ready_needs(struct ready *r)
{
	const struct policy *p = &r->options.config.policy;
	char found[KEYPATH_MAX], why[KEYFILE_WHY];
	const char *path = p->key;

	if (check_geoip(p) == -1)
		return (-1);
	if (p->nsecretly == 0 && !any_rule(p, needs_key, GEO_NONE))
		return (0);
	if (path == NULL)
		path = keypath_find(found);
	if (path == NULL) {
		warn_msg("a rule needs a key: key FILE names it, logfade key "
			 "new makes it");
		return (-1);
	}
	crypto_lock();
	r->keyring = keyring_open(path, clock_now(), why);
	if (r->keyring != NULL)
		return (0);
	warn_msg("%s: %s", path, why);
	return (-1);
}

void
ready_release(struct ready *r)
{
	keyring_free(r->keyring);
	matcher_free(r->own);
	catalog_free(r->catalog);
	arena_free(r->arena);
}
