/* SPDX-License-Identifier: ISC */
#include "match/knownnames.h"

struct row {
	const char *name;
	enum class class;
	enum shape shape;
	const char *layout; /* of a time; NULL: any spelling */
	bool spare;
};

#define NAME(name, class, shape) \
	{ \
		name, CLASS_##class, SHAPE_##shape, NULL, false \
	}
#define TIME(name) \
	{ \
		name, CLASS_TIME, SHAPE_TIME, NULL, false \
	}
#define LAYOUT(name, layout) \
	{ \
		name, CLASS_TIME, SHAPE_TIME, layout, false \
	}
#define SPARE(name, layout) \
	{ \
		name, CLASS_TIME, SHAPE_TIME, layout, true \
	}
/* A date and a time next to each other, with what may stand between them. */
#define BOTH(name) \
	LAYOUT(name, "%Y-%m-%d %H:%M:%S"), LAYOUT(name, "%Y-%m-%d\t%H:%M:%S"), \
	    LAYOUT(name, "%Y-%m-%d %H:%M:%S.%f"), \
	    LAYOUT(name, "%Y-%m-%d\t%H:%M:%S.%f"), \
	    LAYOUT(name, "%Y-%m-%d\" \"%H:%M:%S"), \
	    LAYOUT(name, "%Y-%m-%d\"\t\"%H:%M:%S")

