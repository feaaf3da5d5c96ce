# SPDX-License-Identifier: ISC
"""Lines of real logs, read by other means than logfade's: what kind of line
one is, who its clients are, and what of them may not be in the output.

A kind is told by what a line looks like as a whole, and strictly: what is of
a kind is a good line of it, and logfade has to take it as one."""

import datetime
import gzip
import ipaddress
import json
import re
import urllib.parse

from common import zstdcat


def truncated(text):
    """An address field, by means of the library of Python."""
    if text in ("-", "unix:", ""):
        return text
    try:
        a = ipaddress.ip_address(text)
    except ValueError:
        return "0.0.0.0"
    if a.version == 6 and a.ipv4_mapped:
        cut = ipaddress.ip_network((a.ipv4_mapped, 16), strict=False)
        return "::ffff:" + str(cut.network_address)
    bits = 16 if a.version == 4 else 32
    cut = ipaddress.ip_network((a, bits), strict=False)
    return str(cut.network_address)


def plain(text):
    """Escapes and percent-encoding undone, as often as there are any."""
    for _ in range(4):
        new = re.sub(r"\\x([0-9A-Fa-f]{2})",
                     lambda m: chr(int(m.group(1), 16)), text)
        new = re.sub(r"\\u00([0-9A-Fa-f]{2})",
                     lambda m: chr(int(m.group(1), 16)), new)
        new = urllib.parse.unquote(new, encoding="latin-1")
        new = new.replace("&amp;", "&").replace("&#64;", "@")
        if new == text:
            break
        text = new
    return text


EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@(?:[A-Za-z0-9-]+\.)+"
                   r"[A-Za-z]{2,24}(?![A-Za-z0-9])")
QUAD = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)")


def lines_of(data):
    text = data.decode("latin-1")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def load(path):
    with open(path, "rb") as f:
        data = f.read()
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data)
    return zstdcat(data) if path.endswith(".zst") else data


# ---------------------------------------------------------- the kinds of lines

PARTS = {
    "HOST": r"[^\s\"',\[\]{}|=]+",
    "USER": r"[^\s\"\[][^\"\[]*?",
    "CLF": r"\[\d\d/[A-Z][a-z]{2}/\d{4}(?::\d\d){3} [+-]\d{4}\]",
    "QUOTED": r'"(?:[^"\\]|\\.)*"',
    "STATUS": r"(?:[1-5]\d\d|-)",
    "SIZE": r"(?:\d+|-)",
    "ISO": r"\d{4}-\d\d-\d\dT(?:\d\d:){2}\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)",
    "PORT": r"\d{1,5}",
    "TIMES": r"-?\d+(?:/[+-]?\d+){4}",
}
COMMON = r"- {USER} {CLF} {QUOTED} {STATUS} {SIZE}"
COMBINED = COMMON + r" {QUOTED} {QUOTED}"
NUMBER = r"-?\d+(?:\.\d+)?"
SYSLOG = (r"(?:<\d+>)?(?:[A-Z][a-z]{{2}} [ \d]\d (?:\d\d:){{2}}\d\d|{ISO}) "
          r"\S+ [\w/.-]+(?:\[\d+\])?: ")

