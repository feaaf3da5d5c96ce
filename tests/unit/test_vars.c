/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "match/vars.h"
#include "match/vars_list.h"
#include "unit/guard.h"

/* Does the row called ${row} fit all that ${name} does? */
static bool
covers(const char *row, const char *name)
{
	const struct span pattern = span_str(row);
	const size_t star = span_index(pattern, '*');
	const struct span tail = star < pattern.n ?
	    span_from(pattern, star + 1) :
	    span_make(NULL, 0);

	if (star == pattern.n)
		return (span_caseeq(pattern, span_str(name)));
	return (span_str(name).n >= star + tail.n &&
	    span_caseeq(span_make(row, star), span_make(name, star)) &&
	    span_ends(span_str(name), tail));
}

static const struct {
	enum dialect dialect;
	const char *name;
	enum class class;
	enum shape shape;
} cases[] = {
	{ DIALECT_NGINX, "remote_addr", CLASS_IP, SHAPE_WORD },
	{ DIALECT_NGINX, "proxy_protocol_addr", CLASS_IP, SHAPE_WORD },
	{ DIALECT_NGINX, "server_addr", CLASS_IPLIST, SHAPE_WORD },
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
	{ DIALECT_APACHE, "A", CLASS_IPLIST, SHAPE_WORD },
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
	{ DIALECT_APACHE, "i", CLASS_OPAQUE, SHAPE_TEXT },
	{ DIALECT_APACHE, "{}i", CLASS_OPAQUE, SHAPE_TEXT },
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
	{ "{begin}t", TIME_CLF, "" },
	{ "{end:}t", TIME_CLF, "" },
	{ "{beginmsec}t", TIME_MSEC, "" },
	{ "{beginx}t", TIME_LAYOUT, "beginx" },
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
	const struct vars_list *list = vars_request();

	for (size_t i = 0; i < list->n; i++)
		cr_expect(list->row[i].class != CLASS_WORD &&
			list->row[i].class != CLASS_STATUS &&
			list->row[i].shape == SHAPE_TEXT,
		    "%s", list->row[i].name);
}

/* The first row that fits counts: one that cannot be reached is a mistake. */
Test(vars, every_row_is_found_first)
{
	const struct vars_list *const lists[] = { vars_nginx(), vars_request(),
		vars_response(), vars_environ() };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			for (size_t j = 0; j < k; j++)
				cr_expect(!covers(lists[i]->row[j].name,
					      lists[i]->row[k].name),
				    "%s hides %s", lists[i]->row[j].name,
				    lists[i]->row[k].name);
}

/*
 * The alphabetical index of nginx: whoever leaves one out has to say
 * so. A name that ends in `_` has any rest.
 */
static const char *const varindex[] = { "acme_certificate",
	"acme_certificate_key", "ancient_browser", "arg_", "args",
	"binary_remote_addr", "body_bytes_sent", "bytes_received", "bytes_sent",
	"connection", "connection_requests", "connection_time",
	"connections_active", "connections_reading", "connections_waiting",
	"connections_writing", "content_length", "content_type", "cookie_",
	"date_gmt", "date_local", "document_root", "document_uri",
	"fastcgi_path_info", "fastcgi_script_name", "geoip_area_code",
	"geoip_city", "geoip_city_continent_code", "geoip_city_country_code",
	"geoip_city_country_code3", "geoip_city_country_name",
	"geoip_country_code", "geoip_country_code3", "geoip_country_name",
	"geoip_dma_code", "geoip_latitude", "geoip_longitude", "geoip_org",
	"geoip_postal_code", "geoip_region", "geoip_region_name", "gzip_ratio",
	"host", "hostname", "http2", "http3", "http_", "https",
	"invalid_referer", "is_args", "is_request_port", "jwt_claim_",
	"jwt_header_", "jwt_payload", "limit_conn_status", "limit_rate",
	"limit_req_status", "memcached_key", "modern_browser",
	"mqtt_preread_clientid", "mqtt_preread_username", "msec", "msie",
	"nginx_version", "oidc_access_token", "oidc_claim_", "oidc_id_token",
	"oidc_userinfo", "otel_parent_id", "otel_parent_sampled",
	"otel_span_id", "otel_trace_id", "pid", "pipe", "protocol",
	"proxy_add_x_forwarded_for", "proxy_host", "proxy_port",
	"proxy_protocol_addr", "proxy_protocol_port",
	"proxy_protocol_server_addr", "proxy_protocol_server_port",
	"proxy_protocol_tlv_", "query_string", "realip_remote_addr",
	"realip_remote_port", "realpath_root", "remote_addr", "remote_port",
	"remote_user", "request", "request_body", "request_body_file",
	"request_completion", "request_filename", "request_id",
	"request_length", "request_method", "request_port", "request_time",
	"request_uri", "scheme", "secure_link", "secure_link_expires",
	"sent_http_", "sent_trailer_", "server_addr", "server_name",
	"server_port", "server_protocol", "session_log_binary_id",
	"session_log_id", "session_time", "slice_range", "ssl_alpn_protocol",
	"ssl_cipher", "ssl_ciphers", "ssl_client_cert",
	"ssl_client_escaped_cert", "ssl_client_fingerprint", "ssl_client_i_dn",
	"ssl_client_i_dn_legacy", "ssl_client_raw_cert", "ssl_client_s_dn",
	"ssl_client_s_dn_legacy", "ssl_client_serial", "ssl_client_sigalg",
	"ssl_client_v_end", "ssl_client_v_remain", "ssl_client_v_start",
	"ssl_client_verify", "ssl_curve", "ssl_curves", "ssl_early_data",
	"ssl_preread_alpn_protocols", "ssl_preread_protocol",
	"ssl_preread_server_name", "ssl_protocol", "ssl_server_name",
	"ssl_session_id", "ssl_session_reused", "ssl_sigalg", "status",
	"tcpinfo_rcv_space", "tcpinfo_rtt", "tcpinfo_rttvar",
	"tcpinfo_snd_cwnd", "time_iso8601", "time_local", "uid_got",
	"uid_reset", "uid_set", "upstream_addr", "upstream_bytes_received",
	"upstream_bytes_sent", "upstream_cache_status", "upstream_connect_time",
	"upstream_cookie_", "upstream_first_byte_time", "upstream_header_time",
	"upstream_http_", "upstream_last_server_name", "upstream_queue_time",
	"upstream_response_length", "upstream_response_time",
	"upstream_session_time", "upstream_status", "upstream_trailer_",
	"uri" };

Test(vars, all_of_nginx)
{
	const struct vars_list *list = vars_nginx();

	for (size_t i = 0; i < sizeof(varindex) / sizeof(varindex[0]); i++) {
		bool found = false;

		for (size_t k = 0; k < list->n && !found; k++)
			found = covers(list->row[k].name, varindex[i]);
		cr_expect(found, "%s", varindex[i]);
	}
}
