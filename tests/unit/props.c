/* SPDX-License-Identifier: ISC */
#include "unit/props.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/guard.h"

enum { VALUE_MAX = 64, TEXT_MAX = 1 << 16, TRIES = 50 };

uint64_t
props_draw(struct props_random *r, uint64_t below)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return ((z ^ z >> 31) % below);
}

static const char *
pick(struct props_random *r, const char *const *list, size_t n)
{
	return (list[props_draw(r, n)]);
}

#define PICK(r, ...) \
	pick(r, (const char *const[]){ __VA_ARGS__ }, \
	    sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

/* What a client may have sent: plain, odd, or any bytes at all. */
static void
put_raw(struct props_random *r, struct buf *out)
{
	const char *some = PICK(r, "GET / HTTP/1.1", "curl/8.5", "a b", "x\"y",
	    "a] \"b", " [x] ", "\\", "\\\"", "x\\x22", "https://example.org/a",
	    "Mozilla/5.0 (X11) Chrome/126.0.0.0", "a - b", "\" 200 5 \"",
	    "[10/Oct/2026", "200", "-", "\t\r", "a, b", "{\"a\":1}", "%22",
	    "\xc3\xa9", "://", "1: 2", "\\u0022");

	if (props_draw(r, 3) > 0) {
		buf_addspan(out, span_str(some));
		return;
	}
	for (size_t n = props_draw(r, 12); n > 0; n--)
		buf_addc(out,
		    (char)(props_draw(r, 3) == 0 ? props_draw(r, 256) :
						   ' ' + props_draw(r, 95)));
}

/* ngx_http_log_escape(); a variable without a value is `-`. */
static void
escape_nginx(struct span s, struct buf *out)
{
	if (s.n == 0)
		buf_addc(out, '-');
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c >= 0x7f || c == '"' || c == '\\')
			buf_addf(out, "\\x%02X", c);
		else
			buf_addc(out, s.p[i]);
	}
}

/* ap_escape_logitem(); a header that was not sent is `-`. */
static void
escape_apache(struct span s, struct buf *out)
{
	static const char from[] = "\b\n\r\t\v\"\\", to[] = "bnrtv\"\\";

	if (s.n == 0)
		buf_addc(out, '-');
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];
		const char *p = c == 0 ? NULL : strchr(from, c);

		if (p != NULL)
			buf_addf(out, "\\%c", to[p - from]);
		else if (c < ' ' || c >= 0x7f)
			buf_addf(out, "\\x%02x", c);
		else
			buf_addc(out, s.p[i]);
	}
}

/* ngx_escape_json(); a variable without a value is empty. */
static void
escape_json(struct span s, struct buf *out)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];
		const char *p = c == 0 ? NULL : strchr(from, c);

		if (p != NULL)
			buf_addf(out, "\\%c", to[p - from]);
		else if (c < ' ')
			buf_addf(out, "\\u%04X", c);
		else
			buf_addc(out, s.p[i]);
	}
}

/* A number, or the sign that there is none. */
static void
put_number(struct props_random *r, bool json, struct buf *out)
{
	if (props_draw(r, 8) == 0)
		buf_addspan(out,
		    json && props_draw(r, 2) ? SPAN("") : SPAN("-"));
	else if (props_draw(r, 4) == 0)
		buf_addf(out, "%u.%03u", (unsigned)props_draw(r, 90),
		    (unsigned)props_draw(r, 1000));
	else
		buf_addf(out, "%u", (unsigned)props_draw(r, 100000));
}

static void
put_time(struct props_random *r, const struct field *f, struct buf *out)
{
	const unsigned s = (unsigned)props_draw(r, 60);

	switch (f->time) {
	case TIME_CLF:
		buf_addf(out, "10/Oct/2026:13:55:%02u +0200", s);
		break;
	case TIME_ISO:
		buf_addf(out, "2026-10-10T13:55:%02u%s", s,
		    PICK(r, "Z", "+02:00", ".123Z"));
		break;
	case TIME_EPOCH:
		buf_addf(out, "17916405%02u%s", s, PICK(r, "", ".123"));
		break;
	case TIME_MSEC:
		buf_addf(out, "17916405%02u123", s);
		break;
	case TIME_USEC:
		buf_addf(out, "17916405%02u123456", s);
		break;
	default:
		buf_addf(out, "17916405%02u123456789", s);
	}
}

