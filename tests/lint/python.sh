#!/bin/bash
# SPDX-License-Identifier: ISC
# python.sh [ROOT]: Python scripts compile.
set -u
cd "${1:-.}" || exit 2
PYTHONPYCACHEPREFIX=$(mktemp -d) || exit 2
export PYTHONPYCACHEPREFIX
trap 'rm -rf "$PYTHONPYCACHEPREFIX"' EXIT
status=0
while read -r file; do
	python3 -m py_compile "$file" 2>&1 || status=1
done < <(find formats man src tests .ci \( -name '*.py' -o -type f -exec sh -c \
    'head -n 1 "$1" | grep -aq "^#!.*python"' sh {} \; \) -print 2>/dev/null |
    LC_ALL=C sort)
exit $status
