/* SPDX-License-Identifier: ISC */
/*
 * GoAccess: the lines of a goaccess.conf.
 *
 * What stands between two fields says where the first one ends by its first
 * byte alone; of the others it only counts how many there are. What follows
 * the last specifier is not looked at, and a line may end before it.
 *
 * Source: goaccess(1), version 1.7; parse_format() and parse_specifier() of
 *         its parser.c.
 */
#include <string.h>

#include "app/reader.h"
#include "base/addr.h"

/* How GoAccess is told of a time. */
struct spelt {
	const char *spec;
	char date[80];
	char time[80];
};

struct writer {
	const struct reader_layout *l;
	struct spelt spelt;
	struct buf *out;
	bool json;
	const char *wrong;
};

static const char *const specs[ROLE_COUNT] = {
	[ROLE_HOST] = "%h",
	[ROLE_HOSTLIST] = "~h{, }",
	[ROLE_VHOST] = "%v",
	[ROLE_USER] = "%e",
	[ROLE_REQUEST] = "%r",
	[ROLE_METHOD] = "%m",
	[ROLE_URI] = "%U",
	[ROLE_PATH] = "%U",
	[ROLE_QUERY] = "%q",
	[ROLE_PROTOCOL] = "%H",
	[ROLE_STATUS] = "%s",
	[ROLE_BYTES] = "%b",
	[ROLE_REFERER] = "%R",
	[ROLE_AGENT] = "%u",
	[ROLE_SECONDS] = "%T",
	[ROLE_MILLIS] = "%L",
	[ROLE_MICROS] = "%D",
	[ROLE_CACHE] = "%C",
	[ROLE_TLS] = "%K",
	[ROLE_CIPHER] = "%k",
	[ROLE_MIME] = "%M",
	[ROLE_RESULT] = "%^/%s",
};

static void
add(struct writer *w, const char *s)
{
	buf_addspan(w->out, span_str(s));
}

static bool
spell(struct spelt *t, const char *spec, struct span date, struct span time)
{
	if (date.n >= sizeof(t->date) || time.n >= sizeof(t->time))
		return (false);
	t->spec = spec;
	memcpy(t->date, date.p, date.n);
	memcpy(t->time, time.p, time.n);
	return (true);
}

/* A layout of strptime(3), perhaps with a fraction at its end. */
static bool
spell_layout(struct spelt *t, struct span layout)
{
	const char *spec = "%x";

	if (span_ends(layout, SPAN(".%f"))) {
		layout.n -= 3;
		spec = "%x.%^";
	}
	if (span_find(layout, SPAN("%f")) < layout.n ||
	    span_find(layout, SPAN("%3f")) < layout.n ||
	    span_find(layout, SPAN("%6f")) < layout.n ||
	    span_find(layout, SPAN("%:z")) < layout.n)
		return (false);
	return (spell(t, spec, layout, layout));
}

/* The specifiers of ${f}, a time that is ${sample} in a sample. */
static bool
spell_time(struct spelt *t, const struct field *f, struct span sample)
{
	const bool fraction = span_index(sample, '.') < sample.n ||
	    span_eq(f->name, SPAN("msec"));

	memset(t, 0, sizeof(*t));
	switch (reader_spelling(f, sample)) {
	case TIME_CLF:
		return (
		    spell(t, "%d:%t %^", SPAN("%d/%b/%Y"), SPAN("%H:%M:%S")));
	case TIME_ISO:
		return (fraction ? spell(t, "%x.%^", SPAN("%Y-%m-%d"),
				       SPAN("%Y-%m-%dT%H:%M:%S")) :
				   spell(t, "%x", SPAN("%Y-%m-%d"),
				       SPAN("%Y-%m-%dT%H:%M:%S%z")));
	case TIME_EPOCH:
		return (spell(t, fraction ? "%x.%^" : "%x", SPAN("%s"),
		    SPAN("%s")));
	case TIME_MSEC:
		return (spell(t, "%x", SPAN("%*"), SPAN("%*")));
	case TIME_USEC:
		return (spell(t, "%x", SPAN("%f"), SPAN("%f")));
	case TIME_LAYOUT:
		return (spell_layout(t, f->layout));
	default:
		return (false);
	}
}