static void
put_address(struct props_random *r, struct buf *out)
{
	const unsigned n = 1 + (unsigned)props_draw(r, 250);

	if (props_draw(r, 4) == 0)
		buf_addf(out, "2001:db8:%x:%x::%x", n, n + 1, n + 2);
	else
		buf_addf(out, "%s.%u", PICK(r, "203.0.113", "198.51.100"), n);
}

/* Text as a client wrote it and the server escaped it. */
static void
put_text(const struct props_line *l, struct props_random *r, struct buf *out)
{
	struct buf raw;
	struct span s;

	buf_init(&raw, VALUE_MAX);
	put_raw(r, &raw);
	s = buf_span(&raw);
	if (l->escape == ESCAPE_NGINX)
		escape_nginx(s, out);
	else if (l->escape == ESCAPE_APACHE)
		escape_apache(s, out);
	else if (l->escape == ESCAPE_JSON)
		escape_json(s, out);
	else
		buf_addspan(out,
		    span_str(PICK(r, "a", "b-c", "/x/y.html", "index", "7")));
	buf_release(&raw);
}

/* No name that would also stand in a clean line. */
static void
put_user(const struct props_line *l, struct props_random *r, struct buf *out)
{
	if (props_draw(r, 3) == 0) {
		buf_addspan(out,
		    l->escape == ESCAPE_APACHE && props_draw(r, 2) ?
			SPAN("\"\"") :
			SPAN("-"));
		return;
	}
	buf_addf(out, "jo%x", 0x1000u + (unsigned)props_draw(r, 0xe000));
	if (l->escape != ESCAPE_NONE && props_draw(r, 2) == 0)
		put_text(l, r, out);
}

/* A value of the field; as it was where nobody knows what it looks like. */
static void
put_value(const struct props_line *l, struct props_random *r,
    const struct props_part *part, struct buf *out)
{
	const struct field *f = part->field;

	if (f->shape == SHAPE_TIME && f->time >= TIME_LAYOUT)
		buf_addspan(out, part->value);
	else if (f->shape == SHAPE_TIME)
		put_time(r, f, out);
	else if (f->shape == SHAPE_NUMBER)
		put_number(r, l->escape == ESCAPE_JSON, out);
	else if (f->shape == SHAPE_NUMBERS) {
		put_number(r, false, out);
		for (size_t n = props_draw(r, 3); n > 0; n--) {
			buf_addspan(out, span_str(PICK(r, ", ", " : ")));
			put_number(r, false, out);
		}
	} else if (f->shape == SHAPE_STATUS)
		buf_addspan(out, span_str(PICK(r, "200", "404", "-")));
	else if (f->shape == SHAPE_METHOD)
		buf_addspan(out, span_str(PICK(r, "GET", "M-SEARCH", "-")));
	else if (f->shape == SHAPE_PROTOCOL)
		buf_addspan(out, span_str(PICK(r, "HTTP/1.1", "HTTP/2", "-")));
	else if (f->class == CLASS_IP)
		put_address(r, out);
	else if (f->class == CLASS_USER && f->shape == SHAPE_TEXT)
		put_user(l, r, out);
	else if (f->shape == SHAPE_HOST)
		buf_addspan(out,
		    span_str(PICK(r, "www.example.org", "[2001:db8::1]",
			"localhost")));
	else if (f->shape == SHAPE_WORD)
		buf_addspan(out, span_str(PICK(r, "-", "abc", "x.y", "a-b")));
	else
		put_text(l, r, out);
}

