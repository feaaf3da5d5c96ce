/* SPDX-License-Identifier: ISC */
/*
 * A list of names, and behind a NUL a name: any text is a list or refused with
 * the number of a line of it; no name is personal and harmless at once.
 */
#include "scrub_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct span all = span_make((const char *)data, size);
	const size_t cut = span_index(all, '\0');
	const struct span text = span_make(all.p, cut);
	const struct span name = span_from(all, cut < size ? cut + 1 : cut);
	struct arena *a = arena_new(1 << 24);
	struct names *names;
	unsigned line = 0, lines = 1;
	enum kind k;

	scrub_fuzz_assert(a != NULL);
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	names = names_new(a);
	scrub_fuzz_assert(names != NULL);
	if (names_add(names, text, &line) != NULL)
		scrub_fuzz_assert(line >= 1 && line <= lines);
	else if (names_find(names, name, &k))
		scrub_fuzz_assert(
		    k < KIND_COUNT && !names_harmless(names, name));
	arena_free(a);
	return (0);
}
