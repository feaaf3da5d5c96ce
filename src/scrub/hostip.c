/* SPDX-License-Identifier: ISC */
#include "scrub/hostip.h"

#include <string.h>

#include "base/addr.h"
#include "base/ascii.h"
#include "scrub/suffix.h"

enum {
	LABEL_MAX = 63,
	HOST_MAX = 253,
	WORD_MAX = 16,
	WHOLE_MIN = 7,
	HEX4 = 8, /* digits of an IPv4 address, */
	HEX6 = 32, /* of an IPv6 one, */
	PADDED = 12, /* and decimal ones with leading zeros */
	NIBBLES_MIN = 8,
	DATE_MAX = 59 /* a minute */
};

/* Four numbers: how long, and the largest of them. */
struct quad {
	size_t n; /* 0: there are none */
	unsigned max;
};

/* The length of the number up to 255 that ${s} begins with, or 0. */
static size_t
octet_length(struct span s, unsigned *v)
{
	size_t n = 0;

	for (*v = 0; n < s.n && n < 4 && ascii_isdigit(s.p[n]); n++)
		*v = *v * 10 + (unsigned)(s.p[n] - '0');
	return (n <= 3 && *v <= 255 ? n : 0);
}

/* Does a number and ${joint}, not a word such as `ec2-`, end at ${i}? */
static bool
is_behind_number(struct span s, size_t i, char joint)
{
	size_t start = i - (i > 0);

	if (i < 2 || s.p[i - 1] != joint || !ascii_isdigit(s.p[i - 2]))
		return (false);
	while (
	    start > 0 && i - start < WORD_MAX && ascii_isdigit(s.p[start - 1]))
		start--;
	return (start == 0 || !ascii_isalpha(s.p[start - 1]));
}

/* Four numbers at ${i} with ${joint} between, and no fifth on either side. */
static struct quad
quad_at(struct span s, size_t i, char joint)
{
	struct quad q = { 0, 0 };
	size_t n = i;

	if (is_behind_number(s, i, joint))
		return (q);
	for (int k = 0; k < 4; k++) {
		unsigned v;
		const size_t octet = octet_length(span_from(s, n), &v);

		if (octet == 0)
			return ((struct quad){ 0, 0 });
		q.max = v > q.max ? v : q.max;
		n += octet;
		if (k < 3 && (n == s.n || s.p[n++] != joint))
			return ((struct quad){ 0, 0 });
	}
	/* A date and a time are more than four numbers. */
	if (s.n - n > 1 && s.p[n] == joint && ascii_isdigit(s.p[n + 1]))
		return ((struct quad){ 0, 0 });
	q.n = n - i;
	return (q);
}

/* Behind the digits at ${i}. */
static size_t
digits_end(struct span s, size_t i)
{
	while (i < s.n && ascii_isdigit(s.p[i]))
		i++;
	return (i);
}

/*
 * Does a host name go on in ${s}, behind ${q}: the rest of a label, and
 * labels, the last of which has letters and is no suffix of a file? Behind
 * what may be a date there have to be two.
 */
static bool
is_host(struct span s, struct quad q)
{
	size_t i = 0, label = 0, labels = 0;

	for (; i < s.n && i < HOST_MAX; i++) {
		if (s.p[i] == '.' && i + 1 < s.n && ascii_isalnum(s.p[i + 1])) {
			labels++;
			label = i + 1;
		} else if (!ascii_isalnum(s.p[i]) && s.p[i] != '-')
			break;
		if (i > label + LABEL_MAX)
			return (false);
	}
	return (i - label > 1 && ascii_isalpha(s.p[label]) &&
	    labels > (q.max <= DATE_MAX) &&
	    !suffix_known(span_make(s.p + label, i - label)));
}

/* Is there a word before ${i} that says an address follows? */
static bool
is_named(struct span s, size_t i)
{
	static const char *const words[] = { "ip", "ipv", "host", "dsl", "adsl",
		"vdsl", "xdsl", "sdsl", "cable", "dhcp", "dyn", "dynamic",
		"dynip", "dial", "dialup", "dialin", "pool", "ppp", "pppoe",
		"static", "client", "cust", "customer", "addr", "address",
		"cpe", "ec", "broadband", "fiber", "ftth", "catv", "wlan" };
	size_t start;

	if (i > 0 && !ascii_isalnum(s.p[i - 1]))
		i--;
	/* ipv4-, ec2- */
	if (i > 0 && (s.p[i - 1] == '4' || s.p[i - 1] == '2'))
		i--;
	for (start = i; start > 0 && i - start < WORD_MAX &&
	     ascii_isalpha(s.p[start - 1]);)
		start--;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (span_caseeq(span_make(s.p + start, i - start),
			span_str(words[k])))
			return (true);
	return (false);
}

bool
hostip_find(struct span text, size_t from, struct found *f)
{
	for (size_t i = from; i < text.n; i++) {
		size_t end;
		struct quad q;

		if (!ascii_isdigit(text.p[i]))
			continue;
		end = digits_end(text, i);
		if (end < text.n && end - i <= 3 &&
		    (text.p[end] == '-' || text.p[end] == '_')) {
			q = quad_at(text, i, text.p[end]);
			if (q.n > 0 &&
			    (is_named(text, i) ||
				is_host(span_from(text, i + q.n), q))) {
				*f = (struct found){ f->kind, i, i + q.n,
					MEANS_CONTENT };
				return (true);
			}
		}
		i = end - 1;
	}
	return (false);
}

