/* SPDX-License-Identifier: ISC */
#include "app/listing.h"

#include <stdio.h>
#include <time.h>

#include "model/calendar.h"

void
listing_day(const char *name, int64_t when, struct buf *b)
{
	const time_t t = (time_t)when;
	struct tm tm;
	char text[32];

	if (when == LISTING_NEVER || localtime_r(&t, &tm) == NULL)
		(void)snprintf(text, sizeof(text), "never");
	else
		(void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	buf_addf(b, " %s %s", name, text);
}

void
listing_time(const char *name, int64_t when, struct buf *b)
{
	if (when == LISTING_NEVER) {
		buf_addf(b, ",\"%s\":null", name);
		return;
	}
	buf_addf(b, ",\"%s\":\"", name);
	calendar_utc(when, b);
	buf_addc(b, '"');
}

void
listing_word(const char *name, const char *word, struct buf *b)
{
	if (word == NULL || word[0] == '\0')
		buf_addf(b, ",\"%s\":null", name);
	else
		buf_addf(b, ",\"%s\":\"%s\"", name, word);
}
