/* SPDX-License-Identifier: ISC */
#include "scrub/authority.h"

#include "base/ascii.h"
#include "scrub/hostip.h"
#include "scrub/text.h"
#include "scrub/urlhost.h"

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

/* The length of the host at the start of ${s}: up to a port that is one. */
static size_t
host_length(struct span s)
{
	size_t i = s.n;

	while (i > 0 && ascii_isdigit(s.p[i - 1]))
		i--;
	return (i > 0 && s.p[i - 1] == ':' ? i - 1 : s.n);
}

/* Append ${host}, which is a name, without the addresses in it. */
static void
put_name(struct scrub *s, enum place place, struct span host, struct buf *out)
{
	struct found f = { KIND_IP, 0, 0, MEANS_CONTENT };
	struct text t;

	text_open(s, host, &t);
	text_detect(&t);
	while (hostip_name(t.clear, f.end, &f))
		detect_add(&t.hits, f);
	text_put(s, &t, place, out);
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
		!urlhost_isaddress(decode_text(s->decode, s->escape, host)))) {
		put_name(s, place, host, out);
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
