/* SPDX-License-Identifier: ISC */
/*
 * A format while its directives are read: what is declared, and the parsers
 * made so far. draft_finish() makes the matcher of it.
 *
 * All functions that return an int return 0, or -1 with `line:column: reason`
 * of the directive d->at in d->why. Those without an argument of their own
 * read d->at, which is the directive they are called after.
 */
#ifndef MATCH_DRAFT_H
#define MATCH_DRAFT_H

#include "base/arena.h"
#include "base/directive.h"
#include "match/fields.h"
#include "match/json.h"
#include "match/matcher.h"
#include "match/need.h"
#include "match/split.h"

enum { FORMATFILE_WHY = 320 };

struct draft {
	struct arena *arena;
	struct format format;
	struct fields *fields;
	struct need *need; /* of what its lines hold */
	struct parser *parsers; /* of the directives so far */
	struct split split; /* for the next layout */
	bool framing; /* no format of its own: what stands before a line */
	bool hasescape; /* the file says how is escaped */
	bool named; /* of a dialect whose lines name their fields */
	struct matcher *matcher; /* when it is finished */
	const struct directive *at; /* what an error is about */
	char *why;
};

/**
 * draft_begin(d, a, name, why):
 * Make ${d} empty. All that it makes lives in ${a}, where ${name} lives, too.
 */
int draft_begin(struct draft *, struct arena *, struct span,
    char[static FORMATFILE_WHY]);

/**
 * draft_drop(d):
 * Give back what is compiled, when nobody is going to have the matcher.
 */
void draft_drop(struct draft *);

/**
 * draft_fail(d, what):
 * Say that ${what} is wrong with d->at.
 *
 * Returns: -1.
 */
int draft_fail(struct draft *, const char *);

/**
 * draft_nginx_args(d, args, n):
 * The strings ${args}[0..${n}) of a log_format, `escape=` before them or not.
 */
int draft_nginx_args(struct draft *, const struct span *, size_t);

/**
 * draft_apache_text(d, text):
 * The string of a LogFormat, its quotes taken away.
 */
int draft_apache_text(struct draft *, struct span);

/**
 * draft_nginx(d), draft_apache(d), draft_layout(d), draft_json(d),
 * draft_w3c(d), draft_ltsv(d), draft_escape(d), draft_field(d),
 * draft_need(d), draft_split(d), draft_framing(d):
 * Read the directive d->at of that name, as logfade-format(5) has it.
 */
int draft_nginx(struct draft *);
int draft_apache(struct draft *);
int draft_layout(struct draft *);
int draft_json(struct draft *);
int draft_w3c(struct draft *);
int draft_ltsv(struct draft *);
int draft_escape(struct draft *);
int draft_field(struct draft *);
int draft_need(struct draft *);
int draft_split(struct draft *);
int draft_framing(struct draft *);

/**
 * draft_finish(d):
 * Make d->matcher of what was read; nothing happens when there is one.
 */
int draft_finish(struct draft *);

#endif
