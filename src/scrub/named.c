/* SPDX-License-Identifier: ISC */
#include "scrub/named.h"

#include "scrub/suffix.h"

enum { FLAG_MAX = 9 };

/* Does ${value} say no more than yes, no or nothing? */
static bool
is_flag(struct span value)
{
	static const char *const flags[] = { "true", "false", "yes", "no", "on",
		"off", "null", "none", "undefined", "nan", "any", "all" };

	if (value.n > FLAG_MAX)
		return (false);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (span_caseeq(value, span_str(flags[i])))
			return (true);
	return (false);
}

/* Is ${value}, a name, that of a file? People's have blanks and commas. */
static bool
is_file(struct span value)
{
	static const struct span marks[] = { SPAN(" "), SPAN("+"), SPAN(","),
		SPAN("%20"), SPAN("%2C"), SPAN("%2c") };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find(value, marks[i]) < value.n)
			return (false);
	return (suffix_isfile(value));
}

bool
named_value(const struct names *names, struct span name, struct span value,
    enum kind *k)
{
	return (value.n > 0 && names_find(names, name, k) && !is_flag(value) &&
	    (!span_caseeq(name, SPAN("name")) || !is_file(value)));
}
