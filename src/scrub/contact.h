/* SPDX-License-Identifier: ISC */
/*
 * Contact addresses in agents. Whose they are cannot be known, as anybody can
 * write any agent, so the address goes; but a local part that is nothing but
 * the name of a robot, crawler@example.org, is nobody's name, and the only one
 * that some robots give.
 */
#ifndef SCRUB_CONTACT_H
#define SCRUB_CONTACT_H

#include <stdbool.h>

#include "base/span.h"

/**
 * contact_is_robot(local):
 * Is the local part ${local} made of words for robots only?
 *
 * Source:  the addresses in github.com/monperrus/crawler-user-agents.
 */
bool contact_is_robot(struct span);

#endif
