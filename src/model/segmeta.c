/* SPDX-License-Identifier: ISC */
#include "model/segmeta.h"

#include <inttypes.h>

#include "base/zframe.h"
#include "model/calendar.h"
#include "model/stamp.h"

void
segmeta_init(struct segmeta *m, enum segmeta_kind kind)
{
	*m = (struct segmeta){ .kind = kind,
		.oldest = INT64_MAX,
		.newest = INT64_MIN };
}

void
segmeta_add(struct segmeta *m, const struct segmeta *more)
{
	m->lines += more->lines;
	m->cut += more->cut;
	for (int v = 0; v < VERDICT_COUNT; v++)
		m->withheld[v] += more->withheld[v];
	if (more->oldest < m->oldest)
		m->oldest = more->oldest;
	if (more->newest > m->newest)
		m->newest = more->newest;
}

static void
write_time(const char *name, int64_t when, struct buf *out)
{
	buf_addf(out, ",\"%s\":\"", name);
	calendar_utc(when, out);
	buf_addc(out, '"');
}

static void
write_counts(const struct segmeta *m, struct buf *out)
{
	const char *comma = "";

	buf_addf(out, ",\"lines\":%" PRIu64, m->lines);
	if (m->oldest <= m->newest) {
		write_time("oldest", m->oldest, out);
		write_time("newest", m->newest, out);
	}
	buf_addspan(out, SPAN(",\"withheld\":{"));
	for (int v = VERDICT_CLEAN + 1; v < VERDICT_COUNT; v++) {
		if (m->withheld[v] == 0)
			continue;
		buf_addf(out, "%s\"%s\":%" PRIu64, comma,
		    verdict_name((enum verdict)v), m->withheld[v]);
		comma = ",";
	}
	buf_addc(out, '}');
}

static void
write_seal(const struct segmeta *m, struct buf *out)
{
	buf_addspan(out, SPAN("{\"logfade\":\""));
	buf_addjson(out, span_str(m->version));
	buf_addspan(out, SPAN("\",\"policy\":\""));
	buf_addjson(out, span_str(m->policy));
	buf_addc(out, '"');
	if (m->raw[0] != '\0') {
		buf_addspan(out, SPAN(",\"raw\":\""));
		buf_addjson(out, span_str(m->raw));
		buf_addc(out, '"');
	}
	write_counts(m, out);
	if (m->cut > 0)
		buf_addf(out, ",\"cut\":%" PRIu64, m->cut);
	buf_addspan(out, SPAN(",\"keep\":\""));
	period_keep_write(&m->keep, out);
	buf_addc(out, '"');
	if (m->expires == INT64_MAX)
		buf_addspan(out, SPAN(",\"expires\":\"never\""));
	else
		write_time("expires", m->expires, out);
	buf_addc(out, '}');
}

void
segmeta_write(const struct segmeta *m, struct buf *out)
{
	switch (m->kind) {
	case SEGMETA_APPEND:
		buf_addspan(out, SPAN("{\"logfade\":\"append\""));
		write_counts(m, out);
		buf_addc(out, '}');
		break;
	case SEGMETA_REPAIR:
		buf_addf(out,
		    "{\"logfade\":\"repair\",\"repaired\":true,"
		    "\"cut\":%" PRIu64 "}",
		    m->cut);
		break;
	case SEGMETA_DAMAGE:
		buf_addf(out,
		    "{\"logfade\":\"damage\",\"damaged\":true,"
		    "\"cut\":%" PRIu64 "}",
		    m->cut);
		break;
	case SEGMETA_SEAL:
		write_seal(m, out);
		break;
	}
}

void
segmeta_frame(const struct segmeta *m, struct buf *out)
{
	struct buf json;

	buf_init(&json, SEGMETA_MAX - ZFRAME_HEADER);
	segmeta_write(m, &json);
	if (json.failed)
		out->failed = true;
	else
		zframe_skippable(ZFRAME_NOTE, buf_span(&json), out);
	buf_release(&json);
}

/* The JSON that is left to read; ${bad} latches. */
struct cursor {
	struct span s;
	bool bad;
};

static bool
take(struct cursor *c, struct span lit)
{
	if (c->bad || !span_starts(c->s, lit))
		return (false);
	c->s = span_from(c->s, lit.n);
	return (true);
}

static void
expect(struct cursor *c, struct span lit)
{
	if (!take(c, lit))
		c->bad = true;
}

/* A string; one with escapes is none that we write. */
static struct span
read_string(struct cursor *c)
{
	struct span s;
	size_t n;

	expect(c, SPAN("\""));
	n = span_index(c->s, '"');
	if (c->bad || n == c->s.n) {
		c->bad = true;
		return (SPAN(""));
	}
	s = span_make(c->s.p, n);
	c->s = span_from(c->s, n + 1);
	for (size_t i = 0; i < n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e || s.p[i] == '\\')
			c->bad = true;
	return (s);
}

static uint64_t
read_number(struct cursor *c)
{
	unsigned long long v = 0;
	size_t n = 0;

	while (n < c->s.n && c->s.p[n] >= '0' && c->s.p[n] <= '9')
		n++;
	/* The bound keeps sums of many from overflowing. */
	if (c->bad || !span_number(span_make(c->s.p, n), INT64_MAX >> 16, &v))
		c->bad = true;
	else
		c->s = span_from(c->s, n);
	return (v);
}

static int64_t
read_time(struct cursor *c)
{
	const struct span s = read_string(c);
	struct stamp t;

	if (c->bad || s.n != 20 || !stamp_parse(s, TIME_ISO, &t)) {
		c->bad = true;
		return (0);
	}
	return (stamp_epoch(&t));
}