/* Where the hex digits with dots before ${end} begin. */
static size_t
nibbles_start(struct span s, size_t from, size_t end)
{
	size_t start = end;

	while (start > from && ascii_ishex(s.p[start - 1])) {
		if (start - 1 > from && ascii_isalnum(s.p[start - 2]))
			return (start + (start < end));
		start--;
		if (start == from || s.p[start - 1] != '.')
			return (start);
		start--;
	}
	return (start + (start < end));
}

bool
hostip_arpa(struct span text, size_t from, struct found *f)
{
	const struct span arpa = SPAN(".ip6");

	for (size_t at = from; at < text.n; at++) {
		size_t start, end;

		at += span_index(span_from(text, at), '6');
		if (at >= text.n)
			break;
		if (at + 1 < from + arpa.n)
			continue;
		end = at + 1 - arpa.n;
		if (!span_caseeq(span_make(text.p + end, arpa.n), arpa))
			continue;
		start = nibbles_start(text, from, end);
		if (end - start >= 2 * NIBBLES_MIN - 1) {
			*f = (struct found){ f->kind, start, end,
				MEANS_CONTENT };
			return (true);
		}
	}
	return (false);
}

/* Is ${s} an IPv6 address but for the dashes it has in place of colons? */
static bool
is_dashed6(struct span s)
{
	char colons[ADDR_TEXT_MAX];
	size_t groups = 0;
	bool digit = false, letter = false;
	struct addr a;

	if (s.n > sizeof(colons))
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		colons[i] = s.p[i];
		if (s.p[i] == '-')
			colons[i] = ':';
		else
			groups += i == 0 || s.p[i - 1] == '-';
		digit |= ascii_isdigit(s.p[i]);
		letter |= ascii_isalpha(s.p[i]);
	}
	if (!digit || !letter || groups < 2 ||
	    (groups == 2 && (span_index(s, '-') < 3 || span_index(s, '-') > 4)))
		return (false);
	return (addr_parse(span_make(colons, s.n), &a) && a.v6);
}

bool
hostip_whole(struct span text, size_t from, struct found *f)
{
	struct quad q = { 0, 0 };
	size_t end;

	if (from > 0 || text.n < WHOLE_MIN || text.n > ADDR_TEXT_MAX ||
	    !ascii_ishex(text.p[0]))
		return (false);
	end = digits_end(text, 0);
	if (end > 0 && end < text.n &&
	    (text.p[end] == '-' || text.p[end] == '_'))
		q = quad_at(text, 0, text.p[end]);
	if ((q.n < text.n || q.max <= DATE_MAX) && !is_dashed6(text))
		return (false);
	*f = (struct found){ f->kind, 0, text.n, MEANS_CONTENT };
	return (true);
}

/* Is ${s} what an address is in hex, or in decimal digits without dots? */
static bool
is_packed(struct span s)
{
	size_t digits = 0;
	unsigned v;

	for (size_t i = 0; i < s.n; i++)
		digits += ascii_isdigit(s.p[i]);
	if (s.n == PADDED && digits == s.n) {
		for (size_t i = 0; i < s.n; i += 3)
			if (octet_length(span_make(s.p + i, 3), &v) == 0)
				return (false);
		return (true);
	}
	return ((s.n == HEX4 || s.n == HEX6) && digits > 1 && digits < s.n);
}

/* The length of four numbers with some joint at ${i}, or 0. */
static size_t
quad_length(struct span s, size_t i)
{
	static const char joints[] = { '.', '-', '_' };

	for (size_t k = 0; k < sizeof(joints); k++) {
		const struct quad q = quad_at(s, i, joints[k]);

		if (q.n > 0)
			return (q.n);
	}
	return (0);
}

/* The length of the hex digits, and dashes, at ${i}: an address, or 0. */
static size_t
hex_length(struct span s, size_t i)
{
	size_t n = i;

	if (s.n > i + ADDR_TEXT_MAX)
		s.n = i + ADDR_TEXT_MAX;
	while (n < s.n && ascii_ishex(s.p[n]))
		n++;
	if ((n == s.n || !ascii_isalnum(s.p[n])) &&
	    is_packed(span_make(s.p + i, n - i)))
		return (n - i);
	if (i > 0 && ascii_isalnum(s.p[i - 1]))
		return (0);
	while (n < s.n && (ascii_ishex(s.p[n]) || s.p[n] == '-'))
		n++;
	while (n > i && s.p[n - 1] == '-')
		n--;
	return (is_dashed6(span_make(s.p + i, n - i)) ? n - i : 0);
}

bool
hostip_name(struct span host, size_t from, struct found *f)
{
	for (size_t i = from; i < host.n; i++) {
		const char before = i > from ? host.p[i - 1] : '.';
		size_t n = 0;

		if (ascii_isdigit(host.p[i]) && !ascii_isdigit(before))
			n = quad_length(host, i);
		if (n == 0 && ascii_ishex(host.p[i]) && !ascii_ishex(before))
			n = hex_length(host, i);
		if (n > 0) {
			*f = (struct found){ f->kind, i, i + n, MEANS_CONTENT };
			return (true);
		}
	}
	return (false);
}
