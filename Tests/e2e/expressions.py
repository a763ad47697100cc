#!/usr/bin/env python3
"""Compares our verdict on regular expressions with RE2's own, in its words.

    expressions.py BIN_DIR

The library is google-re2 of PyPI, set to read bytes as Envoy sets it; tests against Envoy itself are in
envoy/verdicts.py. The expressions are random, of pieces of RE2's syntax and of Perl's.
"""

import json
import pathlib
import random
import subprocess
import sys

import re2

SEEDS = (1, 2, 3)
EXPRESSIONS = 10_000
PIECES = """
a b é 😀 . ( ) [ ] [^a-c] [z-a] [a- [\\d-z] [a-\\d] []a] [^] []- [[:alpha:]] [[:nope:]] [[:^digit:]] [\\Q]\\E]
[a&&b] * + ? ** +? ?? *? *+ {2} {2,1} {,3} {1000} {1001} {2,} {0} { } {a} x{2}{3} (a){1000}
((a{100}){10}){1} ((a{100}){100}) | ^ $ \\d \\D \\w \\1 \\0 \\07 \\08 \\p{Lu} \\p{x} \\pL \\pX \\P{Greek}
\\p{^Greek} \\ (?: (?i) (?i-s: (?- (? (?= (?! (?< (?<n> (?<! (?P<n> (?P=n) (?P<1> (?P<n (?P (?s) (?U) (?x) (?#c)
\\x41 \\x \\x{110000} \\x{10FFFF} \\x{FF} \\x{ \\Q*\\E \\Q \\E \\b \\B \\A \\z \\Z \\C \\G \\a \\e \\n \\_
\\é \\R \\X \\h \\N{x} \\u0041 & , - / " ' < > : = ! \\- \\/
""".split()


def expressions(seed):
    r = random.Random(seed)
    found = set()
    while len(found) < EXPRESSIONS:
        found.add("".join(r.choice(PIECES) for _ in range(r.randint(1, r.choice([2, 4, 7])))))
    return sorted(found)


def ours(tools, found):
    """What mr-parse says of each expression: its complaint, or nothing."""
    headers = [{"name": "x", "type": "RegularExpression", "value": item} for item in found]
    policy = {
        "type": "MeshRetry", "mesh": "default", "name": "r", "spec": {
            "targetRef": {"kind": "Mesh"}, "to": [{
                "targetRef": {"kind": "Mesh"},
                "default": {"http": {"retriableRequestHeaders": headers}}}]}}
    result = subprocess.run(
        [str(pathlib.Path(tools) / "mr-parse"), "--check", "--only", "MR028", "--report", "json"],
        input=json.dumps(policy, ensure_ascii=False), capture_output=True, text=True, timeout=300,
        check=False)
    complaints = {}
    for line in result.stdout.splitlines():
        finding = json.loads(line)
        index = finding["path"].split("retriableRequestHeaders[")[1].split("]")[0]
        complaints[found[int(index)]] = finding["message"].split("expression: ", 1)[1]
    return complaints


def theirs(expression):
    """RE2's complaint; None when it takes the expression."""
    options = re2.Options()
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1
    try:
        re2.compile(expression.encode(), options)
        return None
    except re2.error as error:
        return error.args[0].decode("latin-1")


def plain(text):
    """Without what the two print in other encodings."""
    return text and "".join(c for c in " ".join(text.split()) if c.isascii())


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    failed = 0
    for seed in SEEDS:
        found = expressions(seed)
        complaints = ours(sys.argv[1], found)
        for item in found:
            expected = theirs(item)
            if plain(expected) != plain(complaints.get(item)):
                failed += 1
                print(f"FAIL {item!r}: RE2 says {expected}, we say {complaints.get(item)}")
        if not 0 < len(complaints) < len(found):
            failed += 1
            print(f"FAIL seed {seed}: {len(complaints)} of {len(found)} refused")
    print(f"{len(SEEDS) * EXPRESSIONS} regular expressions, {failed} disagreements with RE2")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
