/* SPDX-License-Identifier: ISC */
#include "app/progress.h"

#include <stdio.h>

#include "base/clock.h"

void
progress_init(struct progress *p)
{
	*p = (struct progress){ .started = clock_ms() };
}

void
progress_text(uint64_t done, uint64_t size, int64_t ms, char text[static 80])
{
	const double seconds = ms > 0 ? (double)ms / 1000 : 0.001;
	const double rate = (double)done / seconds;
	const double left =
	    rate > 0 && size > done ? (double)(size - done) / rate : 0;

	(void)snprintf(text, 80,
	    "%.0f of %.0f MB, %3.0f %%, %.0f MB/s, "
	    "%d:%02d left",
	    (double)done / 1e6, (double)size / 1e6,
	    size > 0 ? 100 * (double)done / (double)size : 100, rate / 1e6,
	    (int)(left / 60), (int)left % 60);
}

void
progress_update(struct progress *p, uint64_t done, uint64_t size)
{
	const int64_t now = clock_ms();
	char text[80];

	if (size == 0 || now - p->drawn < 100)
		return;
	p->drawn = now;
	p->visible = true;
	progress_text(done, size, now - p->started, text);
	(void)fprintf(stderr, "\r\033[K%s", text);
	(void)fflush(stderr);
}

void
progress_clear(struct progress *p)
{
	if (p->visible)
		(void)fputs("\r\033[K", stderr);
	p->visible = false;
}