static bool
is_open(const struct field *f)
{
	return (f->shape == SHAPE_TEXT || f->shape == SHAPE_WORD ||
	    f->shape == SHAPE_HOST);
}

/* Bytes of a number, a status or the sign that there is none. */
static size_t
skip_number(struct span s)
{
	size_t n = 0;

	while (n < s.n && strchr("+-.,: 0123456789", s.p[n]) != NULL)
		n++;
	return (n);
}

/*
 * Is the value of the part ${i} ambiguous by nature? A field ends at the first
 * place where what must follow it can be read (match/pattern.h), so its value
 * may not hold
 * - the literal behind it, where another open field follows that;
 * - that literal and something of the fixed shape behind it;
 * - the first byte of the literal, where the literal is that byte alone and
 *   an open field follows: nothing tells it from the real one;
 * - a blank in what is a word, as words end there.
 * Behind the last literal comes the end of the line, which is in no value.
 */
static bool
props_is_ambiguous(const struct props_line *l, size_t i, struct span line)
{
	const struct props_part *p = &l->part[i];
	const bool last = i + 1 == l->n;
	const struct span literal = last ? l->tail : l->part[i + 1].gap;
	const struct field *next = last ? NULL : l->part[i + 1].field;
	const bool number = next != NULL &&
	    (next->shape == SHAPE_NUMBER || next->shape == SHAPE_STATUS) &&
	    l->escape != ESCAPE_JSON;

	if (!is_open(p->field) || literal.n == 0 || literal.p[0] == '"')
		return (false);
	if (p->field->shape != SHAPE_TEXT && literal.p[0] != ' ' &&
	    span_index(p->value, ' ') < p->value.n)
		return (true);
	if (p->field->shape == SHAPE_HOST ||
	    (p->field->shape == SHAPE_WORD && literal.p[0] == ' '))
		return (span_index(p->value, literal.p[0]) < p->value.n);
	if (last)
		return (false);
	for (size_t at = 0; at < p->value.n; at++) {
		const struct span rest = span_from(line, at);

		if (!span_starts(rest, literal))
			continue;
		if (!number || skip_number(span_from(rest, literal.n)) > 0)
			return (true);
	}
	return (false);
}

void
props_template(struct props_line *l, const struct record *r)
{
	memset(l, 0, sizeof(*l));
	l->escape = r->format->escape;
	cr_assert(r->ncuts <= PROPS_PARTS);
	l->n = r->ncuts;
	for (size_t i = 0; i < r->ncuts; i++)
		l->part[i] = (struct props_part){ r->cut[i].gap,
			&r->format->fields[r->cut[i].field], r->cut[i].value };
	l->tail = r->tail;
	buf_init(&l->text, TEXT_MAX);
	buf_init(&l->line, TEXT_MAX);
	cr_assert(buf_reserve(&l->text, TEXT_MAX));
}

/* The parts from ${i} on, each value and what follows. */
static void
join(const struct props_line *l, size_t i, struct buf *out)
{
	buf_reset(out);
	buf_addspan(out, l->part[i].value);
	while (++i < l->n) {
		buf_addspan(out, l->part[i].gap);
		buf_addspan(out, l->part[i].value);
	}
	buf_addspan(out, l->tail);
}

/* From the last part to the first: what follows decides what is ambiguous. */
void
props_fill(struct props_line *l, struct props_random *r, bool sloppy)
{
	l->client = l->user = SPAN("");
	if (l->text.n > TEXT_MAX / 2)
		buf_reset(&l->text);
	for (size_t i = l->n; i-- > 0;) {
		struct props_part *p = &l->part[i];
		const struct span before = p->value;
		size_t start, tries = 0;

		do {
			start = l->text.n;
			p->value = before;
			cr_assert(tries++ < TRIES, "field %.*s",
			    (int)p->field->name.n, p->field->name.p);
			put_value(l, r, p, &l->text);
			p->value =
			    span_make(l->text.p + start, l->text.n - start);
			join(l, i, &l->line);
		} while (
		    !sloppy && props_is_ambiguous(l, i, buf_span(&l->line)));
		if (p->field->class == CLASS_IP)
			l->client = p->value;
		if (p->field->class == CLASS_USER && p->value.n > 2)
			l->user = p->value;
	}
	cr_assert(!l->text.failed && l->text.n < TEXT_MAX);
}

