/* SPDX-License-Identifier: ISC */
#include "scrub/detect.h"

#include <string.h>

#include "scrub/card.h"
#include "scrub/email.h"
#include "scrub/ipfind.h"
#include "scrub/phone.h"
#include "scrub/secret.h"
#include "scrub/userinfo.h"

/* A detector runs on texts with all of these. */
static const struct detector {
	enum kind kind;
	uint64_t set;
	uint32_t digits;
	uint32_t dots;
	bool (*find)(struct span, size_t, struct found *);
	bool (*needed)(struct bytes); /* NULL: nothing else to ask */
} detectors[] = {
	{ KIND_EMAIL, BYTES_AT | BYTES_DOT, 0, 1, email_find, NULL },
	{ KIND_CREDENTIAL, BYTES_AT | BYTES_COLON, 0, 0, userinfo_find, NULL },
	{ KIND_IP, BYTES_DOT | BYTES_DIGIT, 4, 3, ipfind_v4, NULL },
	{ KIND_IP, BYTES_COLON, 0, 0, ipfind_v6, NULL },
	{ KIND_CARD, BYTES_DIGIT, 13, 0, card_find, NULL },
	{ KIND_PHONE, BYTES_PLUS | BYTES_DIGIT, 8, 0, phone_plus, NULL },
	{ KIND_PHONE, BYTES_DIGIT, 12, 0, phone_zeros, NULL },
	{ KIND_PHONE, BYTES_COLON | BYTES_DIGIT, 5, 0, phone_uri, NULL },
	{ KIND_TOKEN, 0, 0, 0, secret_find, secret_needed },
};

enum { NDETECTORS = sizeof(detectors) / sizeof(detectors[0]) };

static bool
runs(const struct detector *d, struct bytes b)
{
	return (bytes_all(b, d->set) && b.digits >= d->digits &&
	    b.dots >= d->dots && (d->needed == NULL || d->needed(b)));
}

bool
detect_needed(struct bytes b)
{
	for (size_t i = 0; i < NDETECTORS; i++)
		if (runs(&detectors[i], b))
			return (true);
	return (false);
}

/* Make at[${i}] and the one behind it one. */
static void
join(struct hits *h, size_t i)
{
	struct found *f = &h->at[i];

	if (f[1].end > f->end)
		f->end = f[1].end;
	h->n--;
	memmove(f + 1, f + 2, (h->n - i - 1) * sizeof(*f));
}

void
detect_add(struct hits *h, struct found f)
{
	size_t i;

	if (h->n == DETECT_MAX)
		join(h, DETECT_MAX - 2);
	i = h->n;
	while (i > 0 && h->at[i - 1].start > f.start)
		i--;
	memmove(&h->at[i + 1], &h->at[i], (h->n - i) * sizeof(f));
	h->at[i] = f;
	h->n++;
	if (i > 0 && h->at[i - 1].end > f.start)
		join(h, --i);
	while (i + 1 < h->n && h->at[i].end > h->at[i + 1].start)
		join(h, i);
}

void
detect_text(struct span text, struct bytes b, struct hits *h)
{
	for (size_t i = 0; i < NDETECTORS; i++) {
		const struct detector *d = &detectors[i];
		struct found f = { d->kind, 0, 0 };

		if (!runs(d, b))
			continue;
		while (d->find(text, f.end, &f))
			detect_add(h, f);
	}
}
