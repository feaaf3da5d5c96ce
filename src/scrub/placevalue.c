/* SPDX-License-Identifier: ISC */
#include "scrub/placevalue.h"

/* Types as the format numbers them. */
enum {
	EXTENDED = 0,
	POINTER = 1,
	STRING = 2,
	DOUBLE = 3,
	BYTES = 4,
	UINT16 = 5,
	UINT32 = 6,
	MAP = 7,
	INT32 = 8,
	UINT64 = 9,
	UINT128 = 10,
	ARRAY = 11,
	CONTAINER = 12, /* for caches alone, as is an end marker */
	END = 13,
	BOOLEAN = 14,
	FLOAT = 15
};

/* A city with its names in ten languages has some two hundred values. */
enum { VALUES_MAX = 8192, DEPTH_MAX = 16 };

/* What the first bytes of a value say. */
struct control {
	unsigned type;
	size_t size; /* of bytes; of entries; or where a pointer points to */
	size_t next; /* behind the control bytes */
};

/* The number in the ${n} bytes at ${at}; they are there. */
static uint64_t
number(struct span s, size_t at, size_t n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)s.p[at++];
	return (v);
}

static bool
read_pointer(struct span s, size_t at, unsigned first, struct control *c)
{
	static const size_t base[] = { 0, 2048, 526336, 0 };
	const size_t n = (first >> 3 & 3) + 1;
	const uint64_t high = n == 4 ? 0 : first & 7;

	if (s.n - at < n)
		return (false);
	c->size = (size_t)(high << n * 8 | number(s, at, n)) + base[n - 1];
	c->next = at + n;
	return (true);
}

static bool
read_size(struct span s, size_t at, unsigned first, struct control *c)
{
	static const size_t base[] = { 29, 285, 65821 };
	const size_t n = (first & 31) < 29 ? 0 : (first & 31) - 28;

	if (s.n - at < n)
		return (false);
	c->size = n == 0 ? first & 31 : (size_t)number(s, at, n) + base[n - 1];
	c->next = at + n;
	return (true);
}

static bool
read_control(struct span s, size_t at, struct control *c)
{
	unsigned first;

	if (at >= s.n)
		return (false);
	first = (unsigned char)s.p[at++];
	c->type = first >> 5;
	if (c->type == POINTER)
		return (read_pointer(s, at, first, c));
	if (c->type == EXTENDED) {
		if (at >= s.n)
			return (false);
		c->type = 7u + (unsigned char)s.p[at++];
		if (c->type < INT32 || c->type > FLOAT ||
		    c->type == CONTAINER || c->type == END)
			return (false);
	}
	return (read_size(s, at, first, c));
}

/* How many bytes are behind the control bytes of what is no map or array. */
static size_t
payload(const struct control *c)
{
	return (c->type == POINTER || c->type == BOOLEAN ? 0 : c->size);
}

/* The values directly within one. */
static size_t
entries(const struct control *c)
{
	if (c->type == MAP)
		return (2 * c->size);
	return (c->type == ARRAY ? c->size : 0);
}

/* Move ${at} behind the value there; ${left} is how many may be looked at. */
static bool
skip(struct span s, size_t *at, size_t *left)
{
	size_t todo = 1;

	for (; todo > 0; todo--) {
		struct control c;

		if ((*left)-- == 0) {
			*left = 0;
			return (false);
		}
		if (!read_control(s, *at, &c))
			return (false);
		*at = c.next;
		if (c.type == MAP || c.type == ARRAY)
			todo += entries(&c);
		else if (payload(&c) > s.n - *at)
			return (false);
		else
			*at += payload(&c);
	}
	return (true);
}

bool
placevalue_at(struct span s, size_t at, struct placevalue *v)
{
	struct control c;

	/* A pointer to a pointer is not allowed. */
	if (!read_control(s, at, &c) ||
	    (c.type == POINTER && !read_control(s, c.size, &c)) ||
	    c.type == POINTER)
		return (false);
	*v = (struct placevalue){ .type = PLACEVALUE_OTHER };
	if (c.type == MAP || c.type == ARRAY) {
		v->type = c.type == MAP ? PLACEVALUE_MAP : PLACEVALUE_ARRAY;
		v->count = c.size;
		v->inside = c.next;
		return (true);
	}
	if (payload(&c) > s.n - c.next)
		return (false);
	if (c.type == STRING) {
		v->type = PLACEVALUE_STRING;
		v->text = span_make(s.p + c.next, c.size);
	} else if ((c.type == UINT16 || c.type == UINT32 || c.type == UINT64) &&
	    c.size <= 8) {
		v->type = PLACEVALUE_NUMBER;
		v->number = number(s, c.next, c.size);
	}
	return (true);
}

bool
placevalue_under(struct span s, const struct placevalue *map, struct span key,
    struct placevalue *v)
{
	size_t at = map->inside, left = VALUES_MAX;

	if (map->type != PLACEVALUE_MAP)
		return (false);
	for (size_t i = 0; i < map->count; i++) {
		struct placevalue k;

		if (!placevalue_at(s, at, &k) || k.type != PLACEVALUE_STRING ||
		    !skip(s, &at, &left))
			return (false);
		if (span_eq(k.text, key))
			return (placevalue_at(s, at, v));
		if (!skip(s, &at, &left))
			return (false);
	}
	return (false);
}

/* As skip(), but into whatever is pointed to. */
static bool
sound(struct span s, size_t *at, size_t *left, unsigned depth)
{
	struct placevalue v;
	size_t n, inside;

	if (*left == 0 || depth == 0 || !placevalue_at(s, *at, &v))
		return (false);
	(*left)--;
	n = v.type == PLACEVALUE_MAP ? 2 * v.count : v.count;
	inside = v.inside;
	for (size_t i = 0; i < n; i++)
		if (!sound(s, &inside, left, depth - 1))
			return (false);
	n = VALUES_MAX;
	return (skip(s, at, &n));
}

bool
placevalue_sound(struct span s, size_t at)
{
	size_t left = VALUES_MAX;

	return (sound(s, &at, &left, DEPTH_MAX));
}

bool
placevalue_texts(struct span s, const struct placevalue *v)
{
	const bool map = v->type == PLACEVALUE_MAP;
	const size_t n = map ? 2 * v->count : v->count;
	size_t at = v->inside, left = VALUES_MAX;
	struct placevalue one;

	if (!map && v->type != PLACEVALUE_ARRAY)
		return (false);
	for (size_t i = 0; i < n; i++)
		if (!placevalue_at(s, at, &one) ||
		    one.type != PLACEVALUE_STRING || !skip(s, &at, &left))
			return (false);
	return (true);
}
