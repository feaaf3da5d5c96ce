/* SPDX-License-Identifier: ISC */
/*
 * What somebody looked for: with a search engine that led to the site, as
 * referers tell, or on the site itself. The lists are read once from
 * formats/search.engines; afterwards immutable, shared by all workers.
 *
 * A term is the value of a parameter that the list says holds one. Elsewhere
 * than on a search engine the same names also hold other things: what has no
 * letters (a size, a number of a page), a path, an attack's `${...}` or a word
 * such as `true` is no term. A URL with a host is none anywhere. In a path it
 * is the segment behind one such as `search`, unless that names a file.
 *
 * With s->search NULL nothing is a term.
 */
#ifndef SCRUB_SEARCH_H
#define SCRUB_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"
#include "scrub/scrub.h"
#include "scrub/text.h"

struct search;

/**
 * search_load(a, text, search):
 * Read the lists ${text} into ${search}, which lives in ${a}.
 *
 * Returns: NULL, or one line (static) that says what is wrong.
 */
const char *search_load(struct arena *, struct span, const struct search **);

/**
 * search_builtin(a):
 * The lists that are compiled in.
 *
 * Returns: NULL, warned.
 */
const struct search *search_builtin(struct arena *);

/**
 * search_begin(s, authority):
 * What follows is of a URL with ${authority}, or of one without where that is
 * empty.
 */
void search_begin(struct scrub *, struct span);

/**
 * search_param(s, name, value):
 * Is the ${value} of the parameter ${name}, both raw, a term?
 */
bool search_param(struct scrub *, struct span, struct span);

/**
 * search_pairs(s, t, from, query):
 * Add the terms that are values of parameters, or of members of JSON, behind
 * offset ${from} of ${t}. ${query}: as for text_pairs().
 */
void search_pairs(const struct scrub *, struct text *, size_t, bool);

/**
 * search_path(s, t):
 * Add the terms in the path ${t} to its hits.
 */
void search_path(const struct scrub *, struct text *);

#endif
