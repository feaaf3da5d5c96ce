/* SPDX-License-Identifier: ISC */
/*
 * spans FORMAT: how logfade reads the lines of standard input, for tests that
 * compare it with other readers.  Each line gives one of JSON: null, or where
 * FORMAT fits an array of [class, name, value], a byte of a value as the
 * character U+00XX.  The values are raw: this is for public logs only.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/ready.h"
#include "match/matcher.h"

static void
print_string(struct span s)
{
	(void)putchar('"');
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c > '~' || c == '"' || c == '\\')
			(void)printf("\\u%04x", c);
		else
			(void)putchar(c);
	}
	(void)putchar('"');
}

static void
print_record(const struct record *r)
{
	(void)putchar('[');
	for (size_t i = 0; i < r->ncuts; i++) {
		const struct field *f = &r->format->fields[r->cut[i].field];

		(void)printf("%s[\"%s\",", i > 0 ? "," : "",
		    class_name(f->class));
		print_string(f->name);
		(void)putchar(',');
		print_string(r->cut[i].value);
		(void)putchar(']');
	}
	(void)puts("]");
}

int
main(int argc, char *argv[])
{
	struct ready ready;
	struct matching *scratch;
	struct record r;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (argc != 2)
		errx(64, "usage: spans FORMAT");
	if (ready_init(&ready) == -1)
		return (1);
	ready.options.config.file = "/dev/null";
	ready.options.config.policy.format = argv[1];
	if (ready_load(&ready) == -1 || ready.matcher == NULL)
		errx(78, "no such format");
	if ((scratch = matcher_scratch()) == NULL)
		err(1, NULL);
	while ((n = getline(&line, &room, stdin)) != -1) {
		struct span s = span_make(line, (size_t)n);

		if (s.n > 0 && s.p[s.n - 1] == '\n')
			s.n--;
		if (s.n > 0 && s.p[s.n - 1] == '\r')
			s.n--;
		if (matcher_line(ready.matcher, scratch, s, &r))
			print_record(&r);
		else
			(void)puts("null");
	}
	free(line);
	matcher_scratch_free(scratch);
	ready_release(&ready);
	return (ferror(stdin) || fflush(stdout) == EOF);
}
