#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""kill -9 at a hundred random moments, on the same directory.

usage: kill9.py [LOGFADE]        SEED=N repeats a run, KILLS=N changes how many

A numbered log goes slowly through a pipe into `logfade -o DIR`, which is
killed; the next one gets the lines that follow.  After each kill every file
must be whole for zstd(1), but for a last frame that the kill has cut, no line
may be there twice, and of what one process
was given a prefix must be there: at most the tail it had not written is lost.
Odd runs log into a day long past, so that each start also seals.
"""

import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
NAME = re.compile(r"access-\d{4}-\d\d-\d\d(\.live|(\.\d+)?\.log)\.zst$")
HIDDEN = re.compile(r"\.access-\d{4}-\d\d-\d\d\.seal\.tmp$|"
                    r"\.logfade-ledger(\.head(\.tmp)?)?$")
LINE = re.compile(rb'\S+ - - \[[^]]*\] "GET /page HTTP/1\.1" 200 (\d+) '
                  rb'"-" "[^"]*"$')
RUNS = 5
LONGEST = 2.2  # seconds to a kill: over two flush intervals
LONG_PAST = time.mktime((2020, 2, 29, 12, 0, 0, 0, 0, -1))


class Failed(Exception):
    pass


def log_line(number, when):
    stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(when))
    return (f'192.0.2.{number % 256} - - [{stamp}] "GET /page HTTP/1.1" '
            f'200 {number} "-" "curl/8.5"\n').encode()


def unpack(path, killed):
    """What is in it. A kill may hit the kernel between two pages of a write:
    then the last frame is cut, until the next process cuts it off."""
    cat = subprocess.run(["zstdcat", path], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    if cat.returncode == 0:
        return cat.stdout
    if killed and b"premature end" in cat.stderr:
        return cat.stdout[:cat.stdout.rfind(b"\n") + 1]
    raise Failed(f"zstdcat refuses {os.path.basename(path)}")


def numbers_in(directory, killed):
    found = collections.Counter()
    for name in sorted(os.listdir(directory)):
        if HIDDEN.match(name):
            continue
        if not NAME.match(name):
            raise Failed(f"a stray file: {name!r}")
        data = unpack(os.path.join(directory, name), killed)
        if data and not data.endswith(b"\n"):
            raise Failed(f"{name} does not end at a line's end")
        for line in data.splitlines():
            match = LINE.match(line)
            if match is None:
                raise Failed(f"{name} holds what is no line of the log")
            found[int(match.group(1))] += 1
    return found


def check(directory, given, killed):
    """given: for each process the [first, last) that went into its pipe;
    killed: the last of them did not end by itself."""
    found = numbers_in(directory, killed)
    twice = [n for n, times in found.items() if times > 1]
    if twice:
        raise Failed(f"{len(twice)} lines twice, first {min(twice)}")
    for first, last in given:
        there = sum(1 for n in range(first, last) if n in found)
        if any(n not in found for n in range(first, first + there)):
            raise Failed(f"a hole in the lines {first} to {last}")
    last = max((last for _, last in given), default=0)
    if any(n >= last for n in found):
        raise Failed("lines that were never logged")
    return found


def start(binary, directory):
    return subprocess.Popen(
        [binary, "-f", "apache-combined", "--keep", "forever", "--quiet",
         "-o", directory],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def feed(process, number, when, seconds):
    """Lines from ${number} on, a few at a time; the first that is left."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lines = [log_line(n, when) for n in range(number, number + 20)]
        try:
            os.write(process.stdin.fileno(), b"".join(lines))
        except BrokenPipeError:
            raise Failed(f"it ended by itself: {process.wait()}") from None
        number += len(lines)
        time.sleep(0.002)
    return number


def one_run(binary, directory, kills, when):
    given = []
    number = 0
    for _ in range(kills):
        process = start(binary, directory)
        first = number
        number = feed(process, number, when, random.uniform(0, LONGEST))
        given.append((first, number))
        process.kill()
        process.stdin.close()
        process.wait()
        check(directory, given, True)
    # And one that may end in peace has everything written.
    process = start(binary, directory)
    first = number
    number = feed(process, number, when, 0.1)
    given.append((first, number))
    process.stdin.close()
    if process.wait(60) != 0:
        raise Failed(f"exit status {process.returncode} after the last line")
    found = check(directory, given, False)
    if any(n not in found for n in range(first, number)):
        raise Failed("lines of the last process are missing")
    if not any(n in found for n in range(first)):
        raise Failed("nothing of the killed processes is there")
    return len(found), number


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else
                             os.path.join(ROOT, "build/test/logfade"))
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**9)))
    kills = int(os.environ.get("KILLS", "100"))
    passed = failed = skipped = 0
    print(f"# kill9: SEED={seed}", flush=True)
    random.seed(seed)
    for run in range(RUNS):
        name = f"kill9-{run + 1}"
        share = kills * (run + 1) // RUNS - kills * run // RUNS
        directory = tempfile.mkdtemp(prefix="logfade-kill9-")
        try:
            if not os.access(binary, os.X_OK) or not shutil.which("zstd"):
                print(f"skip {name} needs {binary} and zstd")
                skipped += 1
                continue
            when = LONG_PAST if run % 2 else time.time()
            there, of = one_run(binary, directory, share, when)
            print(f"ok {name} {share} kills, {there} of {of} lines",
                  flush=True)
            passed += 1
        except (Failed, subprocess.TimeoutExpired) as why:
            print(f"not ok {name} {why}", flush=True)
            failed += 1
        finally:
            shutil.rmtree(directory, ignore_errors=True)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
