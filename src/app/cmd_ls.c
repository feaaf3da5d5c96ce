/* SPDX-License-Identifier: ISC */
#include "app/cmd_ls.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/warn.h"
#include "retain/age.h"
#include "retain/inventory.h"

enum { CELL_MAX = 4096 };

/* One segment, or the sum of all of them. */
struct row {
	int width; /* of the names of all streams */
	const char *stream;
	const struct segment *segment; /* NULL: the sum */
	uint64_t segments;
	uint64_t streams;
	uint64_t bytes;
	uint64_t lines;
	uint64_t uncounted; /* segments whose lines are in no note */
	int64_t oldest; /* INT64_MAX: not known */
	int64_t newest; /* INT64_MIN: not known */
	int64_t expires; /* INT64_MAX: never */
};

static void
write_time(int64_t when, bool local, struct buf *out)
{
	const time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	if ((local ? localtime_r(&t, &tm) : gmtime_r(&t, &tm)) == NULL)
		tm = (struct tm){ .tm_mday = 1 };
	(void)strftime(text, sizeof(text),
	    local ? "%Y-%m-%dT%H:%M" : "\"%Y-%m-%dT%H:%M:%SZ\"", &tm);
	buf_addspan(out, span_str(text));
}

/* What a terminal, or who splits lines at blanks, would stumble over goes. */
static void
text_stream(const struct row *r, struct buf *out)
{
	for (const char *p = r->stream; *p != '\0'; p++)
		buf_addc(out, *p > 0x20 && *p < 0x7f ? *p : '?');
}

static void
json_stream(const struct row *r, struct buf *out)
{
	buf_addc(out, '"');
	buf_addjson(out, span_str(r->stream));
	buf_addc(out, '"');
}

static void
json_file(const struct row *r, struct buf *out)
{
	char name[SEGMENT_NAME_MAX];

	segment_name(r->segment, name);
	buf_addf(out, "\"%s\"", name);
}

static void
text_period(const struct row *r, struct buf *out)
{
	char date[SEGMENT_NAME_MAX] = "-";

	if (r->segment != NULL)
		segment_date(&r->segment->period, date);
	buf_addspan(out, span_str(date));
}

static void
json_period(const struct row *r, struct buf *out)
{
	buf_addc(out, '"');
	text_period(r, out);
	buf_addc(out, '"');
}

static void
text_state(const struct row *r, struct buf *out)
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
json_state(const struct row *r, struct buf *out)
{
	buf_addc(out, '"');
	text_state(r, out);
	buf_addc(out, '"');
}

/* The lines of one that is being sealed are those of the live one beside it. */
static bool
is_copy(const struct row *r)
{
	return (r->segment != NULL && r->segment->state == SEGMENT_TMP);
}

static void
text_lines(const struct row *r, struct buf *out)
{
	if (is_copy(r) || (r->segment != NULL && r->uncounted > 0))
		buf_addc(out, '-');
	else
		buf_addf(out, "%" PRIu64 "%s", r->lines,
		    r->uncounted > 0 ? "+" : "");
}

static void
json_lines(const struct row *r, struct buf *out)
{
	if (is_copy(r) || (r->segment != NULL && r->uncounted > 0))
		buf_addspan(out, SPAN("null"));
	else
		buf_addf(out, "%" PRIu64, r->lines);
}

static void
put_bytes(const struct row *r, struct buf *out)
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
text_oldest(const struct row *r, struct buf *out)
{
	put_time(r->oldest, r->oldest != INT64_MAX, true, out);
}

static void
json_oldest(const struct row *r, struct buf *out)
{
	put_time(r->oldest, r->oldest != INT64_MAX, false, out);
}

static void
text_newest(const struct row *r, struct buf *out)
{
	put_time(r->newest, r->newest != INT64_MIN, true, out);
}

static void
json_newest(const struct row *r, struct buf *out)
{
	put_time(r->newest, r->newest != INT64_MIN, false, out);
}

static void
text_expires(const struct row *r, struct buf *out)
{
	if (r->segments == 0)
		buf_addc(out, '-');
	else if (r->expires == INT64_MAX)
		buf_addspan(out, SPAN("never"));
	else
		write_time(r->expires, true, out);
}

static void
json_expires(const struct row *r, struct buf *out)
{
	if (r->segments == 0)
		buf_addspan(out, SPAN("null"));
	else if (r->expires == INT64_MAX)
		buf_addspan(out, SPAN("\"never\""));
	else
		write_time(r->expires, false, out);
}

/* A column that has no width is one of JSON alone; the first is as wide as
 * the names in it. */
static const struct column {
	const char *name;
	int width; /* below 0: flush left */
	bool sums; /* stands in the sum of JSON, too */
	void (*text)(const struct row *, struct buf *);
	void (*json)(const struct row *, struct buf *);
} columns[] = {
	{ "stream", -1, false, text_stream, json_stream },
	{ "file", 0, false, NULL, json_file },
	{ "period", -13, false, text_period, json_period },
	{ "state", -8, false, text_state, json_state },
	{ "lines", 11, true, text_lines, json_lines },
	{ "bytes", 12, true, put_bytes, put_bytes },
	{ "oldest", -16, true, text_oldest, json_oldest },
	{ "newest", -16, true, text_newest, json_newest },
	{ "expires", -16, true, text_expires, json_expires },
};

