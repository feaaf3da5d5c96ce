# SPDX-License-Identifier: ISC
"""Scenarios of retention: sweeps, holds, the ledger; ls and cat, which only
read."""

import os
import shutil

from filtering import AT, LATER, NOTE, Filter, clean, stamp
from state import (
    DAY, NOW, Failed, day_name, expect, held_lines, ledger, names_in, run)

JANUARY = 1735732800  # 2025-01-01 12:00 UTC: long over its fourteen months
LEDGER = ".logfade-ledger"
HEAD = LEDGER + ".head"
NOBODY = 65534


class Store(Filter):
    """A directory with what is expired, held, young, strange and foreign."""

    name = "sweep"
    fully = ()
    rules = ()
    command = ("sweep", *AT, "out")
    out = "out"
    given = ()
    verified = 0        # what --verify ends with afterwards
    expired = {0: range(0, 10), 1: range(10, 20), 4: range(40, 50)}
    held = {2: range(20, 30)}
    foreign = {5: range(50, 60)}
    # 60 to 69 are old too, but their seal says that they are kept.
    old = [*range(60, 90), *range(20, 30), *range(50, 60)]
    doomed = [*range(0, 20), *range(40, 50)]

    def fill(self, folder):
        out = os.path.join(folder, "out")
        for n, numbers in {**self.expired, **self.held,
                           **self.foreign}.items():
            clean(self.binary, folder, numbers, JANUARY + n * DAY)
        # The last but one is not sealed.
        os.chmod(os.path.join(out, self.file(4)), 0o440)
        os.rename(os.path.join(out, self.file(5, "live")),
                  os.path.join(out, self.file(5)))
        if os.geteuid() == 0:
            os.chown(os.path.join(out, self.file(5)), NOBODY, NOBODY)
        os.symlink("../in", os.path.join(out, self.file(6)))
        day = stamp(JANUARY + 2 * DAY)
        done = run(self.binary, ["hold", "add", "case", "out", "--reason",
                                 "of a court", "--from", day, "--to", day,
                                 "--test-now", str(JANUARY + 5 * DAY)], folder)
        if done.code != 0:
            raise Failed(f"no hold: {done}")
        for numbers, when in ((range(60, 70), JANUARY + 8 * DAY),
                              (range(70, 80), NOW - DAY),
                              (range(80, 90), NOW)):
            clean(self.binary, folder, numbers, when, "--keep", "forever")
        with open(os.path.join(out, "." + self.file(7, "seal")
                               .replace(".zst", ".tmp")), "wb") as f:
            f.write(b"\x28\xb5\x2f")
        self.spoil(out)

    def spoil(self, out):
        pass

    @staticmethod
    def file(n, kind="log"):
        return day_name(JANUARY + n * DAY, kind)

    def go(self, folder, env):
        return run(self.binary, self.command, folder, env=env)

    def gone(self, folder):
        out = os.path.join(folder, self.out)
        return {n for n in self.expired
                if not os.path.exists(os.path.join(out, self.file(n)))}

    def after(self, folder, done, fault):
        out = os.path.join(folder, self.out)
        found = held_lines(out, fault.killed)
        gone = self.gone(folder)
        wanted = [n for day, numbers in self.expired.items()
                  if day not in gone for n in numbers]
        expect(set(found) - set(self.given), [*self.old, *wanted],
               "behind the fault")
        self.strange(out)
        entered = ledger(out)
        for day in self.expired:
            times = entered[self.file(day)]
            if times > 1:
                raise Failed("a deletion is in the ledger twice")
            if day in gone and times == 0 and not fault.deep and \
                    b"not in the ledger" not in done.err:
                raise Failed("a deletion is not in the ledger")
        if done.code == 0 and not self.may_stay(fault) and \
                len(gone) != len(self.expired):
            raise Failed("exit status 0, and what expired is there")
        return found

    def may_stay(self, fault):
        return fault.killed

    def strange(self, out):
        if not os.path.islink(os.path.join(out, self.file(6))):
            raise Failed("a link that is none of ours is gone")

    def recover(self, folder, done, fault, before):
        again = run(self.binary, ["sweep", *AT, self.out], folder)
        if again.code != 0:
            raise Failed(f"the next sweep ends with {again.code}: {again.err}")
        if len(self.gone(folder)) != len(self.expired):
            raise Failed("what expired is there in the end")
        out = os.path.join(folder, self.out)
        found = held_lines(out, settled=False)
        expect(set(found) - set(self.given) - set(LATER), self.old,
               "in the end")
        self.strange(out)
        if os.path.exists(os.path.join(out, "." + self.file(7, "seal")
                                       .replace(".zst", ".tmp"))):
            raise Failed("an expired hidden file is there in the end")
        self.verify(folder, fault)

    def verify(self, folder, fault):
        said = run(self.binary, ["sweep", "--verify", self.out], folder)
        if said.code != self.verified and not fault.deep:
            raise Failed(f"--verify ends with {said.code}: {said.out} "
                         f"{said.err}")


