# SPDX-License-Identifier: ISC
"""Texts that hold personal data, and texts that do not, for tests/files/detect:
cases of other tools, read from the corpora, and some of our own."""

import csv
import hashlib
import ipaddress
import json
import os
import random
import re

ANY = "any"


class Case:
    """A text, the kinds of personal data that are in it, and those that may
    be said to be. `lone`: the text as a whole is the value, and no more."""

    def __init__(self, source, index, text, kinds=(), maybe=(), lone=True):
        self.name = f"{source}:{index}"
        self.text, self.lone = text, lone
        self.kinds = set(kinds.split() if isinstance(kinds, str) else kinds)
        self.maybe = set(maybe.split() if isinstance(maybe, str) else maybe)


def rows(top, name):
    with open(os.path.join(top, name), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


# ------------------------------------------------------------------- presidio

# Entities that stand for one of our kinds; * : found in any text, not only as
# the whole of a value.
ENTITIES = {
    "email": "email*", "ip": "ip*", "iban": "iban*", "credit_card": "card*",
    "mac": "device*", "phone": "phone", "ph_mobile_number": "phone",
    "tr_phone_number": "phone", "uk_postcode": "location", "uk_nhs": "health",
    "au_medicare": "health",
    "au_tfn": "government", "ca_sin": "government",
    "de_social_security": "government", "de_tax_id": "government",
    "es_nie": "government", "es_nif": "government",
    "fi_personal_identity_code": "government", "in_aadhaar": "government",
    "it_fiscal_code": "government", "kr_rrn": "government",
    "pl_pesel": "government", "se_personnummer": "government",
    "uk_nino": "government", "us_itin": "government", "us_ssn": "government",
    "za_id_number": "government",
}

# Those that are none of logfade's, and why; what is said of them counts
# neither way, for the kinds named.
OUT = {
    "aba_routing": ("a bank's number, not a person's", ANY),
    "au_abn": ("a company's number, published", "government phone"),
    "crypto": ("an address without a person", "token payment"),
    "date": ("any day; days of birth have cases of our own", "birth"),
    "de_id_card": ("no expectation given", ANY),
    "de_kfz": ("letters and digits as a product has them", ANY),
    "de_plz": ("five digits, nothing marks them", "location"),
    "de_vat_id": ("a company's number, published", "government"),
    "in_pan": ("letters and digits, no check digit", "government"),
    "uk_passport": ("letters and digits, no check digit", "government"),
    "uk_vehicle_registration": ("letters and digits as a product has them",
                                ANY),
    "us_passport": ("a letter and eight digits, no check digit",
                    "government"),
}

# Negatives of one entity that hold something else, by index.
ALSO = {337: "phone location", 370: "device", 486: "government"}
# Positives and negatives that nothing in the text speaks for, by index: an
# address that is nobody's, a plain number for a phone's, a foreign rule; 16, 17:
# nine digits of Canada's, whose one check digit any number may have (so they are
# found in groups only); 570: wrong for South Africa, but right for Poland.
UNCLEAR = {16: "government", 17: "government", 20: "government", 21: "government", 22: "government", 92: "phone",
           125: "email", 339: "government", 353: "ip", 354: "ip", 355: "ip",
           367: "ip", 368: "ip", 382: "ip", 383: "ip", 397: "phone",
           398: "phone", 414: "device", 419: "phone", 438: "phone",
           440: "phone", 446: "phone", 465: "birth", 473: "phone",
           477: "phone", 478: "phone", 480: "phone", 500: "government",
           501: "government", 502: "government", 551: "government", 570: "government"}


def presidio(top):
    for i, row in enumerate(rows(top, "pii/presidio-recognizers.cases.jsonl")):
        entity, text, n = row["entity"], row["text"], row["expected_len"]
        if entity in OUT:
            maybe = OUT[entity][1]
            yield Case("presidio", i, text, (), maybe)
            continue
        kind = ENTITIES.get(entity, "").rstrip("*")
        if entity != "url" and n is None:
            continue
        if i in UNCLEAR or (entity == "url" and "webhook" in text):
            yield Case("presidio", i, text, ALSO.get(i, ""), ANY)
        elif i in ALSO:
            yield Case("presidio", i, text, (), ALSO[i])
        elif not n or not kind:
            yield Case("presidio", i, text)
        elif ENTITIES[entity].endswith("*"):
            yield Case("presidio", i, text, kind, lone=False)
        else:
            for a, b in row["expected_positions"] or [(0, len(text))]:
                part = text[a:b].strip(" .,;")
                if re.fullmatch(r"[\w.+() /-]{5,24}", part):
                    yield Case("presidio", i, part, kind)


# ----------------------------------------------------------------- addresses

def address_in(text):
    """The address that a text is, with its mask, zone or brackets, or None."""
    text = re.sub(r"/\d+$", "", text.strip()).split("%")[0].strip("[]")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def may_hold(text):
    """Might a part of it be taken for an address?"""
    return (re.search(r"\d+(\.\d+){3}", text) or "::" in text or
            text.count(":") > 4 or re.search(r"0[xb]|\d+\.\d+\.\d|\d{8}", text))


def addresses(top):
    for name in ("ip/commons-validator", "ip/go-netaddr-parseip",
                 "ip/intermapper-ipv6", "ip/seancfoley-ipaddress",
                 "ip/ip-address-npm-valid-ipv6-addresses",
                 "ip/ip-address-npm-invalid-ipv6-addresses",
                 "ip/ip-address-npm-invalid-ipv4-addresses"):
        for i, row in enumerate(rows(top, name + ".cases.jsonl")):
            yield from address_case(os.path.basename(name), i, row["in"])
    for name, field in (("ipv6loganon", "in"), ("rsyslog-mmanon", "in"),
                        ("anonip", "ip")):
        cases = rows(top, f"anonymisers/{name}.cases.jsonl")
        for i, row in enumerate(cases):
            text = row.get(field) or ""
            words = [w for w in re.split(r"[ ,;]+", text)
                     if address_in(w.rstrip("."))]
            for word in words[:1]:
                yield from address_case(name, i, word.rstrip("."))
            if text and not words and not may_hold(text):
                yield Case(name, i, text)
    for i, row in enumerate(rows(top, "ip/wpt-url-ip-hosts.cases.jsonl")):
        host = row["hostname"]
        if host is not None and host.isascii():
            a = address_in(host)
            if nobody(a) or (a is None and may_hold(row["in"])):
                continue
            yield Case("wpt", i, row["in"], "ip" if a else "",
                       "credential email", lone=False)


def nobody(a):
    """Is it no host's: nothing, this host, a network, a word with colons?"""
    if a is None:
        return False
    groups = [g for g in str(a).split(":") if g]
    return a.is_unspecified or a.is_loopback or a.version == 6 and (
        len(groups) < 3 and "." not in str(a) or str(a).endswith("::"))


def address_case(source, i, text):
    a = address_in(text)
    if nobody(a) or not text:
        return
    if a:
        yield Case(source, i, text, "ip", lone=False)
    elif not may_hold(text):
        yield Case(source, i, text)


# -------------------------------------------------------------------- phones

# Where a number is dialled with a 0 before it.
TRUNK = set("AT BE CH DE FI FR GB IE NL SE AU NZ TR RO BG HR SI SK UA".split())
# Numbers of companies.
PUBLIC = {"tollFree", "premiumRate", "sharedCost", "uan"}


def phones(top):
    path = os.path.join(top, "pii/libphonenumber-examples.csv")
    with open(path, encoding="utf-8", newline="") as f:
        table = list(csv.DictReader(f))
    for i, row in enumerate(table):
        cc, n = row["cc"], row["national"]
        kinds, maybe = ("", "phone") if row["type"] in PUBLIC else ("phone", "")
        for form in (row["e164"], f"+{cc} {n[:2]} {n[2:5]} {n[5:]}",
                     f"+{cc}-{n[:3]}-{n[3:]}", f"00{cc}{n}",
                     "tel:" + row["e164"]):
            yield Case("libphonenumber", i, form, kinds, maybe)
        yield Case("libphonenumber", i, f"call {row['e164']} now", kinds,
                   maybe, lone=False)
        if row["region"] in TRUNK and row["type"] not in PUBLIC:
            yield Case("libphonenumber", i, "0" + n, kinds, "government")


# ------------------------------------------------------------------- our own

# Published examples, numbers that are set aside, and made-up ones: one a line.
OWN = {
    "email*": """
        jo@example.org
        jo.doe@example.com
        Jo.Doe+shop@mail.example.org
        jo_doe-1980@sub.mail.example.net
        JO@EXAMPLE.ORG
        o'brien@example.org
        jo@xn--mnchen-3ya.example
        jo@münchen.example
        jörg@example.org
        mailto:jo@example.org?subject=hello
        Jo Doe <jo@example.org>
        "jo doe"@example.org
        jo@example.org,ann@example.com
        {"mail":"jo@example.org"}
        jo%40example.org
        jo%2540example.org
        jo&#64;example.org
        jo\\u0040example.org
        jo@long-name.example
        a=1|jo@example.org|b=2
        (jo@example.org)
        user=jo@example.org;x=1
        1234567@example.org
    """,
    "card*": """
        4242424242424242
        4242 4242 4242 4242
        4242-4242-4242-4242
        4000056655665556
        5555555555554444
        5200828282828210
        5105 1051 0510 5100
        378282246310005
        3782 822463 10005
        371449635398431
        6011111111111117
        6011-0009-9013-9424
        30569309025904
        38520000023237
        3530111333300000
        3566002020360505
        6200000000000005
        4012888888881881
        card 4111 1111 1111 1111 exp 12/30
    """,
    "iban*": """
        DE89370400440532013000
        DE89 3704 0044 0532 0130 00
        FR1420041010050500013M02606
        FR14 2004 1010 0505 0001 3M02 606
        GB82 WEST 1234 5698 7654 32
        nl91abna0417164300
        BE68539007547034
        BE68-5390-0754-7034
        CH93 0076 2011 6238 5295 7
        NO9386011117947
        pay to NL91ABNA0417164300 please
        IBAN:ES9121000418450200051332
    """,
    "token*": """
        eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
        eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODB9.
        Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U
        AKIAIOSFODNN7EXAMPLE
        ghp_{36}
        gho_{36}
        github_pat_{22}_{59}
        glpat-{20}
        xoxb-{12d}-{12d}-{24}
        sk_live_{24}
        AIza{35}
        SG.{22}.{43}
        npm_{36}
        ya29.{64}
        Basic dXNlcjpwYXNzd29yZA==
    """,
    "device": """
        490154203237518
        35-209900-176148-1
        00:00:5e:00:53:af
        00-00-5E-00-53-AF
        0000.5e00.53af
    """,
    "location": """
        52.370216,4.895168
        52.3702, 4.8952
        -33.856784,151.215297
        48.85837 2.294481
        geo:48.2010,16.3695
        48°51'29.5"N 2°17'40.2"E
        N52.3702 E4.8952
        POINT(4.895168 52.370216)
        1012 AB
        1012AB
        K1A 0B1
        SW1A 1AA
    """,
    "birth": """
        1984-05-12
        12.05.1984
        12/05/1984
        12-05-1984
        05/12/1984
        1984/05/12
        12 May 1984
        12 mai 1984
        May 12, 1984
        1961-12-31
        31.12.1999
    """,
    "government": """
        111222333
        123456782
        12345678Z
        X1234567L
        RSSMRA85T10A562S
        44051401359
        85.07.30-033.28
        255081416802538
        2 55 08 14 168 025 38
        86095742719
        811228-9874
        070761-4285
        131052-308T
        756.9217.0769.85
        7560000000002
        111.444.777-35
        078-05-1120
        219-09-9999
        AB123456C
    """,
    "ip*": """
        192.0.2.7
        192.0.2.7:8080
        [2001:db8::7]:443
        2001:db8:1:2:3:4:5:6
        from 198.51.100.9 to 203.0.113.5
        http://192.0.2.7/a
        ::ffff:192.0.2.7
        client=192.0.2.7;x
        192.0.2.7,198.51.100.9
    """,
}

HARMLESS = """
    1
    2024
    page-2
    1.2.3
    126.0.6478.127-beta
    1920x1080
    0,0,1024,768
    #ff00aa
    ff00aa
    3.14159
    1,2,3,4
    10-20
    99.95
    EUR 1.299,00
    9783161484100
    978-3-16-148410-0
    4006381333931
    en-US,en;q=0.9
    12:34
    12:34:56
    T12:34:56Z
    blue-suede-shoes-2019
    logo@2x.png
    @handle
    photo_2019_final(2).jpg
    node/add
    user/register
    shoes:size:42
    f=b103,b121,b169
    price_asc
    a+b=c
    foo::bar::baz
    std::string
    a:b:c:d
    100%
    50% off
    Ümläut straße
    utm_campaign
    1/2/3
    v1.4.4
    jquery-3.7.1.min.js
    SKU-12345-XL
    AB-1234
    size[]=42
    16:9
    4711
    B08N5WRWNW
    R2-D2
    WH-1000XM4
    CR2032
    H7
    HP-LJ-M110
    gzip, deflate, br
    application/json
    /a/b/c.html
    https://www.example.org/a/b?page=2
    [1,2,3]
    {"page":2,"size":50}
    -1
    +1
    1e10
    0x7fff
    1.5,2.5
    10.5,20.25
    newsletter_2024_11
    2024-w47
    sort=-price
"""


def filled(text, draw):
    """{36}: so many letters and digits; {12d}: digits."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789"
    return re.sub(r"\{(\d+)(d?)\}", lambda m: "".join(
        draw.choice("123456789" if m.group(2) else letters)
        for _ in range(int(m.group(1)))), text)


def lines(text):
    return [line.strip() for line in text.strip().split("\n")]


def own():
    draw = random.Random(1)
    for kind, text in OWN.items():
        maybe = "phone" if kind == "government" else ""
        for i, line in enumerate(lines(text)):
            yield Case("own-" + kind.rstrip("*"), i, filled(line, draw),
                       kind.rstrip("*"), maybe, lone=not kind.endswith("*"))
    for i, line in enumerate(lines(HARMLESS)):
        yield Case("own-harmless", i, line)


def ean(draw):
    digits = [draw.randrange(10) for _ in range(12)]
    digits[0] = draw.choice([3, 4, 5, 8])
    check = -sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10
    return "".join(map(str, digits + [check]))


def drawn():
    """Harmless texts by the dozen: what identifiers of things look like."""
    draw = random.Random(2)
    makers = {
        "epoch": lambda: str(draw.randrange(1500000000, 1800000000)),
        "millis": lambda: str(draw.randrange(1500000000000, 1800000000000)),
        "ean": lambda: ean(draw),
        "price": lambda: f"{draw.randrange(10000)}.{draw.randrange(100):02}",
        "sha1": lambda: hashlib.sha1(draw.randbytes(8)).hexdigest(),
        "short": lambda: draw.randbytes(4).hex()[:7],
        "md5": lambda: hashlib.md5(draw.randbytes(8)).hexdigest() + ".js",
        "sku": lambda: filled("{3d}-{4}-", draw).upper() + draw.choice("SML"),
        "list": lambda: ",".join(str(draw.randrange(500)) for _ in range(6)),
        "version": lambda: ".".join(str(draw.randrange(20)) for _ in range(3)),
    }
    for n in range(3, 9):
        makers[f"id{n}"] = lambda n=n: filled("{%dd}" % n, draw)
    for name, make in makers.items():
        for i in range(20):
            yield Case("drawn-" + name, i, make())
    # Longer ones may happen to have a right check digit.
    for n in range(9, 15):
        for i in range(4):
            yield Case(f"drawn-id{n}", i, filled("{%dd}" % n, draw))


def all_cases(top):
    for source in (presidio, addresses, phones):
        yield from source(top)
    yield from own()
    yield from drawn()
