/* SPDX-License-Identifier: ISC */
#include "scrub/secret.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "scrub/run.h"

/*
 * A token is, or has in it, a run of BYTES_TOKEN_MIN or more letters, digits,
 * dots, dashes and underlines.
 *
 * A JSON web token has its first dot within HEADER_MAX bytes. Without a bound
 * a long line of beginnings would be read again from each of them.
 */
enum { HEADER_MAX = 1024, WORD_MAX = 256, BLANKS_MAX = 3, ACCOUNT_MAX = 16 };

/* Of the parts of a webhook's address: what they have before the last. */
enum { HOOK_MIN = 8, SEGMENT_MAX = 32 };

enum {
	DOTTED = 1 << 0, /* with a dot between other bytes */
	MIXED = 1 << 1, /* with digits, or letters of both cases */
	HEX = 1 << 2, /* of hex digits alone */
	ACCOUNT = 1 << 3 /* behind a number and a colon, which go too */
};

/* A token: how it begins, the least it goes on for, and with which bytes. */
struct shape {
	struct span prefix; /* `?` is any letter or digit */
	size_t min;
	const char *more; /* besides letters and digits */
	unsigned flags;
};

static const struct shape shapes[] = {
	{ SPAN("eyJ"), 13, "-_=.", DOTTED }, /* JWT, JWE: {" in base64 */
	{ SPAN("eyA"), 13, "-_=.", DOTTED }, /* { " */
	{ SPAN("ewo"), 24, "-_=.", DOTTED }, /* { and a line feed */
	{ SPAN("v?.local."), 20, "-_.", 0 }, /* PASETO */
	{ SPAN("v?.public."), 20, "-_.", 0 },
	{ SPAN("gh?_"), 20, "_", 0 }, /* GitHub */
	{ SPAN("github_pat_"), 20, "_", 0 },
	{ SPAN("glpat-"), 16, "-_.", 0 }, /* GitLab */
	{ SPAN("gl?t-"), 16, "-_.", MIXED },
	{ SPAN("gl??t-"), 16, "-_.", MIXED },
	{ SPAN("gloas-"), 16, "-_.", 0 },
	{ SPAN("glsoat-"), 16, "-_.", 0 },
	{ SPAN("glsa_"), 32, "_", 0 }, /* Grafana */
	{ SPAN("xox?-"), 11, "-", 0 }, /* Slack */
	{ SPAN("xox?."), 11, "-.", MIXED },
	{ SPAN("xapp-"), 16, "-", MIXED },
	{ SPAN("AKIA"), 16, "", 0 }, /* Amazon */
	{ SPAN("ASIA"), 16, "", 0 },
	{ SPAN("ABIA"), 16, "", 0 },
	{ SPAN("ACCA"), 16, "", 0 },
	{ SPAN("AIza"), 30, "-_", 0 }, /* Google */
	{ SPAN("ya29."), 16, "-_.", 0 },
	{ SPAN("GOCSPX-"), 20, "-_", 0 },
	{ SPAN("sk_live_"), 10, "_", 0 }, /* Stripe */
	{ SPAN("sk_test_"), 10, "_", 0 },
	{ SPAN("pk_live_"), 10, "_", 0 },
	{ SPAN("pk_test_"), 10, "_", 0 },
	{ SPAN("rk_live_"), 10, "_", 0 },
	{ SPAN("rk_test_"), 10, "_", 0 },
	{ SPAN("whsec_"), 24, "+/=", 0 },
	{ SPAN("live_"), 30, "", MIXED }, /* Mollie */
	{ SPAN("SK"), 32, "", HEX }, /* Twilio */
	{ SPAN("AC"), 32, "", HEX },
	{ SPAN("SG."), 24, "-_.", DOTTED }, /* SendGrid */
	{ SPAN("key-"), 32, "", HEX }, /* Mailgun */
	{ SPAN("xkeysib-"), 32, "-", 0 }, /* Brevo */
	{ SPAN("npm_"), 30, "", 0 },
	{ SPAN("pypi-AgE"), 20, "-_", 0 },
	{ SPAN("rubygems_"), 32, "", HEX },
	{ SPAN("do?_v1_"), 32, "", HEX }, /* DigitalOcean */
	{ SPAN("dckr_pat_"), 20, "-_", 0 }, /* Docker */
	{ SPAN("dapi"), 32, "-", HEX }, /* Databricks */
	{ SPAN("HRKU-"), 32, "-_", 0 }, /* Heroku */
	{ SPAN("shp??_"), 32, "", HEX }, /* Shopify */
	{ SPAN("sq0??p-"), 20, "-_", 0 }, /* Square */
	{ SPAN("EAAA"), 40, "-_", MIXED },
	{ SPAN("AA"), 30, "-_", ACCOUNT }, /* Telegram */
	{ SPAN("AB"), 30, "-_", ACCOUNT | MIXED },
	{ SPAN("sk-ant-"), 20, "-_", 0 }, /* Anthropic */
	{ SPAN("sk-proj-"), 32, "-_", MIXED }, /* OpenAI */
	{ SPAN("sk-"), 32, "", MIXED },
	{ SPAN("hf_"), 30, "", 0 }, /* Hugging Face */
	{ SPAN("hvs."), 20, "-_", MIXED }, /* Vault */
	{ SPAN("lin_api_"), 32, "", 0 }, /* Linear */
	{ SPAN("figd_"), 32, "-_", 0 }, /* Figma */
	{ SPAN("ATATT3"), 32, "-_=", 0 }, /* Atlassian */
	{ SPAN("NRAK-"), 24, "", 0 }, /* New Relic */
	{ SPAN("PMAK-"), 32, "-", 0 }, /* Postman */
	{ SPAN("sbp_"), 32, "", HEX }, /* Supabase */
	{ SPAN("pat-??1-"), 32, "-", MIXED }, /* HubSpot */
	/* keys of SSH, and what SAML passes through the browser, in base64 */
	{ SPAN("AAAAB3NzaC1yc2E"), 32, "+/=", 0 },
	{ SPAN("AAAAC3NzaC1lZDI"), 32, "+/=", 0 },
	{ SPAN("AAAAE2VjZHNh"), 32, "+/=", 0 },
	{ SPAN("AAQA"), 40, "+/=", MIXED },
	{ SPAN("PHNhbWw"), 40, "+/=", 0 },
};

