# SPDX-License-Identifier: ISC
"""Scenarios of the filter: into a directory of segments, and to a stream."""

import collections
import json
import os
import time

from state import (
    DAY, NOW, Failed, check_modes, day_name, expect, held_lines, lines,
    line, look_for_raw, names_in, numbers_in, run, unpack)

FILTER = ["-q", "-f", "apache-combined"]
AT = ["--test-now", str(NOW)]
NOTE = b"\x5a\x2a\x4d\x18"  # the magic numbers of our frames
VOID = b"\x5d\x2a\x4d\x18"
LATER = range(900000, 900007)


def clean(binary, folder, numbers, when, *args, now=None):
    """Fill out/ with nothing going wrong. From a file: then all is sealed
    that is due."""
    path = os.path.join(folder, "filling")
    with open(path, "wb") as f:
        f.write(lines(numbers, when))
    done = run(binary, [*FILTER, "--test-now", str(now or when), "-o", "out",
                        *args], folder, file=path)
    os.unlink(path)
    if done.code != 0 or done.err:
        raise Failed(f"it cannot be filled: {done}")


class Filter:
    """Lines into a directory. What is acknowledged is what --stats calls
    clean; with the exit status 0 it is all of them."""

    name = "new"
    # Rules that are always there: (call, site, nth, action).
    rules = (("openrw", "src/write/segfile.c:try:file_open > openrw", 1,
              "wait"),)
    deep = False        # one of them is a fault
    env = {}
    probed = ("segfile",)  # of the names of probes: what is before the dot
    out = "out/parents/dir"
    below = ""
    given = range(1000, 1040)
    old = ()            # lines that are there before
    args = ()
    pipe = False
    when = staticmethod(lambda n: NOW - n % 1000)
    most = 2            # of the same calls that fail
    fully = ("fsync",)  # calls, or their names, that fail in each way
    rest = False        # the next run does not write to each file
    briefly = False     # what failed before does not here
    code = 0            # what it ends with when nothing else fails

    def __init__(self, binary):
        self.binary = binary

    def build(self, folder):
        self.fill(folder)
        with open(os.path.join(folder, "in"), "wb") as f:
            f.write(self.text(self.given, self.when))

    def text(self, numbers, when):
        return lines(numbers, when)

    def fill(self, folder):
        pass

    def go(self, folder, env):
        file = os.path.join(folder, "in")
        args = [*FILTER, *self.now(), "-o", self.out + self.below, "--stats",
                "stats", *self.args]
        if self.pipe:
            with open(file, "rb") as f:
                return run(self.binary, args, folder, f.read(), env)
        return run(self.binary, args, folder, env=env, file=file)

    def now(self):
        return AT

    def said(self, folder):
        """How many lines it says that it wrote; None: nothing."""
        path = os.path.join(folder, "stats")
        if not os.path.exists(path):
            return None
        with open(path, encoding="ascii") as f:
            said = json.load(f)
        if said["lines"] != said["clean"] + sum(said["withheld"].values()):
            raise Failed("the numbers of --stats do not add up")
        return said["clean"]

    def after(self, folder, done, fault):
        """Right behind the fault; what is there then."""
        return self.compare(folder, done, fault, self.old)

    def compare(self, folder, done, fault, old):
        torn = fault.killed or fault.deep
        found = held_lines(os.path.join(folder, self.out), torn)
        if set(old) - set(found) or \
                set(found) - set(old) - set(self.given):
            raise Failed("other lines than there were")
        if not torn:
            self.acknowledged(folder, found, done, fault)
        return found

    def acknowledged(self, folder, found, done, fault):
        new = set(found) - set(self.old)
        if done.code == 0 and len(new) != len(self.given):
            raise Failed(f"exit status 0, and {len(self.given) - len(new)} "
                         f"lines are lost")
        clean_ones = self.said(folder)
        if clean_ones is None and done.code == 78:
            clean_ones = 0
        if done.code == 0 and fault.call in ("fsync", "syncfs") and \
                fault.name in ("EIO", "ENOSPC", "EDQUOT", "EROFS") and \
                ("dirsink.c" in fault.where or "pipesink.c" in fault.where):
            raise Failed("exit status 0, and it is not on the disk")
        if clean_ones is not None and clean_ones != len(new):
            raise Failed(f"--stats says {clean_ones}, there are {len(new)}")

    def recover(self, folder, done, fault, before):
        """The next one gets through, and all is well."""
        out = os.path.join(folder, self.out)
        again = self.again(folder)
        if again.code != 0:
            raise Failed(f"the next run ends with {again.code}: {again.err}")
        found = held_lines(out, settled=True,
                           torn=self.rest and fault.killed and fault.deep)
        if fault.killed or fault.deep:
            missing = set(self.old) | set(LATER)
            if not missing <= set(found) <= missing | set(self.given):
                raise Failed("other lines in the end")
            if not fault.killed:
                self.acknowledged(folder, set(found) - set(LATER), done,
                                  fault)
        else:
            expect(found, set(before) | set(LATER), "in the end")
        self.settled(out, fault)

    def again(self, folder, numbers=LATER, now=NOW):
        """Other lines, from a file: then all is sealed that is due."""
        path = os.path.join(folder, "again")
        with open(path, "wb") as f:
            f.write(self.text(numbers, NOW))
        return run(self.binary, [*FILTER, "--test-now", str(now), "-o",
                                 self.out + self.below, *self.args], folder,
                   file=path)

    def settled(self, out, fault):
        """Nothing is left to do."""
        for path in names_in(out, True):
            name = os.path.basename(path)
            if ".live." in name and name != day_name(NOW, "live"):
                raise Failed(f"{name} is not sealed")
        if not fault.killed and not fault.deep and fault.call != "flock":
            check_modes(out)


