# SPDX-License-Identifier: ISC
"""What the tests of this folder share: a case with its own directory and its
own processes, servers on free ports, clients that know what they asked for,
and readers of what logfade wrote.

A test is a function that takes a Case. It passes when it returns, is skipped
when it raises Skip, and fails otherwise. Whatever a case started is ended with
it, children of children too: this process adopts them."""

import ctypes
import fcntl
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
LOGFADE = os.path.abspath(os.environ.get(
    "LOGFADE", os.path.join(TOP, "build/test/logfade")))
CORPORA = os.path.abspath(os.environ.get(
    "CORPORA", os.path.join(TOP, "../shared/corpora")))
PATIENCE = 60                   # seconds that anything may take
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
F_SETPIPE_SZ = 1031
F_GETPIPE_SZ = 1032
# A clean line of the format "combined".
QUOTED = r'"(?:[^"\\]|\\.)*"'
COMBINED = re.compile(
    r'[0-9a-f.:]+ - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:00:00 [+-]\d{4}\] ' +
    QUOTED + r' \d{3} (?:\d+|-) ' + QUOTED + " " + QUOTED)

libc = ctypes.CDLL(None, use_errno=True)


class Skip(Exception):
    """The test cannot be run here."""


def check(ok, why):
    """Fail unless ok."""
    if not ok:
        raise AssertionError(why)


def same(what, got, wanted):
    """Fail unless got is what was wanted; never shows more than a line."""
    if got != wanted:
        raise AssertionError(f"{what}: {str(got)[:200]}, not "
                             f"{str(wanted)[:200]}")


def need(name):
    """The path of a program, or Skip."""
    path = shutil.which(name, path=os.environ.get("PATH", "") +
                        ":/usr/sbin:/sbin:/usr/local/sbin")
    if path is None:
        raise Skip(f"no {name}")
    return path


def wait_for(ready, what):
    """Call ready until it returns something true, and return that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = ready()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {PATIENCE} s")


def settled(path):
    """Wait until nothing was added to a file for two seconds."""
    last = []

    def ready():
        last.append((time.monotonic(), os.path.getsize(path)))
        return (last[-1][1] > 0 and
                any(t < last[-1][0] - 2 and n == last[-1][1]
                    for t, n in last))
    wait_for(ready, path + " at rest")


def children(pid):
    """[pid] of the living descendants of a process."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="ascii", errors="replace") as f:
                head, rest = f.read().rsplit(")", 1)
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if state != "Z":
            parents[int(head.split()[0])] = int(parent)
    found = {pid}
    while True:
        more = {p for p, up in parents.items() if up in found} - found
        if not more:
            return found - {pid}
        found |= more


def is_logfade(pid):
    """Does this process run the program under test?"""
    try:
        return os.path.samefile(f"/proc/{pid}/exe", LOGFADE)
    except OSError:
        return False


def filters(pid):
    """The instances of logfade below a process."""
    return {p for p in children(pid) if is_logfade(p)}


