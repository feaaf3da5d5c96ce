/* SPDX-License-Identifier: ISC */
#include "match/vars.h"

struct var {
	const char *name; /* a `*` at the end stands for any rest */
	enum class class;
	enum shape shape;
	enum timespelling time;
};

#define VAR(name, class, shape) \
	{ \
		name, CLASS_##class, SHAPE_##shape, TIME_CLF \
	}
#define TIME(name, spelling) \
	{ \
		name, CLASS_TIME, SHAPE_TIME, TIME_##spelling \
	}

static const struct var nginx[] = {
	VAR("remote_addr", IP, WORD),
	VAR("realip_remote_addr", IP, WORD),
	VAR("http_x_forwarded_for", IPLIST, TEXT),
	VAR("proxy_add_x_forwarded_for", IPLIST, TEXT),
	VAR("http_x_real_ip", IPLIST, TEXT),
	VAR("http_cf_connecting_ip", IPLIST, TEXT),
	VAR("http_true_client_ip", IPLIST, TEXT),
	VAR("upstream_addr", IPLIST, TEXT),
	VAR("remote_port", NUMBER, NUMBER),
	VAR("remote_user", USER, TEXT),
	TIME("time_local", CLF),
	TIME("time_iso8601", ISO),
	TIME("msec", EPOCH),
	VAR("request", REQUEST, TEXT),
	VAR("request_uri", URI, TEXT),
	VAR("uri", PATH, TEXT),
	VAR("document_uri", PATH, TEXT),
	VAR("args", QUERY, TEXT),
	VAR("query_string", QUERY, TEXT),
	VAR("request_method", METHOD, METHOD),
	VAR("server_protocol", PROTOCOL, PROTOCOL),
	VAR("status", STATUS, STATUS),
	VAR("body_bytes_sent", NUMBER, NUMBER),
	VAR("bytes_sent", NUMBER, NUMBER),
	VAR("request_length", NUMBER, NUMBER),
	VAR("request_time", NUMBER, NUMBER),
	VAR("upstream_response_time", NUMBER, NUMBERS),
	VAR("upstream_connect_time", NUMBER, NUMBERS),
	VAR("upstream_header_time", NUMBER, NUMBERS),
	VAR("upstream_response_length", NUMBER, NUMBERS),
	VAR("upstream_bytes_received", NUMBER, NUMBERS),
	VAR("upstream_bytes_sent", NUMBER, NUMBERS),
	VAR("upstream_status", NUMBER, NUMBERS),
	VAR("connection", NUMBER, NUMBER),
	VAR("connection_requests", NUMBER, NUMBER),
	VAR("connection_time", NUMBER, NUMBER),
	VAR("gzip_ratio", NUMBER, NUMBER),
	VAR("server_port", NUMBER, NUMBER),
	VAR("pid", NUMBER, NUMBER),
	VAR("host", VHOST, HOST),
	VAR("http_host", VHOST, TEXT),
	VAR("server_name", VHOST, HOST),
	VAR("hostname", VHOST, HOST),
	VAR("scheme", PROTOCOL, METHOD),
	VAR("ssl_protocol", OPAQUE, WORD),
	VAR("http_referer", REFERER, TEXT),
	VAR("http_user_agent", AGENT, TEXT),
	VAR("http_cookie", COOKIE, TEXT),
	VAR("cookie_*", COOKIE, TEXT),
	VAR("request_id", TOKEN, WORD),
	VAR("ssl_session_id", TOKEN, WORD),
};

static const struct var apache[] = {
	VAR("h", IP, WORD),
	VAR("a", IP, WORD),
	VAR("{c}a", IP, WORD),
	VAR("{c}h", IP, WORD),
	VAR("{X-Forwarded-For}i", IPLIST, TEXT),
	VAR("{X-Real-IP}i", IPLIST, TEXT),
	VAR("{CF-Connecting-IP}i", IPLIST, TEXT),
	VAR("{True-Client-IP}i", IPLIST, TEXT),
	VAR("l", USER, WORD),
	VAR("u", USER, TEXT),
	TIME("t", CLF),
	TIME("{sec}t", EPOCH),
	TIME("{msec}t", MSEC),
	TIME("{usec}t", USEC),
	VAR("r", REQUEST, TEXT),
	VAR("U", PATH, TEXT),
	VAR("f", PATH, TEXT),
	VAR("q", QUERY, TEXT),
	VAR("m", METHOD, METHOD),
	VAR("H", PROTOCOL, PROTOCOL),
	VAR("s", STATUS, STATUS),
	VAR("b", NUMBER, NUMBER),
	VAR("B", NUMBER, NUMBER),
	VAR("O", NUMBER, NUMBER),
	VAR("I", NUMBER, NUMBER),
	VAR("S", NUMBER, NUMBER),
	VAR("D", NUMBER, NUMBER),
	VAR("T", NUMBER, NUMBER),
	VAR("{s}T", NUMBER, NUMBER),
	VAR("{ms}T", NUMBER, NUMBER),
	VAR("{us}T", NUMBER, NUMBER),
	VAR("k", NUMBER, NUMBER),
	VAR("p", NUMBER, NUMBER),
	VAR("{canonical}p", NUMBER, NUMBER),
	VAR("{local}p", NUMBER, NUMBER),
	VAR("{remote}p", NUMBER, NUMBER),
	VAR("P", NUMBER, NUMBER),
	VAR("{pid}P", NUMBER, NUMBER),
	VAR("{tid}P", NUMBER, NUMBER),
	VAR("v", VHOST, HOST),
	VAR("V", VHOST, HOST),
	VAR("{Host}i", VHOST, TEXT),
	VAR("{Referer}i", REFERER, TEXT),
	VAR("{User-agent}i", AGENT, TEXT),
	VAR("{Cookie}i", COOKIE, TEXT),
	VAR("{*}C", COOKIE, TEXT),
	VAR("{Content-Length}i", NUMBER, NUMBER),
	VAR("{Content-Length}o", NUMBER, NUMBER),
	VAR("L", TOKEN, WORD),
	VAR("{UNIQUE_ID}e", TOKEN, WORD),
};

/* ${pattern} may hold one `*`; header names have no case. */
static bool
fits(struct span name, struct span pattern)
{
	const size_t star = span_index(pattern, '*');
	struct span head, tail;

	if (star == pattern.n)
		return (span_caseeq(name, pattern));
	head = span_make(pattern.p, star);
	tail = span_from(pattern, star + 1);
	return (name.n >= head.n + tail.n && span_starts(name, head) &&
	    span_ends(name, tail));
}

/* One-letter Apache directives differ by case (%u, %U), all else does not. */
static bool
is_var(struct span name, const struct var *v)
{
	const struct span known = span_str(v->name);

	if (name.n == 1 || known.n == 1)
		return (span_eq(name, known));
	return (fits(name, known));
}

void
vars_find(enum escape escape, struct span name, struct field *e)
{
	/* nginx alone has more than one way to escape. */
	const bool is_apache = escape == ESCAPE_APACHE;
	const struct var *table = is_apache ? apache : nginx;
	const size_t n = is_apache ? sizeof(apache) / sizeof(apache[0]) :
				     sizeof(nginx) / sizeof(nginx[0]);

	e->class = CLASS_OPAQUE;
	e->shape = SHAPE_TEXT;
	for (size_t i = 0; i < n; i++) {
		if (is_var(name, &table[i])) {
			e->class = table[i].class;
			e->shape = table[i].shape;
			e->time = table[i].time;
			return;
		}
	}
}