/* A byte of a literal: GoAccess looks at the first one behind a field only. */
static void
put_byte(struct writer *w, char c, bool stops, size_t at)
{
	if ((unsigned char)c < ' ' && c != '\t')
		w->wrong = "GoAccess reads lines of text";
	else if (c == '\t')
		add(w, "\\t");
	else if (c == '\\')
		add(w, "\\\\");
	else if (c != '%' && c != '~' && (c != '|' || at != 1))
		buf_addc(w->out, c);
	else if (stops || w->json)
		w->wrong = "GoAccess takes what stands behind a field for a "
			   "specifier";
	else
		buf_addc(w->out, '?');
}

static void
put_literal(struct writer *w, size_t i)
{
	const struct span text = w->l->es->e[i].text;
	bool padded = false;

	for (size_t k = 0; k < text.n; k++) {
		if (w->l->es->padded && k > 0 && text.p[k] == ' ' &&
		    text.p[k - 1] == ' ')
			padded = true;
		else
			put_byte(w, text.p[k], i > 0 && k == 0, k);
	}
	if (padded)
		add(w, "%~");
}

static bool
ends_in_quote(const struct writer *w, size_t i)
{
	return (!w->l->es->e[i].isfield &&
	    span_ends(w->l->es->e[i].text, SPAN("\"")));
}

static void
put_field(struct writer *w, size_t i)
{
	const enum role role = w->l->role[i];
	/* Of JSON it wants numbers in quotes as well. */
	const bool bare = w->json && !(i > 0 && ends_in_quote(w, i - 1));

	if (bare)
		buf_addc(w->out, '"');
	add(w,
	    role == ROLE_TIME	    ? w->spelt.spec :
		specs[role] != NULL ? specs[role] :
				      "%^");
	if (bare)
		buf_addc(w->out, '"');
}

/*
 * Layouts may differ in what nobody counts. Where the next field that counts
 * is behind the next quote, all before that is skipped.
 *
 * Returns: that field, or ${i}.
 */
static size_t
skip_to_quote(const struct writer *w, size_t i)
{
	const struct elements *es = w->l->es;
	size_t k = i;

	if (w->l->alone)
		return (i);
	while (k + 1 < w->l->end && w->l->role[k] == ROLE_OTHER &&
	    !(ends_in_quote(w, k))) {
		if (!es->e[k].isfield &&
		    span_index(es->e[k].text, '"') < es->e[k].text.n)
			return (i);
		k++;
	}
	if (k == i || es->e[k].isfield || w->l->role[k + 1] == ROLE_OTHER ||
	    span_index(es->e[k].text, '"') + 1 != es->e[k].text.n)
		return (i);
	return (k + 1);
}

static void
put_layout(struct writer *w)
{
	const struct elements *es = w->l->es;
	/* All of JSON must be there. */
	const size_t end = w->json ? es->n : w->l->end;

	for (size_t i = 0; i < end; i++) {
		const size_t next = skip_to_quote(w, i);

		if (!es->e[i].isfield) {
			put_literal(w, i);
		} else if (next > i) {
			add(w, "%^\"");
			i = next - 1;
		} else {
			put_field(w, i);
		}
	}
}

/* What ends the last field. */
static void
put_end(struct writer *w, bool place)
{
	const struct elements *es = w->l->es;
	const size_t end = w->l->end;

	if (w->json || (end == es->n && !place))
		return;
	if (end == es->n || es->e[end].text.p[0] == ' ')
		add(w, " %^");
	else
		put_byte(w, es->e[end].text.p[0], true, 0);
}

static void
put_formats(struct writer *w)
{
	buf_addf(w->out, "\ndate-format %s\ntime-format %s\n", w->spelt.date,
	    w->spelt.time);
}

static bool
is_request(const struct reader_layout *l)
{
	return (reader_has(l, ROLE_REQUEST) || reader_has(l, ROLE_URI) ||
	    reader_has(l, ROLE_PATH));
}

