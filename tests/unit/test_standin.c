/* SPDX-License-Identifier: ISC */
#include "scrub/standin.h"

#include "flow/worker.h"
#include "key/keystore.h"
#include "unit/keys.h"
#include "unit/scratch.h"
#include "unit/scrub_fixture.h"

enum { FIRST = 20777, TODAY = FIRST + 2 }; /* 2026-11-20, -22 */

#define NOON(date) ((int64_t)(date)*86400 + 43200)

static const struct rule pseudonym = { .action = ACTION_PSEUDONYM };
static const struct rule prefix = { .action = ACTION_PREFIX };

/* A standin with the key of KEYS_DAY, two days after its first epoch. */
struct fixed {
	struct fixture f;
	struct scratch dir;
	struct keyring *ring;
	struct standin *standin;
};

static void
begin(struct fixed *x)
{
	char path[160], why[KEYFILE_WHY];

	fixture_init(&x->f);
	scratch_make(&x->dir);
	scratch_put(&x->dir, "key", KEYS_DAY, strlen(KEYS_DAY));
	cr_assert(fchmodat(x->dir.fd, "key", 0600, 0) == 0);
	(void)snprintf(path, sizeof(path), "%s/key", x->dir.path);
	x->ring = keyring_open(path, NOON(TODAY), why);
	cr_assert(x->ring != NULL, "%s", why);
	x->standin = standin_new(&x->f.policy, x->ring);
	cr_assert(x->standin != NULL);
	standin_tick(x->standin, NOON(TODAY), &x->f.tally);
}

static void
end(struct fixed *x)
{
	standin_free(x->standin);
	keyring_free(x->ring);
	fixture_release(&x->f);
	scratch_remove(&x->dir);
}

/* What stands in for ${text}; empty: nothing. */
static struct span
ask(struct fixed *x, const struct rule *rule, const char *text)
{
	struct addr a;

	cr_assert(addr_parse(span_str(text), &a));
	buf_reset(&x->f.out);
	if (standin_addr(x->standin, rule, &a))
		addr_format(&a, &x->f.out);
	return (buf_span(&x->f.out));
}

/* Remembered or worked out: the same, and one rule's is not another's. */
Test(standin, what_is_remembered_is_what_was_answered)
{
	struct fixed x;
	char first[64], second[64], name[64];
	struct span s;

	begin(&x);
	standin_date(x.standin, TODAY);
	s = ask(&x, &pseudonym, "192.0.2.7");
	(void)snprintf(first, sizeof(first), "%.*s", (int)s.n, s.p);
	s = ask(&x, &prefix, "192.0.2.7");
	(void)snprintf(second, sizeof(second), "%.*s", (int)s.n, s.p);
	cr_expect(strcmp(first, second) != 0);
	cr_expect(span_eq(ask(&x, &pseudonym, "192.0.2.7"), span_str(first)));
	cr_expect(span_eq(ask(&x, &prefix, "192.0.2.7"), span_str(second)));
	for (int i = 0; i < 2; i++) {
		buf_reset(&x.f.out);
		cr_expect(
		    standin_text(x.standin, CLASS_USER, SPAN("jan"), &x.f.out));
		cr_expect(x.f.out.n == 26);
		if (i == 1)
			cr_expect(span_eq(buf_span(&x.f.out), span_str(name)));
		(void)snprintf(name, sizeof(name), "%.*s", (int)x.f.out.n,
		    x.f.out.p);
	}
	buf_reset(&x.f.out);
	cr_expect(standin_text(x.standin, CLASS_TOKEN, SPAN("jan"), &x.f.out));
	cr_expect(!span_eq(buf_span(&x.f.out), span_str(name)));
	end(&x);
}

/* Lines of two days that come mixed: each has the pseudonym of its day. */
Test(standin, an_epoch_changes_in_mid_stream)
{
	struct fixed x;
	char of[2][64];
	struct span s;

	begin(&x);
	for (int i = 0; i < 20; i++) {
		standin_date(x.standin, TODAY - i % 2);
		s = ask(&x, &pseudonym, "192.0.2.7");
		if (i < 2)
			(void)snprintf(of[i], sizeof(of[i]), "%.*s", (int)s.n,
			    s.p);
		cr_expect(span_eq(s, span_str(of[i % 2])));
	}
	cr_expect(strcmp(of[0], of[1]) != 0);
	cr_expect(x.f.tally.keyless == 0);
	end(&x);
}

