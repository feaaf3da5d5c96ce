/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <signal.h>

#include "unit/place_fixture.h"
#include "unit/props.h"

static const struct place_row countries[] = {
	{ "10.0.0.0", 8, "US" },
	{ "10.1.0.0", 16, "NL" },
	{ "10.1.2.0", 24, "de" },
	{ "10.1.2.128", 32, "FR" },
	{ "192.0.2.0", 24, "zz9" },
	{ NULL, 0, NULL },
};

static const struct place_row systems[] = {
	{ "10.0.0.0", 8, "64496" },
	{ "10.1.0.0", 16, "65551" },
	{ "10.1.2.0", 24, "4294967295" },
	{ "10.1.2.128", 32, "1" },
	{ "192.0.2.0", 24, "0" },
	{ NULL, 0, NULL },
};

static const struct place_row six[] = {
	{ "2001:db8::", 32, "SE" },
	{ "2001:db8:1::", 48, "NO" },
	{ NULL, 0, NULL },
};

static const struct place_row sixsystems[] = {
	{ "2001:db8::", 32, "64500" },
	{ "2001:db8:1::", 48, "64501" },
	{ NULL, 0, NULL },
};

static const struct {
	const char *address, *country, *system;
} asked[] = {
	{ "10.0.0.0", "US", "AS64496" },
	{ "10.255.255.255", "US", "AS64496" },
	{ "10.1.1.255", "NL", "AS65551" },
	{ "10.1.2.0", "DE", "AS4294967295" },
	{ "10.1.2.127", "DE", "AS4294967295" },
	{ "10.1.2.128", "FR", "AS1" },
	{ "10.1.2.129", "DE", "AS4294967295" },
	{ "11.0.0.0", "-", "-" },
	{ "9.255.255.255", "-", "-" },
	{ "192.0.2.1", "-", "-" },
	{ "::ffff:10.1.2.128", "FR", "AS1" },
	{ "2001:db8::1", "SE", "AS64500" },
	{ "2001:db8:1:ffff::", "NO", "AS64501" },
	{ "2001:db9::", "-", "-" },
	{ "::", "-", "-" },
};

static void
check_asked(const struct place_db *p, enum geo what, unsigned version)
{
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		const struct addr a = place_addr(asked[i].address);
		struct addr v4;
		const char *want =
		    what == GEO_COUNTRY ? asked[i].country : asked[i].system;

		if (version == 4 && a.v6 && !addr_unmap(&a, &v4))
			want = "-";
		cr_expect_str_eq(place_name(p, what, asked[i].address), want,
		    "%s, IPv%u", asked[i].address, version);
	}
}

Test(place, finds_in_files_of_every_style_and_size)
{
	struct scratch s;

	scratch_make(&s);
	for (int style = 0; style <= MMDBWRITER_ASTEXT; style++)
		for (unsigned k = 0; k < 6; k++) {
			const unsigned version = k % 2 == 0 ? 4 : 6;
			const enum geo what =
			    style >= MMDBWRITER_ASN ? GEO_ASN : GEO_COUNTRY;
			struct mmdbwriter *w = mmdbwriter_new(version,
			    24 + k / 2 * 4, (enum mmdbwriter_style)style);
			struct place_db *p;

			place_rows(w, what == GEO_ASN ? systems : countries);
			if (version == 6)
				place_rows(w,
				    what == GEO_ASN ? sixsystems : six);
			if (version == 6)
				mmdbwriter_alias(w);
			place_file(&s, "db", w);
			p = place_good(&s, "db", what);
			check_asked(p, what, version);
			place_close(p);
		}
	scratch_remove(&s);
}

/* Whatever follows the bits, the answer is the same; one less, it need not. */
static void
check_bits(const struct place_db *p, struct addr a, struct props_random *r)
{
	struct addr b = a, edge;
	unsigned bits, again;
	const place_id id = place_find(p, &a, &bits);

	for (unsigned i = bits; i < (a.v6 ? 128 : 32); i++)
		if (props_draw(r, 2) == 0)
			b.b[i / 8] ^= (uint8_t)(0x80u >> i % 8);
	cr_expect_eq(place_find(p, &b, &again), id);
	cr_expect_eq(again, bits);
	edge = a;
	if (bits > 0 && addr_next(&edge, bits, 0) &&
	    place_find(p, &edge, &again) == id)
		cr_expect_leq(again, (a.v6 ? 128 : 32));
}

