/* SPDX-License-Identifier: ISC */
#include "match/jsonkeys.h"

#include <stdio.h>
#include <string.h>

enum {
	NODES_MAX = 4096,
	SET_MAX = 32,
	SLOTS = 4 * JSONKEYS_KEYS_MAX,
	SCRATCH_MAX = 1 << 20
};

/* A part of a pointer; pointers that start alike share their nodes. */
struct node {
	struct span name;
	bool star;
	int field;
	uint32_t needs;
	unsigned child; /* 0: none */
	unsigned sibling;
};

/* The nodes that a place in a document is at, the most specific one first. */
struct set {
	unsigned node[SET_MAX];
	size_t n;
	int above; /* the field that covers it from above */
};

struct build {
	struct arena *arena; /* of what stays */
	struct jsonkeys *keys;
	struct node *node;
	size_t nnodes;
	struct set *set; /* one a state */
	struct jsonstate *state;
	struct jsonkey *key;
	uint16_t *slot;
	const char *wrong;
};

/* Eight bytes, letters in one case; other bytes may come out alike. */
static uint64_t
fold8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return (v | UINT64_C(0x2020202020202020));
}

static uint64_t
fold4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return (v | UINT32_C(0x20202020));
}

/* Both ends of a name are enough to tell it from most others. */
static size_t
hash(unsigned state, struct span name)
{
	const char *p = name.p;
	const size_t n = name.n;
	uint64_t a = 0, b = 0, h;

	if (n >= 8) {
		a = fold8(p);
		b = fold8(p + n - 8);
	} else if (n >= 4) {
		a = fold4(p);
		b = fold4(p + n - 4);
	} else if (n > 0) {
		a = (unsigned char)(p[0] | 0x20);
		b = (unsigned char)(p[n - 1] | 0x20) |
		    (uint64_t)(unsigned char)(p[n / 2] | 0x20) << 8;
	}
	h = (a + n) * UINT64_C(0x9e3779b97f4a7c15);
	h ^= (b + state) * UINT64_C(0xc2b2ae3d27d4eb4f);
	h ^= h >> 29;
	return ((size_t)(h * UINT64_C(0x165667b19e3779f9) >> 40));
}

const struct jsonkey *
jsonkeys_find(const struct jsonkeys *ks, unsigned state, struct span name)
{
	for (size_t i = hash(state, name) & ks->mask; ks->slot[i] != 0;
	     i = (i + 1) & ks->mask) {
		const struct jsonkey *k = &ks->key[ks->slot[i] - 1];

		if (k->state == state && k->name.n == name.n &&
		    (span_eq(k->name, name) || span_caseeq(k->name, name)))
			return (k);
	}
	return (NULL);
}

/* The child of ${parent} called so; it is made where there is none. */
static unsigned
child(struct build *b, unsigned parent, struct span name, bool star)
{
	unsigned i = b->node[parent].child;

	while (i != 0 &&
	    (b->node[i].star != star || !span_caseeq(b->node[i].name, name)))
		i = b->node[i].sibling;
	if (i != 0)
		return (i);
	if (b->nnodes == NODES_MAX) {
		b->wrong = "too many JSON pointers";
		return (0);
	}
	i = (unsigned)b->nnodes++;
	b->node[i] = (struct node){ .name = name,
		.star = star,
		.field = JSONKEYS_NONE,
		.sibling = b->node[parent].child };
	b->node[parent].child = i;
	return (i);
}

/* ${part} with ~0 and ~1 undone; p is NULL when it is wrong. */
static struct span
undo_tilde(struct arena *a, struct span part)
{
	struct span to = span_make(NULL, 0);
	char *p = arena_alloc(a, part.n + 1);

	if (p == NULL || part.n > JSONKEYS_NAME_MAX)
		return (to);
	for (size_t i = 0; i < part.n; i++) {
		char c = part.p[i];

		if (c == '~') {
			if (++i == part.n ||
			    (part.p[i] != '0' && part.p[i] != '1'))
				return (to);
			c = part.p[i] == '0' ? '~' : '/';
		}
		p[to.n++] = c;
	}
	to.p = p;
	return (to);
}

