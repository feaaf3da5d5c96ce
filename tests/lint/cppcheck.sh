#!/bin/bash
# SPDX-License-Identifier: ISC
# cppcheck.sh [ROOT]: cppcheck over src.
set -u
cd "${1:-.}" || exit 2
find src -name '*.c' | grep -q . || exit 0
mapfile -t flags < <(make -s print-flags | grep '^-[DI]')
[ ${#flags[@]} -gt 0 ] || exit 2
cppcheck --quiet --error-exitcode=1 --inline-suppr -j "$(nproc)" --std=c11 \
    --language=c --library=posix --library=gnu \
    --enable=warning,performance,portability \
    --suppress=missingIncludeSystem --suppress=unmatchedSuppression \
    "${flags[@]}" src 2>&1
