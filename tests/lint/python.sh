#!/bin/bash
# SPDX-License-Identifier: ISC
# python.sh [ROOT]: Python scripts compile.
set -u
cd "${1:-.}" || exit 2
mapfile -t files < <({
	find formats man src tests .ci -name '*.py'
	grep -rlIE '^#!.*python' formats man src tests .ci
} 2>/dev/null | LC_ALL=C sort -u)
[ ${#files[@]} -gt 0 ] || exit 0
python3 -I - "${files[@]}" <<'END'
import sys

status = 0
for name in sys.argv[1:]:
    with open(name, "rb") as f:
        text = f.read()
    if not name.endswith(".py") and \
            b"python" not in text.partition(b"\n")[0]:
        continue
    try:
        compile(text, name, "exec")
    except (SyntaxError, ValueError) as e:
        print(f"{name}: {e}")
        status = 1
sys.exit(status)
END
