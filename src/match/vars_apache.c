/* SPDX-License-Identifier: ISC */
/*
 * The directives of Apache's LogFormat: letters, with the argument before them
 * where it matters.
 *
 * Source: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html;
 *         mod_logio.html, mod_ssl.html, mod_usertrack.html, mod_deflate.html
 *         next to it
 */
#include "match/vars_list.h"

static const struct var rows[] = {
	VAR("a", IP, WORD), /* {c}a: the peer of the connection */
	VAR("A", IPLIST, WORD),
	VAR("h", IP, WORD),
	VAR("l", USER, WORD),
	VAR("u", USER, TEXT),
	VAR_TIME("{*}t", CLF), /* and what vars_apache_time() says */
	VAR_TIME("t", CLF),
	VAR("r", REQUEST, TEXT),
	VAR("m", METHOD, WORD), /* whatever the client calls one */
	VAR("U", PATH, TEXT),
	VAR("q", QUERY, TEXT),
	VAR("H", PROTOCOL, PROTOCOL),
	VAR("f", PATH, TEXT),
	VAR("R", WORD, WORD),
	VAR("s", STATUS, STATUS),
	VAR("b", NUMBER, NUMBER),
	VAR("B", NUMBER, NUMBER),
	VAR("D", NUMBER, NUMBER),
	VAR("T", NUMBER, NUMBER),
	VAR("k", NUMBER, NUMBER),
	VAR("p", NUMBER, NUMBER),
	VAR("{hextid}P", WORD, WORD),
	VAR("P", NUMBER, NUMBER),
	VAR("v", VHOST, HOST),
	VAR("V", VHOST, HOST),
	VAR("X", WORD, WORD),
	VAR("L", TOKEN, WORD),
	VAR("C", COOKIE, TEXT),
	VAR_HEADERS("{*}i", REQUEST, PLAIN),
	VAR_HEADERS("{*}o", RESPONSE, PLAIN),
	VAR_HEADERS("{*}^ti", REQUEST, PLAIN),
	VAR_HEADERS("{*}^to", RESPONSE, PLAIN),
	VAR_HEADERS("{*}e", ENVIRON, PLAIN),
	/* mod_logio */
	VAR("I", NUMBER, NUMBER),
	VAR("O", NUMBER, NUMBER),
	VAR("S", NUMBER, NUMBER),
	VAR("^FB", NUMBER, NUMBER),
	/* mod_ssl */
	VAR_HEADERS("{*}x", ENVIRON, PLAIN),
	VAR("{version}c", WORD, WORD),
	VAR("{cipher}c", WORD, WORD),
	VAR("{subjectdn}c", USER, TEXT),
	VAR("c", OPAQUE, TEXT),
	/* Notes: mod_usertrack's, and the names in mod_deflate's manual */
	VAR("{cookie}n", COOKIE, TEXT),
	VAR("{ratio}n", NUMBER, WORD),
	VAR("{instream}n", NUMBER, WORD),
	VAR("{outstream}n", NUMBER, WORD),
	VAR("n", OPAQUE, TEXT),
};

const struct vars_list *
vars_apache(void)
{
	static const struct vars_list list = VARS_LIST(rows);

	return (&list);
}

/* Words with a meaning of their own, and what strftime() would say to it. */
static const struct {
	const char *word;
	enum timespelling time;
	const char *layout;
} words[] = {
	{ "", TIME_CLF, NULL },
	{ "sec", TIME_EPOCH, NULL },
	{ "msec", TIME_MSEC, NULL },
	{ "usec", TIME_USEC, NULL },
	{ "msec_frac", TIME_LAYOUT, "%f" },
	{ "usec_frac", TIME_LAYOUT, "%f" },
};

/* A prefix counts alone or before a colon; a word may follow it bare, too. */
static struct span
skip_prefix(struct span *format, struct field *f)
{
	static const char *const prefixes[] = { "begin", "end" };

	for (size_t i = 0; i < 2; i++) {
		const struct span prefix = span_str(prefixes[i]);
		struct span rest;

		if (!span_starts(*format, prefix))
			continue;
		rest = span_from(*format, prefix.n);
		f->late = i == 1;
		if (rest.n > 0 && rest.p[0] == ':') {
			rest = span_from(rest, 1);
			*format = rest;
		}
		return (rest);
	}
	return (*format);
}

void
vars_apache_time(struct span format, struct field *f)
{
	const struct span word = skip_prefix(&format, f);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!span_eq(word, span_str(words[i].word)))
			continue;
		f->time = words[i].time;
		if (words[i].layout != NULL)
			f->layout = span_str(words[i].layout);
		return;
	}
	f->time = TIME_LAYOUT;
	f->layout = format;
}
