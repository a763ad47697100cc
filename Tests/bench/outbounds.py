"""Writes an EffectiveMeshRetry with so many outbounds to standard output."""

import json
import sys

CONF = {"http": {"numRetries": 5, "retryOn": ["5xx"], "backOff": {"baseInterval": "25ms"}}}

json.dump(
    {
        "kind": "EffectiveMeshRetry", "version": 1, "release": "2.3.7", "mesh": "default",
        "dataplane": "web-1", "policies": [], "toRules": [], "toResourceRules": [],
        "outbounds": [
            {
                "address": "127.0.0.1", "port": 1 + i % 65535, "service": f"backend-{i}",
                "protocol": "http", "section": "http", "conf": CONF, "origin": ["retry-all"],
                "fields": {},
            }
            for i in range(int(sys.argv[1]))
        ],
        "gatewayListeners": [], "warnings": [],
    },
    sys.stdout,
)
