/* SPDX-License-Identifier: ISC */
/* Addresses in any spelling: scrub/ipfind, scrub/ipnum and scrub/hostip. */
#include "scrub/authority.h"
#include "scrub/hostip.h"
#include "unit/detect_fixture.h"

static const struct fixture_case quads[] = {
	{ "ip192.0.2.7", "ip{ip}" },
	{ "ip1.2.3.4", "ip{ip}" },
	{ "x192.0.2.7y", "x{ip}y" },
	{ "192.000.002.007", "{ip}" },
	{ "0300.0.02.07", "{ip}" },
	{ "192.0.2.7.", "{ip}." },
	{ "..192.0.2.7..", "..{ip}.." },
	{ "192.0.2.7:8080", "{ip}:8080" },
	{ "7.2.0.192.in-addr.arpa", "{ip}.in-addr.arpa" },
	{ "x.192.0.2.7.dyn.example", "x.{ip}.dyn.example" },
	{ "www.192.0.2.7.nip.io", "www.{ip}.nip.io" },
	{ "0xC0.0x00.0x02.0x07", "{ip}" },
	{ "/a/192.0xa8.000000.1", NULL },
	{ "/go/192.0x00.0002.007/x", "/go/{ip}/x" },
	{ "ip=198.51.100.1", "ip={ip}" },
	{ "server=198.51.100.1", "server={ip}" },
	{ "log-198.51.100.1.txt", "log-{ip}.txt" },
	{ "/198.51.100.1/app.js", "/{ip}/app.js" },
	{ "0400.0.2.7", NULL },
	{ "0380.0.2.7", NULL },
	{ "1.2.3.4.5.6", NULL },
	{ "192.0.2", NULL },
	/* versions */
	{ "v=1.2.3.4", NULL },
	{ "ver=1.2.3.4", NULL },
	{ "Version 1.2.3.4", NULL },
	{ "jqueryVersion=1.2.3.4", NULL },
	{ "appVer=1.2.3.4", NULL },
	{ "rev-1.2.3.4", NULL },
	{ "app1.2.3.4", NULL },
	{ "v192.0.2.7", NULL },
	{ "1.2.3.4b2", NULL },
	{ "Chrome/104.0.0.0", NULL },
	{ "net/10.0.0.0", "net/{ip}" },
	{ "jquery-1.2.3.4.js", NULL },
	{ "jquery-1.2.3.4.min.js", NULL },
	{ "setup_1.2.3.4-x64.exe", NULL },
	{ "tool.1.2.3.4.tar.gz", NULL },
};

static const struct fixture_case sixes[] = {
	{ "[2001:db8::7]", "[{ip}]" },
	{ "fe80::1:2%eth0", "{ip}" },
	{ "[fe80::1:2%25eth0]:80", "[{ip}]:80" },
	{ "2001:0db8:0000:0000:0000:0000:0000:0007", "{ip}" },
	{ "::ffff:192.0.2.7", "{ip}" },
	{ "64:ff9b::192.0.2.7", "{ip}" },
	{ "2001:db8::8a2e:370:7334x", "{ip}x" },
	{ "text::ffff:192.0.2.1", "text{ip}" },
	{ "2001::7", "{ip}" },
	{ "fe80::1%eth0", "{ip}" },
	{ "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
	  ".ip6.arpa",
	    "{ip}.ip6.arpa" },
	{ "0.0.0.0.8.b.d.0.1.0.0.2.IP6.ARPA.", "{ip}.IP6.ARPA." },
	{ "section.ip6.arpa", NULL },
	{ "std::dec", NULL },
	{ "MyClass::toString", NULL },
	{ "2001::25de::cade", NULL },
	{ "12345:db8::1", NULL },
	{ "100%", NULL },
};

