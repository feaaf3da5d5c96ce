/* SPDX-License-Identifier: ISC */
/*
 * The names in a directory, those that somebody wants, in order.
 */
#ifndef BASE_DIRNAMES_H
#define BASE_DIRNAMES_H

#include <stdbool.h>
#include <stddef.h>

struct dirnames {
	char **name;
	size_t n;
};

/**
 * dirnames_list(dirfd, takes, arg, list):
 * The names in ${dirfd}, without `.` and `..`, of which ${takes}(${arg}, name)
 * is true, sorted by their bytes.
 *
 * Returns: 0, or -1 with errno set; dirnames_release() is due in both cases.
 */
int dirnames_list(int, bool (*)(void *, const char *), void *,
    struct dirnames *);

/**
 * dirnames_release(list):
 * Give the memory of ${list} back.
 */
void dirnames_release(struct dirnames *);

#endif
