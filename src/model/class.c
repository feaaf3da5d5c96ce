/* SPDX-License-Identifier: ISC */
#include "model/class.h"

static const char *const names[CLASS_COUNT] = {
	[CLASS_IP] = "ip",
	[CLASS_IPLIST] = "ip-list",
	[CLASS_HOST] = "host",
	[CLASS_USER] = "user",
	[CLASS_TIME] = "time",
	[CLASS_REQUEST] = "request",
	[CLASS_URI] = "uri",
	[CLASS_PATH] = "path",
	[CLASS_QUERY] = "query",
	[CLASS_REFERER] = "referer",
	[CLASS_AGENT] = "agent",
	[CLASS_COOKIE] = "cookie",
	[CLASS_TOKEN] = "token",
	[CLASS_VHOST] = "vhost",
	[CLASS_METHOD] = "method",
	[CLASS_PROTOCOL] = "protocol",
	[CLASS_STATUS] = "status",
	[CLASS_NUMBER] = "number",
	[CLASS_WORD] = "word",
	[CLASS_TEXT] = "text",
	[CLASS_OPAQUE] = "opaque",
};

const char *class_name(enum class c)
{
	return (names[c]);
}

bool
class_parse(struct span name, enum class *c)
{
	for (int i = 0; i < CLASS_COUNT; i++) {
		if (span_eq(name, span_str(names[i]))) {
			*c = (enum class)i;
			return (true);
		}
	}
	return (false);
}
