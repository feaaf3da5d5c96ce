/* SPDX-License-Identifier: ISC */
#include "app/keypath.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *
keypath_find(char path[static KEYPATH_MAX])
{
	const char *dir = secure_getenv("CREDENTIALS_DIRECTORY");
	int n;

	if (dir != NULL) {
		n = snprintf(path, KEYPATH_MAX, "%s/%s", dir,
		    KEYPATH_CREDENTIAL);
		if (n > 0 && n < KEYPATH_MAX && access(path, F_OK) == 0)
			return (path);
	}
	(void)snprintf(path, KEYPATH_MAX, "%s", KEYPATH_FILE);
	return (access(path, F_OK) == 0 ? path : NULL);
}
