# SPDX-License-Identifier: ISC
"""Requests that a server would rather not get, and what must not be left of
them. Each is sent by a client with an address of its own, from a table in
which @MAIL@, @NAME@ and @IP@ stand for what is personal of that client."""

import base64
import concurrent.futures
import re
import socket
import ssl

from harness import PATIENCE, canary, check, source_address

WANTED = "GET /page.html HTTP/1.1\r\nHost: www.example.org\r\n"
BROWSER = ("User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) "
           "Gecko/20100101 Firefox/128.0\r\n")
TIMES = "[10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\""
# What no server wrote.
STAMP = b"10/Oct/2000:13"
LINE = "192.0.2.9 - - " + TIMES


def get(target, *headers, method="GET", version="HTTP/1.1"):
    """A request with these headers."""
    lines = [f"{method} {target} {version}", "Host: www.example.org",
             "Connection: close", *headers]
    return "\r\n".join(lines) + "\r\n\r\n"


def header(name, *values):
    """One request for each value of this header."""
    return [get("/page.html", f"{name}: {v}") for v in values]


def hosts(*values):
    """One request for each of these names of the host."""
    return [f"GET /page.html HTTP/1.1\r\nHost: {v}\r\n"
            "Connection: close\r\n\r\n" for v in values]


# What stands between quotes, as a client may send it. Strings are latin-1:
# one character is one byte.
VALUES = (
    "-", "", " ", '"', '""', '" "', "\\", "\\\\", '\\"', "\\x22", '\\x22 "',
    "'", "]", "[", "] [", f'" {TIMES}', f'{LINE}', f'\\" {LINE}', "a\tb",
    "\x01\x02\x1b[31m", "\x7f", "\x80\xff\xfe", "\xc3\xa4\xe2\x82\xac",
    "\xc3", "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\\u0040 \\xff \\", "%",
    "%00%0a%0d%22", "%%%s%n%d", "${jndi:ldap://example.org/a}", "() { :; };",
    "<script>alert('x')</script>", ", client: 192.0.2.9, server: x",
    '", referrer: "x', ", referer: http://example.org/?a", "a" * 3000,
    '"' * 1500, "\\" * 1501, "\xff" * 1500, "\xe4\xb8\xad" * 700,
    "@MAIL@", '"@MAIL@"', "\\@MAIL@\\", "[@MAIL@]", "\xff@MAIL@\xff",
    "(+https://example.org/bot; @MAIL@)", "x @IP@ y", '"@IP@"', "[@IP@]:80",
    "::ffff:@IP@", "[::ffff:@IP@]", "@IP@:4711", "a@IP@", "@IP@\\",
    "http://example.org/?mail=@MAIL@&a=b#@MAIL@",
    "http://@NAME@:secret@example.org/a?ip=@IP@",
    "http://example.org/@MAIL@/\"?q=\\&mail=@MAIL@",
    "//example.org/?u=%40MAIL%40",
)
TARGETS = (
    "/page.html", "/", "/page.html?mail=@MAIL@", "/page.html?name=@NAME@&q=1",
    "/user/@MAIL@/page.html", "/ip/@IP@/page.html?from=@IP@",
    "/page.html?a=%22&name=@NAME@", "/page.html?q=%22%5c%0a&mail=@QMAIL@",
    "/page.html?q=\"\\&mail=@MAIL@", "/%22%5C%00/@MAIL@", "/\"a\"/@MAIL@",
    "/page.html?next=%2Flogin%3Fmail%3D@QMAIL@", "/page.html?\xff\xfe",
    "/\xc3\xa4/\xe2\x82\xac.html?name=@NAME@", "/page.html;mail=@MAIL@",
    "http://www.example.org/page.html?name=@NAME@", "*", "page.html",
    "http://@NAME@@www.example.org/page.html", "www.example.org:443",
    "/page.html#@MAIL@", "/page.html?name=@NAME@#x", "/../../etc/passwd",
    "/%2e%2e/%2e%2e/", "//example.org//page.html", "/page.html?" + "a=b&" * 40,
    f"/page.html?{LINE}", "/page.html?q=a b c", "/page.html?a=[1]&b={2}|^`",
    "/a\x01b", "/a\x7fb", "/page.html?mail=@MAIL@&" + "x" * 3000,
    "/" + "x" * 3000 + "?mail=@MAIL@", "/page.html?" + "%41" * 1200,
    "/page.html?q=%E4%B8%AD%E6%96%87&n%61me=@NAME@", "/proxy/a?mail=@MAIL@",
    "/proxy/page.html?name=@NAME@", "/away?mail=@MAIL@", "/none/@MAIL@",
    "/page.html?email=@MAIL@@IP@", "/closed/?name=@NAME@",
)
RAW = (
    "\r\n\r\n", "\n", "\r\n" * 20, "\0", "\0" * 40 + "\r\n\r\n", " \r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\x8a\"\\]" * 60,
    "\x16\x03\x01\x00\x05@MAIL@\r\n\r\n", "\x80\x2e\x01\x00\x02\r\n",
    "GET /page.html\r\n", "GET /page.html?mail=@MAIL@\r\n", "GET\r\n\r\n",
    "GET /\n\n", "get /page.html http/1.1\r\n\r\n", "GET  /  HTTP/1.1\r\n\r\n",
    "@MAIL@\r\n\r\n", "@IP@ \"[\r\n\r\n", "\"\r\n\r\n", "\\\r\n\r\n",
    "\xff\xfe\xfd / HTTP/1.1\r\n\r\n", "GET /a HTTP/1.1 x\r\n\r\n",
    "GET /page.html?name=@NAME@ HTTP/1.1\r\n\r\n",
    "GET /page.html?name=@NAME@ HTTP/9.9\r\nHost: a\r\n\r\n",
    "GET /page.html HTTP/1.99\r\nHost: www.example.org\r\n\r\n",
    "GET /page.html HTTP/1.0\r\n\r\n", "GET /page.html HTTP/0.9\r\n\r\n",
    "GET /page.html FTP/1.1\r\nHost: a\r\n\r\n", "GET /x?a @MAIL@ HTTP/1.1\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
    "*1\r\n$4\r\nINFO\r\n", "HELO @MAIL@\r\n", LINE + "\r\n\r\n",
    "GET /" + "u" * 70000 + "?mail=@MAIL@ HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /page.html?mail=@MAIL@ HTTP/1.1\r\nHost: a\r\nNo colon @MAIL@\r\n\r\n",
    "GET /page.html HTTP/1.1\r\nHost: a\r\nX-Big: " + "@MAIL@ " * 6000 +
    "\r\n\r\n",
    "GET /page.html HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET /page.html HTTP/1.1\r\nHost: a\r\n\xff\"\\: @MAIL@\r\n\r\n",
    "GET /page.html HTTP/1.1\r\nHost: a\r\nContent-Length: @MAIL@\r\n\r\n",
    "POST /page.html?mail=@MAIL@ HTTP/1.1\r\nHost: a\r\n"
    "Content-Length: 20\r\n\r\nmail=@MAIL@",
    "POST /page.html HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
    "Content-Type: text/@MAIL@\r\n\r\nab=c",
    "POST /page.html HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: @MAIL@\r\n\r\n",
    "GET /page.html?name=@NAME@ HTTP/1.1\r\nHost: www.exam",
)
HOSTS = (
    "", "www.example.org", "WWW.Example.ORG:8080", "www.example.org.",
    "[2001:db8::80]", "[2001:db8::80]:8080", "[::ffff:@IP@]", "@IP@",
    "@IP@:80", "@MAIL@", "a b", "a\"b", "a\\b", "a]b", "a/b", "a,b", "\xff",
    "\xc3\xa4.example.org", "..", "-", "a" * 300, "%40", "a:b:c", ":80",
    "$host", LINE,
)
LISTS = (
    "@IP@", "@IP@, 198.51.100.9", "198.51.100.9,@IP@,203.0.113.5",
    "unknown, @IP@", "::ffff:@IP@", "[2001:db8::7]:443, @IP@:99", "@MAIL@",
    "@NAME@, @IP@", "' or 1=1", "for=\"[2001:db8::7]\";by=@IP@", "-", ",,,",
    "@IP@ - - " + TIMES, "@IP@\" \"", "@IP@\\", "\xff\xfe", "a" * 2000,
    ", ".join(["@IP@"] * 60), "@IP@%eth0", "0x7f.1", "1", "@IP@/8",
)
USERS = (
    "@NAME@:x", "al ice:x", "@MAIL@:x", "a\"b:x", "a\\b:x", "[@NAME@]:x",
    ":x", ":", "", "@NAME@", "\xff\xfe:x", "\xc3\xa4@NAME@:x", " :x", "-:x",
    f"{LINE}:x", "a, client: b:x", "@NAME@\" [x]:x", "a\nb:x", "@NAME@\nb:x", "a\rb\tc:x",
    '"":x', "u" * 900 + ":x", "@IP@:x", "al ice\"]:secret", "kanarie:secret",
    "canary@example.org:secret",
)
REFERERS = (
    "http://example.org/?mail=@MAIL@&name=@NAME@#@MAIL@",
    "http://example.org/a\"?q=\\&name=@NAME@", "/a?name=@NAME@",
    "https://example.org/login?next=%2Fa%3Fname%3D@NAME@",
    "//example.org/@MAIL@?name=@NAME@&[\\]", "android-app://@MAIL@/",
    "mailto:@MAIL@", "file:///home/@MAIL@/x", "about:@MAIL@",
)
METHODS = ("HEAD", "POST", "OPTIONS", "PROPFIND", "TRACE", "CONNECT", "get",
           "X", "A" * 40, "G_T-X", "GET1", "G!T", "G\"T", "BAD@MAIL@", "\xff")
