# SPDX-License-Identifier: ISC
"""logfade in-place: raw rotated files become clean ones beside them."""

import fcntl
import gzip
import json
import os
import resource
import signal
import stat
import subprocess
import tempfile
import time

from common import LOGFADE, SAN, result, skip, zstdcat

LINE = ('192.0.2.%d - jdoe1 [10/Oct/2000:13:55:36 +0000] "GET /p/%d HTTP/1.1" '
        '200 26 "-" "curl/8.5"\n')
KEEP = ["--keep", "forever"]
F = "access.log.1"
Z = F + ".zst"


def lines(n):
    return "".join(LINE % (i % 250, i) for i in range(n)).encode()


def cleaned(data):
    return subprocess.run([LOGFADE, "-q", "-f", "apache-combined"] + KEEP,
                          input=data, stdout=subprocess.PIPE,
                          check=True).stdout


RAW = lines(500)


class Folder(tempfile.TemporaryDirectory):
    """A directory of logs, in which in-place runs."""

    def __enter__(self):
        super().__enter__()
        return self

    def path(self, name):
        return os.path.join(self.name, name)

    def put(self, name, data=RAW, mode=0o640):
        with open(self.path(name), "wb") as f:
            f.write(data)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def get(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def names(self):
        return sorted(os.listdir(self.name))

    def start(self, *args, **how):
        return subprocess.Popen(
            [LOGFADE, "in-place"] + KEEP + list(args), cwd=self.name,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)

    def run(self, *args, **how):
        """(exit status, what it said, line by line)"""
        p = self.start(*args, **how)
        out, err = p.communicate(timeout=120)
        return p.returncode, err.decode().splitlines() + \
            out.decode().splitlines()


def expect(name, *checks):
    """checks: pairs (what, whether it holds)."""
    bad = [what for what, ok in checks if not ok]
    result("in-place: " + name, ", ".join(bad) or None)


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()


def test_one_file():
    with Folder() as d:
        raw = d.put(F, mode=0o604)
        if os.geteuid() == 0:
            os.chown(raw, 33, 4)
        os.utime(raw, ns=(10**18 + 5, 10**18 + 123456789))
        before = os.stat(raw)
        rc, said = d.run(F)
        after = os.stat(d.path(Z))
        expect("a file",
               (f"exit status {rc} {said}", rc == 0),
               (f"{d.names()}", d.names() == [Z]),
               ("other lines than the filter's",
                zstdcat(d.get(Z)) == cleaned(RAW)),
               ("mode", stat.S_IMODE(after.st_mode) == 0o604),
               ("owner", (after.st_uid, after.st_gid) ==
                (before.st_uid, before.st_gid)),
               ("time", after.st_mtime_ns == before.st_mtime_ns),
               (f"summary {said}", len(said) == 1 and said[0].startswith(
                   f"logfade: {F}: 500 lines: 500 clean, 0 withheld")))
        again, said = d.run("access.log.*".replace("*", "1.zst"))
        expect("what it wrote is passed over in silence",
               (f"{again} {said} {d.names()}",
                (again, said, d.names()) == (0, [], [Z])))


def test_compressed():
    packed = {"gzip": (F + ".gz", gzip.compress(RAW)),
              "gzip of nothing": (F + ".gz", gzip.compress(b"")),
              "zstd under another name": (F, subprocess.run(
                  ["zstd", "-cq"], input=RAW, stdout=subprocess.PIPE,
                  check=True).stdout)}
    for what, (name, data) in packed.items():
        with Folder() as d:
            d.put(name, data)
            rc, said = d.run(name)
            want = b"" if "nothing" in what else cleaned(RAW)
            expect(what, (f"{rc} {said}", rc == 0 and len(said) == 1),
                   (f"{d.names()}", d.names() == [Z]),
                   ("lines", Z in d.names() and zstdcat(d.get(Z)) == want))
    bad = {"cut gzip": (F + ".gz", gzip.compress(RAW)[:-9]),
           "bzip2": (F + ".bz2", b"BZh91AY&SY" + bytes(50)),
           "a .zst of somebody else": (Z, packed["zstd under another name"][1])}
    for what, (name, data) in bad.items():
        with Folder() as d:
            d.put(name, data)
            rc, said = d.run(name)
            expect(what, (f"{rc} {said}", rc == 74 and len(said) == 1),
                   (f"{d.names()}", d.names() == [name]),
                   ("it is another", d.get(name) == data))


def test_operands():
    with Folder() as d:
        live = ["access.log", "access.log.0", "notes", ".access.log.1",
                "access-2026-11-21.live.zst", "access-2026-11-21.log.zst"]
        for name in live:
            d.put(name)
        for name in (F, "access.log.12", "access.log-20261121",
                     "access.log-2026112113"):
            d.put(name)
        d.put("access.log.2.gz", gzip.compress(RAW))
        d.put("access.log.3", b"")
        os.mkdir(d.path("access.log.4"))
        os.mkfifo(d.path("access.log.5"))
        os.symlink("access.log", d.path("access.log.6"))
        rc, said = d.run(".")
        expect("a directory: the rotated logs in it",
               (f"{rc} {said}", rc == 0 and len(said) == 5),
               (f"{d.names()}", d.names() == sorted(live + [
                   Z, "access.log.12.zst", "access.log-20261121.zst",
                   "access.log-2026112113.zst", "access.log.2.zst",
                   "access.log.3", "access.log.4", "access.log.5",
                   "access.log.6"])),
               ("a live log is another",
                all(d.get(name) == RAW for name in live)))
        rc, said = d.run("access.log")
        expect("a log that is named is cleaned, whatever its name",
               (f"{rc} {said}", rc == 0 and "access.log.zst" in d.names()))
    with Folder() as d:
        os.mkdir(d.path("a"))
        d.put("a/" + F)
        d.put("b.log.1")
        d.put("b.log.2")
        rc, said = d.run("b.log.*", "?", "nothing*", "b.log.9")
        expect("patterns",
               (f"{rc}", rc == 74),
               (f"{said}", said[-2:] == [
                   "logfade: nothing*: nothing matches",
                   "logfade: b.log.9: cannot be cleaned: No such file or "
                   "directory"] and len(said) == 5),
               (f"{d.names()}", d.names() == ["a", "b.log.1.zst",
                                              "b.log.2.zst"]),
               ("a", os.listdir(d.path("a")) == [Z]))
        rc, said = d.run("-q", "nothing*")
        expect("a pattern that nothing matches is no fault",
               (f"{rc} {said}", (rc, said) == (0, [])))


def test_refused():
    with Folder() as d:
        d.put("raw")
        os.symlink("raw", d.path("link.1"))
        d.put("two.1")
        os.link(d.path("two.1"), d.path("other"))
        os.mkfifo(d.path("fifo.1"))
        d.put("good.1")
        names = ["link.1", "two.1", "fifo.1", "good.1", "missing.1"]
        rc, said = d.run(*names)
        expect("what is no file of its own is refused, the rest is done",
               (f"{rc}", rc == 74),
               (f"{said}", len(said) == 5 and
                "is a symbolic link" in said[0] and
                "has other names" in said[1] and
                "no regular file" in said[2] and
                said[3].startswith("logfade: good.1: 500 lines")),
               (f"{d.names()}", d.names() == [
                   "fifo.1", "good.1.zst", "link.1", "other", "raw",
                   "two.1"]),
               ("another raw log", d.get("raw") == RAW == d.get("two.1")))
    with Folder() as d:
        d.put(F)
        d.put(Z, b"not ours")
        rc, said = d.run(F)
        expect("something of the name of the clean file",
               (f"{rc} {said}", rc == 74 and len(said) == 1 and
                "is there already" in said[0]),
               ("changed", d.get(F) == RAW and d.get(Z) == b"not ours"),
               (f"{d.names()}", d.names() == [F, Z]))
    with Folder() as d:
        d.put("clean.1")
        d.run("clean.1")
        d.put("clean.1", RAW * 2)
        rc, said = d.run("clean.1")
        expect("a clean file of another raw one",
               (f"{rc} {said}", rc == 74 and
                d.names() == ["clean.1", "clean.1.zst"] and
                d.get("clean.1") == RAW * 2 and
                zstdcat(d.get("clean.1.zst")) == cleaned(RAW)))
    with Folder() as d:
        name = "n" * 250
        d.put(name)
        rc, said = d.run(name)
        expect("a name that is too long",
               (f"{rc} {said}", rc == 74 and d.names() == [name]))
    p = subprocess.run([LOGFADE, "in-place"], stderr=subprocess.PIPE,
                       check=False)
    expect("no operand", (f"{p}", p.returncode == 64))
    for args in (["--settle", "x", F], ["--settle", "3601", F]):
        with Folder() as d:
            rc, said = d.run(*args)
            expect(" ".join(args), (f"{rc} {said}", rc == 64))
    p = subprocess.run([LOGFADE, "--shred"], stderr=subprocess.PIPE,
                       stdin=subprocess.DEVNULL, check=False)
    expect("--shred of the filter", (f"{p}", p.returncode == 64))


def test_withheld():
    some = RAW + b"rubbish\n" * 3
    with Folder() as d:
        tally = d.path("tally")
        d.put(F, some)
        d.put("b.1")
        rc, said = d.run("--stats", tally, F, "b.1")
        with open(tally, encoding="ascii") as f:
            t = json.load(f)
        expect("withheld lines are counted",
               (f"{rc} {said}", rc == 0 and
                "503 lines: 500 clean, 3 withheld (3 unmatched)" in said[0]),
               (f"tally {t['lines']} {t['clean']}",
                (t["lines"], t["clean"]) == (1003, 1000)))
    with Folder() as d:
        d.put(F, some)
        rc, said = d.run("--strict", F)
        expect("--strict leaves a file with withheld lines",
               (f"{rc} {said}", rc == 65 and len(said) == 1),
               (f"{d.names()}", d.names() == [F] and d.get(F) == some))
    with Folder() as d:
        d.put(F, b"198.51.100.7 rubbish\n" * 3)
        d.put("good.1")
        rc, said = d.run("-f", "apache-combined", F, "good.1")
        expect("the wrong format leaves a file",
               (f"{rc} {said}", rc == 65 and "not one of 3" in said[0]),
               (f"{d.names()}", d.names() == [F, "good.1.zst"]),
               ("input is in a message", "198" not in "".join(said)))
        rc, said = d.run(F)
        expect("an unknown format leaves a file",
               (f"{rc} {said}", rc == 74 and d.names() == [F, "good.1.zst"]))
    with Folder() as d:
        d.put(F)
        d.put("json.1", b'{"remote_addr": "192.0.2.7"}\n')
        d.put("common.1", b"192.0.2.7 - - [10/Oct/2000:13:55:36 +0000] "
              b'"GET /a HTTP/1.1" 200 26\n')
        rc, said = d.run(F, "common.1")
        expect("each file its own format",
               (f"{rc} {said}", rc == 0 and len(said) == 2))
    with Folder() as d:
        d.put(F)
        rc, said = d.run("--keep", "14 months", F)
        expect("lines older than the window are gone",
               (f"{rc} {said}", rc == 0 and "500 expired" in said[0]),
               (f"{d.names()}", d.names() == [Z] and
                zstdcat(d.get(Z)) == b""))


WRITER = "import sys,time;f=open(sys.argv[1],'ab');print(flush=True);" \
    "sys.stdin.read();f.write(sys.argv[2].encode());f.close()"


def leases(folder):
    """Does this file system have leases?"""
    with open(os.path.join(folder, "l"), "wb"):
        pass
    with open(os.path.join(folder, "l"), "rb") as f:
        try:
            fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError:
            return False
    os.unlink(os.path.join(folder, "l"))
    return True


def writer(path, late):
    p = subprocess.Popen(["python3", "-c", WRITER, path, late],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    p.stdout.readline()
    return p


def has_open(process, path):
    fds = f"/proc/{process.pid}/fd"
    return any(os.path.realpath(os.path.join(fds, fd)) ==
               os.path.realpath(path) for fd in os.listdir(fds))


def test_writer():
    late = LINE % (7, 999999)
    with Folder() as d:
        if not leases(d.name):
            skip("in-place: a writer", "no leases here")
            return
        raw = d.put(F)
        with writer(raw, late) as w:
            p = d.start("--settle", "60s", F)
            time.sleep(0.5)
            waited = p.poll() is None and d.names() == [F]
            w.stdin.close()
            w.wait()
            _, err = p.communicate(timeout=60)
        expect("a writer is waited for, and its last line is in",
               ("it did not wait", waited),
               (f"{p.returncode} {err}", p.returncode == 0),
               (f"{d.names()}", d.names() == [Z] and
                zstdcat(d.get(Z)) == cleaned(RAW + late.encode())))
    with Folder() as d:
        raw = d.put(F)
        d.put("good.1")
        with writer(raw, late) as w:
            start = time.monotonic()
            rc, said = d.run("--settle", "1", F, "good.1")
            took = time.monotonic() - start
            w.stdin.close()
        expect("a writer is not waited for for ever",
               (f"{rc} {said}", rc == 74 and "after 1 seconds" in said[0]),
               (f"{took} s", 0.9 < took < 15),
               (f"{d.names()}", d.names() == [F, "good.1.zst"]))
    with Folder() as d:
        raw = d.put(F)
        with writer(raw, late) as w:
            p = d.start("--settle", "60s", F)
            wait_for(lambda: has_open(p, raw))
            p.send_signal(signal.SIGTERM)
            _, err = p.communicate(timeout=10)
            w.stdin.close()
        expect("TERM ends the wait",
               (f"{p.returncode} {err}", p.returncode == 74),
               (f"{d.names()}", d.names() == [F]))
    with Folder() as d:
        raw = d.put(F)
        with open(raw, "rb"):
            rc, said = d.run("--settle", "0", F)
        expect("a reader is not waited for",
               (f"{rc} {said}", rc == 0 and d.names() == [Z]))


def test_young():
    """Without a lease the age of the file has to do."""
    if os.geteuid() != 0:
        skip("in-place: no lease", "needs root")
        return
    drop = ["setpriv", "--inh-caps=-lease", "--bounding-set=-lease"]
    with Folder() as d:
        raw = d.put(F)
        os.chown(raw, 33, 33)
        argv = drop + [LOGFADE, "in-place"] + KEEP + ["--settle"]
        start = time.monotonic()
        p = subprocess.run(argv + ["2", F], cwd=d.name, check=False,
                           stderr=subprocess.PIPE)
        took = time.monotonic() - start
        expect("no lease: it waits until the file is old",
               (f"{p}", p.returncode == 0 and d.names() == [Z]),
               (f"{took} s", took > 0.9))
        raw = d.put("b.1")
        os.chown(raw, 33, 33)
        os.utime(raw, (10**9, 10**9))
        start = time.monotonic()
        p = subprocess.run(argv + ["30", "b.1"], cwd=d.name, check=False,
                           stderr=subprocess.PIPE)
        took = time.monotonic() - start
        expect("no lease: an old file is not waited for",
               (f"{p}", p.returncode == 0), (f"{took} s", took < 20))


def stopped(d, size):
    """A run that was stopped while it reads a large file."""
    d.put(F, lines(size))
    tmp = d.path("." + Z + ".tmp")
    p = d.start("-f", "apache-combined", F)
    if not wait_for(lambda: os.path.exists(tmp) and os.stat(tmp).st_size > 0):
        result("in-place: stopped in time", "it never began")
    p.send_signal(signal.SIGSTOP)
    return p, tmp


def test_changed():
    size = 60000 if SAN else 400000
    late = (LINE % (7, 999999)).encode()
    for what in ("a line more", "other bytes", "another name", "renamed"):
        with Folder() as d:
            p, tmp = stopped(d, size)
            early = os.path.exists(tmp)
            mode = stat.S_IMODE(os.stat(tmp).st_mode) if early else 0
            if what == "a line more":
                with open(d.path(F), "ab") as f:
                    f.write(late)
            elif what == "other bytes":
                with open(d.path(F), "r+b") as f:
                    f.write(b"1")
            elif what == "another name":
                os.link(d.path(F), d.path("other"))
            else:
                os.rename(d.path(F), d.path("access.log.2"))
            p.send_signal(signal.SIGCONT)
            _, err = p.communicate(timeout=120)
            left = {"another name": [F, "other"],
                    "renamed": ["access.log.2"]}.get(what, [F])
            expect(f"changed while it was read: {what}",
                   ("it was over too early", early),
                   (f"mode of the hidden file {mode:o}", mode == 0o600),
                   (f"{p.returncode} {err}", p.returncode == 74 and
                    b"changed while it was read" in err),
                   (f"{d.names()}", d.names() == left))
    with Folder() as d:
        p, _ = stopped(d, size)
        rc, said = d.run("-f", "apache-combined", F)
        p.send_signal(signal.SIGCONT)
        p.communicate(timeout=120)
        expect("two at once: one does it",
               (f"{rc} {said}", rc == 74 and len(said) == 1 and
                "another process" in said[0]),
               (f"{p.returncode} {d.names()}",
                p.returncode == 0 and d.names() == [Z]))
    with Folder() as d:
        p, _ = stopped(d, size)
        p.send_signal(signal.SIGTERM)
        p.send_signal(signal.SIGCONT)
        _, err = p.communicate(timeout=120)
        expect("TERM while it reads",
               (f"{p.returncode} {err}", p.returncode == 74),
               (f"{d.names()}", d.names() == [F]))


def with_term():
    """A TERM that waits for the program from its first moment on."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    os.kill(os.getpid(), signal.SIGTERM)


def test_term_first():
    with Folder() as d:
        with open(d.put(F), "rb") as f:
            p = subprocess.run([LOGFADE, "-z"] + KEEP, stdin=f, check=False,
                               preexec_fn=with_term, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
        result("TERM before the first byte of a file",
               None if p.returncode == 74 else f"{p}")
        rc, said = d.run(F, preexec_fn=with_term)
        expect("TERM before the first file",
               (f"{rc} {said}", rc == 74 and d.names() == [F] and
                d.get(F) == RAW))


def limited(size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


def test_no_room():
    with Folder() as d:
        d.put(F)
        d.run(F)
        whole = len(d.get(Z))
    for size in (0, 100, whole - 1):
        with Folder() as d:
            d.put(F)
            d.put("." + Z + ".tmp", b"stale")
            rc, said = d.run(F, preexec_fn=limited(size))
            expect(f"no room behind {size} bytes",
                   (f"{rc} {said}", rc == 74 and len(said) >= 1),
                   (f"{d.names()}", d.names() == [F] and d.get(F) == RAW))
    tmpfs = tempfile.mkdtemp()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none",
                            tmpfs], stderr=subprocess.DEVNULL, check=False)
    if mount.returncode != 0:
        skip("in-place: a full disk", "no tmpfs to be had")
    else:
        raw = os.path.join(tmpfs, F)
        data = b""
        with open(raw, "wb", buffering=0) as f:
            try:
                for i in range(100000):
                    data += (LINE % (i % 250, i)).encode()
                    f.write((LINE % (i % 250, i)).encode())
            except OSError:
                pass
        before = os.stat(raw).st_size
        p = subprocess.run([LOGFADE, "in-place"] + KEEP + [raw], check=False,
                           stderr=subprocess.PIPE)
        expect("a full disk", (f"{p}", p.returncode == 74),
               (f"{os.listdir(tmpfs)}", os.listdir(tmpfs) == [F]),
               ("the raw log", os.stat(raw).st_size == before))
        subprocess.run(["umount", tmpfs], check=False)
    os.rmdir(tmpfs)


def test_shred():
    with Folder() as d:
        for shred in ([], ["--shred"]):
            with open(d.put(F), "rb") as held:
                rc, said = d.run(*shred, F)
                data = held.read()
            want = bytes(len(RAW)) if shred else RAW
            expect(f"what is left of the raw file {' '.join(shred)}",
                   (f"{rc} {said}", rc == 0 and d.names() == [Z]),
                   (f"{data[:40]}", data == want),
                   ("lines", zstdcat(d.get(Z)) == cleaned(RAW)))
            os.unlink(d.path(Z))


def test_scopes():
    conf = "format '$remote_addr [$time_local] $status'\n" \
        "keep 50 years\nip truncate 24 48\n" \
        "class errors { match status 4xx ; keep 40 years ; ip drop }\n" \
        "class odd { match status 3xx ; keep 30 years }\n"
    raw = b"192.0.2.7 [10/Oct/2000:13:55:36 +0000] %d\n"
    for codes, keep, out in (
            ((200, 200), b"50 years", b"192.0.2.0"),
            ((200, 404), b"40 years", b"0.0.0.0"),
            ((404, 301, 200), b"30 years", b"0.0.0.0")):
        with Folder() as d:
            d.put(F, b"".join(raw % c for c in codes))
            d.put("conf", conf.encode())
            p = subprocess.run([LOGFADE, "in-place", "-c", "conf", F],
                               cwd=d.name, stderr=subprocess.PIPE, check=False)
            data = d.get(Z) if p.returncode == 0 else b""
            expect(f"the shortest keep of its lines is that of the file, {keep}",
                   (f"{p.returncode} {p.stderr}", p.returncode == 0),
                   (f"{data[-400:]}", b'"' + keep + b'"' in data),
                   ("rules", out in zstdcat(data)))


def test_quarantine_in_output():
    with Folder() as d:
        d.put(F, b"192.0.2.7 20\n")
        os.mkdir(d.path("out"))
        d.put("conf", b"format '$remote_addr $status'\n"
              b"output out/{vhost}\nquarantine out/q\n")
        for _ in range(2):
            p = subprocess.run([LOGFADE, "in-place", "-c", "conf", F],
                               cwd=d.name, stderr=subprocess.PIPE, check=False)
            expect("raw lines are not put into the policy's output directory",
                   (f"{p.returncode} {p.stderr}", p.returncode == 78 and
                    p.stderr == b"logfade: quarantine out/q: it is in the "
                    b"output directory\n"),
                   (f"{d.names()}", d.names() == [F, "conf", "out"]))
            for _, _, names in os.walk(d.path("out")):
                expect("nor are files", (f"{names}", not names))
            if not os.path.isdir(d.path("out/q")):
                os.mkdir(d.path("out/q"), 0o700)


def run_all():
    test_scopes()
    test_quarantine_in_output()
    test_one_file()
    test_compressed()
    test_operands()
    test_refused()
    test_withheld()
    test_writer()
    test_young()
    test_changed()
    test_term_first()
    test_no_room()
    test_shred()
