/* SPDX-License-Identifier: ISC */
#include "model/rule.h"

#include <string.h>

#include "base/addr.h"

#define BIT(action) (1u << ACTION_##action)
#define ADDRESSES \
	(BIT(TRUNCATE) | BIT(NETWORK) | BIT(PSEUDONYM) | BIT(PREFIX) | \
	    BIT(CRYPTOPAN) | BIT(DROP) | BIT(KEEP))
#define ADDRESS_CHOICES \
	"truncate V4BITS V6BITS, network V4BITS V6BITS [country|asn], " \
	"pseudonym, prefix, cryptopan, drop or keep"
#define NAMES (BIT(DROP) | BIT(PSEUDONYM) | BIT(KEEP))
#define NAME_CHOICES "drop, pseudonym or keep"
#define TIMES (BIT(HOUR) | BIT(MINUTE) | BIT(DAY) | BIT(WEEK) | BIT(MONTH))

static const char *const action_names[ACTION_COUNT] = {
	[ACTION_KEEP] = "keep",
	[ACTION_DROP] = "drop",
	[ACTION_TRUNCATE] = "truncate",
	[ACTION_HOUR] = "hour",
	[ACTION_MINUTE] = "minute",
	[ACTION_DAY] = "day",
	[ACTION_WEEK] = "week",
	[ACTION_MONTH] = "month",
	[ACTION_DROP_PERSONAL] = "drop-personal",
	[ACTION_SCRUB] = "scrub",
	[ACTION_ONLY] = "only",
	[ACTION_SAME] = "same",
	[ACTION_ORIGIN] = "origin",
	[ACTION_REDUCE] = "reduce",
	[ACTION_FAMILY] = "family",
	[ACTION_NETWORK] = "network",
	[ACTION_PSEUDONYM] = "pseudonym",
	[ACTION_PREFIX] = "prefix",
	[ACTION_CRYPTOPAN] = "cryptopan",
};

/* DESIGN: what each class may have done to it, and what it gets unasked. */
static const struct {
	enum action byself;
	unsigned allowed;
	const char *choices;
} table[CLASS_COUNT] = {
	[CLASS_IP] = { ACTION_TRUNCATE, ADDRESSES, ADDRESS_CHOICES },
	[CLASS_IPLIST] = { ACTION_TRUNCATE, ADDRESSES, ADDRESS_CHOICES },
	[CLASS_HOST] = { ACTION_DROP, NAMES, NAME_CHOICES },
	[CLASS_USER] = { ACTION_DROP, NAMES, NAME_CHOICES },
	[CLASS_TIME] = { ACTION_HOUR, TIMES | BIT(KEEP),
	    "hour, minute, day, week, month or keep" },
	[CLASS_REQUEST] = { ACTION_KEEP, BIT(KEEP),
	    "keep (see path and query)" },
	[CLASS_URI] = { ACTION_KEEP, BIT(KEEP), "keep (see path and query)" },
	[CLASS_PATH] = { ACTION_SCRUB, BIT(SCRUB) | BIT(KEEP),
	    "scrub or keep" },
	[CLASS_QUERY] = { ACTION_DROP_PERSONAL,
	    BIT(DROP_PERSONAL) | BIT(DROP) | BIT(SCRUB) | BIT(ONLY) | BIT(KEEP),
	    "drop-personal, drop, scrub, only NAME... or keep" },
	[CLASS_REFERER] = { ACTION_SAME, BIT(SAME) | BIT(ORIGIN) | BIT(DROP),
	    "same, origin or drop" },
	[CLASS_AGENT] = { ACTION_REDUCE,
	    BIT(REDUCE) | BIT(FAMILY) | BIT(DROP) | BIT(KEEP),
	    "reduce, family, drop or keep" },
	[CLASS_COOKIE] = { ACTION_DROP, NAMES, NAME_CHOICES },
	[CLASS_TOKEN] = { ACTION_DROP, NAMES, NAME_CHOICES },
	[CLASS_VHOST] = { ACTION_KEEP, BIT(KEEP) | BIT(DROP), "keep or drop" },
	[CLASS_METHOD] = { ACTION_KEEP, BIT(KEEP) | BIT(DROP), "keep or drop" },
	[CLASS_PROTOCOL] = { ACTION_KEEP, BIT(KEEP) | BIT(DROP),
	    "keep or drop" },
	[CLASS_STATUS] = { ACTION_KEEP, BIT(KEEP), "keep" },
	[CLASS_NUMBER] = { ACTION_KEEP, BIT(KEEP) | BIT(DROP), "keep or drop" },
	[CLASS_WORD] = { ACTION_KEEP, BIT(KEEP) | BIT(DROP), "keep or drop" },
	[CLASS_TEXT] = { ACTION_SCRUB, BIT(SCRUB) | BIT(DROP) | BIT(KEEP),
	    "scrub, drop or keep" },
	[CLASS_OPAQUE] = { ACTION_DROP, BIT(DROP), "drop" },
};

