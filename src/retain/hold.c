/* SPDX-License-Identifier: ISC */
#include "retain/hold.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/directive.h"
#include "model/calendar.h"
#include "model/stamp.h"

enum { ARENA_MAX = 8 << 20 };

const char *
hold_set_name(struct hold *h, struct span s)
{
	static const char known[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789._-";

	if (s.n == 0 || s.n > HOLD_NAME_MAX)
		return ("a name has 1 to 64 characters");
	for (size_t i = 0; i < s.n; i++)
		if (memchr(known, s.p[i], sizeof(known) - 1) == NULL)
			return ("a name has letters, digits, `.', `_' and `-'");
	memcpy(h->name, s.p, s.n);
	h->name[s.n] = '\0';
	return (NULL);
}

const char *
hold_set_reason(struct hold *h, struct span s)
{
	if (s.n == 0 || s.n > HOLD_REASON_MAX)
		return ("a reason has 1 to 500 bytes");
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return ("a reason is one line of text");
	memcpy(h->reason, s.p, s.n);
	h->reason[s.n] = '\0';
	return (NULL);
}

const char *
hold_set_vhost(struct hold *h, struct span s)
{
	char name[STREAM_NAME_MAX] = "";

	stream_name(s, name);
	if (strcmp(name, STREAM_OTHER) == 0 && !span_eq(s, SPAN(STREAM_OTHER)))
		return ("a vhost is the name of a host");
	memcpy(h->vhost, name, sizeof(h->vhost));
	return (NULL);
}

const char *
hold_set_class(struct hold *h, struct span s)
{
	struct segment one = { .class = "" };

	if (s.n == 0 || !segment_class(&one, s))
		return ("a class is a letter and up to 23 letters, digits "
			"and `_', all small");
	memcpy(h->class, one.class, sizeof(h->class));
	return (NULL);
}

int64_t
hold_today(int64_t now)
{
	return (
	    calendar_floor(calendar_wall(now), CALENDAR_DAY) / CALENDAR_DAY);
}

void
hold_put_day(int64_t day, struct buf *out)
{
	struct stamp t = { .year = 0 };

	stamp_civil(day, &t);
	buf_addf(out, "%04d-%02d-%02d", (int)t.year, t.month, t.day);
}

bool
hold_is_live(const struct hold *h, int64_t now)
{
	return (h->until == HOLD_EVER || hold_today(now) <= h->until);
}

static bool
is_in_scope(const struct hold *h, const struct hold_subject *s)
{
	if (h->class[0] != '\0' && strcmp(h->class, s->class) != 0)
		return (false);
	return (h->vhost[0] == '\0' || s->stream[0] == '\0' ||
	    strcmp(s->stream, STREAM_OTHER) == 0 ||
	    strcmp(h->vhost, s->stream) == 0);
}

bool
hold_is_about(const struct hold *h, const struct hold_subject *s, int64_t now)
{
	if (!hold_is_live(h, now) || !is_in_scope(h, s))
		return (false);
	if (h->from != HOLD_ALWAYS &&
	    s->end <= calendar_when(h->from * CALENDAR_DAY))
		return (false);
	return (h->to == HOLD_EVER ||
	    s->first < calendar_when((h->to + 1) * CALENDAR_DAY));
}

const struct hold *
hold_covers(const struct hold_list *l, const struct hold_subject *s,
    int64_t now)
{
	for (size_t i = 0; i < l->n; i++)
		if (hold_is_about(&l->hold[i], s, now))
			return (&l->hold[i]);
	return (NULL);
}

struct hold *
hold_find(struct hold_list *l, struct span name)
{
	for (size_t i = 0; i < l->n; i++)
		if (span_eq(span_str(l->hold[i].name), name))
			return (&l->hold[i]);
	return (NULL);
}

/* The statements of a hold: those of text first, then those of days. */
enum { REASON, VHOST, CLASS, FROM, TO, UNTIL, ADDED, NMEMBERS };

static const char *const members[NMEMBERS] = { "reason", "vhost", "class",
	"from", "to", "until", "added" };

static const char *
parse_member(const struct directive *d, struct hold *h, unsigned *seen)
{
	static const char *(*const texts[FROM])(struct hold *,
	    struct span) = { hold_set_reason, hold_set_vhost, hold_set_class };
	int64_t *const days[] = { &h->from, &h->to, &h->until, &h->added };
	size_t i = 0;

	while (i < NMEMBERS && !span_eq(d->name, span_str(members[i])))
		i++;
	if (i == NMEMBERS)
		return ("a hold has reason, vhost, class, from, to, until and "
			"added");
	if ((*seen & 1U << i) != 0)
		return ("it is there twice");
	*seen |= 1U << i;
	if (d->nargs != 1 || d->block)
		return ("it has one argument");
	if (i < FROM)
		return (texts[i](h, d->args[0]));
	return (
	    stamp_day(d->args[0], days[i - FROM]) ? NULL : "that is no day");
}

static const char *
parse_hold(const struct directive *d, struct hold_list *l, unsigned *line)
{
	struct hold *h = &l->hold[l->n];
	const char *why;
	unsigned seen = 0;

	*line = d->line;
	if (!span_eq(d->name, SPAN("hold")) || d->nargs != 1 || !d->block)
		return ("it is no `hold NAME { ... }'");
	if (l->n == HOLD_MANY)
		return ("there are too many holds");
	*h = (struct hold){ .from = HOLD_ALWAYS,
		.to = HOLD_EVER,
		.until = HOLD_EVER };
	if ((why = hold_set_name(h, d->args[0])) != NULL)
		return (why);
	if (hold_find(l, d->args[0]) != NULL)
		return ("there are two holds of that name");
	for (const struct directive *m = d->children; m != NULL; m = m->next) {
		*line = m->line;
		if ((why = parse_member(m, h, &seen)) != NULL)
			return (why);
	}
	*line = d->line;
	if ((seen & 1U << REASON) == 0 || (seen & 1U << ADDED) == 0)
		return ("a hold needs reason and added");
	if (h->from != HOLD_ALWAYS && h->to < h->from)
		return ("it ends before it begins");
	l->n++;
	return (NULL);
}

const char *
hold_parse(struct span text, struct hold_list *l, unsigned *line)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct directive_error err = { .line = 0 };
	struct directive *d = NULL;
	const char *why = NULL;

	l->n = 0;
	*line = 0;
	if (a == NULL)
		return ("there is no memory");
	if (directive_parse(a, text, NULL, &d, &err) == -1) {
		*line = err.line;
		why = err.what;
	}
	for (; d != NULL && why == NULL; d = d->next)
		why = parse_hold(d, l, line);
	arena_free(a);
	return (why);
}

