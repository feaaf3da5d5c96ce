/* SPDX-License-Identifier: ISC */
/*
 * Runs a fuzzer's function once for every file named, so that any compiler can
 * replay a corpus.  Each input sits in a block of its exact size, so that
 * sanitizers and valgrind see a read past its end.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Run the fuzzer on the contents of ${path}. */
static void
replay(const char *path)
{
	FILE *f;
	uint8_t *p;
	long n;

	if ((f = fopen(path, "rb")) == NULL || fseek(f, 0, SEEK_END) == -1 ||
	    (n = ftell(f)) == -1 || fseek(f, 0, SEEK_SET) == -1)
		err(1, "%s", path);
	if ((p = malloc(n > 0 ? (size_t)n : 1)) == NULL)
		err(1, NULL);
	if (fread(p, 1, (size_t)n, f) != (size_t)n)
		errx(1, "%s: short read", path);
	(void)fclose(f);
	(void)LLVMFuzzerTestOneInput(p, (size_t)n);
	free(p);
}

int
main(int argc, char *argv[])
{
	int i;

	for (i = 1; i < argc; i++)
		replay(argv[i]);
	return (0);
}
