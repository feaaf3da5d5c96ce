# SPDX-License-Identifier: ISC
"""What the suites of this folder share: results, and running logfade."""

import json
import os
import resource
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
LOGFADE = os.environ.get("LOGFADE", os.path.join(TOP, "build/test/logfade"))
SAN = os.path.basename(os.environ.get("BUILD", "")) == "san"

counts = {"passed": 0, "failed": 0, "skipped": 0}


def result(name, why=None):
    """Say how a test went: why is None, or what is wrong."""
    counts["failed" if why else "passed"] += 1
    print(f"not ok {name} {why}" if why else f"ok {name}", flush=True)


def skip(name, why):
    counts["skipped"] += 1
    print(f"skipped {name}: {why}", flush=True)


def close():
    print(f"{counts['passed']} passed, {counts['failed']} failed, "
          f"{counts['skipped']} skipped")
    sys.exit(counts["failed"] > 0)


class Floors:
    """What recall and precision may not fall below: lines NAME RECALL
    PRECISION of a file. Floors only rise."""

    def __init__(self, path):
        self.path, self.head, self.rows = path, [], {}
        with open(path, encoding="ascii") as f:
            for line in f:
                if line.startswith("#") or not line.strip():
                    self.head.append(line)
                else:
                    name, *numbers = line.split()
                    self.rows[name] = [float(n) for n in numbers]

    def check(self, name, *got):
        """Fail when any number is below its floor; remember the higher."""
        floor = self.rows.get(name, [0.0] * len(got))
        for what, g, least in zip(("recall", "precision"), got, floor):
            result(f"{name}: {what}", None if g >= least - 0.0005 else
                   f"{g:.3f}, the floor is {least:.3f}")
        self.rows[name] = [max(*p) for p in zip(got, floor)]

    def write(self):
        with open(self.path, "w", encoding="ascii") as f:
            f.writelines(self.head)
            for name, numbers in self.rows.items():
                f.write(f"{name:16}" + "".join(
                    f" {int(n * 1000) / 1000:.3f}" for n in numbers) + "\n")


class Run:
    """One run of logfade, with its tally."""

    def __init__(self, args, data=None, stdin=None, feed=None, **how):
        with tempfile.TemporaryDirectory() as folder:
            tally = os.path.join(folder, "tally")
            argv = [LOGFADE, "--stats", tally] + args
            how.setdefault("timeout", 300)
            if feed is not None:
                self.done = fed(argv, feed)
            elif data is not None:
                with tempfile.TemporaryFile() as f:
                    f.write(data)
                    f.seek(0)
                    self.done = piped(argv, f, how)
            else:
                self.done = piped(argv, stdin, how)
            self.out, self.err = self.done.stdout, self.done.stderr
            self.status = self.done.returncode
            self.tally = None
            if os.path.exists(tally):
                with open(tally, encoding="ascii") as f:
                    self.tally = json.load(f)

    def counts(self):
        """(lines, clean, {verdict: n})"""
        t = self.tally
        return (t["lines"], t["clean"],
                {v: n for v, n in t["withheld"].items() if n})

    def unbalanced(self):
        """None, or why the tally does not add up."""
        if self.tally is None:
            return f"no tally, exit status {self.status}: " + \
                self.err.decode("ascii", "replace")
        lines, clean, withheld = self.counts()
        if lines != clean + sum(withheld.values()):
            return f"{lines} lines, {clean} clean, {withheld}"
        return None


def piped(argv, stdin, how):
    return subprocess.run(argv, stdin=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, **how)


def piped_text(argv, lines):
    """What a program prints, in ASCII, that reads lines of bytes."""
    with tempfile.TemporaryFile() as f:
        f.writelines(line.encode("latin-1") + b"\n" for line in lines)
        f.seek(0)
        return piped(argv, f, {"timeout": 300}).stdout.decode("ascii")


def fed(argv, pieces):
    """Run with a pipe as standard input that gets the pieces one by one."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=out,
                              stderr=err, bufsize=0) as p:
            try:
                for piece in pieces:
                    view = memoryview(piece)
                    while view:
                        view = view[p.stdin.write(view):]
            except BrokenPipeError:
                pass  # what it means, the exit status says
            p.stdin.close()
            p.wait(300)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(argv, p.returncode, out.read(),
                                           err.read())


def zstdcat(data):
    return subprocess.run(["zstd", "-dcq"], input=data, check=True,
                          stdout=subprocess.PIPE).stdout


def peak():
    """The largest max RSS of any child so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