static void
read_text(struct cursor *c, char *out, size_t size)
{
	const struct span s = read_string(c);

	if (c->bad || s.n >= size) {
		c->bad = true;
		return;
	}
	memcpy(out, s.p, s.n);
	out[s.n] = '\0';
}

static void
read_lines(struct cursor *c, struct segmeta *m)
{
	m->lines = read_number(c);
}

static void
read_oldest(struct cursor *c, struct segmeta *m)
{
	m->oldest = read_time(c);
}

static void
read_newest(struct cursor *c, struct segmeta *m)
{
	m->newest = read_time(c);
}

static void
read_cut(struct cursor *c, struct segmeta *m)
{
	m->cut = read_number(c);
}

static void
read_policy(struct cursor *c, struct segmeta *m)
{
	read_text(c, m->policy, sizeof(m->policy));
}

static void
read_raw(struct cursor *c, struct segmeta *m)
{
	read_text(c, m->raw, sizeof(m->raw));
}

static void
read_keep(struct cursor *c, struct segmeta *m)
{
	const struct span s = read_string(c);
	const size_t blank = span_index(s, ' ');
	struct span args[2] = { { s.p, blank } };
	size_t n = 1;

	if (blank < s.n)
		args[n++] = span_from(s, blank + 1);
	if (!c->bad && period_keep_parse(args, n, &m->keep) != NULL)
		c->bad = true;
}

static void
read_expires(struct cursor *c, struct segmeta *m)
{
	if (take(c, SPAN("\"never\"")))
		m->expires = INT64_MAX;
	else
		m->expires = read_time(c);
}

/* A verdict this version does not know is passed over. */
static void
read_verdict(struct cursor *c, struct segmeta *m)
{
	const struct span name = read_string(c);
	uint64_t n;

	expect(c, SPAN(":"));
	n = read_number(c);
	for (int v = VERDICT_CLEAN + 1; v < VERDICT_COUNT; v++)
		if (span_eq(name, span_str(verdict_name((enum verdict)v))))
			m->withheld[v] = n;
}

static void
read_withheld(struct cursor *c, struct segmeta *m)
{
	expect(c, SPAN("{"));
	if (take(c, SPAN("}")))
		return;
	do {
		read_verdict(c, m);
	} while (take(c, SPAN(",")));
	expect(c, SPAN("}"));
}

static void
skip_value(struct cursor *c)
{
	if (take(c, SPAN("true")) || take(c, SPAN("false")))
		return;
	if (c->s.n > 0 && c->s.p[0] == '"')
		(void)read_string(c);
	else
		(void)read_number(c);
}

enum { LINES = 1, OLDEST = 2, NEWEST = 4, CUT = 8, POLICY = 16, KEEP = 32 };

static const struct {
	struct span name;
	void (*read)(struct cursor *, struct segmeta *);
	unsigned seen;
} members[] = {
	{ { "lines", 5 }, read_lines, LINES },
	{ { "oldest", 6 }, read_oldest, OLDEST },
	{ { "newest", 6 }, read_newest, NEWEST },
	{ { "withheld", 8 }, read_withheld, 0 },
	{ { "cut", 3 }, read_cut, CUT },
	{ { "policy", 6 }, read_policy, POLICY },
	{ { "raw", 3 }, read_raw, 0 },
	{ { "keep", 4 }, read_keep, KEEP },
	{ { "expires", 7 }, read_expires, 0 },
};

/* Read one `"name":value`: which one it was. */
static unsigned
read_member(struct cursor *c, struct segmeta *m)
{
	const struct span name = read_string(c);

	expect(c, SPAN(":"));
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!span_eq(name, members[i].name))
			continue;
		members[i].read(c, m);
		return (members[i].seen);
	}
	skip_value(c);
	return (0);
}

static void
read_kind(struct cursor *c, struct segmeta *m)
{
	m->kind = SEGMETA_SEAL;
	expect(c, SPAN("{\"logfade\":"));
	if (take(c, SPAN("\"append\"")))
		m->kind = SEGMETA_APPEND;
	else if (take(c, SPAN("\"repair\"")))
		m->kind = SEGMETA_REPAIR;
	else if (take(c, SPAN("\"damage\"")))
		m->kind = SEGMETA_DAMAGE;
	else
		read_text(c, m->version, sizeof(m->version));
}

/* Does ${m} hold what its kind must, when it names what ${seen} says? */
static bool
is_complete(const struct segmeta *m, unsigned seen)
{
	static const unsigned needs[] = {
		[SEGMETA_APPEND] = LINES,
		[SEGMETA_REPAIR] = CUT,
		[SEGMETA_DAMAGE] = CUT,
		[SEGMETA_SEAL] = LINES | POLICY | KEEP,
	};
	const unsigned times = seen & (OLDEST | NEWEST);

	if ((seen & needs[m->kind]) != needs[m->kind])
		return (false);
	if (m->lines == 0 || times != 0)
		return (times == 0 ||
		    (times == (OLDEST | NEWEST) && m->oldest <= m->newest));
	return (false);
}

bool
segmeta_read(struct span s, struct segmeta *m)
{
	struct cursor c = { .s = s };
	unsigned seen = 0;

	segmeta_init(m, SEGMETA_APPEND);
	if (s.n > SEGMETA_MAX)
		return (false);
	read_kind(&c, m);
	while (!c.bad && take(&c, SPAN(",")))
		seen |= read_member(&c, m);
	expect(&c, SPAN("}"));
	return (!c.bad && c.s.n == 0 && is_complete(m, seen));
}
