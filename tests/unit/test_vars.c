/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "match/vars.h"
#include "unit/guard.h"

static const struct {
	enum dialect dialect;
	const char *name;
	enum class class;
	enum shape shape;
} cases[] = {
	{ DIALECT_NGINX, "remote_addr", CLASS_IP, SHAPE_WORD },
	{ DIALECT_NGINX, "proxy_protocol_addr", CLASS_IP, SHAPE_WORD },
	{ DIALECT_NGINX, "server_addr", CLASS_IP, SHAPE_WORD },
	{ DIALECT_NGINX, "binary_remote_addr", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "upstream_addr", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_x_forwarded_for", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_fastly_client_ip", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_user_agent", CLASS_AGENT, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_referer", CLASS_REFERER, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_host", CLASS_VHOST, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_authorization", CLASS_TOKEN, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_if_none_match", CLASS_TOKEN, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_cookie", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_accept_language", CLASS_TEXT, SHAPE_TEXT },
	{ DIALECT_NGINX, "http_x_anything", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "http2", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "sent_http_content_type", CLASS_TEXT, SHAPE_TEXT },
	{ DIALECT_NGINX, "sent_http_set_cookie", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_NGINX, "sent_http_location", CLASS_URI, SHAPE_TEXT },
	{ DIALECT_NGINX, "upstream_http_x_user", CLASS_USER, SHAPE_TEXT },
	{ DIALECT_NGINX, "sent_http_etag", CLASS_TOKEN, SHAPE_TEXT },
	{ DIALECT_NGINX, "cookie_session", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_NGINX, "arg_email", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "request_body", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "request_filename", CLASS_PATH, SHAPE_TEXT },
	{ DIALECT_NGINX, "ssl_protocol", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "ssl_cipher", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "ssl_ciphers", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "ssl_session_id", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_NGINX, "ssl_client_s_dn", CLASS_USER, SHAPE_TEXT },
	{ DIALECT_NGINX, "ssl_client_serial", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_NGINX, "ssl_client_escaped_cert", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "geoip_country_code", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "geoip2_data_country_iso_code", CLASS_WORD,
	    SHAPE_WORD },
	{ DIALECT_NGINX, "geoip_city", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "geoip_latitude", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "geoip_postal_code", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "uid_got", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_NGINX, "request_id", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_NGINX, "otel_trace_id", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_NGINX, "upstream_cache_status", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "upstream_status", CLASS_NUMBER, SHAPE_NUMBERS },
	{ DIALECT_NGINX, "tcpinfo_rtt", CLASS_NUMBER, SHAPE_NUMBER },
	{ DIALECT_NGINX, "pipe", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_NGINX, "jwt_claim_email", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_NGINX, "my_own_map", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "h", CLASS_IP, SHAPE_WORD },
	{ DIALECT_APACHE, "a", CLASS_IP, SHAPE_WORD },
	{ DIALECT_APACHE, "{c}a", CLASS_IP, SHAPE_WORD },
	{ DIALECT_APACHE, "A", CLASS_IP, SHAPE_WORD },
	{ DIALECT_APACHE, "u", CLASS_USER, SHAPE_TEXT },
	{ DIALECT_APACHE, "U", CLASS_PATH, SHAPE_TEXT },
	{ DIALECT_APACHE, "{REFERER}i", CLASS_REFERER, SHAPE_TEXT },
	{ DIALECT_APACHE, "{x-forwarded-for}i", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_APACHE, "{X-Own}i", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{Set-Cookie}o", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{X}^ti", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{sid}C", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{UNIQUE_ID}e", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_APACHE, "{HTTP_USER_AGENT}e", CLASS_AGENT, SHAPE_TEXT },
	{ DIALECT_APACHE, "{OWN}e", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{SSL_PROTOCOL}x", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_APACHE, "{SSL_CLIENT_S_DN_CN}x", CLASS_USER, SHAPE_TEXT },
	{ DIALECT_APACHE, "{SSL_CLIENT_CERT}x", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{cookie}n", CLASS_COOKIE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{note}n", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{ms}T", CLASS_NUMBER, SHAPE_NUMBER },
	{ DIALECT_APACHE, "{remote}p", CLASS_NUMBER, SHAPE_NUMBER },
	{ DIALECT_APACHE, "{hextid}P", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_APACHE, "X", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_APACHE, "R", CLASS_WORD, SHAPE_WORD },
	{ DIALECT_APACHE, "f", CLASS_PATH, SHAPE_TEXT },
	{ DIALECT_APACHE, "L", CLASS_TOKEN, SHAPE_WORD },
	{ DIALECT_APACHE, "^FB", CLASS_NUMBER, SHAPE_NUMBER },
	{ DIALECT_APACHE, "^FU", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_HEADER, "X-Real-IP", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_HEADER, "x_real_ip", CLASS_IPLIST, SHAPE_TEXT },
	{ DIALECT_HEADER, "X-B3-TraceId", CLASS_TOKEN, SHAPE_TEXT },
	{ DIALECT_HEADER, "Own", CLASS_OPAQUE, SHAPE_TEXT },
};

Test(vars, classes)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct field f = { .class = CLASS_COUNT };

		vars_find(cases[i].dialect, guard_str(cases[i].name), &f);
		cr_expect(f.class == cases[i].class &&
			f.shape == cases[i].shape,
		    "%s is %s", cases[i].name, class_name(f.class));
	}
}

static const struct {
	const char *name;
	enum timespelling time;
	const char *layout;
} times[] = {
	{ "t", TIME_CLF, "" },
	{ "{}t", TIME_CLF, "" },
	{ "{sec}t", TIME_EPOCH, "" },
	{ "{msec}t", TIME_MSEC, "" },
	{ "{end:usec}t", TIME_USEC, "" },
	{ "{begin:sec}t", TIME_EPOCH, "" },
	{ "{msec_frac}t", TIME_LAYOUT, "%f" },
	{ "{%d/%b/%Y %T}t", TIME_LAYOUT, "%d/%b/%Y %T" },
	{ "{begin:%T}t", TIME_LAYOUT, "%T" },
	{ "{end:%F}t", TIME_LAYOUT, "%F" },
};

Test(vars, times_of_apache)
{
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct field f = { .class = CLASS_COUNT };

		vars_find(DIALECT_APACHE, guard_str(times[i].name), &f);
		cr_expect(f.class == CLASS_TIME && f.time == times[i].time,
		    "%s", times[i].name);
		cr_expect(span_eq(f.layout, span_str(times[i].layout)), "%s",
		    times[i].name);
	}
}

/* A client's words are none of the server's, which are kept. */
Test(vars, no_header_of_a_request_is_a_word)
{
	static const char *const names[] = { "accept", "te", "range", "dnt",
		"content-type", "x-forwarded-proto", "sec-fetch-mode" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct field f = { .class = CLASS_COUNT };

		vars_find(DIALECT_HEADER, span_str(names[i]), &f);
		cr_expect(f.class != CLASS_WORD && f.class != CLASS_VHOST, "%s",
		    names[i]);
	}
}
