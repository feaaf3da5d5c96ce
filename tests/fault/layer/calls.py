# SPDX-License-Identifier: ISC
"""The calls of a program that lead to the file system: from its machine code
those there are, from the log of inject.so those that were made."""

import collections
import errno
import os
import re
import subprocess

# Whose calls are to fail, and what stands between them and the C library.
OURS = re.compile(r"src/(write|retain)/")
BELOW = ("src/base/file.c", "src/base/fd.c")
# Messages are written too, but that is another matter.
APART = ("src/base/warn.c", "src/base/probe.c", "src/base/clock.c")

# What inject.so stands before. A plain C name each; in its log some have
# another, for what the same call is used for.
INJECTED = frozenset(
    "open openat __openat_2 close read pread write pwrite lseek fsync "
    "fdatasync syncfs ftruncate fstat fstatat faccessat fchmod fchown "
    "futimens flock fcntl linkat renameat renameat2 unlinkat mkdirat "
    "scandirat fdopendir readdir closedir stat dup3".split())
# What has nothing to do with files, or touches none.
HARMLESS = re.compile(
    r"(__errno_location|__stack_chk_fail|__assert_fail|(__)?v?snprintf(_chk)?|"
    r"(__)?(mem|str)[a-z_]+|(c|m|re)alloc|reallocarray|free|qsort|bsearch|poll|dirfd|"
    r"nanosleep|time|clock_gettime|geteuid|kill|getpid|pthread_\w+|"
    r"g(mtime|etenv)(_r)?|localtime_r|alphasort|fnmatch)$")

# What each call may fail with; the first is tried wherever it is made, since
# most often it has a way of its own in the program. Nothing that would be a lie about what is
# there: ENOENT only where it says that the directory went away.
ERRNOS = {
    "open": "EACCES EIO EMFILE ENOMEM",
    "openrw": "EACCES EIO EMFILE EROFS EPERM",
    "create": "EACCES EIO EMFILE ENOSPC EDQUOT EROFS EEXIST ENOENT",
    "tmpfile": "EOPNOTSUPP EISDIR EACCES ENOSPC EDQUOT EROFS EMFILE",
    "close": "EIO EINTR",
    "read": "EIO EINTR",
    "pread": "EIO EINTR",
    "write": "EIO ENOSPC EDQUOT EINTR EFBIG EROFS",
    "pwrite": "EIO ENOSPC EDQUOT EINTR",
    "lseek": "",
    "fsync": "EIO ENOSPC EDQUOT EROFS EINVAL EINTR",
    "fdatasync": "EIO ENOSPC EDQUOT EROFS EINVAL EINTR",
    "syncfs": "EIO ENOSPC EDQUOT",
    "ftruncate": "EIO EINTR EROFS EPERM",
    "fstat": "EIO ENOMEM",
    "fstatat": "EIO EACCES",
    "faccessat": "EACCES EROFS EIO",
    "fchmod": "EPERM EIO EROFS",
    "fchown": "EPERM EIO EROFS EDQUOT",
    "futimens": "EPERM EIO EROFS",
    "flock": "EWOULDBLOCK ENOLCK EINTR",
    "fcntl": "EPERM",
    "lease": "EINVAL EAGAIN EACCES",
    "linkat": "ENOENT EEXIST EIO ENOSPC EDQUOT EROFS EPERM",
    "renameat": "EIO ENOSPC EDQUOT EROFS EACCES",
    "renameat2": "EINVAL EIO ENOSPC EDQUOT EROFS EACCES ENOSYS",
    "unlinkat": "EIO EROFS EACCES EPERM",
    "mkdirat": "EIO ENOSPC EDQUOT EROFS EACCES",
    "scandirat": "EIO EMFILE ENOMEM EACCES",
    "stat": "EIO EACCES",
    "dup3": "EMFILE EBUSY",
    "fdopendir": "ENOMEM EIO",
    "readdir": "EIO",
    "closedir": "EIO",
}
SHORTEN = ("read", "pread", "write", "pwrite")
KILLS = {"write": ("kill", "half", "killed"), "pwrite": ("kill", "half",
                                                         "killed")}


# Made at few places: each of them is tried.
ALWAYS = ("tmpfile", "linkat", "renameat2", "lease")
# And what stays wrong for longer than one call.
LASTING = {
    "create": "ENOSPC", "fdatasync": "EIO", "flock": "ENOLCK", "fstat": "EIO",
    "fsync": "EIO", "lease": "EINVAL", "linkat": "ENOENT", "openrw": "EROFS",
    "pread": "EIO", "renameat": "ENOSPC", "renameat2": "ENOSYS",
    "scandirat": "EMFILE", "tmpfile": "EOPNOTSUPP", "unlinkat": "EROFS",
    "write": "ENOSPC"}


Fault = collections.namedtuple("Fault", "name onwards action")


def errors(call):
    """How it fails."""
    once = [Fault(n, "", f"e{getattr(errno, n)}") for n in ERRNOS[call].split()]
    if call in LASTING:
        n = LASTING[call]
        once.append(Fault(n + "+", "+", f"e{getattr(errno, n)}"))
    return ([Fault("short", "", "short")] if call in SHORTEN else []) + once


def kills(call):
    """How the process dies there."""
    return [Fault(k, "", k) for k in KILLS.get(call, ("kill", "killed"))]


Call = collections.namedtuple("Call", "back function target name jump")


