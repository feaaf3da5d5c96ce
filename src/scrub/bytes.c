/* SPDX-License-Identifier: ISC */
#include "scrub/bytes.h"

#include <stdint.h>

enum { LANES = 16, BLOCK = 64 };

/* Sixteen bytes at a time, on any processor (a GNU extension). */
typedef uint8_t lanes __attribute__((vector_size(LANES)));

/* One sort of bytes: which of a block are of it, and how long runs are. */
struct sort {
	uint64_t in; /* bit i: byte i of the block */
	unsigned tail; /* bytes of the run that the last block ended with */
	bool found;
};

struct scan {
	lanes at, plus, colon, pairs, coded, comma, blank, digit, and,
	    reference;
	struct sort plain, quad, token, word, figure;
};

/* One bit a lane. */
static inline uint64_t
bits(lanes v)
{
#ifdef __SSE2__
	typedef char signed_lanes __attribute__((vector_size(LANES)));

	return ((unsigned)__builtin_ia32_pmovmskb128((signed_lanes)v));
#else
	uint64_t m = 0;

	for (int i = 0; i < LANES; i++)
		m |= (uint64_t)(v[i] & 1) << i;
	return (m);
#endif
}

/* Look at the sixteen bytes ${v}, which are at ${at} of their block. */
static inline void
look(struct scan *s, lanes v, unsigned at)
{
	const lanes dash = (lanes)(v == '-'), slash = (lanes)(v == '/');
	const lanes under = (lanes)(v == '_'), dot = (lanes)(v == '.');
	const lanes digit = (lanes)((lanes)(v - '0') < 10);
	const lanes letter = (lanes)((lanes)((v | 0x20) - 'a') < 26);
	const lanes quad = digit | dot | dash | under, word = quad | letter;
	lanes plus = { 0 }, plain = digit | dash, figure = plain | dot | slash;

	s->digit |= digit;
	/* Of nothing else are most paths made; NUL is of no sort. */
	if (bits(word | slash | (lanes)(v == 0)) != (1U << LANES) - 1) {
		const lanes open = (lanes)(v == '(');

		plus = (lanes)(v == '+');
		plain |= plus | (lanes)(v == ' ');
		figure |= plain | open | (lanes)(v == ')');
		s->at |= (lanes)(v == '@');
		s->plus |= plus;
		s->colon |= (lanes)(v == ':');
		s->pairs |= (lanes)(v == '=') | (lanes)(v == '"');
		s->coded |=
		    (lanes)(v == '%') | (lanes)(v == '\\') | (lanes)(v >= 0xc0);
		s->and |= (lanes)(v == '&');
		s->reference |= (lanes)(v == ';') | (lanes)(v == '#');
		s->comma |= (lanes)(v == ',');
		s->blank |= plus | (lanes)(v == ' ') | open | (lanes)(v == '[');
	}
	s->plain.in |= bits(plain) << at;
	s->figure.in |= bits(figure) << at;
	s->quad.in |= bits(quad) << at;
	s->token.in |= bits(word) << at;
	s->word.in |= bits(word | plus) << at;
}

/* Has ${m} a run of ${min} bits? */
static inline bool
has_run(uint64_t m, unsigned min)
{
	unsigned n = 1;

	for (; 2 * n <= min; n *= 2)
		m &= m >> n;
	return ((m & m >> (min - n)) != 0);
}

/* The block is complete: look for a run of ${min} bytes, begin the next. */
static inline void
end_block(struct sort *s, unsigned min)
{
	const uint64_t out = ~s->in;
	const unsigned head = out == 0 ? BLOCK : (unsigned)__builtin_ctzll(out);

	s->found |= s->tail + head >= min || has_run(s->in, min);
	if (out != 0)
		s->tail = (unsigned)__builtin_clzll(out);
	else if (s->tail < BLOCK)
		s->tail += BLOCK;
	s->in = 0;
}

static inline void
end_blocks(struct scan *s)
{
	end_block(&s->plain, BYTES_PLAIN_MIN);
	end_block(&s->quad, BYTES_QUAD_MIN);
	end_block(&s->token, BYTES_TOKEN_MIN);
	end_block(&s->word, BYTES_WORD_MIN);
	end_block(&s->figure, BYTES_FIGURE_MIN);
}

static inline unsigned
member(lanes seen, unsigned bit)
{
	return (bits(seen) != 0 ? bit : 0);
}

/* The same for a text of one block, where no run goes on. */
static inline void
end_only(struct scan *s)
{
	s->quad.found = has_run(s->quad.in, BYTES_QUAD_MIN);
	s->figure.found = has_run(s->figure.in, BYTES_FIGURE_MIN);
	s->plain.found =
	    s->figure.found && has_run(s->plain.in, BYTES_PLAIN_MIN);
	s->word.found = has_run(s->word.in, BYTES_WORD_MIN);
	s->token.found = s->word.found && has_run(s->token.in, BYTES_TOKEN_MIN);
}

unsigned
bytes_scan(struct span text)
{
	struct scan s = { 0 };
	const size_t whole = text.n - text.n % LANES;
	lanes last = { 0 };
	unsigned at = 0;

	/* Not below: a call there would cost the registers. */
	if (whole < text.n)
		memcpy(&last, text.p + whole, text.n - whole);
	for (size_t i = 0; i < text.n; i += LANES, at += LANES) {
		lanes v = last;

		if (i < whole)
			memcpy(&v, text.p + i, LANES);
		if (at == BLOCK) {
			end_blocks(&s);
			at = 0;
		}
		look(&s, v, at);
	}
	if (text.n <= BLOCK)
		end_only(&s);
	else
		end_blocks(&s);
	/* `&` alone is in every other query. */
	if (bits(s.and) != 0)
		s.coded |= s.reference;
	return (member(s.at, BYTES_AT) | member(s.plus, BYTES_PLUS) |
	    member(s.colon, BYTES_COLON) | member(s.pairs, BYTES_PAIRS) |
	    member(s.coded, BYTES_CODED) | member(s.comma, BYTES_COMMA) |
	    member(s.blank, BYTES_BLANK) | member(s.digit, BYTES_DIGIT) |
	    (s.plain.found ? BYTES_PLAIN : 0) |
	    (s.figure.found ? BYTES_FIGURE : 0) |
	    (s.quad.found ? BYTES_QUAD : 0) |
	    (s.token.found ? BYTES_TOKEN : 0) |
	    (s.word.found ? BYTES_WORD : 0));
}
