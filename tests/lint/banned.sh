#!/bin/bash
# SPDX-License-Identifier: ISC
# banned.sh [ROOT]: no function that src/base/banned.h names is called, not even
# by a macro no one expands; no assert changes what it looks at; no note to self
# is left behind.
set -u
lib=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 2
status=0
names=$(awk '/^#define [a-z_0-9]+\(\.\.\.\)/ {
	sub(/\(.*/, "", $2)
	printf "%s%s", sep, $2
	sep = "|"
}' src/base/banned.h)
[ -n "$names" ] || exit 2

while read -r file; do
	[ "$file" != src/base/banned.h ] || continue
	awk -f "$lib/strip.awk" "$file" | awk -v file="$file" -v names="$names" '
	function bad(why) {
		printf "%s:%d: %s\n", file, FNR, why
		status = 1
	}
	# An assert, once all of it has been read.
	function check(    i, c, depth, word) {
		for (i = index(text, "("); i <= length(text); i++) {
			c = substr(text, i, 1)
			if (c == "(")
				depth++
			else if (c == ")" && --depth == 0)
				break
		}
		if (depth)
			return
		word = substr(text, 1, i)
		gsub(/[=!<>]=/, "", word)
		if (word ~ /\+\+|--|=/)
			bad("assert with a side effect")
		text = substr(text, i + 1)
	}
	$0 ~ "(^|[^A-Za-z0-9_.>])(" names ")[ \t]*\\(" { bad("banned function") }
	text != "" { text = text " " $0 }
	text == "" && match($0, /(^|[^A-Za-z0-9_])(static_)?assert[ \t]*\(/) {
		text = substr($0, RSTART)
	}
	text != "" { check() }
	text !~ /assert/ { text = "" }
	END { exit status }' || status=1
	if grep -nE '(^|[^A-Za-z0-9_])(TODO|FIXME|XXX)([^A-Za-z0-9_]|$)' \
	    "$file" | sed "s|^|$file:|" | grep .; then
		status=1
	fi
done < <(find src -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
exit $status
