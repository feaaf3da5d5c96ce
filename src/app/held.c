/* SPDX-License-Identifier: ISC */
#include "app/held.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "model/calendar.h"

/* All holds there can be of one segment, in JSON. */
enum { CELL_MAX = 65536 };

static void
write_time(int64_t when, bool local, struct buf *out)
{
	const time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	if (!local) {
		buf_addc(out, '"');
		calendar_utc(when, out);
		buf_addc(out, '"');
		return;
	}
	if (localtime_r(&t, &tm) == NULL)
		tm = (struct tm){ .tm_mday = 1 };
	(void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M", &tm);
	buf_addspan(out, span_str(text));
}

/* What a terminal, or who splits lines at blanks, would stumble over goes. */
static void
text_stream(const struct held *r, struct buf *out)
{
	for (const char *p = r->stream; *p != '\0'; p++)
		buf_addc(out, *p > 0x20 && *p < 0x7f ? *p : '?');
}

static void
json_stream(const struct held *r, struct buf *out)
{
	buf_addc(out, '"');
	buf_addjson(out, span_str(r->stream));
	buf_addc(out, '"');
}

static void
json_file(const struct held *r, struct buf *out)
{
	char name[SEGMENT_NAME_MAX];

	segment_name(r->segment, name);
	buf_addf(out, "\"%s\"", name);
}

static void
text_class(const struct held *r, struct buf *out)
{
	const bool has = r->segment != NULL && r->segment->class[0] != '\0';

	buf_addspan(out, span_str(has ? r->segment->class : "-"));
}

static void
json_class(const struct held *r, struct buf *out)
{
	if (r->segment->class[0] == '\0')
		buf_addspan(out, SPAN("null"));
	else
		buf_addf(out, "\"%s\"", r->segment->class);
}

static void
text_period(const struct held *r, struct buf *out)
{
	char date[SEGMENT_NAME_MAX] = "-";

	if (r->segment != NULL)
		segment_date(&r->segment->period, date);
	buf_addspan(out, span_str(date));
}

static void
json_period(const struct held *r, struct buf *out)
{
	buf_addc(out, '"');
	text_period(r, out);
	buf_addc(out, '"');
}

static void
text_state(const struct held *r, struct buf *out)
{
	static const char *const names[] = { [SEGMENT_LIVE] = "live",
		[SEGMENT_SEALED] = "sealed",
		[SEGMENT_TMP] = "sealing" };

	if (r->segment == NULL) {
		buf_addc(out, '-');
		return;
	}
	buf_addspan(out, span_str(names[r->segment->state]));
	if (r->segment->serial > 1)
		buf_addf(out, ".%u", r->segment->serial);
}

static void
json_state(const struct held *r, struct buf *out)
{
	buf_addc(out, '"');
	text_state(r, out);
	buf_addc(out, '"');
}

bool
held_is_copy(const struct held *r)
{
	return (r->segment != NULL && r->segment->state == SEGMENT_TMP);
}

static void
text_lines(const struct held *r, struct buf *out)
{
	if (held_is_copy(r) || (r->segment != NULL && r->uncounted > 0))
		buf_addc(out, '-');
	else
		buf_addf(out, "%" PRIu64 "%s", r->lines,
		    r->uncounted > 0 ? "+" : "");
}

static void
json_lines(const struct held *r, struct buf *out)
{
	if (held_is_copy(r) || (r->segment != NULL && r->uncounted > 0))
		buf_addspan(out, SPAN("null"));
	else
		buf_addf(out, "%" PRIu64, r->lines);
}

static void
put_bytes(const struct held *r, struct buf *out)
{
	buf_addf(out, "%" PRIu64, r->bytes);
}

/* A time, or what stands for one that is not known. */
static void
put_time(int64_t when, bool known, bool local, struct buf *out)
{
	if (known)
		write_time(when, local, out);
	else
		buf_addspan(out, local ? SPAN("-") : SPAN("null"));
}

static void
text_oldest(const struct held *r, struct buf *out)
{
	put_time(r->oldest, r->oldest != INT64_MAX, true, out);
}

static void
json_oldest(const struct held *r, struct buf *out)
{
	put_time(r->oldest, r->oldest != INT64_MAX, false, out);
}

static void
text_newest(const struct held *r, struct buf *out)
{
	put_time(r->newest, r->newest != INT64_MIN, true, out);
}

static void
json_newest(const struct held *r, struct buf *out)
{
	put_time(r->newest, r->newest != INT64_MIN, false, out);
}

static void
text_expires(const struct held *r, struct buf *out)
{
	if (r->segments == 0)
		buf_addc(out, '-');
	else if (r->expires == INT64_MAX)
		buf_addspan(out, SPAN("never"));
	else
		write_time(r->expires, true, out);
}

static void
json_expires(const struct held *r, struct buf *out)
{
	if (r->segments == 0)
		buf_addspan(out, SPAN("null"));
	else if (r->expires == INT64_MAX)
		buf_addspan(out, SPAN("\"never\""));
	else
		write_time(r->expires, false, out);
}

/* Those that hold the segment of ${r}; of the sum, how many are held. */
static void
text_holds(const struct held *r, struct buf *out)
{
	const struct hold *first = NULL;
	unsigned more = 0;

	if (r->segment == NULL) {
		buf_addf(out, "%" PRIu64, r->held);
		return;
	}
	for (size_t i = 0; i < r->holds->n; i++) {
		const struct hold *h = &r->holds->hold[i];

		if (!hold_is_about(h, &r->about, r->now))
			continue;
		more += first != NULL;
		first = first == NULL ? h : first;
	}
	buf_addspan(out, span_str(first == NULL ? "-" : first->name));
	if (more > 0)
		buf_addf(out, "+%u", more);
}

static void
json_holds(const struct held *r, struct buf *out)
{
	const char *comma = "";

	buf_addc(out, '[');
	for (size_t i = 0; i < r->holds->n; i++) {
		if (!hold_is_about(&r->holds->hold[i], &r->about, r->now))
			continue;
		buf_addf(out, "%s\"%s\"", comma, r->holds->hold[i].name);
		comma = ",";
	}
	buf_addc(out, ']');
}

/* A column that has no width is one of JSON alone; the first two are as wide
 * as the names in them. */
static const struct column {
	const char *name;
	int width; /* below 0: flush left */
	bool sums; /* stands in the sum of JSON, too */
	void (*text)(const struct held *, struct buf *);
	void (*json)(const struct held *, struct buf *);
} columns[] = {
	{ "stream", -1, false, text_stream, json_stream },
	{ "class", -1, false, text_class, json_class },
	{ "file", 0, false, NULL, json_file },
	{ "period", -13, false, text_period, json_period },
	{ "state", -8, false, text_state, json_state },
	{ "lines", 11, true, text_lines, json_lines },
	{ "bytes", 12, true, put_bytes, put_bytes },
	{ "oldest", -16, true, text_oldest, json_oldest },
	{ "newest", -16, true, text_newest, json_newest },
	{ "expires", -16, true, text_expires, json_expires },
	{ "holds", -1, false, text_holds, json_holds },
};

enum { NCOLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* ${c} of ${r} as a cell, or its title. */
static void
put_cell(const struct column *c, const struct held *r, bool title)
{
	const size_t i = (size_t)(c - columns);
	const int width = i < HELD_NAMES ? -r->width[i] : c->width;
	struct buf cell;

	buf_init(&cell, CELL_MAX);
	if (title)
		buf_addspan(&cell, span_str(c->name));
	else
		c->text(r, &cell);
	/* Nothing but a line end stands behind the last column. */
	if (c == &columns[NCOLUMNS - 1])
		printf("%.*s\n", (int)cell.n, cell.p);
	else
		printf("%*.*s  ", width, (int)cell.n, cell.p);
	buf_release(&cell);
}

void
held_text(const struct held *r, bool title)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		if (columns[i].width != 0)
			put_cell(&columns[i], r, title);
}

void
held_json(const struct held *r)
{
	struct buf out;
	const char *comma = "";

	buf_init(&out, CELL_MAX);
	buf_addc(&out, '{');
	if (r->segment == NULL) {
		buf_addf(&out,
		    "\"streams\":%" PRIu64 ",\"segments\":%" PRIu64
		    ",\"uncounted\":%" PRIu64 ",\"held\":%" PRIu64,
		    r->streams, r->segments, r->uncounted, r->held);
		comma = ",";
	}
	for (size_t i = 0; i < NCOLUMNS; i++) {
		if (r->segment == NULL && !columns[i].sums)
			continue;
		buf_addf(&out, "%s\"%s\":", comma, columns[i].name);
		columns[i].json(r, &out);
		comma = ",";
	}
	printf("%.*s}", (int)out.n, out.p);
	buf_release(&out);
}
