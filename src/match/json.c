/* SPDX-License-Identifier: ISC */
#include "match/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/jsontext.h"
#include "match/jsonkeys.h"
#include "match/jsonvalue.h"
#include "match/shape.h"

enum { SLOTS = JSONKEYS_KEYS_MAX + JSONKEYS_STATES_MAX };

/*
 * Which key came next the last time: behind each key, and first in an object
 * of each state. Only a guess where to look; what the line has decides.
 */
struct keys {
	uint16_t next[SLOTS]; /* a key + 1; 0: nothing is known */
};

/* What a value of a field must be. */
enum check { CHECK_NOTHING, CHECK_SHAPE, CHECK_TIME };

struct json {
	struct parser parser;
	const struct fields *fields;
	const struct jsonkeys *keys;
	const struct need *need;
	unsigned text, number, key; /* the fields of what is not known */
	unsigned char check[FORMAT_FIELDS_MAX]; /* a field's enum check */
};

/* An object or array that has begun. */
struct level {
	unsigned state;
	unsigned slot; /* in struct keys: what came last */
	size_t index; /* of the next element */
	bool object;
};

/* A line under way. */
struct walk {
	const struct json *json;
	struct matching *m;
	const char *p; /* what is to be read next */
	const char *end;
	const char *at; /* where the cut before ended */
	unsigned state; /* of the value under way */
	uint32_t met; /* of the needs */
	size_t depth;
	bool fresh; /* directly behind an opening bracket */
	struct level level[JSON_DEPTH_MAX];
};

static char
skip_blanks(struct walk *w)
{
	while (w->p < w->end &&
	    (*w->p == ' ' || *w->p == '\t' || *w->p == '\n' || *w->p == '\r'))
		w->p++;
	return (w->p < w->end ? *w->p : '\0');
}

/* The next byte that is no blank; NUL, which has no place, at the end. */
static inline char
peek(struct walk *w)
{
	if (__builtin_expect(w->p<w->end && * w->p> ' ', 1))
		return (*w->p);
	return (skip_blanks(w));
}

static inline bool
cut(struct walk *w, struct span value, unsigned field, bool bare)
{
	const char *at = parser_cut(w->m, w->at, value, field);

	if (at == NULL)
		return (false);
	w->m->cut[w->m->ncuts - 1].bare = bare;
	w->at = at;
	return (true);
}

/* The key that is expected at w->p, if it stands there. */
static inline const struct jsonkey *
expected(const struct walk *w, const struct level *l)
{
	const struct jsonkeys *ks = w->json->keys;
	const struct jsonkey *k;
	unsigned i;

	if (w->m->keys == NULL || (i = w->m->keys->next[l->slot]) == 0 ||
	    i > ks->nkeys)
		return (NULL);
	k = &ks->key[i - 1];
	if (k->state != l->state || !k->plain ||
	    (size_t)(w->end - w->p) < k->name.n + 2 ||
	    w->p[k->name.n + 1] != '"' ||
	    memcmp(w->p + 1, k->name.p, k->name.n) != 0)
		return (NULL);
	return (k);
}

/* The key ${name}, which is written with escapes. */
static const struct jsonkey *
find_escaped(const struct jsonkeys *ks, unsigned state, struct span name)
{
	char room[2 * JSONKEYS_NAME_MAX];
	struct buf b = { .p = room, .cap = sizeof(room), .max = sizeof(room) };

	jsontext_undo(name, &b);
	return (b.failed ? NULL : jsonkeys_find(ks, state, buf_span(&b)));
}

/* The key at w->p, which is none that was expected. */
static bool
other_key(struct walk *w, const struct level *l, const struct jsonkey **k)
{
	bool escaped = false;
	const char *start = w->p + 1;
	const char *end = jsontext_string(start, w->end, &escaped);
	struct span name;

	if (end == NULL)
		return (false);
	name = span_make(start, (size_t)(end - start));
	*k = escaped ? find_escaped(w->json->keys, l->state, name) :
		       jsonkeys_find(w->json->keys, l->state, name);
	w->p = end + 1;
	return (*k != NULL || (!escaped && jsonvalue_isname(name)) ||
	    cut(w, name, w->json->key, false));
}

