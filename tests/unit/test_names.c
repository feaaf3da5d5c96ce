/* SPDX-License-Identifier: ISC */
#include "scrub/names.h"

#include "scrub_fixture.h"

static const struct {
	const char *name;
	const char *kind;
} personal[] = {
	{ "email", "email" },
	{ "E-Mail", "email" },
	{ "user[email]", "email" },
	{ "data[User][email]", "email" },
	{ "billing_email", "email" },
	{ "customerEmail", "email" },
	{ "email2", "email" },
	{ "emails[0]", "email" },
	{ "emails[]", "email" },
	{ "form:email", "email" },
	{ "form.email", "email" },
	{ "phone", "phone" },
	{ "tel", "phone" },
	{ "mobile_phone", "phone" },
	{ "name", "identity" },
	{ "_name", "identity" },
	{ "firstName", "identity" },
	{ "first-name", "identity" },
	{ "FIRSTNAME", "identity" },
	{ "customer[name]", "identity" },
	{ "voornaam", "identity" },
	{ "Nachname", "identity" },
	{ "pr\xc3\xa9nom", "identity" },
	{ "userID", "identity" },
	{ "user_id", "identity" },
	{ "postcode", "location" },
	{ "billing_postcode", "location" },
	{ "ip_address", "ip" },
	{ "home_address", "location" },
	{ "client_ip", "ip" },
	{ "dob", "birth" },
	{ "geboortedatum", "birth" },
	{ "iban", "payment" },
	{ "card", "card" },
	{ "cc_number", "card" },
	{ "bsn", "government" },
	{ "codice_fiscale", "government" },
	{ "patient_id", "health" },
	{ "password", "credential" },
	{ "user[password]", "credential" },
	{ "pwd", "credential" },
	{ "wachtwoord", "credential" },
	{ "X-Amz-Signature", "credential" },
	{ "api_key", "credential" },
	{ "access_token", "token" },
	{ "__RequestVerificationToken", "token" },
	{ "PHPSESSID", "session" },
	{ "ASP.NET_SessionId", "session" },
	{ "connect.sid", "session" },
	{ "idfa", "device" },
	{ "gclid", "click" },
	{ "mc_eid", "click" },
};

static const char *const harmless[] = {
	"",
	"-",
	"[]",
	"1",
	"q",
	"s",
	"id",
	"p",
	"page",
	"key",
	"code",
	"state",
	"city",
	"country",
	"lang",
	"sort",
	"file_name",
	"filename",
	"pageName",
	"product_name",
	"utm_source",
	"utm_campaign",
	"category_id",
	"ver",
	"post",
	"order",
	"zipfile",
	"download_zip",
	"isMobile",
	"flat",
	"slip",
	"latest",
	"platform",
	"template",
	"signal",
	"passage",
	"emailing",
	"longitudinal_study_of_parameters_with_a_name_that_does_not_end",
};

Test(names, find)
{
	struct fixture f;
	enum kind k;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(personal) / sizeof(personal[0]); i++) {
		const struct span s = span_str(personal[i].name);

		cr_expect(names_find(f.scrub.names, fixture_guard(&f, s), &k),
		    "%s is not found", personal[i].name);
		cr_expect_str_eq(hit_kind_name(k), personal[i].kind, "%s",
		    personal[i].name);
		for (size_t n = 0; n < s.n; n++)
			(void)names_find(f.scrub.names,
			    fixture_guard(&f, span_make(s.p, n)), &k);
	}
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		cr_expect(!names_find(f.scrub.names,
			      fixture_guard(&f, span_str(harmless[i])), &k),
		    "%s is %s", harmless[i], hit_kind_name(k));
	fixture_release(&f);
}

static const struct {
	const char *text;
	bool good;
} lists[] = {
	{ "", true },
	{ "# only a comment\n\n", true },
	{ "source somewhere\nemail mail e-mail\nphone tel\n", true },
	{ "email mail", true },
	{ "  email   mail  \n", true },
	{ "email mail\nphone mail\n", false },
	{ "email e-mail e_mail\n", false },
	{ "colour red\n", false },
	{ "email ---\n", false },
	{ "email =\n", false },
	{ "email aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	    false },
};

Test(names, load)
{
	struct fixture f;
	const struct names *names;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		cr_expect((names_load(f.arena,
			       fixture_guard(&f, span_str(lists[i].text)),
			       &names) == NULL) == lists[i].good,
		    "%s", lists[i].text);
	fixture_release(&f);
}
