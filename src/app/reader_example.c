/* SPDX-License-Identifier: ISC */
#include "app/reader_example.h"

#include "app/reader.h"

/* What strftime(3) writes on 10 October 2000, 13:55:36 UTC. */
static const char *
conversion(char letter)
{
	static const char *const table[] = { "aTue", "ATuesday", "bOct",
		"BOctober", "cTue Oct 10 13:55:36 2000", "C20", "d10",
		"D10/10/00", "e10", "f123456", "F2000-10-10", "G2000", "g00",
		"hOct", "H13", "I01", "j284", "k13", "l 1", "m10", "M55", "pPM",
		"Ppm", "r01:55:36 PM", "R13:55", "s971186136", "S36",
		"T13:55:36", "u2", "U41", "V41", "w2", "W41", "x10/10/00",
		"X13:55:36", "y00", "Y2000", "z+0000", "ZUTC", "%%", "t\t" };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i][0] == letter)
			return (table[i] + 1);
	return ("");
}

static void
put_layout(struct span layout, struct buf *out)
{
	for (size_t i = 0; i < layout.n; i++) {
		if (layout.p[i] != '%' || i + 1 == layout.n) {
			buf_addc(out, layout.p[i]);
			continue;
		}
		i++;
		if (layout.p[i] == ':' || layout.p[i] == '-' ||
		    layout.p[i] == '_' || layout.p[i] == 'E' ||
		    layout.p[i] == 'O')
			i++;
		if (i + 1 < layout.n && layout.p[i] >= '1' &&
		    layout.p[i] <= '6' && layout.p[i + 1] == 'f') {
			buf_add(out, "123456", (size_t)(layout.p[i++] - '0'));
			continue;
		}
		if (i < layout.n)
			buf_addspan(out, span_str(conversion(layout.p[i])));
	}
}

static void
put_time(const struct formatfile *file, const struct field *f, struct buf *out)
{
	static const char *const table[] = {
		[TIME_CLF] = "10/Oct/2000:13:55:36 +0000",
		[TIME_ISO] = "2000-10-10T13:55:36+00:00",
		[TIME_EPOCH] = "971186136.000",
		[TIME_MSEC] = "971186136000",
		[TIME_USEC] = "971186136000000",
		[TIME_NSEC] = "971186136000000000",
		[TIME_ANY] = "2000-10-10T13:55:36+00:00",
	};

	const struct span sample = reader_value(file, f);

	/* Other formats may match lines with that very spelling. */
	if (sample.n > 0)
		buf_addspan(out, sample);
	else if (f->time == TIME_LAYOUT)
		put_layout(f->layout, out);
	else
		buf_addspan(out, span_str(table[f->time]));
}

void
reader_example(const struct formatfile *file, const struct field *f,
    struct buf *out)
{
	static const char *const by_class[CLASS_COUNT] = {
		[CLASS_IP] = "192.0.2.7",
		[CLASS_IPLIST] = "192.0.2.7",
		[CLASS_REQUEST] = "GET /a HTTP/1.1",
		[CLASS_URI] = "/a?b=c",
		[CLASS_PATH] = "/a",
		[CLASS_REFERER] = "https://www.example.org/",
		[CLASS_AGENT] = "Mozilla/5.0",
		[CLASS_VHOST] = "www.example.org",
		[CLASS_METHOD] = "GET",
		[CLASS_PROTOCOL] = "HTTP/1.1",
		[CLASS_STATUS] = "200",
		[CLASS_NUMBER] = "1",
	};

	if (f->class == CLASS_TIME)
		put_time(file, f, out);
	else if (f->shape == SHAPE_NUMBER && f->class != CLASS_STATUS)
		buf_addc(out, '1');
	else
		buf_addspan(out,
		    by_class[f->class] == NULL ? SPAN("-") :
						 span_str(by_class[f->class]));
}
