/* SPDX-License-Identifier: ISC */
#include "app/reader.h"

#include <string.h>

#include "model/stamp.h"

reader_fn *
reader_find(const char *name)
{
	static const struct {
		const char *name;
		reader_fn *run;
	} table[] = {
		{ "goaccess", reader_goaccess },
		{ "lnav", reader_lnav },
		{ "awstats", reader_awstats },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(name, table[i].name) == 0)
			return (table[i].run);
	return (NULL);
}

const struct field *
reader_field(const struct reader_layout *l, size_t i)
{
	const struct element *e = &l->es->e[i];

	return (e->isfield ? &l->es->fields->f[e->field] : NULL);
}

bool
reader_layout(const struct formatfile *file, size_t i, struct reader_layout *l)
{
	const struct field *f[ELEMENTS_MAX];

	memset(l, 0, sizeof(*l));
	l->file = file;
	if ((l->es = matcher_layout(file->matcher, i)) == NULL)
		return (false);
	l->alone = matcher_layout(file->matcher, 1) == NULL;
	for (size_t k = 0; k < l->es->n; k++)
		f[k] = reader_field(l, k);
	role_choose(matcher_format(file->matcher)->name, f, l->role, l->es->n);
	for (size_t k = 0; k < l->es->n; k++)
		if (l->role[k] != ROLE_OTHER)
			l->end = k + 1;
	return (true);
}

bool
reader_has(const struct reader_layout *l, enum role role)
{
	for (size_t i = 0; i < l->es->n; i++)
		if (l->role[i] == role)
			return (true);
	return (false);
}

enum timespelling
reader_spelling(const struct field *f, struct span sample)
{
	enum timespelling spelling = f->time;

	if (f->time == TIME_ANY && !stamp_detect(sample, &spelling))
		spelling = TIME_ANY;
	return (spelling);
}

bool
reader_mixed(const struct formatfile *file)
{
	struct matching *scratch = matcher_scratch();
	enum timespelling first = TIME_ANY, now;
	bool mixed = scratch == NULL;
	struct record r;

	for (const struct sample *s = file->samples; s != NULL && !mixed;
	     s = s->next) {
		if (!matcher_line(file->matcher, scratch, s->line, &r))
			continue;
		for (size_t i = 0; i < r.ncuts; i++) {
			const struct field *f =
			    &r.format->fields[r.cut[i].field];

			if (f->class != CLASS_TIME || f->spare)
				continue;
			now = reader_spelling(f, r.cut[i].value);
			mixed |= first != TIME_ANY && now != first;
			first = now;
		}
	}
	matcher_scratch_free(scratch);
	return (mixed);
}

bool
reader_sample(const struct formatfile *file, reader_each *each, void *arg)
{
	struct matching *scratch = matcher_scratch();
	const struct sample *s;
	struct record r = { .ncuts = 0 };

	if (scratch == NULL)
		return (false);
	for (s = file->samples; s != NULL; s = s->next)
		if (matcher_line(file->matcher, scratch, s->line, &r) &&
		    r.ncuts > 0)
			break;
	for (size_t i = 0; s != NULL && i < r.ncuts; i++)
		if (!each(arg, &r.format->fields[r.cut[i].field], &r.cut[i]))
			break;
	matcher_scratch_free(scratch);
	return (s != NULL);
}

struct wanted {
	struct span name;
	struct span value;
};

static bool
is_wanted(void *arg, const struct field *f, const struct cut *c)
{
	struct wanted *w = arg;

	if (!span_eq(f->name, w->name))
		return (true);
	w->value = c->value;
	return (false);
}

struct span
reader_value(const struct formatfile *file, const struct field *f)
{
	struct wanted w = { .name = f->name, .value = SPAN("") };

	(void)reader_sample(file, is_wanted, &w);
	return (w.value);
}
