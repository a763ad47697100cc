#!/usr/bin/env python3
"""Writes one long document to standard output: a ConfigMap, which passes mr-parse as a kind of others.

    long.py keys 1000000     so many keys, each with a value of two words
    long.py text 100000000   one value of so many bytes
"""

import sys

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: long\n  namespace: default\ndata:\n"


def main():
    kind, count = sys.argv[1], int(sys.argv[2])
    sys.stdout.write(HEAD)
    if kind == "keys":
        for start in range(0, count, 10_000):
            keys = range(start, min(start + 10_000, count))
            sys.stdout.write("".join(f"  key-{key}: value {key}\n" for key in keys))
    else:
        words = "ten bytes " * 1000
        sys.stdout.write("  text: ")
        sys.stdout.write((words * (count // len(words) + 1))[:count].rstrip() + "\n")


main()