class Nameless(Filter):
    """Files cannot be made without a name."""

    name = "nameless"
    rules = (*Filter.rules, ("tmpfile", "*", "1+", "e95"))
    deep = True
    fully = ("create",)
    briefly = True


class Append(Filter):
    name = "append"
    fully = ()
    out = "out"
    old = range(10)

    def fill(self, folder):
        clean(self.binary, folder, self.old, NOW)


class Torn(Append):
    """The last append was cut by a crash."""

    name = "torn"
    probed = ("repair",)

    def fill(self, folder):
        super().fill(folder)
        path = os.path.join(folder, "out", day_name(NOW, "live"))
        size = os.path.getsize(path)
        clean(self.binary, folder, range(500, 520), NOW)
        os.truncate(path, size + (os.path.getsize(path) - size) * 2 // 3)

    def after(self, folder, done, fault):
        try:
            return super().after(folder, done, fault)
        except Failed:
            # It was torn before, and where nothing came to be written it
            # still is; where there are no locks it may be written behind.
            if done.code == 0 and fault.call != "flock":
                raise
            return None

    def recover(self, folder, done, fault, before):
        if before is not None:
            super().recover(folder, done, fault, before)
            return
        # Sealing sets aside what is damaged.
        for numbers, now in ((LATER, NOW), ((), NOW + 2 * DAY)):
            again = self.again(folder, numbers, now)
            if again.code != 0:
                raise Failed(f"the next run ends with {again.code}")
        found = held_lines(os.path.join(folder, self.out), settled=True)
        if set(self.old) - set(found) or set(LATER) - set(found):
            raise Failed("lines are missing in the end")
        self.acknowledged(folder, set(found) - set(LATER), done, fault)


class Leftover(Append):
    """Who sealed was killed before the last rename, and lines come in."""

    name = "leftover"
    fully = ("openrw",)
    probed = ()

    def fill(self, folder):
        yesterday = NOW - DAY
        clean(self.binary, folder, self.old, yesterday)
        clean(self.binary, folder, (), NOW)
        out = os.path.join(folder, "out")
        os.rename(os.path.join(out, day_name(yesterday)),
                  os.path.join(out, day_name(NOW, "live")))


class Chunks(Append):
    """A live pipe with more than one chunk: it goes on behind a fault."""

    name = "chunks"
    pipe = True
    given = range(1000, 26000)
    when = staticmethod(lambda n: NOW)
    most = 3


class Undone(Chunks):
    """The disk is full in the middle of an append, which is undone."""

    name = "undone"
    rules = (*Filter.rules,
             ("write", "src/write/segfile.c:segfile_append:write", 1,
              "short"),
             ("write", "src/write/segfile.c:go_on:write", 1, "e28"))
    deep = True
    briefly = True
    code = 74


class Mended(Undone):
    """It cannot be undone; the next append has to see to it."""

    name = "mended"
    rules = (*Undone.rules, ("pwrite", "*", 1, "e5"),
             ("ftruncate", "*", 1, "e5"), ("ftruncate", "*", 2, "e5"))


class Moved(Chunks):
    """Somebody renames the directory between two appends."""

    name = "moved"
    rules = (*Filter.rules,
             ("write", "src/write/segfile.c:segfile_append:write", 1, "move"))
    briefly = True

    def go(self, folder, env):
        return super().go(folder, {**env, "FAULT_FILE":
                                   os.path.join(folder, self.out)})

    def after(self, folder, done, fault):
        """Both are one to us, then; no line is in both."""
        out = os.path.join(folder, self.out)
        torn = fault.killed or fault.deep
        found = held_lines(out, torn) + held_lines(out + ".moved", torn)
        if max(found.values(), default=1) > 1 or \
                set(found) - set(self.old) - set(self.given):
            raise Failed("other lines than there were, or twice")
        if set(self.old) - set(found):
            raise Failed("old lines are missing")
        if not torn:
            self.acknowledged(folder, found, done, fault)
        return found

    def recover(self, folder, done, fault, before):
        if self.again(folder).code != 0:
            raise Failed("the next run fails")
        out = os.path.join(folder, self.out)
        found = held_lines(out, settled=True) + held_lines(out + ".moved",
                                                           True)
        # A frame that was cut has lines for zstd(1) up to there.
        known = self.old if fault.killed or fault.deep else before
        if not set(known) | set(LATER) <= set(found):
            raise Failed("lines are missing in the end")


class Synced(Append):
    """Each append is seen to the disk."""

    name = "synced"
    args = ("--sync", "frame")
    briefly = True


class Periods(Append):
    """More periods than segments are kept open."""

    name = "periods"
    briefly = True
    given = range(1000, 1066)
    when = staticmethod(lambda n: NOW - n % 1000 * DAY)
    most = 1


class Tidy(Append):
    """The clock goes on: a segment is over and closed between two chunks."""

    name = "tidy"
    pipe = True
    env = {"FAULT_CLOCK": f"{NOW} 400"}
    given = range(1000, 26000)
    when = staticmethod(lambda n: NOW - (2 if n < 13000 else 1) * DAY)

    def now(self):
        return []


class Streams(Append):
    """A directory for each vhost, and one for those that have none."""

    name = "streams"
    below = "/{vhost}"
    args = ("-f", "apache-vhost-combined-noport")
    vhosts = ("www.example.org", "..", "shop.example.org")
    old = range(20)
    rules = (("openrw", "src/write/segfile.c:try:file_open > openrw", 1,
              "wait"),)

    def text(self, numbers, when):
        if not callable(when):
            return self.text(numbers, lambda n: when)
        return "".join(
            line(n, when(n), self.vhosts[n % len(self.vhosts)] + " ")
            for n in numbers).encode()

    def fill(self, folder):
        for numbers, when in ((range(10), NOW - DAY), (range(10, 20), NOW)):
            path = os.path.join(folder, "filling")
            with open(path, "wb") as f:
                f.write("".join(line(n, when, "www.example.org ")
                                for n in numbers).encode())
            done = run(self.binary, [
                *FILTER, *self.args, "--test-now", str(NOW - DAY), "-o",
                "out/{vhost}"], folder, file=path)
            if done.code != 0:
                raise Failed(f"it cannot be filled: {done}")
            os.unlink(path)


class Vhosts(Streams):
    """More of them than segments are kept open."""

    name = "vhosts"
    vhosts = [f"site{i}.example.org" for i in range(70)]
    given = range(1000, 1140)
    rest = True
    most = 1
    briefly = True


class Seal(Append):
    """Segments of each kind that are to be sealed."""

    name = "seal"
    probed = ("seal",)
    rules = ()
    given = ()
    old = [*range(0, 10), *range(20, 90)]
    days = [NOW - n * DAY for n in range(1, 6)]

    def fill(self, folder):
        out = os.path.join(folder, "out")
        for i, day in enumerate(self.days[:3]):
            for part in range(3):
                first = i * 30 + part * 10
                clean(self.binary, folder, range(first, first + 10), day)
        live = [os.path.join(out, day_name(d, "live")) for d in self.days]
        # Damage before the last append, in the one before it, and behind.
        with open(live[0], "r+b") as f:
            data = f.read()
            at = data.rindex(NOTE)
            f.seek(0)
            f.write(data[:at - 1] + bytes([data[at - 1] ^ 1]) + b"\0damaged" +
                    data[at:] + b"\0more")
        # One has its seal and no name of its own yet; one nothing at all.
        clean(self.binary, folder, (), self.days[2], "--rotate", "day",
              now=self.days[2] + DAY)
        os.rename(os.path.join(out, day_name(self.days[2])), live[2])
        with open(live[3], "wb") as f:
            f.write(VOID + bytes(4))
        os.chmod(live[3], 0o640)
        # And what a killed one has left.
        with open(os.path.join(out, "." + day_name(self.days[1], "seal")
                               .replace(".zst", ".tmp")), "wb") as f:
            f.write(b"\x28\xb5\x2f")

    def after(self, folder, done, fault):
        """The damaged one is none of zstd's for as long as it is live."""
        live = os.path.join(folder, "out", day_name(self.days[0], "live"))
        aside = os.path.join(folder, "aside")
        if not os.path.exists(live):
            return super().after(folder, done, fault)
        os.rename(live, aside)
        found = self.compare(folder, done, fault, self.old[20:])
        os.rename(aside, live)
        return found + collections.Counter(self.old[:20])


class Stream(Filter):
    """To standard output, which is a file."""

    name = "stream"
    fully = ()
    probed = ()
    rules = ()
    given = range(1000, 21000)
    when = staticmethod(lambda n: NOW)
    args = ()

    def go(self, folder, env):
        return run(self.binary, [*FILTER, *AT, "--stats", "stats", *self.args],
                   folder, env=env, file=os.path.join(folder, "in"),
                   out=os.path.join(folder, "stream"))

    def after(self, folder, done, fault):
        path = os.path.join(folder, "stream")
        with open(path, "rb") as f:
            data = f.read()
        look_for_raw(data, "the stream")
        if self.args:
            data = unpack(path, done.code != 0) if data else b""
        if done.code != 0:
            data = data[:data.rfind(b"\n") + 1]
        found = numbers_in(data, "the stream")
        if max(found.values(), default=1) > 1:
            raise Failed("lines are there twice")
        if done.code == 0:
            expect(found, self.given, "the stream")
        elif not fault.killed and (self.said(folder) or 0) > len(found):
            raise Failed("lines are called clean that are not there")
        return found

    def recover(self, folder, done, fault, before):
        pass


class Frames(Stream):
    name = "frames"
    args = ("-z",)


class Full(Frames):
    """The disk is full in the middle of a frame."""

    name = "full"
    rules = (("write", "src/write/pipesink.c:write_some:write", 1, "short"),
             ("write", "src/write/pipesink.c:write_some:write", "2+", "e28"))
    deep = True
    code = 74


def stamp(when):
    return time.strftime("%Y-%m-%d", time.gmtime(when))


SCENARIOS = (Filter, Nameless, Append, Torn, Leftover, Chunks, Undone, Mended, Moved,
             Synced, Periods, Tidy, Streams, Vhosts, Seal, Stream, Frames, Full)
