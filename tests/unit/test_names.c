/* SPDX-License-Identifier: ISC */
#include "scrub/names.h"

#include "app/preset.h"
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
	{ "_id", "session" },
	{ "_gl", "click" },
	{ "useremail", "email" },
	{ "CUSTOMEREMAIL", "email" },
	{ "contactphone", "phone" },
	{ "email_confirm", "email" },
	{ "emailConfirm", "email" },
	{ "confirmemail", "email" },
	{ "email_hash", "email" },
	{ "birthdate[year]", "birth" },
	{ "date_of_birth[day]", "birth" },
	{ "tel-123", "phone" },
	{ "first+name", "identity" },
	{ "pr\xe9nom", "identity" },
	{ "PR\xc3\x89NOM", "identity" },
	{ "F\xc3\xb6rnamn", "identity" },
	{ "prenom", "identity" },
	{ "imi\xc4\x99", "identity" },
	{ "has\xc5\x82o", "credential" },
	{ "Stra\xc3\x9f"
	  "e",
	    "location" },
	{ "f\xc3\xb8"
	  "dselsdato",
	    "birth" },
	{ "IPAddress", "ip" },
	{ "clientIPAddress", "ip" },
	{ "private_key", "credential" },
	{ "x_api_key", "credential" },
	{ "shop_secret", "credential" },
	{ "xsrfToken", "token" },
	{ "PESEL", "government" },
	/* how a framework compares with it */
	{ "lastname__icontains", "identity" },
	{ "lastname_eq", "identity" },
	{ "q[lastname_cont]", "identity" },
	{ "q[name_cont]", "identity" },
	{ "email__exact", "email" },
	{ "user_id__in", "identity" },
	{ "birthdate__gte", "birth" },
	{ "phone_start", "phone" },
	{ "surname_matches", "identity" },
	{ "surname_like", "identity" },
	{ "email_not_eq", "email" },
	{ "filter[name]", "identity" },
	{ "ihr-name", "identity" },
	{ "your-name", "identity" },
	{ "user.name", "identity" },
	{ "author_name", "identity" },
	/* farther east and south, with other letters and without */
	{ "P\xc5\x99\xc3\xadjmen\xc3\xad", "identity" },
	{ "rodn\xc3\xa9_\xc4\x8d\xc3\xadslo", "government" },
	{ "priezvisko", "identity" },
	{ "sm\xc4\x9brovac\xc3\xad_\xc4\x8d\xc3\xadslo", "location" },
	{ "sz\xc3\xbclet\xc3\xa9si_d\xc3\xa1tum", "birth" },
	{ "vezet\xc3\xa9kn\xc3\xa9v", "identity" },
	{ "jelsz\xc3\xb3", "credential" },
	{ "Data na\xc8\x99terii", "birth" },
	{ "DATA NA\xc8\x98TERII", "birth" },
	{ "prenume", "identity" },
	{ "ime", "identity" },
	{ "prezime", "identity" },
	{ "datum_ro\xc4\x91"
	  "enja",
	    "birth" },
	{ "priimek", "identity" },
	{ "geslo", "credential" },
	{ "\xd0\xa4\xd0\xb0\xd0\xbc\xd0\xb8\xd0\xbb\xd0\xb8\xd1\x8f",
	    "identity" },
	{ "\xd0\xa4\xd0\x90\xd0\x9c\xd0\x98\xd0\x9b\xd0\x98\xd0\xaf",
	    "identity" },
	{ "user[\xd0\xb8\xd0\xbc\xd0\xb5\xd0\xb8\xd0\xbf\xd1\x80\xd0\xb5\xd0\xb7\xd0\xb8\xd0\xbc\xd0\xb5]",
	    "identity" },
	{ "\xd0\xbf\xd1\x80\xd1\x96\xd0\xb7\xd0\xb2\xd0\xb8\xd1\x89\xd0\xb5",
	    "identity" },
	{ "\xd0\x9f\xd0\xa0\xd0\x86\xd0\x97\xd0\x92\xd0\x98\xd0\xa9\xd0\x95",
	    "identity" },
	{ "\xd0\xb8\xd0\xbc\xd1\x8f", "identity" },
	{ "\xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c", "credential" },
	{ "\xd0\x95\xd0\x93\xd0\x9d", "government" },
	{ "familiya", "identity" },
	{ "data_rozhdeniya", "birth" },
	{ "\xce\x95\xcf\x80\xcf\x8e\xce\xbd\xcf\x85\xce\xbc\xce\xbf",
	    "identity" },
	{ "\xce\x95\xce\xa0\xce\xa9\xce\x9d\xce\xa5\xce\x9c\xce\x9f",
	    "identity" },
	{ "\xce\x94\xce\xb9\xce\xb5\xcf\x8d\xce\xb8\xcf\x85\xce\xbd\xcf\x83\xce\xb7",
	    "location" },
	{ "\xce\x9f\xce\xb4\xcf\x8c\xcf\x82", "location" },
	{ "\xce\x8c\xce\xbd\xce\xbf\xce\xbc\xce\xb1", "identity" },
	{ "\xce\x91\xce\xa6\xce\x9c", "government" },
	{ "eponymo", "identity" },
	{ "Soyad\xc4\xb1", "identity" },
	{ "do\xc4\x9fum-tarihi", "birth" },
	{ "TC Kimlik No", "government" },
	{ "perekonnanimi", "identity" },
	{ "s\xc3\xbcnniaeg", "birth" },
	{ "uzv\xc4\x81rds", "identity" },
	{ "dzim\xc5\xa1"
	  "anas_datums",
	    "birth" },
	{ "pavard\xc4\x97", "identity" },
	{ "gimimo_data", "birth" },
	{ "sloinne", "identity" },
	{ "kunjom", "identity" },
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
	"tokenizer",
	"hostname",
	"classname",
	"iphone",
	"headphone",
	"sort_key",
	"primaryKey",
	"next_page_token",
	"password_strength",
	"hash",
	"confirm",
	"value",
	"gl",
	"hotel",
	"secretary",
	"is_mobile",
	"session_type",
	"session_start",
	"sign_in",
	"itok",
	"doing_wp_cron",
	"email_present",
	"\xd0\xba\xd0\xbd\xd0\xb8\xd0\xb3\xd0\xb0",
	"\xce\x87",
	"prime",
	"filename_eq",
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

