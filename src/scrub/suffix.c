/* SPDX-License-Identifier: ISC */
#include "scrub/suffix.h"

static const char *const known[] = {
	"avif",
	"bmp",
	"css",
	"eot",
	"gif",
	"gz",
	"htm",
	"html",
	"ico",
	"jpeg",
	"jpg",
	"js",
	"json",
	"jsx",
	"map",
	"min",
	"mjs",
	"mp3",
	"mp4",
	"pdf",
	"php",
	"png",
	"svg",
	"tgz",
	"ts",
	"ttf",
	"txt",
	"vue",
	"webm",
	"webp",
	"woff",
	"woff2",
	"xml",
};

bool
suffix_known(struct span s)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_caseeq(s, span_str(known[i])))
			return (true);
	return (false);
}

bool
suffix_isfile(struct span s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '.')
		i--;
	return (i > 1 && suffix_known(span_from(s, i)));
}
