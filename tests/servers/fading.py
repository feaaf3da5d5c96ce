# SPDX-License-Identifier: ISC
"""What a directory of segments has to hold at any time: a model that knows
each line that went in and what it is one of, and counts on a calendar of its
own."""

import calendar
import collections
import ctypes
import datetime
import json
import os
import re
import zoneinfo

from harness import check, same

HOUR = 3600
DAY = 86400
OTHER = "_other"
NAME = re.compile(r"\.?access-(?:([a-z]+)-)?"
                  r"(\d{4}(?:-\d\d-\d\d|-\d\d|-W\d\d))(?:\.(\d+))?"
                  r"\.(live\.zst|log\.zst|seal\.tmp)")
CLEAN = re.compile(r'.* - - \[([^]]+)\] "[A-Z]+ /[a-z]+/n(\d+)\.html HTTP/1')
FORM = "%d/%b/%Y:%H:%M:%S %z"
zstd = ctypes.CDLL("libzstd.so.1")
zstd.ZSTD_decompress.restype = ctypes.c_size_t
zstd.ZSTD_decompress.argtypes = (ctypes.c_void_p, ctypes.c_size_t,
                                 ctypes.c_void_p, ctypes.c_size_t)
room = ctypes.create_string_buffer(1 << 20)


def decompress(path):
    """The text of a file, which has to decode from end to end."""
    with open(path, "rb") as f:
        data = f.read()
    n = zstd.ZSTD_decompress(room, len(room), data, len(data))
    check(n <= len(room), f"{os.path.basename(path)} does not decode")
    return ctypes.string_at(room, n).decode()


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


class Sort:
    """Lines of which the same is said: the class (or "") and its keep (or
    None), to how many seconds their times are rounded, what becomes of their
    addresses, and what they may look like: "METHOD PATH STATUS"."""

    def __init__(self, name, keep, step, address, *looks):
        self.name = name
        self.keep = keep
        self.step = step
        self.address = address
        self.looks = looks


class Host:
    """What a client asked for, the stream of that, and its keep (or None)."""

    def __init__(self, name, stream="", keep=None):
        self.name = name
        self.stream = stream
        self.keep = keep


class Line:
    """A line of a log, and when it is of: rounded, as it is written out."""

    def __init__(self, number, when, east, sort, look, host):
        self.number = number
        self.when = when
        self.east = east        # of UTC, in seconds
        self.sort = sort
        self.host = host
        self.look = look
        self.rounded = when - (when + east) % sort.step
        self.shown = None       # in which second it counts, once written

    def stamp(self, when):
        """That time, as the line has it."""
        return datetime.datetime.fromtimestamp(when, datetime.timezone(
            datetime.timedelta(seconds=self.east))).strftime(FORM)

    def text(self, address, when):
        """The line with that address and time."""
        method, path, status = self.look.split()
        return (f'{self.host.name} {address} - - [{self.stamp(when)}] '
                f'"{method} {path}n{self.number}.html HTTP/1.1" {status} 1 '
                '"-" "-"').lstrip()

    def raw(self):
        """The line of the server."""
        return self.text(f"192.0.2.{self.number % 250}", self.when) + "\n"


class Keeps:
    """How long what is kept."""

    def __init__(self, keep, sorts, hosts):
        self.keep = keep
        self.sorts = {s.name: s for s in sorts}
        self.hosts = {h.stream: h for h in hosts}
        self.least = min([keep] + [h.keep for h in hosts if h.keep], key=rough)

    def line(self, line):
        """Of a line, when it comes."""
        return line.sort.keep or line.host.keep or self.keep

    def file(self, stream, name):
        """Of what is in a stream, of the class of that name."""
        if self.sorts[name].keep:
            return self.sorts[name].keep
        if stream == OTHER:
            return self.least
        return self.hosts[stream].keep or self.keep


def rough(keep):
    """About how many days that are."""
    count, unit = keep.split()
    return int(count) * (1 if unit == "days" else 30.4)


class Hold:
    """An order: days, or None where it does not end there, and what of."""

    def __init__(self, days, stream=None, name=None):
        self.start, self.last, self.until = days
        self.stream = stream
        self.name = name        # of a class

    def covers(self, file, days, today):
        """Is it about a file of those days?"""
        return ((self.start is None or days[1] > self.start) and
                (self.last is None or days[0] <= self.last) and
                (self.until is None or today <= self.until) and
                (self.stream in (None, file.stream) or
                 file.stream in ("", OTHER)) and
                self.name in (None, file.sort))


