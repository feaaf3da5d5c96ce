/* SPDX-License-Identifier: ISC */
/*
 * Labels of LTSV. Those that ltsv.org proposes; other people name the label
 * after the variable of nginx or the header it holds, see vars_find().
 *
 * The spelling of `time` is the one ltsv.org shows, Apache's; nothing in the
 * label says so, and a sample may show another.
 *
 * Source: http://ltsv.org, "Labels for Web server's Log"
 */
#include "match/vars_list.h"

static const struct var rows[] = {
	VAR_TIME("time", CLF),
	VAR("host", IP, WORD),
	VAR("forwardedfor", IPLIST, TEXT),
	VAR("ident", USER, TEXT),
	VAR("user", USER, TEXT),
	VAR("req", REQUEST, TEXT),
	VAR("method", METHOD, METHOD),
	VAR("uri", URI, TEXT),
	VAR("path", PATH, TEXT),
	VAR("query", QUERY, TEXT),
	VAR("protocol", PROTOCOL, PROTOCOL),
	VAR("status", STATUS, STATUS),
	VAR("size", NUMBER, NUMBER),
	VAR("reqsize", NUMBER, NUMBER),
	VAR("referer", REFERER, TEXT),
	VAR("ua", AGENT, TEXT),
	VAR("vhost", VHOST, TEXT),
	VAR("server", VHOST, TEXT),
	VAR("reqtime", NUMBER, NUMBER),
	VAR("reqtime_microsec", NUMBER, NUMBER),
	VAR("taken_sec", NUMBER, NUMBER),
	VAR("apptime", NUMBER, NUMBERS),
	VAR("runtime", NUMBER, NUMBERS),
	VAR("cache", TEXT, TEXT), /* the application's X-Cache */
};

const struct vars_list *
vars_ltsv(void)
{
	static const struct vars_list list = VARS_LIST(rows);

	return (&list);
}