/*
 * The same for what follows a word and a blank (`+` in a query). From ${sure}
 * bytes without a blank on it is no word, mixed or not.
 */
struct scheme {
	struct shape shape;
	size_t sure;
};

static const struct scheme schemes[] = {
	{ { SPAN("bearer"), 8, "-._~+/=", MIXED }, 16 },
	{ { SPAN("basic"), 8, "+/=", MIXED }, 22 },
	{ { SPAN("negotiate"), 24, "+/=", MIXED }, 32 },
	{ { SPAN("ntlm"), 24, "+/=", MIXED }, 32 },
};

enum {
	NSHAPES = sizeof(shapes) / sizeof(shapes[0]),
	NSCHEMES = sizeof(schemes) / sizeof(schemes[0])
};

/* What the second byte of a prefix may be, by the first; `?` is all. */
#define C(c) (1U << ((c)&31))
static const uint32_t begins[256] = {
	['A'] = C('K') | C('S') | C('B') | C('C') | C('I') | C('A') | C('T'),
	['E'] = C('A'),
	['G'] = C('O'),
	['H'] = C('R'),
	['N'] = C('R'),
	['P'] = C('M') | C('H'),
	['S'] = C('K') | C('G'),
	['d'] = C('o') | C('c') | C('a'),
	['e'] = C('y') | C('w'),
	['f'] = C('i'),
	['g'] = C('h') | C('i') | C('l'),
	['h'] = C('f') | C('v'),
	['k'] = C('e'),
	['l'] = C('i'),
	['n'] = C('p'),
	['p'] = C('k') | C('y') | C('a'),
	['r'] = C('k') | C('u'),
	['s'] = C('k') | C('h') | C('q') | C('b'),
	['v'] = UINT32_MAX,
	['w'] = C('h'),
	['x'] = C('o') | C('a') | C('k'),
	['y'] = C('a'),
};
#undef C