HEADERS = ("User-Agent", "Referer", "Cookie")
# Valid for all servers: what /closed is open for.
KNOWN = {"al ice\"]": "secret", "kanarie": "secret",
         "canary@example.org": "secret"}


def requests():
    """All requests, without what is personal."""
    found = []
    for name in HEADERS:
        found += header(name, *VALUES)
    found += header("Referer", *REFERERS)
    found += [get(t, "User-Agent: a/1.0") for t in TARGETS]
    found += RAW
    found += hosts(*HOSTS)
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP",
                 "CF-Connecting-IP"):
        found += header(name, *LISTS)
    found += [get("/page.html?mail=@MAIL@", method=m) for m in METHODS]
    found += [("BASIC", u) for u in USERS]
    found += extras()
    return found


def extras():
    """Headers of which a log may hold any."""
    every = ("Origin", "X-Request-Id", "X-Forwarded-Host", "X-Forwarded-Proto",
             "X-Original-URI", "X-Forwarded-User", "From", "Range", "Accept",
             "Accept-Language", "Content-Type", "If-None-Match",
             "If-Modified-Since", "Sec-CH-UA", "Cache-Control")
    return [get("/page.html", *(f"{name}: {value}" for name in every))
            for value in ("a", '"\\]', "@MAIL@", "@IP@", "\xff\x01x", "",
                          LINE)]


