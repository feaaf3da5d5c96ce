/* SPDX-License-Identifier: ISC */
#include "model/withheld.h"

#include <stdio.h>

#include "model/calendar.h"
#include "model/segment.h"
#include "model/stamp.h"

#define HEAD "withheld-"
#define TAIL ".zst"

enum { DATE = 10, MIDDAY = CALENDAR_DAY / 2 };

void
withheld_name(int64_t when, char name[static WITHHELD_NAME_MAX])
{
	const struct period day = period_of(PERIOD_DAY, when);
	char date[SEGMENT_NAME_MAX];

	segment_date(&day, date);
	(void)snprintf(name, WITHHELD_NAME_MAX, HEAD "%.*s" TAIL, 40, date);
}

bool
withheld_parse(struct span name, struct period *day)
{
	char again[WITHHELD_NAME_MAX];
	struct span date;
	int64_t days;

	if (!span_starts(name, SPAN(HEAD)) || !span_ends(name, SPAN(TAIL)) ||
	    name.n != sizeof(HEAD) - 1 + DATE + sizeof(TAIL) - 1)
		return (false);
	date = span_make(name.p + sizeof(HEAD) - 1, DATE);
	if (!stamp_day(date, &days))
		return (false);
	/* A day may begin late, and there is one that some zone left out. */
	*day =
	    period_of(PERIOD_DAY, calendar_when(days * CALENDAR_DAY + MIDDAY));
	withheld_name(day->start, again);
	return (span_eq(name, span_str(again)));
}
