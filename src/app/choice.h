/* SPDX-License-Identifier: ISC */
/*
 * Which of the segments of a directory --vhost and --class choose.
 */
#ifndef APP_CHOICE_H
#define APP_CHOICE_H

#include <stdbool.h>

#include "app/options.h"
#include "retain/inventory.h"

/**
 * choice_is_fine(o):
 * Are the names that ${o} has any? It is warned where they are not.
 */
bool choice_is_fine(const struct options *);

/**
 * choice_list(o, inv, dir, dirfd):
 * List those of ${dir}, open as ${dirfd}, that ${o} chooses.
 *
 * Returns: 0, or -1, warned: also where there is nothing of that name.
 *          inventory_release() is due in both cases.
 */
int choice_list(const struct options *, struct inventory *, const char *, int);

#endif
