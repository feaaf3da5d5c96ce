/* SPDX-License-Identifier: ISC */
#include "scrub/entity.h"

#include "base/ascii.h"

enum { NAME_MAX = 15, DIGITS_MAX = 10, CHARACTER_MAX = 0x10ffff };

static const struct {
	const char *name;
	unsigned c;
} named[] = {
	{ "AMP", '&' },
	{ "GT", '>' },
	{ "Hat", '^' },
	{ "LT", '<' },
	{ "NewLine", '\n' },
	{ "QUOT", '"' },
	{ "Tab", '\t' },
	{ "UnderBar", '_' },
	{ "VerticalLine", '|' },
	{ "ZeroWidthSpace", 0x200b },
	{ "amp", '&' },
	{ "apos", '\'' },
	{ "ast", '*' },
	{ "bsol", '\\' },
	{ "colon", ':' },
	{ "comma", ',' },
	{ "commat", '@' },
	{ "dash", '-' },
	{ "dollar", '$' },
	{ "equals", '=' },
	{ "excl", '!' },
	{ "grave", '`' },
	{ "gt", '>' },
	{ "hyphen", '-' },
	{ "lbrace", '{' },
	{ "lbrack", '[' },
	{ "lcub", '{' },
	{ "lowbar", '_' },
	{ "lpar", '(' },
	{ "lsqb", '[' },
	{ "lt", '<' },
	{ "midast", '*' },
	{ "nbsp", ' ' },
	{ "num", '#' },
	{ "percnt", '%' },
	{ "period", '.' },
	{ "plus", '+' },
	{ "quest", '?' },
	{ "quot", '"' },
	{ "rbrace", '}' },
	{ "rbrack", ']' },
	{ "rcub", '}' },
	{ "rpar", ')' },
	{ "rsqb", ']' },
	{ "semi", ';' },
	{ "shy", 0xad },
	{ "sol", '/' },
	{ "verbar", '|' },
	{ "vert", '|' },
	{ "zwj", 0x200d },
	{ "zwnj", 0x200c },
};

/* `#64;` or `#x40;` */
static size_t
read_number(struct span s, unsigned *c)
{
	const bool hex = s.n > 1 && (s.p[1] | 0x20) == 'x';
	const size_t start = hex ? 2 : 1;
	unsigned v = 0;
	size_t i;

	for (i = start; i < s.n && i - start < DIGITS_MAX; i++) {
		const int digit = ascii_hexval(s.p[i]);

		if (digit == -1 || (!hex && digit > 9))
			break;
		v = v * (hex ? 16 : 10) + (unsigned)digit;
		if (v > CHARACTER_MAX)
			return (0);
	}
	/* The next digit may be percent-encoded. */
	if (i == start || (i < s.n && s.p[i] == '%'))
		return (0);
	*c = v;
	return (i + (i < s.n && s.p[i] == ';'));
}

size_t
entity_read(struct span s, unsigned *c)
{
	struct span name = { s.p, 0 };

	if (s.n > 0 && s.p[0] == '#')
		return (read_number(s, c));
	while (name.n < s.n && name.n < NAME_MAX && ascii_isalpha(s.p[name.n]))
		name.n++;
	if (name.n == 0 || name.n == s.n || s.p[name.n] != ';')
		return (0);
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (span_eq(name, span_str(named[i].name))) {
			*c = named[i].c;
			return (name.n + 1);
		}
	}
	return (0);
}

size_t
entity_hides(struct span s)
{
	unsigned c = '&';
	size_t at = 0, n;

	while ((n = entity_read(span_from(s, at), &c)) > 0) {
		at += n;
		if (c != '&')
			return (at);
	}
	return (0);
}