/* A key and its colon. */
static bool
key(struct walk *w, struct level *l)
{
	const struct jsonkeys *ks = w->json->keys;
	const struct jsonkey *k;

	if (peek(w) != '"')
		return (false);
	if ((k = expected(w, l)) != NULL) {
		w->p += k->name.n + 2;
		l->slot = (unsigned)(k - ks->key);
	} else if (!other_key(w, l, &k)) {
		return (false);
	} else if (k != NULL) {
		const unsigned i = (unsigned)(k - ks->key);

		if (w->m->keys != NULL)
			w->m->keys->next[l->slot] = (uint16_t)(i + 1);
		l->slot = i;
	}
	w->state = k != NULL ? k->next : ks->state[l->state].other;
	if (peek(w) != ':')
		return (false);
	w->p++;
	return (true);
}

/* The place of the next element of an array. */
static void
element(struct walk *w, struct level *l)
{
	const struct jsonkeys *ks = w->json->keys;
	const struct jsonkey *k = NULL;
	char digits[24];

	if (ks->state[l->state].indexed) {
		const int n = snprintf(digits, sizeof(digits), "%zu", l->index);

		k = jsonkeys_find(ks, l->state, span_make(digits, (size_t)n));
	}
	l->index++;
	w->state = k != NULL ? k->next : ks->state[l->state].other;
}

static bool
push(struct walk *w, char bracket)
{
	struct level *l = &w->level[w->depth];

	if (w->depth == JSON_DEPTH_MAX)
		return (false);
	l->state = w->state;
	l->slot = (unsigned)w->json->keys->nkeys + w->state;
	l->index = 0;
	l->object = bracket == '{';
	w->depth++;
	w->fresh = true;
	w->p++;
	return (true);
}

/* A value that is written: what field it is of. */
static bool
scalar(struct walk *w, const struct jsonstate *s, struct span value, bool bare)
{
	const struct json *j = w->json;
	unsigned field;

	if (s->field == JSONKEYS_NONE) {
		field = bare && jsonvalue_issmall(value) ? j->number : j->text;
		return (cut(w, value, field, bare));
	}
	field = (unsigned)s->field;
	if (__builtin_expect(j->check[field] == CHECK_TIME, 0)) {
		value = jsonvalue_trim(value);
		w->met |= s->needs;
		if (!shape_time(&j->fields->f[field], value))
			return (false);
	} else if (j->check[field] == CHECK_SHAPE &&
	    !jsonvalue_fits(&j->fields->f[field], value))
		field = j->text;
	return (cut(w, value, field, bare));
}

/* A time is not met by what is none. */
static void
meet(struct walk *w, const struct jsonstate *s)
{
	if (s->needs != 0 &&
	    (s->field == JSONKEYS_NONE ||
		w->json->check[s->field] != CHECK_TIME))
		w->met |= s->needs;
}

static bool
string(struct walk *w, const struct jsonstate *s)
{
	bool escaped = false;
	const char *start = w->p + 1;
	const char *end = jsontext_string(start, w->end, &escaped);

	if (end == NULL)
		return (false);
	if (end - start > 1 || (end > start && *start != '-'))
		if (!scalar(w, s, span_make(start, (size_t)(end - start)),
			false))
			return (false);
	w->p = end + 1;
	return (true);
}

static bool
number(struct walk *w, const struct jsonstate *s)
{
	const char *end = jsontext_number(w->p, w->end);

	if (end == NULL ||
	    !scalar(w, s, span_make(w->p, (size_t)(end - w->p)), true))
		return (false);
	w->p = end;
	return (true);
}

/* true, false or null */
static bool
word(struct walk *w, struct span name)
{
	if (!span_starts(span_make(w->p, (size_t)(w->end - w->p)), name))
		return (false);
	w->p += name.n;
	return (true);
}

static bool
value(struct walk *w)
{
	const struct jsonstate *s = &w->json->keys->state[w->state];
	const char c = peek(w);

	meet(w, s);
	switch (c) {
	case '"':
		return (string(w, s));
	case '{':
	case '[':
		return (push(w, c));
	case 't':
		return (word(w, SPAN("true")));
	case 'f':
		return (word(w, SPAN("false")));
	case 'n':
		return (word(w, SPAN("null")));
	default:
		return (number(w, s));
	}
}

/* A member or element of what has begun, or its end. */
static bool
item(struct walk *w)
{
	struct level *l = &w->level[w->depth - 1];
	const char c = peek(w);

	if (c == (l->object ? '}' : ']')) {
		w->p++;
		w->depth--;
		w->fresh = false;
		return (true);
	}
	if (!w->fresh) {
		if (c != ',')
			return (false);
		w->p++;
	}
	w->fresh = false;
	if (!l->object)
		element(w, l);
	else if (!key(w, l))
		return (false);
	return (value(w));
}

