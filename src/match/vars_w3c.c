/* SPDX-License-Identifier: ISC */
/*
 * Columns of W3C extended logs. Delimiters tell the columns apart, and a value
 * may be missing in more ways than one (`-`, nothing, 000): shapes are open,
 * and what should be a number is checked when it is copied.
 *
 * IIS writes a blank in a value as `+`, CloudFront percent-encodes it. Columns
 * that both have are taken for those of IIS.
 *
 * Source: https://www.w3.org/TR/WD-logfile.html;
 *         learn.microsoft.com, "W3C Logging" of IIS and of HTTP.sys;
 *         Amazon CloudFront Developer Guide, "Standard logging reference" and
 *         "Use real-time access logs";
 *         docs.imperva.com, "Log File Structure"
 */
#include "match/vars_list.h"

/* A word, or a number, of the server's own. */
#define WORD(name) VAR(name, WORD, WORD)
#define NUMBER(name) VAR(name, NUMBER, WORD)

static const struct var rows[] = {
	/* The draft and IIS */
	VAR_LAYOUT("date", "%Y-%m-%d"),
	VAR_LAYOUT("time", "%H:%M:%S"),
	VAR_LAYOUT("date-local", "%Y-%m-%d"),
	VAR_LAYOUT("time-local", "%H:%M:%S"),
	VAR("c-ip", IP, WORD),
	VAR("c-dns", IP, WORD), /* a name, where an address should be */
	NUMBER("c-port"),
	VAR("c-auth-id", USER, TEXT),
	VAR("cs-auth-id", USER, TEXT),
	VAR("cs-username", USER, TEXT),
	VAR("s-ip", IP, WORD),
	VAR("s-dns", VHOST, WORD),
	VAR("s-computername", VHOST, WORD),
	NUMBER("s-port"),
	WORD("s-sitename"),
	VAR("cs-method", METHOD, WORD),
	VAR("cs-uri", URI, TEXT),
	VAR("cs-uri-stem", PATH, TEXT),
	VAR("cs-uri-query", QUERY, TEXT),
	VAR("cs-host", VHOST, TEXT),
	VAR("cs-version", PROTOCOL, WORD),
	VAR("sc-status", STATUS, WORD),
	VAR("sc-comment", TEXT, TEXT),
	NUMBER("sc-substatus"),
	NUMBER("sc-win32-status"),
	NUMBER("sc-bytes"),
	NUMBER("cs-bytes"),
	NUMBER("bytes"),
	NUMBER("cached"),
	NUMBER("time-taken"),
	NUMBER("timetakenms"),
	NUMBER("streamid"),
	WORD("crypt-protocol"),
	WORD("crypt-cipher"),
	WORD("crypt-hash"),
	WORD("crypt-keyexchange"),
	VAR_CODED("originalip", IPLIST, TEXT, PLUS),
	VAR_CODED("x-forwarded-for", IPLIST, TEXT, PLUS),
	VAR_HEADERS("cs(*)", REQUEST, PLUS),
	VAR_HEADERS("sc(*)", RESPONSE, PLUS),
	VAR_HEADERS("rs(*)", RESPONSE, PLUS),
	/* CloudFront */
	VAR_TIME("timestamp", EPOCH),
	VAR_TIME("timestamp(ms)", MSEC),
	WORD("x-edge-location"),
	WORD("x-edge-result-type"),
	WORD("x-edge-response-result-type"),
	WORD("x-edge-detailed-result-type"),
	VAR("x-edge-request-id", TOKEN, WORD),
	VAR("x-edge-mqcs", TOKEN, WORD),
	VAR("x-host-header", VHOST, TEXT),
	WORD("cs-protocol"),
	VAR("cs-protocol-version", PROTOCOL, WORD),
	WORD("ssl-protocol"),
	WORD("ssl-cipher"),
	WORD("fle-status"),
	NUMBER("fle-encrypted-fields"),
	NUMBER("time-to-first-byte"),
	NUMBER("origin-fbl"),
	NUMBER("origin-lbl"),
	VAR_CODED("sc-content-type", TEXT, TEXT, PERCENT),
	NUMBER("sc-content-len"),
	NUMBER("sc-range-start"),
	NUMBER("sc-range-end"),
	WORD("c-country"),
	WORD("c-ip-version"),
	VAR("asn", OPAQUE, TEXT), /* it may name the visitor's employer */
	VAR("cache-behavior-path-pattern", TEXT, TEXT),
	WORD("primary-distribution-id"),
	VAR("primary-distribution-dns-name", VHOST, TEXT),
	WORD("sr-reason"),
	VAR_CODED("cs-user-agent", AGENT, TEXT, PERCENT),
	VAR_CODED("cs-referer", REFERER, TEXT, PERCENT),
	VAR_CODED("cs-cookie", COOKIE, TEXT, PERCENT),
	VAR_CODED("cs-accept", TEXT, TEXT, PERCENT),
	VAR_CODED("cs-accept-encoding", TEXT, TEXT, PERCENT),
	VAR("cs-headers", OPAQUE, TEXT),
	VAR("cs-header-names", OPAQUE, TEXT), /* a fingerprint */
	NUMBER("cs-headers-count"),
	VAR("cmcd-session-id", TOKEN, TEXT),
	VAR("cmcd-content-id", OPAQUE, TEXT),
	WORD("x-event"),
	WORD("x-cf-status"),
	VAR("x-cf-client-id", TOKEN, WORD),
	VAR_CODED("c-user-agent", AGENT, TEXT, PERCENT),
	VAR_CODED("c-referrer", REFERER, TEXT, PERCENT),
	VAR_CODED("x-page-url", REFERER, TEXT, PERCENT),
	VAR("x-sname", PATH, TEXT),
	VAR("x-sname-query", QUERY, TEXT),
	WORD("x-file-ext"),
	NUMBER("x-sid"), /* counts up in a connection */
	/* Imperva, formerly Incapsula */
	VAR("cs-vid", TOKEN, WORD),
	VAR("cs-sessionid", TOKEN, WORD),
	VAR("cs-clappsig", TOKEN, WORD),
	VAR("cs-clapp", TEXT, TEXT),
	VAR("cs-browsertype", TEXT, TEXT),
	WORD("cs-js-support"),
	WORD("cs-co-support"),
	WORD("s-capsupport"),
	VAR("s-caip", IPLIST, TEXT),
	VAR("s-xff", IPLIST, TEXT),
	NUMBER("s-suid"), /* of the site's owner */
	NUMBER("s-siteid"),
	VAR("s-accountname", TEXT, TEXT),
	WORD("s-tag"),
	WORD("cs-countrycode"),
	VAR("cs-cicode", OPAQUE, TEXT),
	VAR("cs-lat", OPAQUE, TEXT),
	VAR("cs-long", OPAQUE, TEXT),
	VAR("cs-postbody", OPAQUE, TEXT),
	WORD("sc-action"),
	VAR("s-externalid", TOKEN, WORD),
	VAR_TIME("cs-start", MSEC),
	VAR_TIME("cs-end", MSEC),
	VAR("cs-rule", TEXT, TEXT),
	VAR("cs-severity", TEXT, TEXT),
	VAR("cs-attacktype", TEXT, TEXT),
	VAR("cs-attackid", TEXT, TEXT),
	VAR("s-rulename", TEXT, TEXT),
};

const struct vars_list *
vars_w3c(void)
{
	static const struct vars_list list = VARS_LIST(rows);

	return (&list);
}
