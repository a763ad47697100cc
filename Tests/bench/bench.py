"""bench.py BIN SCRATCH TEMPLATE: measures the tools beside their peers, and prints the document.

Every placeholder {{NAME}} of the template is the table that the function of that name makes.
"""

import os
import re
import subprocess
import sys

import peers
from data import Data
from measure import Clock
from startup import start_up
from table import Bound, mebibytes, milliseconds, ratio, table

DATA = Data(sys.argv[1], sys.argv[2])
CLOCK = Clock(DATA.program("launch"))
TOOL = DATA.tool
PAIR_HEADS = [
    "A", "B", "CPU A", "CPU B", "A / B", "clock A", "clock B", "A / B", "held to (CPU)", "peak A",
    "peak B"]


def pair_row(name, other, a, b, bound=None, runs=5, stdin=None, memory_bound=None):
    """A line for two commands that are run in turn, the ratios of CPU time and of memory held to bounds."""
    pair = CLOCK.pair(a, b, runs, stdin)
    subject = f"{name}, against {other}"
    held = bound.judge(subject, pair.cpu_ratio) if bound else ""
    if memory_bound:
        held += ", memory " + memory_bound.judge(f"memory of {subject}", pair.a.peak / pair.b.peak)
    return [
        name, other, milliseconds(pair.a.cpu), milliseconds(pair.b.cpu),
        f"**{ratio(pair.cpu_ratio)}**", milliseconds(pair.a.wall), milliseconds(pair.b.wall),
        ratio(pair.wall_ratio), held, mebibytes(pair.a.peak), mebibytes(pair.b.peak)]


def pairs(rows):
    return table(PAIR_HEADS, rows, words=2)


def yaml(documents, size, runs, slow_runs):
    policies = DATA.policies(documents)
    shadowed = DATA.policies(documents, "--shadowed")
    mesh = DATA.policies(documents, "--mesh")
    plain = [TOOL("mr-parse"), "--no-validate", policies]
    floor = [DATA.program("event-loop"), policies]
    name = "bare libyaml events"
    rows = [
        pair_row(
            f"mr-parse --no-validate, {size}", name, plain, floor, Bound(1.5, aim=1.3), runs),
        pair_row(
            f"mr-parse --check, {size}", name, [TOOL("mr-parse"), "--check", policies], floor,
            Bound(3, aim=2), runs),
        pair_row(
            "the same, with a warning a document", name, [TOOL("mr-parse"), "--check", shadowed],
            [DATA.program("event-loop"), shadowed], None, runs),
        pair_row(
            "mr-parse --check, and a proxy of each service", name, [TOOL("mr-parse"), "--check", mesh],
            [DATA.program("event-loop"), mesh], Bound(4), runs),
    ]
    rows += [
        pair_row("mr-parse --no-validate", name, plain, [*command, policies], runs=slow_runs)
        for name, command in peers.yaml_converters()]
    return pairs(rows)


def filters():
    lines = DATA.lines(27_500)
    bounds = {"-c .": Bound(round(1 / 1.3, 2)), "path": Bound(1), "select": Bound(1)}
    programs = {
        "-c .": ["-c", "."], "path": [".spec.to[].default.http.numRetries"],
        "select": ["-c", "select(.spec.to[0].default.http.numRetries > 5)"],
    }
    return pairs([
        pair_row(
            f"mr-query {title}", name, [TOOL("mr-query"), *program], [path, *program],
            bounds[title] if name == "jq" else None, 3, lines, Bound(1) if name == "jq" else None)
        for name, path in peers.filters() for title, program in programs.items()])


def enumeration():
    rows = []
    for count in [10, 14, 18, 22, 24]:
        rows.append(pair_row(
            f"mr-match, n = {count}", f"2^{count} states",
            [TOOL("mr-match"), DATA.mesh("items", count)],
            [DATA.program("enumeration"), str(count)], runs=3))
    return pairs(rows)


def linear():
    """Time above that of the smallest mesh, by item: the same on every line where it is linear."""
    times = {
        count: CLOCK.pair(*[[TOOL("mr-match"), DATA.mesh("items", count)]] * 2, runs=3).a
        for count in [10, 100, 1_000, 10_000]}
    start = times[10].cpu
    return table(["n", "CPU", "by item", "peak"], [
        [f"{count:,}", milliseconds(run.cpu),
         "" if count == 10 else f"{(run.cpu - start) / (count - 10) * 1e6:.0f} µs",
         mebibytes(run.peak)]
        for count, run in times.items()])


def sizes():
    rows = []
    for name, command, bound, most in [
        ("mr-match, 1,000 policies, 10,000 proxies of 10 outbounds",
         [TOOL("mr-match"), DATA.mesh("grid", 1_000, 10_000, 10)], Bound(20, " s"),
         Bound(1024, " MiB")),
        ("mr-match, 10,000 policies, one proxy",
         [TOOL("mr-match"), DATA.mesh("policies", 10_000)], Bound(1, " s"), None),
        ("mr-envoy, 10,000 outbounds",
         [TOOL("mr-envoy"), DATA.effective(1, 10_000)], Bound(1, " s"), None),
        ("mr-backoff, 100,000 outbounds with one conf",
         [TOOL("mr-backoff"), DATA.effective(1, 100_000)], Bound(2, " s"), None),
    ]:
        run = CLOCK.run(command)
        held = bound.judge(name, run.wall) + (", " + most.judge(name, run.peak) if most else "")
        rows.append(
            [name, milliseconds(run.cpu), milliseconds(run.wall), held, mebibytes(run.peak)])
    return table(["", "CPU", "clock", "held to (clock)", "peak"], rows)


