/* SPDX-License-Identifier: ISC */
#include <criterion/criterion.h>
#include <sys/stat.h>

#include "match/serverconf.h"
#include "unit/memfiles.h"
#include "unit/scratch.h"

/* What -f ${arg} is: `literal<field>literal`, or the error. */
static void
answer(const struct serverfiles_source *source, const char *arg,
    struct buf *out)
{
	struct arena *a = arena_new(1 << 24);
	struct formatfile file;
	char why[FORMATFILE_WHY] = "";

	buf_reset(out);
	if (serverconf_load(a, source, span_str(arg), &file, why) == 0) {
		const struct format *f = matcher_format(file.matcher);

		cr_expect(span_eq(f->name, span_str(arg)));
		buf_addspan(out, f->shown);
		matcher_free(file.matcher);
	} else {
		cr_expect(strchr(why, '\n') == NULL);
		buf_addspan(out, span_str(why));
	}
	buf_addc(out, '\0');
	arena_free(a);
}

struct test {
	const char *files;
	const char *arg;
	const char *answer;
};

static void
run(const struct test *t, size_t n)
{
	static struct memfiles m;
	const struct serverfiles_source source = memfiles_source(&m);
	struct buf out;

	buf_init(&out, 4096);
	for (size_t i = 0; i < n; i++) {
		memfiles_init(&m, span_str(t[i].files));
		answer(&source, t[i].arg, &out);
		cr_expect_str_eq(out.p, t[i].answer, "%zu: %s\n%s: %s, not %s",
		    i, t[i].files, t[i].arg, out.p, t[i].answer);
	}
	buf_release(&out);
}

#define RUN(table) run(table, sizeof(table) / sizeof((table)[0]))
#define COMBINED \
	"<remote_addr> - <remote_user> [<time_local>] " \
	"\"<request>\" <status> <body_bytes_sent> " \
	"\"<http_referer>\" \"<http_user_agent>\""
#define CLF "<%h> <%l> <%u> [<%t>] \"<%r>\" <%>s> <%b>"

/* How nginx reads words, comments and blocks. */
Test(serverconf, nginx_words)
{
	static const struct test table[] = {
		{ "@/n\nlog_format a '$status' ' x';", "/n:a", "<status> x" },
		{ "@/n\nlog_format a \"$status\\\" \\\\ \\' \\t\\z\";", "/n:a",
		    "<status>\" \\ ' \t\\z" },
		{ "@/n\nlog_format a 'a\\'$status\"';", "/n:a",
		    "a'<status>\"" },
		{ "@/n\nlog_format a ${status}x;", "/n:a", "<status>x" },
		{ "@/n\nlog_format a $status\\ $pid;", "/n:a",
		    "<status>\\ <pid>" },
		{ "@/n\nlog_format a $status#x;", "/n:a", "<status>#x" },
		{ "@/n\n# log_format a b;\nlog_format # it's\n a # \"\n"
		  "'$status' # x;\n' # ';",
		    "/n:a", "<status> # " },
		{ "@/n\nlog_format a '$status", "/n:a",
		    "/n:1:1: the quoted text does not end" },
		{ "@/n\nx;\n log_format a '$status'x;", "/n:a",
		    "/n:2:2: a blank, ; or { must follow the quoted text" },
		{ "@/n\nhttp {\nlog_format a b", "/n:a",
		    "/n:2:1: the file ends before ; or {" },
		{ "@/n\nhttp {\n", "/n:a", "/n:2:1: a } is missing" },
		{ "@/n\nhttp { x }\n", "/n:a",
		    "/n:1:8: a ; is missing before }" },
		{ "@/n\nhttp { }\n}", "/n:a", "/n:2:1: there is no { for }" },
		{ "@/n\n;", "/n:a", "/n:1:1: a name must come before ; or {" },
		{ "@/n\nlog_format a;", "/n:a",
		    "/n:1:1: log_format: takes a name and a format" },
	};

	RUN(table);
}

