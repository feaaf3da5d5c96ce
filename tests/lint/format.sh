#!/bin/bash
# SPDX-License-Identifier: ISC
# format.sh [ROOT]: C files are laid out as .clang-format says.
set -u
cd "${1:-.}" || exit 2
mapfile -t files < <(find src tests -name '*.[ch]' \
    -not -path 'tests/fuzz/corpus/*' 2>/dev/null | LC_ALL=C sort)
[ ${#files[@]} -eq 0 ] || clang-format --dry-run -Werror "${files[@]}" 2>&1
