#!/usr/bin/env python3
"""Writes EffectiveMeshRetry documents to standard output; the same seed, the same bytes.

    effective.py 1 100000          one proxy, 100,000 outbounds with one conf
    effective.py 30000 1 --confs 1000   30,000 proxies with an outbound each, 1,000 confs among them
"""

import argparse
import json
import random
import sys


def conf(chance):
    return {"http": {
        "numRetries": chance.randint(1, 8), "perTryTimeout": "%dms" % chance.randint(500, 5000),
        "backOff": {"baseInterval": "%dms" % chance.randint(10, 200), "maxInterval": "2s"},
        "retryOn": ["5xx", "GatewayError"],
    }}


def outbound(number, conf):
    return {
        "address": "127.0.0.1", "port": 1 + number % 65535, "service": "backend-%d" % number,
        "protocol": "http", "section": "http", "conf": conf, "origin": ["retry-all"], "fields": {},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("proxies", type=int)
    parser.add_argument("outbounds", type=int)
    parser.add_argument("--confs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    confs = [conf(chance) for _ in range(options.confs)]
    for proxy in range(options.proxies):
        json.dump({
            "kind": "EffectiveMeshRetry", "version": 1, "release": "2.3.7", "mesh": "default",
            "dataplane": "web-%d" % proxy, "policies": [{"name": "retry-all"}], "toRules": [],
            "toResourceRules": [],
            "outbounds": [outbound(i, chance.choice(confs)) for i in range(options.outbounds)],
            "gatewayListeners": [], "warnings": [],
        }, sys.stdout, separators=(",", ":"))
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
