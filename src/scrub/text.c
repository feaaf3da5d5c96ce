/* SPDX-License-Identifier: ISC */
#include "scrub/text.h"

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
	}
}

void
text_detect(struct text *t)
{
	detect_text(t->clear, t->set, &t->hits);
}

enum means
text_means(const struct text *t, struct found f)
{
	struct hits h = { .n = 0 };

	detect_text(t->clear, t->set, &h);
	for (size_t i = 0; i < h.n; i++)
		if (h.at[i].kind == f.kind && h.at[i].start < f.end &&
		    h.at[i].end > f.start)
			return (MEANS_CONTENT);
	return (MEANS_NAME);
}

void
text_put(struct scrub *s, const struct text *t, enum place place,
    struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < t->hits.n; i++) {
		const struct found f = text_raw(s, t, t->hits.at[i]);

		/* Two hits may lie within one \u escape. */
		if (f.start > at)
			buf_add(out, t->raw.p + at, f.start - at);
		scrub_hit(s, f.kind, place);
		if (s->trace != NULL)
			scrub_place(s,
			    place == PLACE_AGENT ? MEANS_CONTENT :
						   text_means(t, t->hits.at[i]),
			    span_make(t->raw.p + f.start, f.end - f.start));
		scrub_word(f.kind, out);
		at = f.end;
	}
	buf_addspan(out, span_from(t->raw, at));
}

void
text_scrub(struct scrub *s, enum place place, struct span raw, struct buf *out)
{
	struct text t;

	text_open(s, raw, &t);
	text_detect(&t);
	text_put(s, &t, place, out);
}