static void
add_pointer(struct build *b, const struct jsonpointer *ptr)
{
	struct span rest = ptr->text;
	unsigned at = 0;

	if (rest.n == 0 || rest.p[0] != '/')
		b->wrong = "a field of json is a JSON pointer, as /a/b";
	while (b->wrong == NULL && rest.n > 0) {
		struct span part;

		rest = span_from(rest, 1);
		part = span_make(rest.p, span_index(rest, '/'));
		rest = span_from(rest, part.n);
		if (span_eq(part, SPAN("*"))) {
			at = child(b, at, SPAN(""), true);
			continue;
		}
		part = undo_tilde(b->arena, part);
		if (part.p == NULL)
			b->wrong = "in a JSON pointer ~ is ~0 or ~1, and "
				   "keys are short";
		else
			at = child(b, at, part, false);
	}
	if (b->wrong != NULL)
		return;
	if (b->node[at].field == JSONKEYS_NONE)
		b->node[at].field = ptr->field;
	b->node[at].needs |= ptr->needs;
}

static void
put(struct build *b, struct set *s, unsigned node)
{
	if (s->n == SET_MAX)
		b->wrong = "too many JSON pointers overlap";
	else
		s->node[s->n++] = node;
}

/* Where the nodes ${from} lead by the key ${name}; NULL: by no named one. */
static void
step(struct build *b, const struct set *from, const struct span *name,
    struct set *to)
{
	for (size_t i = 0; i < from->n; i++) {
		const unsigned first = b->node[from->node[i]].child;

		for (unsigned c = first; c != 0 && name != NULL;
		     c = b->node[c].sibling)
			if (!b->node[c].star &&
			    span_caseeq(b->node[c].name, *name))
				put(b, to, c);
		for (unsigned c = first; c != 0; c = b->node[c].sibling)
			if (b->node[c].star)
				put(b, to, c);
	}
}

/* The state of ${set}, made where there is none yet. */
static unsigned
state_of(struct build *b, const struct set *set)
{
	size_t i = 0;
	struct jsonstate *s;

	while (i < b->keys->nstates &&
	    (b->set[i].n != set->n || b->set[i].above != set->above ||
		memcmp(b->set[i].node, set->node,
		    set->n * sizeof(set->node[0])) != 0))
		i++;
	if (i < b->keys->nstates)
		return ((unsigned)i);
	if (i == JSONKEYS_STATES_MAX) {
		b->wrong = "too many JSON pointers";
		return (0);
	}
	b->set[i] = *set;
	s = &b->state[b->keys->nstates++];
	*s = (struct jsonstate){ .field = JSONKEYS_NONE };
	for (size_t k = 0; k < set->n; k++) {
		const struct node *n = &b->node[set->node[k]];

		s->needs |= n->needs;
		if (s->field == JSONKEYS_NONE)
			s->field = n->field;
	}
	if (s->field == JSONKEYS_NONE)
		s->field = set->above;
	return ((unsigned)i);
}

static bool
is_index(struct span name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < '0' || name.p[i] > '9')
			return (false);
	return (name.n > 0);
}

static bool
is_plain(struct span name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == '"' ||
		    name.p[i] == '\\')
			return (false);
	return (true);
}

static void
add_key(struct build *b, unsigned state, struct span name)
{
	struct jsonkeys *ks = b->keys;
	struct set to = { .above = b->state[state].field };
	size_t i = hash(state, name) & ks->mask;

	if (jsonkeys_find(ks, state, name) != NULL)
		return;
	if (ks->nkeys == JSONKEYS_KEYS_MAX) {
		b->wrong = "too many JSON pointers";
		return;
	}
	step(b, &b->set[state], &name, &to);
	b->key[ks->nkeys] = (struct jsonkey){ .name = name,
		.state = state,
		.next = state_of(b, &to),
		.plain = is_plain(name) };
	while (b->slot[i] != 0)
		i = (i + 1) & ks->mask;
	b->slot[i] = (uint16_t)++ks->nkeys;
	b->state[state].indexed |= is_index(name);
}

