/* SPDX-License-Identifier: ISC */
/*
 * Headers of responses: sent_http_NAME, upstream_http_NAME, %{NAME}o,
 * sc(NAME). The server makes them up, but may put into them whom it talks to;
 * and Date and Expires would give away what is left out of the event's time.
 *
 * Source: https://www.iana.org/assignments/http-fields
 */
#include "match/vars_list.h"

#define H(name, class) VAR(name, class, TEXT)

static const struct var rows[] = {
	H("set-cookie", COOKIE),
	H("set-cookie2", COOKIE),
	H("location", URI),
	H("content-location", URI),
	H("content-length", NUMBER),
	H("content-type", TEXT),
	H("content-encoding", WORD),
	H("content-language", TEXT),
	H("content-range", TEXT),
	H("content-security-policy", TEXT),
	H("transfer-encoding", WORD),
	H("accept-ranges", WORD),
	H("age", NUMBER),
	H("allow", TEXT),
	H("alt-svc", TEXT),
	H("cache-control", TEXT),
	H("connection", WORD),
	H("keep-alive", TEXT),
	H("pragma", TEXT),
	H("last-modified", TEXT),
	H("retry-after", TEXT),
	H("server", TEXT),
	H("server-timing", TEXT),
	H("status", TEXT),
	H("strict-transport-security", TEXT),
	H("upgrade", TEXT),
	H("vary", TEXT),
	H("via", TEXT),
	H("x-cache", TEXT),
	H("x-cache-status", WORD),
	H("x-cache-hits", NUMBER),
	H("x-proxy-cache", WORD),
	H("x-cache-enabled", WORD),
	H("cf-cache-status", WORD),
	H("x-content-type-options", WORD),
	H("x-frame-options", TEXT),
	H("x-xss-protection", TEXT),
	H("x-powered-by", TEXT),
	H("x-runtime", NUMBER),
	H("x-response-time", TEXT),
	H("x-accel-buffering", WORD),
	H("x-accel-expires", NUMBER),
	H("x-accel-redirect", PATH),
	H("x-sendfile", PATH),
	/* These name the answer, its reader, or when it was given. */
	H("date", OPAQUE),
	H("expires", OPAQUE),
	H("etag", TOKEN),
	H("x-request-id", TOKEN),
	H("request-id", TOKEN),
	H("x-correlation-id", TOKEN),
	H("x-trace-id", TOKEN),
	H("traceparent", TOKEN),
	H("x-varnish", TOKEN),
	H("x-amz-cf-id", TOKEN),
	H("x-amz-request-id", TOKEN),
	H("cf-ray", TOKEN),
	H("x-remote-user", USER),
	H("x-user", USER),
	H("x-user-id", USER),
	H("x-username", USER),
	H("x-auth-user", USER),
};

const struct vars_list *
vars_response(void)
{
	static const struct vars_list list = VARS_LIST(rows);

	return (&list);
}
