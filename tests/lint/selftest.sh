#!/bin/bash
# SPDX-License-Identifier: ISC
# selftest.sh [ROOT]: each check accepts a small tree that keeps the rules, and
# finds each of the faults put into a copy of it.
set -u
lib=$(cd "$(dirname "$0")" && pwd)
root=$(cd "${1:-$lib/../..}" && pwd)
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
licence='/* SPDX-License-Identifier: ISC */'
status=0

# clean: a new tree without a fault, in $top/t; the caller stands in it.
clean()
{
	rm -rf "$top/t"
	mkdir -p "$top/t/src/base" "$top/t/src/model" "$top/t/src/key" \
	    "$top/t/src/read" "$top/t/src/match" "$top/t/src/scrub" \
	    "$top/t/tests/lint" "$top/t/man" "$top/t/formats" \
	    "$top/t/build/test"
	cd "$top/t" || exit 2
	cp "$root/GNUmakefile" "$root/.clang-format" "$root/.clang-tidy" .
	cp "$root/src/base/banned.h" src/base/
	cp "$root/formats/embed.sh" formats/
	cat >src/base/span.h <<END
$licence
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>

/**
 * span_len(s, a, b, c, d):
 * Return the length of \${s}, of which the others say nothing.
 */
size_t span_len(const char *, int, int, int, int) __attribute__((pure));

#endif
END
	cat >src/base/span.c <<END
$licence
#include <assert.h>
#include <string.h>

#include "base/span.h"

size_t
span_len(const char *s, int a, int b, int c, int d)
{

	assert(a == b || c <= d); /* strcpy(a, b) in words only */
	return (strlen(s));
}
END
	cat >src/main.c <<END
$licence
#include <stdio.h>

#include "base/span.h"

int
main(void)
{

	return (printf("%zu\n", span_len("strcpy(", 1, 1, 1, 1)) < 0);
}
END
	echo "198.51.100.7 2001:db8::1 user@example.org 10.0.0.1 Chrome/9.8.7.6" \
	    >tests/input
	# shellcheck disable=SC2016 # a script's text
	printf '#!/bin/sh\necho "$0"\n' >tests/script
	printf 'print(1)\n' >tests/tool.py
	cat >man/logfade.1 <<'END'
.Dd November 1, 2026
.Dt LOGFADE 1
.Os
.Sh NAME
.Nm logfade
.Nd anonymise access logs
.Sh DESCRIPTION
Nothing.
END
}

# long FIRST COUNT LAST: a text of so many lines between two others.
long()
{
	printf '%s\n' "$1"
	yes '	(void)0;' | head -n "$2"
	printf '%s\n' "$3"
}

# finds CHECK TEXT: the check fails on the tree and its output holds TEXT.
finds()
{
	local out
	if out=$("$lib/$1" "$PWD" 2>&1) || [[ $out != *"$2"* ]]; then
		echo "$1 does not find: $2"
		printf '%s\n' "$out" | sed 's/^/    /'
		status=1
	fi
	clean
}

# accepts CHECK: the check has nothing to say.
accepts()
{
	local out
	if ! out=$("$lib/$1" "$PWD" 2>&1); then
		echo "$1 finds in a clean tree:"
		printf '%s\n' "$out" | sed 's/^/    /'
		status=1
	fi
}

# compile: the objects names.sh reads.
compile()
{
	local file
	for file in src/*.c src/*/*.c; do
		mkdir -p "build/test/$(dirname "$file")"
		gcc -Isrc -c -o "build/test/${file%.c}.o" "$file" || status=1
	done
}

clean
compile
for check in layers.sh sizes.sh names.sh banned.sh headers.sh addresses.py \
    format.sh man.sh shell.sh python.sh cppcheck.sh tidy.sh; do
	accepts $check
done
clean

echo x >v6
finds layers.sh 'v6: nothing of that name'

# include FILE HEADER TEXT: FILE with that include is found, as TEXT.
include()
{
	echo "#include $2" >>"$1"
	finds layers.sh "$3"
}
include src/base/span.c '"model/x.h"' 'base must not include model/x.h'
include src/read/x.c '"match/x.h"' 'read must not include match/x.h'
include src/key/x.h '"scrub/x.h"' 'key must not include scrub/x.h'
include src/base/span.c '"span.h"' 'not of the form dir/file.h'
include src/read/x.c '"nowhere/x.h"' 'nowhere is not a layer'
include src/other.c '<stdio.h>' 'only main.c lives in src/'
include src/match/x.c '<pcre2.h>' 'pcre2.h may be included only'
include src/read/x.c '<zstd.h>' 'zstd.h may be included only'
include src/match/x.c '<maxminddb.h>' 'maxminddb.h may be included only'
include src/scrub/x.c '<openssl/evp.h>' 'openssl/evp.h may be included only'
include src/scrub/x.c '"model/clean_make.h"' 'clean_make.h may be included only'