/* The next byte of ${s} that is no quote, or NUL. */
static char
next_byte(struct span *s)
{
	while (s->n > 0 && s->p[0] == '"')
		*s = span_from(*s, 1);
	if (s->n == 0)
		return ('\0');
	*s = span_from(*s, 1);
	return (s->p[-1]);
}

/*
 * Is what was written right for the layout ${l}, too? A line may end early.
 * Where only one of them has quotes, the value is read wrongly, but no other.
 */
static bool
is_served(struct span written, const struct reader_layout *l)
{
	struct writer w = { .l = l };
	struct span other;
	struct buf b;
	char c, d;

	buf_init(&b, READER_MAX);
	w.out = &b;
	w.spelt.spec = "%x";
	for (size_t i = 0; i < l->es->n; i++)
		if (l->role[i] == ROLE_TIME)
			(void)spell_time(&w.spelt, reader_field(l, i),
			    reader_value(l->file, reader_field(l, i)));
	put_layout(&w);
	other = buf_span(&b);
	do {
		c = next_byte(&written);
		d = next_byte(&other);
	} while (c == d && c != '\0');
	buf_release(&b);
	return (c == '\0' || d == '\0');
}

/* Does a port follow the client? */
static bool
is_ported(const struct reader_layout *l)
{
	for (size_t i = 0; i + 1 < l->es->n; i++)
		if (l->role[i] == ROLE_HOST && !l->es->e[i + 1].isfield &&
		    l->es->e[i + 1].text.p[0] == ':')
			return (true);
	return (false);
}

static const char *
text(const struct reader_layout *l, enum geo place, struct buf *out)
{
	struct writer w = { .l = l, .out = out, .spelt.spec = "%x" };
	struct reader_layout other;
	size_t at;

	if ((!reader_has(l, ROLE_HOST) && !reader_has(l, ROLE_HOSTLIST)) ||
	    !reader_has(l, ROLE_TIME) || !is_request(l))
		return ("GoAccess needs a client, a time and a request");
	for (size_t i = 0; i < l->es->n; i++)
		if (l->role[i] == ROLE_TIME &&
		    !spell_time(&w.spelt, reader_field(l, i),
			reader_value(l->file, reader_field(l, i))))
			return ("GoAccess cannot read times that are spelt so");
	w.json =
	    !l->es->e[0].isfield && span_starts(l->es->e[0].text, SPAN("{\""));
	add(&w, "log-format ");
	at = out->n;
	put_layout(&w);
	for (size_t i = 1; reader_layout(l->file, i, &other); i++)
		if (is_request(&other) &&
		    !is_served(span_from(buf_span(out), at), &other))
			return ("GoAccess reads lines of one layout");
	put_end(&w, place != GEO_NONE);
	put_formats(&w);
	return (w.wrong);
}

enum { DEPTH_MAX = 8, KEYS_MAX = 64 };

/* An object of JSON under way, as the sample has it. */
struct object {
	struct writer w;
	struct span name; /* of the format */
	const struct field *f[KEYS_MAX]; /* of the sample, in its order */
	struct span value[KEYS_MAX];
	bool listed[KEYS_MAX]; /* the first element of a list */
	enum role role[KEYS_MAX];
	size_t n;
	struct span open[DEPTH_MAX]; /* the objects that are */
	size_t depth;
};

static bool
take_key(void *arg, const struct field *f, const struct cut *c)
{
	struct object *o = arg;

	if (!span_starts(f->name, SPAN("/")) || f->spare ||
	    role_of(o->name, f) == ROLE_OTHER)
		return (true);
	o->f[o->n] = f;
	o->value[o->n] = c->value;
	o->listed[o->n] =
	    span_ends(c->gap, SPAN("[\"")) || span_ends(c->gap, SPAN("["));
	return (++o->n < KEYS_MAX);
}

/* The first part of a pointer, which is taken off. */
static struct span
next_part(struct span *pointer)
{
	struct span s = span_from(*pointer, 1);

	s.n = span_index(s, '/');
	*pointer = span_from(*pointer, 1 + s.n);
	return (s);
}

