# SPDX-License-Identifier: MIT
#
# What a database claims of its calls, and whether a poorer copy of the same
# traces claims something else. For tests.
import os
import re
import sqlite3
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
FIXTURES = os.path.join(TOP, "tests", "fixtures")
TRACES = os.path.join(TOP, "..", "shared", "traces")
TRACE = re.compile(r"^(SDL\d|calllogs).*")

OPEN = {"unknown", "in-progress"}
PARTIES = ("calling", "dialed", "called", "calling_device", "called_device")
LAST = ("called", "called_device")
# Seen from another cluster, a call comes from a trunk, or goes to one.
BORDER = ("dialed", "calling_device", "called_device")

os.environ.update(TZ="UTC", LC_ALL="C.UTF-8")


class Loaded:
    """What a database says of the calls."""

    def __init__(self, program, files, folder, options=()):
        path = os.path.join(folder, "db")
        if os.path.exists(path):
            os.unlink(path)
        done = subprocess.run(
            [program, "-q", "-d", path, "load", *options, *files],
            stderr=subprocess.PIPE, check=False)
        self.status = done.returncode
        self.errors = done.stderr.decode(errors="replace")
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        self.calls = {r["call"]: dict(r, ids=set(), messages=0, legs=set())
            for r in db.execute("SELECT * FROM call")}
        for leg in db.execute("SELECT * FROM leg ORDER BY start_ms, leg"):
            call = self.calls[leg["call"]]
            if leg["role"] == "calling" and not leg["purpose"]:
                call.setdefault("first", leg["ci"])
            call["legs"] |= {leg["number"], leg["device"]}
            # A CI is of one cluster; call logs and SDL files agree on it.
            if leg["ci"]:
                call["ids"].add(("ci", leg["ci"]))
            if leg["call_id"]:
                call["ids"].add(("call-id", leg["call_id"]))
        for number, count in db.execute("SELECT call, count(*) FROM message "
                "WHERE text IS NOT NULL AND call IS NOT NULL GROUP BY call"):
            self.calls[number]["messages"] = count
        self.gaps = [dict(r) for r in db.execute("SELECT * FROM gap")]
        self.by_id = {i: n for n, c in self.calls.items() for i in c["ids"]}
        self.node_of = dict(tuple(r) for r in db.execute(
            "SELECT file, node FROM source"))
        self.cluster_of = dict(tuple(r) for r in db.execute(
            "SELECT file, max(cluster) FROM message GROUP BY file"))
        self.messages = db.execute("SELECT count(*) FROM message").fetchone()[0]
        db.close()


def is_half(call, twin, party):
    def trunk(device):
        return device in twin["legs"] and not str(device).startswith("SEP")

    return trunk(call["calling_device" if party == "dialed" else party])


def compare(whole, part, border=False, lenient=False):
    """Claims of `part` that `whole` does not make, and the numbers in `part` of
    the calls that both have and of which there is less. border: only another cluster is left.
    lenient: what joins the parts of a transfer need not show."""
    problems = []
    changed = set()
    for number, call in part.calls.items():
        twins = {whole.by_id[i] for i in call["ids"] if i in whole.by_id}
        if len(twins) != 1:
            continue
        twin = whole.calls[twins.pop()]
        about = (f"call {number} {call['calling']} -> {call['dialed']} -> "
            f"{call['called']}")
        # A part without the caller's leg is a call of its own: whoever takes
        # part in it takes part in the whole.
        fragment = ("ci", twin.get("first")) not in call["ids"]
        weaker = call["outcome"] in OPEN or (fragment and lenient)

        def differs(what):
            problems.append(f"{about}: {what} {call[what]}, with all "
                f"{twin[what]}")

        if call["outcome"] != twin["outcome"]:
            changed.add(number)
            if not weaker:
                differs("outcome")
        elif not weaker and call["sip_status"] not in (
                None, twin["sip_status"]):
            differs("sip_status")
        if call["cause"] not in (None, twin["cause"]) and not weaker:
            differs("cause")
        for party in PARTIES:
            if call[party] == twin[party]:
                continue
            changed.add(number)
            # Whoever was called when the traces end was called.
            then = call[party] in twin["legs"] and (
                fragment or ((weaker or lenient) and party in LAST))
            then |= fragment and party == "dialed"
            # What joins the halves may be lost: then each is a call to or
            # from the trunk between them.
            then |= party in BORDER and (border or is_half(call, twin, party))
            if call[party] is not None and not then:
                differs(party)
        if call["messages"] < twin["messages"] or twin["ids"] - call["ids"]:
            changed.add(number)
    return problems, changed


class Verdicts:
    def __init__(self):
        self.passed = self.failed = 0

    def take(self, name, problems):
        print(f"{'FAILED  ' if problems else 'ok      '}{name}")
        for problem in problems:
            print(f"    {problem}")
        self.failed += bool(problems)
        self.passed += not problems

    def end(self, skipped=0):
        print(f"{self.passed} passed, {self.failed} failed, {skipped} skipped")
        return 1 if self.failed else 0


def head_of(path):
    """What the first line of a file says it is, without its date."""
    with open(path, "rb") as file:
        found = re.search(rb"HostName: .*", file.readline())
    return found.group(0).strip() if found else None


def traces_in(folder):
    """Names relative to it."""
    return sorted(os.path.relpath(os.path.join(root, file), folder)
        for root, _, names in os.walk(folder)
        for file in names if TRACE.match(file))


def variants(name, folder):
    """The folder; or its folders when they tell one story differently: then
    files of two of them say that they are the same file."""
    seen = {}
    for file in traces_in(folder):
        path = os.path.join(folder, file)
        head = head_of(path)
        if head:
            seen.setdefault(head, set()).add(os.path.dirname(path))
    if all(len(roots) == 1 for roots in seen.values()):
        yield name, folder
        return
    for root in sorted(set().union(*seen.values())):
        yield f"{name}/{os.path.basename(root)}", root


def fixtures(wanted=()):
    for name in sorted(os.listdir(FIXTURES)):
        folder = os.path.join(FIXTURES, name)
        if os.path.isdir(folder) and (not wanted or name in wanted):
            yield from variants(name, folder)
