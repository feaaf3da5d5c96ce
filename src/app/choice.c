/* SPDX-License-Identifier: ISC */
#include "app/choice.h"

#include "base/warn.h"
#include "model/stream.h"

bool
choice_is_fine(const struct options *o)
{
	if ((o->vhost == NULL || o->vhost[0] != '\0') &&
	    (o->class == NULL || o->class[0] != '\0'))
		return (true);
	warn_msg("--vhost and --class take a name");
	return (false);
}

/*
 * The stream that ${o} names, in whatever way a server does, in ${name}; what
 * is no host may be a directory all the same.
 */
static struct span
wanted(const struct options *o, char name[static STREAM_NAME_MAX])
{
	const struct span given = span_str(o->vhost == NULL ? "" : o->vhost);

	stream_name(given, name);
	if (given.n == 0 || span_eq(span_str(name), SPAN(STREAM_OTHER)))
		return (given);
	return (span_str(name));
}

int
choice_list(const struct options *o, struct inventory *inv, const char *dir,
    int dirfd)
{
	const char *none = NULL;
	char name[STREAM_NAME_MAX];

	if (inventory_list(inv, dirfd, wanted(o, name)) == -1) {
		warn_errno("%s", dir);
		return (-1);
	}
	if (o->class != NULL) {
		inventory_only_class(inv, o->class);
		none = inv->n == 0 ? "class" : NULL;
	}
	if (o->vhost != NULL && inv->nstreams == 0)
		none = "stream";
	if (none != NULL)
		warn_msg("%s: has no %s of that name", dir, none);
	return (none == NULL ? 0 : -1);
}
