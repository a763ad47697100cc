#!/usr/bin/env python3
"""Checks mr-envoy against a real Envoy.

    run.py ENVOY_BINARY BIN_DIR [NAME...]

Each check prints `ok NAME` or `FAIL NAME: why`; the end is `N passed, N failed` and the status.
With names, only the checks whose name contains one of them. Loopback only, ephemeral ports, every
child is ended.
"""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from envoy import applying, behaviour, rules, sizes, validation, verdicts
from envoy.process import Tools

CHECKS = [
    *validation.CHECKS, *verdicts.CHECKS, *applying.CHECKS, *sizes.CHECKS, *behaviour.CHECKS,
    *rules.CHECKS]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tools = Tools(envoy=sys.argv[1], bin=pathlib.Path(sys.argv[2]))
    wanted = sys.argv[3:]
    passed = failed = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        if wanted and not any(word in name for word in wanted):
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