class Case:
    """One test: its directory, and what it started."""

    def __init__(self):
        self.dir = os.path.realpath(tempfile.mkdtemp(prefix="logfade."))
        # Servers change to another user and must get through.
        os.chmod(self.dir, 0o755)
        self.adopted = {}       # exit status by pid of adopted filters
        self.started = []

    def path(self, *parts):
        """A path in the directory of the case."""
        return os.path.join(self.dir, *parts)

    def write(self, name, text, mode=0o644):
        """A file in the directory of the case; returns its path."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8",
                  errors="surrogateescape") as f:
            f.write(text)
        os.chmod(path, mode)
        return path

    def start(self, *argv, **more):
        """Start a program that ends with the case."""
        def die_with_parent():
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        more.setdefault("stdin", subprocess.DEVNULL)
        process = subprocess.Popen([str(a) for a in argv],
                                   preexec_fn=die_with_parent, **more)
        self.started.append(process)
        return process

    def reap(self):
        """Take note of adopted processes that have ended."""
        known = {p.pid for p in self.started if p.returncode is None}
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path, encoding="ascii", errors="replace") as f:
                    head, rest = f.read().rsplit(")", 1)
            except OSError:
                continue
            state, parent = rest.split()[:2]
            pid = int(head.split()[0])
            if state == "Z" and int(parent) == os.getpid() and \
                    pid not in known:
                try:
                    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                except ChildProcessError:
                    continue
                if head.endswith("(" + os.path.basename(LOGFADE)[:15]):
                    self.adopted[pid] = status

    def quiet(self, pid=None):
        """Wait until no instance of logfade is left."""
        def gone():
            self.reap()
            return not filters(pid or os.getpid())
        wait_for(gone, "the end of logfade")

    def close(self):
        """End everything and remove the directory."""
        end = time.monotonic() + 20
        sign = signal.SIGTERM
        while True:
            for process in self.started:
                process.poll()
            self.reap()
            left = children(os.getpid())
            if not left:
                break
            for pid in left:
                try:
                    os.kill(pid, signal.SIGCONT)
                    os.kill(pid, sign)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)
            if time.monotonic() > end - 17:
                sign = signal.SIGKILL
            if time.monotonic() > end:
                break
        shutil.rmtree(self.dir, ignore_errors=True)


def main(*tests):
    """Run the tests, say how they went, and exit."""
    def leave(*_):
        raise SystemExit(3)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(s, leave)
    chosen = sys.argv[1:]
    failed = False
    for test in tests:
        name = test.__name__.removeprefix("test_")
        if chosen and name not in chosen:
            continue
        case = Case()
        began = time.monotonic()
        try:
            test(case)
            print(f"ok {name}", flush=True)
        except Skip as why:
            print(f"skip {name} {why}", flush=True)
        except AssertionError as why:
            failed = True
            print(f"not ok {name} {why}", flush=True)
        except Exception:       # pylint: disable=broad-except
            failed = True
            print(f"not ok {name} {traceback.format_exc(limit=-3)}"
                  .replace("\n", " | "), flush=True)
        finally:
            case.close()
        if os.environ.get("TIMES"):
            print(f"# {time.monotonic() - began:.1f} s", flush=True)
    sys.exit(1 if failed else 0)


# ---- logfade itself ---------------------------------------------------------

def logfade(*args, data=None, **more):
    """Run logfade to its end; data (bytes) is its input."""
    if data is not None:
        more["input"] = data
    else:
        more.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([LOGFADE, *map(str, args)], timeout=PATIENCE * 2,
                          stdout=more.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, check=False, **more)


def segments(folder):
    """The files of an output directory, hidden ones too, but for those that
    are about it: its ledger and its holds."""
    try:
        return sorted(os.path.join(folder, n) for n in os.listdir(folder)
                      if not n.startswith(".logfade-"))
    except FileNotFoundError:
        return []


def log_line(number, client=0, when=None):
    """A raw line of a time, in seconds, or of now."""
    at = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(when))
    # Different numbers everywhere, or it would take no space.
    return (f'{source_address(client)} - - [{at}] "GET /item/'
            f'c{client:03}r{number:06}.html?mail={canary(client)} HTTP/1.1" '
            f'200 {number * 7919 % 10**9 * 104729} "-" "load/1.0"\n').encode()


def start_pipe(case, *args, before=(), **more):
    """logfade, behind the words before, at the end of a pipe."""
    more.setdefault("stderr", subprocess.PIPE)
    return case.start(*before, LOGFADE, "-f", "apache-combined", *args,
                      stdin=subprocess.PIPE, **more)


def send(process, *lines):
    """Write lines into the pipe of a process, at once."""
    process.stdin.write(b"".join(lines))
    process.stdin.flush()


def end_pipe(process):
    """Close the pipe; the exit status and what was said."""
    try:
        process.stdin.close()
    except BrokenPipeError:
        pass
    said = process.stderr.read().decode()
    return process.wait(PATIENCE), said


def unpack(path):
    """zstd -dc, which may look again: for a moment a reader sees a new file
    empty, and the kernel may show it the first pages of a write."""
    for _ in range(5):
        done = subprocess.run(["zstd", "-dcq", path], capture_output=True,
                              check=False, timeout=PATIENCE)
        if done.returncode == 0:
            break
        time.sleep(0.05)
    return done


def decode(path):
    """The lines of one file, which must decode from end to end."""
    done = unpack(path)
    check(done.returncode == 0, f"zstd -dc {os.path.basename(path)}: "
          f"exit {done.returncode}")
    text = done.stdout.decode("utf-8", "surrogateescape")
    check(text == "" or text.endswith("\n"), "a file ends inside a line")
    return text.split("\n")[:-1]


def output(folder):
    """All lines of an output directory."""
    return [line for path in segments(folder) for line in decode(path)]


def notes(path, kind):
    """The notes of one kind in a segment, and those of the seal for its
    version."""
    with open(path, "rb") as f:
        text = f.read().decode("latin-1")
    start = f'{{"logfade":"{kind}"'
    return [json.JSONDecoder().raw_decode(text, m.start())[0]
            for m in re.finditer(re.escape(start), text)]


def tally(path):
    """The tally that --stats wrote, checked for its own sum."""
    with open(path, encoding="utf-8") as f:
        t = json.load(f)
    same("lines of the tally", t["clean"] + sum(t["withheld"].values()),
         t["lines"])
    return t


class Decoding(threading.Thread):
    """Decode all files of a directory, over and over, but for copies that are
    being made."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder = folder
        self.over = threading.Event()
        self.times = 0
        self.wrong = None

    def run(self):
        while not self.over.wait(0.1):
            for path in segments(self.folder):
                if path.endswith(".seal.tmp"):
                    continue
                done = unpack(path)
                # It may be gone for a moment, and come again.
                if done.returncode == 0 or not os.path.exists(path) or \
                        b"No such file" in done.stderr:
                    self.times += 1
                else:
                    self.wrong = (f"{os.path.basename(path)}: "
                                  f"{done.stderr.decode()}")

    def stop(self):
        """End, and fail where a file did not decode."""
        self.over.set()
        self.join()
        check(self.wrong is None, f"{self.wrong} did not decode meanwhile")
        check(self.times > 0, "there was never a file to decode")