class Program:
    """The machine code of one."""

    def __init__(self, path):
        self.path = path
        self.start = {}    # of functions: {address: name}
        self.calls = []
        self._read()
        self.file = {a: places[0][1] for a, places in
                     self.resolve(self.start).items()}
        self.leads = self._closure()
        self._names()

    def _read(self):
        code = subprocess.run(
            ["objdump", "-d", "--no-show-raw-insn", self.path],
            stdout=subprocess.PIPE, check=True, text=True).stdout
        function, waiting = None, None
        head = re.compile(r"([0-9a-f]+) <(.*)>:$")
        line = re.compile(r"\s*([0-9a-f]+):\s+(?:bnd |notrack )?(call|jmp)?\s*"
                          r"(?:([0-9a-f]+) <([^>+]+)>$)?")
        for text in code.splitlines():
            found = head.match(text)
            if found:
                function = int(found[1], 16)
                self.start[function] = found[2]
                continue
            found = line.match(text)
            if not found:
                continue
            if waiting:
                self.calls.append(Call(int(found[1], 16), *waiting))
                waiting = None
            if found[2] and found[3]:
                waiting = (function, int(found[3], 16), found[4],
                           found[2] == "jmp")

    def resolve(self, addresses):
        """{address: [(function, file, line)]}, what is inlined first."""
        asked = [hex(a) for a in addresses]
        said = subprocess.run(
            ["addr2line", "-e", self.path, "-a", "-f", "-i"],
            input="\n".join(asked), stdout=subprocess.PIPE, check=True,
            text=True).stdout.splitlines()
        places, here, i = {}, None, 0
        while i < len(said):
            if said[i].startswith("0x"):
                here = places.setdefault(int(said[i], 16), [])
                i += 1
                continue
            file, _, number = said[i + 1].partition(" ")[0].rpartition(":")
            here.append((said[i], re.sub(r"^(\./|.*/(?=src/))", "", file),
                         int(number) if number.isdigit() else 0))
            i += 2
        return places

    def _closure(self):
        """The functions in base and model that reach one of the C library."""
        callers = collections.defaultdict(set)
        leads = set()
        for c in self.calls:
            callers[c.target].add(c.function)
            if c.name.partition("@")[0] in INJECTED and "@" in c.name:
                leads.add(c.target)
        todo = list(leads)
        while todo:
            for f in callers[todo.pop()]:
                file = self.file[f]
                if f not in leads and file not in APART and \
                        re.match("src/(base|model)/", file):
                    leads.add(f)
                    todo.append(f)
        return leads

    def is_ours(self, function):
        return OURS.match(self.file[function]) is not None

    def _names(self):
        """self.sites: {return address: name} of the calls that have to be
        made by a test; self.strangers: what nobody has heard of."""
        used = {c.target for c in self.calls if self.is_ours(c.function)}
        for _ in BELOW:
            used |= {c.target for c in self.calls if c.function in used and
                     self.file[c.function] in BELOW}
        scope = [c for c in self.calls if self.is_ours(c.function) or
                 (self.file[c.function] in BELOW and c.function in used)]
        wanted = [c for c in scope if c.target in self.leads]
        places = {a: [p for p in found if p[1].startswith("src/")]
                  for a, found in
                  self.resolve([c.back - 1 for c in wanted]).items()}
        self.sites, self.function_of = {}, {}
        self.jumps = [c for c in wanted if c.jump and
                      c.target != c.function]
        # What the compiler has made several calls of is one.
        numbers = collections.defaultdict(list)
        for c in sorted(wanted, key=lambda c: (places[c.back - 1], c.back)):
            chain = places[c.back - 1]
            name = f"{chain[0][1]}:{chain[0][0]}:{c.name.partition('@')[0]}"
            if chain not in numbers[name]:
                numbers[name].append(chain)
            number = numbers[name].index(chain) + 1
            self.sites[c.back] = name + (f"#{number}" if number > 1 else "")
        for c in self.calls:
            self.function_of[c.back] = c.function
        self.strangers = sorted({
            c.name for c in scope if "@plt" in c.name and
            c.target not in self.leads and
            not HARMLESS.match(c.name.partition("@")[0])})


class Site(collections.namedtuple("Site", "call frames")):
    """A call as it is made from ours: frames end with the first in them."""

    def rule(self, nth, fault):
        frames = ",".join(f"{f:x}" for f in self.frames)
        return f"{self.call} {frames} {nth}{fault.onwards} {fault.action};"


def name_of(program, site):
    """What a site is called in messages."""
    name = program.sites.get(site.frames[-1], f"{site.frames[-1]:x}")
    return name if len(site.frames) == 1 else f"{name} > {site.call}"


def read_log(program, path):
    """What was called: ({site: times}, numbers of the rules that acted, all
    return addresses seen)."""
    times, acted, seen = {}, set(), set()
    if not os.path.exists(path):
        return times, acted, seen
    with open(path, encoding="ascii") as f:
        for text in f:
            call, frames, *rule = text.rstrip("\n").split(" ")
            acted.update(int(r[1:]) for r in rule)
            stack = [int(a, 16) for a in frames.split(",") if a]
            for i, back in enumerate(stack):
                function = program.function_of.get(back)
                if function is None or program.file[function] in APART:
                    break
                if not program.is_ours(function):
                    continue
                seen.update(stack[:i + 1])
                site = Site(call, tuple(stack[:i + 1]))
                times[site] = times.get(site, 0) + 1
                break
    return times, acted, seen
