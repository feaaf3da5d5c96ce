/* SPDX-License-Identifier: ISC */
#include "write/sealcopy.h"

#include <errno.h>
#include <stdio.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/zwalk.h"
#include "model/segscan.h"

/* Raw bytes in a frame, at least, but for the last one; and bytes in a void. */
enum { FRAME_RAW = 16 * 1024 * 1024, VOID_MAX = 64 * 1024 };

struct copy {
	int from;
	int to;
	const struct segment *segment;
	const struct seal_info *info;
	struct zframe *zframe;
	struct segmeta sum; /* what the notes say */
	uint64_t lines; /* what there really is */
	int64_t open; /* raw bytes in the frame being made */
	bool damaged;
};

static int
check_stop(const struct seal_info *info)
{
	if (info->stop == NULL || !atomic_load(info->stop))
		return (0);
	errno = ECANCELED;
	return (-1);
}

/* zframe_emit: look at what comes out, and no more. */
static int
verify(void *arg, struct span s)
{
	const struct copy *c = arg;

	(void)s;
	return (check_stop(c->info));
}

/* zframe_emit: what was recompressed. */
static int
store(void *arg, struct span s)
{
	const struct copy *c = arg;

	return (fd_write(c->to, s.p, s.n));
}

/* zframe_emit: what was unpacked. */
static int
recompress(void *arg, struct span s)
{
	struct copy *c = arg;
	const struct zframe_out out = { store, c };
	const char *p = s.p, *end = s.p + s.n;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		c->lines++;
		p++;
	}
	c->open += (int64_t)s.n;
	if (check_stop(c->info) == -1)
		return (-1);
	return (zframe_stream(c->zframe, s, false, &out));
}

/* End the frame being made, if there is one. */
static int
end_frame(struct copy *c)
{
	const struct zframe_out out = { store, c };

	if (c->open == 0)
		return (0);
	c->open = 0;
	return (zframe_stream(c->zframe, SPAN(""), true, &out));
}

/* Copy the bytes of ${at} from ${done} on into one void. */
static int
copy_void(struct copy *c, const struct zframe_at *at, int64_t done)
{
	char bytes[VOID_MAX];
	const int64_t left = at->end - done;
	const size_t want = left < VOID_MAX ? (size_t)left : VOID_MAX;
	const ssize_t n = file_pread(c->from, bytes, want, done);
	uint8_t header[ZFRAME_HEADER];

	if (n <= 0) {
		errno = n == 0 ? EIO : errno;
		return (-1);
	}
	zframe_header(ZFRAME_VOID, (uint32_t)n, header);
	if (check_stop(c->info) == -1 ||
	    fd_write(c->to, header, sizeof(header)) == -1 ||
	    fd_write(c->to, bytes, (size_t)n) == -1)
		return (-1);
	return ((int)n);
}

/* Write ${m} as a note. */
int
sealcopy_note(int fd, const struct segmeta *m)
{
	struct buf b;
	int rc = -1;

	buf_init(&b, SEGMETA_MAX);
	segmeta_frame(m, &b);
	if (b.failed)
		errno = ENOMEM;
	else
		rc = fd_write(fd, b.p, b.n);
	buf_release(&b);
	return (rc);
}

/* Set the damaged bytes ${at} aside. */
static int
set_aside(struct copy *c, const struct zframe_at *at)
{
	struct segmeta m;
	int64_t done = at->start;

	segmeta_init(&m, SEGMETA_DAMAGE);
	m.cut = (uint64_t)(at->end - at->start);
	segmeta_add(&c->sum, &m);
	c->damaged = true;
	if (end_frame(c) == -1 || sealcopy_note(c->to, &m) == -1)
		return (-1);
	while (done < at->end) {
		const int n = copy_void(c, at, done);

		if (n == -1)
			return (-1);
		done += n;
	}
	return (0);
}

/* Verified first: damaged bytes must not get into a frame with good ones. */
static int
copy_data(struct copy *c, struct zwalk *w, struct zframe_at *at)
{
	const struct zframe_out look = { verify, c };
	const struct zframe_out out = { recompress, c };

	if (zframe_decode(c->from, at, &look) == -1) {
		if (errno != EBADMSG || zwalk_reject(w, at) == -1)
			return (-1);
		return (set_aside(c, at));
	}
	if (zframe_decode(c->from, at, &out) == -1)
		return (-1);
	return (c->open >= FRAME_RAW ? end_frame(c) : 0);
}

static int
copy_note(struct copy *c, const struct zframe_at *at)
{
	struct segmeta m;
	const int rc = segscan_note(c->from, at, &m);

	if (rc == 1 && m.kind != SEGMETA_SEAL)
		segmeta_add(&c->sum, &m);
	return (rc == -1 ? -1 : 0);
}

static int
copy_all(struct copy *c)
{
	struct zframe_at at;
	struct zwalk w;
	int rc;

	if (zwalk_start(&w, c->from) == -1)
		return (-1);
	while ((rc = zwalk_next(&w, &at)) == 1) {
		if (at.kind == ZFRAME_DATA)
			rc = copy_data(c, &w, &at);
		else if (at.kind == ZFRAME_SKIP)
			rc = copy_note(c, &at);
		else
			rc = set_aside(c, &at);
		if (rc == -1)
			return (-1);
	}
	return (rc == -1 ? -1 : end_frame(c));
}

/* Where the notes do not account for all lines, their times are not known. */
static void
settle_times(const struct copy *c, struct segmeta *m)
{
	const struct period *p = &c->segment->period;

	if (c->lines == 0) {
		m->oldest = INT64_MAX;
		m->newest = INT64_MIN;
		return;
	}
	if (c->damaged || m->lines != c->lines || m->oldest < p->start ||
	    m->oldest >= p->end || m->newest < m->oldest ||
	    m->newest >= p->end) {
		m->oldest = p->start;
		m->newest = p->end - 1;
	}
}

static int
write_seal(struct copy *c)
{
	const struct seal_info *info = c->info;
	const struct period *p = &c->segment->period;
	struct segmeta m = c->sum;

	m.kind = SEGMETA_SEAL;
	settle_times(c, &m);
	m.lines = c->lines;
	m.keep = policy_keep(info->policy, span_str(info->stream),
	    span_str(c->segment->class))
		     .keep;
	m.expires = period_expiry(&m.keep, c->lines == 0 ? p->start : m.oldest);
	(void)snprintf(m.version, sizeof(m.version), "%s", info->version);
	(void)snprintf(m.policy, sizeof(m.policy), "%s", info->policy->digest);
	return (sealcopy_note(c->to, &m));
}

int
sealcopy_run(int from, int to, const struct segment *s,
    const struct seal_info *info)
{
	struct copy c = { .from = from,
		.to = to,
		.segment = s,
		.info = info,
		.zframe = zframe_new(info->policy->output.seal_level) };
	int rc, e;

	segmeta_init(&c.sum, SEGMETA_APPEND);
	if (c.zframe == NULL)
		return (-1);
	rc = copy_all(&c) == -1 ? -1 : write_seal(&c);
	e = errno;
	zframe_free(c.zframe);
	errno = e;
	return (rc);
}
