#!/usr/bin/env python3
"""Measures the real Envoy's retries and compares them with what mr-backoff prints.

Usage: backoff.py ENVOY_BINARY BIN_DIR

An upstream on loopback answers every request with 503. Envoy retries; the time from an answer to the
next attempt is the delay that Envoy drew. The delays of each retry must follow the `envoy` law
(distance of Kolmogorov and Smirnov below 0.156) and, for retries 2 to 4, not the `documented` one;
percentiles of their sums must be those that mr-backoff prints, within 5 % and 3 ms a retry. Then many
requests fail at once under the default circuit breaker: as many must arrive as mr-backoff says.

The intervals are four times the defaults, so that Envoy's timer ticks of 4 ms do not matter. Nothing
leaves loopback, and the run ends by itself: in about half a minute, at the latest after three. On a
machine with other work a run may be late: what is wrong once is measured again, twice at most.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

BASE_MS, MAX_MS, RETRIES = 100, 1000, 5
REQUESTS, CONCURRENT = 1500, 100
STORM, DEFAULT_BREAKER = 40, 3
LARGEST_DISTANCE = 0.156
DEADLINE_S = 170


class Upstream:
    """Answers 503 and notes when requests came and when they were answered."""

    def __init__(self):
        self.times = {}

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                arrival = time.monotonic()
                name = header(head, b"x-case")
                writer.write(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")
                await writer.drain()
                self.times.setdefault(name, []).append((arrival, time.monotonic()))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def header(head, name):
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def bootstrap(port, upstream_port, max_retries):
    address = lambda port: {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    milliseconds = lambda count: f"{count // 1000}.{count % 1000:03}s"
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network"
        ".http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "in",
        "route_config": {
            "virtual_hosts": [{
                "name": "all",
                "domains": ["*"],
                "routes": [{
                    "match": {"prefix": "/"},
                    "route": {
                        "cluster": "upstream",
                        "timeout": "0s",
                        "retry_policy": {
                            "retry_on": "5xx",
                            "num_retries": RETRIES,
                            "retry_back_off": {
                                "base_interval": milliseconds(BASE_MS),
                                "max_interval": milliseconds(MAX_MS),
                            },
                        },
                    },
                }],
            }],
        },
        "http_filters": [{
            "name": "router",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
            },
        }],
    }
    return {
        "static_resources": {
            "listeners": [{
                "name": "in",
                "address": address(port),
                "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
            }],
            "clusters": [{
                "name": "upstream",
                "type": "STATIC",
                "connect_timeout": "5s",
                "circuit_breakers": {"thresholds": [{"max_retries": max_retries}]},
                "load_assignment": {
                    "cluster_name": "upstream",
                    "endpoints": [{"lb_endpoints": [
                        {"endpoint": {"address": address(upstream_port)}}
                    ]}],
                },
            }],
        }
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def until_open(port, envoy):
    for _ in range(300):
        if envoy.poll() is not None:
            sys.exit(f"envoy ended with status {envoy.returncode}")
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    sys.exit("envoy does not listen")


async def client(port, cases, start):
    """Sends requests one after another; each takes as long as all its retries."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await start.wait()
    for case in cases:
        writer.write(b"GET / HTTP/1.1\r\nhost: e2e\r\nx-case: %d\r\n\r\n" % case)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 503 " not in head.split(b"\r\n")[0]:
            sys.exit(f"expected 503, got {head!r}")
        await reader.readexactly(int(header(head, b"content-length") or 0))
    writer.close()


