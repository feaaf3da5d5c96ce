/* SPDX-License-Identifier: ISC */
#include "scrub/place.h"

#include <errno.h>
#include <fcntl.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/warn.h"
#include "scrub/placevalue.h"

enum {
	REFRESH = 10, /* seconds */
	V4_IN_V6 = 96,
	LOOK_MAX = 4096, /* networks in which a first answer is looked for */
	TAIL = 128 * 1024, /* in which the metadata is, by the specification */
	SEPARATOR = 16,
	COPY = 64 * 1024,
	KNOWN = 1024
};

static const char marker[] = "\xab\xcd\xefMaxMind.com";
static const size_t file_max = (size_t)1 << 31;

/* Which file it was. */
struct identity {
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
};

struct base {
	MMDB_s db;
	enum geo what;
	struct identity file;
};

/* What a record said; most networks share a few of them. */
struct known {
	uint32_t record; /* its offset and one; 0: empty */
	place_id id;
};

struct place_db {
	struct base base;
	struct known *known;
	char *path;
	struct identity bad; /* the last file that was no good */
	int64_t next; /* when to look again */
	unsigned gone; /* how often there was no file */
};

static struct identity
identity_of(const struct stat *st)
{
	return ((struct identity){ st->st_dev, st->st_ino, st->st_size,
	    st->st_mtim });
}

static bool
same_file(const struct identity *a, const struct identity *b)
{
	return (a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime.tv_sec == b->mtime.tv_sec &&
	    a->mtime.tv_nsec == b->mtime.tv_nsec);
}

static bool
say(char why[static PLACE_WHY], const char *what)
{
	(void)snprintf(why, PLACE_WHY, "%s", what);
	return (false);
}

static bool
say_errno(char why[static PLACE_WHY], const char *what)
{
	(void)snprintf(why, PLACE_WHY, "%s: %s", what, strerrordesc_np(errno));
	return (false);
}

/* Two letters as a number, in upper case. */
static place_id
country_id(struct span s)
{
	place_id id = 0;

	if (s.n != 2)
		return (0);
	for (size_t i = 0; i < 2; i++) {
		const unsigned c = (unsigned char)s.p[i] & ~0x20u;

		if (c < 'A' || c > 'Z')
			return (0);
		id = id << 8 | c;
	}
	return (id);
}

/* ${name} of the record ${v}: two letters, or a map that has them. */
static place_id
country_under(struct span s, const struct placevalue *v, struct span name)
{
	struct placevalue c, code;

	if (!placevalue_under(s, v, name, &c))
		return (0);
	if (c.type == PLACEVALUE_STRING)
		return (country_id(c.text));
	if (!placevalue_under(s, &c, SPAN("iso_code"), &code) ||
	    code.type != PLACEVALUE_STRING)
		return (0);
	return (country_id(code.text));
}

static place_id
country_of(struct span s, const struct placevalue *v)
{
	static const char *const names[] = { "country", "country_code",
		"registered_country" };
	place_id id = 0;

	for (size_t i = 0; id == 0 && i < sizeof(names) / sizeof(*names); i++)
		id = country_under(s, v, span_str(names[i]));
	return (id);
}

static place_id
system_of(struct span s, const struct placevalue *v)
{
	struct placevalue n;
	unsigned long long id;

	if (placevalue_under(s, v, SPAN("autonomous_system_number"), &n))
		return (n.type == PLACEVALUE_NUMBER && n.number <= UINT32_MAX ?
			(place_id)n.number :
			0);
	if (placevalue_under(s, v, SPAN("asn"), &n) &&
	    n.type == PLACEVALUE_STRING && span_starts(n.text, SPAN("AS")) &&
	    span_number(span_from(n.text, 2), UINT32_MAX, &id))
		return ((place_id)id);
	return (0);
}

/* What the record at ${at} of the data says. */
static place_id
answer(const struct base *b, uint32_t at)
{
	const struct span s = span_make((const char *)b->db.data_section,
	    b->db.data_section_size);
	struct placevalue v;

	if (!placevalue_at(s, at, &v))
		return (0);
	return (b->what == GEO_ASN ? system_of(s, &v) : country_of(s, &v));
}

static MMDB_lookup_result_s
look_up(const MMDB_s *db, const struct addr *a, int *e)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (a->v6) {
		memcpy(&six.sin6_addr, a->b, 16);
		return (MMDB_lookup_sockaddr(db, (struct sockaddr *)&six, e));
	}
	memcpy(&four.sin_addr, a->b, 4);
	return (MMDB_lookup_sockaddr(db, (struct sockaddr *)&four, e));
}

