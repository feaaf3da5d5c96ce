/* SPDX-License-Identifier: ISC */
#include "scrub/text.h"

#include "base/ascii.h"
#include "scrub/hidden.h"
#include "scrub/labels.h"
#include "scrub/names.h"
#include "scrub/pairs.h"
#include "scrub/suffix.h"

/* What is still encoded might be anything. */
static void
find_left(const struct decode *d, struct hits *h)
{
	struct found f = { KIND_TOKEN, 0, 0, MEANS_CONTENT };

	while (decode_left(d, f.end, &f.start, &f.end))
		detect_add(h, f);
}

void
text_open(struct scrub *s, struct span raw, struct text *t)
{
	t->raw = t->clear = raw;
	t->set = bytes_scan(raw);
	t->coded = bytes_all(t->set, BYTES_CODED);
	t->hits.n = 0;
	if (t->coded) {
		t->clear = decode_text(s->decode, s->escape, raw);
		t->set = bytes_scan(t->clear);
		find_left(s->decode, &t->hits);
	}
}

void
text_detect(struct text *t)
{
	detect_text(t->clear, t->set, &t->hits);
}

void
text_lone(const struct text *t, size_t start, size_t end, struct hits *h)
{
	struct hits lone;

	lone.n = 0;
	detect_lone(span_make(t->clear.p + start, end - start), t->set, &lone);
	for (size_t i = 0; i < lone.n; i++) {
		lone.at[i].start += start;
		lone.at[i].end += start;
		detect_add(h, lone.at[i]);
	}
}

/* Is the value of ${p} the name of a file, or the path of one? */
static bool
is_file(struct span text, const struct pair *p)
{
	size_t end = p->end;

	if (end == p->value)
		while (end < text.n &&
		    (text.p[end] == '/' || ascii_isalnum(text.p[end]) ||
			text.p[end] == '.' || text.p[end] == '-' ||
			text.p[end] == '_'))
			end++;
	return (suffix_isfile(span_make(text.p + p->value, end - p->value)));
}

void
text_pairs(const struct scrub *s, struct text *t, size_t from, bool query)
{
	struct pair p = { .query = query };
	enum kind k;

	if (!bytes_all(t->set, BYTES_PAIRS))
		return;
	while (pairs_next(t->clear, from, &p)) {
		from = p.value;
		if (!names_find(s->names, p.name, &k)) {
			if (p.end > p.value &&
			    !names_harmless(s->names, p.name))
				text_lone(t, p.value, p.end, &t->hits);
		} else if (k != KIND_IDENTITY || !is_file(t->clear, &p)) {
			from = pairs_end(s, t, &p);
			if (from > p.value)
				detect_add(&t->hits,
				    (struct found){ k, p.value, from,
					MEANS_NAME });
		}
	}
}

void
text_words(const struct scrub *s, const struct text *t, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < t->hits.n; i++) {
		const struct found f = text_raw(s, t, t->hits.at[i]);

		/* Two hits may lie within one \u escape. */
		if (f.start > at)
			buf_add(out, t->raw.p + at, f.start - at);
		scrub_word(f.kind, out);
		at = f.end;
	}
	buf_addspan(out, span_from(t->raw, at));
}

void
text_put(struct scrub *s, const struct text *t, enum place place,
    struct buf *out)
{
	for (size_t i = 0; i < t->hits.n; i++) {
		const struct found f = text_raw(s, t, t->hits.at[i]);

		scrub_hit(s, f.kind, place);
		scrub_place(s, f.means,
		    span_make(t->raw.p + f.start, f.end - f.start));
	}
	text_words(s, t, out);
}

void
text_scrub(struct scrub *s, enum place place, struct span raw, struct buf *out)
{
	struct text t;

	text_open(s, raw, &t);
	text_detect(&t);
	if (bytes_all(t.set, BYTES_PAIRS))
		labels_find(s->names, t.clear, &t.hits);
	(void)hidden_find(s, &t, false);
	text_put(s, &t, place, out);
}
