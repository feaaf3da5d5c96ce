/* SPDX-License-Identifier: ISC */
/*
 * Format files, and directives pasted from a server's configuration.
 *
 *     title    what people call it
 *     source   where the definition stands
 *     nginx    '$remote_addr ...'          (or: apache "%h ...")
 *     sample   a line that must match
 *       remote_addr  what the field of that sample must be
 *     reject   a line that must not
 *
 * A file without a sample, with a sample that does not match or with a reject
 * that does is refused: a format that was never tried is not loaded.
 */
#ifndef MATCH_FORMATFILE_H
#define MATCH_FORMATFILE_H

#include "base/arena.h"
#include "base/directive.h"
#include "base/span.h"
#include "match/draft.h"
#include "match/matcher.h"

/* A line of a format file that a test can be made of. */
struct sample {
	struct span line;
	struct sample *next;
};

struct formatfile {
	struct span name;
	struct span source;
	struct matcher *matcher;
	bool unguessed; /* its lines look like those of another format */
	bool framing; /* no format of its own: what stands before a line */
	struct sample *samples;
};

/**
 * formatfile_parse(a, name, text, file, why):
 * Read the format file ${text}, called ${name}, into ${file}; all of it lives
 * in ${a} (the text too: it is copied). ${why} gets one line, `line:column:
 * reason`, to which the caller adds the file's name.
 *
 * Returns: 0, or -1 with ${why} set.
 */
int formatfile_parse(struct arena *, struct span, struct span,
    struct formatfile *, char[static FORMATFILE_WHY]);

/**
 * formatfile_says(text, word):
 * Has the format file ${text} a line that is ${word} alone? It is not read
 * for that.
 */
bool formatfile_says(struct span, struct span);

/**
 * formatfile_directive(a, text, file, why):
 * The same for one directive, as the argument of -f: `nginx '...'`,
 * `apache "..."`, a pasted `log_format NAME '...';` or `LogFormat "..."
 * NAME`, or the bare format string. It needs no sample.
 *
 * Returns: 0, or -1 with ${why} set.
 */
int formatfile_directive(struct arena *, struct span, struct formatfile *,
    char[static FORMATFILE_WHY]);

/**
 * formatfile_read(a, name, d, file, why):
 * The same for a directive ${d} that has been taken apart, `log_format` or
 * `LogFormat` or one of the above; the format is called ${name}. Its children
 * are `field` directives that come first.
 *
 * Returns: 0, or -1 with ${why} set.
 */
int formatfile_read(struct arena *, struct span, const struct directive *,
    struct formatfile *, char[static FORMATFILE_WHY]);

#endif
