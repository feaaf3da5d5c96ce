/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <criterion/criterion.h>

#include "base/addr.h"
#include "unit/guard.h"

/* The same noise on every run (xorshift64, Marsaglia 2003). */
static uint64_t
noise(void)
{
	static uint64_t x = 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (x);
}

/* inet_pton() decides; it wants a NUL. */
static void
against_inet_pton(struct span s)
{
	char text[128];
	unsigned char b4[4], b6[16];
	struct addr a;
	bool ours, v4, v6;

	cr_assert(s.n < sizeof(text));
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	ours = addr_parse(guard_span(s), &a);
	v4 = strlen(text) == s.n && inet_pton(AF_INET, text, b4) == 1;
	v6 = strlen(text) == s.n && inet_pton(AF_INET6, text, b6) == 1;
	cr_assert(ours == (v4 || v6), "%s: %d", text, ours);
	if (v4)
		cr_assert(!a.v6 && memcmp(a.b, b4, 4) == 0, "%s", text);
	if (v6)
		cr_assert(a.v6 && memcmp(a.b, b6, 16) == 0, "%s", text);
}

Test(addr, agrees_with_inet_pton)
{
	static const char *const cases[] = { "", "1", "1.2.3", "1.2.3.4",
		"255.255.255.255", "256.1.1.1", "01.2.3.4", "1.2.3.4.",
		"1.2.3.4 ", ".1.2.3", "1..2.3", "0.0.0.0", "::", ":",
		":::", "::1", "1::", "1::2", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7",
		"1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
		"1::2::3", "12345::", "fffff::", "::ffff:192.0.2.7",
		"::192.0.2.7", "1:2:3:4:5:6:192.0.2.7", "1:2:3:4:5:192.0.2.7",
		"1:2:3:4:5:6:7:192.0.2.7", "::192.0.2.7:1",
		"192.0.2.7::", "fe80::1%eth0", "[::1]", "::g", "1:::2",
		":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:", "2001:DB8::A",
		"1:2:3:4::5:6:7:8", "::ffff:192.0.2.256", "::ffff:192.0.2",
		"::1.2.3.4.5" };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		against_inet_pton(span_str(cases[i]));
}

Test(addr, agrees_with_inet_pton_on_noise)
{
	static const char alphabet[] = "0123456789abcdefF:::...gx%";

	for (int i = 0; i < 400000; i++) {
		char text[64];
		const size_t n = (size_t)noise() % 24;

		for (size_t k = 0; k < n; k++)
			text[k] =
			    alphabet[(size_t)noise() % (sizeof(alphabet) - 1)];
		against_inet_pton(span_make(text, n));
	}
}

Test(addr, formats_as_rfc_5952)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1" },
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
		{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
		{ "0:0:0:0:0:0:0:0", "::" },
		{ "0:0:0:0:0:0:0:1", "::1" },
		{ "1:0:0:0:0:0:0:0", "1::" },
		{ "::ffff:c000:0201", "::ffff:192.0.2.1" },
		{ "2001:DB8:AAAA::", "2001:db8:aaaa::" },
		{ "0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1" },
		{ "1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0" },
		{ "1:2:3:4:5:6:0:0", "1:2:3:4:5:6::" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct addr a;
		struct buf b;

		buf_init(&b, 64);
		cr_assert(addr_parse(span_str(cases[i].in), &a));
		addr_format(&a, &b);
		cr_assert(span_eq(buf_span(&b), span_str(cases[i].out)),
		    "%s: %.*s", cases[i].in, (int)b.n, b.p);
		buf_release(&b);
	}
}

/* Whatever is written is read back as the same address. */
Test(addr, formats_what_it_parses)
{
	for (int i = 0; i < 100000; i++) {
		struct addr a = { .v6 = true }, back;
		struct buf b;

		for (int k = 0; k < 16; k++)
			a.b[k] = noise() % 3 == 0 ? (uint8_t)noise() : 0;
		buf_init(&b, 64);
		addr_format(&a, &b);
		cr_assert(addr_parse(buf_span(&b), &back) && back.v6);
		cr_assert(memcmp(a.b, back.b, 16) == 0, "%.*s", (int)b.n, b.p);
		buf_release(&b);
	}
}

static struct addr
addr_of(const char *text)
{
	struct addr a;

	cr_assert(addr_parse(span_str(text), &a), "%s", text);
	return (a);
}