/* Which log_format counts, and where. */
Test(serverconf, nginx_formats)
{
	static const struct test table[] = {
		{ "@/n\nhttp { }", "/n", COMBINED },
		{ "@/n\nhttp { }", "/n:combined", COMBINED },
		{ "@/n\nhttp { log_format combined $status; }", "/n:combined",
		    "/n:1:8: log_format: the name is taken; "
		    "nginx refuses that, too" },
		{ "@/n\nlog_format a $pid;\nlog_format a $pid;", "/n:a",
		    "/n:2:1: log_format: the name is taken; "
		    "nginx refuses that, too" },
		{ "@/n\nhttp { log_format Main $pid; }", "/n:main",
		    "/n: no log format is called main, did you mean Main" },
		{ "@/n\nhttp { log_format a $pid; }", "/n:shop",
		    "/n: no log format is called shop; it has combined, a" },
		{ "@/n\nstream { log_format a $pid; }\n"
		  "http { log_format a $status; }",
		    "/n:a", "<status>" },
		{ "@/n\nhttp { map $x $y { include none; log_format a; }\n"
		  "log_format a $status; }",
		    "/n:a", "<status>" },
		{ "@/n\nhttp { server { content_by_lua_block {\n"
		  "local s = \"}\" -- don't }\n--[[ ' } ]] x = [=[ ]] } ]=]\n"
		  "t = { '\\'}' } } log_format a $status; } }",
		    "/n:a", "<status>" },
		{ "@/n\nhttp { x_by_lua_block { '", "/n:a",
		    "/n:1:8: a } is missing" },
		{ "@/n\nlog_format a escape=none $pid;", "/n:a",
		    "/n:1:1: escape=none cannot be told apart safely: "
		    "a client may write anything" },
		{ "@/n\nlog_format a escape=default $pid;", "/n:a", "<pid>" },
		{ "@/n\nlog_format a $;", "/n:a",
		    "/n:1:1: invalid variable name at offset 0" },
		{ "@/n\n# nothing", "/n", "/n: there is no log format in it" },
	};

	RUN(table);
}

/* Which log is meant, and in which format it is written. */
Test(serverconf, nginx_logs)
{
#define TWO \
	"@/n\nhttp {\nlog_format a $pid;\nlog_format b $status;\n" \
	"access_log /var/log/a.log a;\n" \
	"server { access_log /var/log/b.log b if=$x; }\n"
	static const struct test table[] = {
		{ TWO "}", "/n",
		    "/n: more than one log format is in use; add :NAME of a "
		    "format or :PATH of a log (a, b)" },
		{ TWO "}", "/n:/var/log/b.log", "<status>" },
		{ TWO "}", "/n:/var/log/c.log",
		    "/n: it has no access log /var/log/c.log" },
		{ TWO "access_log off; access_log /var/log/b.log b; }",
		    "/n:/var/log/b.log", "<status>" },
		{ TWO "access_log /var/log/b.log; }", "/n:/var/log/b.log",
		    "/n:6:1: this log is written in another format elsewhere; "
		    "name the format" },
		{ TWO "access_log /var/log/c.log bb; }", "/n:/var/log/c.log",
		    "/n:6:1: no log format is called bb" },
		{ TWO "access_log /var/log/c.log bb; }", "/n:b", "<status>" },
		{ TWO "access_log logs/c.log b; }", "/n:/usr/nginx/logs/c.log",
		    "<status>" },
		{ TWO "access_log logs/c.log b; }", "/n:logs/c.log",
		    "<status>" },
		{ TWO "access_log /l/$host/${x}.log b; }",
		    "/n:/l/www.example.org/y.log", "<status>" },
		{ TWO "access_log /l/$host.log b; access_log /l/x.log a; }",
		    "/n:/l/x.log", "<pid>" },
		{ TWO "access_log /l/$x.log b; access_log /l/${y}g a; }",
		    "/n:/l/x.log",
		    "/n:6:25: this log may be written in another format "
		    "elsewhere; name the format" },
		{ TWO "access_log syslog:server=x,tag=y b; }",
		    "/n:syslog:server=x,tag=y", "<status>" },
		{ "@/n\nhttp { log_format a $pid; access_log x a; }", "/n",
		    "<pid>" },
		{ "@/n\nhttp { access_log off; }", "/n",
		    "/n: there is no log format in it" },
	};

	RUN(table);
}

