"""Writes so many MeshRetry documents to standard output, as YAML."""

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

for number in range(int(sys.argv[1])):
    sys.stdout.write(
        DOCUMENT.format(
            i=number, web=number % 100, backend=number % 50, retries=number % 7 + 1,
            timeout=number % 20 + 1, base=25 + number % 50, seconds=number % 60,
        )
    )
