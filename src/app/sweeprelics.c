/* SPDX-License-Identifier: ISC */
#include "app/sweeprelics.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "app/listing.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/warn.h"
#include "flow/relics.h"

enum { LINE_MAX_BYTES = 65536 };

struct listing {
	bool dryrun;
	bool json;
};

static const char *const reasons[] = {
	[RELIC_YOUNG] = "young",
	[RELIC_EXPIRED] = "expired",
	[RELIC_HELD] = "held",
	[RELIC_BUSY] = "busy",
	[RELIC_STRANGE] = "no regular file",
	[RELIC_FOREIGN] = "belongs to somebody else",
	[RELIC_FAILED] = "failed",
};

static const char *const kinds[] = {
	[RELIC_RAW] = "raw",
	[RELIC_CLEAN] = "clean",
	[RELIC_QUARANTINE] = "quarantine",
};

static bool
is_known(const struct relic *it)
{
	return (it->reason != RELIC_STRANGE && it->reason != RELIC_FAILED);
}

/* Others name files: what could harm a terminal becomes `?`. */
static void
put_name(const char *s, struct buf *b)
{
	for (; *s != '\0'; s++)
		buf_addc(b, *s >= ' ' && *s <= '~' ? *s : '?');
}

static void
put_text(const struct listing *l, const char *dir, const struct relic *it,
    struct buf *b)
{
	const char *verb = l->dryrun ? "would delete" : "deleted";

	if (!it->gone)
		verb = reasons[it->reason];
	buf_addf(b, "%s ", verb);
	put_name(dir, b);
	buf_addc(b, '/');
	put_name(it->name, b);
	listing_day("oldest", it->oldest, b);
	buf_addspan(b, SPAN(" keep "));
	period_keep_write(&it->keep, b);
	listing_day("expired", it->expires, b);
	buf_addf(b, " bytes %jd kind %s", (intmax_t)it->st.st_size,
	    kinds[it->kind]);
	if (it->hold[0] != '\0')
		buf_addf(b, " hold %s", it->hold);
	if (it->st.st_nlink > 1)
		buf_addspan(b, SPAN(" (another hard link still holds it)"));
}

static void
put_json(const struct listing *l, const char *dir, const struct relic *it,
    struct buf *b)
{
	buf_addspan(b, SPAN("{\"dir\":\""));
	buf_addjson(b, span_str(dir));
	buf_addspan(b, SPAN("\",\"file\":\""));
	buf_addjson(b, span_str(it->name));
	buf_addf(b, "\",\"kind\":\"%s\"", kinds[it->kind]);
	if (is_known(it)) {
		listing_time("oldest", it->oldest, b);
		buf_addspan(b, SPAN(",\"keep\":\""));
		period_keep_write(&it->keep, b);
		buf_addspan(b, SPAN("\",\"class\":null"));
		listing_word("hold", it->hold, b);
		listing_time("expires", it->expires, b);
		buf_addf(b, ",\"bytes\":%jd", (intmax_t)it->st.st_size);
	}
	buf_addf(b, ",\"reason\":\"%s\",\"deleted\":%s}", reasons[it->reason],
	    it->gone && !l->dryrun ? "true" : "false");
}

static void
list(void *arg, const char *dir, const struct relic *it)
{
	const struct listing *l = arg;
	struct buf b;

	buf_init(&b, LINE_MAX_BYTES);
	if (l->json)
		put_json(l, dir, it, &b);
	else
		put_text(l, dir, it, &b);
	if (b.failed)
		warn_msg("%s/%s: cannot be listed", dir, it->name);
	else
		printf("%.*s\n", (int)b.n, b.p);
	buf_release(&b);
}

static enum exits
sweep(struct ready *r, int ledger, int64_t last)
{
	const struct options *o = &r->options;
	const struct relics relics = { &o->config.policy, r->catalog,
		r->matcher };
	struct listing listing = { o->dryrun, o->json };
	const struct relic_options options = {
		.now = clock_now(),
		.dry_run = o->dryrun,
		.force = o->force,
		.all = o->json,
		.ledger = ledger,
		.last = last,
		.report = o->config.quiet ? NULL : list,
		.arg = &listing,
	};
	struct relic_count count = { 0 };

	return (relics_sweep(&relics, &options, &count) == -1 ? EXITS_LOST :
								EXITS_OK);
}

enum exits
sweeprelics_run(struct ready *r, int64_t last)
{
	const char *output = r->options.config.policy.output.dir;
	enum exits code;
	int fd;

	if (output == NULL)
		return (sweep(r, -1, last));
	/* That it is not there was said when it was to be swept itself. */
	if ((fd = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return (EXITS_LOST);
	code = sweep(r, fd, last);
	file_close(fd);
	return (code);
}
