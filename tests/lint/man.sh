#!/bin/bash
# SPDX-License-Identifier: ISC
# man.sh [ROOT]: mandoc finds nothing to warn about in the manual pages.
set -u
cd "${1:-.}" || exit 2
mapfile -t files < <(find man -name '*.[1-8]' 2>/dev/null | LC_ALL=C sort)
[ ${#files[@]} -eq 0 ] || mandoc -T lint -W warning "${files[@]}" 2>&1
