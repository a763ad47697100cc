"""Times whole commands in pairs, A B A B, and gives medians of CPU time and the ratio."""

import os
import statistics
import subprocess
import time


def run(command, stdin=None):
    """CPU seconds of one run; output is thrown away."""
    with open(stdin or os.devnull, "rb") as source, open(os.devnull, "wb") as sink:
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=sink)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def peak(command, stdin=None):
    """The peak of resident memory in MiB, by GNU time: this program's own would be counted otherwise."""
    if not os.path.exists("/usr/bin/time"):
        return None
    with open(stdin or os.devnull, "rb") as source, open(os.devnull, "wb") as sink:
        result = subprocess.run(
            ["/usr/bin/time", "-q", "-f", "%M", *command],
            stdin=source, stdout=sink, stderr=subprocess.PIPE, text=True)
    return int(result.stderr.split()[-1]) / 1024


def memory(command, stdin=None):
    """The peak as text."""
    value = peak(command, stdin)
    return f"{value:6.1f} MiB" if value else "unknown (GNU time is not installed)"


def pair(a, b, runs=7, stdin=None):
    """Medians of A and B in seconds, and the median of the ratios pair by pair."""
    run(a, stdin), run(b, stdin)
    results = [(run(a, stdin), run(b, stdin)) for _ in range(runs)]
    seconds_a = statistics.median(first for first, _ in results)
    seconds_b = statistics.median(second for _, second in results)
    return seconds_a, seconds_b, statistics.median(a / max(b, 1e-9) for a, b in results)


def row(name, a, b, bound=None, runs=7, stdin=None):
    """Prints a line of the table: A, B, the ratio and the bound it is held to, the peaks of both."""
    seconds_a, seconds_b, ratio = pair(a, b, runs, stdin)
    limit = f" (bound {bound})" if bound else ""
    print(
        f"{name:<44} {seconds_a * 1000:8.1f} ms {seconds_b * 1000:8.1f} ms  "
        f"ratio {ratio:4.2f}{limit:<13} peak {memory(a, stdin)}, {memory(b, stdin)}",
        flush=True,
    )


def single(name, command, bound=None):
    """Prints a line for one command by itself: the time on the clock, the CPU time and the peak."""
    start = time.monotonic()
    cpu = run(command)
    seconds = time.monotonic() - start
    limit = f" (bound {bound})" if bound else ""
    print(
        f"{name:<44} {seconds:6.2f} s, CPU {cpu:6.2f} s{limit}   peak {memory(command)}", flush=True)
