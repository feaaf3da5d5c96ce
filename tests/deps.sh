#!/bin/sh
# SPDX-License-Identifier: ISC
# deps.sh SET...: install by apt the packages of each SET that are missing, and
# no others.  Servers among them are installed but never started.  NODEPS=1 in
# the environment skips the question, for systems with other package names.
set -eu

packages()
{
	case $1 in
	build)	echo gcc make libc6-dev libpcre2-dev libzstd-dev zlib1g-dev \
		    libssl-dev libmaxminddb-dev \
		    pkg-config zstd ;;
	check)	echo libcriterion-dev python3 anonip goaccess \
		    lnav openssl awstats apache2 nginx-light logrotate valgrind mawk \
		    man-db mandoc python3-yaml ;;
	lint)	echo clang clang-format clang-tidy cppcheck mandoc python3 \
		    shellcheck ;;
	bench)	echo mawk sed zstd anonip python3 util-linux ;;
	fuzz)	echo clang libclang-rt-14-dev ;;
	*)	echo "deps.sh: no set named $1" >&2; return 1 ;;
	esac
}

# die WHY: name what the caller must install without us.
die()
{
	echo "deps.sh: $1; needed:$missing" >&2
	exit 1
}

[ -z "${NODEPS:-}" ] || exit 0
missing=
for set; do
	names=$(packages "$set")
	for p in $names; do
		case "$missing " in *" $p "*) continue ;; esac
		status=$(dpkg-query -W -f '${db:Status-Status}' "$p" \
		    2>/dev/null) || status=
		[ "$status" = installed ] || missing="$missing $p"
	done
done
[ -n "$missing" ] || exit 0

for tool in apt-get dpkg-query; do
	command -v "$tool" >/dev/null ||
		die "not a Debian system (NODEPS=1 if they are installed)"
done
[ "$(id -u)" -eq 0 ] || die "only root can install packages"

# An administrator's own policy stays; ours lasts as long as the installation.
policy=/usr/sbin/policy-rc.d
ours=
finish()
{
	[ -z "$ours" ] || rm -f "$policy"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
if [ ! -e "$policy" ] && [ ! -h "$policy" ]; then
	ours=yes
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
log=$(mktemp)
echo "installing:$missing"
# shellcheck disable=SC2086 # one word a package
if ! { apt-get update && apt-get install -y --no-install-recommends \
    $missing; } >"$log" 2>&1 </dev/null; then
	tail -n 30 "$log" >&2
	rm -f "$log"
	die "apt-get failed"
fi
rm -f "$log"
