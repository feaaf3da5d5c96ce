/* SPDX-License-Identifier: ISC */
#include "match/fields.h"

#include <string.h>

#include "model/layout.h"

int
fields_find(const struct fields *fs, struct span name)
{
	for (size_t i = 0; i < fs->n; i++)
		if (span_eq(fs->f[i].name, name))
			return ((int)i);
	return (FIELDS_NONE);
}

int
fields_add(struct fields *fs, const struct field *field)
{
	const int known = fields_find(fs, field->name);

	return (known != FIELDS_NONE ? known : fields_also(fs, field));
}

int
fields_also(struct fields *fs, const struct field *field)
{
	struct span name;

	if (fs->n == FORMAT_FIELDS_MAX)
		return (FIELDS_NONE);
	if ((name = arena_dup(fs->arena, field->name)).p == NULL)
		return (FIELDS_NONE);
	fs->f[fs->n] = *field;
	fs->f[fs->n].name = name;
	return ((int)fs->n++);
}

/* The shape of a class when a format file does not say. */
static enum shape shape_of(enum class c)
{
	switch (c) {
	case CLASS_IP:
	case CLASS_TOKEN:
	case CLASS_WORD:
		return (SHAPE_WORD);
	case CLASS_TIME:
		return (SHAPE_TIME);
	case CLASS_METHOD:
		return (SHAPE_METHOD);
	case CLASS_PROTOCOL:
		return (SHAPE_PROTOCOL);
	case CLASS_STATUS:
		return (SHAPE_STATUS);
	case CLASS_NUMBER:
		return (SHAPE_NUMBER);
	default:
		return (SHAPE_TEXT);
	}
}

static bool
read_shape(struct span word, struct field *f)
{
	static const struct {
		const char *name;
		enum shape shape;
	} table[] = {
		{ "text", SHAPE_TEXT },
		{ "word", SHAPE_WORD },
		{ "host", SHAPE_HOST },
		{ "number", SHAPE_NUMBER },
		{ "numbers", SHAPE_NUMBERS },
		{ "rest", SHAPE_REST },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (span_eq(word, span_str(table[i].name))) {
			f->shape = table[i].shape;
			return (true);
		}
	}
	return (false);
}

static bool
read_coding(struct span word, struct field *f)
{
	if (span_eq(word, SPAN("plus")))
		f->coding = CODING_PLUS;
	else if (span_eq(word, SPAN("percent")))
		f->coding = CODING_PERCENT;
	else if (span_eq(word, SPAN("loose")))
		f->loose = true;
	else
		return (false);
	return (true);
}

static bool
read_time(struct span word, struct field *f)
{
	static const struct {
		const char *name;
		enum timespelling time;
	} table[] = {
		{ "clf", TIME_CLF },
		{ "iso", TIME_ISO },
		{ "epoch", TIME_EPOCH },
		{ "msec", TIME_MSEC },
		{ "usec", TIME_USEC },
		{ "nsec", TIME_NSEC },
		{ "any", TIME_ANY },
	};

	if (span_eq(word, SPAN("utc"))) {
		f->utc = true;
		return (true);
	}

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (span_eq(word, span_str(table[i].name))) {
			f->time = table[i].time;
			return (true);
		}
	}
	f->time = TIME_LAYOUT;
	f->layout = word;
	return (span_index(word, '%') < word.n);
}

const char *
fields_declare(struct fields *fs, const struct span *args, size_t n)
{
	struct field f = { .name = n > 0 ? args[0] : SPAN("") };

	if (n < 2)
		return ("field takes a name and a class");
	if (!class_parse(args[1], &f.class))
		return ("there is no such class");
	if (fields_find(fs, f.name) != FIELDS_NONE)
		return ("the field is declared twice");
	f.shape = shape_of(f.class);
	for (size_t i = 2; i < n; i++)
		if (f.class == CLASS_TIME ?
			!read_time(args[i], &f) :
			!read_shape(args[i], &f) && !read_coding(args[i], &f))
			return (f.class == CLASS_TIME ?
				"a time is clf, iso, epoch, msec, usec, nsec, "
				"any or a strftime layout, and utc" :
				"a field is text, word, host, number, "
				"numbers or rest, and plus, percent or loose");
	return (fields_add(fs, &f) == FIELDS_NONE ? "too many fields" : NULL);
}

int
fields_compile(struct fields *fs, char why[static 200])
{
	for (size_t i = 0; i < fs->n; i++) {
		struct field *f = &fs->f[i];

		if (f->class != CLASS_TIME || f->time != TIME_LAYOUT ||
		    f->compiled != NULL)
			continue;
		f->compiled = layout_new(fs->arena, f->layout, f->utc, why);
		if (f->compiled == NULL)
			return (-1);
	}
	return (0);
}

int
fields_finish(const struct fields *fs, struct format *f)
{
	struct field *copy = arena_alloc(fs->arena, fs->n * sizeof(*copy) + 1);

	if (copy == NULL)
		return (-1);
	memcpy(copy, fs->f, fs->n * sizeof(*copy));
	f->fields = copy;
	f->nfields = fs->n;
	return (0);
}