/* Names whose values may look like personal data. */
static const struct {
	const char *name;
	bool harmless;
} numbers[] = {
	{ "page", true },
	{ "p", true },
	{ "offset", true },
	{ "start_date", true },
	{ "lastModified", true },
	{ "ts", true },
	{ "timestamp", true },
	{ "ver", true },
	{ "img_width", true },
	{ "productId", true },
	{ "items[0]", true },
	{ "attachment_id", true },
	{ "tx_news_pi1[news_id]", true },
	{ "utm_id", true },
	{ "gad_campaignid", true },
	{ "cHash", true },
	{ "itok", true },
	{ "doing_wp_cron", true },
	{ "isin", true },
	{ "artikelnr", true },
	{ "artikelnummer", true },
	{ "article", true },
	{ "artnr", true },
	{ "part_number", true },
	{ "rect", true },
	{ "range", true },
	{ "product_type", true },
	{ "file", true },
	{ "price__gte", true },
	{ "gclid", false },
	{ "id", false },
	{ "number", false },
	{ "from", false },
	{ "birth_date", false },
	{ "user_id", false },
	{ "email", false },
	{ "fp", false },
	{ "", false },
};

Test(names, harmless)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		cr_expect_eq(names_harmless(f.scrub.names,
				 fixture_guard(&f, span_str(numbers[i].name))),
		    numbers[i].harmless, "%s", numbers[i].name);
	fixture_release(&f);
}

/* Lists, read one behind the other. */
static const struct {
	const char *text;
	unsigned line; /* what is wrong there; 0: nothing is */
} lists[] = {
	{ "", 0 },
	{ "# only a comment\n\n", 0 },
	{ "source somewhere\nemail mail e-mail\nphone tel\n", 0 },
	{ "email mail", 0 },
	{ "  email \t mail\t \r\n", 0 },
	{ "email mail =mail\nphone *mail\n", 0 },
	{ "email =_id\nphone =id\n", 0 },
	{ "not a b\nharmless c\nqualifier d\n", 0 },
	{ "email mail\nphone mail\n", 2 },
	{ "\nemail e-mail e_mail\n", 2 },
	{ "email pr\xc3\xa9nom prenom\n", 1 },
	{ "colour red\n", 1 },
	{ "# one\nemail one\nNot two\n", 3 },
	{ "email\n", 1 },
	{ "email ---\n", 1 },
	{ "email =\n", 1 },
	{ "email *\n", 1 },
	{ "email aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	    1 },
};

Test(names, add)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct names *names = names_new(f.arena);
		const struct span s =
		    fixture_guard(&f, span_str(lists[i].text));
		unsigned line = 0;
		const char *why = names_add(names, s, &line);

		cr_expect((why == NULL) == (lists[i].line == 0), "%s: %s",
		    lists[i].text, why);
		if (why != NULL)
			cr_expect_eq(line, lists[i].line, "%s: %u",
			    lists[i].text, line);
	}
	fixture_release(&f);
}