# Each kind: the formats that read it, the best one first, and its look.
KINDS = {
    "common": ("apache-common tomcat", r"{HOST} " + COMMON),
    # A list of clients may be one.
    "combined": ("apache-combined nginx-combined nginx-xff-combined",
                 r"{HOST} " + COMBINED),
    "combined+1": ("icecast", r"{HOST} " + COMBINED + r" \d+"),
    "combined+2": ("apache-combinedio", r"{HOST} " + COMBINED + r" \d+ \d+"),
    "main": ("nginx-main", r"{HOST} " + COMBINED + r" {QUOTED}"),
    "xff combined": ("nginx-xff-combined",
                     r"{HOST}(?:, {HOST})+ " + COMBINED),
    "vhost common": ("apache-vhost-common", r"{HOST} {HOST} " + COMMON),
    "vhost combined": ("apache-vhost-combined-noport",
                       r"[^\s:\",]+ {HOST} " + COMBINED),
    "vhost:port combined": ("apache-vhost-combined",
                            r"[^\s\",]+:{PORT} {HOST} " + COMBINED),
    "vhost main": ("nginx-vhost-main",
                   r"[^\s\",]+ {HOST} " + COMBINED + r" {QUOTED}"),
    "ssl request": ("apache-ssl-request",
                    r"{CLF} {HOST} [A-Z]\S+ \S+ {QUOTED} {SIZE}"),
    "ingress": ("nginx-ingress", r"{HOST} " + COMBINED + r" \d+ " + NUMBER +
                r" \[[^\]]*\] \[[^\]]*\] .* [0-9a-f]{{32}}"),
    "traefik": ("traefik", r"{HOST} " + COMMON +
                r" \S+ .* \d+ {QUOTED} {QUOTED} \d+ms"),
    "nginx error": ("nginx-error", r"\d{{4}}/\d\d/\d\d (?:\d\d:){{2}}\d\d "
                    r"\[[a-z]+\] \d+#\d+: .*"),
    "apache error": ("apache-error",
                     r"\[[A-Z][a-z]{{2}} [A-Z][a-z]{{2}} \d\d (?:\d\d:){{2}}"
                     r"\d\d(?:\.\d+)? \d{{4}}\] \[[\w-]*:?[a-z]+\d?\] .*"),
    "lighttpd error": ("lighttpd-error",
                       r"\d{{4}}-\d\d-\d\d (?:\d\d:){{2}}\d\d: "
                       r"\([\w./-]+?\.c\.\d+\) .*"),
    "haproxy": ("haproxy", r"\S+:{PORT} \[\d\d/[A-Z][a-z]{{2}}/\d{{4}}"
                r"(?::\d\d){{3}}\.\d{{3}}\] \S+ \S+/\S+ {TIMES} {STATUS} \d+ "
                r"\S+ \S+ \S{{4}} {TIMES} \d+/\d+ (?:{{.*}} )?{QUOTED}"),
    "proxy manager": ("nginx-proxy-manager",
                      r"{CLF} (?:\S+ \S+ )?{STATUS} - [A-Z]+ https? \S+ "
                      r"{QUOTED} \[Client \S+\] .*"),
    "squid": ("squid", r"\d{{9,10}}\.\d{{3}} +\d+ {HOST} [A-Z_]+/\d{{3}} \d+ "
              r"[A-Z_]+ \S+ \S+ [A-Z_]+/\S+(?: \S+)?"),
    "s3": ("aws-s3", r"[0-9a-f]{{64}} \S+ {CLF} {HOST} \S+ \S+ "
           r"[A-Z]+\.[A-Z_.]+ \S+ {QUOTED} .*"),
    "aws alb": ("aws-alb", r"(?:https?|h2|grpcs|wss?) {ISO} app/\S+ "
                r"\S+:{PORT} \S+ .* {QUOTED} {QUOTED}(?: TID_\S+)?"),
    "aws elb": ("aws-elb", r"{ISO} \S+ \S+:{PORT} \S+:{PORT} " +
                r"(?:" + NUMBER + r" ){{3}}{STATUS} {STATUS} .*"),
    "envoy": ("envoy", r"\[{ISO}\] {QUOTED} \d+ \S+ .*" + r" {QUOTED}" * 5),
    "caddy": ("caddy", r"\{{\"level\":.*\"logger\":\"http\.log\.access.*"),
    "cloudflare": ("cloudflare-http", r"\{{.*\"ClientIP\":.*"),
    "envoy json": ("envoy-json", r"\{{.*\"downstream_remote_address\":.*"),
    "traefik json": ("traefik-json", r"\{{.*\"ClientHost\":.*"),
    "json": ("json", r"\{{.*\"(?:remote_ip|remote_addr|clientip)\":.*"),
    "ltsv": ("ltsv", r"\w+:[^\t]*(?:\t[\w-]+:[^\t]*){{3,}}"),
}
FRAMES = re.compile(("(?:" + SYSLOG + r"|[\w.-]+ +\| |{ISO} std(?:out|err) F )")
                    .format(**PARTS))
for KIND, (NAMES, LOOK) in list(KINDS.items()):
    KINDS[KIND] = (NAMES.split(), re.compile(LOOK.format(**PARTS), re.S))
W3C = ["w3c", "iis-w3c", "cloudfront"]


def is_day(text):
    """Does a time such as Sun Sep 14 21:44:43 2014 name the right weekday?"""
    try:
        time = datetime.datetime.strptime(
            re.sub(r"\.\d+", "", text), "%a %b %d %H:%M:%S %Y")
    except ValueError:
        return False
    return time.strftime("%a") == text[:3]


