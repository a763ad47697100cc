"""Input that cannot be read, or ends too soon."""

import os
import subprocess
import tempfile
import threading
import time

from checks import expect


def a_file_that_cannot_be_read_is_status_2(tools):
    """A directory, nothing, and a file whose reading fails (EIO)."""
    for name in tools.names:
        for operand in ("/dev/null/none", "/proc/self/mem", "/"):
            if operand == "/" and name == "mr-parse":
                continue  # It reads directories.
            outcome = tools.run(name, operand)
            expect(outcome.status == 2, f"{name} {operand}: status {outcome.status}")
            # jq says nothing of a directory, and mr-query is jq.
            expect(outcome.errors or (name, operand) == ("mr-query", "/"), f"{name} {operand}: no word")


def what_came_before_a_read_error_is_out(tools):
    """The documents before the error come out; the error has its message, the status is 2."""
    for name, documents in (("mr-parse", b"type: Mesh\nname: a\n---\n" * 1000),
                            ("mr-query", b'{"type":"Mesh"}\n' * 1000)):
        outcome = tools.run(name, input=documents, faults={"READ_ERROR": len(documents) // 2})
        expect(outcome.status == 2, f"{name}: status {outcome.status}")
        expect(b"Input/output error" in outcome.errors, f"{name}: {outcome.errors}")
        lines = outcome.output.count(b"\n")
        expect(450 < lines <= 500, f"{name}: {lines} documents")


def a_read_error_at_any_byte_is_never_success(tools):
    runs = 0
    for name in tools.names:
        input = tools.inputs[name]
        step = max(1, len(input) // 60)
        for count in range(0, len(input) + 1, step):
            outcome = tools.run(name, input=input, faults={"READ_ERROR": count})
            expect(outcome.status == 2, f"{name} after {count} bytes: status {outcome.status}")
            expect(b"Input/output error" in outcome.errors, f"{name}, {count}: {outcome.errors}")
            runs += 1
    return f"{runs} runs"


def a_slow_writer_changes_nothing(tools):
    """Input that dribbles in, amid words and characters."""
    for name in tools.names:
        input = tools.inputs[name]
        expected = tools.run(name, input=input)
        process = subprocess.Popen(
            tools.command(name), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for start in range(0, len(input), max(1, len(input) // 50)):
            process.stdin.write(input[start:start + max(1, len(input) // 50)])
            process.stdin.flush()
            time.sleep(0.001)
        output, _ = process.communicate()
        expect(process.returncode == expected.status, f"{name}: status {process.returncode}")
        expect(output == expected.output, f"{name}: other output")


def pipes_of_one_writer_are_read_as_they_are_filled(tools):
    """Nothing of the first one comes before all of the second one was taken."""
    large = b"type: Mesh\nname: a\nl:\n" + b"- some text\n" * 500_000
    with tempfile.TemporaryDirectory() as folder:
        first, second = f"{folder}/first", f"{folder}/second"
        os.mkfifo(first)
        os.mkfifo(second)
        process = subprocess.Popen(
            tools.command("mr-parse", "--check", first, second),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def write():
            with open(first, "wb") as early, open(second, "wb") as late:
                late.write(large)
                late.close()
                early.write(b"type: Mesh\nname: b\n")

        threading.Thread(target=write, daemon=True).start()
        try:
            _, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            expect(False, "it waits for the first one for ever")
    expect(process.returncode == 0 and not errors, f"status {process.returncode}: {errors[:200]}")


CHECKS = [
    pipes_of_one_writer_are_read_as_they_are_filled,
    a_file_that_cannot_be_read_is_status_2, what_came_before_a_read_error_is_out,
    a_read_error_at_any_byte_is_never_success, a_slow_writer_changes_nothing]
