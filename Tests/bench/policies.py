#!/usr/bin/env python3
"""Writes so many MeshRetry documents to standard output, as YAML; the same seed, the same bytes.

    policies.py 2550               2.5 MB; each policy is for a service of its own: mr-parse finds nothing
    policies.py 25500 --shadowed   25 MB; a hundred services share them: nearly every one is shadowed
    policies.py 25500 --mesh       32 MB; with a proxy of each service, beside which policies are seen
"""

import argparse
import random
import sys

DOCUMENT = """\
---
type: MeshRetry
name: retry-{i}
mesh: default
spec:
  targetRef:
    kind: MeshService
    name: web-{web}
  to:
    - targetRef:
        kind: MeshService
        name: backend-{backend}
      default:
        http:
          numRetries: {retries}
          perTryTimeout: {timeout}s
          backOff:
            baseInterval: {base}ms
            maxInterval: 1m{seconds}s
          rateLimitedBackOff:
            maxInterval: 5m
            resetHeaders:
              - name: retry-after
                format: Seconds
              - name: x-ratelimit-reset
                format: UnixTimestamp
          retryOn:
            - 5xx
            - GatewayError
            - "429"
          retriableRequestHeaders:
            - name: x-tenant
              type: Exact
              value: 'tenant {i}'
          hostSelection:
            - predicate: OmitPreviousHosts
        grpc:
          numRetries: 5
          retryOn: [Unavailable, DeadlineExceeded]
        tcp:
          maxConnectAttempt: 3
"""

DATAPLANE = """\
---
type: Dataplane
name: proxy-{i}
mesh: default
networking:
  address: 10.0.0.1
  inbound:
    - port: 8080
      tags:
        kuma.io/service: web-{web}
        kuma.io/protocol: http
    - port: 8081
      tags:
        kuma.io/service: backend-{backend}
        kuma.io/protocol: grpc
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--shadowed", action="store_true")
    parser.add_argument("--mesh", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    for i in range(options.count):
        web = i % 100 if options.shadowed else i
        backend = i % 50 if options.shadowed else chance.randrange(1000)
        if options.mesh:
            sys.stdout.write(DATAPLANE.format(i=i, web=web, backend=backend))
        sys.stdout.write(DOCUMENT.format(
            i=i, web=web, backend=backend, retries=chance.randint(1, 7),
            timeout=chance.randint(1, 20), base=chance.randint(25, 74),
            seconds=chance.randrange(60)))


if __name__ == "__main__":
    main()