Test(place, bits_say_how_far_an_answer_reaches)
{
	struct mmdbwriter *w = mmdbwriter_new(6, 24, MMDBWRITER_GEOIP);
	struct props_random r = { 1 };
	struct scratch s;
	struct place_db *p;
	struct addr a;
	unsigned bits;

	scratch_make(&s);
	place_rows(w, countries);
	place_rows(w, six);
	place_file(&s, "db", w);
	p = place_good(&s, "db", GEO_COUNTRY);
	for (int i = 0; i < 20000; i++) {
		a = place_addr(i % 2 == 0 ? "10.1.2.0" : "2001:db8:1::");
		for (int k = 0; k < 3; k++)
			a.b[props_draw(&r, 16)] = (uint8_t)props_draw(&r, 256);
		check_bits(p, a, &r);
	}
	a = place_addr("10.1.2.128");
	(void)place_find(p, &a, &bits);
	cr_expect_eq(bits, 32);
	a = place_addr("::ffff:10.1.2.128");
	(void)place_find(p, &a, &bits);
	cr_expect_eq(bits, 128);
	a = place_addr("10.200.0.1");
	(void)place_find(p, &a, &bits);
	cr_expect_eq(bits, 9);
	a = place_addr("::ffff:10.200.0.1");
	(void)place_find(p, &a, &bits);
	cr_expect_eq(bits, 96 + 9);
	a = place_addr("2001:db8:1::7");
	(void)place_find(p, &a, &bits);
	cr_expect_eq(bits, 48);
	place_close(p);
	scratch_remove(&s);
}

Test(place, no_ipv4_in_it)
{
	struct scratch s;
	struct place_db *p;
	const struct addr a = place_addr("192.0.2.7");
	unsigned bits;

	scratch_make(&s);
	p = place_of_rows(&s, 6, six);
	cr_expect_eq(place_find(p, &a, &bits), 0);
	cr_expect_eq(bits, 0);
	place_close(p);
	scratch_remove(&s);
}

/* ${want}: why; NULL: whatever. */
static void
refused(const struct scratch *s, const char *name, enum geo what,
    const char *want)
{
	char why[PLACE_WHY];

	cr_expect_null(place_try(s, name, what, why), "%s", name);
	cr_expect(why[0] != '\0', "%s", name);
	if (want != NULL)
		cr_expect_str_eq(why, want, "%s", name);
}

Test(place, what_cannot_be_used_is_refused)
{
	struct mmdbwriter *w = mmdbwriter_new(4, 24, MMDBWRITER_GEOIP);
	struct scratch s;
	struct buf b;

	scratch_make(&s);
	buf_init(&b, 1 << 20);
	place_rows(w, countries);
	place_file(&s, "good", w);
	scratch_get(&s, "good", &b);
	scratch_put(&s, "empty", "", 0);
	scratch_put(&s, "text", "10.0.0.0/8 US\n", 14);
	scratch_put(&s, "half", b.p, b.n / 2);
	scratch_put(&s, "tail", b.p + b.n / 2, b.n - b.n / 2);
	cr_assert(mkdirat(s.fd, "folder", 0700) == 0);
	cr_assert(mkfifoat(s.fd, "fifo", 0600) == 0);
	refused(&s, "none", GEO_COUNTRY,
	    "cannot be opened: No such file or directory");
	refused(&s, "empty", GEO_COUNTRY, "is no database in MaxMind's format");
	refused(&s, "text", GEO_COUNTRY, "is no database in MaxMind's format");
	refused(&s, "half", GEO_COUNTRY, "is no database in MaxMind's format");
	refused(&s, "tail", GEO_COUNTRY, NULL);
	refused(&s, "folder", GEO_COUNTRY, "is no regular file");
	refused(&s, "fifo", GEO_COUNTRY, "is no regular file");
	refused(&s, "good", GEO_ASN, "has no AS numbers");
	w = mmdbwriter_new(6, 32, MMDBWRITER_ASN);
	place_rows(w, systems);
	place_file(&s, "systems", w);
	refused(&s, "systems", GEO_COUNTRY, "has no countries");
	buf_release(&b);
	scratch_remove(&s);
}

