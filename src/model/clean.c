/* SPDX-License-Identifier: ISC */
#include "model/clean.h"

#include "model/clean_make.h"

struct span
clean_text(const struct clean *c)
{
	return (buf_span(&c->text));
}

int64_t
clean_time(const struct clean *c)
{
	return (c->time);
}
