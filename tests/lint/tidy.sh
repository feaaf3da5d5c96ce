#!/bin/bash
# SPDX-License-Identifier: ISC
# tidy.sh [ROOT]: clang-tidy, with the makefile's flags, on as many files at a
# time as there are processors.  Its analyser follows the paths of a function
# through TIDY_NODES nodes, an eighth of what it would: the last take most of the
# time.  Its own number is 225000.
set -u
cd "${1:-.}" || exit 2
mapfile -t flags < <(make -s print-flags)
[ ${#flags[@]} -gt 0 ] || exit 2
flags+=(-Xclang -analyzer-config -Xclang "max-nodes=${TIDY_NODES:-28000}")
# shellcheck disable=SC2016 # the inner shell expands
find src -name '*.c' -print0 | sort -z |
    xargs -0 -r -I {} -P "$(nproc)" sh -c '
	file=$1
	shift
	out=$(clang-tidy --quiet "$file" -- "$@" 2>&1) || {
		printf "%s\n" "$out" | grep -v "warnings\{0,1\} generated"
		exit 1
	}' sh-tidy {} "${flags[@]}"
