# SPDX-License-Identifier: ISC
# From a header that went through strip.awk: one line "NAME PARAMETERS LINE" for
# each function it declares.

# The text s without its attributes.
function plain(s,    at, i, depth, c) {
	while ((at = index(s, "__attribute__")) > 0) {
		depth = 0
		for (i = at + 13; i <= length(s); i++) {
			c = substr(s, i, 1)
			if (c == "(")
				depth++
			else if (c == ")" && --depth == 0)
				break
		}
		s = substr(s, 1, at - 1) " " substr(s, i + 1)
	}
	return s
}

function statement(s, line,    open, name, i, depth, c, n, void) {
	s = plain(s)
	gsub(/[ \t\n]+/, " ", s)
	if (s ~ /^ ?typedef / || !(open = index(s, "(")))
		return
	name = substr(s, 1, open - 1)
	if (!match(name, /[A-Za-z_][A-Za-z0-9_]* ?$/) || name ~ /=/)
		return
	name = substr(name, RSTART, RLENGTH)
	sub(/ $/, "", name)
	n = 1
	for (i = open; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "(")
			depth++
		else if (c == ")" && --depth == 0)
			break
		else if (c == "," && depth == 1)
			n++
	}
	void = substr(s, open, i - open + 1)
	if (void ~ /^\( ?void ?\)$/ || void ~ /\.\.\. ?\)$/)
		n--
	print name, n, line
}

/^[ \t]*#/ || continued {
	continued = /\\$/
	next
}
{
	for (k = 1; k <= length($0); k++) {
		ch = substr($0, k, 1)
		if (ch == "{") {
			braces++
		} else if (ch == "}") {
			if (--braces == 0 && text ~ /\)[ \t\n]*$/) {
				statement(text, from)
				text = ""
			}
		} else if (braces) {
			continue
		} else if (ch == ";") {
			statement(text, from)
			text = ""
		} else {
			if (text == "" && ch ~ /[ \t]/)
				continue
			if (text == "")
				from = FNR
			text = text ch
		}
	}
	if (text != "")
		text = text "\n"
}
