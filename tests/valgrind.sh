#!/bin/bash
# SPDX-License-Identifier: ISC
# valgrind.sh: the golden tests with every run of $LOGFADE under valgrind, and
# each fuzzer over the files kept for it.  What they compare is not looked at
# again, only what valgrind has to say: one result for each process.
set -u
dir=$BUILD/valgrind
rm -rf "$dir"
mkdir -p "$dir/logs" || exit 1
supp=
[ ! -e tests/valgrind.supp ] || supp="--suppressions=$PWD/tests/valgrind.supp"
cat >"$dir/run" <<END
#!/bin/sh
export LOGFADE_NOJIT=1
exec valgrind --error-exitcode=99 --leak-check=full \
    --show-leak-kinds=definite --errors-for-leak-kinds=definite --log-file='$dir/logs/%p.log' $supp "\$@"
END
cat >"$dir/logfade" <<END
#!/bin/sh
exec '$dir/run' '$LOGFADE' "\$@"
END
chmod 755 "$dir/run" "$dir/logfade"
LOGFADE=$dir/logfade tests/golden/run >"$dir/golden.log" 2>&1
# shellcheck disable=SC2016 # the inner shell expands
printf '%s\n' tests/fuzz/fuzz_*.c | xargs -P "$(nproc)" -I {} sh -c '
	name=$(basename "$3" .c)
	find "tests/fuzz/corpus/${name#fuzz_}" -type f -print0 |
	    xargs -0 "$1/run" "$2/$name" >/dev/null 2>&1
' sh "$dir" "$BUILD" {}

passed=0 failed=0
for log in "$dir"/logs/*.log; do
	if [ ! -e "$log" ]; then
		echo "not ok valgrind: no process ran"
		failed=1
	elif grep -q 'ERROR SUMMARY: [1-9]' "$log"; then
		echo "not ok $log"
		head -n 30 "$log"
		failed=$((failed + 1))
	elif grep -q 'ERROR SUMMARY: 0' "$log"; then # else: killed
		passed=$((passed + 1))
	fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ $failed -eq 0 ]