static bool
document(struct walk *w)
{
	if (peek(w) != '{' || !push(w, '{'))
		return (false);
	while (w->depth > 0)
		if (!item(w))
			return (false);
	(void)peek(w);
	return (w->p == w->end && need_met(w->json->need, w->met));
}

static void
begin(struct walk *w, const struct parser *p, struct matching *m,
    struct span line)
{
	if (m->keys == NULL)
		m->keys = calloc(1, sizeof(*m->keys));
	w->json = (const struct json *)p;
	w->m = m;
	w->p = w->at = line.p;
	w->end = line.p + line.n;
	w->state = JSONKEYS_ROOT;
	w->met = 0;
	w->depth = 0;
	w->fresh = false;
}

static bool
run(const struct parser *p, struct matching *m, struct span line,
    struct span *tail)
{
	struct walk w;

	if (line.n == 0)
		return (false);
	begin(&w, p, m, line);
	if (!document(&w))
		return (false);
	*tail = span_make(w.at, (size_t)(w.end - w.at));
	return (true);
}

static void
stop(const struct parser *p, struct matching *m, struct span line,
    struct stop *why)
{
	const struct json *j = (const struct json *)p;
	struct walk w;
	int field;

	*why = (struct stop){ .offset = 0 };
	if (line.n == 0)
		return;
	begin(&w, p, m, line);
	if (document(&w))
		return;
	why->offset = (size_t)(w.p - line.p);
	field = j->keys->state[w.state].field;
	if (w.depth > 0 || w.p < w.end) {
		if (field != JSONKEYS_NONE)
			why->field = j->fields->f[field].name;
		return;
	}
	why->field = need_missing(j->need, w.met);
}

static int
automatic(struct fields *fs, struct span name, enum class class)
{
	const struct field f = { .name = name,
		.class = class,
		.shape = class == CLASS_NUMBER ? SHAPE_NUMBER : SHAPE_TEXT,
		.loose = class == CLASS_OPAQUE };

	return (fields_add(fs, &f));
}

enum { POINTERS_MAX = FORMAT_FIELDS_MAX + NEED_NAMES_MAX };

static void
choose_checks(struct json *j)
{
	for (size_t i = 0; i < j->fields->n; i++) {
		const struct field *f = &j->fields->f[i];

		j->check[i] = f->class == CLASS_TIME ? CHECK_TIME :
		    jsonvalue_haschecks(f)	     ? CHECK_SHAPE :
						       CHECK_NOTHING;
	}
}

/* The pointers of the fields and of what a line needs. */
static size_t
gather(const struct json *j, struct jsonpointer ptr[static POINTERS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < j->fields->n; i++)
		if (j->fields->f[i].name.n == 0 ||
		    j->fields->f[i].name.p[0] != '*')
			ptr[n++] = (struct jsonpointer){ j->fields->f[i].name,
				(int)i, 0 };
	for (size_t i = 0; i < j->need->n; i++)
		ptr[n++] = (struct jsonpointer){ j->need->name[i].name,
			JSONKEYS_NONE, j->need->name[i].group };
	return (n);
}

static int
compile(struct json *j, struct fields *fs, char why[static 200])
{
	struct jsonpointer *ptr =
	    arena_alloc(fs->arena, POINTERS_MAX * sizeof(*ptr));

	if (ptr == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (-1);
	}
	j->keys = jsonkeys_new(fs->arena, ptr, gather(j, ptr), why);
	return (j->keys == NULL ? -1 : 0);
}

struct parser *
json_new(struct fields *fs, const struct need *need, char why[static 200])
{
	struct json *j = arena_alloc(fs->arena, sizeof(*j));
	int text, digits, name;

	if (j == NULL) {
		(void)snprintf(why, 200, "out of memory");
		return (NULL);
	}
	text = automatic(fs, SPAN("*"), CLASS_OPAQUE);
	digits = automatic(fs, SPAN("*number"), CLASS_NUMBER);
	name = automatic(fs, SPAN("*key"), CLASS_OPAQUE);
	if (text == FIELDS_NONE || digits == FIELDS_NONE ||
	    name == FIELDS_NONE) {
		(void)snprintf(why, 200, "too many fields");
		return (NULL);
	}
	j->text = (unsigned)text;
	j->number = (unsigned)digits;
	j->key = (unsigned)name;
	j->fields = fs;
	j->need = need;
	choose_checks(j);
	j->parser = (struct parser){ .closed = true, .run = run, .stop = stop };
	return (compile(j, fs, why) == -1 ? NULL : &j->parser);
}
