"""Start-up, by hyperfine: rounds over all commands, so that a slow moment of the machine hits all."""

import json
import os
import shutil
import statistics
import subprocess

import peers
from table import Bound, milliseconds, table

ROUNDS, RUNS = 5, 20


def commands(data):
    """Name, command, what it is compared with (names), and the bounds of the ratios and of the CPU time."""
    yaml, resources, effective = data.example()
    floor, ratio, time = "options alone", Bound(1.5), Bound(None, " ms", aim=3)
    inputs = {
        "mr-parse": yaml, "mr-match": resources, "mr-envoy": effective, "mr-backoff": effective}
    rows = [
        (name, [data.tool(name), path], [f"{name} --version", floor], ratio, time)
        for name, path in inputs.items()]
    rows += [
        (f"{name} --version", [data.tool(name), "--version"], [], None, None)
        for name in inputs]
    rows += [
        (floor, [data.program("options-only"), yaml], [], None, None),
        ("mr-query -n 1", [data.tool("mr-query"), "-n", "1"], ["jq -n 1"], None, None),
    ]
    rows += [
        (f"{name} -n 1", [path, "-n", "1"], [], None, None) for name, path in peers.filters()]
    rows.append(("python3 -c pass", [peers.python(), "-c", "pass"], [], None, None))
    return rows


def start_up(data):
    """The table; a line why there is none without hyperfine."""
    if not shutil.which("hyperfine"):
        peers.absent("hyperfine")
        return "(hyperfine is not installed: not measured)\n"
    rows = commands(data)
    rounds = [_round([command for _, command, *_ in rows], data.scratch) for _ in range(ROUNDS)]

    def median(index, field):
        return statistics.median(results[index][field] for results in rounds)

    names = [name for name, *_ in rows]
    lines = []
    for index, (name, _, bases, ratio_bound, time_bound) in enumerate(rows):
        cpu, held, against = median(index, "cpu"), [], []
        for base in bases:
            if base not in names:
                continue
            other = names.index(base)
            ratio = statistics.median(
                results[index]["cpu"] / results[other]["cpu"] for results in rounds)
            against.append(f"{ratio:.2f} × {base}")
            if ratio_bound:
                held.append(ratio_bound.judge(f"start-up of {name}, against {base}", ratio))
            else:
                excess = (cpu - median(other, "cpu")) * 1000
                held.append(Bound(3, " ms more").judge(f"start-up of {name}", excess))
        if time_bound:
            held.append(time_bound.judge(f"start-up of {name}", cpu * 1000))
        lines.append(
            [name, milliseconds(cpu), milliseconds(median(index, "wall")), ", ".join(against),
             ", ".join(held)])
    return table(["", "CPU", "clock", "ratio (CPU)", "held to"], lines)


def _round(commands, scratch):
    path = os.path.join(scratch, "start-up.json")
    words = [" ".join(command) for command in commands]
    subprocess.run(
        ["hyperfine", "--shell=none", "--style=none", "--warmup=3", f"--runs={RUNS}",
         f"--export-json={path}", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=True)
    with open(path) as file:
        results = json.load(file)["results"]
    return [
        {"cpu": result["user"] + result["system"], "wall": result["median"]} for result in results]