/* One list behind another: of which kind a name is then. */
static const struct {
	const char *first, *second;
	const char *name;
	const char *kind; /* NULL: nothing is known of it */
} later[] = {
	{ "email a", "", "x_a", "email" },
	{ "email a", "", "xa", NULL },
	{ "email *a", "", "xa", "email" },
	{ "email *a", "", "xab", NULL },
	{ "email =a", "", "a", "email" },
	{ "email =a", "", "_a", "email" },
	{ "email =a", "", "x_a", NULL },
	{ "email =_a", "", "_a", "email" },
	{ "email =_a", "", "__a", "email" },
	{ "email =_a", "", "a", NULL },
	{ "email =_a", "", "x_a", NULL },
	{ "email a\nphone =a", "", "a", "phone" },
	{ "phone =a\nemail a", "", "x_a", "email" },
	{ "email *a\nphone a", "", "xa", "email" },
	{ "email *a\nphone a", "", "x_a", "phone" },
	{ "email b\nphone ab", "", "a-b", "phone" },
	{ "email b\nphone ab", "", "x.a-b", "phone" },
	{ "email b\nnot ab", "", "a-b", NULL },
	{ "email b\nharmless ab", "", "a-b", NULL },
	{ "email b\nqualifier c", "", "b_c", "email" },
	{ "email b\nqualifier c", "", "b_2_c3", "email" },
	{ "email b\nqualifier c", "", "c_b", "email" },
	{ "email b\nqualifier c", "", "bc", NULL },
	{ "email b\nqualifier *c", "", "bc", "email" },
	{ "email b\nqualifier c", "", "c", NULL },
	{ "email a", "phone a", "a", "phone" },
	{ "email *a", "phone a", "xa", NULL },
	{ "email *a", "not a", "xa", NULL },
	{ "email *a", "not a", "x_a", NULL },
	{ "email =a", "not a", "a", NULL },
	{ "email a", "not =a", "a", NULL },
	{ "email a", "not =a", "x_a", "email" },
	{ "email a", "not x_a", "x_a", NULL },
	{ "email a", "not x_a", "y_x_a", NULL },
	{ "email a", "not x_a", "y_a", "email" },
	{ "not a", "email a", "a", "email" },
	{ "email a", "phone b", "a", "email" },
};

Test(names, later)
{
	struct fixture f;

	fixture_init(&f);
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		struct names *names = names_new(f.arena);
		const struct span name =
		    fixture_guard(&f, span_str(later[i].name));
		enum kind k = KIND_COUNT;
		unsigned line;

		cr_assert_null(
		    names_add(names, span_str(later[i].first), &line));
		cr_assert_null(
		    names_add(names, span_str(later[i].second), &line));
		(void)names_find(names, name, &k);
		cr_expect_str_eq(k == KIND_COUNT ? "none" : hit_kind_name(k),
		    later[i].kind == NULL ? "none" : later[i].kind,
		    "%s, then %s: %s", later[i].first, later[i].second,
		    later[i].name);
	}
	fixture_release(&f);
}

Test(names, many)
{
	struct fixture f;
	struct names *names;
	char text[64];
	unsigned line;
	enum kind k;

	fixture_init(&f);
	names = names_new(f.arena);
	for (int i = 0; i < NAMES_LISTS_MAX; i++) {
		(void)snprintf(text, sizeof(text), "email a%db\nphone b%dc", i,
		    i);
		cr_assert_null(names_add(names, span_str(text), &line));
	}
	cr_expect_not_null(names_add(names, SPAN(""), &line));
	for (int i = 0; i < NAMES_LISTS_MAX; i++) {
		(void)snprintf(text, sizeof(text), "x_A%dB", i);
		cr_expect(names_find(names, span_str(text), &k), "%s", text);
	}
	fixture_release(&f);
}

/* A segment says which policy it was made under: the lists are part of it. */
Test(names, digest)
{
	const struct span one[] = { SPAN("email a"), SPAN("phone b") };
	const struct span two[] = { SPAN("email a"), SPAN("phone c") };
	struct policy p = { .format = "auto" };
	char none[17], first[17];

	preset_digest(&p);
	memcpy(none, p.digest, sizeof(none));
	p.names = one;
	p.nnames = 2;
	preset_digest(&p);
	memcpy(first, p.digest, sizeof(first));
	cr_expect_str_neq(first, none);
	p.names = two;
	preset_digest(&p);
	cr_expect_str_neq(p.digest, first);
	p.names = one;
	preset_digest(&p);
	cr_expect_str_eq(p.digest, first);
}
