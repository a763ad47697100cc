#!/usr/bin/env python3
"""Makes meshes for measuring mr-match, as JSON documents on standard output.

    mesh.py items N                  one Mesh item and N MeshService items in one policy, one proxy
    mesh.py policies P               P policies, one proxy
    mesh.py grid P D O [--seed S]    P policies, D proxies, O outbounds for each proxy

    swift build -c release --product mr-match
    for n in 10 20 1000 10000; do
      Tests/bench/mesh.py items $n > mesh.json
      time .build/release/mr-match mesh.json > /dev/null
    done
    Tests/bench/mesh.py grid 1000 10000 10 > mesh.json
    /usr/bin/time -v .build/release/mr-match mesh.json > /dev/null
"""

import argparse
import json
import random
import sys


def write(document):
    json.dump(document, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


def mesh():
    write({"type": "Mesh", "name": "default"})


def dataplane(name, services, outbounds):
    write({
        "type": "Dataplane", "mesh": "default", "name": name,
        "networking": {
            "address": "10.0.0.1",
            "inbound": [
                {"port": 8080 + i, "tags": {"kuma.io/service": s, "kuma.io/protocol": "http"}}
                for i, s in enumerate(services)
            ],
            "outbound": [
                {"port": 10001 + i, "tags": {"kuma.io/service": s}}
                for i, s in enumerate(outbounds)
            ],
        },
    })


def policy(name, target, items):
    write({
        "type": "MeshRetry", "mesh": "default", "name": name,
        "spec": {
            "targetRef": target,
            "to": [{"targetRef": ref, "default": conf} for ref, conf in items],
        },
    })


def service(name):
    return {"kind": "MeshService", "name": name}


def conf(retries):
    return {"http": {"numRetries": retries, "retryOn": ["5xx"], "backOff": {"baseInterval": "25ms"}}}


def offered(name):
    """A service that somebody offers: one that nobody does is a warning, which takes time of its own."""
    write({
        "type": "ExternalService", "mesh": "default", "name": name,
        "networking": {"address": "10.1.0.1:80"},
        "tags": {"kuma.io/service": name, "kuma.io/protocol": "http"},
    })


def items(count):
    mesh()
    for i in range(count):
        offered("service-%d" % i)
    dataplane("web-1", ["web"], ["service-%d" % i for i in range(min(count, 10))])
    refs = [({"kind": "Mesh"}, conf(1))]
    refs += [(service("service-%d" % i), conf(2 + i % 8)) for i in range(count)]
    policy("all", {"kind": "Mesh"}, refs)


def policies(count):
    mesh()
    for i in range(count):
        if i < 10 or i % 100:
            offered("service-%d" % i)
    dataplane("web-1", ["web"], ["service-%d" % i for i in range(10)])
    for i in range(count):
        ref = {"kind": "Mesh"} if i % 100 == 0 else service("service-%d" % i)
        policy("policy-%05d" % i, {"kind": "Mesh"}, [(ref, conf(i % 10))])


def grid(count, proxies, outbounds, seed):
    chance = random.Random(seed)
    mesh()
    names = ["service-%d" % i for i in range(max(10, count // 2))]
    for name in names:
        offered(name)
    for i in range(count):
        # A few policies for all proxies, most for the callers of one service.
        target = {"kind": "Mesh"} if i % 50 == 0 else service(chance.choice(names))
        refs = [({"kind": "Mesh"}, conf(i % 5))] if i % 10 == 0 else []
        refs += [(service(chance.choice(names)), conf(i % 10)) for _ in range(3)]
        policy("policy-%05d" % i, target, refs)
    for i in range(proxies):
        own = names[i % len(names)]
        dataplane("%s-%05d" % (own, i), [own], chance.sample(names, min(outbounds, len(names))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["items", "policies", "grid"])
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.kind == "items":
        items(*options.sizes)
    elif options.kind == "policies":
        policies(*options.sizes)
    else:
        grid(*options.sizes, seed=options.seed)


if __name__ == "__main__":
    main()
