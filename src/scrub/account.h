/* SPDX-License-Identifier: ISC */
/*
 * Names of accounts in the messages of servers and applications, told by the
 * words around them: nobody can tell a name by itself.
 */
#ifndef SCRUB_ACCOUNT_H
#define SCRUB_ACCOUNT_H

#include <stdbool.h>

#include "scrub/detect.h"

/**
 * account_find(text, cut, h):
 * Add to ${h} the names, and the values of headers that are credentials, in
 * the decoded message ${text}. Names may hold blanks: where both ends of a
 * message are known, all between goes. ${cut}: the end of the text is missing.
 *
 * Source:  ngx_http_auth_basic_module.c of nginx; mod_auth_basic,
 *          mod_auth_digest, mod_authz_core, mod_authz_owner, mod_authnz_ldap
 *          and mod_ssl of Apache httpd; mod_auth of lighttpd.
 */
void account_find(struct span, bool, struct hits *);

#endif
