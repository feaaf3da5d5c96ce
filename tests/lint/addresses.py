#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""addresses.py [ROOT]: formats/, tests/, man/ and README.md hold only addresses
and names set aside for documentation, plus special-purpose addresses in tests.
Rows `address` of tests/lint/exempt allow others, by file and token."""

import fnmatch
import ipaddress
import os
import re
import sys

DOCUMENTATION = [
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "127.0.0.0/8",
    "0.0.0.0/32", "2001:db8::/32", "3fff::/20", "::1/128", "::/128",
]
TESTS = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
    "0.0.0.0/8", "100.64.0.0/10", "198.18.0.0/15", "240.0.0.0/4",
    "224.0.0.0/24", "233.252.0.0/24", "fe80::/10", "fc00::/7", "ff00::/8",
    "100::/64",
]
NAMES = re.compile(r"(^|\.)(example(\.(com|net|org|edu))?|invalid|test|"
                   r"localhost)\.?$", re.I)

# A byte before an address that does not make it part of something longer: an
# escape of C or of a URL may end in a letter.
START = r"(?:(?<![A-Za-z0-9.])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt]))"
IPV4 = re.compile(START + r"(\d{1,3}(?:\.\d{1,3}){3})(?![A-Za-z0-9]|\.\d)")
IPV6 = re.compile(START + r"(?<!:)((?:[0-9A-Fa-f]{0,4}:){2,8}"
                  r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4})?)"
                  r"(?![A-Za-z0-9:]|\.\d)")
EMAIL = re.compile(r"[A-Za-z0-9._+-]+(?:@|%40)([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
URL = re.compile(r"https?://(?:[^/@\s\"']*@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
VERSION = re.compile(r"[A-Z][A-Za-z]*/$")


def networks(texts):
    return [ipaddress.ip_network(t) for t in texts]


STRICT = networks(DOCUMENTATION)
LOOSE = STRICT + networks(TESTS)


def address_ok(text, allowed):
    """True unless text is an address outside the networks allowed."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return True
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in n for n in allowed if n.version == address.version)


def findings(line, allowed):
    """The addresses and names of a line that should not be there."""
    for m in IPV4.finditer(line):
        # "Browser/120.0.0.0" is a version.
        if not VERSION.search(line[:m.start()]) and \
                not address_ok(m.group(1), allowed):
            yield m.group(1)
    for m in IPV6.finditer(line):
        if not address_ok(m.group(1), allowed):
            yield m.group(1)
    for pattern in (EMAIL, URL):
        for m in pattern.finditer(line):
            host = m.group(1)
            if not NAMES.search(host) and not IPV4.fullmatch(host):
                yield host


def files():
    if os.path.exists("README.md"):
        yield "README.md"
    for top in ("formats", "man", "tests"):
        for folder, dirs, names in os.walk(top):
            dirs[:] = sorted(d for d in dirs if d != "__pycache__" and
                             os.path.join(folder, d) != "tests/fuzz/corpus")
            for name in sorted(names):
                yield os.path.join(folder, name)


def exemptions():
    """[file, token, used] of each row of the table."""
    try:
        with open("tests/lint/exempt", encoding="utf-8") as table:
            rows = [line.split(None, 3) for line in table]
    except FileNotFoundError:
        return []
    rows = [r for r in rows if r and r[0] == "address"]
    for r in rows:
        if len(r) < 4:
            sys.exit("tests/lint/exempt: " + " ".join(r) + ": no reason")
    return [[r[1], r[2], False] for r in rows]


def main():
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else ".")
    exempt = exemptions()
    bad = False
    for path in files():
        if path == "tests/lint/exempt":
            continue
        with open(path, "rb") as f:
            data = f.read()
        if b"\0" in data:
            continue
        allowed = LOOSE if path.startswith("tests/") else STRICT
        text = data.decode("utf-8", "surrogateescape")
        for number, line in enumerate(text.split("\n"), 1):
            # Where a definition comes from is a real address on purpose.
            if path.startswith("formats/") and line.startswith("source"):
                continue
            for token in findings(line, allowed):
                rows = [e for e in exempt if fnmatch.fnmatchcase(path, e[0])
                        and fnmatch.fnmatchcase(token, e[1])]
                for row in rows:
                    row[2] = True
                if not rows:
                    print(f"{path}:{number}: {ascii(token)} is not for "
                          "documentation")
                    bad = True
    for path, token, used in exempt:
        if not used:
            print(f"tests/lint/exempt: unused: address {path} {token}")
            bad = True
    return bad


sys.exit(main())
