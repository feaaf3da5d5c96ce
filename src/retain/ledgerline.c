/* SPDX-License-Identifier: ISC */
#include "retain/ledgerline.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "key/crypto.h"
#include "model/calendar.h"
#include "model/stamp.h"

static const char *const ops[] = {
	[LEDGERLINE_DELETE] = "delete",
	[LEDGERLINE_SWEEP] = "sweep",
	[LEDGERLINE_FORCE] = "force",
	[LEDGERLINE_HOLD] = "hold",
	[LEDGERLINE_RELEASE] = "release",
	[LEDGERLINE_CUT] = "cut",
	[LEDGERLINE_BROKEN] = "broken",
};

#define HASH_HEAD ",\"hash\":\""
#define PREV_HEAD ",\"prev\":\""
#define TAIL "\"}"

/* The bytes of `,"hash":"..."}` and of `,"prev":"..."`. */
enum {
	HASH_ALL = sizeof(HASH_HEAD) - 1 + LEDGERLINE_HASH + sizeof(TAIL) - 1,
	PREV_ALL = sizeof(PREV_HEAD) - 1 + LEDGERLINE_HASH + 1
};

void
ledgerline_first(struct ledgerline *l)
{
	*l = (struct ledgerline){ .at = INT64_MIN };
	memset(l->prev, '0', LEDGERLINE_HASH);
	memset(l->hash, '0', LEDGERLINE_HASH);
}

static void
put_time(const char *name, int64_t when, struct buf *out)
{
	buf_addf(out, ",\"%s\":\"", name);
	calendar_utc(when, out);
	buf_addc(out, '"');
}

void
ledgerline_same(const struct ledgerline_entry *e, struct buf *out)
{
	buf_addf(out, ",\"op\":\"%s\",\"file\":\"", ops[e->op]);
	buf_addjson(out, span_str(e->file));
	buf_addc(out, '"');
	put_time("oldest", e->oldest, out);
	buf_addf(out, ",\"bytes\":%" PRIu64 ",", e->bytes);
}

static void
put_delete(const struct ledgerline_entry *e, struct buf *out)
{
	ledgerline_same(e, out);
	if (e->counted)
		buf_addf(out, "\"lines\":%" PRIu64 ",", e->lines);
	buf_addspan(out, SPAN("\"keep\":\""));
	period_keep_write(&e->keep, out);
	buf_addc(out, '"');
	put_time("expired", e->expired, out);
}

static void
put_text(const char *name, const char *text, struct buf *out)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_addf(out, ",\"%s\":\"", name);
	buf_addjson(out, span_str(text));
	buf_addc(out, '"');
}

static void
put_members(const struct ledgerline_entry *e, struct buf *out)
{
	if (e->op == LEDGERLINE_DELETE) {
		put_delete(e, out);
		return;
	}
	buf_addf(out, ",\"op\":\"%s\"", ops[e->op]);
	if (e->op == LEDGERLINE_HOLD || e->op == LEDGERLINE_RELEASE) {
		put_text("name", e->name, out);
		put_text("vhost", e->vhost, out);
		put_text("class", e->class, out);
	} else if (e->op == LEDGERLINE_CUT || e->op == LEDGERLINE_BROKEN)
		buf_addf(out, ",\"lost\":%" PRIu64, e->lost);
}

/* The hash of ${s}, in hexadecimal digits. */
static int
hash_of(struct span s, char hash[static LEDGERLINE_HASH + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t h[CRYPTO_HASH];

	if (crypto_sha256(s, h) == -1)
		return (-1);
	for (size_t i = 0; i < sizeof(h); i++) {
		hash[2 * i] = digits[h[i] >> 4];
		hash[2 * i + 1] = digits[h[i] & 15];
	}
	hash[LEDGERLINE_HASH] = '\0';
	return (0);
}

int
ledgerline_write(const struct ledgerline_entry *e, struct ledgerline *l,
    struct buf *out)
{
	struct ledgerline next = { .n = l->n + 1,
		.at = e->at,
		.broken = e->op == LEDGERLINE_BROKEN,
		.swept = e->op <= LEDGERLINE_FORCE };
	struct buf b;
	int rc = -1;

	memcpy(next.prev, l->hash, sizeof(next.prev));
	buf_init(&b, LEDGERLINE_MAX - HASH_ALL);
	buf_addf(&b, "{\"n\":%" PRIu64, next.n);
	put_time("at", e->at, &b);
	put_members(e, &b);
	buf_addf(&b, PREV_HEAD "%s" TAIL, next.prev);
	errno = b.failed ? EMSGSIZE : EIO;
	if (!b.failed && hash_of(buf_span(&b), next.hash) == 0) {
		buf_add(out, b.p, b.n - 1);
		buf_addf(out, HASH_HEAD "%s" TAIL "\n", next.hash);
		errno = ENOMEM;
		rc = out->failed ? -1 : 0;
	}
	buf_release(&b);
	if (rc == 0)
		*l = next;
	return (rc);
}

/* Are these the digits that hash_of() makes? */
static bool
take_hash(struct span s, char hash[static LEDGERLINE_HASH + 1])
{
	for (size_t i = 0; i < LEDGERLINE_HASH; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
			(s.p[i] >= 'a' && s.p[i] <= 'f')))
			return (false);
	memcpy(hash, s.p, LEDGERLINE_HASH);
	hash[LEDGERLINE_HASH] = '\0';
	return (true);
}