def padded(target, lengths, *headers):
    """Requests in which @PAD@ has each of these lengths."""
    text = get(target, *headers)
    return [text.replace("@PAD@", "p" * n) for n in lengths]


def fill(text, number):
    """The bytes of a request of this client."""
    mail = canary(number)
    for mark, value in (("@MAIL@", mail), ("%40MAIL%40", "@QMAIL@"),
                        ("@QMAIL@", mail.replace("@", "%40")),
                        ("@NAME@", f"Kanarie{number}"),
                        ("@IP@", source_address(number))):
        text = text.replace(mark, value)
    return text.encode("latin-1")


def as_bytes(request, number):
    """What client number sends."""
    if isinstance(request, tuple):
        basic = base64.b64encode(fill(request[1], number)).decode()
        request = get("/closed/page.html", f"Authorization: Basic {basic}")
    return fill(request, number)


def send(port, number, data, tls=None):
    """Send, say that this was all, and wait until the server closes."""
    try:
        with socket.create_connection(
                ("127.0.0.1", port), timeout=PATIENCE,
                source_address=(source_address(number), 0)) as s:
            if tls is not None:
                s = tls.wrap_socket(s, server_hostname="www.example.org")
            s.sendall(data)
            if tls is None:
                s.shutdown(socket.SHUT_WR)
            while s.recv(65536):
                pass
    except OSError:
        pass                    # such is the answer to some


def attack(port, tls_port=None, more=()):
    """Send everything, and more; returns how many requests that were."""
    every = [*requests(), *more]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for number, request in enumerate(every):
            pool.submit(send, port, number, as_bytes(request, number))
    if tls_port is not None:
        tls = ssl.create_default_context()
        tls.check_hostname = False
        tls.verify_mode = ssl.CERT_NONE
        for number, value in enumerate(VALUES[:40], len(every)):
            send(tls_port, number, as_bytes(
                get("/page.html?mail=@MAIL@", f"Referer: {value}"), number),
                tls)
    return len(every)


# ---- what must be gone ------------------------------------------------------

ESCAPED = re.compile(rb"\\x([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})|"
                     rb"%([0-9a-fA-F]{2})|\\([\"\\/])")
PERSONAL = re.compile(
    rb"(?i)canary|kanarie|"
    rb"(?<![\d.])127\.1\d\d\.(?:3[7-9]|4\d)\.2\d\d|"
    rb"\x7f[\x64-\xc7][\x25-\x31][\xc9-\xfa]|"
    rb"7f[6-9a-c][0-9a-f]:(?:2[5-9a-f]|3[01])[c-f][0-9a-f]")


def unescape(data):
    """Undo what any of the writers may have done to a byte, thrice."""
    def plain(found):
        number = found[1] or found[2] or found[3]
        return bytes([int(number, 16)]) if number else found[4]
    for _ in range(3):
        data = ESCAPED.sub(plain, data)
    return data


def nothing_personal(what, data):
    """Fail where something of a client is left."""
    for line in data.split(b"\n"):
        for text in (line, unescape(line)):
            found = PERSONAL.search(text)
            check(not found, f"{what}: {found and found[0]!r} is left: "
                  f"{line[:200]!r} ... {line[-200:]!r}")


def sent_personal(what, data):
    """Fail where the server's own log has nothing of a client, for then the
    test would show nothing."""
    check(PERSONAL.search(unescape(data)), f"{what}: nothing was personal")
