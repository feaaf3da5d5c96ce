/* SPDX-License-Identifier: ISC */
#include "scrub/detect.h"

#include <string.h>

#include "scrub/birth.h"
#include "scrub/card.h"
#include "scrub/coords.h"
#include "scrub/dial.h"
#include "scrub/email.h"
#include "scrub/entropy.h"
#include "scrub/hostip.h"
#include "scrub/hwaddr.h"
#include "scrub/iban.h"
#include "scrub/imei.h"
#include "scrub/ipfind.h"
#include "scrub/ipnum.h"
#include "scrub/nationalid.h"
#include "scrub/phone.h"
#include "scrub/postcode.h"
#include "scrub/secret.h"
#include "scrub/spelt.h"
#include "scrub/street.h"
#include "scrub/urlhost.h"
#include "scrub/userinfo.h"
#include "scrub/uuid.h"

/*
 * A detector runs on texts with all of these bytes that are long enough for
 * the shortest it knows.
 */
struct detector {
	enum kind kind;
	unsigned set;
	size_t least;
	bool (*find)(struct span, size_t, struct found *);
};

/* A text that may be two things counts as the first. */
static const struct detector anywhere[] = {
	{ KIND_EMAIL, BYTES_AT, 0, email_find },
	{ KIND_EMAIL, BYTES_BLANK, 0, spelt_find },
	{ KIND_CREDENTIAL, BYTES_AT | BYTES_COLON, 0, userinfo_find },
	{ KIND_DEVICE, BYTES_COLON, 0, hwaddr_colons },
	{ KIND_DEVICE, BYTES_TOKEN, 0, hwaddr_dashes },
	{ KIND_DEVICE, BYTES_WORD | BYTES_DIGIT, 0, hwaddr_dots },
	{ KIND_IP, BYTES_QUAD, 0, ipfind_v4 },
	{ KIND_IP, BYTES_COLON, 0, ipfind_v6 },
	{ KIND_IP, BYTES_COLON, 0, ipfind_short },
	{ KIND_IP, BYTES_QUAD, 0, hostip_find },
	{ KIND_IP, BYTES_COLON, 0, urlhost_find },
	{ KIND_IP, BYTES_TOKEN, 0, hostip_arpa },
	{ KIND_IP, BYTES_TOKEN | BYTES_DIGIT, 0, ipnum_dotted },
	{ KIND_IBAN, BYTES_TOKEN, 0, iban_find },
	{ KIND_IBAN, BYTES_PLAIN, 0, iban_grouped },
	{ KIND_CARD, BYTES_PLAIN, 0, card_find },
	{ KIND_PHONE, BYTES_PLUS, 0, phone_plus },
	{ KIND_PHONE, BYTES_PLAIN, 0, phone_zeros },
	{ KIND_PHONE, BYTES_COLON, 0, phone_uri },
	{ KIND_PHONE, BYTES_FIGURE, 0, dial_marked },
	{ KIND_LOCATION, BYTES_COMMA, 0, coords_comma },
	{ KIND_LOCATION, BYTES_QUAD, 0, coords_marked },
	{ KIND_LOCATION, BYTES_COLON | BYTES_COMMA, 0, coords_uri },
	{ KIND_LOCATION, BYTES_CODED, 0, coords_degrees },
	{ KIND_LOCATION, BYTES_PLUS, 0, coords_code },
	{ KIND_LOCATION, BYTES_BLANK | BYTES_DIGIT, 0, postcode_lettered },
	{ KIND_LOCATION, BYTES_BLANK | BYTES_DIGIT, 0, street_find },
	{ KIND_TOKEN, BYTES_TOKEN, 0, secret_find },
	{ KIND_TOKEN, BYTES_BLANK, 0, secret_scheme },
	{ KIND_GOVERNMENT, BYTES_FIGURE, 0, nationalid_find },
	{ KIND_GOVERNMENT, BYTES_TOKEN | BYTES_DIGIT, 0, nationalid_word },
};

static const struct detector lone[] = {
	{ KIND_IP, BYTES_DIGIT, 10, ipnum_hex },
	{ KIND_IP, BYTES_DIGIT, 7, hostip_whole },
	{ KIND_PHONE, BYTES_FIGURE | BYTES_DIGIT, 8, dial_lone },
	{ KIND_DEVICE, BYTES_PLAIN | BYTES_DIGIT, 15, imei_find },
	{ KIND_DEVICE, BYTES_TOKEN, 36, uuid_find },
	{ KIND_DEVICE, BYTES_DIGIT, 12, hwaddr_lone },
	{ KIND_GOVERNMENT, BYTES_DIGIT, 8, nationalid_lone },
	{ KIND_LOCATION, BYTES_COMMA | BYTES_DIGIT, 7, coords_rough_comma },
	{ KIND_LOCATION, BYTES_DIGIT, 7, coords_rough_marked },
	{ KIND_BIRTH, BYTES_DIGIT, 8, birth_find },
	{ KIND_LOCATION, BYTES_DIGIT, 6, postcode_rough },
	{ KIND_LOCATION, BYTES_BLANK | BYTES_DIGIT, 6, street_rough },
	{ KIND_TOKEN, 0, 20, entropy_find },
};

enum {
	NANYWHERE = sizeof(anywhere) / sizeof(anywhere[0]),
	NLONE = sizeof(lone) / sizeof(lone[0]),
	LONE_MIN = 6, /* the least of them */
	/* Without any of these none of them runs. */
	ANY = BYTES_AT | BYTES_QUAD | BYTES_COLON | BYTES_PLAIN | BYTES_PLUS |
	    BYTES_TOKEN | BYTES_FIGURE | BYTES_COMMA | BYTES_CODED |
	    BYTES_BLANK | BYTES_WORD
};

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

/* Is ${f}, digits in groups, rather a part of what should be an IBAN? */
static bool
is_part(struct span text, const struct found *f)
{
	return ((f->kind == KIND_PHONE || f->kind == KIND_CARD) &&
	    iban_covers(text, f->start));
}

static void
run(const struct detector *d, size_t n, struct span text, unsigned set,
    struct hits *h)
{
	for (; n > 0; d++, n--) {
		struct found f = { d->kind, 0, 0, MEANS_CONTENT };

		if (text.n < d->least || !bytes_all(set, d->set))
			continue;
		while (d->find(text, f.end, &f))
			if (!is_part(text, &f))
				detect_add(h, f);
	}
}

void
detect_text(struct span text, unsigned set, struct hits *h)
{
	if ((set & ANY) != 0)
		run(anywhere, NANYWHERE, text, set, h);
}

void
detect_lone(struct span text, unsigned set, struct hits *h)
{
	if (text.n >= LONE_MIN)
		run(lone, NLONE, text, set, h);
}
