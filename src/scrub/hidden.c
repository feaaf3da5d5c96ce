/* SPDX-License-Identifier: ISC */
#include "scrub/hidden.h"

#include <stdint.h>

#include "base/ascii.h"

/* Of the bytes of a text one in so many may be of another sort. */
enum { OTHERS = 10, PADDING_MAX = 2 };

/* A part of a text that might hide another. */
struct part {
	size_t start;
	size_t end;
};

/* The digits of base64 and base64url, those of hex among them. */
static const bool digits[256] = {
	['A' ... 'Z'] = true,
	['a' ... 'z'] = true,
	['0' ... '9'] = true,
	['+'] = true,
	['-'] = true,
	['/'] = true,
	['_'] = true,
};

static bool
is_digit(char c)
{
	return (digits[(unsigned char)c]);
}

/* The value of ${c}, a digit of base64. */
static uint32_t
value(char c)
{
	if (ascii_isdigit(c))
		return ((uint32_t)(c - '0') + 52);
	if (ascii_isalpha(c))
		return ((uint32_t)(c >= 'a' ? c - 'a' + 26 : c - 'A'));
	return (c == '+' || c == '-' ? 62 : 63);
}

/* Counts what is no text in what is being opened. */
struct judge {
	char *to;
	size_t n; /* of bytes kept there */
	size_t others;
	size_t nuls;
	unsigned more; /* bytes a character of UTF-8 still lacks */
};

/*
 * Take one more byte of ${total}; NULs, as in UTF-16, are left out. False:
 * this is no text, whatever follows.
 */
static bool
take(struct judge *j, unsigned b, size_t total)
{
	if (b != 0)
		j->to[j->n++] = (char)b;
	if (j->more > 0 && (b & 0xc0) == 0x80) {
		j->more--;
		return (true);
	}
	/* The character before was none. */
	j->others += j->more > 0;
	j->more = 0;
	if (b == 0)
		j->nuls++;
	else if (b >= 0xc2 && b < 0xf5)
		j->more = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
	else if (b >= 0x7f || (b < ' ' && b != '\t' && b != '\n' && b != '\r'))
		j->others++;
	return (OTHERS * j->others <= total && 2 * j->nuls <= total);
}

/* Open ${s}, base64 without padding, into ${to}; 0 when it is no text. */
static size_t
open_base64(struct span s, char *to)
{
	const size_t total = s.n / 4 * 3;
	struct judge judge = { .to = to };
	uint32_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		const unsigned have = 2 * (i % 4);

		v = v << 6 | value(s.p[i]);
		/* 6, 12, 18, 24 bits so far; a byte in all but the first. */
		if (have > 0 && !take(&judge, v >> (6 - have) & 0xff, total))
			return (0);
	}
	return (judge.n);
}

/* The same of hex digits. */
static size_t
open_hex(struct span s, char *to)
{
	struct judge judge = { .to = to };

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		const int c = ascii_hexpair(s.p + i);

		if (c == -1 || !take(&judge, (unsigned)c, s.n / 2))
			return (0);
	}
	return (judge.n);
}

/* ${s} without the 0x before hex digits. */
static struct span
hex_digits(struct span s)
{
	return (s.p[0] == '0' && (s.p[1] | 0x20) == 'x' ? span_from(s, 2) : s);
}

/* How a mail filter writes the links in the mails it lets through. */
static const struct link {
	struct span start;
	struct span end; /* empty: where the text ends */
	char percent; /* for % */
	char slash; /* for /, as well as for itself */
} links[] = {
	{ { "https-3A__", 10 }, { "&", 1 }, '-', '_' },
	{ { "http-3A__", 9 }, { "&", 1 }, '-', '_' },
	{ { "__http", 6 }, { "__;", 3 }, '*', '/' },
};

/* Open ${s}, a link written so. */
static size_t
open_link(struct span s, const struct link *link, char *to)
{
	for (size_t i = 0; i < s.n; i++) {
		to[i] = s.p[i];
		if (s.p[i] == link->slash)
			to[i] = '/';
		else if (s.p[i] == link->percent)
			to[i] = '%';
	}
	return (s.n);
}

static bool
look_inside(struct scrub *s, struct span inside, bool lone, enum kind *k)
{
	struct text t;

	text_open(s, inside, &t);
	text_detect(&t);
	text_pairs(s, &t, 0, true);
	if (lone)
		detect_lone(t.clear, t.set, &t.hits);
	(void)hidden_find(s, &t, lone);
	if (t.hits.n > 0)
		*k = t.hits.at[0].kind;
	return (t.hits.n > 0);
}