/* Read `{"n":N,"at":"TIME","op":"` at the start of ${s}. */
static bool
read_head(struct span s, struct ledgerline *l)
{
	unsigned long long n;
	struct stamp t;
	size_t comma;

	if (!span_starts(s, SPAN("{\"n\":")))
		return (false);
	s = span_from(s, 5);
	comma = span_index(s, ',');
	if (!span_number(span_make(s.p, comma), INT64_MAX, &n) || n == 0)
		return (false);
	l->n = n;
	s = span_from(s, comma);
	if (!span_starts(s, SPAN(",\"at\":\"")))
		return (false);
	s = span_from(s, 7);
	if (s.n < 21 || s.p[20] != '"' ||
	    !stamp_parse(span_make(s.p, 20), TIME_ISO, &t))
		return (false);
	l->at = stamp_epoch(&t);
	s = span_from(s, 21);
	l->broken = span_starts(s, SPAN(",\"op\":\"broken\""));
	l->swept = span_starts(s, SPAN(",\"op\":\"delete\"")) ||
	    span_starts(s, SPAN(",\"op\":\"sweep\"")) ||
	    span_starts(s, SPAN(",\"op\":\"force\""));
	return (true);
}

const char *
ledgerline_read(struct span s, struct ledgerline *l)
{
	static const char no_entry[] = "it is no entry";
	char text[LEDGERLINE_MAX], real[LEDGERLINE_HASH + 1];
	struct span tail, prev;
	size_t body;

	*l = (struct ledgerline){ .n = 0 };
	if (s.n < HASH_ALL + PREV_ALL || s.n > LEDGERLINE_MAX)
		return (no_entry);
	body = s.n - HASH_ALL;
	tail = span_from(s, body);
	prev = span_make(s.p + (body - PREV_ALL), PREV_ALL);
	if (!span_starts(tail, SPAN(HASH_HEAD)) ||
	    !span_ends(tail, SPAN(TAIL)) ||
	    !span_starts(prev, SPAN(PREV_HEAD)) ||
	    !span_ends(prev, SPAN("\"")) ||
	    !take_hash(span_from(tail, sizeof(HASH_HEAD) - 1), l->hash) ||
	    !take_hash(span_from(prev, sizeof(PREV_HEAD) - 1), l->prev))
		return (no_entry);
	memcpy(text, s.p, body);
	text[body] = '}';
	if (hash_of(span_make(text, body + 1), real) == -1)
		return ("its hash cannot be computed");
	if (strcmp(real, l->hash) != 0)
		return ("it was changed, it does not have its hash");
	return (read_head(s, l) ? NULL : no_entry);
}

/* Nothing stands before the first `"op"` but a number and a time. */
bool
ledgerline_hold(struct span s, struct span *name, bool *added)
{
	static const struct {
		const char *head;
		bool added;
	} kinds[] = { { ",\"op\":\"hold\",\"name\":\"", true },
		{ ",\"op\":\"release\",\"name\":\"", false } };

	s = span_from(s, span_find(s, SPAN(",\"op\":\"")));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct span head = span_str(kinds[i].head);

		if (!span_starts(s, head))
			continue;
		s = span_from(s, head.n);
		*name = span_make(s.p, span_index(s, '"'));
		*added = kinds[i].added;
		return (true);
	}
	return (false);
}

const char *
ledgerline_follows(const struct ledgerline *l, const struct ledgerline *before)
{
	if (l->n != before->n + 1)
		return ("it does not have the next number");
	if (strcmp(l->prev, before->hash) != 0)
		return ("it does not follow the line before");
	return (NULL);
}
