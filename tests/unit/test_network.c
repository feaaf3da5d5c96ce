/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "scrub/network.h"
#include "unit/place_fixture.h"
#include "unit/props.h"

/* Two halves in turns, one that is too small, one that is scattered. */
static const struct place_row mixed[] = {
	{ "10.0.0.0", 16, "US" },
	{ "10.0.16.0", 20, "NL" },
	{ "10.0.20.0", 24, "DE" },
	{ "10.0.48.0", 20, "NL" },
	{ "10.0.96.0", 25, "FR" },
	{ "10.0.97.0", 26, "SE" },
	{ "10.0.98.0", 26, "SE" },
	{ "10.0.99.64", 26, "SE" },
	{ "10.0.99.192", 26, "SE" },
	{ "10.0.100.0", 26, "NO" },
	{ "10.0.101.0", 26, "NO" },
	{ "10.0.102.64", 26, "NO" },
	{ "10.0.103.192", 27, "NO" },
	{ "10.0.104.192", 28, "NO" },
	{ "10.0.105.192", 29, "NO" },
	{ "10.0.106.192", 30, "NO" },
	{ "10.0.107.192", 31, "NO" },
	{ "10.0.108.193", 32, "NO" },
	{ "10.1.0.0", 16, "US" },
	{ "172.16.0.0", 12, "US" },
	{ "2001:db8::", 32, "US" },
	{ "2001:db8:0:8000::", 49, "NL" },
	{ "2001:db8:1:8000::", 49, "NL" },
	{ "2001:db8:2::", 49, "FI" },
	{ "2001:db8:3:8000::", 50, "FI" },
	{ "2001:db8:4::", 48, "DK" },
	{ NULL, 0, NULL },
};

static const struct {
	const char *raw;
	unsigned bits4, bits6;
	const char *clean;
	bool same;
} cases[] = {
	{ "10.0.0.77", 16, 32, "10.0.0.0", true },
	{ "10.0.200.7", 16, 32, "10.0.0.0", true },
	{ "10.0.17.3", 16, 32, "10.0.16.0", true },
	{ "10.0.63.255", 16, 32, "10.0.16.0", true },
	{ "10.0.20.255", 16, 32, "10.0.20.0", true },
	/* 128 addresses; four times 64; one less than 256 */
	{ "10.0.96.5", 16, 32, "10.0.0.0", false },
	{ "10.0.99.255", 16, 32, "10.0.97.0", true },
	{ "10.0.103.200", 16, 32, "10.0.0.0", false },
	/* the same in other blocks */
	{ "10.0.99.255", 22, 32, "10.0.97.0", true },
	{ "10.0.99.255", 23, 32, "10.0.98.0", false },
	{ "10.0.63.255", 18, 32, "10.0.16.0", true },
	{ "10.0.63.255", 19, 32, "10.0.48.0", true },
	{ "10.0.63.255", 24, 32, "10.0.63.0", true },
	{ "10.0.63.255", 25, 32, "10.0.63.128", false },
	{ "10.0.63.255", 32, 32, "10.0.63.255", false },
	{ "10.0.63.255", 0, 32, "10.0.16.0", true },
	{ "172.17.1.1", 0, 32, "10.0.0.0", true },
	{ "172.17.1.1", 16, 32, "172.17.0.0", true },
	/* not known */
	{ "192.0.2.7", 16, 32, "192.0.0.0", false },
	/* IPv4 in another spelling */
	{ "::ffff:10.0.17.3", 16, 32, "::ffff:10.0.16.0", true },
	{ "::ffff:10.0.96.5", 16, 32, "::ffff:10.0.0.0", false },
	/* IPv6: two halves of a /48 are one, three quarters are not */
	{ "2001:db8:ffff::1", 16, 32, "2001:db8::", true },
	{ "2001:db8:1:8000::1", 16, 32, "2001:db8:0:8000::", true },
	{ "2001:db8:1:8000::1", 16, 48, "2001:db8:1::", false },
	{ "2001:db8:2::1", 16, 32, "2001:db8::", false },
	{ "2001:db8:4::1", 16, 32, "2001:db8:4::", true },
	{ "2001:db8:4::1", 16, 48, "2001:db8:4::", true },
	{ "2001:db8:4::1", 16, 49, "2001:db8:4::", false },
	{ "2001:db8:4::1", 16, 128, "2001:db8:4::1", false },
	/* the block is everything, and there is IPv4 at its beginning */
	{ "2001:db8:ffff::1", 16, 0, "2001:db8::", true },
	/* an IPv4 address within */
	{ "2002:a00:1103::1", 16, 32, "2002:a00::", false },
	{ "2001:db8::5efe:10.0.17.3", 16, 128, "2001:db8::5efe:a00:0", false },
	{ "64:ff9b::10.0.17.3", 16, 128, "64:ff9b::a00:0", false },
	{ "::10.0.17.3", 16, 128, "::a00:0", false },
	{ "::", 16, 32, "::", false },
};

static void
expect_clean(const struct place_db *p, size_t i)
{
	struct addr a = place_addr(cases[i].raw);
	const bool same =
	    network_truncate(p, &a, cases[i].bits4, cases[i].bits6);
	struct buf b;

	buf_init(&b, ADDR_TEXT_MAX);
	addr_format(&a, &b);
	cr_expect(span_eq(buf_span(&b), span_str(cases[i].clean)),
	    "%zu: %s: %.*s", i, cases[i].raw, (int)b.n, b.p);
	cr_expect_eq(same, cases[i].same, "%zu: %s", i, cases[i].raw);
	buf_release(&b);
}

