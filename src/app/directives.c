/* SPDX-License-Identifier: ISC */
#include "app/directives.h"

#include <stdio.h>
#include <string.h>

#include "app/directives_context.h"
#include "app/directives_output.h"
#include "base/warn.h"

enum { FORMAT_MAX = 1024 * 1024 };

int
directives_fail(const struct context *x, const char *what)
{
	warn_msg("%s:%u:%u: %.*s: %s", x->file, x->at->line, x->at->column,
	    (int)x->at->name.n, x->at->name.p, what);
	return (-1);
}

static int
fail(const struct context *x, const char *what)
{
	return (directives_fail(x, what));
}

static int
one_argument(const struct context *x)
{
	if (x->at->nargs == 1)
		return (0);
	return (fail(x, "takes one argument"));
}

static const char *
text(const struct context *x, struct span s)
{
	return (arena_dup(x->config->arena, s).p);
}

/* ${s} between single quotes, as directive_parse() reads them. */
static void
put_quoted(struct buf *b, struct span s)
{
	buf_addc(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'' || s.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '\'');
}

/* A name, or a directive, which goes on as one text. */
static int
set_format(const struct context *x)
{
	const struct span *args = x->at->args;
	struct buf b;

	if (x->at->nargs == 0)
		return (fail(x, "takes a name, a directive or auto"));
	buf_init(&b, FORMAT_MAX);
	buf_addspan(&b, args[0]);
	for (size_t i = 1; i < x->at->nargs; i++) {
		buf_addc(&b, ' ');
		put_quoted(&b, args[i]);
	}
	x->config->policy.format = text(x, buf_span(&b));
	buf_release(&b);
	return (x->config->policy.format == NULL ? fail(x, "no memory") : 0);
}

static int
set_rule(const struct context *x)
{
	struct config *c = x->config;
	enum class class;
	const char *wrong;

	if (!class_parse(x->at->name, &class))
		return (fail(x, "is no class"));
	wrong = rule_parse(class, x->at->args, x->at->nargs, c->arena,
	    &c->policy.rule[class]);
	if (wrong != NULL)
		return (fail(x, wrong));
	/* A list of addresses is treated as one address, unless said apart. */
	if (class == CLASS_IPLIST)
		c->listgiven = true;
	if (class == CLASS_IP && !c->listgiven)
		c->policy.rule[CLASS_IPLIST] = c->policy.rule[CLASS_IP];
	return (0);
}

static int
set_search(const struct context *x)
{
	if (one_argument(x) == -1)
		return (-1);
	x->config->policy.keepsearch = span_eq(x->at->args[0], SPAN("keep"));
	if (!x->config->policy.keepsearch &&
	    !span_eq(x->at->args[0], SPAN("drop")))
		return (fail(x, "takes drop or keep"));
	return (0);
}

static int
set_key(const struct context *x)
{
	if (one_argument(x) == -1)
		return (-1);
	x->config->policy.key = text(x, x->at->args[0]);
	return (0);
}

static int
set_geoip(const struct context *x)
{
	enum geo what;

	if (x->at->nargs != 2 || !rule_geo_parse(x->at->args[0], &what))
		return (fail(x, "takes country or asn, and a file"));
	x->config->policy.geoip[what] = text(x, x->at->args[1]);
	return (0);
}

static int
set_place(const struct context *x)
{
	if (one_argument(x) == -1)
		return (-1);
	if (!rule_geo_parse(x->at->args[0], &x->config->policy.place))
		return (fail(x, "takes country or asn"));
	return (0);
}

static int
set_query_pseudonym(const struct context *x)
{
	struct policy *p = &x->config->policy;
	struct span *names;

	if (x->at->nargs == 0)
		return (fail(x, "takes names of parameters"));
	names = arena_alloc(x->config->arena,
	    (p->nsecretly + x->at->nargs) * sizeof(*names));
	if (names == NULL)
		return (fail(x, "no memory"));
	for (size_t i = 0; i < p->nsecretly; i++)
		names[i] = p->secretly[i];
	for (size_t i = 0; i < x->at->nargs; i++) {
		struct span *name = &names[p->nsecretly + i];

		*name = arena_dup(x->config->arena, x->at->args[i]);
		if (name->p == NULL)
			return (fail(x, "no memory"));
	}
	p->secretly = names;
	p->nsecretly += x->at->nargs;
	return (0);
}

