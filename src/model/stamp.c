/* SPDX-License-Identifier: ISC */
#include "model/stamp.h"

#include <assert.h>
#include <stddef.h>

#include "model/calendar.h"

#define DAY 86400

/* So that the date has four digits and is sane in every zone. */
enum { YEAR_MIN = 1900, YEAR_MAX = 9998 };
#define EPOCH_MAX INT64_C(253370764799) /* the end of YEAR_MAX, UTC */

enum { CLF_LEN = 26, CLF_ZONE = 20, ISO_LEN = 19, FRACTION_MAX = 12 };
enum { NUMBER_MAX = 20 }; /* digits of a number before its fraction */

/* The last digits of a number that are not of whole seconds. */
enum { MSEC_DIGITS = 3, USEC_DIGITS = 6, NSEC_DIGITS = 9 };

/* What a two or four digit number is when it is none. */
enum { BAD = -100000 };

#define PACK(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static const uint32_t months[12] = {
	PACK('J', 'a', 'n'),
	PACK('F', 'e', 'b'),
	PACK('M', 'a', 'r'),
	PACK('A', 'p', 'r'),
	PACK('M', 'a', 'y'),
	PACK('J', 'u', 'n'),
	PACK('J', 'u', 'l'),
	PACK('A', 'u', 'g'),
	PACK('S', 'e', 'p'),
	PACK('O', 'c', 't'),
	PACK('N', 'o', 'v'),
	PACK('D', 'e', 'c'),
};

static const int8_t month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	30, 31 };

static inline int
two(const char *p)
{
	const unsigned a = (unsigned)(unsigned char)p[0] - '0';
	const unsigned b = (unsigned)(unsigned char)p[1] - '0';

	return (a > 9 || b > 9 ? BAD : (int)(a * 10 + b));
}

static inline int
four(const char *p)
{
	const int a = two(p), b = two(p + 2);

	return (a < 0 || b < 0 ? BAD : a * 100 + b);
}

/* The month whose name hashes to each slot; the hash was found by trying. */
static const uint8_t month_slot[16] = { 0, 0, 7, 3, 1, 0, 11, 4, 2, 6, 0, 10,
	12, 9, 5, 8 };

static inline int
month_of(const char *p)
{
	const uint32_t b = (unsigned char)p[1], c = (unsigned char)p[2];
	const int m = month_slot[(b + 15 * c) >> 2 & 15];

	if (m == 0 || months[m - 1] != PACK((unsigned char)p[0], b, c))
		return (BAD);
	return (m);
}