/* All that lies behind the state ${i}. */
static void
expand(struct build *b, unsigned i)
{
	struct set to = { .above = b->state[i].field };

	for (size_t k = 0; k < b->set[i].n && b->wrong == NULL; k++)
		for (unsigned c = b->node[b->set[i].node[k]].child;
		     c != 0 && b->wrong == NULL; c = b->node[c].sibling)
			if (!b->node[c].star)
				add_key(b, i, b->node[c].name);
	step(b, &b->set[i], NULL, &to);
	b->state[i].other = state_of(b, &to);
}

/* Memory for the largest table, in ${scratch}. */
static bool
begin(struct build *b, struct arena *scratch, struct jsonkeys *ks)
{
	b->keys = ks;
	b->node = arena_alloc(scratch, NODES_MAX * sizeof(*b->node));
	b->set = arena_alloc(scratch, JSONKEYS_STATES_MAX * sizeof(*b->set));
	b->state =
	    arena_alloc(scratch, JSONKEYS_STATES_MAX * sizeof(*b->state));
	b->key = arena_alloc(scratch, JSONKEYS_KEYS_MAX * sizeof(*b->key));
	b->slot = arena_alloc(scratch, SLOTS * sizeof(*b->slot));
	if (b->node == NULL || b->set == NULL || b->state == NULL ||
	    b->key == NULL || b->slot == NULL)
		return (false);
	b->node[0].field = JSONKEYS_NONE;
	b->nnodes = 1;
	ks->state = b->state;
	ks->key = b->key;
	ks->slot = b->slot;
	ks->mask = SLOTS - 1;
	return (true);
}

static void
compile(struct build *b, const struct jsonpointer *pointers, size_t n)
{
	const struct set root = { .n = 1, .above = JSONKEYS_NONE };

	for (size_t i = 0; i < n && b->wrong == NULL; i++)
		add_pointer(b, &pointers[i]);
	if (b->wrong == NULL)
		(void)state_of(b, &root);
	for (unsigned i = 0; i < b->keys->nstates && b->wrong == NULL; i++)
		expand(b, i);
}

/* The table as small as it can be, in memory that stays. */
static struct jsonkeys *
settle(struct build *b)
{
	struct jsonkeys *ks = arena_alloc(b->arena, sizeof(*ks));
	struct jsonstate *state =
	    arena_alloc(b->arena, b->keys->nstates * sizeof(*state));
	struct jsonkey *key =
	    arena_alloc(b->arena, b->keys->nkeys * sizeof(*key) + 1);
	size_t slots = 4;
	uint16_t *slot;

	while (slots < 4 * b->keys->nkeys)
		slots *= 2;
	slot = arena_alloc(b->arena, slots * sizeof(*slot));
	if (ks == NULL || state == NULL || key == NULL || slot == NULL)
		return (NULL);
	memcpy(state, b->state, b->keys->nstates * sizeof(*state));
	memcpy(key, b->key, b->keys->nkeys * sizeof(*key));
	for (size_t k = 0; k < b->keys->nkeys; k++) {
		size_t i = hash(key[k].state, key[k].name) & (slots - 1);

		while (slot[i] != 0)
			i = (i + 1) & (slots - 1);
		slot[i] = (uint16_t)(k + 1);
	}
	*ks = (struct jsonkeys){ .state = state,
		.nstates = b->keys->nstates,
		.key = key,
		.nkeys = b->keys->nkeys,
		.slot = slot,
		.mask = slots - 1 };
	return (ks);
}

struct jsonkeys *
jsonkeys_new(struct arena *a, const struct jsonpointer *pointers, size_t n,
    char why[static 200])
{
	struct arena *scratch = arena_new(SCRATCH_MAX);
	struct build b = { .arena = a };
	struct jsonkeys large = { .nstates = 0 }, *ks = NULL;

	if (scratch != NULL && begin(&b, scratch, &large))
		compile(&b, pointers, n);
	else
		b.wrong = "out of memory";
	if (b.wrong == NULL && (ks = settle(&b)) == NULL)
		b.wrong = "out of memory";
	if (b.wrong != NULL)
		(void)snprintf(why, 200, "%s", b.wrong);
	arena_free(scratch);
	return (ks);
}
