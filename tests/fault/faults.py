#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Each call of write/ and retain/ that leads to the file system fails in turn,
with each errno it may fail with, and the process is killed at each.

usage: faults.py [LOGFADE]
    FULL=1      every errno at every call; else some, by SEED=N (0)
    ONLY=NAMES  only these scenarios
    WHERE=WORD  and calls with WORD in their names

inject.so stands between the program and the C library.  A scenario is run once
to see the calls it makes, then once for each of them and each way to fail, on
a fresh copy of its files; where that leads to calls not seen before, these
fail in turn as well.  After each, and again after a run with nothing going
wrong, what was acknowledged must be there once, all of it decodable and clean,
and nothing else.  Every call there is in the machine code must have been made.
"""

import collections
import concurrent.futures
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "layer"))
import calls  # pylint: disable=wrong-import-position
import exempt  # pylint: disable=wrong-import-position
from state import RAW, Failed  # pylint: disable=wrong-import-position
from scenarios import SCENARIOS  # pylint: disable=wrong-import-position

FULL = bool(os.environ.get("FULL"))
SEED = int(os.environ.get("SEED", "0"))
ONLY = os.environ.get("ONLY", "").split()
WHERE = os.environ.get("WHERE", "")
DEATHS = ("kill", "killed", "half")
NOTHING = calls.Fault("", "", "")

# What a scenario is told of the fault. deep: it is the second in a row.
Told = collections.namedtuple("Told", "killed deep name call where code")
Task = collections.namedtuple("Task", "scenario site nth fault context title")
Result = collections.namedtuple("Result", "task why times seen hit")


def copy(source, target):
    """With its owner too."""
    shutil.copy2(source, target, follow_symlinks=False)
    st = os.lstat(source)
    if st.st_uid != os.geteuid():
        os.chown(target, st.st_uid, st.st_gid, follow_symlinks=False)


class Bench:
    """Where the scenarios are run."""

    def __init__(self, binary, inject, folder):
        self.binary, self.inject, self.folder = binary, inject, folder
        self.program = calls.Program(binary)
        self.number = 0
        self.rules = {}

    def fresh(self, scenario):
        self.number += 1
        folder = os.path.join(self.folder, str(self.number))
        template = os.path.join(self.folder, scenario.name)
        if getattr(scenario, "unique", False):
            os.mkdir(folder)
            scenario.build(folder)
            return folder
        if not os.path.isdir(template):
            os.mkdir(template)
            scenario.build(template)
        shutil.copytree(template, folder, symlinks=True, copy_function=copy)
        return folder

    def start(self, scenario, folder, rules, **more):
        """Run it with these; what it called as well."""
        log = os.path.join(self.folder, os.path.basename(folder) + ".log")
        env = {"LD_PRELOAD": self.inject, "FAULT_LOG": log,
               "FAULT_RULES": self.rules.get(scenario.name, "") + rules,
               **scenario.env, **more}
        done = scenario.go(folder, env)
        called = calls.read_log(self.program, log)
        if os.path.exists(log):
            os.unlink(log)
        return done, called

    def record(self, scenario):
        """See what it calls; its own rules are put together for this."""
        text = ""
        for call, where, nth, fault in scenario.rules:
            frames = "*"
            if where != "*":
                times = self.start(scenario, self.fresh(scenario), text)[1][0]
                frames = next(",".join(f"{f:x}" for f in s.frames)
                              for s in times if s.call == call and
                              calls.name_of(self.program, s) == where)
            text += f"{call} {frames} {nth} {fault};"
        self.rules[scenario.name] = text
        folder = self.fresh(scenario)
        done, called = self.start(scenario, folder, "")
        told = Told(False, scenario.deep, "nothing", "", "", 0)
        before = scenario.after(folder, done, told)
        if done.code != scenario.code:
            raise Failed(f"ends with {done.code}: {done.err}")
        scenario.recover(folder, done, told, before)
        shutil.rmtree(folder)
        return called

    def probe(self, task):
        """Die at a probe: "" when all is well, None when it is not there."""
        name, scenario = task
        folder = self.fresh(scenario)
        why = None
        try:
            done, _ = self.start(scenario, folder, "", LOGFADE_PROBE=name)
            if done.code == -9:
                told = Told(True, False, name, "", "", 0)
                before = scenario.after(folder, done, told)
                scenario.recover(folder, done, told, before)
                why = ""
        except Failed as failed:
            why = str(failed)
        shutil.rmtree(folder)
        return why

    def one(self, task):
        """One fault; what came of it."""
        folder = self.fresh(task.scenario)
        rules = task.context + task.site.rule(task.nth, task.fault)
        number = (self.rules[task.scenario.name] + rules).count(";") - 1
        killed = task.fault.action in DEATHS
        told = Told(killed, bool(task.context) or task.scenario.deep,
                    task.fault.name, task.site.call,
                    calls.name_of(self.program, task.site),
                    task.scenario.code)
        why, times, acted, seen = None, {}, (), ()
        try:
            done, (times, acted, seen) = self.start(task.scenario, folder,
                                                    rules)
            if number in acted:
                judge(done, told)
                before = task.scenario.after(folder, done, told)
                task.scenario.recover(folder, done, told, before)
        except Failed as failed:
            why = str(failed)
        except subprocess.TimeoutExpired:
            why = "does not come to its end"
        shutil.rmtree(folder, ignore_errors=True)
        return Result(task, why, times, seen, number in acted)


def judge(done, told):
    """How it may end, and what it may say."""
    if told.killed:
        if done.code != -9:
            raise Failed(f"was not killed: {done.code}")
    elif done.code not in (0, 74, 78, told.code):
        raise Failed(f"ends with {done.code}: {done.err[-300:]}")
    elif done.code in (74, 78) and not done.err:
        raise Failed(f"ends with {done.code}, and says nothing")
    elif told.name == "EINTR" and not told.deep and \
            done.code != told.code and \
            told.call != "ftruncate":
        raise Failed(f"a signal makes it fail: {done.err[-300:]}")
    if any(text in done.err for text in RAW):
        raise Failed("a raw byte in what it says")


def pick(scenario, call, name, number, known):
    """Some of the ways to fail, others at the next call; of what failed in
    another scenario before, one at every other."""
    ways, ends = calls.errors(call), calls.kills(call)
    if FULL or call in scenario.fully or name in scenario.fully or \
            (call in calls.ALWAYS and not known):
        return ways + ends
    number += SEED
    if known and (scenario.briefly or number % 2):
        return []
    if known:
        both = ways + ends
        return [both[number // 2 % len(both)]]
    return ways[:1] + ways[1:][number % max(len(ways) - 1, 1):][:1] + \
        [ends[number % len(ends)]]


def grep(pattern, folder):
    """What is between the quotes of all that matches."""
    said = subprocess.run(["grep", "-rhoE", pattern, folder], cwd=ROOT,
                          stdout=subprocess.PIPE, check=True, text=True)
    return {s.split('"')[1] for s in said.stdout.splitlines()}


class Suite:
    def __init__(self, bench):
        self.bench = bench
        self.names = bench.program.sites
        self.seen = set()       # return addresses
        self.failed_at = collections.Counter()
        self.missed = []
        self.bad = 0

    def title(self, scenario, site, nth, fault, context):
        what = calls.name_of(self.bench.program, site)
        behind = f" behind {context}" if context else ""
        return f"{scenario.name}: {what} [{nth}] {fault.name}{behind}"

    def tasks(self, scenario, times, context="", said=""):
        """What to do with these calls."""
        for site, count in times.items():
            name = calls.name_of(self.bench.program, site)
            if WHERE not in name:
                continue
            faultless = name in exempt.FAULTLESS
            for nth in range(1, min(count, scenario.most) + 1):
                # The same ones however often, and in whatever order, the
                # threads of the process make their calls.
                title = self.title(scenario, site, nth, NOTHING, said)
                for fault in pick(scenario, site.call, name,
                                  zlib.crc32(title.encode()),
                                  site in self.failed_at):
                    if faultless and fault.action not in DEATHS:
                        continue
                    yield Task(scenario, site, nth, fault, context,
                               self.title(scenario, site, nth, fault, said))

    def run(self, pool, tasks):
        """Do it; what else was called, and behind which fault."""
        more = {}
        for r in pool.map(self.bench.one, tasks):
            self.seen |= set(r.seen)
            if r.why is not None:
                self.bad += 1
                print(f"not ok {r.task.title}: {r.why}", flush=True)
            if not r.hit:
                self.missed.append(r.task.title)
                continue
            self.failed_at[r.task.site] += 1
            if r.task.fault.action in DEATHS:
                continue
            for site in r.times:
                more.setdefault(site, r.task)
        return more

    def scenario(self, pool, scenario):
        times, _, seen = self.bench.record(scenario)
        self.seen |= seen
        known = set(times)
        tasks = list(self.tasks(scenario, times))
        total = len(tasks)
        behind = self.run(pool, tasks)
        deeper = []
        for site, task in behind.items():
            if site in known:
                continue
            said = f"{task.fault.name} of " + \
                calls.name_of(self.bench.program, task.site)
            context = task.site.rule(task.nth, task.fault)
            if FULL or site not in self.failed_at:
                deeper += self.tasks(scenario, {site: 1}, context, said)
        self.run(pool, deeper)
        return len(known), total, len(deeper)

    def probes(self, pool):
        """Each PROBE: a scenario is killed there, or a unit test does it."""
        names = grep(r'PROBE\("[^"]+"\)', "src")
        kinds = {word for kind in SCENARIOS for word in kind.probed}
        tested = grep(r'"[a-z]+\.[a-z]+"', "tests/unit")
        for name in sorted(names):
            if name.split(".")[0] not in kinds:
                names.discard(name)
                if name not in tested:
                    yield f"not ok probe {name} is in no test"
        tasks = [(name, kind(self.bench.binary)) for name in sorted(names)
                 for kind in SCENARIOS if name.split(".")[0] in kind.probed]
        reached = set()
        for (name, scenario), why in zip(tasks, pool.map(self.bench.probe,
                                                         tasks)):
            if why == "":
                reached.add(name)
            elif why is not None:
                yield f"not ok probe {name} in {scenario.name}: {why}"
        for name in sorted(names - reached):
            yield f"not ok probe {name} is never reached"

    def complete(self):
        """Was each call in the machine code made, and did it fail?"""
        reached = {self.names[a] for a in self.seen if a in self.names}
        missing = set(self.names.values()) - reached
        for name in sorted(missing - set(exempt.CALLS)):
            yield f"not ok call {name} is never made"
        for name in sorted(set(exempt.CALLS) - missing):
            yield f"not ok exempt {name} is made, or not there"
        for name in sorted(set(exempt.FAULTLESS) - reached):
            yield f"not ok exempt {name} is not made"
        for name in self.bench.program.strangers:
            yield f"not ok calls: {name} is unknown: is it of the file system?"
        for c in self.bench.program.jumps:
            yield f"not ok calls: {c.name} is jumped to: wrong compiler flags"


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else
                             os.environ.get("LOGFADE") or
                             os.path.join(ROOT, "build/test/logfade"))
    inject = os.path.join(os.path.dirname(binary), "inject.so")
    if not os.path.exists(inject) or not shutil.which("zstd") or \
            not shutil.which("objdump"):
        print("skip faults needs inject.so beside the program (not with "
              "sanitizers), zstd and objdump\n0 passed, 0 failed, 1 skipped")
        return 0
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="logfade-faults-",
                                     dir=memory) as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        suite = Suite(Bench(binary, inject, folder))
        for kind in SCENARIOS:
            if ONLY and kind.name not in ONLY:
                continue
            bad = suite.bad
            try:
                known, one, two = suite.scenario(pool, kind(binary))
                word = f"{known} calls, {one} faults, {two} double ones"
            except Failed as why:
                suite.bad += 1
                word = f"with nothing going wrong: {why}"
            ok = suite.bad == bad
            passed, failed = passed + ok, failed + (not ok)
            print(f"{'ok' if ok else 'not ok'} faults {kind.name}: {word}",
                  flush=True)
        rest = list(suite.complete()) + list(suite.probes(pool)) \
            if not ONLY and not WHERE else []
        for text in rest:
            print(text)
        failed += len(rest)
        print(f"# {sum(suite.failed_at.values())} faults at "
              f"{len(suite.failed_at)} calls, {len(suite.missed)} not reached")
        for title in suite.missed if os.environ.get("VERBOSE") else ():
            print(f"# not reached: {title}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