static bool
has_prefix(struct span s, struct span prefix)
{
	if (s.n < prefix.n)
		return (false);
	for (size_t i = 0; i < prefix.n; i++)
		if (s.p[i] != prefix.p[i] &&
		    (prefix.p[i] != '?' || !ascii_isalnum(s.p[i])))
			return (false);
	return (true);
}

/* A credential is no word: it has a digit, or letters of both cases. */
static bool
is_mixed(struct span s)
{
	bool upper = false, lower = false;

	for (size_t i = 0; i < s.n; i++) {
		if (ascii_isdigit(s.p[i]) || s.p[i] == '=')
			return (true);
		upper |= s.p[i] >= 'A' && s.p[i] <= 'Z' && i > 0;
		lower |= s.p[i] >= 'a' && s.p[i] <= 'z';
	}
	return (upper && lower);
}

static bool
is_more(const struct shape *shape, char c)
{
	if ((shape->flags & HEX) != 0 && !ascii_ishex(c) && ascii_isalnum(c))
		return (false);
	return (
	    ascii_isalnum(c) || (c != '\0' && strchr(shape->more, c) != NULL));
}

/* How far the token of ${shape} goes on in ${s}, or 0 when it is none. */
static size_t
length(const struct shape *shape, struct span s)
{
	const bool dotted = (shape->flags & DOTTED) != 0;
	const bool mixed = (shape->flags & MIXED) != 0;
	bool dot = false;
	size_t n = 0;

	while (n < s.n && is_more(shape, s.p[n])) {
		dot |= n > 0 && s.p[n - 1] == '.' && s.p[n] != '.';
		if (dotted && !dot && n > HEADER_MAX)
			return (0);
		if (mixed && n == WORD_MAX && !is_mixed(span_make(s.p, n)))
			return (0);
		n++;
	}
	while (n > 0 && s.p[n - 1] == '.')
		n--;
	if (n < shape->min || (dotted && !dot) ||
	    (mixed && !is_mixed(span_make(s.p, n < WORD_MAX ? n : WORD_MAX))))
		return (0);
	return (n);
}

/* Does a word begin at ${i}? */
static bool
is_start(struct span s, size_t i)
{
	return (i == 0 || !ascii_isalnum(s.p[i - 1]));
}

/* Where the number and the colon before ${i} begin; ${i}: there are none. */
static size_t
account_start(struct span s, size_t from, size_t i)
{
	size_t start = i;

	if (i < from + 2 || s.p[i - 1] != ':')
		return (i);
	for (start = i - 1; start > from && i - start < ACCOUNT_MAX &&
	     ascii_isdigit(s.p[start - 1]);)
		start--;
	return (start < i - 1 ? start : i);
}

/* Store the token that begins at ${i}, if any, in ${f}. */
static bool
token_at(struct span text, size_t from, size_t i, struct found *f)
{
	for (size_t k = 0; k < NSHAPES; k++) {
		const struct shape *shape = &shapes[k];
		size_t start = i, n;

		if (!has_prefix(span_from(text, i), shape->prefix))
			continue;
		if ((shape->flags & ACCOUNT) != 0 &&
		    (start = account_start(text, from, i)) == i)
			continue;
		n = length(shape, span_from(text, i + shape->prefix.n));
		if (n > 0) {
			*f = (struct found){ f->kind, start,
				i + shape->prefix.n + n, MEANS_CONTENT };
			return (true);
		}
	}
	return (false);
}

/*
 * Where the segment of at least ${min} capitals and digits begins whose `/` is
 * before ${i}; 0: there is none.
 */
static size_t
segment_before(struct span s, size_t from, size_t i, size_t min)
{
	size_t start = i - 1;

	if (i <= from || s.p[start] != '/')
		return (0);
	while (start > from && i - start <= SEGMENT_MAX &&
	    ascii_isalnum(s.p[start - 1]) &&
	    (s.p[start - 1] < 'a' || s.p[start - 1] > 'z'))
		start--;
	return (i - 1 - start < min ? 0 : start);
}

