/* SPDX-License-Identifier: ISC */
#include "scrub/authority.h"

#include "base/ascii.h"
#include "scrub/text.h"

struct span
authority_cut(struct span in, struct span *scheme, struct span *authority)
{
	size_t n = 0, i;

	*scheme = *authority = span_make(in.p, 0);
	if (in.n == 0 || !ascii_isalpha(in.p[0]))
		return (in);
	while (n < in.n &&
	    (ascii_isalnum(in.p[n]) || in.p[n] == '+' || in.p[n] == '-' ||
		in.p[n] == '.'))
		n++;
	if (!span_starts(span_from(in, n), SPAN("://")))
		return (in);
	for (i = n += 3; i < in.n; i++)
		if (in.p[i] == '/' || in.p[i] == '?' || in.p[i] == '#')
			break;
	*scheme = span_make(in.p, n);
	*authority = span_make(in.p + n, i - n);
	return (span_from(in, i));
}

/* Is the last label of ${host} a number, so that it can only be an address? */
static bool
is_numeric(struct span host)
{
	struct span label;
	size_t i;

	if (host.n > 0 && host.p[host.n - 1] == '.')
		host.n--;
	for (i = host.n; i > 0 && host.p[i - 1] != '.';)
		i--;
	label = span_from(host, i);
	if (label.n > 2 && label.p[0] == '0' && (label.p[1] | 0x20) == 'x')
		label = span_from(label, 2);
	else
		for (i = 0; i < label.n; i++)
			if (!ascii_isdigit(label.p[i]))
				return (false);
	for (i = 0; i < label.n; i++)
		if (!ascii_ishex(label.p[i]))
			return (false);
	return (label.n > 0);
}

/* The length of the host at the start of ${s}: up to a port that is one. */
static size_t
host_length(struct span s)
{
	size_t i = s.n;

	while (i > 0 && ascii_isdigit(s.p[i - 1]))
		i--;
	return (i > 0 && s.p[i - 1] == ':' ? i - 1 : s.n);
}

static void
put_host(struct scrub *s, enum place place, struct span host, struct buf *out)
{
	enum kind k = KIND_IP;

	/* A colon left in it: who knows, but it may be a password. */
	if (host.n > 0 && host.p[0] != '[' && span_index(host, ':') < host.n)
		k = KIND_CREDENTIAL;
	else if (host.n == 0 ||
	    (host.p[0] != '[' &&
		!is_numeric(decode_text(s->decode, s->escape, host)))) {
		text_scrub(s, place, host, out);
		return;
	}
	scrub_hit(s, k, place);
	scrub_place(s, MEANS_CONTENT, host);
	scrub_word(k, out);
}

void
authority_put(struct scrub *s, enum place place, struct span in,
    struct buf *out)
{
	size_t n;

	for (n = in.n; n > 0 && in.p[n - 1] != '@';)
		n--;
	if (n > 0) {
		scrub_hit(s, KIND_CREDENTIAL, place);
		scrub_place(s, MEANS_CONTENT, span_make(in.p, n - 1));
		in = span_from(in, n);
	}
	n = host_length(in);
	put_host(s, place, span_make(in.p, n), out);
	buf_addspan(out, span_from(in, n));
}
