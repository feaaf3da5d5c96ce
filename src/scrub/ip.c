/* SPDX-License-Identifier: ISC */
#include "scrub/ip.h"

#include "scrub/standin.h"

/* Where nothing of the address may stay, yet readers want one. */
#define NOBODY SPAN("0.0.0.0")

/* A field taken apart: what stands around the address, and the address. */
struct host {
	struct span before; /* `[` */
	struct span after; /* `]`, `:80`, `]:80` */
	struct addr addr;
};

static bool
is_port(struct span s)
{
	unsigned long long port;

	return (s.n > 1 && s.p[0] == ':' &&
	    span_number(span_from(s, 1), 65535, &port));
}

static bool
parse_zoned(struct span s, struct addr *a)
{
	const size_t zone = span_index(s, '%');

	if (zone == s.n)
		return (addr_parse(s, a));
	return (addr_parse(span_make(s.p, zone), a) && a->v6);
}

static bool
parse_bracketed(struct span s, struct host *h)
{
	const size_t close = span_index(s, ']');

	if (close == s.n)
		return (false);
	h->before = span_make(s.p, 1);
	h->after = span_from(s, close);
	return (parse_zoned(span_make(s.p + 1, close - 1), &h->addr) &&
	    (h->after.n == 1 || is_port(span_from(h->after, 1))));
}

static bool
parse_host(struct span s, struct host *h)
{
	size_t colon = s.n;

	h->before = span_make(s.p, 0);
	h->after = h->before;
	if (addr_parse(s, &h->addr))
		return (true);
	if (s.n > 0 && s.p[0] == '[')
		return (parse_bracketed(s, h));
	if (parse_zoned(s, &h->addr))
		return (true);
	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return (false);
	h->after = span_from(s, colon - 1);
	return (is_port(h->after) &&
	    parse_zoned(span_make(s.p, colon - 1), &h->addr));
}

static bool
is_nobody(struct span in)
{
	return (
	    in.n == 0 || span_eq(in, SPAN("-")) || span_eq(in, SPAN("unix:")));
}

/* Brackets are what parts an IPv6 address from its port. */
static void
put_host(const struct host *h, bool was6, struct buf *out)
{
	const bool bracketed = h->before.n > 0;

	if (h->addr.v6 == was6 || h->after.n == 0) {
		buf_addspan(out, h->before);
		addr_format(&h->addr, out);
		buf_addspan(out, h->after);
	} else if (h->addr.v6) {
		buf_addc(out, '[');
		addr_format(&h->addr, out);
		buf_addspan(out, bracketed ? SPAN("") : SPAN("]"));
		buf_addspan(out, h->after);
	} else {
		addr_format(&h->addr, out);
		buf_addspan(out, span_from(h->after, bracketed));
	}
}

static void
put_standin(struct scrub *s, const struct rule *rule, struct host *h,
    struct buf *out)
{
	const bool was6 = h->addr.v6;

	if (standin_addr(s->standin, rule, &h->addr))
		put_host(h, was6, out);
	else
		buf_addspan(out, NOBODY);
}

/* A name where an address should be: there is one of it, where it is to be. */
static void
put_name(struct scrub *s, struct span in, struct buf *out)
{
	const enum action action = s->policy->rule[CLASS_HOST].action;
	struct addr a;

	if (action == ACTION_KEEP)
		buf_addspan(out, in);
	else if (action == ACTION_PSEUDONYM && standin_host(s->standin, in, &a))
		addr_format(&a, out);
	else
		buf_addspan(out, NOBODY);
}

static bool
is_hostname(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		const char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-' || c == '.' ||
			c == '_'))
			return (false);
	}
	return (s.n > 0 && s.n <= 255);
}

void
ip_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	struct host h;

	if (is_nobody(in))
		buf_addspan(out, in);
	else if (parse_host(in, &h)) {
		if (rule->action == ACTION_KEEP)
			buf_addspan(out, in);
		else
			put_standin(s, rule, &h, out);
	} else if (is_hostname(in))
		put_name(s, in, out);
	else
		buf_addspan(out, NOBODY);
}

bool
ip_find(struct span in, struct addr *a)
{
	struct host h;
	const struct span first =
	    span_trim(span_make(in.p, span_index(in, ',')));

	if (!parse_host(first, &h))
		return (false);
	*a = h.addr;
	return (true);
}

void
ip_list_scrub(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	size_t at = 0;

	for (;;) {
		const struct span rest = span_from(in, at);
		const size_t comma = span_index(rest, ',');
		const struct span item = span_make(rest.p, comma);
		const struct span host = span_trim(item);

		/* The blanks around an item stay as they are. */
		buf_add(out, item.p, (size_t)(host.p - item.p));
		ip_scrub(s, rule, host, out);
		buf_add(out, host.p + host.n,
		    item.n - host.n - (size_t)(host.p - item.p));
		if (comma == rest.n)
			return;
		buf_addc(out, ',');
		at += comma + 1;
	}
}
