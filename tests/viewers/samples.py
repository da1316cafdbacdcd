# SPDX-License-Identifier: MIT
"""What the viewers are given: calls of our fixtures, one full of hostile text,
one of 400 messages, a report of ten thousand calls."""
import os
import re
import subprocess

FIXTURES = ["trunk_tls", "hold_resume", "recording", "conference", "hunt",
            "two_clusters", "route_exhausted", "logs_alone", "pickup",
            "gateway_mgcp", "sccp"]
REPORT_CALLS = 10000

# What a far end, or whoever names a device, may have written. The first two
# are words of answers; a name that ends a block of Mermaid; a formula.
HOSTILE = [
    (b"180 Ringing", b"180 =1+1 end; |</script><img src=x "
                     b"onerror=alert(1)>\x1b[31m`${x}`"),
    (b"404 Not Found", b"404 end\\n}@enduml !include x %getenv(\"HOME\") "
                       b"\"'#39;"),
    (b"TRUNK_EAST", b"T<b>;end|x"),
    (b"far-pub.example.net", b"<script>alert(1)<!--"),
    (b"Alice Example", b"=cmd|x!A1<svg onload=alert(1)>"),
    (b"cm-east-pub", b"end"),
    (b"User-Agent: ", b"X-Evil: </pre><script>alert(2)</script>]]>\r\n"
                      b"User-Agent: "),
]
# Words of it that must be there to read.
HOSTILE_WORDS = {1: ["180 =1+1 end; |</script><img src=x", "T<b>;end|x"],
                 3: ["404 end\\n}@enduml !include x %getenv(\"HOME\")"]}


class Cmtrail:
    def __init__(self, program, work):
        self.program, self.work = program, work

    def run(self, *words):
        done = subprocess.run(
            [self.program, "-q", *words], check=True, cwd=self.work,
            stdout=subprocess.PIPE,
            env=dict(os.environ, LC_ALL="C.UTF-8", COLUMNS="100", TZ="UTC",
                     TERM="dumb"))
        return done.stdout.decode()

    def load(self, db, path):
        self.run("-d", db, "load", path)

    def calls(self, db):
        return self.run("-d", db, "sql", "--csv",
                        "SELECT call FROM call").split()[1:]

    def write(self, name, *words):
        """A file made by `words -o name`."""
        self.run(*words, "-o", name)
        return os.path.join(self.work, name)


def hostile(fixtures, work):
    """The traces of trunk_tls with other words in them."""
    name = "SDL001_100_000042.txt"
    with open(os.path.join(fixtures, "trunk_tls", name), "rb") as file:
        text = file.read()
    for old, new in HOSTILE:
        assert old in text, old
        text = text.replace(old, new)
    os.mkdir(os.path.join(work, "hostile"))
    with open(os.path.join(work, "hostile", name), "wb") as file:
        file.write(text)
    return os.path.join(work, "hostile")


def later(line, seconds, records, cseqs):
    """A line of traces as it would be when all of it came later."""
    def clock(match):
        at = sum(int(n) * f for n, f in
                 zip(match.groups()[:3], (3600, 60, 1))) + seconds
        return "%02d:%02d:%02d" % (at // 3600, at // 60 % 60, at % 60)

    record = re.match(r"(\d{8})(\.\d{3} \|)", line)
    if record:
        line = "%08d" % (int(record.group(1)) + records) + line[8:]
    if record or line.startswith("Date:"):
        line = re.sub(r"(\d\d):(\d\d):(\d\d)", clock, line, count=1)
    line = re.sub(r"(?<=^CSeq: )\d+",
                  lambda m: str(int(m.group()) + cseqs), line)
    return line.replace("branch=z9hG4bK", f"branch=z9hG4bK{records:x}")


def long_call(fixtures, work, rounds=20):
    """hold_resume with many holds: more than 400 messages."""
    name = "SDL001_100_000042.txt"
    with open(os.path.join(fixtures, "hold_resume", name),
              encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    first = next(i for i, line in enumerate(lines)
                 if line.startswith("04800180.000"))
    end = next(i for i, line in enumerate(lines) if "CSeq: 102 BYE" in line)
    while not re.match(r"\d{8}\.000", lines[end]):
        end -= 1
    out = lines[:first]
    for n in range(rounds):
        out += [later(line, 20 * n, 100 * n, 4 * n)
                for line in lines[first:end]]
    out += [later(line, 20 * (rounds - 1), 100 * (rounds - 1), 4 * rounds)
            for line in lines[end:]]
    os.mkdir(os.path.join(work, "long"))
    with open(os.path.join(work, "long", name), "w", encoding="utf-8",
              newline="") as file:
        file.write("\n".join(out))
    return os.path.join(work, "long")


def grown_report(path, block):
    """A report of REPORT_CALLS calls, made of the first block of a real one:
    as large as one that takes a minute to trace and load."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    rows = re.findall(r'<tr[^>]* data-i="\d+">.*?</tr>\n', page, re.S)
    data = re.findall(r'<script type="application/json".*?</script>\n', page,
                      re.S)
    assert len(rows) > block and len(data) == 2, (len(rows), len(data))
    many = "".join(
        re.sub(r'data-i="\d+"', f'data-i="{i}"', rows[i % block])
        .replace("call-", f"call-{i}-") for i in range(REPORT_CALLS))
    page = page.replace("".join(rows), many)
    page = page.replace("".join(data), data[0] * (REPORT_CALLS // block))
    grown = path.replace(".html", "-grown.html")
    with open(grown, "w", encoding="utf-8") as file:
        file.write(page)
    return grown
