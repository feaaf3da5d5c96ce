# SPDX-License-Identifier: ISC
"""Scenarios of raw logs that are swept, and of withheld lines that are set
aside."""

import gzip
import os
import time

from filtering import FILTER, Filter
from state import DAY, NOW, Failed, lines, run, unpack

OLD = NOW - 30 * DAY
# What was changed at, nobody can set: these are of today, by the real clock.
TODAY = int(time.time()) + DAY
AGED = TODAY - 30 * DAY
GARBAGE = b"what is no line of a log\n"


class Raw(Filter):
    """Rotated logs: those that are old enough go, and nothing else does."""

    name = "raw"
    fully = ()
    rules = ()
    probed = ("deletion",)
    pattern = "l*/access.log*"
    gone = ("access.log.2", "access.log.3.gz", "access.log.4.zst")
    stay = ("access.log.1", "access.log", "access.log.notes")

    def build(self, folder):
        logs = os.path.join(folder, "logs")
        os.mkdir(logs)
        old, young = lines(range(10), AGED), lines(range(10, 20), TODAY - 2 * DAY)
        self.put(logs, "access.log.4", old, AGED)
        done = run(self.binary, ["in-place", *FILTER, "--keep", "7 days",
                                 "--test-now", str(AGED + DAY),
                                 "logs/access.log.4"], folder)
        if done.code != 0:
            raise Failed(f"it cannot be cleaned: {done}")
        self.put(logs, "access.log.1", young, TODAY - 2 * DAY)
        self.put(logs, "access.log.2", old, AGED)
        self.put(logs, "access.log.3.gz", gzip.compress(old), AGED)
        self.put(logs, "access.log", old, AGED)
        self.put(logs, "access.log.notes", old, AGED)

    @staticmethod
    def put(folder, name, data, when):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        os.utime(path, (when, when))

    def go(self, folder, env):
        with open(os.path.join(folder, "conf"), "w", encoding="ascii") as f:
            f.write(f"format apache-combined\nraw {folder}/{self.pattern} "
                    "{ keep 7 days }\n")
        return run(self.binary, ["sweep", "--test-now", str(TODAY), "-c",
                                 "conf"], folder, env=env)

    def left(self, folder):
        logs = os.path.join(folder, "logs")
        missing = [n for n in self.stay
                   if not os.path.exists(os.path.join(logs, n))]
        if missing:
            raise Failed(f"{missing} may not be deleted")
        return [n for n in self.gone if os.path.exists(os.path.join(logs, n))]

    def after(self, folder, done, fault):
        left = self.left(folder)
        # What may be another's is said, and left to the next sweep.
        if done.code == 0 and not fault.killed and \
                len(left) != done.out.count(b"\nbusy ") + \
                done.out.startswith(b"busy "):
            raise Failed(f"exit status 0, and {left} are there")
        return left

    def recover(self, folder, done, fault, before):
        again = self.go(folder, {})
        if again.code != 0:
            raise Failed(f"the next sweep ends with {again.code}: {again.err}")
        if self.left(folder):
            raise Failed("what expired is there in the end")
        said = run(self.binary, ["sweep", "--verify", "logs"], folder)
        if said.code != 0 and not fault.deep:
            raise Failed(f"--verify ends with {said.code}: {said.out}")


class RawHeld(Raw):
    """With a hold of all days nothing goes."""

    name = "rawheld"
    probed = ()
    gone = ()
    stay = ("access.log.1", "access.log.2", "access.log.3.gz", "access.log",
            "access.log.4.zst")

    def build(self, folder):
        super().build(folder)
        done = run(self.binary, ["hold", "add", "case", "logs", "--reason",
                                 "of a court", "--test-now", str(TODAY)], folder)
        if done.code != 0:
            raise Failed(f"no hold: {done}")


class Quarantine(Filter):
    """Withheld lines go to a directory of their own, which fades."""

    name = "quarantine"
    fully = ("src/write/repair.c:repair_tail:file_size > fstat",)
    out = "out"
    args = ("--quarantine", "q { keep 7 days }")
    past = time.strftime("withheld-%Y-%m-%d.zst", time.gmtime(OLD))

    def build(self, folder):
        super().build(folder)
        with open(os.path.join(folder, "in"), "ab") as f:
            f.write(GARBAGE * 3)

    def fill(self, folder):
        q = os.path.join(folder, "q")
        os.mkdir(q, 0o700)
        self.make(os.path.join(q, self.past))

    @staticmethod
    def make(path):
        with open(path, "wb") as f:
            f.write(b"\x50\x2a\x4d\x18\0\0\0\0")
        os.chmod(path, 0o600)

    def acknowledged(self, folder, found, done, fault):
        super().acknowledged(folder, found, done, fault)
        self.aside(folder)

    def aside(self, folder):
        """Whole frames, nobody else may read them."""
        q = os.path.join(folder, "q")
        if not os.path.isdir(q):
            return b""
        if os.stat(q).st_mode & 0o77:
            raise Failed("others may look into the quarantine")
        data = b""
        for name in sorted(os.listdir(q)):
            path = os.path.join(q, name)
            if name.startswith(".logfade"):
                continue
            if os.stat(path).st_mode & 0o77:
                raise Failed("others may read the quarantine")
            data += unpack(path, True)
        if data.replace(GARBAGE, b""):
            raise Failed("there is more in the quarantine than was withheld")
        return data

    def recover(self, folder, done, fault, before):
        super().recover(folder, done, fault, before)
        if os.path.exists(os.path.join(folder, "q", self.past)):
            raise Failed("what was set aside long ago is there in the end")
        self.aside(folder)


class QuarantineNew(Quarantine):
    """There is no such directory yet."""

    name = "aside"
    probed = ()

    def fill(self, folder):
        pass


class QuarantineIdle(QuarantineNew):
    """Nothing is withheld."""

    name = "idle"
    briefly = True

    def build(self, folder):
        Filter.build(self, folder)


class QuarantineTwice(QuarantineNew):
    """A live pipe with more than one chunk that has something in it."""

    name = "again"
    briefly = True
    pipe = True
    given = range(1000, 12000)
    when = staticmethod(lambda n: NOW)

    def text(self, numbers, when):
        return GARBAGE + super().text(numbers, when)


SCENARIOS = (Raw, RawHeld, Quarantine, QuarantineNew, QuarantineIdle,
             QuarantineTwice)