static bool
is_leap(int64_t y)
{
	return (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

bool
stamp_isreal(const struct stamp *t)
{
	if (t->year < YEAR_MIN || t->year > YEAR_MAX)
		return (false);
	if (t->month < 1 || t->month > 12 || t->day < 1)
		return (false);
	if (t->day >
	    month_days[t->month - 1] + (t->month == 2 && is_leap(t->year)))
		return (false);
	return (t->hour >= 0 && t->hour <= 23 && t->minute >= 0 &&
	    t->minute <= 59 && t->second >= 0 && t->second <= 60);
}

/* The zone `+hhmm`, hours at ${h} and minutes at ${m}. */
static bool
zone(char sign, const char *h, const char *m, struct stamp *t)
{
	const int hours = two(h), minutes = two(m);

	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return (false);
	t->offset = hours * 3600 + minutes * 60;
	if (sign == '-')
		t->offset = -t->offset;
	return (sign == '-' || sign == '+');
}

static bool
parse_clock(const char *p, struct stamp *t)
{
	t->hour = two(p);
	t->minute = two(p + 3);
	t->second = two(p + 6);
	return (p[2] == ':' && p[5] == ':');
}

static bool
parse_clf(struct span s, struct stamp *t)
{
	const char *p = s.p;

	if (s.n != CLF_LEN || p[2] != '/' || p[6] != '/' || p[11] != ':' ||
	    p[CLF_ZONE] != ' ')
		return (false);
	t->day = two(p);
	t->month = month_of(p + 3);
	t->year = four(p + 7);
	return (parse_clock(p + 12, t) && stamp_isreal(t) &&
	    zone(p[21], p + 22, p + 24, t));
}

/* The zone of an ISO time: `Z`, `+hh:mm` or `+hhmm`, and nothing behind it. */
static bool
parse_iso_zone(struct span s, struct stamp *t)
{
	t->offset = 0;
	if (s.n == 1)
		return (s.p[0] == 'Z');
	if (s.n == 5)
		return (zone(s.p[0], s.p + 1, s.p + 3, t));
	return (s.n == 6 && s.p[3] == ':' && zone(s.p[0], s.p + 1, s.p + 4, t));
}

/* How many digits ${s} starts with. */
static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return (n);
}

/* Take `.ddd` (or `,ddd`) off the front of ${s}; none is fine. */
static bool
skip_fraction(struct span *s)
{
	size_t n;

	if (s->n == 0 || (s->p[0] != '.' && s->p[0] != ','))
		return (true);
	n = digits(span_from(*s, 1));
	if (n == 0 || n > FRACTION_MAX)
		return (false);
	*s = span_from(*s, n + 1);
	return (true);
}

static bool
parse_iso(struct span s, struct stamp *t)
{
	const char *p = s.p;
	struct span tail;

	if (s.n <= ISO_LEN || p[4] != '-' || p[7] != '-' ||
	    (p[10] != 'T' && p[10] != ' '))
		return (false);
	t->year = four(p);
	t->month = two(p + 5);
	t->day = two(p + 8);
	if (!parse_clock(p + 11, t) || !stamp_isreal(t))
		return (false);
	tail = span_from(s, ISO_LEN);
	return (skip_fraction(&tail) && parse_iso_zone(tail, t));
}

/* Seconds since the epoch and ${sub} digits more; a fraction where none are. */
static bool
parse_number(struct span s, size_t sub, struct stamp *t)
{
	const size_t n = digits(s);
	struct span tail = span_from(s, n);
	unsigned long long v = 0;
	int rest;

	if (n == 0 || n > NUMBER_MAX)
		return (false);
	/* Cut, not divided: nanoseconds of now leave 64 bits in 2554. */
	if (n > sub && !span_number(span_make(s.p, n - sub), EPOCH_MAX, &v))
		return (false);
	if (sub == 0 && tail.n > 0 && tail.p[0] == '.' && !skip_fraction(&tail))
		return (false);
	if (tail.n > 0)
		return (false);
	stamp_civil((int64_t)(v / DAY), t);
	rest = (int)(v % DAY);
	t->hour = rest / 3600;
	t->minute = rest / 60 % 60;
	t->second = rest % 60;
	t->offset = 0;
	return (true);
}

bool
stamp_parse(struct span s, enum timespelling spelling, struct stamp *t)
{
	t->local = false;
	switch (spelling) {
	case TIME_CLF:
		return (parse_clf(s, t));
	case TIME_ISO:
		return (parse_iso(s, t));
	case TIME_EPOCH:
		return (parse_number(s, 0, t));
	case TIME_MSEC:
		return (parse_number(s, MSEC_DIGITS, t));
	case TIME_USEC:
		return (parse_number(s, USEC_DIGITS, t));
	case TIME_NSEC:
		return (parse_number(s, NSEC_DIGITS, t));
	case TIME_LAYOUT:
	case TIME_ANY:
		break;
	}
	return (false);
}

/* The spelling that a number of ${n} digits is in, of the last two centuries.
 * Fewer are a counter, more are none of ours. */
static bool
detect_number(size_t n, enum timespelling *spelling)
{
	if (n < 9 || n > NUMBER_MAX)
		return (false);
	*spelling = n < 12 ? TIME_EPOCH :
	    n < 15	   ? TIME_MSEC :
	    n < 18	   ? TIME_USEC :
			     TIME_NSEC;
	return (true);
}

bool
stamp_detect(struct span s, enum timespelling *spelling)
{
	const size_t n = digits(s);
	struct stamp t;

	if (n == 2)
		*spelling = TIME_CLF;
	else if (n == 4)
		*spelling = TIME_ISO;
	else if (!detect_number(n, spelling))
		return (false);
	return (stamp_parse(s, *spelling, &t));
}

/* 1970-01-01 was a Thursday. */
static void
to_monday(struct stamp *t)
{
	const int64_t days = stamp_days(t->year, t->month, t->day);
	const int64_t since = ((days + 3) % 7 + 7) % 7;

	stamp_civil(days - since, t);
}

void
stamp_generalise(struct stamp *t, enum action action)
{
	switch (action) {
	case ACTION_MONTH:
		t->day = 1;
		t->hour = 0;
		break;
	case ACTION_WEEK:
		to_monday(t);
		t->hour = 0;
		break;
	case ACTION_DAY:
		t->hour = 0;
		break;
	case ACTION_HOUR:
		break;
	case ACTION_MINUTE:
		t->second = 0;
		return;
	default:
		return;
	}
	t->minute = 0;
	t->second = 0;
	if (t->local)
		stamp_settle(t);
}

void
stamp_settle(struct stamp *t)
{
	int64_t wall;

	t->offset = 0;
	wall = stamp_epoch(t);
	t->offset = (int)(wall - calendar_when(wall));
	t->local = true;
}

int64_t
stamp_epoch(const struct stamp *t)
{
	return (stamp_days(t->year, t->month, t->day) * DAY + t->hour * 3600 +
	    t->minute * 60 + t->second - t->offset);
}

static void
put(char *p, int64_t v, int width)
{
	while (width-- > 0) {
		p[width] = (char)('0' + v % 10);
		v /= 10;
	}
}

static void
put_clock(char *p, const struct stamp *t)
{
	put(p, t->hour, 2);
	put(p + 3, t->minute, 2);
	put(p + 6, t->second, 2);
	p[2] = p[5] = ':';
}

static void
write_clf(const struct stamp *t, struct span original, struct buf *out)
{
	const uint32_t m = months[t->month - 1];
	char p[CLF_ZONE];

	put(p, t->day, 2);
	put(p + 7, t->year, 4);
	put_clock(p + 12, t);
	p[2] = p[6] = '/';
	p[3] = (char)(m >> 16);
	p[4] = (char)(m >> 8 & 0xff);
	p[5] = (char)(m & 0xff);
	p[11] = ':';
	buf_add(out, p, sizeof(p));
	buf_addspan(out, span_from(original, CLF_ZONE));
}

/* Append ${s} with its first ${n} bytes' digits as zeros. */
static void
add_zeroed(struct span s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++)
		buf_addc(out, s.p[i] >= '0' && s.p[i] <= '9' ? '0' : s.p[i]);
	buf_addspan(out, span_from(s, n));
}