static const struct fixture_case names[] = {
	{ "ip-192-0-2-7", "ip-{ip}" },
	{ "ip192-0-2-7", "ip{ip}" },
	{ "ec2-192-0-2-7.eu", "ec2-{ip}.eu" },
	{ "host_192_0_2_7", "host_{ip}" },
	{ "192-0-2-7.dsl", "{ip}.dsl" },
	{ "1-2-3-4.dialup.example", "{ip}.dialup.example" },
	{ "a192-000-002-007x.dsl.example.", "a{ip}x.dsl.example." },
	{ "1-2-3-4.html", NULL },
	{ "192-0-2-7.html", NULL },
	{ "report-12-10-20-15.min.js", NULL },
	{ "top-10-20-30-40", NULL },
	{ "1-2-3-4.x", NULL },
	{ "2024-01-02-03.example.org", NULL },
	{ "1-2-3-4-5.dsl.example.org", NULL },
	{ "300-0-2-7.dsl.example.org", NULL },
	{ "192-0_2-7.dsl.example.org", NULL },
	{ "u=http://3221225991/x", "u=http://{ip}/x" },
	{ "u=http://192.0.519", "u=http://{ip}" },
	{ "http://0xC0.0xA8.0x0207:8080/", "http://{ip}:8080/" },
	{ "http://c0000207.example/", "http://{ip}.example/" },
	{ "a=http%3A%2F%2F1-2-3-4.example%2Fx",
	    "a=http%3A%2F%2F{ip}.example%2Fx" },
	{ "http://www.example.org/3221225991", NULL },
	{ "http://", NULL },
};

static const struct fixture_case alone[] = {
	{ "0xC0000207", "{ip}" },
	{ "192-0-2-7", "{ip}" },
	{ "192_0_2_7", "{ip}" },
	{ "2001-db8--7", "{ip}" },
	{ "2001-0db8-0000-0000-0000-0000-0000-0007", "{ip}" },
	{ "0xC000020", NULL },
	{ "0xC00002070", NULL },
	{ "0xC000020g", NULL },
	{ "24-01-02-03", NULL },
	{ "1-2-3-4-5-6-7-8", NULL },
	{ "192-0-2-7-9", NULL },
	{ "10--20-30", NULL },
	{ "abc--def", NULL },
};

/* Hosts of URLs. */
static const struct fixture_case hosts[] = {
	{ "192.0.2.7:8080", "{ip}:8080" },
	{ "3221225991", "{ip}" },
	{ "030000001007", "{ip}" },
	{ "0xC0000207", "{ip}" },
	{ "0XC0.0.0x2.0X7", "{ip}" },
	{ "0300.0.2.7", "{ip}" },
	{ "192.0.519", "{ip}" },
	{ "192.0x00000207", "{ip}" },
	{ "192.0.2.7.", "{ip}" },
	{ "192.0.2.", "{ip}" },
	{ "[2001:db8::7]:80", "{ip}:80" },
	{ "[fe80::1%25eth0]", "{ip}" },
	{ "192%2E0%2E2%2E7", "{ip}" },
	{ "\xef\xbc\x91\xef\xbc\x99\xef\xbc\x92.0.2.7", "{ip}" },
	{ "%EF%BC%91.0.2.7", "{ip}" },
	{ "1-2-3-4.dialup.example", "{ip}.dialup.example" },
	{ "p5B0C1D2E.dip.example", "p{ip}.dip.example" },
	{ "c0000207.example", "{ip}.example" },
	{ "dsl-192000002007.example", "dsl-{ip}.example" },
	{ "20010db8000000000000000000000007.example", "{ip}.example" },
	{ "2001-db8--7.ipv6-literal.net", "{ip}.ipv6-literal.net" },
	{ "fe80--1.example", "{ip}.example" },
	{ "www.2001-db8--7.sslip.io", "www.{ip}.sslip.io" },
	{ "host_10_20_30_40.example", "host_{ip}.example" },
	{ "7.2.0.192.in-addr.arpa", "{ip}.in-addr.arpa" },
	{ "www.example.org", NULL },
	{ "www.example.org:443", NULL },
	{ "1-2-3.example", NULL },
	{ "1-2-3-4-5.example", NULL },
	{ "deadbeef.example", NULL },
	{ "20240102.example", NULL },
	{ "xn--bcher-kva.example", NULL },
	{ "feed-bad-cafe.example", NULL },
	{ "300000002007.example", NULL },
	{ "d1a2b3c4d5e6f7.cdn.example", NULL },
};

static void
host_action(struct scrub *s, const struct rule *rule, struct span in,
    struct buf *out)
{
	(void)rule;
	authority_put(s, PLACE_REFERER, in, out);
}

Test(ipfind, quads)
{
	DETECT_TRY(quads);
}

Test(ipfind, sixes)
{
	DETECT_TRY(sixes);
}

Test(hostip, names)
{
	DETECT_TRY(names);
}

Test(hostip, alone)
{
	DETECT_TRY_LONE(alone);
}

Test(hostip, hosts)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		fixture_try(&f, host_action, CLASS_REFERER, &hosts[i]);
	fixture_release(&f);
}
