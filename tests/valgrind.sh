#!/bin/bash
# SPDX-License-Identifier: ISC
# valgrind.sh: the golden tests with every run of $LOGFADE under valgrind.  What
# they compare is not looked at again, only what valgrind has to say: one result
# for each process.
set -u
if [ ! -x tests/golden/run ]; then
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
dir=$BUILD/valgrind
rm -rf "$dir"
mkdir -p "$dir/logs" || exit 1
supp=
[ ! -e tests/valgrind.supp ] || supp="--suppressions=$PWD/tests/valgrind.supp"
cat >"$dir/logfade" <<END
#!/bin/sh
export LOGFADE_NOJIT=1
exec valgrind --error-exitcode=99 --leak-check=full \
    --show-leak-kinds=definite --errors-for-leak-kinds=definite --log-file='$dir/logs/%p.log' $supp \
    '$LOGFADE' "\$@"
END
chmod 755 "$dir/logfade"
LOGFADE=$dir/logfade VALGRIND=1 tests/golden/run >"$dir/golden.log" 2>&1

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
