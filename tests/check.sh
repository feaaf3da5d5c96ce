#!/bin/bash
# SPDX-License-Identifier: ISC
# check.sh VARIANT [corpora DIR | valgrind]: run the test suites on the programs
# in build/VARIANT and sum them up.  Without a second argument the suites are
# the unit tests, every tests/NAME/run that is not listed in $apart, and the
# replay of every fuzzer's corpus.
#
# A suite is a program that prints lines "ok NAME" and "not ok NAME ..." and
# ends with the line "N passed, N failed, N skipped"; one that ends otherwise
# counts as a failure.  It finds in its environment
#	LOGFADE		the program under test, from build/VARIANT
#	LOGFADE_RELEASE	the program users get (in VARIANT san: as LOGFADE)
#	BUILD		build/VARIANT, for what it wants to compile or keep
#	CORPORA		DIR, in the suite `corpora` only
# and starts in the top folder, with an empty standard input.
set -u
cd "$(dirname "$0")/.." || exit 1
variant=$1 mode=${2:-}
apart=' bench demo lint fuzz unit '
export BUILD=$PWD/build/$variant
export LOGFADE=$BUILD/logfade
export LOGFADE_RELEASE=$PWD/build/logfade
export LC_ALL=C
logs=$BUILD/logs
passed=0 failed=0 skipped=0
mkdir -p "$logs" || exit 1

if [ "$variant" = san ]; then
	LOGFADE_RELEASE=$LOGFADE
	# What a sanitizer says goes to a file, so that it also counts where a
	# test looks at neither exit status nor error output.  (gcc's UBSan
	# still writes to the latter; all of them abort the process.)
	said=$logs/said
	rm -f "$said".*
	opts=log_path=$said:abort_on_error=1
	export ASAN_OPTIONS=$opts:detect_leaks=1
	export UBSAN_OPTIONS=$opts:halt_on_error=1:print_stacktrace=1
fi

# count NAME PASSED FAILED SKIPPED: add to the sums, say so; a log if it failed.
count()
{
	# What the suites on real logs report is of interest when all is well.
	[ "$mode" != corpora ] || grep -a '^# ' "$logs/$1.log" || true
	printf '%-9s %s passed, %s failed, %s skipped\n' "$1:" "$2" "$3" "$4"
	if [ "$3" -ne 0 ]; then
		grep -a -m 40 '^not ok' "$logs/$1.log"
		echo "--- end of $logs/$1.log"
		tail -n 40 "$logs/$1.log"
		echo "---"
	fi
	passed=$((passed + $2)) failed=$((failed + $3))
	skipped=$((skipped + $4))
}

# start NAME COMMAND...: run it, as one of two at a time: servers mostly wait.
start()
{
	local name=$1
	shift
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do
		wait -n
	done
	{
		timeout -k 10 1800 "$@" </dev/null >"$logs/$name.log" 2>&1
		echo $? >"$logs/$name.status"
	} &
}

# suite NAME: it has ended; read its closing line.
suite()
{
	local name=$1 status last
	status=$(cat "$logs/$name.status")
	last=$(grep -a . "$logs/$name.log" | tail -n 1)
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]
	then
		set -- "${BASH_REMATCH[@]:1}"
		if [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
			echo "not ok $name: exit status $status" \
			    >>"$logs/$name.log"
			set -- "$1" 1 "$3"
		fi
		count "$name" "$@"
	else
		echo "not ok $name: no closing line, exit status $status" \
		    >>"$logs/$name.log"
		count "$name" 0 1 0
	fi
}

# unit: Criterion says how it went on one line of its error output.
unit()
{
	local status line tested pass
	status=$(cat "$logs/unit.status")
	line=$(grep -a 'Synthesis: Tested:' "$logs/unit.log" | tail -n 1)
	if [[ $line =~ Tested:\ ([0-9]+)\ \|\ Passing:\ ([0-9]+)\  ]]; then
		tested=${BASH_REMATCH[1]} pass=${BASH_REMATCH[2]}
		[ "$status" -eq 0 ] || [ "$tested" -ne "$pass" ] ||
			tested=$((tested + 1))
		count unit "$pass" $((tested - pass)) 0
	else
		echo "not ok unit: no synthesis, exit status $status" \
		    >>"$logs/unit.log"
		count unit 0 1 0
	fi
}

# replay: each fuzzer over the files kept for it; files that fail are named.
replay()
{
	local source name file pass=0 fail=0
	local -a files
	for source in tests/fuzz/fuzz_*.c; do
		name=$(basename "$source" .c)
		mapfile -d '' files < <(find "tests/fuzz/corpus/${name#fuzz_}" \
		    -type f -print0 2>/dev/null | sort -z)
		if printf '%s\0' "${files[@]:-/dev/null}" |
		    timeout -k 10 600 xargs -0 "$BUILD/$name"; then
			echo "ok $name ${#files[@]} files"
			pass=$((pass + 1))
			continue
		fi
		echo "not ok $name"
		fail=$((fail + 1))
		for file in "${files[@]}"; do
			timeout -k 10 60 "$BUILD/$name" "$file" >/dev/null 2>&1 ||
				echo "not ok $name $file"
		done
	done
	echo "$pass passed, $fail failed, 0 skipped"
	[ $fail -eq 0 ]
}

case ${2:-} in
corpora)
	export CORPORA=$3
	if [ -d "$CORPORA" ] && [ -x tests/files/corpora ]; then
		CORPORA=$(cd "$CORPORA" && pwd)
		names='corpora logs names parses agents detect queries
		    fidelity places visitors'
		for name in $names; do
			start "$name" "tests/files/$name" "$CORPORA"
		done
		wait
		for name in $names; do
			suite "$name"
		done
	else
		echo "corpora: skipped, no $CORPORA or no tests/files/corpora"
		skipped=1
	fi
	;;
valgrind)
	start valgrind tests/valgrind.sh
	wait
	suite valgrind
	;;
'')
	names=
	for run in tests/servers/run tests/*/run; do
		name=$(basename "$(dirname "$run")")
		[[ "$apart$names " != *" $name "* && -x $run ]] || continue
		names+=" $name"
		start "$name" "$run"
	done
	[ ! -x "$BUILD/unit" ] || start unit "$BUILD/unit"
	wait
	[ ! -x "$BUILD/unit" ] || unit
	for name in $names; do
		suite "$name"
	done
	if compgen -G 'tests/fuzz/fuzz_*.c' >/dev/null; then
		replay </dev/null >"$logs/fuzz.log" 2>&1
		count fuzz "$(grep -ac '^ok ' "$logs/fuzz.log")" \
		    "$(grep -acE '^not ok [^ ]+$' "$logs/fuzz.log")" 0
	fi
	;;
*)
	echo "check.sh: no suite named $2" >&2
	exit 2
	;;
esac

if [ "$variant" = san ] && compgen -G "$said.*" >/dev/null; then
	head -n 40 "$said".* >"$logs/reports.log"
	count reports 0 "$(compgen -G "$said.*" | wc -l)" 0
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
