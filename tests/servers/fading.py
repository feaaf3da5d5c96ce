# SPDX-License-Identifier: ISC
"""What a directory of segments has to hold at any time: a model that knows
each line that went in, and counts on a calendar of its own."""

import calendar
import ctypes
import datetime
import json
import os
import re
import zoneinfo

from harness import check, same

HOUR = 3600
DAY = 86400
NAME = re.compile(r"\.?access-(\d{4}(?:-\d\d-\d\d|-\d\d|-W\d\d))"
                  r"(?:\.(\d+))?\.(live\.zst|log\.zst|seal\.tmp)")
CLEAN = re.compile(r'192\.0\.0\.0 - - \[([^]]+)\] "GET /n(\d+)\.html '
                   r'HTTP/1\.1" 200 1 "-" "-"')
FORM = "%d/%b/%Y:%H:%M:%S %z"
zstd = ctypes.CDLL("libzstd.so.1")
zstd.ZSTD_decompress.restype = ctypes.c_size_t
zstd.ZSTD_decompress.argtypes = (ctypes.c_void_p, ctypes.c_size_t,
                                 ctypes.c_void_p, ctypes.c_size_t)


def decompress(path):
    """The text of a file, which has to decode from end to end."""
    with open(path, "rb") as f:
        data = f.read()
    room = ctypes.create_string_buffer(1 << 20)
    n = zstd.ZSTD_decompress(room, len(room), data, len(data))
    check(n <= len(room), f"{os.path.basename(path)} does not decode")
    return room.raw[:n].decode()


class Local:
    """The calendar of a time zone, in seconds since 1970 (UTC)."""

    def __init__(self, name):
        self.name = name
        self.zone = zoneinfo.ZoneInfo(name)

    def wall(self, when):
        """What a clock on the wall shows."""
        return datetime.datetime.fromtimestamp(when, self.zone).replace(
            tzinfo=None)

    def when(self, wall):
        """The first second at which it shows that, or more."""
        high = int(wall.replace(tzinfo=self.zone, fold=0).timestamp())
        if self.wall(high) == wall:
            return high
        low = int(wall.replace(tzinfo=self.zone, fold=1).timestamp())
        while high - low > 1:
            middle = (low + high) // 2
            if self.wall(middle) >= wall:
                high = middle
            else:
                low = middle
        return high

    def expiry(self, keep, when):
        """The first second at which what was then is too old."""
        count, unit = keep.split()
        wall = self.wall(when)
        if unit == "days":
            return self.when(wall + datetime.timedelta(days=int(count)))
        month = wall.year * 12 + wall.month - 1 + int(count)
        year, month = month // 12, month % 12 + 1
        last = calendar.monthrange(year, month)[1]
        return self.when(wall.replace(year=year, month=month,
                                      day=min(wall.day, last)))

    def period(self, rotate, when):
        """What a file of that time is called."""
        day = self.wall(when).date()
        if rotate == "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        return day.isoformat()[:7 if rotate == "month" else 10]

    def days(self, period):
        """The first day of the period that a file is called by, and the one
        behind its last."""
        if "W" in period:
            day = datetime.date.fromisocalendar(int(period[:4]),
                                                int(period[6:]), 1)
            return day, day + datetime.timedelta(days=7)
        if len(period) == 10:
            day = datetime.date.fromisoformat(period)
            return day, day + datetime.timedelta(days=1)
        day = datetime.date.fromisoformat(period + "-01")
        return day, (day + datetime.timedelta(days=31)).replace(day=1)

    def moments(self, first, last):
        """When lines between may be that expire before the first one does: at
        midnight, as months have different days, and where a clock changes."""
        found = {first, last}
        day = self.wall(first).date()
        while (start := self.midnight(day)) < last:
            day += datetime.timedelta(days=1)
            end = self.midnight(day)
            found.add(end)
            if end - start != DAY:
                found.update(range(start, end, HOUR))
        return {t for t in found if first <= t <= last}

    def midnight(self, day):
        """When a day starts."""
        return self.when(datetime.datetime.combine(day, datetime.time()))


class Line:
    """A line of a log, and when it is of: rounded, as it is written out."""

    def __init__(self, number, when, east, rounded):
        self.number = number
        self.when = when
        self.east = east        # of UTC, in seconds
        self.rounded = when - (when + east) % HOUR if rounded else when
        self.shown = None       # in which second it counts, once written

    def stamp(self, when):
        """That time, as the line has it."""
        return datetime.datetime.fromtimestamp(when, datetime.timezone(
            datetime.timedelta(seconds=self.east))).strftime(FORM)

    def raw(self):
        """The line of the server."""
        return (f'192.0.2.{self.number % 250} - - [{self.stamp(self.when)}] '
                f'"GET /n{self.number}.html HTTP/1.1" 200 1 "-" "-"\n')


class File:
    """A file that is there."""

    def __init__(self, name, state):
        self.name = name
        self.state = state      # what it is told from another by
        self.period, self.serial, self.kind = NAME.fullmatch(name).groups()
        self.lines = set()
        self.low = None         # the first second at which a line is too old
        self.low_of = None


