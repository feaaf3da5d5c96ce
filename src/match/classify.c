/* SPDX-License-Identifier: ISC */
#include "match/classify.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/regex.h"
#include "model/condition.h"

struct range {
	unsigned first;
	unsigned last;
};

struct test {
	const struct condition *on;
	struct regex **regex; /* one a value, where they are such */
	struct range *status; /* the same of CONDITION_STATUS */
	const unsigned char *isfield; /* CONDITION_FIELD: of the format's */
};

struct kind {
	struct test *test;
	size_t ntests;
};

struct classify {
	const struct format *format;
	const struct subject *subject;
	struct arena *arena;
	struct kind *class;
	size_t nclasses;
};

struct classifying {
	struct regex_scratch *regex;
	struct subject_cuts cuts;
	struct buf path;
	struct buf text;
	struct span found; /* the path of the line */
	bool sought; /* it is known whether there is one */
	bool has;
};

/* A line on its way through the classes. */
struct line {
	const struct classify *c;
	const struct record *record;
	struct span vhost;
	struct classifying *s;
};

static const char *const things[] = {
	[CONDITION_VHOST] = "vhost",
	[CONDITION_PATH] = "path",
	[CONDITION_STATUS] = "status",
	[CONDITION_METHOD] = "method",
};

static int
no_memory(char why[static 200])
{
	(void)snprintf(why, 200, "out of memory");
	return (-1);
}

static bool
is_regex(const struct condition *on)
{
	return (on->what == CONDITION_PATH || on->what == CONDITION_FIELD);
}

static int
compile_values(struct classify *c, struct test *t, char why[static 200])
{
	t->regex =
	    arena_alloc(c->arena, t->on->nvalues * sizeof(struct regex *));
	if (t->regex == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < t->on->nvalues; i++) {
		t->regex[i] = regex_search(t->on->value[i], why);
		if (t->regex[i] == NULL)
			return (-1);
	}
	return (0);
}

static int
read_status(struct classify *c, struct test *t, char why[static 200])
{
	t->status = arena_alloc(c->arena, t->on->nvalues * sizeof(*t->status));
	if (t->status == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < t->on->nvalues; i++)
		if (!condition_status(t->on->value[i], &t->status[i].first,
			&t->status[i].last)) {
			(void)snprintf(why, 200, "match: no status");
			return (-1);
		}
	return (0);
}

/* JSON and W3C logs may have a field of one name in several spellings. */
static int
find_fields(struct classify *c, struct test *t, char why[static 200])
{
	const struct format *f = c->format;
	unsigned char *is = arena_alloc(c->arena, f->nfields + 1);
	bool any = false;

	if (is == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < f->nfields; i++) {
		is[i] = span_eq(f->fields[i].name, t->on->field);
		any = any || is[i] != 0;
	}
	t->isfield = is;
	if (any)
		return (0);
	(void)snprintf(why, 200, "match: the format %.*s has no field %.*s",
	    (int)f->name.n, f->name.p, (int)t->on->field.n, t->on->field.p);
	return (-1);
}

static int
compile_test(struct classify *c, struct test *t, char why[static 200])
{
	if (t->on->what != CONDITION_FIELD &&
	    !subject_has(c->subject, (int)t->on->what)) {
		(void)snprintf(why, 200, "match: the format %.*s has no %s",
		    (int)c->format->name.n, c->format->name.p,
		    things[t->on->what]);
		return (-1);
	}
	if (t->on->what == CONDITION_FIELD && find_fields(c, t, why) == -1)
		return (-1);
	if (t->on->what == CONDITION_STATUS)
		return (read_status(c, t, why));
	return (is_regex(t->on) ? compile_values(c, t, why) : 0);
}

static int
compile_class(struct classify *c, const struct scope *class,
    char why[static 200])
{
	struct kind *k = &c->class[c->nclasses++];

	k->test =
	    arena_alloc(c->arena, class->nconditions * sizeof(*k->test) + 1);
	if (k->test == NULL)
		return (no_memory(why));
	for (size_t i = 0; i < class->nconditions; i++) {
		k->test[i].on = &class->condition[i];
		k->ntests++;
		if (compile_test(c, &k->test[i], why) == -1)
			return (-1);
	}
	return (0);
}

static bool
needs_vhost(const struct policy *p)
{
	return (p->nvhosts > 0 || (p->output.dir != NULL && p->output.streams));
}

static int
compile(struct classify *c, const struct policy *policy, char why[static 200])
{
	c->subject = subject_new(c->arena, c->format, policy);
	c->class =
	    arena_alloc(c->arena, policy->nclasses * sizeof(*c->class) + 1);
	if (c->subject == NULL || c->class == NULL)
		return (no_memory(why));
	if (needs_vhost(policy) && !subject_has(c->subject, CONDITION_VHOST)) {
		(void)snprintf(why, 200, "the format %.*s has no vhost",
		    (int)c->format->name.n, c->format->name.p);
		return (-1);
	}
	for (size_t i = 0; i < policy->nclasses; i++)
		if (compile_class(c, &policy->class[i], why) == -1)
			return (-1);
	return (0);
}

