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

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import checks
from faults import input_faults, output_faults, sizes, temporary_files
from faults.process import Tools

CHECKS = [
    *sizes.CHECKS, *output_faults.CHECKS, *input_faults.CHECKS, *temporary_files.CHECKS]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tools = Tools(bin=pathlib.Path(sys.argv[1]).resolve(), library=pathlib.Path(sys.argv[2]).resolve())
    wanted = sys.argv[3:]
    takes_large = wanted or os.environ.get("LARGE", "") not in ("", "0")
    checks.run(
        [check for check in CHECKS if takes_large or check not in sizes.LARGE], tools, wanted)


if __name__ == "__main__":
    main()
