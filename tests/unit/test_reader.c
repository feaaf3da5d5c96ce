/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>

#include "app/reader.h"
#include "match/catalog.h"

/* What the reader ${name} gets for ${format}, with a NUL; in ${out}. */
static const char *
configure(const char *name, const char *format, enum geo place, struct buf *out)
{
	static char said[FORMATFILE_WHY];
	struct arena *a = arena_new(64 * 1024 * 1024);
	struct catalog *c = catalog_load(a, NULL, said);
	const struct formatfile *file = catalog_find(c, span_str(format), said);
	const struct policy policy = { .place = place };
	const char *wrong;

	cr_assert_not_null(file, "%s", format);
	buf_init(out, READER_MAX);
	wrong = reader_find(name)(file, &policy, out);
	buf_addc(out, '\0');
	cr_assert_not(out->failed);
	catalog_free(c);
	arena_free(a);
	return (wrong);
}

Test(reader, find)
{
	cr_assert_null(reader_find("matomo"));
	cr_assert_eq(reader_find("lnav"), reader_lnav);
}

Test(reader, place)
{
	static const struct {
		const char *reader, *format, *has;
	} table[] = {
		{ "goaccess", "apache-common", " %s %b %^\n" },
		{ "goaccess", "nginx-combined", "\"%R\" \"%u\"\n" },
		{ "goaccess", "icecast", "\"%u\" %T %^\n" },
		{ "goaccess", "iis-w3c", " %L %^\n" },
		{ "awstats", "apache-common", " %bytesd %extra1\"" },
		{ "awstats", "nginx-main", " %uaquot %otherquot %extra1\"" },
		/* The list of upstreams may hold blanks. */
		{ "awstats", "nginx-ingress", " %refererquot %uaquot\"" },
		{ "lnav", "nginx-combined",
		    " (?<place>[A-Z][A-Z]|AS[0-9]+|-)$\"" },
		{ "lnav", "nginx-combined", " NL\" }" },
		{ "lnav", "nginx-combined", "\"place\": {" },
		{ "lnav", "caddy", "\"place\": {" },
		{ "lnav", "caddy", "{ \"field\": \"place\"" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct buf none, out;

		cr_assert_null(configure(table[i].reader, table[i].format,
		    GEO_COUNTRY, &out));
		cr_assert_not_null(strstr(out.p, table[i].has), "%s of %s: %s",
		    table[i].has, table[i].format, out.p);
		cr_assert_null(configure(table[i].reader, table[i].format,
		    GEO_NONE, &none));
		cr_assert_null(strstr(none.p, "place"));
		cr_assert_null(strstr(none.p, "%extra1"));
		buf_release(&out);
		buf_release(&none);
	}
}

Test(reader, refuses)
{
	static const struct {
		const char *reader, *format;
	} table[] = {
		{ "goaccess", "ltsv" },
		{ "goaccess", "json" }, /* times in more than one spelling */
		{ "goaccess", "nginx-proxy-manager" }, /* two layouts */
		{ "goaccess", "nginx-error" },
		{ "awstats", "squid" }, /* a fraction behind the seconds */
		{ "awstats", "aws-alb" }, /* a port behind the client */
		{ "awstats", "caddy" },
		{ "lnav", "docker-compose" }, /* no time */
		{ "lnav", "iis-w3c" },
		{ "lnav", "ltsv" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct buf out;

		cr_assert_not_null(configure(table[i].reader, table[i].format,
				       GEO_NONE, &out),
		    "%s of %s", table[i].reader, table[i].format);
		buf_release(&out);
	}
}

/* Each role once; the whole rather than its parts. */
Test(reader, roles)
{
	static const struct field f[] = {
		{ .name = SPAN("h1"), .class = CLASS_IPLIST },
		{ .name = SPAN("h2"), .class = CLASS_IP },
		{ .name = SPAN("h3"), .class = CLASS_IP },
		{ .name = SPAN("r"), .class = CLASS_REQUEST },
		{ .name = SPAN("m"), .class = CLASS_METHOD },
		{ .name = SPAN("%D"), .class = CLASS_NUMBER },
		{ .name = SPAN("%T"), .class = CLASS_NUMBER },
	};
	const struct field *all[] = { &f[0], &f[1], NULL, &f[2], &f[3], &f[4],
		&f[5], &f[6] };
	static const enum role wanted[] = { ROLE_OTHER, ROLE_HOST, ROLE_OTHER,
		ROLE_OTHER, ROLE_REQUEST, ROLE_OTHER, ROLE_MICROS, ROLE_OTHER };
	enum role got[8];

	role_choose(SPAN("x"), all, got, 8);
	for (size_t i = 0; i < 8; i++)
		cr_assert_eq(got[i], wanted[i], "%zu", i);
}
