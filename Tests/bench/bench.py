"""bench.py BIN SCRATCH: the project's figures, each as a ratio of two commands run in turn.

Times are CPU time of whole processes (user and system); docs/benchmarks.md says what they mean.
"""

import os
import shutil
import subprocess
import sys

from measure import memory, row, single

BIN, SCRATCH = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))


def tool(name):
    return os.path.join(BIN, name)


def made(name, command):
    """A file of the scratch folder, made once by a command's output."""
    path = os.path.join(SCRATCH, name)
    if not os.path.exists(path):
        with open(path + ".part", "wb") as file:
            subprocess.run(command, stdout=file, check=True)
        os.rename(path + ".part", path)
    return path


def start_up():
    print("start-up, against a program that only parses the options")
    empty = os.path.join(HERE, "..", "..", "examples", "mesh.yaml")
    resources = made("mesh.json", [tool("mr-parse"), empty])
    effective = made("effective.json", [tool("mr-match"), resources])
    baseline = os.path.join(SCRATCH, "options-only")
    for name, operand in [
        ("mr-parse", empty), ("mr-match", resources), ("mr-envoy", effective),
        ("mr-backoff", effective),
    ]:
        row(name, [tool(name), operand], [baseline, operand], bound=1.5, runs=41)


def yaml():
    print("\nYAML to JSON, 25 MB, against a bare libyaml event loop")
    policies = made("policies.yaml", [sys.executable, f"{HERE}/policies.py", "25500"])
    floor = [os.path.join(SCRATCH, "event-loop"), policies]
    row("mr-parse --no-validate", [tool("mr-parse"), "--no-validate", policies], floor, 1.8)
    row("mr-parse --check", [tool("mr-parse"), "--check", policies], floor)
    tenth = made("policies-tenth.yaml", [sys.executable, f"{HERE}/policies.py", "2550"])
    command = [tool("mr-parse"), "--no-validate", tenth]
    print(f"{'mr-parse --no-validate, a tenth of it':<44} peak {memory(command)}")


def query():
    jq = shutil.which("jq")
    if not jq:
        print("\njq is not installed: no comparison")
        return
    print("\nmr-query on 20 MB of NDJSON, against the installed jq")
    policies = made("policies.yaml", [sys.executable, f"{HERE}/policies.py", "25500"])
    lines = made("policies.ndjson", [tool("mr-parse"), "--no-validate", policies])
    for program in [
        ["-c", "."], [".spec.to[].default.http.numRetries"],
        ["-c", 'select(.spec.to[0].default.http.numRetries > 5)'], ["-n", "1"],
    ]:
        row(
            "mr-query " + " ".join(program), [tool("mr-query"), *program], [jq, *program],
            stdin=lines, runs=5)


def match():
    print("\nmr-match: one Mesh item and n MeshService items (Kuma 2.3 itself visits 2^n states)")
    for count in ["10", "20", "1000", "10000"]:
        mesh = made(f"items-{count}.json", [sys.executable, f"{HERE}/mesh.py", "items", count])
        single(f"n = {count}", [tool("mr-match"), mesh])
    mesh = made("policies.json", [sys.executable, f"{HERE}/mesh.py", "policies", "10000"])
    single("10,000 policies, one proxy", [tool("mr-match"), mesh], "1 s")
    mesh = made("grid.json", [sys.executable, f"{HERE}/mesh.py", "grid", "1000", "10000", "10"])
    single("1,000 policies, 10,000 proxies, 10 outbounds", [tool("mr-match"), mesh], "20 s, 1 GiB")


def many_outbounds():
    print("\n100,000 outbounds with one conf, 10,000 of them in Envoy's form")
    big = made("outbounds.json", [sys.executable, f"{HERE}/outbounds.py", "100000"])
    single("mr-backoff, 100,000 schedules", [tool("mr-backoff"), big], "2 s")
    small = made("outbounds-10000.json", [sys.executable, f"{HERE}/outbounds.py", "10000"])
    single("mr-envoy, 10,000 retry policies", [tool("mr-envoy"), small], "1 s")


start_up()
yaml()
match()
many_outbounds()
query()
