/* SPDX-License-Identifier: ISC */
/*
 * Numbers with check digits in texts of any sort: what is found is a word of
 * its own and within the text, and what is planted between blanks is found.
 */
#include <string.h>

#include "base/ascii.h"
#include "scrub/detect.h"
#include "scrub_fuzz.h"

static const char *const plants[] = { "NL91ABNA0417164300",
	"NL91 ABNA 0417 1643 00", "4111111111111111", "85.07.30-033.28",
	"255081416802538", "RCCMNL83S18D969H", "536-90-4399", "111222333" };

enum { NPLANTS = sizeof(plants) / sizeof(plants[0]), ROOM = 4096 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[ROOM];
	struct hits h = { .n = 0 };
	size_t at, n, before = 0;
	const char *plant;
	bool found = false;

	if (size < 3 || size > ROOM / 2)
		return (0);
	plant = plants[data[0] % NPLANTS];
	n = strlen(plant);
	at = data[1] * (size - 2) / 255;
	memcpy(text, data + 2, at);
	memcpy(text + at, "\n ", 2);
	memcpy(text + at + 2, plant, n);
	memcpy(text + at + 2 + n, " \n", 2);
	memcpy(text + at + n + 4, data + 2 + at, size - 2 - at);
	detect_text(span_make(text, size + n + 2), ~0U, &h);
	detect_lone(span_make(text, size + n + 2), ~0U, &h);
	for (size_t i = 0; i < h.n; i++) {
		scrub_fuzz_assert(h.at[i].start >= before);
		scrub_fuzz_assert(h.at[i].start < h.at[i].end);
		before = h.at[i].end;
		found |= h.at[i].start <= at + 2 && before >= at + 2 + n;
	}
	scrub_fuzz_assert(before <= size + n + 2 && found);
	return (0);
}
