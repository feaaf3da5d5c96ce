/* SPDX-License-Identifier: ISC */
/*
 * The configuration with which a log analyser reads the clean lines of a
 * format: logfade formats --for READER NAME.
 *
 * A reader is one function, `const char *reader_NAME(file, policy, out)`: it
 * appends the configuration for the format ${file} to ${out}, for lines that
 * were cleaned by ${policy}: its place may be behind each, see
 * scrub/trailer.h, and its addresses may be pseudonyms. It returns NULL, or one line
 * (static) that says why the format cannot be expressed; ${out} is then
 * nobody's business.
 */
#ifndef APP_READER_H
#define APP_READER_H

#include "app/role.h"
#include "base/buf.h"
#include "match/elements.h"
#include "match/formatfile.h"
#include "model/policy.h"

enum { READER_MAX = 1024 * 1024 }; /* bytes of a configuration */

typedef const char *reader_fn(const struct formatfile *, const struct policy *,
    struct buf *);

/**
 * reader_find(name):
 * The reader called ${name}: goaccess, lnav or awstats.
 *
 * Returns: NULL when there is none.
 */
reader_fn *reader_find(const char *);

/* A layout as readers see it: what each of its parts is to them. */
struct reader_layout {
	const struct formatfile *file;
	const struct elements *es;
	enum role role[ELEMENTS_MAX]; /* of es->e[i]; a literal has none */
	size_t end; /* behind the last part that has a role */
	bool alone; /* the format has no other layout */
};

/**
 * reader_layout(file, i, l):
 * Make ${l} the layout ${i} of ${file}, counted from 0.
 *
 * Returns: false when there is none; none at all where lines name their
 *          fields.
 */
bool reader_layout(const struct formatfile *, size_t, struct reader_layout *);

/**
 * reader_has(l, role):
 * Has a field of ${l} that role?
 */
bool reader_has(const struct reader_layout *, enum role);

/**
 * reader_field(l, i):
 * The field of the part ${i} of ${l}, NULL of a literal.
 */
const struct field *reader_field(const struct reader_layout *, size_t);

/**
 * reader_spelling(f, sample):
 * How the field ${f}, a time, is spelt: one of TIME_ANY as in ${sample}, and
 * TIME_ANY where that is no time.
 */
enum timespelling reader_spelling(const struct field *, struct span);

typedef bool reader_each(void *, const struct field *, const struct cut *);

/**
 * reader_sample(file, each, arg):
 * Call ${each} with ${arg} for each field of the first sample of ${file} that
 * is a line of its format, until it returns false.
 *
 * Returns: false when there is no such sample, or no memory.
 */
bool reader_sample(const struct formatfile *, reader_each *, void *);

/**
 * reader_mixed(file):
 * Do times in the samples of ${file} have more than one spelling?
 */
bool reader_mixed(const struct formatfile *);

/**
 * reader_value(file, f):
 * What the field ${f} is in that sample.
 *
 * Shape:   borrowed from ${file}.
 * Returns: an empty span when it is not there.
 */
struct span reader_value(const struct formatfile *, const struct field *);

/**
 * reader_goaccess(file, policy, out), reader_lnav(...), reader_awstats(...):
 * The readers.
 */
reader_fn reader_goaccess, reader_lnav, reader_awstats;

#endif
