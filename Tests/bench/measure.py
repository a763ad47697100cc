"""Times whole commands: pairs in turn, A B A B, and ratios pair by pair."""

import os
import statistics
import subprocess
from dataclasses import dataclass


@dataclass
class Run:
    """What one run took: seconds on the clock, seconds of CPU (user and system), MiB at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass
class Pair:
    """Medians of A and of B, and of the ratios A / B, pair by pair."""

    a: Run
    b: Run
    cpu_ratio: float
    wall_ratio: float


class Clock:
    """Runs commands through the launcher, which counts what they take."""

    def __init__(self, launcher):
        self.launcher = launcher

    def run(self, command, stdin=None):
        """One run; the output is thrown away."""
        with open(stdin or os.devnull, "rb") as source:
            result = subprocess.run(
                [self.launcher, *command], stdin=source, stdout=subprocess.PIPE, check=True)
        wall, cpu, peak, status = result.stdout.split()
        if status != b"0":
            raise SystemExit(f"{' '.join(command)}: status {status.decode()}")
        return Run(float(wall), float(cpu), int(peak) / 1024)

    def pair(self, a, b, runs=5, stdin=None):
        """So many pairs, after one that warms the file cache up where there are several."""
        if runs > 1:
            self.run(a, stdin), self.run(b, stdin)
        pairs = [(self.run(a, stdin), self.run(b, stdin)) for _ in range(runs)]
        return Pair(
            _median([first for first, _ in pairs]), _median([second for _, second in pairs]),
            statistics.median(x.cpu / max(y.cpu, 1e-6) for x, y in pairs),
            statistics.median(x.wall / max(y.wall, 1e-6) for x, y in pairs))


def _median(runs):
    return Run(
        statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs),
        max(run.peak for run in runs))
