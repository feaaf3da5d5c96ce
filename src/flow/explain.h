/* SPDX-License-Identifier: ISC */
/*
 * What the policy does to given lines, field by field, for an operator who
 * sets it up. Shows what would be written, never what was read.
 */
#ifndef FLOW_EXPLAIN_H
#define FLOW_EXPLAIN_H

#include <stdio.h>

#include "flow/pipeline.h"

/**
 * explain_run(p, fd, out):
 * Explain every line of ${fd} to ${out}: its verdict; the scope of its vhost
 * and its class, where it has them; the name, the action and what is left of
 * each field, behind `=` where that is all of it and `*` where it is not;
 * behind `=>` the line.
 *
 * Returns: 0; 1 when a line would be withheld; -1, warned, when the format is
 *          not known or reading failed.
 */
int explain_run(struct pipeline *, int, FILE *);

#endif
