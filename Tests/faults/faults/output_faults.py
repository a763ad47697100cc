"""Output that cannot be written, or that nobody reads."""

import fcntl
import os
import pathlib
import signal
import subprocess
import tempfile
import time

from checks import expect


def a_full_disk_is_status_2(tools):
    for name in tools.names:
        with open("/dev/full", "wb") as full:
            outcome = tools.run(name, input=tools.inputs[name], output=full)
        expect(outcome.status == 2, f"{name}: status {outcome.status}")
        expect(b"No space left on device" in outcome.errors, f"{name}: {outcome.errors}")
        if name == "mr-query":
            continue
        for option in ("--output", "--report-file"):
            outcome = tools.run(
                name, option, "/dev/full", "--report", "json", "--notes", input=tools.inputs[name])
            # A report without findings is empty, and empty is written well.
            expected = (0, 2) if option == "--report-file" else (2,)
            expect(outcome.status in expected, f"{name} {option}: status {outcome.status}")


def a_disk_that_fills_at_any_byte(tools):
    """The file ends where the disk was full, and the status says so, at every byte of the output."""
    runs = 0
    for name in tools.names:
        # One short document: an output of a few hundred bytes.
        whole = shortest(tools, name)
        expected = tools.run(name, input=whole).output
        for limit in range(0, len(expected), max(1, len(expected) // 60)):
            with tempfile.TemporaryFile() as file:
                outcome = tools.run(name, input=whole, output=file, limit=limit)
                file.seek(0)
                expect(outcome.status == 2, f"{name}, {limit} bytes: status {outcome.status}")
                expect(outcome.errors, f"{name}, {limit} bytes: no word")
                expect(file.read() == expected[:limit], f"{name}: not the first {limit} bytes")
            runs += 1
    return f"{runs} runs"


def a_pipe_that_is_closed_at_any_byte(tools):
    """The end is quiet, whenever the reader goes: by SIGPIPE, or as usual when all was written."""
    runs = 0
    for name in tools.names:
        input = shortest(tools, name)
        length = len(tools.run(name, input=input).output)
        for count in range(0, min(length, 200) + 1):
            status, errors = read_and_leave(tools.command(name), input, count)
            expect(status in (0, -signal.SIGPIPE), f"{name}, {count} bytes read: status {status}")
            expect(not errors, f"{name}, {count} bytes read: {errors}")
            runs += 1
    return f"{runs} runs"


def a_pipe_that_is_closed_early_stops_the_work(tools):
    """Output that is longer than the pipe: the tool must end by SIGPIPE and not read on."""
    for name in ("mr-parse", "mr-query", "mr-match", "mr-envoy", "mr-backoff"):
        times = 3000
        input = b"\n".join([tools.inputs[name]] * times) if name != "mr-match" else many_proxies()
        for count in (0, 1, 4095, 4096, 4097):
            status, errors = read_and_leave(tools.command(name), input, count)
            expect(status == -signal.SIGPIPE, f"{name}, {count} bytes read: status {status}")
            expect(not errors, f"{name}, {count} bytes read: {errors}")


def pieces_and_interruptions_change_nothing(tools):
    """Calls that move a byte, or are interrupted every other time."""
    for name in tools.names:
        plain = tools.run(name, input=tools.inputs[name])
        for faults in ({"PIECE": 1}, {"EINTR": 1}, {"PIECE": 3, "EINTR": 1}):
            outcome = tools.run(name, input=tools.inputs[name], faults=faults)
            expect(outcome == plain, f"{name} {faults}: status {outcome.status}, {outcome.errors}")


def a_slow_reader_gets_everything(tools):
    """Through a pipe of one page, read byte by byte at first."""
    for name in tools.names:
        expected = tools.run(name, input=tools.inputs[name]).output
        process, output = started(tools.command(name), tools.inputs[name])
        read = b""
        for _ in range(20):
            read += os.read(output, 1)
            time.sleep(0.001)
        while piece := os.read(output, 999):
            read += piece
        os.close(output)
        expect(process.wait() == 0, f"{name}: status {process.returncode}")
        process.stderr.close()
        expect(read == expected, f"{name}: other output")


def an_output_file_is_old_or_new(tools):
    """A write error or a kill amid the output leaves the old file as it was."""
    input = b"\n---\n".join([tools.inputs["mr-parse"]] * 500)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "out.json"
        path.write_text("old\n")
        outcome = tools.run("mr-parse", "-o", str(path), input=input, faults={"WRITE_ERROR": 100_000})
        expect(outcome.status == 2, f"write error: status {outcome.status}")
        expect(os.listdir(folder) == ["out.json"], f"write error: {os.listdir(folder)}")
        expect(path.read_text() == "old\n", "write error: the old file has changed")

        process = subprocess.Popen(
            tools.command("mr-parse", "-o", str(path)), stdin=subprocess.PIPE)
        process.stdin.write(input)
        process.stdin.flush()
        wait_for(lambda: any(
            (pathlib.Path(folder) / name).stat().st_size for name in os.listdir(folder)
            if name != "out.json"))
        process.kill()
        process.stdin.close()
        process.wait()
        expect(path.read_text() == "old\n", "killed: the old file has changed")

        outcome = tools.run("mr-parse", "-o", str(path), input=input)
        expect(outcome.status == 0, f"after the kill: status {outcome.status}")
        expect(path.read_bytes() == tools.run("mr-parse", input=input).output, "not the output")


def what_a_killed_run_left_is_no_obstacle(tools):
    """In a container every run may have one and the same process number, and so its temporary file."""
    with tempfile.TemporaryDirectory() as folder:
        script = f'touch "{folder}/out.json.$$.tmp"; exec "$0" -o "{folder}/out.json"'
        process = subprocess.run(
            ["sh", "-c", script, str(tools.bin / "mr-parse")], input=tools.inputs["mr-parse"],
            capture_output=True, check=False)
        expect(process.returncode == 0, f"status {process.returncode}: {process.stderr}")


# MARK: How


def shortest(tools, name):
    """A short input with an output of a few hundred bytes."""
    if name == "mr-parse":
        return b"type: Mesh\nname: mesh-1\n---\n" * 5
    if name == "mr-match":
        return (b'{"type":"Dataplane","mesh":"default","name":"web-1","networking":{"address":'
                b'"10.0.0.1","inbound":[{"port":80,"tags":{"kuma.io/service":"web"}}]}}')
    return (b'{"kind":"EffectiveMeshRetry","version":1,"release":"2.3.7","mesh":"default",'
            b'"dataplane":"web-1","outbounds":[{"address":"127.0.0.1","port":10001,"service":'
            b'"backend","protocol":"http","section":"http","conf":{"http":{"numRetries":1}}}]}')


def many_proxies():
    proxy = ('{{"type":"Dataplane","mesh":"default","name":"p-{0}","networking":{{"address":"10.0.0.1",'
             '"inbound":[{{"port":80,"tags":{{"kuma.io/service":"s"}}}}]}}}}\n')
    return "".join(proxy.format(index) for index in range(3000)).encode()


def started(command, input):
    """A process that reads the input from a file and writes into a pipe of one page."""
    file = tempfile.TemporaryFile()
    file.write(input)
    file.seek(0)
    output, end = os.pipe()
    fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 4096)
    process = subprocess.Popen(command, stdin=file, stdout=end, stderr=subprocess.PIPE)
    os.close(end)
    file.close()
    return process, output


def read_and_leave(command, input, count):
    """Reads so many bytes, closes the pipe; the status and the messages."""
    process, output = started(command, input)
    while count > 0 and (piece := os.read(output, count)):
        count -= len(piece)
    os.close(output)
    errors = process.stderr.read()
    process.stderr.close()
    return process.wait(), errors


def wait_for(condition):
    end = time.monotonic() + 30
    while not condition():
        expect(time.monotonic() < end, "waited in vain")
        time.sleep(0.01)


CHECKS = [
    a_full_disk_is_status_2, a_disk_that_fills_at_any_byte, a_pipe_that_is_closed_at_any_byte,
    a_pipe_that_is_closed_early_stops_the_work, pieces_and_interruptions_change_nothing,
    a_slow_reader_gets_everything, an_output_file_is_old_or_new,
    what_a_killed_run_left_is_no_obstacle]
