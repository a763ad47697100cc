"""Running the tools, well and ill."""

import contextlib
import dataclasses
import os
import pathlib
import resource
import signal
import subprocess
import tempfile

from checks import expect

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples"
MIB = 1024 * 1024


@dataclasses.dataclass
class Outcome:
    """What a run came to: a negative status is a signal's number."""

    output: bytes
    errors: bytes
    status: int
    peak: int = 0


class Tools:
    """The programs under test, and the library that makes their calls fail."""

    names = ("mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query")

    def __init__(self, bin, library):
        self.bin = bin
        self.library = library
        self.inputs = self._inputs()

    def command(self, name, *operands):
        """A command line that reads standard input when there are no operands."""
        program = [str(self.bin / name)]
        return [*program, "-c", ".", *operands] if name == "mr-query" else [*program, *operands]

    def run(
            self, name, *operands, input=b"", faults=None, limit=None, output=None,
            environment=None):
        """A run; faults are those of faults.c, limit is the longest file it may write."""
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | (environment or {})
        if faults:
            environment |= {f"FAULT_{key}": str(value) for key, value in faults.items()}
            environment["LD_PRELOAD"] = str(self.library)

        def prepare():
            if limit is not None:
                if name == "mr-query":  # As jq it ends by the signal.
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        process = subprocess.run(
            self.command(name, *operands), input=input, stdout=output or subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment, preexec_fn=prepare,
            restore_signals=limit is None or name != "mr-query", timeout=600, check=False)
        return Outcome(process.stdout or b"", process.stderr, process.returncode)

    def measured(self, command, write):
        """A run whose input is what `write` writes into its pipe; with its peak of memory."""
        with tempfile.NamedTemporaryFile() as peak:
            environment = os.environ | {"FAULT_PEAK": peak.name, "LD_PRELOAD": str(self.library)}
            reader = subprocess.Popen(["wc", "-lc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=reader.stdin, stderr=subprocess.PIPE,
                env=environment)
            reader.stdin.close()
            with contextlib.suppress(BrokenPipeError):  # It may end before its input: the status says why.
                write(process.stdin)
                process.stdin.close()
            errors = process.stderr.read()
            status = process.wait()
            output = reader.stdout.read()
            reader.wait()
            kibibytes = peak.read()
        expect(kibibytes, f"{command}: status {status}, and no peak: {errors[:200]}")
        return Outcome(output, errors, status, int(kibibytes) * 1024)

    def _inputs(self):
        """What each of them reads."""
        policies = b"".join(
            b"---\n" + (EXAMPLES / name).read_bytes()
            for name in ("http-universal.yaml", "grpc-universal.yaml", "mesh.yaml"))
        documents = self._plain("mr-parse", policies)
        effective = self._plain("mr-match", documents)
        return {"mr-parse": policies, "mr-match": documents, "mr-envoy": effective,
                "mr-backoff": effective, "mr-query": effective}

    def _plain(self, name, input):
        process = subprocess.run(
            self.command(name), input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            check=False)
        expect(process.returncode == 0, f"{name}: status {process.returncode}: {process.stderr}")
        return process.stdout
