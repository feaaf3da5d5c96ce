/* SPDX-License-Identifier: ISC */
#include "app/choice.h"

#include "base/warn.h"

bool
choice_is_fine(const struct options *o)
{
	if ((o->vhost == NULL || o->vhost[0] != '\0') &&
	    (o->class == NULL || o->class[0] != '\0'))
		return (true);
	warn_msg("--vhost and --class take a name");
	return (false);
}

int
choice_list(const struct options *o, struct inventory *inv, const char *dir,
    int dirfd)
{
	const char *none = NULL;

	if (inventory_list(inv, dirfd,
		span_str(o->vhost == NULL ? "" : o->vhost)) == -1) {
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
