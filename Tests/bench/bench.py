"""bench.py BIN SCRATCH: the project's figures, each as a ratio of two commands run in turn.

Times are CPU time of whole processes (user and system); docs/benchmarks.md says what they mean.
"""

import os
import shutil
import subprocess
import sys

from measure import memory, row

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


start_up()
yaml()
query()
