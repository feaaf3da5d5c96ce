# SPDX-License-Identifier: ISC
"""What the scenarios have in common: numbered lines, running the program, and
what has to be true of a directory whatever happened in it."""

import collections
import os
import re
import subprocess
import time

NOW = 1795348800  # 2026-11-22 12:00 UTC
DAY = 86400
# Of the input, and of no output.
RAW = (b"192.0.2.", b"rawuser", b"rawmail")
CLEAN = re.compile(rb'(?:\S+ )?192\.0\.0\.0 - - \[[^]]*\] "GET /p/(\d+) HTTP/1\.1" 200 '
                   rb'(\d+) "-" "[^"]*"$')
SEGMENT = re.compile(r"access-[\dTW-]+(\.live|(\.\d+)?\.log)\.zst$")
STREAM = re.compile(r"(_other|[a-z0-9][a-z0-9.-]*)$")
HIDDEN = re.compile(r"\.logfade-(ledger(\.head)?|holds)$")
# A run that was killed may leave them; the next one has to clear them away.
LEFT = re.compile(r"\.access-[\dTW-]+\.seal\.tmp$|"
                  r"\.logfade-(ledger\.head|holds)\.tmp$")
PATIENCE = 60


class Failed(Exception):
    pass


Done = collections.namedtuple("Done", "code out err")


def line(n, when, vhost=""):
    stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(when))
    return (f'{vhost}192.0.2.{n % 250 + 1} - rawuser{n} [{stamp}] "GET /p/{n}?email='
            f'rawmail{n}%40example.org HTTP/1.1" 200 {n} "-" "curl/8.5"\n')


def lines(numbers, when):
    """All of the same time, or when is a function of the number."""
    at = when if callable(when) else lambda n: when
    return "".join(line(n, at(n)) for n in numbers).encode()


def day_name(when, kind="log"):
    return time.strftime(f"access-%Y-%m-%d.{kind}.zst", time.gmtime(when))


def run(binary, args, folder, data=b"", env=None, file=None, out=None):
    """Run logfade in folder; the input is a pipe, or the file."""
    whole = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C",
             **(env or {})}
    with open(file or os.devnull, "rb") as f, \
            open(out or os.devnull, "wb") as o:
        done = subprocess.run(
            [binary, *args], cwd=folder, env=whole, check=False,
            stderr=subprocess.PIPE, timeout=PATIENCE,
            stdout=o if out else subprocess.PIPE,
            **({"stdin": f} if file else {"input": data}))
    return Done(done.returncode, done.stdout or b"", done.stderr)


def numbers_in(data, what):
    """The numbers of clean lines."""
    found = collections.Counter()
    if data and not data.endswith(b"\n"):
        raise Failed(f"{what} does not end at a line's end")
    for text in data.splitlines():
        match = CLEAN.match(text)
        if match is None or match[1] != match[2]:
            raise Failed(f"{what} holds what is no clean line of the log")
        found[int(match[1])] += 1
    return found


def look_for_raw(data, what):
    for text in RAW:
        if text in data:
            raise Failed(f"raw bytes in {what}")


def zstdcat(paths):
    return subprocess.run(["zstd", "-dcqq", "--", *paths], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def unpack(path, torn):
    """With torn the last frame may be cut: its whole lines do not count."""
    name = os.path.basename(path)
    cat = zstdcat([path])
    if cat.returncode == 0:
        return cat.stdout
    # Where files cannot be made without a name, an empty one is there first.
    if torn and os.path.getsize(path) == 0:
        return b""
    if torn and re.search(rb"remature end|nexpected end|nknown header",
                          zstd_says(path)):
        # A frame is verified at its end: what came out of the last is void.
        data = cat.stdout
        return data[:data.rfind(b"\n") + 1]
    raise Failed(f"zstd refuses {name}")


def zstd_says(path):
    return subprocess.run(["zstd", "-dc", "--", path], check=False,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE).stderr


def names_in(folder, settled):
    """The segments in it. Nothing else is there than may be."""
    segments = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.islink(path):
            continue
        if os.path.isdir(path) and STREAM.match(name):
            segments += names_in(path, settled)
            continue
        if SEGMENT.match(name):
            segments.append(path)
            look_for_raw(open(path, "rb").read(), name)
        elif HIDDEN.match(name) or (not settled and LEFT.match(name)):
            look_for_raw(open(path, "rb").read(), name)
        else:
            raise Failed(f"a stray file: {name}")
    return segments


def held_lines(folder, torn=False, settled=False):
    """The lines in a directory, how often each; checks all that has to be
    true of any."""
    if not os.path.isdir(folder):
        return collections.Counter()
    segments = names_in(folder, settled)
    if not segments:
        return collections.Counter()
    cat = zstdcat(segments)
    data = cat.stdout
    if cat.returncode != 0:
        data = b"".join(unpack(p, torn) for p in segments)
    look_for_raw(data, "what is unpacked")
    found = numbers_in(data, "a segment")
    twice = [n for n, times in found.items() if times > 1]
    if twice:
        raise Failed(f"{len(twice)} lines are there twice, first {min(twice)}")
    return found


def expect(found, wanted, what):
    """The same lines."""
    wanted = set(wanted)
    missing, more = wanted - set(found), set(found) - wanted
    if missing or more:
        raise Failed(f"{what}: {len(missing)} lines are missing, {len(more)} "
                     f"too many")


def check_modes(folder):
    for path in names_in(folder, True):
        mode = os.stat(path).st_mode & 0o777
        wanted = 0o640 if ".live." in path else 0o440
        if mode != wanted:
            raise Failed(f"{os.path.basename(path)} has the mode {mode:o}")


def ledger(folder):
    """{file: how many lines say that it was deleted}."""
    count = collections.Counter()
    path = os.path.join(folder, ".logfade-ledger")
    if os.path.exists(path):
        with open(path, "rb") as f:
            for name in re.findall(rb'"file":"([^"]*)"', f.read()):
                count[os.path.basename(name.decode())] += 1
    return count