async def measure(envoy_binary, requests, concurrent, max_retries):
    """The delays of every request, in milliseconds."""
    upstream = Upstream()
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "envoy.json")
        with open(path, "w") as file:
            json.dump(bootstrap(port, server.sockets[0].getsockname()[1], max_retries), file)
        envoy = subprocess.Popen(
            [envoy_binary, "-c", path, "-l", "error", "--disable-hot-restart", "--concurrency", "1"])
        try:
            await until_open(port, envoy)
            start = asyncio.Event()
            clients = [
                asyncio.create_task(client(port, range(first, requests, concurrent), start))
                for first in range(concurrent)]
            await asyncio.sleep(0.5)
            start.set()
            await asyncio.gather(*clients)
        finally:
            envoy.kill()
            envoy.wait()
            server.close()
    return [
        [(later[0] - earlier[1]) * 1000 for earlier, later in zip(times, times[1:])]
        for times in upstream.times.values()
    ]


def distance(delays, ceiling):
    """The distance of Kolmogorov and Smirnov from the uniform law on [0, ceiling)."""
    count = len(delays)
    worst = 0
    for index, delay in enumerate(sorted(delays)):
        share = min(1, max(0, delay / ceiling))
        worst = max(worst, share - index / count, (index + 1) / count - share)
    return worst


class Comparison:
    """Prints every comparison and counts what is wrong."""

    def __init__(self):
        self.wrong = 0

    def check(self, is_right, line):
        print(("ok   " if is_right else "FAIL ") + line, flush=True)
        self.wrong += not is_right


def compare(measured, models, check):
    """Delays of each retry, and their sums."""
    check(
        len(measured) == REQUESTS and all(len(delays) == RETRIES for delays in measured),
        f"{len(measured)} requests, each with {RETRIES} retries")
    for index in range(RETRIES):
        delays = [delays[index] for delays in measured if len(delays) > index]
        for model, has_to_fit in (("envoy", True), ("documented", False)):
            ceiling = models[model]["retries"][index]["ceilingMs"]
            found = distance(delays, ceiling)
            line = f"retry {index + 1}: n {len(delays)}, D {found:.3f} against {model} [0, {ceiling})"
            if has_to_fit:
                check(found < LARGEST_DISTANCE, line)
            elif index in (1, 2, 3):
                check(found > LARGEST_DISTANCE, line + ", which must not fit")
    sums = sorted(sum(delays) for delays in measured)
    for percent in (50, 90, 99):
        expected = models["envoy"]["total"][f"p{percent}Ms"]
        found = sums[min(len(sums) - 1, len(sums) * percent // 100)]
        check(
            abs(found - expected) <= expected * 0.05 + 3 * RETRIES,
            f"total p{percent}: {found:.0f} ms, mr-backoff says {expected} ms")


def compare_storm(measured, models, check):
    """Requests that reach the upstream, and requests without a retry."""
    storm = models["envoy"]["storm"]
    arrived = sum(len(delays) + 1 for delays in measured)
    denied = sum(not delays for delays in measured) / len(measured)
    check(
        arrived == storm["requests"],
        f"storm: {arrived} requests arrive, mr-backoff says {storm['requests']}")
    check(
        denied == storm["withoutRetry"],
        f"storm: {denied:.1%} of failures get no retry, mr-backoff says {storm['withoutRetry']:.1%}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip().splitlines()[2])
    envoy_binary, bin_dir = sys.argv[1:]
    printed = subprocess.run(
        [os.path.join(bin_dir, "mr-backoff"), "--base", f"{BASE_MS}ms", "--max", f"{MAX_MS}ms",
         "--retries", str(RETRIES), "--clients", str(STORM)],
        check=True, stdout=subprocess.PIPE, timeout=30)
    models = json.loads(printed.stdout)["models"]

    async def run(comparison):
        # More slots than requests: with the default of 3 nearly all retries would be refused.
        measured = await measure(envoy_binary, REQUESTS, CONCURRENT, 100000)
        compare(measured, models, comparison.check)
        measured = await measure(envoy_binary, STORM, STORM, DEFAULT_BREAKER)
        compare_storm(measured, models, comparison.check)

    for _ in range(3):
        comparison = Comparison()
        asyncio.run(asyncio.wait_for(run(comparison), DEADLINE_S))
        if not comparison.wrong:
            sys.exit(0)
    sys.exit(1)


main()
