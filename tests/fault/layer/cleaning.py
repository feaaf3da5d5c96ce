# SPDX-License-Identifier: ISC
"""Scenarios of in-place."""

import gzip
import os

from filtering import FILTER, Filter
from state import (
    NOW, Failed, expect, line, lines, look_for_raw, numbers_in, run, unpack)

MTIME = 1577880000  # long ago for any clock


class InPlace(Filter):
    """The raw file is there, as it was, or the clean one is, whole."""

    name = "inplace"
    fully = ()
    rules = ()
    raw = "access.log.1"
    args = ()
    given = range(200)
    grown = ()          # lines that come in while it is read
    clean = "access.log.1.zst"
    unique = False

    def build(self, folder):
        self.fill(os.path.join(folder, "logs"))

    def data(self):
        return lines(self.given, NOW - 9000)

    def fill(self, logs):
        os.mkdir(logs)
        self.put(os.path.join(logs, self.raw), self.data())

    @staticmethod
    def put(path, data):
        with open(path, "wb") as f:
            f.write(data)
        os.chmod(path, 0o604)
        os.utime(path, (MTIME, MTIME))

    def command(self):
        # Another thread that forks may have the raw file open for a moment.
        return ["in-place", *FILTER, "--keep", "forever", "--settle", "5",
                *self.args, "logs/" + self.raw]

    def go(self, folder, env):
        env = {**env, "FAULT_FILE": os.path.join(folder, "logs", self.raw),
               "FAULT_LINE": "".join(line(n, NOW) for n in self.grown)}
        return run(self.binary, self.command(), folder, env=env)

    def clean_lines(self, path):
        data = unpack(path, False)
        with open(path, "rb") as f:
            look_for_raw(f.read(), "the clean file")
        look_for_raw(data, "the clean file")
        return numbers_in(data, "the clean file")

    def whole(self, path):
        expect(self.clean_lines(path), [*self.given, *self.grown], path)

    def after(self, folder, done, fault):
        logs = os.path.join(folder, "logs")
        names = set(os.listdir(logs))
        hidden = "." + self.clean + ".tmp"
        if names - {self.raw, self.clean} - ({hidden} if fault.killed or
                                             fault.deep else set()):
            raise Failed(f"there is {sorted(names)}")
        if self.clean in names:
            self.look_at_clean(os.path.join(logs, self.clean), names)
        if self.raw in names:
            self.look_at_raw(os.path.join(logs, self.raw), names)
        elif self.clean not in names:
            raise Failed("neither is there")
        if done.code == 0 and names != {self.clean}:
            raise Failed(f"exit status 0, and there is {sorted(names)}")
        return names

    def look_at_clean(self, path, names):
        self.whole(path)
        st = os.stat(path)
        if st.st_mode & 0o777 != 0o604 or int(st.st_mtime) != MTIME:
            raise Failed("another mode or time")

    def look_at_raw(self, path, names):
        with open(path, "rb") as f:
            if f.read() != self.data() and not self.changed(names):
                raise Failed("the raw file is not what it was")

    def changed(self, names):
        return "--shred" in self.args and self.clean in names

    def recover(self, folder, done, fault, before):
        again = run(self.binary, self.command(), folder)
        if again.code != 0 and b"No such file" not in again.err:
            raise Failed(f"the next run: {again.code} {again.err}")
        logs = os.path.join(folder, "logs")
        if os.listdir(logs) != [self.clean]:
            raise Failed(f"in the end there is {os.listdir(logs)}")
        self.whole(os.path.join(logs, self.clean))


class Gzip(InPlace):
    name = "inplace-gz"
    raw = "access.log.1.gz"

    def data(self):
        return gzip.compress(super().data(), mtime=0)


class Shred(InPlace):
    name = "inplace-shred"
    probed = ("inplace",)
    args = ("--shred",)


class Resumed(InPlace):
    """It was cleaned, and the process killed before the raw file was gone."""

    name = "inplace-resumed"
    unique = True
    probe = "inplace.published"
    args = ("--shred",)

    def fill(self, logs):
        super().fill(logs)
        killed = run(self.binary, self.command(), os.path.dirname(logs),
                     env={"LOGFADE_PROBE": self.probe})
        if killed.code != -9:
            raise Failed(f"was not killed: {killed.code} {killed.err}")


class Shredded(Resumed):
    """The same, with the raw file overwritten in part."""

    name = "inplace-shredded"
    probe = "inplace.shredding"


class Linked(InPlace):
    """It has another name, under which it would stay: it is refused."""

    name = "inplace-linked"
    code = 74
    unique = True

    def fill(self, logs):
        super().fill(logs)
        os.link(os.path.join(logs, self.raw), logs + ".other")

    def after(self, folder, done, fault):
        if os.listdir(os.path.join(folder, "logs")) != [self.raw]:
            raise Failed("it was cleaned all the same")

    def recover(self, folder, done, fault, before):
        os.unlink(os.path.join(folder, "logs.other"))
        super().recover(folder, done, fault, before)


class Stale(InPlace):
    """A hidden file was left by one that was killed."""

    name = "inplace-stale"

    def fill(self, logs):
        super().fill(logs)
        with open(os.path.join(logs, "." + self.clean + ".tmp"), "wb") as f:
            f.write(b"half of it")

    def after(self, folder, done, fault):
        stale = os.path.join(folder, "logs", "." + self.clean + ".tmp")
        if done.code != 0 and os.path.exists(stale):
            os.unlink(stale)
        return super().after(folder, done, fault)


class Ours(InPlace):
    """Nothing is to be done with what is clean already."""

    name = "inplace-clean"
    raw = "access.log.1.zst"

    def fill(self, logs):
        os.mkdir(logs)
        raw = os.path.join(logs, "access.log.1")
        self.put(raw, self.data())
        done = run(self.binary, [*self.command()[:-1], "logs/access.log.1"],
                   os.path.dirname(logs))
        if done.code != 0:
            raise Failed(f"it cannot be filled: {done}")

    def look_at_raw(self, path, names):
        pass


class Grown(InPlace):
    """Lines come in after it was published: what was made is withdrawn."""

    name = "inplace-grown"
    rules = (("lease", "*", "1+", "e22"),
             ("fstat", "src/write/inplace.c:is_same:fstat", 2, "append"))
    grown = (5000,)
    code = 74
    deep = True

    def look_at_clean(self, path, names):
        raise Failed("the clean file of another raw one is there")

    def after(self, folder, done, fault):
        logs = os.path.join(folder, "logs")
        clean = os.path.join(logs, self.clean)
        names = set(os.listdir(logs))
        if self.raw not in names:
            raise Failed("the raw file is gone, and with it a line")
        if self.clean in names:
            # It could not be withdrawn: that is told, and a human is needed.
            if done.code == 0:
                raise Failed("exit status 0")
            os.unlink(clean)
        return names

    def recover(self, folder, done, fault, before):
        path = os.path.join(folder, "logs", self.raw)
        with open(path, "rb") as f:
            wanted = f.read().count(b"\n")
        again = run(self.binary, self.command(), folder)
        logs = os.path.join(folder, "logs")
        if again.code != 0 or os.listdir(logs) != [self.clean]:
            raise Failed(f"the next run: {again.code} {again.err}")
        found = self.clean_lines(os.path.join(logs, self.clean))
        if sum(found.values()) != wanted:
            raise Failed("lines are missing in the end")


SCENARIOS = (InPlace, Gzip, Shred, Resumed, Shredded, Linked, Stale, Ours, Grown)
