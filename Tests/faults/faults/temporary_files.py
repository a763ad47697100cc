"""Temporary files that cannot be made, filled or read; and that nothing is left of."""

import os
import tempfile

from checks import expect

# Enough for records, rows of items and what is covered of them to go to the file.
POLICIES = 15_000


def policies():
    """Nearly every one is shadowed by one of the last hundred."""
    return "".join(
        f"---\n{{type: MeshRetry, mesh: default, name: web-{index:05}, spec: {{targetRef: {{kind: "
        f"MeshService, name: web-{index % 50}}}, to: [{{targetRef: {{kind: MeshService, name: "
        f"backend-{index % 100}}}, default: {{http: {{numRetries: 3}}}}}}]}}}}\n"
        for index in range(POLICIES)).encode()


def where_there_is_no_temporary_file_memory_is_used(tools):
    """No folder, no room at all, room for some of it, calls in pieces: the answer is the same."""
    input = policies()
    whole = tools.run("mr-parse", "--check", input=input)
    expect(whole.status == 0 and not whole.errors, f"status {whole.status}: {whole.errors[:200]}")
    expect(whole.output.count(b"[MR041]") == POLICIES - 100, f"{whole.output[:200]}")
    rooms = (0, 1, 28_000, 100_000, 400_000, 1_000_000, 2_000_000)
    for faults in [*({"PWRITE_ERROR": room} for room in rooms), {"PIECE": 999, "EINTR": 1}]:
        outcome = tools.run("mr-parse", "--check", input=input, faults=faults)
        expect(outcome == whole, f"{faults}: status {outcome.status}: {outcome.errors[:200]}")
    for limit in (0, 100_000):
        outcome = tools.run("mr-parse", "--check", input=input, limit=limit)
        expect(outcome == whole, f"files of {limit} bytes: status {outcome.status}")
    for folder in ("/dev/null", "/nowhere"):
        outcome = tools.run("mr-parse", "--check", input=input, environment={"TMPDIR": folder})
        expect(outcome == whole, f"{folder}: status {outcome.status}: {outcome.errors[:200]}")
    return f"{len(rooms) + 5} runs"


def a_temporary_file_that_cannot_be_read_is_status_2(tools):
    input = policies()
    # The last of them is never reached: all is well then.
    sizes = (0, 1, 50_000, 1_000_000, 2_000_000, 10_000_000)
    for size in sizes:
        outcome = tools.run("mr-parse", "--check", input=input, faults={"PREAD_ERROR": size})
        if size == sizes[-1]:
            expect(outcome.status == 0, f"status {outcome.status}: {outcome.errors[:200]}")
            continue
        expect(outcome.status == 2, f"{size} bytes: status {outcome.status}")
        expect(outcome.errors == b"mr-parse: <temporary file>: Input/output error\n",
               f"{size} bytes: {outcome.errors[:200]}")


def nothing_is_left_of_a_temporary_file(tools):
    with tempfile.TemporaryDirectory() as folder:
        outcome = tools.run(
            "mr-parse", "--check", input=policies(), environment={"TMPDIR": folder})
        expect(outcome.status == 0, f"status {outcome.status}: {outcome.errors[:200]}")
        expect(not os.listdir(folder), f"left: {os.listdir(folder)}")


CHECKS = [
    where_there_is_no_temporary_file_memory_is_used,
    a_temporary_file_that_cannot_be_read_is_status_2, nothing_is_left_of_a_temporary_file]
