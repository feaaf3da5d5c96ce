/* SPDX-License-Identifier: ISC */
#include "base/arena.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 65536

struct block {
	struct block *next;
	size_t used;
	size_t cap;
	max_align_t data[];
};

struct arena {
	struct block *head;
	size_t left;
};

struct arena *
arena_new(size_t max)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a != NULL)
		a->left = max;
	return (a);
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	for (b = a->head; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

static struct block *
block_new(size_t n)
{
	size_t cap = n > BLOCK_SIZE ? n : BLOCK_SIZE;
	struct block *b = calloc(1, sizeof(*b) + cap);

	if (b != NULL)
		b->cap = cap;
	return (b);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	const size_t align = sizeof(max_align_t);
	struct block *b = a->head;
	void *p;

	if (n > SIZE_MAX - align || n > a->left) {
		errno = ENOMEM;
		return (NULL);
	}
	n = (n + align - 1) / align * align;
	if (b == NULL || b->cap - b->used < n) {
		if ((b = block_new(n)) == NULL)
			return (NULL);
		b->next = a->head;
		a->head = b;
	}
	p = (char *)b->data + b->used;
	b->used += n;
	a->left -= n < a->left ? n : a->left;
	return (p);
}

struct span
arena_dup(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (p == NULL)
		return (span_make(NULL, 0));
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (span_make(p, s.n));
}