/* A port may stand behind the client; an IPv6 address ends with it then. */
static const char *
spec_of(const struct object *o, size_t i)
{
	const struct span s = o->value[i];
	struct addr ignored;

	if (o->role[i] == ROLE_TIME)
		return (o->w.spelt.spec);
	if (o->role[i] == ROLE_HOST && !addr_parse(s, &ignored))
		return ("%h:%^");
	return (specs[o->role[i]]);
}

static void
put_key(struct object *o, size_t i, bool first)
{
	struct span rest = o->f[i]->name, part = next_part(&rest);
	size_t depth = 0;

	while (
	    rest.n > 0 && depth < o->depth && span_eq(part, o->open[depth])) {
		part = next_part(&rest);
		depth++;
	}
	for (; o->depth > depth; o->depth--)
		buf_addc(o->w.out, '}');
	add(&o->w, first ? "" : ", ");
	for (; rest.n > 0 && o->depth < DEPTH_MAX; part = next_part(&rest)) {
		buf_addf(o->w.out, "\"%.*s\": {", (int)part.n, part.p);
		o->open[o->depth++] = part;
	}
	buf_addf(o->w.out, "\"%.*s\": %s\"%s\"%s", (int)part.n, part.p,
	    o->listed[i] ? "[" : "", spec_of(o, i), o->listed[i] ? "]" : "");
}

/* An object whose keys are those of the format's sample. */
static const char *
object(const struct formatfile *file, struct buf *out)
{
	struct object o = { .w = { .out = out },
		.name = matcher_format(file->matcher)->name };
	bool first = true, timed = false;

	if (reader_mixed(file))
		return ("GoAccess needs times that are spelt in one way");
	if (!reader_sample(file, take_key, &o))
		return ("GoAccess needs fields with names that are known");
	role_choose(o.name, o.f, o.role, o.n);
	for (size_t i = 0; i < o.n; i++)
		if (o.role[i] == ROLE_TIME)
			timed = spell_time(&o.w.spelt, o.f[i], o.value[i]);
	if (!timed)
		return ("GoAccess cannot read times that are spelt so");
	add(&o.w, "log-format {");
	for (size_t i = 0; i < o.n; i++) {
		if (o.role[i] == ROLE_OTHER)
			continue;
		put_key(&o, i, first);
		first = false;
	}
	for (; o.depth > 0; o.depth--)
		buf_addc(out, '}');
	add(&o.w, "}");
	put_formats(&o.w);
	return (NULL);
}

/* Formats whose lines name their columns, as they are by default. */
static const struct {
	const char *name;
	const char *known; /* to GoAccess */
	const char *placed; /* with one more column */
} known[] = {
	{ "iis-w3c", "log-format W3C\n",
	    "log-format %d %t %^ %m %U %q %^ %^ %h %u %R %s %^ %^ %L %^\n"
	    "date-format %Y-%m-%d\ntime-format %H:%M:%S\n" },
	{ "cloudfront", "log-format CLOUDFRONT\n", "log-format CLOUDFRONT\n" },
};

const char *
reader_goaccess(const struct formatfile *file, const struct policy *policy,
    struct buf *out)
{
	const struct span name = matcher_format(file->matcher)->name;
	struct reader_layout l;

	if (reader_layout(file, 0, &l)) {
		if (is_ported(&l) &&
		    policy->rule[CLASS_IP].action == ACTION_PSEUDONYM)
			return ("GoAccess reads no IPv6 address with a port "
				"behind it, as pseudonyms have: ip prefix");
		return (text(&l, policy->place, out));
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (span_eq(name, span_str(known[i].name))) {
			buf_addspan(out,
			    span_str(policy->place == GEO_NONE ?
				    known[i].known :
				    known[i].placed));
			return (NULL);
		}
	}
	if (matcher_format(file->matcher)->escape != ESCAPE_JSON)
		return ("GoAccess needs fields in a fixed order");
	return (object(file, out));
}
