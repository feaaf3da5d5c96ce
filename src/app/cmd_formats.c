/* SPDX-License-Identifier: ISC */
#include "app/cmd_formats.h"

#include <stdio.h>

#include "app/reader.h"
#include "base/warn.h"

static enum exits
list(struct catalog *c)
{
	char why[FORMATFILE_WHY];
	size_t n;
	const struct formatfile *all = catalog_all(c, &n, why);

	if (all == NULL) {
		warn_msg("%s", why);
		return (EXITS_CONFIG);
	}

	for (size_t i = 0; i < n; i++) {
		const struct span title = matcher_format(all[i].matcher)->title;

		printf("%-28.*s %.*s\n%-28s %.*s\n", (int)all[i].name.n,
		    all[i].name.p, (int)title.n, title.p, "",
		    (int)all[i].source.n, all[i].source.p);
	}
	return (EXITS_OK);
}

static void
show(const struct formatfile *file)
{
	const struct format *f = matcher_format(file->matcher);

	printf("name    %.*s\n", (int)file->name.n, file->name.p);
	printf("title   %.*s\n", (int)f->title.n, f->title.p);
	printf("source  %.*s\n", (int)file->source.n, file->source.p);
	for (struct span rest = f->shown; rest.n > 0;) {
		const size_t n = span_index(rest, '\n');

		printf("layout  %.*s\n", (int)n, rest.p);
		rest = span_from(rest, n < rest.n ? n + 1 : n);
	}
	for (size_t i = 0; i < f->nfields && !f->fields[i].spare; i++) {
		const struct span name = f->fields[i].name;

		/* The same field spelt in another way stands behind it. */
		if (i == 0 || !span_eq(name, f->fields[i - 1].name))
			printf("field   %-24.*s %s\n", (int)name.n, name.p,
			    class_name(f->fields[i].class));
	}
	for (const struct sample *s = file->samples; s != NULL; s = s->next)
		printf("sample  %.*s\n", (int)s->line.n, s->line.p);
}

/* The configuration of a reader for a format, whole or not at all. */
static enum exits
configure(reader_fn *reader, const struct formatfile *file,
    const struct policy *policy)
{
	enum exits code = EXITS_OK;
	const char *wrong;
	struct buf out;

	buf_init(&out, READER_MAX);
	wrong = reader(file, policy, &out);
	if (wrong == NULL && out.failed)
		wrong = "the configuration would be too long";
	if (wrong != NULL) {
		warn_msg("%s", wrong);
		code = EXITS_FOUND;
	} else {
		(void)fwrite(out.p, 1, out.n, stdout);
	}
	buf_release(&out);
	return (code);
}

static enum exits
show_reader(struct ready *r, const char *name)
{
	reader_fn *reader = reader_find(r->options.reader);
	const struct formatfile *file;

	if (reader == NULL) {
		warn_msg("--for is goaccess, lnav or awstats");
		return (EXITS_USAGE);
	}
	if ((file = ready_format(r, span_str(name))) == NULL)
		return (EXITS_USAGE);
	return (configure(reader, file, &r->options.config.policy));
}

enum exits
cmd_formats_run(struct ready *r, const char *name)
{
	const struct formatfile *file;

	if (ready_load(r) == -1)
		return (EXITS_CONFIG);
	if (name == NULL)
		return (list(r->catalog));
	if (r->options.reader != NULL)
		return (show_reader(r, name));
	if ((file = ready_find(r, span_str(name))) == NULL)
		return (EXITS_USAGE);
	show(file);
	return (EXITS_OK);
}
