/* SPDX-License-Identifier: ISC */
#include "unit/mmdbwriter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 65536, VALUE_SIZE = 12 };

/* A record: a node, nothing, or a value. */
struct record {
	enum { NOTHING, NODE, VALUE } kind;
	uint32_t n;
};

struct node {
	struct record side[2];
};

struct mmdbwriter {
	struct node *nodes;
	uint32_t n, room;
	unsigned version;
	unsigned bits;
	enum mmdbwriter_style style;
	char (*values)[VALUE_SIZE];
	uint32_t nvalues;
	uint32_t *table; /* of values by hash, their numbers and one */
};

static uint32_t
new_node(struct mmdbwriter *w, struct record both)
{
	if (w->n == w->room) {
		w->room = w->room == 0 ? 256 : 2 * w->room;
		w->nodes = realloc(w->nodes, w->room * sizeof(*w->nodes));
		assert(w->nodes != NULL);
	}
	w->nodes[w->n] = (struct node){ { both, both } };
	return (w->n++);
}

struct mmdbwriter *
mmdbwriter_new(unsigned version, unsigned bits, enum mmdbwriter_style style)
{
	struct mmdbwriter *w = calloc(1, sizeof(*w));

	assert(w != NULL);
	w->version = version;
	w->bits = bits;
	w->style = style;
	w->values = calloc(VALUES, sizeof(*w->values));
	w->table = calloc(2 * VALUES, sizeof(*w->table));
	assert(w->values != NULL && w->table != NULL);
	new_node(w, (struct record){ NOTHING, 0 });
	return (w);
}

void
mmdbwriter_free(struct mmdbwriter *w)
{
	free(w->nodes);
	free(w->values);
	free(w->table);
	free(w);
}

/* The number of ${value}; each is stored once. */
static uint32_t
value_number(struct mmdbwriter *w, const char *value)
{
	uint32_t h = 5381;

	for (const char *p = value; *p != '\0'; p++)
		h = h * 33 + (unsigned char)*p;
	for (h %= 2 * VALUES; w->table[h] != 0; h = (h + 1) % (2 * VALUES))
		if (strcmp(w->values[w->table[h] - 1], value) == 0)
			return (w->table[h] - 1);
	assert(w->nvalues < VALUES && strlen(value) < VALUE_SIZE);
	memcpy(w->values[w->nvalues], value, strlen(value) + 1);
	w->table[h] = ++w->nvalues;
	return (w->nvalues - 1);
}

static unsigned
bit_of(const uint8_t *b, unsigned i)
{
	return (b[i / 8] >> (7 - i % 8) & 1);
}

static void
put(struct mmdbwriter *w, const uint8_t *b, unsigned bits, struct record r)
{
	uint32_t at = 0;

	assert(bits > 0);
	for (unsigned i = 0; i + 1 < bits; i++) {
		const struct record next = w->nodes[at].side[bit_of(b, i)];
		uint32_t to = next.n;

		if (next.kind != NODE) {
			to = new_node(w, next);
			w->nodes[at].side[bit_of(b, i)] =
			    (struct record){ NODE, to };
		}
		at = to;
	}
	w->nodes[at].side[bit_of(b, bits - 1)] = r;
}

void
mmdbwriter_add(struct mmdbwriter *w, const struct addr *a, unsigned bits,
    const char *value)
{
	const struct record r = { VALUE, value_number(w, value) };
	uint8_t b[16] = { 0 };

	if (a->v6 || w->version == 4)
		put(w, a->b, bits, r);
	else {
		memcpy(b + 12, a->b, 4);
		put(w, b, 96 + bits, r);
	}
}

void
mmdbwriter_alias(struct mmdbwriter *w)
{
	static const uint8_t mapped[16] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t sixtofour[16] = { 0x20, 0x02 };
	struct record r = { NODE, 0 };

	for (int i = 0; i < 96 && r.kind == NODE; i++)
		r = w->nodes[r.n].side[0];
	put(w, mapped, 96, r);
	put(w, sixtofour, 16, r);
}

static void
put_text(struct buf *out, const char *s)
{
	assert(strlen(s) < 29);
	buf_addc(out, (char)(2 << 5 | (int)strlen(s)));
	buf_add(out, s, strlen(s));
}

