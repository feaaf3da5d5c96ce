# shellcheck shell=bash
# SPDX-License-Identifier: ISC
# Sourced by the checks that allow exemptions: rows of tests/lint/exempt below
# the root, "CHECK SUBJECT LIMIT reason".  A row that nothing used is an error,
# so that the table only ever holds what is needed.

# exempt_rows CHECK: its rows without the first word.
exempt_rows()
{
	[ -e tests/lint/exempt ] || return 0
	awk -v check="$1" '$1 == check {
		sub(/^[^ \t]+[ \t]+/, "")
		print
	}' tests/lint/exempt
}
