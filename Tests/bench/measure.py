"""Times whole commands in pairs, A B A B, and gives medians of CPU time and the ratio."""

import os
import statistics
import subprocess


def run(command, stdin=None):
    """CPU seconds and peak memory in MiB of one run; output is thrown away."""
    with open(stdin or os.devnull, "rb") as source, open(os.devnull, "wb") as sink:
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=sink)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def pair(a, b, runs=7, stdin=None):
    """Medians of A and B in seconds, the median of the ratios pair by pair, peak of A in MiB."""
    run(a, stdin), run(b, stdin)
    results = [(run(a, stdin), run(b, stdin)) for _ in range(runs)]
    seconds_a = statistics.median(first[0] for first, _ in results)
    seconds_b = statistics.median(second[0] for _, second in results)
    ratio = statistics.median(first[0] / max(second[0], 1e-9) for first, second in results)
    return seconds_a, seconds_b, ratio, max(first[1] for first, _ in results)


def row(name, a, b, bound=None, runs=7, stdin=None):
    """Prints a line of the table: A, B, the ratio and the bound it is held to."""
    seconds_a, seconds_b, ratio, peak = pair(a, b, runs, stdin)
    limit = f"   bound {bound}" if bound else ""
    print(
        f"{name:<44} {seconds_a * 1000:9.1f} ms {seconds_b * 1000:9.1f} ms"
        f"   ratio {ratio:5.2f}{limit}   peak {peak:6.1f} MiB",
        flush=True,
    )