/* Time goes on: yesterday stays, what is older is gone though it was asked
 * for, and remembered, before. */
Test(standin, what_was_remembered_is_gone_with_its_key)
{
	struct fixed x;
	char kept[64];
	struct span s;

	begin(&x);
	standin_date(x.standin, TODAY - 2);
	cr_expect(ask(&x, &pseudonym, "192.0.2.7").n > 0);
	standin_date(x.standin, TODAY);
	s = ask(&x, &pseudonym, "192.0.2.7");
	(void)snprintf(kept, sizeof(kept), "%.*s", (int)s.n, s.p);
	cr_expect(x.f.tally.keyless == 0);

	standin_tick(x.standin, NOON(TODAY + 1), &x.f.tally);
	standin_date(x.standin, TODAY - 2);
	cr_expect(ask(&x, &pseudonym, "192.0.2.7").n == 0);
	cr_expect(x.f.tally.keyless == 1);
	cr_expect(!standin_text(x.standin, CLASS_USER, SPAN("jan"), &x.f.out));
	cr_expect(x.f.tally.keyless == 2);
	standin_date(x.standin, TODAY);
	cr_expect(span_eq(ask(&x, &pseudonym, "192.0.2.7"), span_str(kept)));
	end(&x);
}

/* Nothing comes for days: the key is forgotten all the same. */
Test(standin, an_idle_filter_forgets_keys)
{
	struct setup setup = { .policy = NULL };
	struct worker *w;
	struct keyfile k;
	char path[160], why[KEYFILE_WHY];
	struct fixed x;
	const struct format none = { .escape = ESCAPE_NONE };
	struct matcher *m;

	begin(&x);
	m = matcher_new(x.f.arena, &none, NULL);
	cr_assert(m != NULL);
	setup = (struct setup){ .policy = &x.f.policy,
		.matcher = m,
		.keyring = x.ring };
	cr_assert((w = worker_new(&setup)) != NULL);
	worker_tick(w, NOON(TODAY + 5));
	(void)snprintf(path, sizeof(path), "%s/key", x.dir.path);
	cr_assert(keystore_load(path, &k, why) == 0, "%s", why);
	cr_expect(k.epoch == FIRST + 5);
	worker_free(w);
	end(&x);
}

/* A line without a date is of the day it came. */
Test(standin, no_date_is_today)
{
	struct fixed x;
	char today[64];
	struct span s;

	begin(&x);
	standin_date(x.standin, TODAY);
	s = ask(&x, &pseudonym, "192.0.2.7");
	(void)snprintf(today, sizeof(today), "%.*s", (int)s.n, s.p);
	standin_date(x.standin, STANDIN_TODAY);
	cr_expect(span_eq(ask(&x, &pseudonym, "192.0.2.7"), span_str(today)));
	end(&x);
}

/* More epochs than ciphers are kept at once, and more addresses than the
 * cache holds: answers stay what they are. */
Test(standin, a_full_table_forgets_and_does_not_lie)
{
	enum { MANY = 40000 };
	struct fixed x;
	struct addr a = { .v6 = false }, again;

	begin(&x);
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < MANY; i++) {
			struct addr once;

			standin_date(x.standin, TODAY - i % 3);
			a.b[0] = 198;
			a.b[1] = 51;
			a.b[2] = (uint8_t)(i >> 8);
			a.b[3] = (uint8_t)i;
			once = again = a;
			cr_assert(standin_addr(x.standin, &prefix, &once));
			cr_assert(standin_addr(x.standin, &prefix, &again));
			cr_assert(memcmp(once.b, again.b, 4) == 0);
			if (i % 100 == 0) {
				struct standin *other =
				    standin_new(&x.f.policy, x.ring);

				standin_tick(other, NOON(TODAY), &x.f.tally);
				standin_date(other, TODAY - i % 3);
				again = a;
				cr_assert(standin_addr(other, &prefix, &again));
				cr_assert(memcmp(once.b, again.b, 4) == 0);
				standin_free(other);
			}
		}
	}
	end(&x);
}

/* Without a database `network` is truncation, and counted. */
Test(standin, network_without_a_database)
{
	const struct rule rule = { .action = ACTION_NETWORK,
		.bits4 = 16,
		.bits6 = 32,
		.geo = GEO_COUNTRY };
	struct fixed x;

	begin(&x);
	cr_expect(span_eq(ask(&x, &rule, "192.0.2.7"), SPAN("192.0.0.0")));
	cr_expect(x.f.tally.unplaced == 1);
	end(&x);
}
