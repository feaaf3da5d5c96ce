/* SPDX-License-Identifier: ISC */
#include "model/hit.h"

#include "base/ascii.h"

static const char *const kinds[KIND_COUNT] = {
	[KIND_EMAIL] = "email",
	[KIND_PHONE] = "phone",
	[KIND_IP] = "ip",
	[KIND_CARD] = "card",
	[KIND_IBAN] = "iban",
	[KIND_TOKEN] = "token",
	[KIND_IDENTITY] = "identity",
	[KIND_CONTACT] = "contact",
	[KIND_LOCATION] = "location",
	[KIND_BIRTH] = "birth",
	[KIND_PAYMENT] = "payment",
	[KIND_GOVERNMENT] = "government",
	[KIND_HEALTH] = "health",
	[KIND_CREDENTIAL] = "credential",
	[KIND_SESSION] = "session",
	[KIND_DEVICE] = "device",
	[KIND_CLICK] = "click",
	[KIND_SEARCH] = "search",
	[KIND_VALUE] = "value",
};

static const char *const places[PLACE_COUNT] = {
	[PLACE_HOST] = "host",
	[PLACE_USER] = "user",
	[PLACE_REQUEST] = "request",
	[PLACE_PATH] = "path",
	[PLACE_QUERY] = "query",
	[PLACE_REFERER] = "referer",
	[PLACE_AGENT] = "agent",
	[PLACE_COOKIE] = "cookie",
	[PLACE_OTHER] = "other",
};

const char *
hit_kind_name(enum kind k)
{
	return (kinds[k]);
}

bool
hit_kind_parse(struct span name, enum kind *k)
{
	for (int i = 0; i < KIND_COUNT; i++) {
		if (span_eq(name, span_str(kinds[i]))) {
			*k = (enum kind)i;
			return (true);
		}
	}
	return (false);
}

bool
hit_isword(struct span s)
{
	if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}')
		return (false);
	for (size_t i = 1; i < s.n - 1; i++)
		if (!ascii_isalpha(s.p[i]))
			return (false);
	return (true);
}

const char *
hit_place_name(enum place p)
{
	return (places[p]);
}