static void
write_iso(const struct stamp *t, struct span original, struct buf *out)
{
	const struct span tail = span_from(original, ISO_LEN);
	char p[ISO_LEN];
	size_t n = 0;

	put(p, t->year, 4);
	put(p + 5, t->month, 2);
	put(p + 8, t->day, 2);
	put_clock(p + 11, t);
	p[4] = p[7] = '-';
	p[10] = original.p[10];
	buf_add(out, p, sizeof(p));
	if (tail.p[0] == '.' || tail.p[0] == ',')
		n = 1 + digits(span_from(tail, 1));
	add_zeroed(tail, n, out);
}

/* As many digits as before: nothing may tell a rounded time by its length. */
static void
write_number(const struct stamp *t, struct span original, size_t sub,
    struct buf *out)
{
	const size_t n = digits(original), whole = n > sub ? n - sub : 0;
	const int64_t v = stamp_epoch(t);
	char p[NUMBER_MAX];

	assert(n > 0 && n <= sizeof(p));
	put(p, v < 0 ? 0 : v, (int)whole);
	buf_add(out, p, whole);
	add_zeroed(span_from(original, whole), original.n - whole, out);
}

void
stamp_write(const struct stamp *t, struct span original,
    enum timespelling spelling, struct buf *out)
{
	switch (spelling) {
	case TIME_CLF:
		assert(original.n == CLF_LEN);
		write_clf(t, original, out);
		break;
	case TIME_ISO:
		assert(original.n > ISO_LEN);
		write_iso(t, original, out);
		break;
	case TIME_EPOCH:
		write_number(t, original, 0, out);
		break;
	case TIME_MSEC:
		write_number(t, original, MSEC_DIGITS, out);
		break;
	case TIME_USEC:
		write_number(t, original, USEC_DIGITS, out);
		break;
	case TIME_NSEC:
		write_number(t, original, NSEC_DIGITS, out);
		break;
	case TIME_LAYOUT:
	case TIME_ANY:
		assert(false);
		break;
	}
}

int64_t
stamp_days(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

bool
stamp_day(struct span s, int64_t *day)
{
	enum { TEXT = 10 };
	unsigned long long y, m, d;
	struct stamp t = { .year = 0 };

	if (s.n != TEXT || s.p[4] != '-' || s.p[7] != '-' ||
	    !span_number(span_make(s.p, 4), 9999, &y) ||
	    !span_number(span_make(s.p + 5, 2), 99, &m) ||
	    !span_number(span_make(s.p + 8, 2), 99, &d))
		return (false);
	t.year = (int64_t)y;
	t.month = (int)m;
	t.day = (int)d;
	if (!stamp_isreal(&t))
		return (false);
	*day = stamp_days(t.year, t.month, t.day);
	return (true);
}

void
stamp_civil(int64_t days, struct stamp *t)
{
	int64_t era, doe, yoe, doy, mp;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	t->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	t->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	t->year = yoe + era * 400 + (t->month <= 2);
}
