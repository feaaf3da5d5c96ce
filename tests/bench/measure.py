#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""measure.py DIR LOGFADE: what logfade and its peers cost on DIR/log.

Every program runs on one core, all on the same one, in turn, three times; what
counts is the median of its CPU time, user and system.  Wall-clock time would
measure the neighbours."""

import os
import shutil
import statistics
import subprocess
import sys

ROUNDS = 3
TARGET = 1.5  # times zstd -3
QUERY_TARGET = 1.5  # times a line of the log
KEYED = {"logfade, pseudonym": 1.25, "logfade, prefix": 1.4}  # times truncate
SLICE = 20_000_000  # bytes for what is too slow for all of it

here, logfade = sys.argv[1], sys.argv[2]
log = os.path.join(here, "log")
out = os.path.join(here, "out")
segments = os.path.join(here, "segments")
common = [logfade, "-q", "--keep", "forever", "-f", "nginx-combined"]
quad = r"^([0-9]+\.[0-9]+)\.[0-9]+\.[0-9]+ "

key = os.path.join(here, "key")
subprocess.run([logfade, "key", "new", "--epoch", "never", key], check=True,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
keyed = common + ["--key", key, "--ip"]

QUERIES = "logfade, queries"  # the same log, with a query in every line
PROGRAMS = [
    # name, command, is a slice enough
    ("logfade", common, False),
    ("logfade -z", common + ["-z"], False),
    ("logfade -o", common + ["-o", segments], False),
    ("logfade, pseudonym", keyed + ["pseudonym"], False),
    ("logfade, prefix", keyed + ["prefix"], False),
    ("zstd -3", ["zstd", "-q", "-3", "-T1", "-c"], False),
    ("zstd -1", ["zstd", "-q", "-1", "-T1", "-c"], False),
    ("mawk, one sub()", ["mawk", r'{ sub(/\.[0-9]+\.[0-9]+$/, ".0.0", $1); '
                         "print }"], False),
    ("sed -E, one s///", ["sed", "-E", "s/" + quad + r"/\1.0.0 /"], False),
    ("anonip", ["anonip"], True),
    ("cat", ["cat"], False),
]


def run(command, name):
    """CPU seconds and peak MiB of one run."""
    shutil.rmtree(segments, ignore_errors=True)
    cost = os.path.join(here, "cost")
    with open(name, "rb") as source, open(out, "wb") as sink:
        subprocess.run(["taskset", "-c", core, os.path.join(here, "spent"),
                        cost] + command, stdin=source, stdout=sink,
                       env=dict(os.environ, LC_ALL="C"), check=True)
    with open(cost, encoding="ascii") as f:
        user, system, kib = f.read().split()
    return float(user) + float(system), int(kib) / 1024


def size(name):
    """Bytes and lines of a file."""
    lines = 0
    with open(name, "rb") as f:
        while block := f.read(1 << 20):
            lines += block.count(b"\n")
    return os.path.getsize(name), lines


def cut():
    """The first lines of the log, as its slice."""
    name = os.path.join(here, "slice")
    with open(log, "rb") as source, open(name, "wb") as sink:
        head = source.read(SLICE)
        sink.write(head[:head.rindex(b"\n") + 1])
    return name


core = str(max(os.sched_getaffinity(0)))
part = cut()
queries = os.path.join(here, "queries")
todo = [(QUERIES, common, queries)]
for name, command, sliced in PROGRAMS:
    if shutil.which(command[0]) is None:
        print(f"{name}: skipped, not installed")
    else:
        todo.append((name, command, part if sliced else log))
runs = {name: [] for name, _, _ in todo}
for _ in range(ROUNDS):
    for name, command, source in todo:
        runs[name].append(run(command, source))

total = size(log)
print(f"{total[0] / 1e6:.0f} MB, {total[1]} lines of "
      f"{total[0] / total[1]:.0f} bytes, one core, medians of {ROUNDS}\n")
print(f"{'':20}{'MB/s':>8}{'ns/line':>10}{'/ zstd -3':>11}{'peak MiB':>10}")
per_line = {}
for name, command, source in todo:
    nbytes, nlines = size(source)
    cpu = statistics.median(c for c, _ in runs[name])
    per_line[name] = cpu / nlines * 1e9
for name, command, source in todo:
    nbytes, nlines = size(source)
    ratio = (f"{per_line[name] / per_line['zstd -3']:11.2f}"
             if "zstd -3" in per_line else f"{'':11}")
    print(f"{name:20}{nbytes / nlines / per_line[name] * 1e3:8.0f}"
          f"{per_line[name]:10.0f}{ratio}"
          f"{max(m for _, m in runs[name]):10.1f}"
          + (f"  on the first {nbytes / 1e6:.0f} MB" if source == part else ""))
if "zstd -3" in per_line:
    met = per_line["logfade"] <= TARGET * per_line["zstd -3"]
    print(f"\ntarget: logfade takes at most {TARGET} x the CPU time of "
          f"zstd -3: {'met' if met else 'not met'}")
for name, most in KEYED.items():
    met = per_line[name] <= most * per_line["logfade"]
    print(f"target: {name} takes at most {most} x the time of truncate: "
          f"{'met' if met else 'not met'}, "
          f"{per_line[name] / per_line['logfade']:.2f}")
met = per_line[QUERIES] <= QUERY_TARGET * per_line["logfade"]
print(f"target: a line with a query takes at most {QUERY_TARGET} x the time of "
      f"an ordinary one: {'met' if met else 'not met'}")
