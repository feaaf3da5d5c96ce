/* SPDX-License-Identifier: ISC */
#include "base/regex.h"

#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define MATCH_LIMIT 1000000 /* steps of the interpreter, calls of the JIT */
#define FIND_LIMIT 10000 /* the same, from one byte of the subject on */
#define JIT_STACK_MAX (1024 * 1024)

struct regex {
	pcre2_code *code;
	uint32_t groups;
	bool machine; /* there is machine code */
};

struct regex_scratch {
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	pcre2_match_data *data;
};

/*
 * The machine code reads whole vectors, past the end of the subject: that is
 * within the page and harmless, but valgrind cannot know.
 */
static bool
may_jit(void)
{
#ifdef LOGFADE_TEST
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv() */
	return (getenv("LOGFADE_NOJIT") == NULL);
#else
	return (true);
#endif
}

static struct regex *
compile(struct span pattern, uint32_t anchors, char why[static 160])
{
	struct regex *r = calloc(1, sizeof(*r));
	char text[120];
	size_t at;
	size_t machine = 0;
	int e;

	if (r == NULL) {
		(void)snprintf(why, 160, "out of memory");
		return (NULL);
	}
	r->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n,
	    anchors | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF, &e,
	    &at, NULL);
	if (r->code == NULL) {
		(void)pcre2_get_error_message(e, (PCRE2_UCHAR *)text,
		    sizeof(text));
		(void)snprintf(why, 160, "offset %zu: %s", at, text);
		free(r);
		return (NULL);
	}
	/* Without JIT (MemoryDenyWriteExecute) the interpreter serves. */
	if (may_jit())
		(void)pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
	(void)pcre2_pattern_info(r->code, PCRE2_INFO_JITSIZE, &machine);
	r->machine = machine > 0;
	(void)pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->groups);
	return (r);
}

struct regex *
regex_new(struct span pattern, char why[static 160])
{
	return (compile(pattern, PCRE2_ANCHORED | PCRE2_ENDANCHORED, why));
}

struct regex *
regex_search(struct span pattern, char why[static 160])
{
	return (compile(pattern, 0, why));
}

void
regex_free(struct regex *r)
{
	if (r == NULL)
		return;
	pcre2_code_free(r->code);
	free(r);
}

size_t
regex_groups(const struct regex *r)
{
	return (r->groups);
}

struct regex_scratch *
regex_scratch_new(size_t groups)
{
	struct regex_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (NULL);
	s->context = pcre2_match_context_create(NULL);
	s->data = pcre2_match_data_create((uint32_t)groups + 1, NULL);
	if (s->context == NULL || s->data == NULL) {
		regex_scratch_free(s);
		return (NULL);
	}
	(void)pcre2_set_match_limit(s->context, MATCH_LIMIT);
	/* NULL (no JIT here) makes the JIT use 32 KiB of our own stack. */
	s->stack = pcre2_jit_stack_create(32768, JIT_STACK_MAX, NULL);
	pcre2_jit_stack_assign(s->context, NULL, s->stack);
	return (s);
}

void
regex_scratch_free(struct regex_scratch *s)
{
	if (s == NULL)
		return;
	pcre2_match_data_free(s->data);
	pcre2_jit_stack_free(s->stack);
	pcre2_match_context_free(s->context);
	free(s);
}

/* The direct way to the machine code saves what pcre2_match() prepares. */
static int
match(const struct regex *r, struct regex_scratch *s, PCRE2_SPTR text, size_t n)
{
	if (r->machine)
		return (pcre2_jit_match(r->code, text, n, 0, 0, s->data,
		    s->context));
	return (pcre2_match(r->code, text, n, 0, PCRE2_NO_UTF_CHECK, s->data,
	    s->context));
}

const size_t *
regex_offsets(const struct regex *r, struct regex_scratch *s,
    struct span subject)
{
	const PCRE2_SPTR text =
	    (PCRE2_SPTR)(subject.p == NULL ? "" : subject.p);

	return (match(r, s, text, subject.n) <= 0 ?
		NULL :
		pcre2_get_ovector_pointer(s->data));
}

bool
regex_match(const struct regex *r, struct regex_scratch *s, struct span subject,
    struct span *groups)
{
	const char *text = subject.p == NULL ? "" : subject.p;
	const size_t *at = regex_offsets(r, s, subject);

	if (at == NULL)
		return (false);
	for (uint32_t i = 1; i <= r->groups; i++) {
		const size_t from = at[2 * i], to = at[2 * i + 1];

		groups[i - 1] = from == PCRE2_UNSET ?
		    span_make(NULL, 0) :
		    span_make(text + from, to - from);
	}
	return (true);
}

enum regex_found
regex_find(const struct regex *r, struct regex_scratch *s, struct span subject)
{
	const PCRE2_SPTR text =
	    (PCRE2_SPTR)(subject.p == NULL ? "" : subject.p);
	int rc;

	if (subject.n > REGEX_FIND_MAX)
		return (REGEX_UNKNOWN);
	(void)pcre2_set_match_limit(s->context, FIND_LIMIT);
	rc = match(r, s, text, subject.n);
	(void)pcre2_set_match_limit(s->context, MATCH_LIMIT);
	if (rc == PCRE2_ERROR_NOMATCH)
		return (REGEX_ABSENT);
	return (rc < 0 ? REGEX_UNKNOWN : REGEX_FOUND);
}