static const struct row w3c[] = {
	BOTH("date time"),
	BOTH("date-local time-local"),
	LAYOUT("date", "%Y-%m-%d"),
	LAYOUT("date-local", "%Y-%m-%d"),
	NAME("c-ip", IP, WORD),
	NAME("cs-ip", IP, WORD),
	NAME("s-ip", IPLIST, WORD),
	NAME("c-dns", IP, WORD),
	NAME("c-port", NUMBER, NUMBER),
	NAME("s-port", NUMBER, NUMBER),
	NAME("s-dns", VHOST, TEXT),
	NAME("s-computername", VHOST, TEXT),
	NAME("s-sitename", WORD, TEXT),
	NAME("c-auth-id", USER, TEXT),
	NAME("cs-auth-id", USER, TEXT),
	NAME("cs-username", USER, TEXT),
	NAME("cs-method", METHOD, METHOD),
	NAME("cs-uri", URI, TEXT),
	NAME("cs-uri-stem", PATH, TEXT),
	NAME("cs-uri-query", QUERY, TEXT),
	NAME("cs-host", VHOST, TEXT),
	NAME("cs-version", PROTOCOL, PROTOCOL),
	NAME("cs-protocol", PROTOCOL, PROTOCOL),
	NAME("cs-protocol-version", PROTOCOL, PROTOCOL),
	NAME("cs(Host)", VHOST, TEXT),
	NAME("cs(User-Agent)", AGENT, TEXT),
	NAME("cs(Referer)", REFERER, TEXT),
	NAME("cs(Referrer)", REFERER, TEXT),
	NAME("cs(Cookie)", COOKIE, TEXT),
	NAME("cs(X-Forwarded-For)", IPLIST, TEXT),
	NAME("cs(X-Real-IP)", IPLIST, TEXT),
	NAME("cs(CF-Connecting-IP)", IPLIST, TEXT),
	NAME("cs(True-Client-IP)", IPLIST, TEXT),
	NAME("x-forwarded-for", IPLIST, TEXT),
	NAME("OriginalIP", IPLIST, TEXT),
	NAME("sc-status", STATUS, STATUS),
	NAME("sc-substatus", NUMBER, NUMBER),
	NAME("sc-win32-status", NUMBER, NUMBER),
	NAME("sc-bytes", NUMBER, NUMBER),
	NAME("cs-bytes", NUMBER, NUMBER),
	NAME("bytes", NUMBER, NUMBER),
	NAME("cached", NUMBER, NUMBER),
	NAME("time-taken", NUMBER, NUMBER),
	NAME("TimeTakenMS", NUMBER, NUMBER),
	NAME("streamid", NUMBER, NUMBER),
	NAME("s-siteid", NUMBER, NUMBER),
	NAME("s-reason", WORD, TEXT),
	NAME("s-queuename", WORD, TEXT),
	NAME("x-edge-location", WORD, TEXT),
	NAME("x-edge-result-type", WORD, TEXT),
	NAME("x-edge-response-result-type", WORD, TEXT),
	NAME("x-edge-detailed-result-type", WORD, TEXT),
	NAME("x-edge-request-id", TOKEN, TEXT),
	NAME("x-host-header", VHOST, TEXT),
	NAME("ssl-protocol", WORD, TEXT),
	NAME("ssl-cipher", WORD, TEXT),
	NAME("fle-status", WORD, TEXT),
	NAME("fle-encrypted-fields", NUMBER, NUMBER),
	NAME("time-to-first-byte", NUMBER, NUMBER),
	NAME("sc-content-type", TEXT, TEXT),
	NAME("sc-content-len", NUMBER, NUMBER),
	NAME("sc-range-start", NUMBER, NUMBER),
	NAME("sc-range-end", NUMBER, NUMBER),
	NAME("cs-vid", TOKEN, TEXT),
	NAME("cs-sessionid", TOKEN, TEXT),
	NAME("cs-clappsig", TOKEN, TEXT),
	NAME("s-externalid", TOKEN, TEXT),
	NAME("cs-clapp", TEXT, TEXT),
	NAME("cs-browsertype", TEXT, TEXT),
	NAME("s-caip", IPLIST, TEXT),
	NAME("s-xff", IPLIST, TEXT),
	NAME("s-suid", NUMBER, NUMBER),
	NAME("cs-countrycode", WORD, TEXT),
	NAME("sc-action", WORD, TEXT),
	NAME("sc-comment", TEXT, TEXT),
	NAME("crypt-protocol", WORD, TEXT),
	NAME("crypt-cipher", WORD, TEXT),
	NAME("crypt-hash", WORD, TEXT),
	NAME("crypt-keyexchange", WORD, TEXT),
	NAME("x-edge-mqcs", TOKEN, TEXT),
	NAME("origin-fbl", NUMBER, NUMBER),
	NAME("origin-lbl", NUMBER, NUMBER),
	NAME("c-country", WORD, TEXT),
	NAME("c-ip-version", WORD, TEXT),
	NAME("asn", OPAQUE, TEXT),
	NAME("cache-behavior-path-pattern", TEXT, TEXT),
	NAME("primary-distribution-id", WORD, TEXT),
	NAME("primary-distribution-dns-name", VHOST, TEXT),
	NAME("sr-reason", WORD, TEXT),
	NAME("cs-user-agent", AGENT, TEXT),
	NAME("cs-referer", REFERER, TEXT),
	NAME("cs-cookie", COOKIE, TEXT),
	NAME("cs-accept", TEXT, TEXT),
	NAME("cs-accept-encoding", TEXT, TEXT),
	NAME("cs-headers", OPAQUE, TEXT),
	NAME("cs-header-names", OPAQUE, TEXT),
	NAME("cs-headers-count", NUMBER, NUMBER),
	NAME("cmcd-session-id", TOKEN, TEXT),
	NAME("x-event", WORD, TEXT),
	NAME("x-cf-status", WORD, TEXT),
	NAME("x-cf-client-id", TOKEN, TEXT),
	NAME("c-user-agent", AGENT, TEXT),
	NAME("c-referrer", REFERER, TEXT),
	NAME("x-page-url", REFERER, TEXT),
	NAME("x-sname", PATH, TEXT),
	NAME("x-sname-query", QUERY, TEXT),
	NAME("x-file-ext", WORD, TEXT),
	NAME("x-sid", NUMBER, NUMBER),
	NAME("cs-js-support", WORD, TEXT),
	NAME("cs-co-support", WORD, TEXT),
	NAME("s-capsupport", WORD, TEXT),
	NAME("s-accountname", TEXT, TEXT),
	NAME("s-tag", WORD, TEXT),
	NAME("cs-rule", TEXT, TEXT),
	NAME("cs-severity", TEXT, TEXT),
	NAME("cs-attacktype", TEXT, TEXT),
	NAME("cs-attackid", TEXT, TEXT),
	NAME("s-rulename", TEXT, TEXT),
	SPARE("timestamp(ms)", NULL),
	/* What may be known of a line beside when it was. */
	SPARE("time", "%H:%M:%S"),
	SPARE("time", "%H:%M:%S.%f"),
	SPARE("time-local", "%H:%M:%S"),
	SPARE("time-local", "%H:%M:%S.%f"),
	SPARE("cs-start", NULL),
	SPARE("cs-end", NULL),
	/* Of a header line; a column cannot be called so. */
	SPARE("#date", "%Y-%m-%d %H:%M:%S"),
	SPARE("#date", "%Y-%m-%d %H:%M:%S.%f"),
	SPARE("#date", "%d/%b/%Y %H:%M:%S"),
	NAME("#", TEXT, TEXT),
};