def long_documents():
    """Nanoseconds a byte of one long document, beside those of ordinary ones."""
    ordinary = DATA.policies(25_500)
    rows = []
    for option in ["--no-validate", "--check"]:
        for name, file in [
            ("1,000,000 keys", DATA.long("keys", 1_000_000)),
            ("a text of 100 MB", DATA.long("text", 100_000_000)),
        ]:
            pair = CLOCK.pair(*[[TOOL("mr-parse"), option, path] for path in [file, ordinary]])
            size, usual = os.path.getsize(file), os.path.getsize(ordinary)
            ratios = [value * usual / size for value in [pair.cpu_ratio, pair.wall_ratio]]
            title = f"mr-parse {option}, {name}"
            held = Bound(1).judge(f"{title}, a byte against ordinary documents", max(ratios))
            times = [
                pair.a.cpu / size, pair.b.cpu / usual, pair.a.wall / size, pair.b.wall / usual]
            rows.append(
                [title, *(f"{time * 1e9:.1f} ns" for time in times), *map(ratio, ratios), held,
                 mebibytes(pair.a.peak)])
    return table(
        ["", "CPU a byte", "ordinary", "clock a byte", "ordinary", "CPU A / B", "clock A / B", "held to", "peak"],
        rows)


# As many of a kind as are read: of more items than some 50,000 a policy is refused, and with more proxies than
# some 30,000 policies are not compared.
AS_MANY = {"items": 40_000, "items of no release": 40_000, "proxies with policies": 24_000}


def growing():
    """What four times as many parts of a kind cost against a fourth of them: four times as much, where it is linear."""
    rows = []
    for kind in DATA.kinds():
        parts = AS_MANY.get(kind, 80_000)
        pair = CLOCK.pair(*[
            [TOOL("mr-parse"), "--check", "--fail-on", "never",
             DATA.growing(kind, count)] for count in (parts, parts // 4)], runs=3)
        held = Bound(6).judge(f"{parts:,} {kind} against a fourth of them", pair.cpu_ratio)
        rows.append(
            [f"{parts:,} {kind}", milliseconds(pair.b.cpu), milliseconds(pair.a.cpu), ratio(pair.cpu_ratio), held,
             mebibytes(pair.a.peak)])
    return table(["", "a fourth", "all", "ratio", "held to", "peak"], rows)


def memory():
    rows = []
    limit = Bound(64, " MiB")
    policies = DATA.policies(10_200), DATA.policies(102_000)
    shadowed = DATA.policies(10_200, "--shadowed"), DATA.policies(102_000, "--shadowed")
    for name, command, (tenth, whole), growth in [
        ("mr-parse --no-validate", ["mr-parse", "--no-validate"], policies, Bound(1.1)),
        ("mr-parse --check", ["mr-parse", "--check"], policies, Bound(1.1)),
        ("the same, with a warning a document", ["mr-parse", "--check"], shadowed, Bound(1.1)),
        ("mr-envoy", ["mr-envoy"],
         (DATA.effective(5_000, 1, 100), DATA.effective(50_000, 1, 100)), Bound(1.1)),
        ("mr-backoff", ["mr-backoff"],
         (DATA.effective(5_000, 1, 100), DATA.effective(50_000, 1, 100)), None),
        ("mr-backoff, no two confs alike", ["mr-backoff"],
         (DATA.effective(5_000, 1, 5_000), DATA.effective(50_000, 1, 50_000)), None),
        ("mr-query -c .", ["mr-query", "-c", "."], (DATA.lines(3_500), DATA.lines(35_000)), Bound(1.1)),
    ]:
        # Threads are scheduled by chance: the least of some peaks is what it takes.
        peaks = [
            min(CLOCK.run([TOOL(command[0]), *command[1:], file]).peak for _ in range(3))
            for file in (tenth, whole)]
        size = os.path.getsize(whole) / 1e6
        held = limit.judge(f"memory of {name}", peaks[1])
        if growth:
            held += f", {growth.judge(f'memory of {name}, against a tenth of the input', peaks[1] / peaks[0])}"
        rows.append([name, f"{size:.0f} MB", *map(mebibytes, peaks), held])
    return table(["", "input", "peak at a tenth of it", "peak", "held to"], rows)


def library_calls():
    output = subprocess.run(
        [DATA.program("library-calls"), DATA.policies(500), DATA.mesh("grid", 100, 500, 10),
         DATA.effective(500, 1, 500)],
        stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split("\t") for line in output.splitlines()]
    return table(["", "µs"], [[name, f"{int(time) / 1000:.1f}"] for name, time in rows])


def machine():
    memory_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = os.cpu_count()
    return f"{cores} core{'s' if cores != 1 else ''} and {round(memory_bytes / 2**30)} GiB of memory"


def missed():
    if not Bound.missed:
        return "Nothing: every bound and every aim is met.\n"
    return "".join(f"- {line}\n" for line in Bound.missed)


PARTS = {
    "machine": machine, "versions": peers.versions, "start-up": lambda: start_up(DATA),
    "yaml-small": lambda: yaml(2_550, "2.5 MB", 5, 3),
    "yaml-large": lambda: yaml(25_500, "25 MB", 5, 1), "filters": filters,
    "enumeration": enumeration, "linear": linear, "sizes": sizes, "long": long_documents,
    "growing": growing, "memory": memory,
    "library-calls": library_calls, "missed": missed,
}


def main():
    with open(sys.argv[3]) as file:
        template = file.read()
    parts = {}
    for name in PARTS:
        print(f"{name} …", file=sys.stderr, flush=True)
        parts[name] = PARTS[name]().rstrip("\n")
    sys.stdout.write(re.sub(r"{{([a-z-]+)}}", lambda match: parts[match.group(1)], template))


main()