/*
 * The record of ${a} as its offset and one, 0 where there is none. Behind the
 * data is what a broken tree points to.
 */
static uint32_t
find(const struct base *b, const struct addr *a, unsigned *bits)
{
	MMDB_lookup_result_s r;
	int e;

	r = look_up(&b->db, a, &e);
	if (e != MMDB_SUCCESS) {
		*bits = a->v6 ? ADDR_V6_BITS : ADDR_V4_BITS;
		return (0);
	}
	*bits = r.netmask;
	if (!a->v6 && b->db.metadata.ip_version == 6)
		*bits = r.netmask < V4_IN_V6 ? 0 : r.netmask - V4_IN_V6;
	if (!r.found_entry || r.entry.offset >= b->db.data_section_size)
		return (0);
	return (r.entry.offset + 1);
}

place_id
place_find(const struct place_db *p, const struct addr *a, unsigned *bits)
{
	struct addr v4;
	const bool mapped = addr_unmap(a, &v4);
	const uint32_t record = find(&p->base, mapped ? &v4 : a, bits);
	struct known *k = &p->known[record % KNOWN];

	if (mapped)
		*bits += V4_IN_V6;
	if (record == 0)
		return (0);
	if (k->record != record) {
		k->id = answer(&p->base, record - 1);
		k->record = record;
	}
	return (k->id);
}

/* Is there an answer in the networks from ${a} on? */
static bool
answers(const struct base *b, struct addr a)
{
	unsigned bits;
	int n = 0;

	do {
		const uint32_t record = find(b, &a, &bits);

		if (record != 0 && answer(b, record - 1) != 0)
			return (true);
	} while (addr_next(&a, bits, 0) && ++n < LOOK_MAX);
	return (false);
}

static bool
has_answers(const struct base *b, char why[static PLACE_WHY])
{
	const struct addr four = { .v6 = false };
	/* Behind ::/96, where IPv4 is once more. */
	const struct addr six = { .b = { [11] = 1 }, .v6 = true };

	if (answers(b, four) || answers(b, six))
		return (true);
	return (say(why,
	    b->what == GEO_ASN ? "has no AS numbers" : "has no countries"));
}

/* All of ${from}, as it was when ${st} was read, to ${to}. */
static bool
copy(int from, int to, const struct stat *st, char why[static PLACE_WHY])
{
	const struct identity before = identity_of(st);
	char *block = malloc(COPY);
	struct identity now;
	struct stat after;
	off_t n = 0;
	ssize_t r = -1;

	while (block != NULL && n <= st->st_size &&
	    (r = fd_read(from, block, COPY)) > 0) {
		if (fd_write(to, block, (size_t)r) == -1) {
			r = -1;
			break;
		}
		n += r;
	}
	free(block);
	if (r == -1 || fstat(from, &after) == -1)
		return (say_errno(why, "cannot be read"));
	now = identity_of(&after);
	if (n != st->st_size || !same_file(&before, &now))
		return (say(why, "is being written to"));
	return (true);
}

/* Where these are no texts, libmaxminddb 1.7 loses memory. */
static bool
sound_texts(struct span metadata)
{
	static const char *const names[] = { "languages", "description" };
	struct placevalue all, v;

	if (!placevalue_at(metadata, 0, &all))
		return (false);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!placevalue_under(metadata, &all, span_str(names[i]), &v) ||
		    !placevalue_texts(metadata, &v))
			return (false);
	return (true);
}

/* Is what libmaxminddb is going to believe well formed? */
static bool
sound_metadata(int fd, off_t size)
{
	const size_t n = (size_t)size, length = sizeof(marker) - 1;
	const size_t from = n > TAIL ? n - TAIL : 0;
	char *p = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);
	bool sound = false;

	if (p == MAP_FAILED)
		return (false);
	for (size_t i = n; i >= from + length; i--) {
		if (memcmp(p + i - length, marker, length) == 0) {
			const struct span s = span_make(p + i, n - i);

			sound = placevalue_sound(s, 0) && sound_texts(s);
			break;
		}
	}
	(void)munmap(p, n);
	return (sound);
}

/* Tree and data are where they should be, and in the file. */
static bool
sound_sizes(const MMDB_s *db)
{
	const uint64_t tree =
	    (uint64_t)db->metadata.node_count * db->full_record_byte_size;
	const uint64_t size = (uint64_t)db->file_size;

	return (tree + SEPARATOR <= size &&
	    db->data_section == db->file_content + tree + SEPARATOR &&
	    db->data_section_size <= size - tree - SEPARATOR);
}

