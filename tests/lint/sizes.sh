#!/bin/bash
# SPDX-License-Identifier: ISC
# sizes.sh [ROOT]: a .c file has at most 500 lines, a .h file 150, a function
# body 60 (or its row `function` in tests/lint/exempt, at most 100), an exported
# function 5 parameters.  Function bodies are found by their braces in column 0.
set -u
lib=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 2
# shellcheck source=tests/lint/exempt.sh
. "$lib/exempt.sh"
export LC_ALL=C
status=0

while read -r file; do
	lines=$(wc -l <"$file")
	case $file in *.c) limit=500 ;; *) limit=150 ;; esac
	if [ "$lines" -gt $limit ]; then
		echo "$file: $lines lines, limit $limit"
		status=1
	fi
	[[ $file == *.h ]] || continue
	awk -f "$lib/strip.awk" "$file" | awk -f "$lib/prototypes.awk" |
	    awk -v file="$file" '$2 > 5 {
		printf "%s:%d: %s has %d parameters, limit 5\n", file, $3, $1, $2
		bad = 1
	} END { exit bad }' || status=1
done < <(find src -name '*.[ch]' 2>/dev/null | sort)

mapfile -t sources < <(find src -name '*.c' 2>/dev/null | sort)
exempt_rows function | awk '
FNR == NR && FILENAME == "-" {
	limit[$1] = $2
	if ($2 > 100 || $2 <= 60 || NF < 3) {
		print "tests/lint/exempt: " $0 ": needs a limit of 61-100 and a reason"
		bad = 1
	}
	next
}
/^[A-Za-z_][A-Za-z0-9_]*\(/ {
	name = $0
	sub(/\(.*/, "", name)
	start = 0
}
/^\{/ && name != "" {
	start = FNR
}
/^\}/ && start {
	lines = FNR - start - 1
	id = FILENAME ":" name
	max = id in limit ? limit[id] : 60
	if (lines > max) {
		printf "%s:%d: %s has %d lines, limit %d\n", FILENAME, start, \
		    name, lines, max
		bad = 1
	}
	if (lines > 60)
		used[id] = 1
	name = ""
	start = 0
}
END {
	for (id in limit)
		if (!(id in used)) {
			print "tests/lint/exempt: unused: function " id
			bad = 1
		}
	exit bad
}' - "${sources[@]}" || status=1
exit $status