/* What is being looked for, and where. */
struct search {
	struct scrub *s;
	struct text *t;
	bool lone;
	char *opened;
	struct decode *inner; /* NULL: too deep */
};

/* The text that opened to ${n} bytes: add ${p} if anything is in it. */
static void
judge_opened(const struct search *x, struct part p, size_t n, bool all)
{
	struct decode *outer = x->s->decode;
	struct found f = { KIND_TOKEN, p.start, p.end, MEANS_CONTENT };
	bool found = true;

	/* Beyond the bounds: who knows. */
	if (all && x->inner != NULL) {
		x->s->decode = x->inner;
		found = look_inside(x->s, span_make(x->opened, n), x->lone,
		    &f.kind);
		x->s->decode = outer;
	}
	if (found)
		detect_add(&x->t->hits, f);
}

/* Is ${p}, all digits of base64, text? Then it was looked at. */
static bool
try_part(const struct search *x, struct part p)
{
	struct span s = span_make(x->t->clear.p + p.start, p.end - p.start);
	const bool all = s.n <= HIDDEN_MAX;
	size_t n = 0;

	if (s.n < HIDDEN_BASE64_MIN)
		return (false);
	if (!all)
		s.n = HIDDEN_MAX;
	if (s.n >= HIDDEN_HEX_MIN && s.n % 2 == 0)
		n = open_hex(hex_digits(s), x->opened);
	if (n == 0) {
		n = open_base64(s, x->opened);
		for (int i = 0; i < PADDING_MAX && p.end < x->t->clear.n &&
		     x->t->clear.p[p.end] == '=';
		     i++)
			p.end++;
	}
	if (n > 0)
		judge_opened(x, p, n, all);
	return (n > 0);
}

/* Try what is between marks in ${p}: + and / at first, - and _ then. */
static void
try_words(const struct search *x, struct part p, const char *marks)
{
	const char *text = x->t->clear.p;

	for (size_t start = p.start, i = start; i <= p.end; i++) {
		const struct part word = { start, i };

		if (i < p.end && text[i] != marks[0] && text[i] != marks[1])
			continue;
		start = i + 1;
		if (i - word.start < HIDDEN_BASE64_MIN)
			continue;
		if (!try_part(x, word) && marks[0] == '/')
			try_words(x, word, "-_");
	}
}

/* Look at the first link of each sort, up to its end or that of the text. */
static void
try_links(const struct search *x)
{
	/* All of them have it. */
	if (span_index(x->t->clear, '_') == x->t->clear.n)
		return;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		const size_t start = span_find(x->t->clear, links[i].start);
		struct span s = span_from(x->t->clear, start);
		size_t n = 0;

		if (s.n == 0)
			continue;
		s.n = span_find(s, links[i].end);
		if (s.n <= HIDDEN_MAX)
			n = open_link(s, &links[i], x->opened);
		judge_opened(x, (struct part){ start, start + s.n }, n, n > 0);
	}
}

/* The first run of enough digits at ${from} or later. */
static bool
next_run(struct span text, size_t from, struct part *p)
{
	for (size_t i = from + HIDDEN_BASE64_MIN - 1; i < text.n;
	     i += HIDDEN_BASE64_MIN) {
		size_t start = i, end = i;

		if (!is_digit(text.p[i]))
			continue;
		while (start > from && is_digit(text.p[start - 1]))
			start--;
		while (end < text.n && is_digit(text.p[end]))
			end++;
		if (end - start >= HIDDEN_BASE64_MIN) {
			*p = (struct part){ start, end };
			return (true);
		}
		i = end;
	}
	return (false);
}

/* Is ${s} the padding of base64, or nothing? */
static bool
is_padding(struct span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == '=')
		n++;
	return (n == s.n && n <= PADDING_MAX);
}

size_t
hidden_find(struct scrub *s, struct text *t, bool lone)
{
	struct search x = { .s = s, .t = t, .lone = lone };
	struct part p = { 0, 0 };
	size_t last = t->clear.n;

	if (!bytes_all(t->set, BYTES_WORD))
		return (last);
	x.inner = decode_inner(s->decode, &x.opened);
	try_links(&x);
	while (next_run(t->clear, p.end, &p)) {
		if (!try_part(&x, p))
			try_words(&x, p, "/+");
		else if (is_padding(span_from(t->clear, p.end)))
			last = p.start;
	}
	return (last);
}