long "$licence" 500 '' >src/read/x.c
finds sizes.sh 'src/read/x.c: 502 lines'
long "$licence" 150 '' >src/read/x.h
finds sizes.sh 'src/read/x.h: 152 lines'
long $'void\nx_long(void)\n{' 61 '}' >src/read/x.c
finds sizes.sh 'x_long has 61 lines'
long $'void\nx_long(void)\n{' 60 '}' >src/read/x.c
accepts sizes.sh
long $'void\nx_long(void)\n{' 99 '}' >src/read/x.c
echo 'function src/read/x.c:x_long 99 a table' >tests/lint/exempt
accepts sizes.sh
echo 'function src/read/x.c:x_long 98 a table' >tests/lint/exempt
finds sizes.sh 'x_long has 99 lines, limit 98'
echo 'function src/read/x.c:x_none 98 a table' >tests/lint/exempt
finds sizes.sh 'unused: function src/read/x.c:x_none'
echo 'function src/read/x.c:x_none 101 a table' >tests/lint/exempt
finds sizes.sh 'needs a limit'
sed -i 's/int, int, int, int)/int, int, int, int (*)(int, int), int)/' \
    src/base/span.h
finds sizes.sh 'span_len has 6 parameters'

echo 'int other_name(void); int other_name(void) { return 0; }' \
    >>src/base/span.c
compile
finds names.sh 'exports other_name'
echo 'int span_count = 1;' >>src/base/span.c
compile
finds names.sh 'exports the variable span_count'
finds names.sh 'no build/test/src/base/span.o'

echo '#define COPY(a, b) strcpy (a, b)' >>src/base/span.c
finds banned.sh 'span.c:14: banned function'
printf 'assert(i++ <\n    3);\n' >>src/base/span.c
finds banned.sh 'assert with a side effect'
printf 'assert(i = 3);\n' >>src/base/span.c
finds banned.sh 'assert with a side effect'
printf '/* %s: later */\n' 'TO''DO' >>src/base/span.c
finds banned.sh 'later'

sed -i 1d src/base/span.c
finds headers.sh 'src/base/span.c:1: no licence line'
sed -i 's/BASE_SPAN_H/SPAN_H/' src/base/span.h
finds headers.sh 'no include guard BASE_SPAN_H'
sed -i 's/span_len(s,/span_size(s,/' src/base/span.h
finds headers.sh 'span_len has no contract'

# address TEXT: the last word of TEXT is found; put together, so that this file
# does not hold it.
address()
{
	printf '%s%s%s\n' "$2" "$3" "$4" >"$1"
	finds addresses.py "'${5:-$3$4}' is not for"
}
address tests/a 'ip=' 8.8 .8.8
address tests/a 'ip%3D' 8.8 .8.8
address tests/a '"\n' 8.8 .8.8
address formats/a '' 10.0 .0.1
address tests/a '[' 2a00:1450: :5
address tests/a '::ffff:' 9.9 .9.9 ::ffff:"9.9".9.9
address tests/a 'joe@' mail .com
address tests/a 'https://' www.site .com
echo "8.8"".8.8" >tests/a
echo "address tests/a 8.8.8.* public resolver" >tests/lint/exempt
accepts addresses.py
echo "address tests/a 8.8.4.* public resolver" >tests/lint/exempt
rm tests/a
finds addresses.py 'unused: address tests/a'

echo 'int x( void );' >>src/base/span.c
finds format.sh 'span.c'
echo '.Xy' >>man/logfade.1
finds man.sh 'logfade.1'
# shellcheck disable=SC2016 # a script's text
printf '#!/bin/sh\necho $1\n' >tests/script
finds shell.sh SC2086
echo 'def x(:' >tests/tool.py
finds python.sh 'tool.py'
printf 'int x(void);\nint x(void) { int a[2]; a[2] = 1; return a[2]; }\n' \
    >src/read/x.c
finds cppcheck.sh 'arrayIndexOutOfBounds'
printf 'int x(int);\nint x(int a) { return a + 1 > a + 1; }\n' >src/read/x.c
finds tidy.sh 'misc-redundant-expression'

exit $status
