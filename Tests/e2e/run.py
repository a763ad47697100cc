#!/usr/bin/env python3
"""Checks mr-envoy against a real Envoy.

    run.py ENVOY_BINARY BIN_DIR [NAME...]

Each check prints `ok NAME` or `FAIL NAME: why`; the end is `N passed, N failed` and the status.
With names, only the checks whose name contains one of them. Loopback only, ephemeral ports, every
child is ended.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import checks
from envoy import applying, behaviour, hosts, rules, sizes, validation, verdicts
from envoy.process import Tools

CHECKS = [
    *validation.CHECKS, *verdicts.CHECKS, *applying.CHECKS, *sizes.CHECKS, *behaviour.CHECKS,
    *hosts.CHECKS, *rules.CHECKS]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tools = Tools(envoy=sys.argv[1], bin=pathlib.Path(sys.argv[2]))
    checks.run(CHECKS, tools, sys.argv[3:])


if __name__ == "__main__":
    main()