/* Files that are included. */
Test(serverconf, nginx_includes)
{
	static const struct test table[] = {
		{ "@/e/n\nhttp { include d/*.conf; }\n"
		  "@/e/d/2.conf\nlog_format a $pid;\n"
		  "@/e/d/1.conf\nlog_format a $status;\n",
		    "/e/n:a",
		    "/e/d/2.conf:1:1: log_format: the name is taken; "
		    "nginx refuses that, too" },
		{ "@/e/n\ninclude d/a;\n@/e/d/a\ninclude d/b;\n"
		  "@/e/d/b\nlog_format a $pid;\n",
		    "/e/n:a", "<pid>" },
		{ "@/e/n\ninclude /f;\n@/f\nlog_format a $pid;\n", "/e/n:a",
		    "<pid>" },
		{ "@/n\ninclude none;", "/n:a",
		    "/n:1:1: /none: No such file or directory" },
		{ "@/n\ninclude /none/*;\nlog_format a $pid;", "/n:a",
		    "<pid>" },
		{ "@/n\ninclude d/*;\n@/d/e/f\n", "/n:a",
		    "/n:1:1: /d/e: Is a directory" },
		{ "@/n\n\n  include n;", "/n:a",
		    "/n:2:3: /n: too many files inside each other" },
		{ "@/n\nhttp { include f; }\n@/f\n}", "/n:a",
		    "/f:1:1: there is no { for }" },
		{ "@/n\ninclude a b;", "/n:a",
		    "/n:1:1: include: takes one file" },
	};

	RUN(table);
}

/* How Apache reads lines, words and variables. */
Test(serverconf, apache_words)
{
	static const struct test table[] = {
		{ "@/a\nLogFormat \"%h \\\"%r\\\" \\\\t\" x", "/a:x",
		    "<%h> \"<%r>\" \t" },
		{ "@/a\nlogformat '%h \"%r\"' x\r\n", "/a:x", "<%h> \"<%r>\"" },
		{ "@/a\nLogFormat %h\\ x", "/a:x", "<%h>\\" },
		{ "@/a\n  LogFormat \\\n \"%h \\\r\n%s\" x", "/a:x",
		    "<%h> <%s>" },
		{ "@/a\n# no \\\nLogFormat %h x\nLogFormat %s x", "/a:x",
		    "<%s>" },
		{ "@/a\nLogFormat \"%h # %s\" x # y", "/a:x",
		    "/a:1:1: LogFormat: takes a format and a nickname" },
		{ "@/a\nListen 80\nLogFormat \"%h ^ x", "/a:^",
		    "/a: there is no log format in it" },
		{ "@/a\nDefine F %h\nDefine G ${F}:${f}\nLogFormat ${G} x",
		    "/a:x", "<%h>:<%h>" },
		{ "@/a\nLogFormat ${F} x\n@$F\n%s", "/a:x", "<%s>" },
		{ "@/a\nDefine F %h\nUnDefine F\nLogFormat ${F} x\n@$F\n%s",
		    "/a:x",
		    "/a:3:1: the format has a ${variable} that is neither "
		    "defined nor in the environment" },
		{ "@/a\nLogFormat \"%{X}i $ ${\" x", "/a:x", "<%{X}i> $ ${" },
		{ "@/a\nDefine F %h\n<IfDefine X>\nDefine F %s\n</IfDefine>\n"
		  "LogFormat ${F} x",
		    "/a:x",
		    "/a:5:1: the format has a ${variable} that is neither "
		    "defined nor in the environment" },
	};

	RUN(table);
}

/* Which LogFormat counts. */
Test(serverconf, apache_formats)
{
	static const struct test table[] = {
		{ "@/a\nListen 80\nCustomLog x clf", "/a:CLF", CLF },
		{ "@/a\nLogFormat %h x\nLogFormat %s X", "/a:x", "<%s>" },
		{ "@/a\nLogFormat %h main", "/a:mian",
		    "/a: no log format is called mian, did you mean main" },
		{ "@/a\n<IfModule x>\nLogFormat %h x\n</IfModule>", "/a:x",
		    "<%h>" },
		{ "@/a\n<IfDefine A>\nLogFormat %h x\n</IfDefine>\n"
		  "<IfDefine !A>\nLogFormat %s x\n</IfDefine>",
		    "/a:x",
		    "/a:5:1: this name has another format, too, and which one "
		    "counts depends on a condition" },
		{ "@/a\n<IfDefine A>\nLogFormat %h x\n</IfDefine>\n"
		  "<IfDefine !A>\nLogFormat %h x\n</IfDefine>",
		    "/a:x", "<%h>" },
		{ "@/a\n<IfDefine A>\nLogFormat %h x\n</IfDefine>\n"
		  "LogFormat %s x",
		    "/a:x", "<%s>" },
		{ "@/a\nLogFormat %h x\n<VirtualHost *>\nLogFormat %s x\n"
		  "CustomLog /l/v x\n</VirtualHost>\nCustomLog /l/m x",
		    "/a:x",
		    "/a:3:1: this name has another format in another place; "
		    "name the log, by its path" },
		{ "@/a\nLogFormat %h x\n<VirtualHost *>\nLogFormat %s x\n"
		  "CustomLog /l/v x\n</VirtualHost>\nCustomLog /l/m x",
		    "/a:/l/v", "<%s>" },
		{ "@/a\nLogFormat %h x\n<VirtualHost *>\nLogFormat %s x\n"
		  "CustomLog /l/v x\n</VirtualHost>\nCustomLog /l/m x",
		    "/a:/l/m", "<%h>" },
		{ "@/a\n<Perl>\nLogFormat %h x\n</Perl>\nLogFormat %s y\n",
		    "/a:x", "/a: no log format is called x, did you mean y" },
		{ "@/a\nLogFormat \"%h%s\" x", "/a:x",
		    "/a:1:1: %s touches %h: nobody could tell where one ends" },
	};

	RUN(table);
}

