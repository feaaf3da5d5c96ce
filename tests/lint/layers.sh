#!/bin/bash
# SPDX-License-Identifier: ISC
# layers.sh [ROOT]: includes go from a layer to those below it, each library is
# known to one file, and nothing else than what belongs there is at the top.
set -u
cd "${1:-.}" || exit 2
status=0
for name in *; do
	case $name in
	src | formats | tests | man | build | GNUmakefile | README.md | LICENSE) ;;
	*)
		echo "$name: nothing of that name belongs at the top"
		status=1
		;;
	esac
done

mapfile -t files < <(find src -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
[ ${#files[@]} -gt 0 ] || exit $status
awk '
BEGIN {
	n = split("base model key read,match,scrub,write,retain flow app", row)
	for (i = 1; i <= n; i++) {
		m = split(row[i], names, ",")
		for (j = 1; j <= m; j++)
			rank[names[j]] = i
	}
	only["pcre2.h"] = "^src/base/regex[.]c$"
	only["zstd.h"] = "^src/base/zframe[.]c$"
	only["zstd_errors.h"] = "^src/base/zframe[.]c$"
	only["zlib.h"] = "^src/base/unpack[.]c$"
	only["maxminddb.h"] = "^src/scrub/place[.]c$"
	only["openssl/"] = "^src/key/[^/]*[.]c$"
	only["model/clean_make.h"] = "^src/(scrub/leak|model/clean)[.]c$"
}
function bad(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why
	status = 1
}
FNR == 1 {
	depth = split(FILENAME, part, "/")
	here = depth == 3 ? part[2] : ""
	if (depth == 2 && FILENAME != "src/main.c")
		bad("only main.c lives in src/ itself")
	else if (depth > 3 || (depth == 3 && !(here in rank)))
		bad("not in a folder of the layer table")
}
/^[ \t]*#[ \t]*include/ {
	if (!match($0, /["<][^">]*[">]/)) {
		bad("an include that is not a plain name")
		next
	}
	name = substr($0, RSTART + 1, RLENGTH - 2)
	for (lib in only)
		if ((name == lib || (lib ~ /\/$/ && index(name, lib) == 1)) &&
		    FILENAME !~ only[lib])
			bad(name " may be included only by " only[lib])
	if (substr($0, RSTART, 1) == "<")
		next
	if (split(name, part, "/") != 2 || name !~ /[.]h$/) {
		bad("include \"" name "\" is not of the form dir/file.h")
		next
	}
	there = part[1]
	if (!(there in rank))
		bad(there " is not a layer")
	else if (here != "" && here != there && rank[there] >= rank[here])
		bad(here " must not include " name)
}
END { exit status }
' "${files[@]}" || status=1
exit $status
