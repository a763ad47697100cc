#!/usr/bin/env python3
"""Runs the project's command lines under a memory checker, and reports what it says.

    commands.py valgrind|address BIN_DIR [JQ_COMMANDS]

valgrind: the command cases of Tests/Fixtures by the binaries of BIN_DIR, and every fifth of the jq command
lines, if their file is given and there. address: all jq command lines by binaries that have the sanitizer
in them (the cases are run by the tests). What comes out of a command is not looked at here.
"""

import base64
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ("mr-parse", "mr-match", "mr-envoy", "mr-backoff", "mr-query")
SAMPLE = {"valgrind": 5, "address": 1}
# libjq 1.6 leaks the message that its argument is no string (mended in 1.7).
LEAKING = ("ltrimstr(1)", "ltrimstr(null)")


class Checker:
    """The tools, each under the checker, in a folder to be put first on the path."""

    def __init__(self, kind, tools, folder):
        self.path = folder / "bin"
        self.logs = folder / "logs"
        self.environment = {
            "PATH": f"{self.path}:/usr/local/bin:/usr/bin:/bin", "HOME": "/dev/null",
            "LC_ALL": "C.UTF-8", "TZ": "UTC", "SWIFT_BACKTRACE": "enable=no"}
        self.path.mkdir()
        self.logs.mkdir()
        here = ROOT / "Tests/sanitize"
        if kind == "address":
            self.environment |= {
                "ASAN_OPTIONS": f"detect_leaks=1:fast_unwind_on_malloc=0:log_path={self.logs}/report",
                "LSAN_OPTIONS": f"suppressions={here}/leaks.supp:print_suppressions=0"}
        # Accesses and frees. Leaks are the sanitizer's, which knows Swift's symbols. Values without a
        # meaning: optimized Swift compares whole words of enumerations, unused bits with them, and
        # reads no meaning from those; unoptimized, the same commands have no such report.
        prefix = (f"exec valgrind -q --leak-check=no --undef-value-errors=no "
                  # Programs that have malloc inside them are checked too.
                  f"--soname-synonyms=somalloc=NONE "
                  f"--log-file={self.logs}/report.%p" if kind == "valgrind" else "exec")
        for name in TOOLS:
            tool = self.path / name
            tool.write_text(f'#!/bin/sh\n{prefix} "{tools}/{name}" "$@"\n')
            tool.chmod(0o755)

    def reports(self):
        texts = (file.read_text(errors="replace") for file in sorted(self.logs.iterdir()))
        return [text for text in texts if text.strip()]


def fixtures():
    for command in sorted((ROOT / "Tests/Fixtures").glob("*/*/cmd")):
        case = command.parent
        stdin = case / "stdin"
        yield (case.relative_to(ROOT), ["sh", "-c", command.read_text()],
               stdin.read_bytes() if stdin.exists() else b"", case / "files", {})


def jq_commands(path, kind):
    lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
    for record in map(json.loads, lines[::SAMPLE[kind]]):
        if kind == "address" and any(text in LEAKING for text in record.get("argv", [])):
            continue
        arguments = ([base64.b64decode(text) for text in record["argv_b64"]]
                     if "argv_b64" in record else record["argv"])
        stdin = (base64.b64decode(record["stdin_b64"]) if "stdin_b64" in record
                 else record.get("stdin", "").encode("utf-8", "surrogatepass"))
        yield (record["id"], ["mr-query", *arguments], stdin, record.get("files", {}),
               record.get("env", {}))


def run(checker, command, stdin, files, environment):
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(files, dict):
            for name, text in files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        elif files.exists():
            shutil.copytree(files, folder, dirs_exist_ok=True)
        program = shutil.which(command[0], path=checker.environment["PATH"])
        subprocess.run(
            [program, *command[1:]], input=stdin, cwd=folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=checker.environment | environment, timeout=300,
            check=False)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("valgrind", "address"):
        sys.exit(__doc__)
    kind, tools = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    commands = list(jq_commands(pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None, kind))
    sampled = len(commands)
    if kind == "valgrind":
        commands = [*fixtures(), *commands]
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(kind, tools, pathlib.Path(folder))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            waiting = [pool.submit(run, checker, *command[1:]) for command in commands]
            for future in waiting:
                future.result()
        reports = checker.reports()
    for report in reports:
        print(report[:3000])
    print(f"{kind}: {len(commands)} command lines ({sampled} of jq), {len(reports)} reports")
    sys.exit(1 if reports else 0)


if __name__ == "__main__":
    main()