/* Which log is meant. */
Test(serverconf, apache_logs)
{
	static const struct test table[] = {
		{ "@/a\nLogFormat %h x\nCustomLog /l/a x env=!y", "/a",
		    "<%h>" },
		{ "@/a\nCustomLog /l/a '%h %s'\nCustomLog /l/b %s", "/a:/l/a",
		    "<%h> <%s>" },
		{ "@/a\nCustomLog /l/a '%h %s'\nCustomLog /l/b %s", "/a",
		    "/a: more than one log format is in use; add :NAME of a "
		    "format or :PATH of a log" },
		{ "@/a\nCustomLog /l/a %h\nGlobalLog /l/b %h", "/a", "<%h>" },
		{ "@/a\nTransferLog /l/a", "/a", CLF },
		{ "@/a\nTransferLog /l/a\nLogFormat %h\n<VirtualHost x>\n"
		  "LogFormat %s\nTransferLog /l/b\n</VirtualHost>",
		    "/a:/l/a", "<%h>" },
		{ "@/a\nTransferLog /l/a\nLogFormat %h\n<VirtualHost x>\n"
		  "LogFormat %s\nTransferLog /l/b\n</VirtualHost>",
		    "/a:/l/b", "<%s>" },
		{ "@/a\nTransferLog /l/a\nLogFormat %h x\nLogFormat x", "/a",
		    "<%h>" },
		{ "@/e/a\nCustomLog logs/a %h", "/e/a:/e/logs/a", "<%h>" },
		{ "@/e/a\nServerRoot \"/s\"\nCustomLog logs/a %h",
		    "/e/a:/s/logs/a", "<%h>" },
		{ "@/a\nCustomLog ${L}/a %h", "/a:/l/a", "<%h>" },
		{ "@/a\nCustomLog ${L}/a %h", "/a:${L}/a", "<%h>" },
		{ "@/a\nCustomLog ${L}/a %h\nCustomLog ${L}/x/a %s",
		    "/a:/l/x/a",
		    "/a:2:1: this log may be written in another format "
		    "elsewhere; name the format" },
		{ "@/a\nCustomLog ${L}/a %h\nCustomLog ${L}/x/a %s\n@$L\n/l\n",
		    "/a:/l/x/a", "<%s>" },
		{ "@/a\nCustomLog \"|bin/rotate /l/a 5\" %h",
		    "/a:|bin/rotate /l/a 5", "<%h>" },
		{ "@/a\nCustomLog /l/a combind", "/a:/l/a",
		    "/a:1:1: no log format is called combind" },
		{ "@/a\nCustomLog /l/a ${F}", "/a:/l/a",
		    "/a:1:1: the format has a ${variable} that is neither "
		    "defined nor in the environment" },
		{ "@/a\n<IfModule x>\nLogFormat %h\n</IfModule>\n"
		  "<IfModule !x>\nLogFormat %s\n</IfModule>\nTransferLog /l",
		    "/a:/l",
		    "/a:7:1: this name has another format, too, and which one "
		    "counts depends on a condition" },
		{ "@/a\nCustomLog /l/a", "/a",
		    "/a:1:1: CustomLog and GlobalLog: take a target, a format "
		    "and a condition" },
	};

	RUN(table);
}

