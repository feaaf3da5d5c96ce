/* SPDX-License-Identifier: ISC */
#include "scrub/reduce.h"

#include "base/ascii.h"
#include "scrub/device.h"
#include "scrub/escaped.h"
#include "scrub/handset.h"
#include "scrub/inapp.h"
#include "scrub/version.h"

/* Where something to do may begin: always, or in agents of handsets only. */
enum { ALWAYS = 1, HANDSET = 2 };

static const unsigned char stops[256] = {
	['0' ... '9'] = ALWAYS,
	['A' ... 'Z'] = HANDSET,
	['a' ... 'z'] = HANDSET,
	['('] = ALWAYS,
	['['] = ALWAYS,
	[':'] = ALWAYS,
	['\\'] = ALWAYS,
};

/* A place in an agent, and how much of it is appended. */
struct cursor {
	struct span agent;
	size_t at;
	size_t done;
	size_t word; /* the end of the word that was looked at last */
	size_t escape; /* and of the log's escape */
	bool handset;
	bool part; /* of a comment: in it are no others */
};

/* The offset behind the URL whose `://` is at ${i}, if it is one. */
static size_t
url_end(struct span s, size_t i)
{
	if (!span_starts(span_from(s, i), SPAN("://")))
		return (i + 1);
	while (i < s.n && (unsigned char)s.p[i] > ' ' && s.p[i] != ')' &&
	    s.p[i] != ';' && s.p[i] != ',')
		i++;
	return (i);
}

/* Append what is before ${c}->at and was not yet. */
static void
flush(struct cursor *c, struct buf *out)
{
	buf_add(out, c->agent.p + c->done, c->at - c->done);
	c->done = c->at;
}

static void
escape(struct cursor *c)
{
	const size_t n = escaped_n(c->agent, c->at);

	c->at += n > 0 ? n : 1;
	if (n > 0)
		c->escape = c->at;
}

static void
comment(struct cursor *c, struct buf *out)
{
	struct device d;
	size_t start;

	if (!device_read(c->agent, c->at, c->handset, &d)) {
		c->at++;
		return;
	}
	flush(c, out);
	start = out->n;
	device_put(&d, out);
	c->at = c->done = d.end;
	/* Without anything in it, and behind a blank: nobody misses it. */
	if (d.closed && out->n == start + 1 && start > 0 &&
	    out->p[start - 1] == ' ') {
		out->n = start - 1;
		c->at = c->done = d.end + 1;
	}
}

static void
inapp(struct cursor *c, struct buf *out)
{
	size_t end;

	flush(c, out);
	end = inapp_put(c->agent, c->at, out);
	if (end == 0)
		c->at++;
	else
		c->at = c->done = end;
}

static void
number(struct cursor *c, struct buf *out)
{
	struct version v;

	if (version_read(c->agent, c->at, &v)) {
		flush(c, out);
		version_put(&v, out);
		c->done = v.end;
	}
	c->at = v.end;
}

/* A model's name goes; numbers in other words are for number(). */
static void
word(struct cursor *c, struct buf *out)
{
	size_t end;
	const size_t from = handset_word(c->agent, c->at, &end);

	c->word = end;
	if (from == end) {
		if (ascii_isdigit(c->agent.p[c->at])) {
			number(c, out);
			return;
		}
		while (c->at < end && !ascii_isdigit(c->agent.p[c->at]))
			c->at++;
		return;
	}
	c->at = from;
	flush(c, out);
	/* Behind this name a number is expected. */
	buf_addc(out,
	    span_ends(span_make(c->agent.p, from), SPAN("erry")) ? '0' : 'K');
	c->at = c->done = end;
}

static void
reduce(struct cursor c, struct buf *out)
{
	const unsigned mask = c.handset ? ALWAYS | HANDSET : ALWAYS;
	const struct span agent = c.agent;

	for (;;) {
		char first;
		bool start;

		while (c.at < agent.n &&
		    (stops[(unsigned char)agent.p[c.at]] & mask) == 0)
			c.at++;
		if (c.at == agent.n)
			break;
		first = agent.p[c.at];
		start = c.at == c.escape ||
		    (c.at >= c.word && !ascii_isalnum(agent.p[c.at - 1]));
		if (first == ':')
			c.at = url_end(agent, c.at);
		else if (c.part && (first == '(' || first == '['))
			c.at++;
		else if (first == '(')
			comment(&c, out);
		else if (first == '[')
			inapp(&c, out);
		else if (first == '\\')
			escape(&c);
		else if (c.handset && start)
			word(&c, out);
		else if (ascii_isdigit(first))
			number(&c, out);
		else
			c.at++;
	}
	buf_addspan(out, span_from(agent, c.done));
}

void
reduce_part(struct span part, bool handset, struct buf *out)
{
	reduce((struct cursor){ part, 0, 0, 0, 0, handset, true }, out);
}

void
reduce_put(struct span agent, struct buf *out)
{
	reduce((struct cursor){ agent, 0, 0, 0, 0, handset_is(agent), false },
	    out);
}