/* Ask everywhere; what comes back does not matter. */
static void
ask_around(const struct place_db *p)
{
	struct addr a = { .v6 = false };
	unsigned bits;

	for (unsigned i = 0; i < 64; i++) {
		a.b[0] = (uint8_t)(i % 3 == 0 ? i * 4 : 10);
		a.b[1] = (uint8_t)(i % 5);
		a.b[2] = (uint8_t)(i % 7);
		a.b[3] = (uint8_t)(i * 2);
		a.v6 = i % 2 == 1;
		(void)place_find(p, &a, &bits);
		cr_assert(bits <= (a.v6 ? 128 : 32));
	}
}

Test(place, no_damage_to_a_file_does_harm)
{
	struct props_random r = { 7 };
	unsigned opened = 0;
	struct scratch s;
	struct buf b;

	scratch_make(&s);
	buf_init(&b, 1 << 20);
	for (unsigned i = 0; i < 6000; i++) {
		char why[PLACE_WHY];
		struct place_db *p;

		if (i % 1000 == 0) {
			struct mmdbwriter *w =
			    mmdbwriter_new(i % 2000 == 0 ? 4 : 6,
				24 + i / 1000 % 3 * 4, MMDBWRITER_GEOIP);

			place_rows(w, countries);
			place_file(&s, "good", w);
			buf_reset(&b);
			scratch_get(&s, "good", &b);
		}
		(void)unlinkat(s.fd, "bad", 0);
		scratch_put(&s, "bad", b.p, b.n);
		for (unsigned k = 0; k <= i % 4; k++) {
			const unsigned char c =
			    (unsigned char)props_draw(&r, 256);
			const int fd = openat(s.fd, "bad", O_WRONLY);

			cr_assert(
			    pwrite(fd, &c, 1, (off_t)props_draw(&r, b.n)) == 1);
			close(fd);
		}
		if ((p = place_try(&s, "bad", GEO_COUNTRY, why)) != NULL) {
			opened++;
			ask_around(p);
		} else
			cr_assert(why[0] != '\0');
		place_close(p);
	}
	/* Both happened, often. */
	cr_expect(opened > 1000 && opened < 5900, "%u", opened);
	buf_release(&b);
	scratch_remove(&s);
}

/* One node: the left half is what the data begins with, the right nothing. */
static void
one_node(struct buf *b, struct span data, struct span extra)
{
	static const char node[] = "\0\0\x11\0\0\x01"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

	buf_reset(b);
	buf_add(b, node, sizeof(node));
	buf_addspan(b, data);
	buf_addspan(b, SPAN("\xab\xcd\xefMaxMind.com"));
	buf_addc(b, (char)(extra.n > 0 ? 0xea : 0xe9));
	if (extra.n > 0)
		buf_addspan(b, SPAN("Aa"));
	buf_addspan(b, extra);
	buf_addspan(b, SPAN("\x4anode_count\xc1\x01\x4brecord_size\xa1\x18"));
	buf_addspan(b,
	    SPAN("\x4aip_version\xa1\x04\x4d"
		 "database_type\x41t"));
	buf_addspan(b,
	    SPAN("\x49languages\x01\x04\x42"
		 "en"));
	buf_addspan(b,
	    SPAN("\x5b"
		 "binary_format_major_version\xa1\x02"));
	buf_addspan(b,
	    SPAN("\x5b"
		 "binary_format_minor_version\xa0"));
	buf_addspan(b,
	    SPAN("\x4b"
		 "build_epoch\x01\x02\x01"));
	buf_addspan(b,
	    SPAN("\x4b"
		 "description\xe1\x42"
		 "en\x41t"));
	cr_assert_not(b->failed);
}

