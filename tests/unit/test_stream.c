/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "model/policy.h"
#include "model/stream.h"

static const struct {
	const char *vhost;
	const char *name;
} names[] = {
	{ "www.example.org", "www.example.org" },
	{ "WWW.Example.ORG.", "www.example.org" },
	{ "www.example.org:8080", "www.example.org" },
	{ "www.example.org.:80", "www.example.org" },
	{ "localhost", "localhost" },
	{ "a_b.example.org", "a_b.example.org" },
	{ "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "_other", "_other" },
	{ "", "_other" },
	{ "-", "_other" },
	{ ".", "_other" },
	{ "..", "_other" },
	{ "../../etc", "_other" },
	{ "a/b", "_other" },
	{ ".example.org", "_other" },
	{ "www..example.org", "_other" },
	{ "-www.example.org", "_other" },
	{ "www-.example.org", "_other" },
	{ "_dmarc.example.org", "_other" },
	{ "www example.org", "_other" },
	{ "www.example.org:http", "_other" },
	{ "www.example.org:", "_other" },
	{ "www.example.org:123456", "_other" },
	{ "192.0.2.1", "_other" },
	{ "192.0.2.1:80", "_other" },
	{ "2001:db8::1", "_other" },
	{ "[2001:db8::1]", "_other" },
	{ "3221225985", "_other" },
	{ "0xc0000201", "_other" },
	{ "b\xc3\xbc"
	  "cher.example",
	    "_other" },
	{ "a\nb.example.org", "_other" },
	{ "access-2026-11-21.log.zst", "_other" },
};

Test(stream, names)
{
	char name[STREAM_NAME_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		stream_name(span_str(names[i].vhost), name);
		cr_expect_str_eq(name, names[i].name, "%s: %s", names[i].vhost,
		    name);
		cr_expect(stream_is(span_str(name)), "%s", name);
	}
	cr_expect_not(stream_is(SPAN("WWW.example.org")));
	cr_expect_not(stream_is(SPAN("lost+found")));
	cr_expect_not(stream_is(SPAN(".git")));
	stream_name(SPAN("a.example\0.org"), name);
	cr_expect_str_eq(name, STREAM_OTHER);
}

/* 253 bytes in labels of up to 63, and not one more. */
Test(stream, long_names)
{
	char vhost[300], name[STREAM_NAME_MAX];

	memset(vhost, 'a', sizeof(vhost));
	for (size_t i = 63; i < sizeof(vhost); i += 64)
		vhost[i] = '.';
	stream_name(span_make(vhost, 253), name);
	cr_expect_eq(strlen(name), 253);
	stream_name(span_make(vhost, 254), name);
	cr_expect_str_eq(name, STREAM_OTHER);
	vhost[63] = 'a';
	stream_name(span_make(vhost, 100), name);
	cr_expect_str_eq(name, STREAM_OTHER);
}

Test(policy, which_keep)
{
	const struct scope vhosts[] = {
		{ .name = SPAN("*.example.org"),
		    .haskeep = true,
		    .keep = { KEEP_MONTHS, 6 } },
		{ .name = SPAN("shop.example.org"),
		    .haskeep = true,
		    .keep = { KEEP_MONTHS, 3 } },
		{ .name = SPAN("www.example.net") },
	};
	const struct scope classes[] = {
		{ .name = SPAN("contact"),
		    .haskeep = true,
		    .keep = { KEEP_YEARS, 1 } },
		{ .name = SPAN("robots") },
	};
	const struct policy p = { .keep = { KEEP_MONTHS, 14 },
		.vhost = vhosts,
		.nvhosts = 3,
		.class = classes,
		.nclasses = 2 };
	static const struct {
		const char *vhost;
		const char *class;
		unsigned count;
		bool given;
	} all[] = {
		{ "", "", 14, false },
		{ "www.example.net", "", 14, false },
		{ "example.org", "", 14, false },
		{ "xexample.org", "", 14, false },
		{ "www.example.org", "", 6, true },
		{ "shop.example.org", "", 3, true },
		{ "shop.example.org", "robots", 3, true },
		{ "shop.example.org", "contact", 1, true },
		{ "", "contact", 1, true },
		{ "", "unknown", 14, false },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct kept k = policy_keep(&p, span_str(all[i].vhost),
		    span_str(all[i].class));

		cr_expect(k.keep.count == all[i].count &&
			k.given == all[i].given,
		    "%s %s", all[i].vhost, all[i].class);
	}
}