static void
put_map(struct buf *out, unsigned n)
{
	buf_addc(out, (char)(7 << 5 | (int)n));
}

/* Type 5 or 6. */
static void
put_number(struct buf *out, unsigned type, uint32_t v)
{
	const unsigned n = type == 5 ? 2 : 4;

	buf_addc(out, (char)(type << 5 | n));
	for (unsigned i = n; i-- > 0;)
		buf_addc(out, (char)(v >> 8 * i));
}

/* One record of the data section. */
static void
put_value(struct buf *out, enum mmdbwriter_style style, const char *value)
{
	static const char *const keys[] = { "country", "registered_country",
		"country", "country_code", "autonomous_system_number", "asn" };
	char text[VALUE_SIZE + 2];

	/* Something has to be skipped before it is found. */
	put_map(out, 2);
	put_text(out, style == MMDBWRITER_CODE ? "country" : "continent");
	if (style == MMDBWRITER_CODE)
		put_text(out, "Some Country");
	else {
		put_map(out, 1);
		put_text(out, "code");
		put_text(out, "EU");
	}
	put_text(out, keys[style]);
	if (style == MMDBWRITER_GEOIP || style == MMDBWRITER_REGISTERED) {
		put_map(out, 1);
		put_text(out, "iso_code");
		put_text(out, value);
	} else if (style == MMDBWRITER_ASN)
		put_number(out, 6, (uint32_t)strtoul(value, NULL, 10));
	else {
		(void)snprintf(text, sizeof(text), "%s%s",
		    style == MMDBWRITER_ASTEXT ? "AS" : "", value);
		put_text(out, text);
	}
}

static void
put_metadata(const struct mmdbwriter *w, struct buf *out)
{
	buf_addspan(out, SPAN("\xab\xcd\xefMaxMind.com"));
	put_map(out, 9);
	put_text(out, "node_count");
	put_number(out, 6, w->n);
	put_text(out, "record_size");
	put_number(out, 5, w->bits);
	put_text(out, "ip_version");
	put_number(out, 5, w->version);
	put_text(out, "database_type");
	put_text(out, "Test");
	put_text(out, "languages");
	buf_addspan(out, SPAN("\x01\x04"));
	put_text(out, "en");
	put_text(out, "binary_format_major_version");
	put_number(out, 5, 2);
	put_text(out, "binary_format_minor_version");
	put_number(out, 5, 0);
	put_text(out, "build_epoch");
	buf_addspan(out, SPAN("\x04\x02\x68\0\0\0"));
	put_text(out, "description");
	put_map(out, 1);
	put_text(out, "en");
	put_text(out, "for tests");
}

/* The two records of a node, as the specification packs them. */
static void
put_node(unsigned bits, uint32_t left, uint32_t right, struct buf *out)
{
	const unsigned whole = bits / 8;

	for (unsigned i = whole; i-- > 0;)
		buf_addc(out, (char)(left >> 8 * i));
	if (bits == 28)
		buf_addc(out, (char)((left >> 24) << 4 | right >> 24));
	for (unsigned i = whole; i-- > 0;)
		buf_addc(out, (char)(right >> 8 * i));
}

void
mmdbwriter_write(const struct mmdbwriter *w, struct buf *out)
{
	uint32_t *at = calloc(VALUES, sizeof(*at));
	struct buf data;

	assert(at != NULL);
	buf_init(&data, 1 << 28);
	for (uint32_t i = 0; i < w->nvalues; i++) {
		at[i] = w->n + 16 + (uint32_t)data.n;
		put_value(&data, w->style, w->values[i]);
	}
	for (uint32_t i = 0; i < w->n; i++) {
		uint32_t r[2];

		for (int k = 0; k < 2; k++) {
			const struct record *s = &w->nodes[i].side[k];

			r[k] = s->kind == NODE ? s->n :
			    s->kind == VALUE   ? at[s->n] :
						 w->n;
		}
		put_node(w->bits, r[0], r[1], out);
	}
	for (int i = 0; i < 16; i++)
		buf_addc(out, '\0');
	buf_addspan(out, buf_span(&data));
	put_metadata(w, out);
	assert(!data.failed && !out->failed);
	buf_release(&data);
	free(at);
}