class File:
    """A file that is there."""

    def __init__(self, stream, name, state):
        self.stream = stream
        self.name = os.path.join(stream, name)
        self.state = state      # what it is told from another by
        self.sort, self.period, self.serial, self.kind = NAME.fullmatch(
            name).groups("")
        self.lines = set()
        self.low = None         # the first second at which a line is too old
        self.low_of = None

    def place(self):
        """What lines of the same end in."""
        return self.stream, self.sort, self.period


class Model:
    """What is known of a directory and its streams."""

    def __init__(self, folder, local, keeps, rotate):
        self.folder = folder
        self.local = local
        self.keeps = keeps
        self.rotate = rotate
        self.lines = {}         # by number: all that were written
        self.files = {}         # by name: as they were seen last
        self.holds = {}         # by name
        self.gone = []          # files, in order
        self.unseen = set()     # places of lines that went before they came
        self.doubtful = set()   # names of what was begun when a filter came
        self.empty = {}         # streams that a kill left empty: since when
        self.pruned = 0         # directories of streams that went

    # ---- how old things are ----

    def low(self, file):
        """The first second at which any of a file is too old. Between its
        first line and its last there may be one at any time."""
        keep = self.keeps.file(file.stream, file.sort)
        if file.low_of != len(file.lines):
            file.low_of = len(file.lines)
            shown = [self.lines[n].shown for n in file.lines]
            if shown:
                times = self.local.moments(min(shown), max(shown))
            else:
                times = {self.local.midnight(self.local.days(file.period)[0])}
            file.low = min(self.local.expiry(keep, t) for t in times)
        return file.low

    def oldest(self, file):
        """When the first line was."""
        return min(self.lines[n].shown for n in file.lines)

    def held(self, file, now):
        """The names of the holds that cover a file."""
        days = self.local.days(file.period)
        today = self.local.wall(now).date()
        return {name for name, h in self.holds.items()
                if h.covers(file, days, today)}

    def next_low(self, after, before):
        """When the next file is due."""
        due = [t for f in self.files.values() if after < (t := self.low(f)) <=
               before]
        return min(due, default=None)

    # ---- what is there ----

    def place(self, line, stream=None):
        """What a line has to be in, or would be in that stream."""
        return (line.host.stream if stream is None else stream,
                line.sort.name, self.local.period(self.rotate, line.shown))

    def read(self, file):
        """What is in a file: lines as they went in, each where it has to be.
        When there are too many streams that is the one of all others."""
        for text in decompress(os.path.join(self.folder, file.name)
                               ).splitlines():
            match = CLEAN.match(text)
            check(match, f"{file.name}: a line that nobody sent")
            number = int(match.group(2))
            line = self.lines[number]
            same(f"text of {number}", text.replace(match.group(1), "-", 1),
                 line.text(line.sort.address, 0).replace(line.stamp(0), "-"))
            if line.shown == line.rounded:
                same(f"time of {number}", match.group(1),
                     line.stamp(line.rounded))
            check(file.place() in (self.place(line), self.place(
                line, file.stream and OTHER)), f"{number}, of {line.when}, "
                f"{line.look}, {line.host.name}, is in {file.name}")
            check(number not in file.lines, f"{number} is there twice")
            file.lines.add(number)

    def scan(self, stream="", found=None):
        """The files as they are now; those that have not changed are not read
        again."""
        found = {} if found is None else found
        with os.scandir(os.path.join(self.folder, stream)) as entries:
            for e in entries:
                if e.name.startswith(".logfade-") and not stream:
                    continue
                if e.is_dir(follow_symlinks=False):
                    check(not stream and e.name in self.keeps.hosts,
                          f"a directory named {e.name!r}")
                    self.scan(e.name, found)
                    continue
                check(NAME.fullmatch(e.name), f"a file named {e.name!r}")
                st = e.stat(follow_symlinks=False)
                state = (st.st_ino, st.st_size, st.st_mtime_ns)
                file = self.files.get(os.path.join(stream, e.name))
                if file is None or file.state != state:
                    file = File(stream, e.name, state)
                    if file.kind != "seal.tmp":
                        self.read(file)
                found[file.name] = file
        return found

    def look_streams(self, now, swept):
        """See that no stream is there any more that has no segments. One that
        is killed may leave it, and then it is given a day."""
        there = {e.name for e in os.scandir(self.folder) if e.is_dir()}
        used = {f.stream for f in self.files.values()}
        self.empty = {s: t for s, t in self.empty.items()
                      if s in there - used}
        for stream in there - used:
            if not swept:
                self.empty[stream] = now
                # That clock is not set.
                os.utime(os.path.join(self.folder, stream), (now, now))
            check(now - self.empty.get(stream, 0) <= DAY,
                  f"the empty {stream} is there at {now}")

    def look(self, now, fed=None, swept=True):
        """See that what went had to go, and what had to go went, after a sweep
        or after a filter that was fed lines."""
        found = self.scan()
        here = set()
        for f in found.values():
            twice = here & f.lines
            check(not twice, f"in two files: {twice}")
            here |= f.lines
        before = {f.stream for f in self.files.values()}
        self.look_gone(now, found, here, None if fed is None else
                       {n: self.lines[n] for n in fed})
        self.files = found
        self.look_streams(now, swept)
        self.pruned += sum(not os.path.exists(os.path.join(
            self.folder, stream)) for stream in before)
        for f in found.values():
            if not swept or self.low(f) > now:
                continue
            check(self.held(f, now), f"{f.name} is there at {now}, and was "
                  f"due at {self.low(f)} ({self.local.name})")

    def look_gone(self, now, found, here, fed):
        """See that what is gone was due, and not held."""
        left = {n: x for n, x in (fed or {}).items() if n not in here}
        for f in self.files.values():
            if found.get(f.name) is f:
                continue
            if f.kind == "seal.tmp" or not f.lines:
                # A filter may have made it whole, or begun it anew.
                if fed is not None:
                    self.doubtful.add(f.name)
                elif f.name not in found:
                    self.gone.append(f)
                    self.look_due(now, f)
                continue
            if not f.lines - here:
                continue
            check(not f.lines & here, f"only a part of {f.name} is gone")
            # What was fed meanwhile may have been in it, and older.
            if f.kind == "live.zst":
                f.lines |= {n for n, x in left.items()
                            if self.place(x, f.stream) == f.place() and
                            f.stream in (x.host.stream, OTHER)}
            self.gone.append(f)
            self.look_due(now, f)
        for n, line in left.items():
            self.look_unseen(now, found, n, line)

    def look_unseen(self, now, found, number, line):
        """See that a line that was fed, and is in no file, was due."""
        places = {self.place(line, stream)
                  for stream in (line.host.stream, line.host.stream and OTHER)}
        self.unseen |= places
        if any(f.place() in places and f.name not in found
               for f in self.files.values()):
            return
        ones = [File(stream, "access-" + "-".join(filter(None, rest)) +
                     ".live.zst", None) for stream, *rest in sorted(places)]
        for one in ones:
            one.lines.add(number)
        # It was in one of them.
        self.look_due(now, min(ones, key=lambda f: (
            self.low(f) > now, len(self.held(f, now)))))

    def look_due(self, now, f):
        """See that a file that is gone was due, and not held."""
        check(self.low(f) <= now, f"{f.name} is gone at {now}, and was due "
              f"only at {self.low(f)} ({self.local.name})")
        check(not self.held(f, now), f"{f.name} is gone, and was held")

    # ---- what the program says ----

    def listing(self, text, now):
        """See that what `sweep --json' says is so, given what is there."""
        for said in map(json.loads, text.splitlines()):
            stream = said["stream"].removeprefix(".")
            f = self.files[os.path.join(stream, said["file"])]
            due = self.low(f) <= now
            held = self.held(f, now)
            same(f"reason of {f.name} at {now}", said["reason"],
                 "young" if not due else "held" if held else "expired")
            check(said["hold"] in (held or {None}), f"hold of {f.name}")
            same("class", said["class"], f.sort or None)
            same("keep", said["keep"], self.keeps.file(f.stream, f.sort))
            if due and f.kind != "seal.tmp":
                same("oldest", said["oldest"], iso(self.oldest(f)))
                same("expires", said["expires"], iso(self.low(f)))
        same("files that are listed", len(text.splitlines()), len(self.files))

    def ledger(self):
        """See that each file that went is there once, and none else."""
        with open(os.path.join(self.folder, ".logfade-ledger"),
                  encoding="ascii") as f:
            entries = [json.loads(x) for x in f]
        said = collections.Counter(e["file"] for e in entries
                                   if e["op"] == "delete")
        said.subtract(f.name for f in self.gone)
        for name, times in said.items():
            check(times >= 0, f"{name} is not in the ledger")
            check(times == 0 or name in self.doubtful or
                  File(*os.path.split(name), None).place() in self.unseen,
                  f"{name} is in the ledger, and did not go")


def iso(when):
    """A time as the program says it."""
    return datetime.datetime.fromtimestamp(
        when, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
