#!/bin/bash
# SPDX-License-Identifier: ISC
# shell.sh [ROOT]: shellcheck has nothing to say about any shell script; a script
# is a file that says so in its first line, or is called *.sh.
set -u
cd "${1:-.}" || exit 2
mapfile -t files < <(find . \( -path ./build -o -path ./.git -o \
    -path ./tests/fuzz/corpus \) -prune -o -type f -print | LC_ALL=C sort |
    while read -r file; do
	case $file in
	*.sh)
		echo "$file"
		;;
	*)
		# tr: a binary file may hold NUL bytes.
		case $(head -c 64 "$file" | tr -d '\0' | head -n 1) in
		'#!'*[/\ ]sh | '#!'*[/\ ]bash | '#!'*[/\ ]sh\ * | \
		    '#!'*[/\ ]bash\ *)
			echo "$file"
			;;
		esac
		;;
	esac
    done)
[ ${#files[@]} -eq 0 ] || shellcheck -f gcc -x -P . "${files[@]}"
