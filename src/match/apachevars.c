/* SPDX-License-Identifier: ISC */
#include "match/apachevars.h"

enum { KEY_MAX = 256 };

struct apachevars_define {
	struct span name;
	struct span value; /* p NULL: not known */
	struct apachevars_define *next;
};

static struct apachevars_define *
find(const struct apachevars *v, struct span name)
{
	struct apachevars_define *d = v->first;

	while (d != NULL && !span_caseeq(d->name, name))
		d = d->next;
	return (d);
}

int
apachevars_set(struct apachevars *v, struct span name, struct span value,
    bool maybe)
{
	struct apachevars_define *d = find(v, name);

	if (d == NULL) {
		if ((d = arena_alloc(v->files->arena, sizeof(*d))) == NULL)
			return (-1);
		d->name = name;
		d->next = v->first;
		v->first = d;
	} else if (maybe && (d->value.p == NULL || !span_eq(d->value, value)))
		value = span_make(NULL, 0);
	d->value = value;
	return (0);
}

size_t
apachevars_at(struct span s, struct span *name)
{
	size_t end;

	if (!span_starts(s, SPAN("${")))
		return (0);
	end = span_index(s, '}');
	*name = span_make(s.p + 2, end - 2);
	return (end < s.n ? end + 1 : 0);
}

bool
apachevars_in(struct span s)
{
	const size_t at = span_find(s, SPAN("${"));
	struct span name;

	return (at < s.n && apachevars_at(span_from(s, at), &name) > 0);
}

/* The value of ${name}; p is NULL when it has none. */
static struct span
value_of(const struct apachevars *v, struct span name)
{
	const struct serverfiles_source *source = v->files->source;
	const struct apachevars_define *d = find(v, name);
	char key[KEY_MAX];
	const char *value;

	if (d != NULL)
		return (d->value);
	if (name.n == 0 || name.n >= sizeof(key))
		return (span_make(NULL, 0));
	memcpy(key, name.p, name.n);
	key[name.n] = '\0';
	value = source->env(source->arg, key);
	return (value == NULL ? span_make(NULL, 0) : span_str(value));
}

void
apachevars_expand(const struct apachevars *v, struct span s, struct buf *out)
{
	for (size_t i = 0; i < s.n;) {
		struct span name, value = { NULL, 0 };
		const size_t n = apachevars_at(span_from(s, i), &name);

		if (n > 0)
			value = value_of(v, name);
		if (value.p != NULL) {
			buf_addspan(out, value);
			i += n;
		} else
			buf_addc(out, s.p[i++]);
	}
}