static int
set_keep(const struct context *x)
{
	const char *wrong = period_keep_parse(x->at->args, x->at->nargs,
	    &x->config->policy.keep);

	x->config->policy.keepgiven = true;
	return (wrong == NULL ? 0 : fail(x, wrong));
}

static int
set_preset(const struct context *x)
{
	/* It was applied before everything else; see find_preset(). */
	return (one_argument(x));
}

static int
set_query_names(const struct context *x)
{
	struct config *c = x->config;

	if (one_argument(x) == -1)
		return (-1);
	/* Standard input is the log. */
	if (span_eq(x->at->args[0], SPAN("-")))
		return (fail(x, "takes a file"));
	if (c->nnames == CONFIG_NAMES_MAX)
		return (fail(x, "is there too often"));
	c->namefile[c->nnames++] = text(x, x->at->args[0]);
	return (0);
}

static int
set_stats(const struct context *x)
{
	if (one_argument(x) == -1)
		return (-1);
	x->config->stats = text(x, x->at->args[0]);
	return (0);
}

static int
set_on_error(const struct context *x)
{
	if (one_argument(x) == -1)
		return (-1);
	x->config->discard = span_eq(x->at->args[0], SPAN("discard"));
	if (!x->config->discard && !span_eq(x->at->args[0], SPAN("exit")))
		return (fail(x, "takes exit or discard"));
	return (0);
}

static int apply_block(const struct context *);

static int
set_output(const struct context *x)
{
	const char *wrong;

	if (one_argument(x) == -1)
		return (-1);
	wrong = directives_output_dir(x->config, x->at->args[0]);
	return (wrong == NULL ? apply_block(x) : fail(x, wrong));
}

static int
field_class(const struct context *x, struct override *o)
{
	if (x->at->nargs != 1 || !class_parse(x->at->args[0], &o->class))
		return (fail(x, "takes the name of a class"));
	o->hasclass = true;
	return (0);
}

static int
field_action(const struct context *x, struct override *o)
{
	const char *wrong;

	if (!o->hasclass)
		return (fail(x, "the class must be given before it"));
	wrong = rule_parse(o->class, x->at->args, x->at->nargs,
	    x->config->arena, &o->rule);
	if (wrong != NULL)
		return (fail(x, wrong));
	o->hasrule = true;
	return (0);
}

static int
set_field(const struct context *x)
{
	struct policy *p = &x->config->policy;
	struct override *o = &x->config->override[p->noverride];
	struct context inner = *x;

	if (one_argument(x) == -1)
		return (-1);
	if (!x->at->block)
		return (fail(x, "takes { class NAME ; action ... }"));
	if (p->noverride == CONFIG_OVERRIDES_MAX)
		return (fail(x, "is there too often"));
	*o = (struct override){ .name = x->at->args[0] };
	for (inner.at = x->at->children; inner.at != NULL;
	     inner.at = inner.at->next) {
		if ((span_eq(inner.at->name, SPAN("class")) ?
			    field_class(&inner, o) :
			    span_eq(inner.at->name, SPAN("action")) ?
			    field_action(&inner, o) :
			    fail(&inner,
				"is not known here (class, action)")) == -1)
			return (-1);
	}
	p->override = x->config->override;
	p->noverride++;
	return (0);
}

