/* SPDX-License-Identifier: ISC */
/* Where the key file is when nobody says. */
#ifndef APP_KEYPATH_H
#define APP_KEYPATH_H

#define KEYPATH_FILE "/etc/logfade/key"
#define KEYPATH_CREDENTIAL "logfade.key" /* below $CREDENTIALS_DIRECTORY */

enum { KEYPATH_MAX = 4096 };

/**
 * keypath_find(path):
 * The credential that systemd hands us, or KEYPATH_FILE, whichever there is;
 * stored in ${path}.
 *
 * Returns: ${path}, or NULL: there is neither.
 */
const char *keypath_find(char[static KEYPATH_MAX]);

#endif
