/* SPDX-License-Identifier: ISC */
#include "app/directives_retain.h"

#include "retain/rawwalk.h"

static const struct keep week = { KEEP_DAYS, 7 };

enum { QUARANTINE_MIB = 100, SIZE_MAX_UNITS = 1000000 };

static const char *
take_keep(const struct directive *d, struct keep *keep)
{
	const char *wrong = period_keep_parse(d->args, d->nargs, keep);

	if (wrong == NULL && keep->unit == KEEP_FOREVER)
		return ("raw data may not be kept for ever");
	return (wrong);
}

static const char *
take_size(const struct directive *d, uint64_t *size)
{
	static const struct {
		struct span name;
		uint64_t bytes;
	} units[] = {
		{ SPAN("KiB"), UINT64_C(1) << 10 },
		{ SPAN("MiB"), UINT64_C(1) << 20 },
		{ SPAN("GiB"), UINT64_C(1) << 30 },
	};
	unsigned long long n;

	if (d->nargs == 2 && span_number(d->args[0], SIZE_MAX_UNITS, &n) &&
	    n > 0)
		for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
			if (span_eq(d->args[1], units[i].name)) {
				*size = n * units[i].bytes;
				return (NULL);
			}
	return ("takes a number and KiB, MiB or GiB");
}

/* The block of ${d}; without ${size} only keep may stand in it. */
static const char *
take_block(const struct directive *d, struct keep *keep, uint64_t *size,
    const struct directive **at)
{
	const char *wrong = NULL;

	for (d = d->children; d != NULL && wrong == NULL; d = d->next) {
		*at = d;
		if (d->block)
			wrong = "takes no { }";
		else if (span_eq(d->name, SPAN("keep")))
			wrong = take_keep(d, keep);
		else if (size != NULL && span_eq(d->name, SPAN("size")))
			wrong = take_size(d, size);
		else
			wrong = size == NULL ? "is not known here (keep)" :
					       "is not known here (keep, size)";
	}
	return (wrong);
}

const char *
directives_retain_raw(struct config *c, const struct directive *d,
    const struct directive **at)
{
	struct rawlogs *raw = &c->raw[c->policy.nraw];
	const char *wrong;

	*at = d;
	if (d->nargs != 1)
		return ("takes one pattern");
	if ((wrong = rawwalk_check(d->args[0])) != NULL)
		return (wrong);
	if (c->policy.nraw == CONFIG_RAW_MAX)
		return ("is there too often");
	*raw = (struct rawlogs){ arena_dup(c->arena, d->args[0]).p, week };
	if (raw->pattern == NULL)
		return ("no memory");
	if ((wrong = take_block(d, &raw->keep, NULL, at)) != NULL)
		return (wrong);
	c->policy.raw = c->raw;
	c->policy.nraw++;
	return (NULL);
}

const char *
directives_retain_quarantine(struct config *c, const struct directive *d,
    const struct directive **at)
{
	struct withholding *w = &c->policy.withholding;

	*at = d;
	if (d->nargs != 1 || d->args[0].n == 0)
		return ("takes one directory");
	*w = (struct withholding){
		.dir = arena_dup(c->arena, d->args[0]).p,
		.keep = week,
		.size = (uint64_t)QUARANTINE_MIB << 20,
	};
	if (w->dir == NULL)
		return ("no memory");
	return (take_block(d, &w->keep, &w->size, at));
}
