"""Checks of the programs as a whole: what they expect, and how they are run and counted."""

import sys
import time


class CheckFailed(Exception):
    """A check did not see what it expects."""


def expect(condition, message):
    if not condition:
        raise CheckFailed(message)


def run(checks, subject, wanted=()):
    """Runs those whose name contains one of the wanted words, all without words; ends the program.

    A check is a function of the subject; what it returns is a detail for its line.
    """
    passed = failed = 0
    for check in checks:
        name = check.__name__.replace("_", " ")
        if wanted and not any(word in name for word in wanted):
            continue
        start = time.monotonic()
        try:
            detail = check(subject)
            passed += 1
            seconds = time.monotonic() - start
            print(f"ok {name}" + (f": {detail}" if detail else "") + f" ({seconds:.1f} s)")
        except Exception as error:  # A check fails by any exception; the others go on.
            failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}")
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)
