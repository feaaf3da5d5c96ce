/* SPDX-License-Identifier: ISC */
#include "scrub/recode.h"

#include <stdlib.h>
#include <string.h>

#include "base/jsontext.h"
#include "base/percent.h"
#include "model/policy.h"

enum { TEXT_MAX = 4 * LINE_LIMIT, LEVELS = 2 };

struct recode {
	struct buf text[2]; /* without JSON's escapes; without the coding */
	struct buf clean;
	struct buf coded;
	enum escape escape;
	enum coding coding;
	int levels; /* of percent-encoding */
};

struct recode *
recode_new(void)
{
	struct recode *rc = calloc(1, sizeof(*rc));

	if (rc == NULL)
		return (NULL);
	buf_init(&rc->text[0], TEXT_MAX);
	buf_init(&rc->text[1], TEXT_MAX);
	buf_init(&rc->clean, TEXT_MAX);
	buf_init(&rc->coded, TEXT_MAX);
	return (rc);
}

void
recode_free(struct recode *rc)
{
	if (rc == NULL)
		return;
	buf_release(&rc->text[0]);
	buf_release(&rc->text[1]);
	buf_release(&rc->clean);
	buf_release(&rc->coded);
	free(rc);
}

static struct span
undo_coding(struct recode *rc, struct span s)
{
	struct buf *out = &rc->text[1];

	if (rc->coding == CODING_PLUS && span_index(s, '+') < s.n) {
		buf_addspan(out, s);
		for (size_t i = 0; i < out->n; i++)
			if (out->p[i] == '+')
				out->p[i] = ' ';
		return (buf_span(out));
	}
	while (rc->coding == CODING_PERCENT && rc->levels < LEVELS &&
	    percent_any(s)) {
		struct buf *to = rc->levels == 0 ? out : &rc->coded;

		buf_addspan(to, s);
		to->n = percent_undo(to->p, to->n);
		s = buf_span(to);
		rc->levels++;
	}
	return (s);
}

struct span
recode_undo(struct recode *rc, enum escape escape, enum coding coding,
    struct span raw)
{
	rc->escape = escape;
	rc->coding = coding;
	rc->levels = 0;
	buf_reset(&rc->text[0]);
	buf_reset(&rc->text[1]);
	buf_reset(&rc->coded);
	if (escape == ESCAPE_JSON && span_index(raw, '\\') < raw.n) {
		jsontext_undo(raw, &rc->text[0]);
		raw = buf_span(&rc->text[0]);
	}
	return (coding == CODING_PLAIN ? raw : undo_coding(rc, raw));
}

struct buf *
recode_clean(struct recode *rc)
{
	buf_reset(&rc->clean);
	return (&rc->clean);
}

static const char digits[] = "0123456789ABCDEF";

/* What CloudFront encodes, and what would end a field. */
static bool
is_coded(unsigned char c)
{
	const struct span coded = SPAN("\"#%'<>[\\]^`{|}~");

	return (c <= ' ' || c >= 0x7f || span_index(coded, (char)c) < coded.n);
}

/* What was not coded at all is only where it would end the field: ${bare}. */
static void
redo_percent(struct span s, bool bare, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (bare ? c > ' ' && c != '"' : !is_coded(c)) {
			buf_addc(out, s.p[i]);
			continue;
		}
		buf_addc(out, '%');
		buf_addc(out, digits[c >> 4]);
		buf_addc(out, digits[c & 0xf]);
	}
}

static void
redo_json(struct span s, struct buf *out)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];
		const char *p = c == 0 ? NULL : strchr(from, c);

		if (p != NULL) {
			buf_addc(out, '\\');
			buf_addc(out, to[p - from]);
		} else if (c < 0x20) {
			buf_add(out, "\\u00", 4);
			buf_addc(out, digits[c >> 4]);
			buf_addc(out, digits[c & 0xf]);
		} else
			buf_addc(out, s.p[i]);
	}
}

/* The text with its coding again, in rc->clean. */
static void
redo_coding(struct recode *rc)
{
	if (rc->coding == CODING_PLUS)
		for (size_t i = 0; i < rc->clean.n; i++)
			if (rc->clean.p[i] == ' ')
				rc->clean.p[i] = '+';
	if (rc->coding != CODING_PERCENT)
		return;
	for (int i = 0; i == 0 || i < rc->levels; i++) {
		buf_reset(&rc->coded);
		redo_percent(buf_span(&rc->clean), rc->levels == 0, &rc->coded);
		buf_reset(&rc->clean);
		buf_addspan(&rc->clean, buf_span(&rc->coded));
		rc->clean.failed |= rc->coded.failed;
	}
}

void
recode_redo(struct recode *rc, struct buf *out)
{
	if (rc->coding != CODING_PLAIN)
		redo_coding(rc);
	if (rc->clean.failed)
		out->failed = true;
	else if (rc->escape == ESCAPE_JSON)
		redo_json(buf_span(&rc->clean), out);
	else
		buf_addspan(out, buf_span(&rc->clean));
}