class Fade(Store):
    """The same, done by who writes lines there."""

    name = "fade"
    rules = Filter.rules
    given = range(1000, 1010)

    def go(self, folder, env):
        return Filter.go(self, folder, env)

    def may_stay(self, fault):
        return True     # the next round is due soon

    def recover(self, folder, done, fault, before):
        # What is torn is seen to by who writes.
        if self.again(folder).code != 0:
            raise Failed("the next run fails")
        super().recover(folder, done, fault, before)


class Pruned(Store):
    """The directory of a vhost is empty at last, another one long since; one
    has a ledger of its own, and is none of ours."""

    name = "pruned"
    probed = ("deletion", "sweep")
    command = ("sweep", *AT, "-o", "out/{vhost}", "out")

    def spoil(self, out):
        for name in ("www.example.org", "shop.example.org"):
            os.mkdir(os.path.join(out, name), 0o750)
            os.utime(os.path.join(out, name), (JANUARY, JANUARY))
        os.rename(os.path.join(out, self.file(4)),
                  os.path.join(out, "www.example.org", self.file(4)))
        os.mkdir(os.path.join(out, "other.example.org"))
        shutil.copy(os.path.join(out, LEDGER),
                    os.path.join(out, "other.example.org"))

    def gone(self, folder):
        return super().gone(folder) - (
            {4} if os.path.exists(os.path.join(
                folder, self.out, "www.example.org", self.file(4))) else set())

    def recover(self, folder, done, fault, before):
        super().recover(folder, done, fault, before)
        out = os.path.join(folder, self.out)
        # Emptied by a run that was killed, it is for a day what a writer made.
        again = run(self.binary, ["sweep", "--test-now", str(NOW + 2 * DAY),
                                  "-o", "out/{vhost}", self.out], folder)
        if again.code != 0 or os.path.exists(os.path.join(
                out, "shop.example.org")):
            raise Failed("an empty directory of a vhost is there in the end")


class Forced(Store):
    name = "force"
    command = ("sweep", "--force", *AT, "out")


class Young(Store):
    """The first sweep of all: there is no ledger."""

    name = "first"
    probed = ("ledger", "deletion")
    verified = 1        # it knows nothing of the hold

    def spoil(self, out):
        os.unlink(os.path.join(out, LEDGER))
        os.unlink(os.path.join(out, HEAD))


class Cut(Store):
    """A crash has left half a line in the ledger."""

    name = "cut"
    probed = ("ledger",)

    def spoil(self, out):
        with open(os.path.join(out, LEDGER), "ab") as f:
            f.write(b'{"n":99,"at":"2026')


class Broken(Store):
    """Somebody wrote to the ledger."""

    name = "broken"
    verified = 1

    def spoil(self, out):
        with open(os.path.join(out, LEDGER), "ab") as f:
            f.write(b"it was not me\n")


class Behind(Store):
    """Somebody took its last line."""

    name = "behind"
    verified = 1

    def spoil(self, out):
        path = os.path.join(out, LEDGER)
        with open(path, "rb") as f:
            text = f.read()
        os.truncate(path, text.rindex(b"\n", 0, -1) + 1)


class Hold(Store):
    """A second hold, of what is young."""

    name = "hold"
    probed = ("hold",)
    command = ("hold", "add", "second", "out", "--reason", "another", *AT)
    wanted = {"case", "second"}
    was = {"case"}

    def holds(self, folder):
        said = run(self.binary, ["hold", "list", self.out, *AT], folder)
        if said.code != 0:
            raise Failed(f"the holds cannot be listed: {said.err}")
        return {text.split()[1].decode() for text in said.out.splitlines()}

    def after(self, folder, done, fault):
        found = held_lines(os.path.join(folder, self.out), fault.killed)
        expect(found, [*self.old, *self.doomed], "behind the fault")
        holds = self.holds(folder)
        if holds not in (self.wanted, self.was):
            raise Failed(f"the holds are {holds}")
        if done.code == 0 and holds != self.wanted:
            raise Failed("exit status 0, and the holds are as before")
        return holds

    def recover(self, folder, done, fault, before):
        again = run(self.binary, self.command, folder)
        if again.code not in ((0,) if before == self.was else (0, 1, 74)):
            raise Failed(f"the next time: {again.code} {again.err}")
        if self.holds(folder) != self.wanted:
            raise Failed("the hold is not what it should be in the end")
        self.swept(folder)
        self.verify(folder, fault)

    def swept(self, folder):
        """A hold of all days: nothing goes."""
        if run(self.binary, ["sweep", *AT, self.out], folder).code != 0:
            raise Failed("the sweep in the end fails")
        expect(held_lines(os.path.join(folder, self.out)),
               [*self.old, *self.doomed], "in the end")