Test(addr, knows_what_hides_ipv4)
{
	static const struct {
		const char *in;
		bool hasv4;
		const char *v4; /* NULL: it is not mapped */
	} cases[] = {
		{ "203.0.113.77", false, NULL },
		{ "2001:db8::1", false, NULL },
		{ "::ffff:203.0.113.77", true, "203.0.113.77" },
		{ "::fffe:203.0.113.77", false, NULL },
		{ "2002:cb00:714d::1", true, NULL },
		{ "2001:0:cb00:714d:0:0:34ff:8eb2", true, NULL },
		{ "64:ff9b::203.0.113.77", true, NULL },
		{ "64:ff9b:1::203.0.113.77", true, NULL },
		{ "::203.0.113.77", true, NULL },
		{ "2001:db8::200:5efe:203.0.113.77", true, NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct addr a = addr_of(cases[i].in);
		struct addr v4;

		cr_expect_eq(addr_hasv4(&a), cases[i].hasv4, "%zu", i);
		cr_assert_eq(addr_unmap(&a, &v4), cases[i].v4 != NULL, "%zu",
		    i);
		if (cases[i].v4 != NULL) {
			const struct addr want = addr_of(cases[i].v4);

			cr_expect_not(v4.v6);
			cr_expect(memcmp(v4.b, want.b, 4) == 0);
		}
	}
}

Test(addr, goes_to_the_next_network)
{
	static const struct {
		const char *in;
		unsigned bits, within;
		bool more;
		const char *next;
	} cases[] = {
		{ "192.0.2.0", 32, 24, true, "192.0.2.1" },
		{ "192.0.2.255", 32, 24, false, "192.0.2.0" },
		{ "192.0.2.255", 32, 16, true, "192.0.3.0" },
		{ "192.0.2.192", 26, 0, true, "192.0.3.0" },
		{ "192.0.2.0", 24, 24, false, "192.0.2.0" },
		{ "192.0.2.0", 8, 24, false, "192.0.2.0" },
		{ "255.255.255.255", 32, 0, false, "0.0.0.0" },
		{ "2001:db8::", 33, 0, true, "2001:db8:8000::" },
		{ "2001:db8:8000::", 33, 0, true, "2001:db9::" },
		{ "2001:db8:8000::", 33, 32, false, "2001:db8::" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct addr want = addr_of(cases[i].next);
		struct addr a = addr_of(cases[i].in);

		cr_expect_eq(addr_next(&a, cases[i].bits, cases[i].within),
		    cases[i].more, "%zu", i);
		cr_expect(memcmp(a.b, want.b, a.v6 ? 16 : 4) == 0, "%zu", i);
	}
}

Test(addr, truncates_hidden_addresses_too)
{
	static const struct {
		const char *in;
		unsigned v4, v6;
		const char *out;
	} cases[] = {
		{ "203.0.113.77", 16, 32, "203.0.0.0" },
		{ "203.0.113.77", 24, 48, "203.0.113.0" },
		{ "203.0.113.77", 0, 0, "0.0.0.0" },
		{ "203.0.113.77", 32, 128, "203.0.113.77" },
		{ "203.0.113.77", 13, 32, "203.0.0.0" },
		{ "203.255.113.77", 13, 32, "203.248.0.0" },
		{ "2001:db8:1:2:3:4:5:6", 16, 32, "2001:db8::" },
		{ "2001:db8:ffff:2:3:4:5:6", 16, 35, "2001:db8:e000::" },
		{ "::ffff:203.0.113.77", 16, 32, "::ffff:203.0.0.0" },
		{ "2002:cb00:714d::1", 24, 48, "2002:cb00:7100::" },
		{ "2002:cb00:714d::1", 16, 32, "2002:cb00::" },
		{ "2001:0:cb00:714d:0:0:34ff:8eb2", 16, 128,
		    "2001:0:cb00::34ff:0" },
		{ "64:ff9b::203.0.113.77", 16, 128, "64:ff9b::cb00:0" },
		{ "64:ff9b:1::203.0.113.77", 24, 128, "64:ff9b:1::cb00:7100" },
		{ "::203.0.113.77", 16, 128, "::cb00:0" },
		{ "2001:db8::5efe:203.0.113.77", 16, 128,
		    "2001:db8::5efe:cb00:0" },
		{ "2001:db8::200:5efe:203.0.113.77", 16, 128,
		    "2001:db8::200:5efe:cb00:0" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct addr a;
		struct buf b;

		buf_init(&b, 64);
		cr_assert(addr_parse(span_str(cases[i].in), &a));
		addr_truncate(&a, cases[i].v4, cases[i].v6);
		addr_format(&a, &b);
		cr_assert(span_eq(buf_span(&b), span_str(cases[i].out)),
		    "%s: %.*s", cases[i].in, (int)b.n, b.p);
		buf_release(&b);
	}
}