# ---- servers and their clients ----------------------------------------------

def free_port():
    """A port nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def source_address(number):
    """An address of the loopback network for client number."""
    return f"127.{100 + number % 100}.{37 + number // 100}.{201 + number % 50}"


def canary(number):
    """An e-mail address that only client number sends."""
    return f"canary{number}@example.org"


class Client(threading.Thread):
    """One keep-alive client with an address of its own. It asks for as many
    pages as told, each under a name that was never used before, and knows
    which of them were answered."""

    def __init__(self, port, number, count, page=None):
        super().__init__(daemon=True)
        self.port = port
        self.number = number
        self.count = count      # None: until stopped
        self.page = page or "/item/{}.html?mail=" + canary(number)
        self.over = threading.Event()
        self.sent = {}          # name: when it was sent
        self.answered = {}      # name: when the answer was there
        self.sock = None

    def connect(self):
        """A new connection, if need be."""
        if self.sock is None:
            self.sock = socket.create_connection(
                ("127.0.0.1", self.port), timeout=PATIENCE,
                source_address=(source_address(self.number), 0))
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def disconnect(self):
        """Forget the connection."""
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def receive(self):
        """Read one answer with a Content-Length; true when it is whole."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.sock.recv(65536)
            if not more:
                return False
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)content-length: (\d+)", head)
        left = int(length.group(1)) - len(body) if length else 0
        while left > 0:
            more = self.sock.recv(65536)
            if not more:
                return False
            left -= len(more)
        if re.search(rb"(?i)connection: close", head):
            self.disconnect()
        return True

    def ask(self, name):
        """Send one request and wait for its answer."""
        try:
            self.connect()
            self.sent[name] = time.monotonic()
            self.sock.sendall(
                f"GET {self.page.format(name)} HTTP/1.1\r\n"
                "Host: www.example.org\r\nUser-Agent: load/1.0\r\n"
                f"Referer: http://www.example.org/?u={canary(self.number)}"
                "\r\n\r\n".encode())
            if self.receive():
                self.answered[name] = time.monotonic()
            else:
                self.disconnect()
        except OSError:
            self.disconnect()

    def run(self):
        done = 0
        while not self.over.is_set() and (self.count is None or
                                          done < self.count):
            self.ask(f"c{self.number:03}r{done:06}")
            done += 1
        self.disconnect()

    def stop(self):
        """End the client and wait for it."""
        self.over.set()
        self.join()