class FirstHold(Hold):
    name = "firsthold"
    probed = ("hold", "ledger")
    wanted = {"second"}
    was = set()

    def spoil(self, out):
        for name in (LEDGER, HEAD, ".logfade-holds"):
            os.unlink(os.path.join(out, name))


class Release(Hold):
    name = "release"
    command = ("hold", "release", "case", "out", *AT)
    wanted = set()
    was = {"case"}

    def swept(self, folder):
        if run(self.binary, ["sweep", *AT, self.out], folder).code != 0:
            raise Failed("the sweep in the end fails")
        expect(held_lines(os.path.join(folder, self.out)),
               set(self.old) - set(self.held[2]), "in the end")


class Reading(Store):
    """Nothing changes, and what is said is all of it or the exit status is
    another."""

    name = "dry"
    command = ("sweep", "-n", "--json", *AT, "out")
    def state(self, folder):
        out = os.path.join(folder, self.out)
        found = {}
        for at, _, names in os.walk(out):
            for name in names:
                path = os.path.join(at, name)
                st = os.lstat(path)
                found[path] = (st.st_size, st.st_mtime_ns, st.st_mode)
        return found

    def build(self, folder):
        super().build(folder)
        self.good = self.go(folder, {}).out
        self.was.pop(folder)
        if not self.good and self.code == 0:
            raise Failed("it says nothing")

    def go(self, folder, env):
        self.was = getattr(self, "was", {})
        self.was[folder] = self.state(folder)
        return super().go(folder, env)

    def after(self, folder, done, fault):
        if self.state(folder) != self.was.pop(folder):
            raise Failed("the directory has changed")
        if fault.killed:
            return
        if done.code == self.code and not self.is_all(done.out):
            raise Failed(f"exit status {done.code}, and less is said")

    def is_all(self, out):
        return out == self.good

    def recover(self, folder, done, fault, before):
        if self.go(folder, {}).out != self.good:
            raise Failed("the next time it says something else")
        self.was.pop(folder)


class Verify(Reading):
    name = "verify"
    command = ("sweep", "--verify", *AT, "out")


class VerifyMissing(Reading):
    """Only the head is left of a ledger."""

    name = "missing"
    command = ("sweep", "--verify", *AT, "out")
    code = 1

    def spoil(self, out):
        os.unlink(os.path.join(out, LEDGER))


class Below(Verify):
    """The directory of a vhost, whose ledger is the one above."""

    name = "below"
    command = ("hold", "add", "more", "out/www.example.org", "--reason", "x",
               *AT)
    code = 74

    def fill(self, folder):
        super().fill(folder)
        os.mkdir(os.path.join(folder, "out", "www.example.org"))

    def is_all(self, out):
        return True


class Ls(Reading):
    name = "ls"
    command = ("ls", "--json", *AT, "out")

    def fill(self, folder):
        """With a stream beside."""
        out = os.path.join(folder, "out")
        for i in (2, 1, 0):
            clean(self.binary, folder, range(i * 10, i * 10 + 10),
                  NOW - i * DAY)
        vhost = os.path.join(folder, "www.example.org")
        shutil.copytree(out, vhost)
        os.rename(vhost, os.path.join(out, "www.example.org"))
        # Late lines, and some that are damaged.
        clean(self.binary, folder, range(70, 80), NOW - 2 * DAY)
        path = next(p for p in names_in(os.path.join(out, "www.example.org"),
                                        True) if "-20" in p)
        self.damage(path)

    def damage(self, path):
        pass


class Cat(Ls):
    name = "cat"
    command = ("cat", *AT, "out")


class CatDamaged(Ls):
    name = "catdamaged"
    command = ("cat", *AT, "out")
    code = 74

    def damage(self, path):
        os.chmod(path, 0o640)
        with open(path, "r+b") as f:
            data = f.read()
            # In the checksum of the frame before the seal.
            at = data.rindex(NOTE) - 1
            f.seek(at)
            f.write(bytes([data[at] ^ 1]))

    def is_all(self, out):
        return True


SCENARIOS = (Store, Fade, Pruned, Forced, Young, Cut, Broken, Behind, Hold, FirstHold,
             Release, Reading, Verify, VerifyMissing, Below, Ls, Cat, CatDamaged)
