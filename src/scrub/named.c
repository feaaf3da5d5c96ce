/* SPDX-License-Identifier: ISC */
#include "scrub/named.h"

#include <string.h>

#include "base/ascii.h"
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

/* Is ${value} the name of a file, and of nobody? */
static bool
is_file(struct span value)
{
	for (size_t i = 0; i < value.n; i++)
		if (!ascii_isalnum(value.p[i]) &&
		    memchr("._-", value.p[i], 3) == NULL)
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