/* Does ${word} end at ${i}? */
static bool
is_before(struct span s, size_t from, size_t i, struct span word)
{
	return (i >= from + word.n &&
	    span_eq(span_make(s.p + i - word.n, word.n), word));
}

/* Store the parts of an address that anybody may post to, the last is ${r}. */
static bool
webhook_at(struct span text, size_t from, const struct run *r, struct found *f)
{
	const size_t second = segment_before(text, from, r->start, HOOK_MIN);
	size_t start = second;

	if (second == 0)
		return (false);
	if (text.p[second] == 'B')
		start = segment_before(text, from, second, HOOK_MIN);
	if (start != second ? start == 0 || text.p[start] != 'T' ||
		    !is_before(text, from, start, SPAN("/services/")) :
			      !ascii_isdigit(text.p[start]) ||
		    !is_before(text, from, start, SPAN("/webhooks/")))
		return (false);
	*f = (struct found){ f->kind, start, r->end, MEANS_CONTENT };
	return (true);
}

bool
secret_find(struct span text, size_t from, struct found *f)
{
	struct run r = { from, from };

	while (run_next(text, r.end, RUN_TOKEN, BYTES_TOKEN_MIN, &r)) {
		if (webhook_at(text, from, &r, f))
			return (true);
		for (size_t i = r.start; i + 1 < r.end; i++) {
			const unsigned char c = (unsigned char)text.p[i];

			if ((begins[c] >> (text.p[i + 1] & 31) & 1) != 0 &&
			    is_start(text, i) && token_at(text, from, i, f))
				return (true);
		}
	}
	return (false);
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '+');
}

/* How far the credentials of ${scheme} go on in ${s}, or 0. */
static size_t
credentials(const struct scheme *scheme, struct span s)
{
	struct shape any = scheme->shape;
	size_t n = length(&scheme->shape, s);
	bool dotted = false;

	if (n > 0)
		return (n);
	while (n < scheme->sure && n < s.n && s.p[n] != '+' &&
	    is_more(&any, s.p[n])) {
		dotted |= n > 0 && s.p[n - 1] == '.' && s.p[n] != '.';
		n++;
	}
	if (n < scheme->sure && !dotted)
		return (0);
	any.flags = 0;
	return (length(&any, s));
}

/* Does ${word} in any case, and no longer one, end at ${i}? */
static bool
is_behind(struct span s, size_t from, size_t i, struct span word)
{
	return (i >= from + word.n && is_start(s, i - word.n) &&
	    span_caseeq(span_make(s.p + i - word.n, word.n), word));
}

/* Credentials behind the blank at ${i}. */
static bool
scheme_at(struct span text, size_t from, size_t i, struct found *f)
{
	size_t next = i;

	while (next < text.n && next - i < BLANKS_MAX && is_blank(text.p[next]))
		next++;
	for (size_t k = 0; k < NSCHEMES; k++) {
		const struct span word = schemes[k].shape.prefix;
		size_t n;

		if (!is_behind(text, from, i, word))
			continue;
		n = credentials(&schemes[k], span_from(text, next));
		if (n == 0)
			continue;
		*f = (struct found){ f->kind, i - word.n, next + n,
			MEANS_CONTENT };
		return (true);
	}
	return (false);
}

/* A key as RFC 7468 has it, whose `BEGIN` ends at ${i}. */
static bool
pem_at(struct span text, size_t from, size_t i, struct found *f)
{
	const struct span begin = SPAN("-----BEGIN"), end = SPAN("-----END");
	size_t n;

	if (i < from + begin.n ||
	    !span_eq(span_make(text.p + i - begin.n, begin.n), begin))
		return (false);
	n = i + span_find(span_from(text, i), end);
	if (n < text.n) {
		n += end.n;
		n += span_find(span_from(text, n), SPAN("-----"));
	}
	*f = (struct found){ f->kind, i - begin.n,
		text.n - n > 5 ? n + 5 : text.n, MEANS_CONTENT };
	return (true);
}

bool
secret_scheme(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++)
		if (is_blank(text.p[i]) &&
		    (scheme_at(text, from, i, f) || pem_at(text, from, i, f)))
			return (true);
	return (false);
}
