/* SPDX-License-Identifier: ISC */
#include "app/directives_scope.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/regex.h"
#include "base/warn.h"
#include "model/condition.h"
#include "model/segment.h"

/* A scope while the file is read, and where in it that was. */
struct config_scope {
	struct scope scope;
	const char *file;
	unsigned line;
	unsigned column;
};

bool
directives_scope_is(struct span name)
{
	return (span_eq(name, SPAN("vhost")) || span_eq(name, SPAN("class")));
}

static bool
is_class(const struct context *x)
{
	return (span_eq(x->at->name, SPAN("class")));
}

/* ${s} in small letters; p is NULL when there is no memory. */
static struct span
fold(const struct context *x, struct span s)
{
	char *p = arena_alloc(x->config->arena, s.n + 1);

	for (size_t i = 0; p != NULL && i < s.n; i++)
		p[i] = ascii_lower(s.p[i]);
	return (span_make(p, s.n));
}

/* Why ${value} is none of `match ${what}`, or NULL; ${why} is room for it. */
static const char *
check_value(int what, struct span value, char why[static 160])
{
	unsigned first, last;
	struct regex *r;

	switch (what) {
	case CONDITION_VHOST:
		return (condition_vhost_is(value) ?
			NULL :
			"takes names of hosts, or *. and one");
	case CONDITION_STATUS:
		return (condition_status(value, &first, &last) ?
			NULL :
			"takes such as 404, 4xx or 500-503");
	case CONDITION_METHOD:
		return (condition_method_is(value) ? NULL : "takes methods");
	default:
		if ((r = regex_search(value, why)) == NULL)
			return (why);
		regex_free(r);
		return (NULL);
	}
}

static int
add_values(const struct context *x, struct condition *c, size_t first)
{
	const size_t n = x->at->nargs - first;
	struct span *values =
	    arena_alloc(x->config->arena, (n + 1) * sizeof(*values));
	char text[160];
	const char *why;

	if (values == NULL)
		return (directives_fail(x, "no memory"));
	if (n == 0)
		return (
		    directives_fail(x, "takes what to look at, and values"));
	for (size_t i = 0; i < n; i++) {
		const struct span arg = x->at->args[first + i];

		values[i] = c->what == CONDITION_VHOST ?
		    fold(x, arg) :
		    arena_dup(x->config->arena, arg);
		if (values[i].p == NULL)
			return (directives_fail(x, "no memory"));
		if ((why = check_value((int)c->what, values[i], text)) != NULL)
			return (directives_fail(x, why));
	}
	c->value = values;
	c->nvalues = n;
	return (0);
}

static int
set_match(const struct context *x, struct condition *c)
{
	static const char *const names[] = { [CONDITION_VHOST] = "vhost",
		[CONDITION_PATH] = "path",
		[CONDITION_STATUS] = "status",
		[CONDITION_METHOD] = "method",
		[CONDITION_FIELD] = "field" };
	const int n = (int)(sizeof(names) / sizeof(names[0]));
	const struct span *args = x->at->args;
	int what = 0;

	while (what < n &&
	    (x->at->nargs == 0 || !span_eq(args[0], span_str(names[what]))))
		what++;
	if (what == n)
		return (directives_fail(x,
		    "takes vhost, path, status, method or field NAME, and "
		    "values"));
	c->what = what;
	if (c->what != CONDITION_FIELD)
		return (add_values(x, c, 1));
	if (x->at->nargs < 2)
		return (directives_fail(x, "takes the name of a field"));
	c->field = arena_dup(x->config->arena, args[1]);
	if (c->field.p == NULL)
		return (directives_fail(x, "no memory"));
	return (add_values(x, c, 2));
}

static int
set_keep(const struct context *x, struct scope *s)
{
	const char *wrong =
	    period_keep_parse(x->at->args, x->at->nargs, &s->keep);

	s->haskeep = true;
	return (wrong == NULL ? 0 : directives_fail(x, wrong));
}

static int
set_search(const struct context *x, struct scope *s)
{
	s->hassearch = x->at->nargs == 1;
	s->keepsearch = s->hassearch && span_eq(x->at->args[0], SPAN("keep"));
	if (s->keepsearch ||
	    (s->hassearch && span_eq(x->at->args[0], SPAN("drop"))))
		return (0);
	return (directives_fail(x, "takes drop or keep"));
}

/* The classes of fields that have a directive of their own. */
static bool
has_rule(struct span name, enum class *c)
{
	static const enum class classes[] = { CLASS_IP, CLASS_IPLIST,
		CLASS_HOST, CLASS_USER, CLASS_COOKIE, CLASS_TOKEN, CLASS_TIME,
		CLASS_QUERY, CLASS_PATH, CLASS_REFERER, CLASS_AGENT };

	if (span_eq(name, SPAN("ip_list")))
		name = SPAN("ip-list");
	if (!class_parse(name, c))
		return (false);
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i] == *c)
			return (true);
	return (false);
}

/* One statement of a block, which may be of a class. */
static int
set_inner(const struct context *x, struct scope *s, struct condition *next)
{
	enum class c;
	const char *wrong;

	if (x->at->block)
		return (directives_fail(x, "takes no { }"));
	if (has_rule(x->at->name, &c)) {
		wrong = rule_parse(c, x->at->args, x->at->nargs,
		    x->config->arena, &s->rule[c]);
		s->hasrule[c] = true;
		return (wrong == NULL ? 0 : directives_fail(x, wrong));
	}
	if (span_eq(x->at->name, SPAN("keep")))
		return (set_keep(x, s));
	if (span_eq(x->at->name, SPAN("search")))
		return (set_search(x, s));
	if (next != NULL && span_eq(x->at->name, SPAN("match"))) {
		s->nconditions++;
		return (set_match(x, next));
	}
	return (directives_fail(x,
	    next != NULL ?
		"is not known here (match, keep, search, ip, time, ...)" :
		"is not known here (keep, search, ip, time, ...)"));
}

