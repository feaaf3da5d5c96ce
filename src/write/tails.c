/* SPDX-License-Identifier: ISC */
#include "write/tails.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLACES = 1 << 14 };

struct tails {
	struct {
		dev_t dev;
		ino_t ino;
		off_t end; /* 0: nothing */
	} place[PLACES];
};

struct tails *
tails_new(void)
{
	return (calloc(1, sizeof(struct tails)));
}

void
tails_free(struct tails *t)
{
	free(t);
}

static size_t
place_of(const struct stat *st)
{
	return ((size_t)((uint64_t)st->st_ino * UINT64_C(0x9e3779b97f4a7c15) >>
	    (64 - 14)));
}

void
tails_keep(struct tails *t, int fd)
{
	/* Appending leaves the offset behind what was appended. */
	const off_t end = lseek(fd, 0, SEEK_CUR);
	struct stat st;
	size_t i;

	if (t == NULL || end <= 0 || fstat(fd, &st) == -1)
		return;
	i = place_of(&st);
	t->place[i].dev = st.st_dev;
	t->place[i].ino = st.st_ino;
	t->place[i].end = end;
}

bool
tails_has(const struct tails *t, int fd)
{
	struct stat st;
	size_t i;

	if (t == NULL || fstat(fd, &st) == -1)
		return (false);
	i = place_of(&st);
	return (t->place[i].end > 0 && t->place[i].end == st.st_size &&
	    t->place[i].dev == st.st_dev && t->place[i].ino == st.st_ino);
}
