/* SPDX-License-Identifier: ISC */
#include "app/role.h"

#include <stdint.h>

/* Fields whose class does not say it; the first row that fits counts. */
static const struct {
	const char *format; /* NULL: of any */
	const char *name;
	enum role role;
} names[] = {
	{ NULL, "%l", ROLE_OTHER },
	{ NULL, "%A", ROLE_OTHER },
	{ NULL, "server_addr", ROLE_OTHER },
	{ NULL, "%b", ROLE_BYTES },
	{ NULL, "%B", ROLE_BYTES },
	{ NULL, "%O", ROLE_BYTES },
	{ NULL, "body_bytes_sent", ROLE_BYTES },
	{ NULL, "bytes_sent", ROLE_BYTES },
	{ NULL, "bytes", ROLE_BYTES },
	{ NULL, "size", ROLE_BYTES },
	{ NULL, "sent", ROLE_BYTES },
	{ NULL, "/size", ROLE_BYTES },
	{ NULL, "/bytes_sent", ROLE_BYTES },
	{ NULL, "/DownstreamContentSize", ROLE_BYTES },
	{ NULL, "/EdgeResponseBytes", ROLE_BYTES },
	{ NULL, "%T", ROLE_SECONDS },
	{ NULL, "%{s}T", ROLE_SECONDS },
	{ NULL, "%{ms}T", ROLE_MILLIS },
	{ NULL, "%{us}T", ROLE_MICROS },
	{ NULL, "%D", ROLE_MICROS },
	{ NULL, "request_time", ROLE_SECONDS },
	{ "aws-alb", "response_time", ROLE_OTHER },
	{ "aws-s3", "size", ROLE_OTHER },
	{ "aws-s3", "total_time", ROLE_MILLIS },
	{ "caddy", "/duration", ROLE_SECONDS },
	{ "envoy", "duration", ROLE_MILLIS },
	{ "envoy-json", "/duration", ROLE_MILLIS },
	{ "squid", "elapsed", ROLE_MILLIS },
	{ "squid", "result", ROLE_RESULT },
	{ "traefik", "duration", ROLE_MILLIS },
	{ NULL, "upstream_cache_status", ROLE_CACHE },
	{ NULL, "/CacheCacheStatus", ROLE_CACHE },
	{ NULL, "ssl_protocol", ROLE_TLS },
	{ NULL, "%{SSL_PROTOCOL}x", ROLE_TLS },
	{ NULL, "/ClientSSLProtocol", ROLE_TLS },
	{ NULL, "/TLSVersion", ROLE_TLS },
	{ NULL, "ssl_cipher", ROLE_CIPHER },
	{ NULL, "%{SSL_CIPHER}x", ROLE_CIPHER },
	{ NULL, "/ClientSSLCipher", ROLE_CIPHER },
	{ NULL, "/TLSCipher", ROLE_CIPHER },
	{ NULL, "sent_http_content_type", ROLE_MIME },
	{ NULL, "%{Content-Type}o", ROLE_MIME },
	{ NULL, "/resp_headers/Content-Type", ROLE_MIME },
	{ NULL, "/EdgeResponseContentType", ROLE_MIME },
	{ NULL, "upstream_addr", ROLE_OTHER },
	{ "envoy", "upstream", ROLE_OTHER },
	{ NULL, "/upstream_host", ROLE_OTHER },
	{ NULL, "/upstream_local_address", ROLE_OTHER },
	{ NULL, "/downstream_local_address", ROLE_OTHER },
	{ NULL, "/ServiceAddr", ROLE_OTHER },
	{ NULL, "/ClientAddr", ROLE_OTHER }, /* /ClientHost and a port */
	{ "nginx-proxy-manager", "server", ROLE_OTHER },
	{ "nginx-error", NULL, ROLE_OTHER },
	{ NULL, "upstream_status", ROLE_OTHER },
	{ NULL, "/OriginStatus", ROLE_OTHER },
	{ NULL, "/OriginResponseStatus", ROLE_OTHER },
	{ NULL, "/RequestScheme", ROLE_OTHER },
	{ NULL, "/ClientRequestScheme", ROLE_OTHER },
	{ NULL, "/request/headers/Host", ROLE_OTHER },
};

static const enum role of_class[CLASS_COUNT] = {
	[CLASS_IP] = ROLE_HOST,
	[CLASS_IPLIST] = ROLE_HOSTLIST,
	[CLASS_USER] = ROLE_USER,
	[CLASS_TIME] = ROLE_TIME,
	[CLASS_REQUEST] = ROLE_REQUEST,
	[CLASS_URI] = ROLE_URI,
	[CLASS_PATH] = ROLE_PATH,
	[CLASS_QUERY] = ROLE_QUERY,
	[CLASS_REFERER] = ROLE_REFERER,
	[CLASS_AGENT] = ROLE_AGENT,
	[CLASS_VHOST] = ROLE_VHOST,
	[CLASS_METHOD] = ROLE_METHOD,
	[CLASS_PROTOCOL] = ROLE_PROTOCOL,
	[CLASS_STATUS] = ROLE_STATUS,
};

enum role
role_of(struct span format, const struct field *f)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((names[i].format == NULL ||
			span_eq(format, span_str(names[i].format))) &&
		    (names[i].name == NULL ||
			span_eq(f->name, span_str(names[i].name))))
			return (names[i].role);
	return (of_class[f->class]);
}

#define ONE(role) (UINT32_C(1) << (role))
#define PARTS \
	(ONE(ROLE_METHOD) | ONE(ROLE_URI) | ONE(ROLE_PATH) | ONE(ROLE_QUERY) | \
	    ONE(ROLE_PROTOCOL))
#define TAKEN (ONE(ROLE_SECONDS) | ONE(ROLE_MILLIS) | ONE(ROLE_MICROS))

/* The roles that ${all} of a line leave no room for. */
static uint32_t
displaced(uint32_t all)
{
	uint32_t out = 0;

	if ((all & ONE(ROLE_HOST)) != 0)
		out |= ONE(ROLE_HOSTLIST);
	if ((all & ONE(ROLE_REQUEST)) != 0)
		out |= PARTS;
	if ((all & ONE(ROLE_URI)) != 0)
		out |= ONE(ROLE_PATH) | ONE(ROLE_QUERY);
	return (out);
}

void
role_choose(struct span format, const struct field *const *f, enum role *roles,
    size_t n)
{
	uint32_t all = 0, used;

	for (size_t i = 0; i < n; i++) {
		roles[i] = f[i] == NULL ? ROLE_OTHER : role_of(format, f[i]);
		all |= ONE(roles[i]);
	}
	used = displaced(all);
	for (size_t i = 0; i < n; i++) {
		const uint32_t one = ONE(roles[i]);

		if ((used & one) != 0)
			roles[i] = ROLE_OTHER;
		else if (roles[i] != ROLE_OTHER)
			used |= (one & TAKEN) != 0 ? TAKEN : one;
	}
}