static const struct row ltsv[] = {
	TIME("time"),
	TIME("time_local"),
	TIME("time_iso8601"),
	TIME("datetime"),
	TIME("timestamp"),
	TIME("msec"),
	TIME("epoch"),
	NAME("host", IP, WORD),
	NAME("remote_addr", IP, WORD),
	NAME("remote_host", IP, WORD),
	NAME("remotehost", IP, WORD),
	NAME("client_ip", IP, WORD),
	NAME("ip", IP, WORD),
	NAME("clientip", IP, WORD),
	NAME("realip_remote_addr", IP, WORD),
	NAME("forwardedfor", IPLIST, TEXT),
	NAME("x_forwarded_for", IPLIST, TEXT),
	NAME("http_x_forwarded_for", IPLIST, TEXT),
	NAME("xff", IPLIST, TEXT),
	NAME("upstream_addr", IPLIST, TEXT),
	NAME("ident", USER, TEXT),
	NAME("user", USER, TEXT),
	NAME("remote_user", USER, TEXT),
	NAME("remote_logname", USER, TEXT),
	NAME("req", REQUEST, TEXT),
	NAME("request", REQUEST, TEXT),
	NAME("method", METHOD, METHOD),
	NAME("request_method", METHOD, METHOD),
	NAME("uri", URI, TEXT),
	NAME("request_uri", URI, TEXT),
	NAME("path", PATH, TEXT),
	NAME("query", QUERY, TEXT),
	NAME("args", QUERY, TEXT),
	NAME("protocol", PROTOCOL, PROTOCOL),
	NAME("server_protocol", PROTOCOL, PROTOCOL),
	NAME("scheme", PROTOCOL, METHOD),
	NAME("status", STATUS, STATUS),
	NAME("size", NUMBER, NUMBER),
	NAME("body_bytes_sent", NUMBER, NUMBER),
	NAME("bytes_sent", NUMBER, NUMBER),
	NAME("reqsize", NUMBER, NUMBER),
	NAME("request_length", NUMBER, NUMBER),
	NAME("referer", REFERER, TEXT),
	NAME("referrer", REFERER, TEXT),
	NAME("http_referer", REFERER, TEXT),
	NAME("ua", AGENT, TEXT),
	NAME("user_agent", AGENT, TEXT),
	NAME("http_user_agent", AGENT, TEXT),
	NAME("vhost", VHOST, TEXT),
	NAME("server", VHOST, TEXT),
	NAME("server_name", VHOST, TEXT),
	NAME("http_host", VHOST, TEXT),
	NAME("cookie", COOKIE, TEXT),
	NAME("http_cookie", COOKIE, TEXT),
	NAME("reqtime", NUMBER, NUMBER),
	NAME("request_time", NUMBER, NUMBER),
	NAME("reqtime_microsec", NUMBER, NUMBER),
	NAME("taken_sec", NUMBER, NUMBER),
	NAME("apptime", NUMBER, NUMBERS),
	NAME("upstream_response_time", NUMBER, NUMBERS),
	NAME("runtime", NUMBER, NUMBERS),
	NAME("cache", WORD, TEXT),
	NAME("pid", NUMBER, NUMBER),
	NAME("request_id", TOKEN, TEXT),
};

bool
knownnames_at(enum knowndialect dialect, size_t i, struct field *f)
{
	const struct row *rows = dialect == KNOWN_W3C ? w3c : ltsv;
	const size_t n = dialect == KNOWN_W3C ? sizeof(w3c) / sizeof(w3c[0]) :
						sizeof(ltsv) / sizeof(ltsv[0]);

	if (i >= n)
		return (false);
	*f = (struct field){ .name = span_str(rows[i].name),
		.class = rows[i].class,
		.shape = rows[i].shape,
		.spare = rows[i].spare };
	f->time = TIME_ANY;
	if (rows[i].layout != NULL) {
		f->time = TIME_LAYOUT;
		f->layout = span_str(rows[i].layout);
		f->utc = span_find(f->name, SPAN("local")) == f->name.n;
	}
	return (true);
}
