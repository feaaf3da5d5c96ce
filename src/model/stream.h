/* SPDX-License-Identifier: ISC */
/*
 * The name of a stream: the directory that the lines of one vhost go to.
 *
 * What a server logs as the vhost may be what the client sent. So a name is
 * taken only as far as it is that of a host: it is never a path, never hidden,
 * and the same vhost always has the same one.
 */
#ifndef MODEL_STREAM_H
#define MODEL_STREAM_H

#include <stdbool.h>

#include "base/span.h"

/* Where lines of what is no vhost go to, and those of too many. */
#define STREAM_OTHER "_other"

enum { STREAM_NAME_MAX = 254 }; /* with its NUL: a host has 253 bytes */

/**
 * stream_name(vhost, name):
 * Write the name of the stream of ${vhost} into ${name}: in small letters,
 * without port and final dot; STREAM_OTHER where it is not the name of a host.
 * An address is none, and neither is what ends like the name of a segment.
 */
void stream_name(struct span, char[static STREAM_NAME_MAX]);

/**
 * stream_is(name):
 * Is ${name} one that stream_name() writes?
 */
bool stream_is(struct span);

#endif