Test(network, known_answers)
{
	struct mmdbwriter *w = mmdbwriter_new(6, 32, MMDBWRITER_GEOIP);
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	place_rows(w, mixed);
	mmdbwriter_alias(w);
	place_file(&s, "db", w);
	p = place_good(&s, "db", GEO_COUNTRY);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_clean(p, i);
	place_close(p);
	scratch_remove(&s);
}

Test(network, without_a_database)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct addr a = place_addr(cases[i].raw), b = a;

		cr_expect_not(network_truncate(NULL, &a, 16, 32));
		addr_truncate(&b, 16, 32);
		cr_expect(memcmp(&a, &b, sizeof(a)) == 0);
	}
}

/* Of 32768 networks of two addresses each, the last one is not reached. */
Test(network, a_block_that_takes_too_long_is_truncated)
{
	struct mmdbwriter *w = mmdbwriter_new(4, 24, MMDBWRITER_GEOIP);
	struct addr a = place_addr("10.0.0.0");
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	for (unsigned i = 0; i < 32768 - 256; i++) {
		mmdbwriter_add(w, &a, 31, i % 2 == 0 ? "NL" : "BE");
		(void)addr_next(&a, 31, 0);
	}
	mmdbwriter_add(w, &a, 23, "DE");
	place_file(&s, "db", w);
	p = place_good(&s, "db", GEO_COUNTRY);
	cr_expect_not(network_truncate(p, &a, 16, 32));
	cr_expect(memcmp(a.b, "\x0a\0\0\0", 4) == 0);
	a = place_addr("10.0.254.9");
	cr_expect(network_truncate(p, &a, 18, 32));
	cr_expect(memcmp(a.b, "\x0a\0\xfe\0", 4) == 0);
	a = place_addr("10.0.77.2");
	cr_expect(network_truncate(p, &a, 16, 32));
	cr_expect(memcmp(a.b, "\x0a\0\0\x02", 4) == 0);
	place_close(p);
	scratch_remove(&s);
}

static struct addr
draw(struct props_random *r, bool v6)
{
	struct addr a = place_addr(v6 ? "2001:db8::" : "10.0.0.0");

	for (unsigned i = v6 ? 5 : 1; i < (v6 ? 16u : 4u); i++)
		a.b[i] = (uint8_t)props_draw(r, 256);
	/* Some close together. */
	if (props_draw(r, 2) == 0)
		a.b[v6 ? 5 : 2] &= 3;
	return (a);
}

static bool
same_addr(const struct addr *a, const struct addr *b)
{
	return (a->v6 == b->v6 && memcmp(a->b, b->b, a->v6 ? 16 : 4) == 0);
}

static void
check_one(const struct place_db *p, struct props_random *r, unsigned keep)
{
	const struct addr raw = draw(r, props_draw(r, 2) == 0);
	struct addr clean = raw, again, block = raw, other = raw;
	unsigned bits;
	const place_id id = place_find(p, &raw, &bits);
	const bool same = network_truncate(p, &clean, keep, keep + 16);

	/* In the block. */
	addr_truncate(&block, keep, keep + 16);
	again = clean;
	addr_truncate(&again, keep, keep + 16);
	cr_assert(same_addr(&block, &again));
	if (!same) {
		cr_assert(same_addr(&clean, &block));
		return;
	}
	/* In the same place; there it stays. */
	cr_assert_eq(place_find(p, &clean, &bits), id);
	cr_assert_not(addr_hasv4(&clean));
	again = clean;
	cr_assert(network_truncate(p, &again, keep, keep + 16));
	cr_assert(same_addr(&again, &clean));
	/* Whoever is there too gets the same. */
	for (unsigned i = keep + (raw.v6 ? 16 : 0); i < (raw.v6 ? 60u : 32u);
	     i++)
		if (props_draw(r, 2) == 0)
			other.b[i / 8] ^= (uint8_t)(0x80u >> i % 8);
	if (place_find(p, &other, &bits) == id) {
		cr_assert(network_truncate(p, &other, keep, keep + 16));
		cr_assert(same_addr(&other, &clean));
	}
}

Test(network, everybody_of_a_place_in_a_block_gets_one_address)
{
	static const char *const names[] = { "NL", "BE", "DE", "FR" };
	struct mmdbwriter *w = mmdbwriter_new(6, 28, MMDBWRITER_GEOIP);
	struct props_random r = { 5 };
	struct scratch s;
	struct place_db *p;

	scratch_make(&s);
	for (unsigned i = 0; i < 3000; i++) {
		const bool v6 = i % 2 == 0;
		const struct addr a = draw(&r, v6);
		const unsigned bits =
		    (unsigned)props_draw(&r, 20) + (v6 ? 33 : 9);

		mmdbwriter_add(w, &a, bits, names[props_draw(&r, 4)]);
	}
	place_file(&s, "db", w);
	p = place_good(&s, "db", GEO_COUNTRY);
	for (unsigned i = 0; i < 60000; i++)
		check_one(p, &r, 8 + i % 17);
	place_close(p);
	scratch_remove(&s);
}