enum { NCOLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* ${c} of ${r} as a cell, or its title. */
static void
put_cell(const struct column *c, const struct row *r, bool title)
{
	const int width = c == columns ? -r->width : c->width;
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

static void
put_text(const struct row *r, bool title)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		if (columns[i].width != 0)
			put_cell(&columns[i], r, title);
}

static void
put_json(const struct row *r)
{
	struct buf out;
	const char *comma = "";

	buf_init(&out, CELL_MAX);
	buf_addc(&out, '{');
	if (r->segment == NULL) {
		buf_addf(&out,
		    "\"streams\":%" PRIu64 ",\"segments\":%" PRIu64
		    ",\"uncounted\":%" PRIu64,
		    r->streams, r->segments, r->uncounted);
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

static void
add(struct row *sum, const struct row *r)
{
	sum->segments += r->segments;
	sum->bytes += r->bytes;
	sum->lines += r->lines;
	sum->uncounted += r->uncounted;
	if (r->oldest < sum->oldest)
		sum->oldest = r->oldest;
	if (r->newest > sum->newest)
		sum->newest = r->newest;
	if (r->expires < sum->expires)
		sum->expires = r->expires;
}

/* What ${age} says of the segment of ${r}, as far as it is known. */
static void
fill(struct row *r, const struct age *age)
{
	const struct period *p = &r->segment->period;

	r->expires = age->expires;
	r->uncounted = !age->counted && !is_copy(r);
	if (!age->counted)
		return;
	r->lines = age->sum.lines;
	if (r->lines == 0)
		return;
	r->oldest = age->oldest;
	if (age->sum.newest >= age->oldest && age->sum.newest < p->end)
		r->newest = age->sum.newest;
}

static int
judge(int fd, struct row *r, const struct policy *policy, const struct stat *st)
{
	const struct age_rule rule = { policy->keep, policy->keepgiven,
		INT64_MAX };
	struct age age;

	r->bytes = (uint64_t)st->st_size;
	if (age_judge(fd, r->segment, &rule, &age) == -1)
		return (-1);
	fill(r, &age);
	return (0);
}

/* Look at the segment of ${r}: 1; 0 when it is gone; or -1, warned. */
static int
look(const struct inventory *inv, size_t stream, struct row *r,
    const struct policy *policy)
{
	char name[SEGMENT_NAME_MAX];
	const int dirfd = inventory_dir(inv, stream);
	struct stat st;
	int fd = -1, rc = -1;

	segment_name(r->segment, name);
	if (dirfd != -1)
		fd = age_open(dirfd, name, &st);
	if (fd != -1 && judge(fd, r, policy, &st) == 0)
		rc = 1;
	else if (fd == -1 && errno == ENOENT)
		rc = 0;
	else if (fd == -1 && errno == EINVAL)
		warn_msg("%s/%s: is no regular file", r->stream, name);
	else
		warn_errno("%s/%s", r->stream, name);
	file_close(fd);
	file_close(dirfd);
	return (rc);
}

static const struct row empty = { .oldest = INT64_MAX,
	.newest = INT64_MIN,
	.expires = INT64_MAX };

/* All rows, and their sum in ${sum}. */
static int
list(const struct inventory *inv, const struct options *o, struct row *sum)
{
	size_t last = SIZE_MAX;
	int code = 0;

	for (size_t i = 0; i < inv->n; i++) {
		const struct inventory_item *item = &inv->item[i];
		struct row r = empty;
		int rc;

		r.width = sum->width;
		r.stream = inv->stream[item->stream];
		r.segment = &item->segment;
		r.segments = 1;
		rc = look(inv, item->stream, &r, &o->config.policy);
		if (rc == -1)
			code = -1;
		if (rc != 1)
			continue;
		if (!o->json) {
			put_text(&r, false);
		} else {
			(void)fputs(sum->segments == 0 ? "\n" : ",\n", stdout);
			put_json(&r);
		}
		sum->streams += item->stream != last;
		last = item->stream;
		add(sum, &r);
	}
	return (code);
}

/* The length of the longest name of a stream, or of that column's title. */
static int
widest(const struct inventory *inv)
{
	size_t n = sizeof("stream") - 1;

	for (size_t i = 0; i < inv->n; i++) {
		const size_t len = strlen(inv->stream[inv->item[i].stream]);

		n = len > n ? len : n;
	}
	return ((int)n);
}

static enum exits
list_all(const struct inventory *inv, const struct options *o)
{
	struct row sum = empty;
	int rc;

	sum.stream = "total";
	sum.width = widest(inv);
	if (o->json)
		printf("{\"segments\":[");
	else
		put_text(&sum, true);
	rc = list(inv, o, &sum);
	if (o->json) {
		printf("%s],\n\"total\":", sum.segments == 0 ? "" : "\n");
		put_json(&sum);
		printf("}\n");
	} else {
		put_text(&sum, false);
	}
	return (rc == -1 || inv->failed > 0 ? EXITS_LOST : EXITS_OK);
}

enum exits
cmd_ls_run(struct ready *r, const char *dir)
{
	struct inventory inv;
	enum exits code = EXITS_LOST;
	int fd;

	if (config_load(&r->options.config) == -1)
		return (EXITS_CONFIG);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1) {
		warn_errno("%s", dir);
		return (EXITS_LOST);
	}
	if (inventory_list(&inv, fd, SPAN("")) == 0)
		code = list_all(&inv, &r->options);
	else
		warn_errno("%s", dir);
	inventory_release(&inv);
	file_close(fd);
	return (code);
}