struct rule rule_default(enum class c)
{
	struct rule r = { .action = table[c].byself, .class = c };

	if (r.action == ACTION_TRUNCATE) {
		r.bits4 = 16;
		r.bits6 = 32;
	}
	return (r);
}

bool
rule_keyed(const struct rule *r)
{
	return (r->action == ACTION_PSEUDONYM || r->action == ACTION_PREFIX ||
	    r->action == ACTION_CRYPTOPAN);
}

const char *rule_choices(enum class c)
{
	return (table[c].choices);
}

const char *
rule_action_name(enum action a)
{
	return (action_names[a]);
}

static bool
action_parse(struct span name, enum action *action)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		if (span_eq(name, span_str(action_names[i]))) {
			*action = (enum action)i;
			return (true);
		}
	}
	return (false);
}

static const char *
parse_bits(const struct span *args, size_t nargs, struct rule *r)
{
	unsigned long long v4, v6;

	if (nargs == 0) {
		r->bits4 = 16;
		r->bits6 = 32;
		return (NULL);
	}
	if (nargs != 2 || !span_number(args[0], ADDR_V4_BITS, &v4) ||
	    !span_number(args[1], ADDR_V6_BITS, &v6))
		return ("truncate and network take two numbers of bits to "
			"keep, 0 to 32 and 0 to 128");
	r->bits4 = (unsigned)v4;
	r->bits6 = (unsigned)v6;
	return (NULL);
}

static const char
    *const geo_names[] = { [GEO_COUNTRY] = "country", [GEO_ASN] = "asn" };

bool
rule_geo_parse(struct span name, enum geo *geo)
{
	for (enum geo g = GEO_COUNTRY; g <= GEO_ASN; g++) {
		if (span_eq(name, span_str(geo_names[g]))) {
			*geo = g;
			return (true);
		}
	}
	return (false);
}

const char *
rule_geo_name(enum geo g)
{
	return (geo_names[g]);
}

/* network [V4BITS V6BITS] [country|asn] */
static const char *
parse_network(const struct span *args, size_t nargs, struct rule *r)
{
	r->geo = GEO_COUNTRY;
	if (nargs % 2 == 1 && !rule_geo_parse(args[--nargs], &r->geo))
		return ("network keeps the country or the asn");
	return (parse_bits(args, nargs, r));
}

static const char *
parse_names(const struct span *args, size_t nargs, struct arena *a,
    struct rule *r)
{
	struct span *names;

	if (nargs == 0)
		return ("only takes the names of the parameters that stay");
	if ((names = arena_alloc(a, nargs * sizeof(*names))) == NULL)
		return ("out of memory");
	for (size_t i = 0; i < nargs; i++)
		if ((names[i] = arena_dup(a, args[i])).p == NULL)
			return ("out of memory");
	r->names = names;
	r->nnames = nargs;
	return (NULL);
}

static const char *
parse_args(const struct span *args, size_t nargs, struct arena *a,
    struct rule *r)
{
	switch (r->action) {
	case ACTION_TRUNCATE:
		return (parse_bits(args, nargs, r));
	case ACTION_NETWORK:
		return (parse_network(args, nargs, r));
	case ACTION_ONLY:
		return (parse_names(args, nargs, a, r));
	default:
		return (nargs > 0 ? "this action takes no argument" : NULL);
	}
}

const char *
rule_parse(enum class c, const struct span *args, size_t nargs, struct arena *a,
    struct rule *r)
{
	struct rule new = { .class = c, .ordered = true };
	const char *wrong;

	if (nargs == 0 || !action_parse(args[0], &new.action) ||
	    (table[c].allowed & 1u << new.action) == 0)
		return (table[c].choices);
	wrong = parse_args(args + 1, nargs - 1, a, &new);
	if (wrong == NULL)
		*r = new;
	return (wrong);
}
