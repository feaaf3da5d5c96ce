/* SPDX-License-Identifier: ISC */
/*
 * A suite in which each test begins with a ${props} of its own:
 *
 *	TestSuite(NAME, .init = setup, .fini = teardown);
 */
#ifndef UNIT_PROPS_FIXTURE_H
#define UNIT_PROPS_FIXTURE_H

#include <criterion/criterion.h>

#include "unit/props.h"

static struct props props;

static void
setup(void)
{
	props_init(&props);
}

static void
teardown(void)
{
	props_free(&props);
}

#endif