def kind_of(line):
    """The kind of a line, or None: no good line of any."""
    line = line.rstrip("\r")
    for text in (line, FRAMES.sub("", line, count=1)):
        if text.startswith("{"):
            try:
                json.loads(text.encode("latin-1"))
            except ValueError:
                return None
        for kind, (_, look) in KINDS.items():
            if look.fullmatch(text):
                if kind == "apache error" and not is_day(
                        text[1:text.index("]")]):
                    return None
                return kind
    return None


def kinds_of(lines):
    """The kind of each line; W3C logs say it once for those that follow."""
    columns = None
    for line in lines:
        if line.startswith("#"):
            m = re.match(r"#Fields:\s*(.*)", line)
            columns = m.group(1).split() if m else columns
            yield "w3c header" if columns else None
        elif columns and line.strip():
            values = re.findall(r'"(?:[^"]|"")*"|\S+', line)
            yield "w3c" if len(values) == len(columns) and all(
                re.fullmatch(r'"?(?:-?[\d.]+|-)?"?', v)
                for c, v in zip(columns, values)
                if re.fullmatch(r"sc-(?:.*status|bytes)|cs-bytes|s-port", c)
            ) else None
        else:
            yield kind_of(line)


def formats_of(kind):
    """The formats that may be chosen for lines of a kind."""
    return W3C if kind == "w3c" else KINDS[kind][0]


# ------------------------------------------------------------------- the clients

ADDRESS = r"[0-9A-Fa-f:.]*[0-9A-Fa-f:](?:%\w+)?"
CLIENT = [re.compile(p) for p in (
    r"\[?\b[Cc]lient:? (\S+?)[,\]]", r"\[remote (\S+?)\]",
    r"\"(?:[\w.-]*(?:client|remote)_?(?:ip|addr|address|host)|"
    r"x-forwarded-for|x-real-ip)\":\[?\"([^\"]*)\"",
    r"(?:^|\t)(?:host|forwardedfor|remote_addr|xff):([^\t]*)",
    r" \"([^\"]*)\"$", r"^\"([^\"]*)\" ",
    r"(\S+):\d{1,5} \[\d\d/[A-Z][a-z]{2}/\d{4}:", r"^\w+ \S+Z \S+ (\S+) ",
    r"^\S+Z \S+ (\S+) ")]
CLIENT[2] = re.compile(CLIENT[2].pattern, re.I)
BEFORE_TIME = re.compile(r"(.*?) \[\d\d/[A-Z]")


def address(text):
    """The address a word of a list is, without a port, or None."""
    text = text.strip(" \"'[]")
    for t in (text, re.sub(r"\]?:\d{1,5}$", "", text)):
        try:
            return ipaddress.ip_address(t.split("%")[0]) and t
        except ValueError:
            pass
    return None


def clients_of(line, columns=None):
    """The addresses of a line that are a client's, and would be truncated."""
    line = FRAMES.sub("", line, count=1)
    texts = [t for c in CLIENT for t in c.findall(line)]
    m = BEFORE_TIME.match(line)
    if m:
        texts.append(m.group(1).replace(" ", ","))
    if columns:
        values = re.findall(r'"(?:[^"]|"")*"|\S+', line)
        texts += [v for c, v in zip(columns, values) if c in (
            "c-ip", "s-xff", "x-forwarded-for", "cs(X-Forwarded-For)")]
    for text in texts:
        for word in text.split(","):
            a = address(word)
            # Nothing as short as ::1 is looked for in texts.
            if a and len(a) > 3 and truncated(a) not in (
                    a, str(ipaddress.ip_address(a.split("%")[0]))):
                yield a


def stands_in(a, text):
    """Does an address stand in a text, as a whole?"""
    return re.search(r"(?<![0-9A-Fa-f:.])" + re.escape(a) +
                     r"(?![0-9A-Fa-f:]*[0-9A-Fa-f]|\.\d)", text)


def left(before, after, columns=None):
    """What of a line stands in its clean form and may not: kinds of it."""
    text = plain(FRAMES.sub("", after, count=1))
    if any(stands_in(a, text) for a in clients_of(before, columns)):
        yield "a client address"
    mails = {m.lower() for m in EMAIL.findall(plain(before))}
    if any(m.lower() in mails for m in EMAIL.findall(text)):
        yield "an e-mail address"
