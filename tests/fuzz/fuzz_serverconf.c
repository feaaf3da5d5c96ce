/* SPDX-License-Identifier: ISC */
/* Configurations of servers: any files end in a format or in one reason. */
#include <stdint.h>
#include <stdlib.h>

#include "match/serverconf.h"
#include "unit/memfiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
load(const struct serverfiles_source *source, const char *arg)
{
	struct arena *a = arena_new(1 << 24);
	struct formatfile file = { .matcher = NULL };
	char why[FORMATFILE_WHY] = "";

	if (a == NULL)
		return;
	if (serverconf_load(a, source, span_str(arg), &file, why) == 0)
		matcher_free(file.matcher);
	else if (why[0] == '\0' || memchr(why, '\0', sizeof(why)) == NULL)
		abort();
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct memfiles m;
	const struct serverfiles_source source = memfiles_source(&m);

	memfiles_init(&m, span_make((const char *)p, n));
	load(&source, "/c");
	load(&source, "/c:x");
	load(&source, "/c:/var/log/x.log");
	return (0);
}
