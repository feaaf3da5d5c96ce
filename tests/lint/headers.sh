#!/bin/bash
# SPDX-License-Identifier: ISC
# headers.sh [ROOT]: every C file starts with its licence line, every header has
# an include guard named after it, and every function a header declares has a
# contract there: a block /** ... */ that shows its call, "name(".
set -u
lib=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}" || exit 2
status=0

while read -r file; do
	if [ "$(head -n 1 "$file")" != '/* SPDX-License-Identifier: ISC */' ]
	then
		echo "$file:1: no licence line"
		status=1
	fi
	[[ $file == src/*.h ]] || continue
	guard=$(echo "${file#src/}" | tr 'a-z/.' 'A-Z__')
	if ! grep -q "^#ifndef $guard\$" "$file"; then
		echo "$file: no include guard $guard"
		status=1
	fi
	while read -r name _ line; do
		awk -v name="$name" '
		/^\/\*\*/ { block = 1 }
		block && match($0, "(^|[^A-Za-z0-9_])" name "\\(") { found = 1 }
		/\*\// { block = 0 }
		END { exit !found }' "$file" && continue
		echo "$file:$line: $name has no contract"
		status=1
	done < <(awk -f "$lib/strip.awk" "$file" |
	    awk -f "$lib/prototypes.awk")
done < <(find src tests -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
exit $status
