#!/usr/bin/env python3
"""Writes YAML of so many equal parts to standard output, of a kind that may cost more the more there are.

    growing.py aliases 100000
    growing.py LIST            the kinds
"""

import sys

ITEM = "    - targetRef: {{kind: MeshService, name: b{0}}}\n      default: {{http: {{numRetries: 3}}}}\n"
TO = "type: MeshRetry\nmesh: default\nname: a\nspec:\n  targetRef: {kind: Mesh}\n  to:\n"
PROXY = (
    "---\ntype: Dataplane\nmesh: default\nname: web-{0}\nnetworking: {{address: 10.0.0.1, inbound: [{{port: "
    "80, tags: {{kuma.io/service: web-{0}, kuma.io/protocol: http}}}}]}}\n")
POLICY = (
    "---\ntype: MeshRetry\nmesh: default\nname: p-{0}\nspec: {{targetRef: {{kind: MeshService, name: web-{0}}}, "
    "to: [{{targetRef: {{kind: Mesh}}, default: {{http: {{numRetries: 3}}}}}}]}}\n")

# What stands before the parts, and the part.
KINDS = {
    "keys": ("", "key-{0}: value\n"),
    "aliases": ("a: &a x\n", "key-{0}: *a\n"),
    "merge keys": ("a: &a {x: 1}\nb:\n", "- {{<<: *a, y: 2}}\n"),
    "anchors": ("", "key-{0}: &a{0} x\n"),
    "empty elements": ("", "-\n"),
    "documents": ("", "---\na: 1\n"),
    "unknown keys": (TO + ITEM.format(1), "unknown-{0}: 1\n"),
    "items": (TO, ITEM),
    "items of no release": (
        TO, ITEM.replace("MeshService", "MeshRoute")),
    "comments that suppress": ("", "# mr:disable=MR041\n---\na: 1\n"),
    "templates of a chart": ("", "---\n# Source: chart/templates/a.yaml" + POLICY[3:]),
    "proxies with policies": ("", PROXY + POLICY),
    "policies for the same proxies": ("", POLICY.replace("web-{0}", "web")),
}


def main():
    if sys.argv[1] == "LIST":
        sys.stdout.write("".join(kind + "\n" for kind in KINDS))
        return
    (start, part), count = KINDS[sys.argv[1]], int(sys.argv[2])
    sys.stdout.write(start)
    for index in range(count):
        sys.stdout.write(part.format(index))


if __name__ == "__main__":
    main()