static const struct {
	const char *name;
	int (*set)(const struct context *);
	const char *help;
	bool block; /* may have one */
	bool inner; /* may stand in the block of output */
} table[] = {
	{ "format", set_format, "NAME, DIRECTIVE or auto", false, false },
	{ "preset", set_preset, "default, analytics or strict", false, false },
	{ "ip", set_rule,
	    "truncate V4BITS V6BITS, network V4BITS V6BITS, "
	    "pseudonym, prefix, cryptopan, drop or keep",
	    false, false },
	{ "ip-list", set_rule, "the same, for lists (default: as ip)", false,
	    false },
	{ "host", set_rule, "drop, pseudonym or keep", false, false },
	{ "user", set_rule, "drop, pseudonym or keep", false, false },
	{ "cookie", set_rule, "drop, pseudonym or keep", false, false },
	{ "token", set_rule, "drop, pseudonym or keep", false, false },
	{ "time", set_rule, "hour, minute, day, week, month or keep", false,
	    false },
	{ "query", set_rule,
	    "drop-personal, drop, scrub, only NAME... or "
	    "keep",
	    false, false },
	{ "search", set_search, "drop or keep: what somebody looked for", false,
	    false },
	{ "query-names", set_query_names, "FILE: more names of parameters",
	    false, false },
	{ "query-pseudonym", set_query_pseudonym,
	    "NAME...: parameters whose values become pseudonyms", false,
	    false },
	{ "key", set_key, "FILE: the key that pseudonyms are made with", false,
	    false },
	{ "geoip", set_geoip, "country or asn, FILE: a MaxMind database", false,
	    false },
	{ "place", set_place, "country or asn: appended as one more field",
	    false, false },
	{ "path", set_rule, "scrub or keep", false, false },
	{ "referer", set_rule, "same, origin or drop", false, false },
	{ "agent", set_rule, "reduce, family, drop or keep", false, false },
	{ "field", set_field, "VARIABLE { class NAME ; action ... }", true,
	    false },
	{ "output", set_output, "DIR or DIR/{vhost} { rotate day ; level 3 }",
	    true, false },
	{ "rotate", directives_output_rotate, "hour, day, week or month", false,
	    true },
	{ "level", directives_output_level,
	    "zstd level of what is being written", false, true },
	{ "seal_level", directives_output_seal_level,
	    "zstd level of what is complete", false, true },
	{ "sync", directives_output_sync,
	    "frame, seal or never: when lines are on the disk", false, true },
	{ "streams", directives_output_streams,
	    "of {vhost}: how many there may be", false, true },
	{ "vhosts", directives_output_vhosts,
	    "FILE: the names that {vhost} may be", false, true },
	{ "keep", set_keep, "14 months, 90 days, ... or forever", false,
	    false },
	{ "stats", set_stats, "FILE: the tally, as JSON", false, false },
	{ "on-error", set_on_error, "exit or discard", false, false },
};

#define NTABLE (sizeof(table) / sizeof(table[0]))

const char *
directives_name(size_t i)
{
	return (i < NTABLE ? table[i].name : NULL);
}

const char *
directives_help(size_t i)
{
	return (table[i].help);
}

/*
 * The name is not said: what was given as a policy may be a log by mistake,
 * and its first word an address.
 */
static int
unknown(const struct context *x)
{
	const char *known[NTABLE], *near;

	for (size_t i = 0; i < NTABLE; i++)
		known[i] = table[i].name;
	near = directive_nearest(x->at->name, known, NTABLE);
	if (near != NULL)
		warn_msg("%s:%u:%u: unknown directive, did you mean %s?",
		    x->file, x->at->line, x->at->column, near);
	else
		warn_msg("%s:%u:%u: unknown directive", x->file, x->at->line,
		    x->at->column);
	return (-1);
}

bool
directives_is(struct span given, const char *name)
{
	size_t i = 0;

	while (i < given.n && name[i] != '\0' &&
	    (given.p[i] == name[i] || (given.p[i] == '_' && name[i] == '-')))
		i++;
	return (i == given.n && name[i] == '\0');
}

static int
apply(const struct context *x, bool inner)
{
	for (size_t i = 0; i < NTABLE; i++) {
		if (!directives_is(x->at->name, table[i].name))
			continue;
		if (inner && !table[i].inner)
			return (fail(x, "cannot stand inside this block"));
		if (x->at->block && !table[i].block)
			return (fail(x, "takes no { }"));
		return (table[i].set(x));
	}
	return (unknown(x));
}

static int
apply_block(const struct context *x)
{
	struct context inner = *x;

	for (inner.at = x->at->children; inner.at != NULL;
	     inner.at = inner.at->next)
		if (apply(&inner, true) == -1)
			return (-1);
	return (0);
}

int
directives_apply(struct config *c, const char *file,
    const struct directive *list)
{
	struct context x = { c, file, list };

	for (; x.at != NULL; x.at = x.at->next)
		if (apply(&x, false) == -1)
			return (-1);
	return (0);
}
