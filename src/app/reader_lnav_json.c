/* SPDX-License-Identifier: ISC */
/*
 * Source: https://docs.lnav.org/en/v0.11.1/formats.html
 */
#include "app/reader_lnav_json.h"

enum { KEYS_MAX = 128 };

struct key {
	struct span name; /* a pointer without its first slash */
	const char *kind;
	enum role role;
};

struct keys {
	struct span format;
	struct key key[KEYS_MAX];
	size_t n;
	bool timed;
	struct key time;
	bool number; /* the time is one */
};

static bool
is_known(const struct keys *ks, struct span name)
{
	for (size_t i = 0; i < ks->n; i++)
		if (span_eq(ks->key[i].name, name))
			return (true);
	return (false);
}

/* Elements of lists have no column of their own. */
static bool
take_key(void *arg, const struct field *f, const struct cut *c)
{
	struct keys *ks = arg;
	const struct span name = span_from(f->name, 1);
	struct key k = { .name = name, .kind = "string" };

	if (!span_starts(f->name, SPAN("/")) || f->spare ||
	    span_index(name, '*') < name.n || is_known(ks, name) ||
	    span_ends(c->gap, SPAN("[")) || span_ends(c->gap, SPAN("[\"")))
		return (true);
	k.role = role_of(ks->format, f);
	if (k.role == ROLE_TIME) {
		if (!ks->timed) {
			ks->time = k;
			ks->number = c->bare;
		}
		ks->timed = true;
		return (true);
	}
	if (f->shape == SHAPE_STATUS)
		k.kind = "integer";
	else if (c->bare)
		k.kind = "float";
	ks->key[ks->n] = k;
	return (++ks->n < KEYS_MAX);
}

static void
put_key(const struct key *k, struct buf *out)
{
	buf_addf(out, "\"%.*s\": { \"kind\": \"%s\"", (int)k->name.n, k->name.p,
	    k->kind);
	if (k->role == ROLE_HOST)
		buf_addf(out,
		    ", \"collate\": \"ipaddress\", \"identifier\": true");
	if (k->role == ROLE_STATUS)
		buf_addf(out, ", \"foreign-key\": true");
	buf_addf(out, " }");
}

/* The line that lnav shows: what an access log has, in its order. */
static void
put_line(const struct keys *ks, bool place, struct buf *out)
{
	static const enum role shown[] = { ROLE_HOST, ROLE_HOSTLIST,
		ROLE_METHOD, ROLE_REQUEST, ROLE_URI, ROLE_PATH, ROLE_STATUS,
		ROLE_BYTES, ROLE_AGENT };

	buf_addf(out,
	    "    \"line-format\": [\n      { \"field\": \"__timestamp__\" }");
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		for (size_t k = 0; k < ks->n; k++)
			if (ks->key[k].role == shown[i]) {
				buf_addf(out,
				    ",\n      \" \", { \"field\": \"%.*s\", "
				    "\"default-value\": \"-\" }",
				    (int)ks->key[k].name.n, ks->key[k].name.p);
				break;
			}
	if (place)
		buf_addf(out,
		    ",\n      \" \", { \"field\": \"place\", "
		    "\"default-value\": \"-\" }");
	buf_addf(out, "\n    ],\n");
}

const char *
reader_lnav_json(const struct formatfile *file, enum geo place, struct buf *out)
{
	struct keys ks = { .format = matcher_format(file->matcher)->name };

	if (!reader_sample(file, take_key, &ks) || !ks.timed)
		return ("lnav needs a time");
	buf_addf(out,
	    "    \"json\": true,\n    \"hide-extra\": true,\n"
	    "    \"timestamp-field\": \"%.*s\",\n",
	    (int)ks.time.name.n, ks.time.name.p);
	if (ks.number)
		buf_addf(out, "    \"timestamp-divisor\": 1,\n");
	put_line(&ks, place != GEO_NONE, out);
	buf_addf(out, "    \"value\": {");
	for (size_t i = 0; i < ks.n; i++) {
		buf_addf(out, i == 0 ? "\n      " : ",\n      ");
		put_key(&ks.key[i], out);
	}
	if (place != GEO_NONE)
		buf_addf(out,
		    "%s\n      \"place\": { \"kind\": \"string\", "
		    "\"identifier\": true }",
		    ks.n == 0 ? "" : ",");
	buf_addf(out, "\n    }\n");
	return (NULL);
}