struct classify *
classify_new(struct arena *a, const struct format *f,
    const struct policy *policy, char why[static 200])
{
	struct classify *c = arena_alloc(a, sizeof(*c));

	if (c == NULL) {
		(void)no_memory(why);
		return (NULL);
	}
	c->format = f;
	c->arena = a;
	if (compile(c, policy, why) == 0)
		return (c);
	classify_free(c);
	return (NULL);
}

static void
free_test(struct test *t)
{
	for (size_t i = 0; t->regex != NULL && i < t->on->nvalues; i++)
		regex_free(t->regex[i]);
}

void
classify_free(struct classify *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->nclasses; i++)
		for (size_t k = 0; k < c->class[i].ntests; k++)
			free_test(&c->class[i].test[k]);
	c->nclasses = 0;
}

struct classifying *
classify_scratch(void)
{
	struct classifying *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	buf_init(&s->path, LINE_LIMIT);
	buf_init(&s->text, LINE_LIMIT);
	if ((s->regex = regex_scratch_new(0)) == NULL) {
		free(s);
		return (NULL);
	}
	return (s);
}

void
classify_scratch_free(struct classifying *s)
{
	if (s == NULL)
		return;
	regex_scratch_free(s->regex);
	buf_release(&s->path);
	buf_release(&s->text);
	free(s);
}

struct span
classify_vhost(const struct classify *c, const struct record *r,
    struct classifying *s)
{
	const struct cut *vhost;

	subject_find(c->subject, r, &s->cuts);
	s->sought = false;
	vhost = s->cuts.of[SUBJECT_VHOST];
	return (vhost == NULL ? SPAN("") : vhost->value);
}

/* Does one of the values of ${t} match ${text}? */
static enum regex_found
match_text(const struct line *l, const struct test *t, struct span text)
{
	enum regex_found any = REGEX_ABSENT;

	for (size_t i = 0; i < t->on->nvalues; i++) {
		const enum regex_found f =
		    regex_find(t->regex[i], l->s->regex, text);

		if (f == REGEX_FOUND)
			return (f);
		if (f == REGEX_UNKNOWN)
			any = f;
	}
	return (any);
}

static enum regex_found
match_path(const struct line *l, const struct test *t)
{
	struct classifying *s = l->s;

	if (!s->sought)
		s->has =
		    subject_path(l->c->format, &s->cuts, &s->path, &s->found);
	s->sought = true;
	if (s->path.failed)
		return (REGEX_UNKNOWN);
	return (s->has ? match_text(l, t, s->found) : REGEX_ABSENT);
}

static enum regex_found
match_field(const struct line *l, const struct test *t)
{
	enum regex_found any = REGEX_ABSENT;

	for (size_t i = 0; i < l->record->ncuts; i++) {
		const struct cut *c = &l->record->cut[i];
		struct span text;
		enum regex_found f;

		if (t->isfield[c->field] == 0)
			continue;
		buf_reset(&l->s->text);
		text = subject_text(l->c->format, c, &l->s->text);
		f = l->s->text.failed ? REGEX_UNKNOWN : match_text(l, t, text);
		if (f == REGEX_FOUND)
			return (f);
		if (f == REGEX_UNKNOWN)
			any = f;
	}
	return (any);
}

static bool
is_status(const struct line *l, const struct range *r)
{
	const struct cut *c = l->s->cuts.of[SUBJECT_STATUS];
	unsigned long long n;

	return (c != NULL && span_number(c->value, 999, &n) && n >= r->first &&
	    n <= r->last);
}

/* Is value ${i} of ${t}, no regular expression, that of the line? */
static bool
is_value(const struct line *l, const struct test *t, size_t i)
{
	const struct span value = t->on->value[i];

	switch (t->on->what) {
	case CONDITION_VHOST:
		return (condition_vhost(value, l->vhost));
	case CONDITION_STATUS:
		return (is_status(l, &t->status[i]));
	default:
		return (span_eq(value, subject_method(&l->s->cuts)));
	}
}

static enum regex_found
try_test(const struct line *l, const struct test *t)
{
	if (t->on->what == CONDITION_PATH)
		return (match_path(l, t));
	if (t->on->what == CONDITION_FIELD)
		return (match_field(l, t));
	for (size_t i = 0; i < t->on->nvalues; i++)
		if (is_value(l, t, i))
			return (REGEX_FOUND);
	return (REGEX_ABSENT);
}

/* One condition that does not hold is enough, whatever the others are. */
static enum regex_found
try_class(const struct line *l, const struct kind *k)
{
	enum regex_found all = REGEX_FOUND;

	for (size_t i = 0; i < k->ntests; i++) {
		const enum regex_found f = try_test(l, &k->test[i]);

		if (f == REGEX_ABSENT)
			return (f);
		if (f == REGEX_UNKNOWN)
			all = f;
	}
	return (all);
}

int
classify_line(const struct classify *c, const struct record *r,
    struct span vhost, struct classifying *s)
{
	const struct line l = { c, r, vhost, s };

	for (size_t i = 0; i < c->nclasses; i++) {
		const enum regex_found f = try_class(&l, &c->class[i]);

		if (f == REGEX_FOUND)
			return ((int)i);
		if (f == REGEX_UNKNOWN)
			return (CLASSIFY_UNKNOWN);
	}
	return (CLASSIFY_NONE);
}