static const char *
opened(const struct scratch *s, const struct buf *b)
{
	static char why[PLACE_WHY];
	struct place_db *p;

	scratch_put(s, "db", b->p, b->n);
	p = place_try(s, "db", GEO_COUNTRY, why);
	if (p == NULL)
		return (why);
	ask_around(p);
	place_close(p);
	return ("");
}

/* ${n} arrays, each in the one before. */
static void
nest(struct buf *b, unsigned n)
{
	while (n-- > 0)
		buf_addspan(b, SPAN("\x01\x04"));
	buf_addspan(b, SPAN("\xa1\x01"));
}

Test(place, nesting_pointers_and_sizes)
{
	/* What is before the country, the country, and is it found? */
	static const struct {
		struct span data;
		bool good;
	} datas[] = {
		{ SPAN("\xe1\x47"
		       "country\x42NL"),
		    true },
		{ SPAN("\xe2\x41"
		       "a\x02\x04\xa1\x01\xa1\x02"
		       "\x47"
		       "country\x42NL"),
		    true },
		/* a key and a value elsewhere */
		{ SPAN("\xe2\x41"
		       "a\x47"
		       "country\x20\x03\x20\x0f\x42NL"),
		    true },
		/* nothing there */
		{ SPAN("\xe1\x47"
		       "country\x38\xff\xff\xff\xff"),
		    false },
		{ SPAN("\xe1\x38\xff\xff\xff\xff\x42NL"), false },
		/* a pointer to itself, to a pointer */
		{ SPAN("\xe1\x47"
		       "country\x20\x09"),
		    false },
		{ SPAN("\x20\x00"), false },
		/* a map that is in itself */
		{ SPAN("\xe1\x47"
		       "country\x20\x00"),
		    false },
		/* sixteen million entries, bytes */
		{ SPAN("\xff\xff\xff\xff\x47"
		       "country"),
		    false },
		{ SPAN("\xe2\x5f\xff\xff\xff\x47"
		       "country\x42NL"),
		    false },
		{ SPAN("\xe2\x41"
		       "a\x1f\x04\xff\xff\xff\x47"
		       "country\x42NL"),
		    false },
		/* types that are none */
		{ SPAN("\xe2\x41"
		       "a\x00\x05\x47"
		       "country\x42NL"),
		    false },
		{ SPAN("\xe2\x41"
		       "a\x00\xff\x47"
		       "country\x42NL"),
		    false },
		/* not a string, not a map */
		{ SPAN("\xe1\x47"
		       "country\xa2NL"),
		    false },
		{ SPAN("\x47"
		       "country\x42NL"),
		    false },
	};
	struct scratch s;
	struct buf b, deep;

	scratch_make(&s);
	buf_init(&b, 1 << 27);
	buf_init(&deep, 1 << 27);
	for (size_t i = 0; i < sizeof(datas) / sizeof(datas[0]); i++) {
		one_node(&b, datas[i].data, SPAN(""));
		cr_expect_str_eq(opened(&s, &b),
		    datas[i].good ? "" : "has no countries", "%zu", i);
	}
	/* Deeper than any stack goes. */
	buf_addspan(&deep,
	    SPAN("\xe2\x41"
		 "a"));
	nest(&deep, 12000000);
	buf_addspan(&deep,
	    SPAN("\x47"
		 "country\x42NL"));
	one_node(&b, buf_span(&deep), SPAN(""));
	cr_expect_str_eq(opened(&s, &b), "has no countries");
	buf_reset(&deep);
	nest(&deep, 60000);
	one_node(&b, datas[0].data, buf_span(&deep));
	cr_expect_str_eq(opened(&s, &b), "is no database in MaxMind's format");
	buf_reset(&deep);
	nest(&deep, 3);
	one_node(&b, datas[0].data, buf_span(&deep));
	cr_expect_str_eq(opened(&s, &b), "");
	buf_release(&b);
	buf_release(&deep);
	scratch_remove(&s);
}
