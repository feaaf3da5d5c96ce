#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""kill -9 of in-place at each of its steps, and at random moments.

usage: inplace.py [LOGFADE]      SEED=N repeats the random moments

After each kill the raw file is there and as it was, or the clean one is, whole
and with all lines; nothing half done is under its name.  The next run finishes
the work and leaves nothing else behind.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RAW = "access.log.1"
CLEAN = RAW + ".zst"
TMP = "." + CLEAN + ".tmp"
LINE = ('192.0.2.%d - - [10/Oct/2000:13:55:36 +0000] "GET /p/%d HTTP/1.1" '
        '200 26 "-" "curl/8.5"\n')
# What is there after a kill at each of them.
PROBES = {
    "inplace.tmp": {RAW, TMP},
    "inplace.cleaned": {RAW, TMP},
    "inplace.sealed": {RAW, TMP},
    "inplace.synced": {RAW, TMP},
    "inplace.published": {RAW, CLEAN},
    "inplace.durable": {RAW, CLEAN},
    "inplace.shredding": {RAW, CLEAN},
    "inplace.remove": {RAW, CLEAN},
    "inplace.removed": {CLEAN},
}


class Failed(Exception):
    pass


def run(binary, folder, probe, *args):
    env = dict(os.environ, LOGFADE_PROBE=probe)
    return subprocess.run(
        [binary, "in-place", "-q", "--keep", "forever", "-f",
         "apache-combined", *args], cwd=folder, env=env, timeout=120,
        stderr=subprocess.PIPE, check=False)


def get(folder, name):
    with open(os.path.join(folder, name), "rb") as f:
        return f.read()


def unpack(folder):
    cat = subprocess.run(["zstdcat", os.path.join(folder, CLEAN)],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         check=False)
    if cat.returncode != 0:
        raise Failed("zstdcat refuses the clean file")
    return cat.stdout


def check(folder, raw, clean, shred):
    """One of them holds all lines."""
    names = set(os.listdir(folder))
    if not names <= {RAW, CLEAN, TMP}:
        raise Failed(f"stray files: {sorted(names)}")
    if CLEAN in names:
        if unpack(folder) != clean:
            raise Failed("the clean file is not whole")
        if os.stat(os.path.join(folder, CLEAN)).st_mode & 0o777 != 0o640:
            raise Failed("the clean file has another mode")
    if RAW in names and not (shred and CLEAN in names) and \
            get(folder, RAW) != raw:
        raise Failed("the raw file changed")
    if not names & {RAW, CLEAN}:
        raise Failed("neither is there")
    return names


def finish(binary, folder, raw, clean, args):
    done = run(binary, folder, "", *args, RAW)
    missing = b"No such file" in done.stderr
    if done.returncode != 0 and not missing:
        raise Failed(f"the next run: {done.returncode} {done.stderr}")
    if check(folder, raw, clean, bool(args)) != {CLEAN}:
        raise Failed(f"the next run leaves {sorted(os.listdir(folder))}")


def fill(folder, raw):
    path = os.path.join(folder, RAW)
    with open(path, "wb") as f:
        f.write(raw)
    os.chmod(path, 0o640)


def at_probe(binary, folder, probe, args, raw, clean):
    fill(folder, raw)
    killed = run(binary, folder, probe, *args, RAW)
    if killed.returncode != -signal.SIGKILL:
        raise Failed(f"was not reached: {killed.returncode}")
    names = check(folder, raw, clean, bool(args))
    if names != PROBES[probe]:
        raise Failed(f"there is {sorted(names)}")
    finish(binary, folder, raw, clean, args)


def at_random(binary, folder, args, raw, clean):
    hits = 0
    for _ in range(20):
        fill(folder, raw)
        p = subprocess.Popen(
            [binary, "in-place", "-q", "--keep", "forever", "-f",
             "apache-combined", *args, RAW], cwd=folder,
            stderr=subprocess.PIPE)
        time.sleep(random.uniform(0, 0.3))
        p.kill()
        p.communicate()
        hits += p.returncode != 0
        check(folder, raw, clean, bool(args))
        finish(binary, folder, raw, clean, args)
        os.unlink(os.path.join(folder, CLEAN))
    if hits == 0:
        raise Failed("no kill came in time")


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else
                             os.path.join(ROOT, "build/test/logfade"))
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**9)))
    counts = {"ok": 0, "not ok": 0, "skip": 0}
    print(f"# inplace: SEED={seed}", flush=True)
    random.seed(seed)

    def case(name, test, *args):
        folder = tempfile.mkdtemp(prefix="logfade-inplace-")
        try:
            if not os.access(binary, os.X_OK) or not shutil.which("zstd"):
                word, why = "skip", f" needs {binary} and zstd"
            else:
                test(binary, folder, *args)
                word, why = "ok", ""
        except (Failed, subprocess.TimeoutExpired) as failed:
            word, why = "not ok", f" {failed}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        counts[word] += 1
        print(f"{word} {name}{why}", flush=True)

    raw = "".join(LINE % (i % 250, i) for i in range(30000)).encode()
    clean = subprocess.run(
        [binary, "-q", "--keep", "forever", "-f", "apache-combined"],
        input=raw, stdout=subprocess.PIPE, check=True).stdout \
        if os.access(binary, os.X_OK) else b""
    for args in ([], ["--shred"]):
        for probe in PROBES:
            if args or probe != "inplace.shredding":
                case(f"{probe} {' '.join(args)}".strip(), at_probe, probe,
                     args, raw, clean)
        case(f"inplace at random {' '.join(args)}".strip(), at_random, args,
             raw, clean)
    print(f"{counts['ok']} passed, {counts['not ok']} failed, "
          f"{counts['skip']} skipped")
    return 1 if counts["not ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