class Load:
    """Many clients at once; padding makes their lines longer."""

    def __init__(self, port, clients, count=None, first=0, padding=0):
        self.clients = [Client(port, i, count,
                               "/item/{}.html" + "/x" * (padding // 2) +
                               "?mail=" + canary(i))
                        for i in range(first, first + clients)]
        for c in self.clients:
            c.start()

    def answers(self):
        """How many answers there were so far."""
        return sum(len(c.answered) for c in self.clients)

    def grow(self, count):
        """Wait for count more answers."""
        goal = self.answers() + count
        wait_for(lambda: self.answers() >= goal, "answers of the server")

    def wait(self):
        """Until all clients have had their count."""
        over = time.monotonic() + 2 * PATIENCE
        for c in self.clients:
            c.join(max(0, over - time.monotonic()))
            check(not c.is_alive(), "the server no longer answers")

    def stop(self):
        """End all clients."""
        for c in self.clients:
            c.over.set()
        self.wait()

    def sent(self):
        """When each page was asked for, by name."""
        return {k: v for c in self.clients for k, v in c.sent.items()}

    def answered(self):
        """When each page was there, by name."""
        return {k: v for c in self.clients for k, v in c.answered.items()}


NAME = re.compile(r'"GET /[a-z-]+/(c\d{3}r\d{6})')


def names(lines):
    """The names of the pages in the lines of an output, each of which must be
    a whole and clean one; none may be there twice."""
    found = set()
    for line in lines:
        check(COMBINED.fullmatch(line), "a line is not whole: " + line[:300])
        name = NAME.search(line)
        check(name, "a line of no request: " + line[:300])
        check(name.group(1) not in found, f"{name.group(1)} is there twice")
        found.add(name.group(1))
    return found


def no_personal(text, clients):
    """Fail where text holds the address or the e-mail of a client."""
    for number in range(clients):
        for secret in (source_address(number), canary(number)):
            check(secret not in text, f"{secret} is in the output")


def torn(case, fd, pid, *load):
    """Let the clients of a Load, whose lines are longer than 4096 bytes, write
    them into the pipe fd, which pid reads, when it is full most of the time.
    Returns what the caller calls when all has ended: it fails where a broken
    line came out, or none was broken."""
    def shrink():
        try:
            return fcntl.fcntl(fd, F_SETPIPE_SZ, 4096)
        except OSError:         # there is too much in it just now
            return 0
    wait_for(shrink, "the smallest pipe")
    os.kill(pid, signal.SIGSTOP)
    load = Load(*load)
    time.sleep(0.2)
    for _ in range(40):
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.005)
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.02)
    os.kill(pid, signal.SIGCONT)
    load.wait()

    def judge():
        lines = output(case.path("out"))
        t = tally(case.path("stats"))
        same("clean lines", t["clean"], len(lines))
        check(lines, "not one line was whole")
        no_personal("\n".join(lines), 100)
        broken = t["withheld"]
        check(broken["spliced"] + broken["unmatched"] + broken["fragment"] >
              0, "the lines were not torn: this shows nothing")
        asked = load.sent()
        for line in lines:
            name = line.partition('"GET /item/')[2][:11]
            check(name in asked or name.startswith("c000"),
                  "a line of no request: " + line[:100])
    return judge


def complete(load, lines):
    """Fail unless lines are what the clients of load asked for. What was sent
    and not answered, as the server closed the connection, may be there."""
    got = names(lines)
    lost = load.answered().keys() - got
    check(not lost, f"{len(lost)} of {len(load.answered())} lines are lost, "
          f"such as {min(lost, default='')}")
    check(got <= load.sent().keys(), "lines nobody asked for")
    no_personal("\n".join(lines), len(load.clients))