static void
put_word(const char *name, const char *word, struct buf *out)
{
	if (word[0] != '\0')
		buf_addf(out, "\t%s %s\n", name, word);
}

static void
put_day(const char *name, int64_t day, struct buf *out)
{
	if (day == HOLD_ALWAYS || day == HOLD_EVER)
		return;
	buf_addf(out, "\t%s ", name);
	hold_put_day(day, out);
	buf_addc(out, '\n');
}

/* As directive.h reads it: only these two are taken back. */
static void
put_quoted(struct span s, struct buf *out)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, s.p[i]);
	}
	buf_addc(out, '"');
}

void
hold_write(const struct hold_list *l, struct buf *out)
{
	buf_addspan(out, SPAN("# Written by logfade hold; see logfade(1).\n"));
	for (size_t i = 0; i < l->n; i++) {
		const struct hold *h = &l->hold[i];

		buf_addspan(out, SPAN("hold "));
		put_quoted(span_str(h->name), out);
		buf_addspan(out, SPAN(" {\n\treason "));
		put_quoted(span_str(h->reason), out);
		buf_addc(out, '\n');
		put_word("vhost", h->vhost, out);
		put_word("class", h->class, out);
		put_day("from", h->from, out);
		put_day("to", h->to, out);
		put_day("until", h->until, out);
		put_day("added", h->added, out);
		buf_addspan(out, SPAN("}\n"));
	}
}