class Model:
    """What is known of a directory. The keep may be changed."""

    def __init__(self, folder, local, keep, rotate):
        self.folder = folder
        self.local = local
        self.keep = keep
        self.rotate = rotate
        self.lines = {}         # by number: all that were written
        self.files = {}         # by name: as they were seen last
        self.holds = {}         # name: (from, to, until), days
        self.gone = []          # names of files, in order
        self.unseen = set()     # periods of lines that went before they came

    # ---- how old things are ----

    def low(self, file):
        """The first second at which any of a file is too old. Between its
        first line and its last there may be one at any time."""
        lines = sorted(self.lines[n].shown for n in file.lines)
        key = (self.keep, lines[0], lines[-1]) if lines else self.keep
        if file.low_of != key:
            file.low_of = key
            if lines:
                times = self.local.moments(lines[0], lines[-1])
            else:
                times = {self.local.midnight(self.local.days(file.period)[0])}
            file.low = min(self.local.expiry(self.keep, t) for t in times)
        return file.low

    def oldest(self, file):
        """When the first line was."""
        return min(self.lines[n].shown for n in file.lines)

    def held(self, file, now):
        """The names of the holds that cover a file."""
        first, end = self.local.days(file.period)
        today = self.local.wall(now).date()
        return {name for name, (start, last, until) in self.holds.items()
                if (start is None or end > start) and
                (last is None or first <= last) and
                (until is None or today <= until)}

    def next_low(self, after, before):
        """When the next file is due."""
        due = [t for f in self.files.values() if after < (t := self.low(f)) <=
               before]
        return min(due, default=None)

    # ---- what is there ----

    def read(self, file):
        """What is in a file: lines as they went in, each in its period."""
        for text in decompress(os.path.join(self.folder, file.name)
                               ).splitlines():
            match = CLEAN.fullmatch(text)
            check(match, f"{file.name}: a line that nobody sent")
            number = int(match.group(2))
            line = self.lines[number]
            if line.shown == line.rounded:
                same(f"time of {number}", match.group(1),
                     line.stamp(line.rounded))
            same(f"period of {number}, of {line.when}", file.period,
                 self.local.period(self.rotate, line.shown))
            check(number not in file.lines, f"{number} is there twice")
            file.lines.add(number)

    def scan(self):
        """The files as they are now; those that have not changed are not read
        again."""
        found = {}
        with os.scandir(self.folder) as entries:
            for e in entries:
                if e.name.startswith(".logfade-"):
                    continue
                check(NAME.fullmatch(e.name), f"a file named {e.name!r}")
                st = e.stat(follow_symlinks=False)
                state = (st.st_ino, st.st_size, st.st_mtime_ns)
                file = self.files.get(e.name)
                if file is None or file.state != state:
                    file = File(e.name, state)
                    if file.kind != "seal.tmp":
                        self.read(file)
                found[e.name] = file
        return found

    def look(self, now, fed=(), swept=True):
        """See that what went had to go, and what had to go went. Of the lines
        that were just fed those that are there are returned."""
        found = self.scan()
        here = set()
        for f in found.values():
            twice = here & f.lines
            check(not twice, f"in two files: {twice}")
            here |= f.lines
        self.look_gone(now, found, here, {n: self.lines[n] for n in fed})
        self.files = found
        for f in found.values():
            if not swept or self.low(f) > now:
                continue
            check(self.held(f, now), f"{f.name} is there at {now}, and was "
                  f"due at {self.low(f)} ({self.keep}, {self.local.name})")
        return here.intersection(fed)

    def look_gone(self, now, found, here, fed):
        """See that what is gone was due, and not held."""
        for f in self.files.values():
            if f.kind == "seal.tmp":
                if f.name not in found and self.low(f) <= now:
                    self.gone.append(f.name)
                continue
            if not f.lines - here:
                continue
            check(not f.lines & here, f"only a part of {f.name} is gone")
            # What was fed meanwhile may have been in it, and older.
            if f.kind == "live.zst":
                f.lines |= {n for n, x in fed.items() if n not in here and
                            self.local.period(self.rotate, x.shown) ==
                            f.period}
            self.gone.append(f.name)
            self.look_due(now, f)
        for n, line in fed.items():
            if n in here:
                continue
            one = File("access-" + self.local.period(self.rotate, line.shown)
                       + ".live.zst", None)
            one.lines.add(n)
            self.unseen.add(one.period)
            if not any(f.period == one.period and f.name not in found
                       for f in self.files.values()):
                self.look_due(now, one)

    def look_due(self, now, f):
        """See that a file that is gone was due, and not held."""
        check(self.low(f) <= now, f"{f.name} is gone at {now}, and was due "
              f"only at {self.low(f)} ({self.keep}, {self.local.name})")
        check(not self.held(f, now), f"{f.name} is gone, and was held")

    # ---- what the program says ----

    def listing(self, text, now):
        """See that what `sweep --json' says is so, given what is there."""
        for said in map(json.loads, text.splitlines()):
            f = self.files[said["file"]]
            due = self.low(f) <= now
            held = self.held(f, now)
            same(f"reason of {f.name} at {now}", said["reason"],
                 "young" if not due else "held" if held else "expired")
            check(said["hold"] in (held or {None}), f"hold of {f.name}")
            same("keep", said["keep"], self.keep)
            if due and f.kind != "seal.tmp":
                same("oldest", said["oldest"], iso(self.oldest(f)))
                same("expires", said["expires"], iso(self.low(f)))
        same("files that are listed", len(text.splitlines()), len(self.files))

    def ledger(self):
        """See that each file that went is there once, and none else."""
        with open(os.path.join(self.folder, ".logfade-ledger"),
                  encoding="ascii") as f:
            entries = [json.loads(x) for x in f]
        said = sorted(e["file"] for e in entries if e["op"] == "delete")
        for name in self.gone:
            check(name in said, f"{name} is not in the ledger")
            said.remove(name)
        for name in said:
            check(NAME.fullmatch(name).group(1) in self.unseen,
                  f"{name} is in the ledger, and did not go")


def iso(when):
    """A time as the program says it."""
    return datetime.datetime.fromtimestamp(
        when, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