/* Files that are included. */
Test(serverconf, apache_includes)
{
	static const struct test table[] = {
		{ "@/e/a\nInclude d/*.conf\n@/e/d/2.conf\nLogFormat %h x\n"
		  "@/e/d/1.conf\nLogFormat %s x\n",
		    "/e/a:x", "<%h>" },
		{ "@/e/a\nServerRoot /s/\nInclude f\n@/s/f\nLogFormat %h x\n",
		    "/e/a:x", "<%h>" },
		{ "@/a\nInclude d\n@/d/z/f\nLogFormat %h x\n@/d/b\n"
		  "LogFormat %s x\n@/d/.c\nLogFormat %s y\n",
		    "/a:x", "<%h>" },
		{ "@/a\nInclude d\n@/d/z/f\nLogFormat %h x\n@/d/.c\n"
		  "LogFormat %s y\n",
		    "/a:y", "<%s>" },
		{ "@/a\nInclude none", "/a:x",
		    "/a:1:1: /none: No such file or directory" },
		{ "@/a\nInclude none/*", "/a:x",
		    "/a:1:1: /none/* matches no file" },
		{ "@/a\nIncludeOptional none/*\nIncludeOptional none\n"
		  "<IfModule x>\nInclude none\n</IfModule>\nLogFormat %h x",
		    "/a:x", "<%h>" },
		{ "@/a\nInclude ${D}/x", "/a:x",
		    "/a:1:1: Include: a ${variable} is neither defined nor in "
		    "the environment" },
		{ "@/a\nInclude a", "/a:x",
		    "/a:1:1: /a: too many files inside each other" },
		{ "@/a\nInclude f\nLogFormat %h x\nInclude g\n"
		  "@/f\n<IfModule x>\n@/g\nLogFormat %s x\n",
		    "/a:x", "<%s>" },
	};

	RUN(table);
}

/* What is the file and what the name; whose configuration it is. */
Test(serverconf, argument)
{
	static const struct test table[] = {
		{ "@/n:b\nlog_format a $pid;", "/n:b:a", "<pid>" },
		{ "@/n:a\nhttp { }", "/n:a", COMBINED },
		{ "@/n\nhttp { }", "/n:", COMBINED },
		{ "@/n\nhttp { }", "/x:n", "/x: No such file or directory" },
		{ "@/n\nhttp { }", "/x", "/x: No such file or directory" },
		{ "@/d/n\nhttp { }", "/d", "/d: Is a directory" },
		{ "@/n\nhttp\n{\nlog_format a\n'$pid'\n'-x'\n;\n}", "/n:a",
		    "<pid>-x" },
		{ "@/n\nuser x; # a\nlog_format a '$pid'\n\n' x';", "/n:a",
		    "<pid> x" },
		{ "@/a\nDefine X ${Y}\nServerName x\nLogFormat %h {", "/a:{",
		    "<%h>" },
	};

	RUN(table);
	cr_expect(serverconf_is(SPAN("/etc/x")));
	cr_expect(serverconf_is(SPAN("./x")) && serverconf_is(SPAN("../x")));
	cr_expect(!serverconf_is(SPAN("nginx-combined")));
	cr_expect(!serverconf_is(SPAN(".x")) && !serverconf_is(SPAN("$x/")));
}

/* The disk: links are followed, and what is no file is never waited for. */
Test(serverconf, disk)
{
	static const char nul[] = "log_format a $pid;\0";
	struct scratch s;
	struct buf out, text;
	char arg[128];

	scratch_make(&s);
	buf_init(&out, 4096);
	buf_init(&text, 4096);
	buf_addspan(&text, SPAN("include c*;\ninclude d/*;\n"));
	scratch_put(&s, "main", text.p, text.n);
	scratch_put(&s, "c1", "log_format a $status;\n", 22);
	cr_assert(symlinkat("../none", s.fd, "link") == 0);
	(void)snprintf(arg, sizeof(arg), "%s/main:a", s.path);
	answer(serverfiles_disk(), arg, &out);
	cr_expect_str_eq(out.p, "<status>");

	cr_assert(mkfifoat(s.fd, "c2", 0600) == 0);
	answer(serverfiles_disk(), arg, &out);
	cr_expect(strstr(out.p, "/c2: Invalid argument") != NULL, "%s", out.p);
	scratch_unlink(&s, "c2", NULL);

	scratch_put(&s, "c2", nul, sizeof(nul));
	answer(serverfiles_disk(), arg, &out);
	cr_expect(strstr(out.p, "/c2: the file holds a NUL byte") != NULL, "%s",
	    out.p);
	scratch_unlink(&s, "c2", NULL);

	cr_assert(symlinkat("c1", s.fd, "c3") == 0);
	answer(serverfiles_disk(), arg, &out);
	cr_expect(strstr(out.p, "/c3:1:1: log_format: the name") != NULL, "%s",
	    out.p);
	buf_release(&out);
	buf_release(&text);
	scratch_remove(&s);
}