/* Open what the memory ${fd} holds. */
static bool
open_copy(struct base *b, int fd, char why[static PLACE_WHY])
{
	char path[32];
	int e;

	if (!sound_metadata(fd, b->file.size))
		return (say(why, "is no database in MaxMind's format"));
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	e = MMDB_open(path, MMDB_MODE_MMAP, &b->db);
	if (e == MMDB_OUT_OF_MEMORY_ERROR)
		return (say(why, "there is no memory for it"));
	if (e == MMDB_FILE_OPEN_ERROR)
		return (say(why, "cannot be opened without /proc"));
	if (e != MMDB_SUCCESS)
		return (say(why, "is no database in MaxMind's format"));
	if (!sound_sizes(&b->db))
		(void)say(why, "is no database in MaxMind's format");
	else if (has_answers(b, why))
		return (true);
	MMDB_close(&b->db);
	return (false);
}

/*
 * A copy in memory that has no name: libmaxminddb reads the file where it is
 * mapped, and a file that gets shorter then kills whoever reads it.
 */
static bool
open_file(struct base *b, int fd, char why[static PLACE_WHY])
{
	struct stat st;
	bool good = false;
	int memory;

	if (fstat(fd, &st) == -1)
		return (say_errno(why, "cannot be read"));
	b->file = identity_of(&st);
	if (!S_ISREG(st.st_mode))
		return (say(why, "is no regular file"));
	if (st.st_size == 0 || (uint64_t)st.st_size > file_max)
		return (say(why, "is no database in MaxMind's format"));
	memory = memfd_create("logfade-places", MFD_CLOEXEC);
	if (memory == -1)
		return (say_errno(why, "there is no memory for it"));
	if (copy(fd, memory, &st, why))
		good = open_copy(b, memory, why);
	(void)close(memory);
	return (good);
}

static bool
open_base(struct base *b, const char *path, char why[static PLACE_WHY])
{
	/* A FIFO must not keep us waiting. */
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool good;

	if (fd == -1)
		return (say_errno(why, "cannot be opened"));
	good = open_file(b, fd, why);
	(void)close(fd);
	return (good);
}

struct place_db *
place_open(const char *path, enum geo what, char why[static PLACE_WHY])
{
	struct place_db *p = calloc(1, sizeof(*p));

	if (p == NULL || (p->path = strdup(path)) == NULL ||
	    (p->known = calloc(KNOWN, sizeof(*p->known))) == NULL) {
		(void)say(why, "there is no memory for it");
	} else {
		p->base.what = what;
		p->next = INT64_MIN;
		if (open_base(&p->base, path, why))
			return (p);
	}
	if (p != NULL) {
		free(p->known);
		free(p->path);
	}
	free(p);
	return (NULL);
}

/* Take the file that is there now, if it can be used. */
static bool
replace(struct place_db *p, const struct identity *file)
{
	struct base b = { .what = p->base.what, .file = *file };
	char why[PLACE_WHY];

	if (!open_base(&b, p->path, why)) {
		p->bad = b.file;
		warn_msg("%s: %s; the database it replaced stays in use",
		    p->path, why);
		return (false);
	}
	MMDB_close(&p->base.db);
	p->base = b;
	p->bad = (struct identity){ .size = 0 };
	memset(p->known, 0, KNOWN * sizeof(*p->known));
	return (true);
}

bool
place_refresh(struct place_db *p, int64_t now)
{
	struct identity file;
	struct stat st;

	/* Also when the clock was put back. */
	if (now < p->next && now >= p->next - REFRESH)
		return (false);
	p->next = now + REFRESH;
	if (stat(p->path, &st) == -1) {
		/* Who removes it first and then writes a new one has time. */
		if (++p->gone == 2)
			warn_errno("%s", p->path);
		return (false);
	}
	p->gone = 0;
	file = identity_of(&st);
	if (same_file(&file, &p->base.file) || same_file(&file, &p->bad))
		return (false);
	/* It may still be written to. */
	if (now >= file.mtime.tv_sec && now - file.mtime.tv_sec < REFRESH)
		return (false);
	return (replace(p, &file));
}

void
place_write(enum geo what, place_id id, struct buf *out)
{
	if (id == 0)
		buf_addc(out, '-');
	else if (what == GEO_ASN)
		buf_addf(out, "AS%lu", (unsigned long)id);
	else {
		buf_addc(out, (char)(id >> 8));
		buf_addc(out, (char)(id & 0xff));
	}
}

void
place_close(struct place_db *p)
{
	if (p == NULL)
		return;
	MMDB_close(&p->base.db);
	free(p->known);
	free(p->path);
	free(p);
}