struct span
props_join(struct props_line *l)
{
	struct buf rest;

	buf_init(&rest, TEXT_MAX);
	buf_reset(&l->line);
	if (l->n > 0) {
		join(l, 0, &rest);
		buf_addspan(&l->line, l->part[0].gap);
		buf_addspan(&l->line, buf_span(&rest));
	}
	buf_release(&rest);
	return (guard_span(buf_span(&l->line)));
}

void
props_release(struct props_line *l)
{
	buf_release(&l->text);
	buf_release(&l->line);
}

void
props_init(struct props *p)
{
	char why[FORMATFILE_WHY] = "";

	memset(p, 0, sizeof(*p));
	cr_assert((p->arena = arena_new(1 << 26)) != NULL);
	p->catalog = catalog_load(p->arena, NULL, why);
	cr_assert(p->catalog != NULL, "%s", why);
	for (int i = 0; i < CLASS_COUNT; i++)
		p->policy.rule[i] = rule_default((enum class)i);
	p->policy.keep = (struct keep){ .unit = KEEP_FOREVER };
	p->policy.output.rotate = PERIOD_DAY;
	cr_assert((p->names = names_builtin(p->arena)) != NULL);
	cr_assert((p->search = search_builtin(p->arena)) != NULL);
	cr_assert((p->scratch = matcher_scratch()) != NULL);
}

const struct formatfile *
props_formats(struct catalog *c, size_t *n)
{
	char why[FORMATFILE_WHY] = "";
	const struct formatfile *all = catalog_all(c, n, why);

	cr_assert(all != NULL, "%s", why);
	return (all);
}

const struct formatfile *
props_format(struct catalog *c, struct span name)
{
	char why[FORMATFILE_WHY] = "";
	const struct formatfile *file = catalog_find(c, name, why);

	cr_assert(file != NULL, "%s", why);
	return (file);
}

void
props_free(struct props *p)
{
	matcher_scratch_free(p->scratch);
	catalog_free(p->catalog);
	arena_free(p->arena);
}

struct worker *
props_worker(struct props *p, const struct matcher *m)
{
	struct setup *setup = arena_alloc(p->arena, sizeof(*setup));
	struct worker *w;
	char why[200] = "";

	cr_assert(setup != NULL);
	setup->policy = &p->policy;
	setup->names = p->names;
	setup->search = p->search;
	setup->matcher = m;
	setup->plan = plan_new(p->arena, matcher_format(m), &p->policy, why);
	cr_assert(setup->plan != NULL, "%s", why);
	cr_assert((w = worker_new(setup)) != NULL);
	return (w);
}

struct span
props_run(struct worker *w, struct span line, enum verdict *v)
{
	static char text[GUARD_MAX * 2];
	struct chunk c = { .p = text, .n = line.n + 1, .bytes = line.n + 1 };
	const struct batch *b;
	const struct part *part;
	struct tally t;
	uint64_t sum = 0;
	size_t n;

	cr_assert(line.n + 1 < sizeof(text));
	memcpy(text, line.p, line.n);
	text[line.n] = '\n';
	b = worker_run(w, &c, PROPS_NOW, &t);
	cr_assert(b != NULL && t.lines == 1);
	for (int i = 0; i < VERDICT_COUNT; i++) {
		sum += t.verdict[i];
		if (t.verdict[i] == 1)
			*v = (enum verdict)i;
	}
	cr_assert_eq(sum, 1);
	part = batch_parts(b, &n);
	cr_assert_eq(n, *v == VERDICT_CLEAN);
	return (n == 1 ? part->bytes : SPAN(""));
}
