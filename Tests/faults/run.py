#!/usr/bin/env python3
"""What the tools do when the world around them fails: the promises of docs/reliability.md, tried.

    run.py BIN_DIR FAULTS_LIBRARY [NAME...]

Each check prints `ok NAME` or `FAIL NAME: why`; the end is `N passed, N failed` and the status. With
names, only the checks whose name contains one of them. Checks of large inputs are run when their name is
given, or with LARGE=1.
"""

import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from faults import input_faults, output_faults, sizes
from faults.process import Tools

# Sizes first: a child's peak of memory counts from the fork on, and so has this program's size in it.
CHECKS = [*sizes.CHECKS, *output_faults.CHECKS, *input_faults.CHECKS]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tools = Tools(bin=pathlib.Path(sys.argv[1]).resolve(), library=pathlib.Path(sys.argv[2]).resolve())
    wanted = sys.argv[3:]
    passed = failed = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        is_large = check in sizes.LARGE
        if wanted and not any(word in name for word in wanted):
            continue
        if is_large and not wanted and os.environ.get("LARGE", "") in ("", "0"):
            continue
        start = time.monotonic()
        try:
            detail = check(tools)
            passed += 1
            seconds = time.monotonic() - start
            print(f"ok {name}" + (f": {detail}" if detail else "") + f" ({seconds:.1f} s)")
        except Exception as error:  # A check fails by any exception; the others go on.
            failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}")
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