static int
set_block(const struct context *x, struct scope *s)
{
	struct condition *conditions = NULL;
	struct context inner = *x;
	size_t n = 1;

	for (inner.at = x->at->children; inner.at != NULL;
	     inner.at = inner.at->next)
		n++;
	if (is_class(x)) {
		conditions =
		    arena_alloc(x->config->arena, n * sizeof(*conditions));
		if (conditions == NULL)
			return (directives_fail(x, "no memory"));
	}
	s->condition = conditions;
	for (inner.at = x->at->children; inner.at != NULL;
	     inner.at = inner.at->next)
		if (set_inner(&inner, s,
			conditions == NULL ? NULL :
					     &conditions[s->nconditions]) == -1)
			return (-1);
	if (is_class(x) && s->nconditions == 0)
		return (directives_fail(x, "needs a match"));
	return (0);
}

static int
set_name(const struct context *x, struct scope *s)
{
	struct segment segment;
	const struct span arg = x->at->args[0];

	s->name = is_class(x) ? arena_dup(x->config->arena, arg) : fold(x, arg);
	if (s->name.p == NULL)
		return (directives_fail(x, "no memory"));
	if (is_class(x) && (arg.n == 0 || !segment_class(&segment, arg)))
		return (directives_fail(x,
		    "its name is a letter and up to 23 letters, digits and _, "
		    "all small"));
	if (!is_class(x) && !condition_vhost_is(s->name))
		return (directives_fail(x,
		    "takes the name of a host, or *. and "
		    "one"));
	return (0);
}

/* One more in ${list} of ${n}, whose room doubles; NULL: no memory. */
static struct config_scope *
add(struct config *c, struct config_scope ***list, size_t n)
{
	struct config_scope **more;

	/* What has a power of two of them is full. */
	if ((n & (n - 1)) == 0) {
		more = arena_alloc(c->arena,
		    (n == 0 ? 1 : 2 * n) * sizeof(struct config_scope *));
		if (more == NULL)
			return (NULL);
		for (size_t i = 0; i < n; i++)
			more[i] = (*list)[i];
		*list = more;
	}
	(*list)[n] = arena_alloc(c->arena, sizeof(struct config_scope));
	return ((*list)[n]);
}

int
directives_scope(const struct context *x)
{
	struct config *c = x->config;
	struct config_scope ***list = is_class(x) ? &c->class : &c->vhost;
	size_t *n = is_class(x) ? &c->policy.nclasses : &c->policy.nvhosts;
	const size_t max = is_class(x) ? SCOPE_CLASSES_MAX : SCOPE_VHOSTS_MAX;
	struct config_scope *s;

	if (x->at->nargs != 1)
		return (directives_fail(x, "takes one argument"));
	if (!x->at->block)
		return (directives_fail(x,
		    is_class(x) ? "takes { match ... ; keep ... }" :
				  "takes { keep ... }"));
	if (*n == max)
		return (directives_fail(x, "is there too often"));
	if ((s = add(c, list, *n)) == NULL)
		return (directives_fail(x, "no memory"));
	*s = (struct config_scope){ .file = x->file,
		.line = x->at->line,
		.column = x->at->column };
	if (set_name(x, &s->scope) == -1 || set_block(x, &s->scope) == -1)
		return (-1);
	for (size_t i = 0; is_class(x) && i < *n; i++)
		if (span_eq((*list)[i]->scope.name, s->scope.name))
			return (directives_fail(x, "is there twice"));
	++*n;
	return (0);
}

/* By name, and those of one name as they are in the file. */
static int
compare(const void *a, const void *b)
{
	const struct config_scope *x = *(const struct config_scope *const *)a;
	const struct config_scope *y = *(const struct config_scope *const *)b;
	const int c = policy_order(x->scope.name, y->scope.name);

	if (c != 0)
		return (c);
	return (x->line != y->line ?
		(x->line > y->line) - (x->line < y->line) :
		(x->column > y->column) - (x->column < y->column));
}

/* What is said of addresses goes for lists of them, unless said apart. */
static struct scope
finished(const struct config *c, const struct config_scope *s)
{
	struct scope scope = s->scope;

	if (scope.hasrule[CLASS_IP] && !scope.hasrule[CLASS_IPLIST] &&
	    !c->listgiven) {
		scope.hasrule[CLASS_IPLIST] = true;
		scope.rule[CLASS_IPLIST] = scope.rule[CLASS_IP];
	}
	return (scope);
}

static int
finish(struct config *c, struct config_scope **list, size_t n,
    const struct scope **out)
{
	struct scope *scopes = arena_alloc(c->arena, (n + 1) * sizeof(*scopes));

	if (scopes == NULL) {
		warn_errno("policy");
		return (-1);
	}
	/* Of classes the order of the file counts. */
	if (list == c->vhost && n > 0)
		qsort(list, n, sizeof(struct config_scope *), compare);
	for (size_t i = 0; i < n; i++) {
		const struct config_scope *s = list[i];

		if (i > 0 && span_eq(list[i - 1]->scope.name, s->scope.name)) {
			warn_msg("%s:%u:%u: vhost: is there twice", s->file,
			    s->line, s->column);
			return (-1);
		}
		scopes[i] = finished(c, s);
	}
	*out = scopes;
	return (0);
}

int
directives_scope_finish(struct config *c)
{
	struct policy *p = &c->policy;

	if (finish(c, c->vhost, p->nvhosts, &p->vhost) == -1)
		return (-1);
	return (finish(c, c->class, p->nclasses, &p->class));
}
