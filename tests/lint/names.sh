#!/bin/bash
# SPDX-License-Identifier: ISC
# names.sh [ROOT]: what src/DIR/foo.c exports, functions and data, is called foo
# or foo_*; main.c exports main.  Reads the objects of build/test, so build first.
set -u
cd "${1:-.}" || exit 2
status=0

while read -r file; do
	object=build/test/${file%.c}.o
	if [ ! -e "$object" ]; then
		echo "$file: no $object"
		status=1
		continue
	fi
	base=$(basename "$file" .c)
	nm --defined-only --extern-only "$object" |
	    awk -v file="$file" -v base="$base" '
		NF == 3 && $3 != base && index($3, base "_") != 1 {
			printf "%s: exports %s, not %s_*\n", file, $3, base
			bad = 1
		}
		NF == 3 && $2 ~ /[BDC]/ {
			printf "%s: exports the variable %s\n", file, $3
			bad = 1
		}
		END { exit bad }' || status=1
done < <(find src -name '*.c' 2>/dev/null | LC_ALL=C sort)
exit $status
