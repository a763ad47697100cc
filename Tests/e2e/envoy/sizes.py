"""Large inputs: that they work, and in how much memory."""

import json
import os
import pathlib
import subprocess
import tempfile
import time

from checks import expect
from envoy.process import effective, outbound

OUTBOUNDS = 10_000
MIB = 1024 * 1024


def confs():
    http = {"numRetries": 3, "perTryTimeout": "2s", "retryOn": ["5xx", "Reset", "HttpMethodGet"],
            "backOff": {"baseInterval": "25ms", "maxInterval": "250ms"}}
    grpc = {"numRetries": 2, "retryOn": ["DeadlineExceeded"]}
    return {"http": http, "grpc": grpc, "tcp": {"maxConnectAttempt": 5}}


def measured(tools, *arguments):
    """Seconds and bytes of memory of a run whose output is thrown away."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(tools.bin / "mr-envoy"), *arguments], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    expect(process.returncode == 0, f"status {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss * 1024


def ten_thousand_outbounds_are_emitted(tools):
    """How fast is the benchmark's: see docs/benchmarks.md."""
    document = effective(*(
        outbound(("http", "grpc", "tcp")[index % 3], confs(), index + 1, f"s{index}")
        for index in range(OUTBOUNDS)))
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "effective.json"
        path.write_text(json.dumps(document))
        seconds, _ = measured(tools, str(path))
    return f"{seconds:.2f} s"


def apply_takes_64_mib_and_six_times_the_dump(tools):
    """A compact dump of 50 MB: the densest that Envoy's fields allow is about 15 bytes a value."""
    routes = [{
        "match": {"prefix": f"/route-{index}", "headers": [{"name": "x-a", "exact_match": "b"}]},
        "name": f"route-{index}", "route": {"cluster": "backend", "timeout": "15s"}}
        for index in range(40)]
    package = "type.googleapis.com/envoy.extensions.filters.network"

    def listener(index):
        return {"name": f"outbound:127.0.0.1:{index}", "active_state": {"listener": {
            "name": f"outbound:127.0.0.1:{index}",
            "address": {"socket_address": {"address": "127.0.0.1", "port_value": index}},
            "filter_chains": [{"filters": [{
                "name": "envoy.filters.network.http_connection_manager",
                "typed_config": {
                    "@type": f"{package}.http_connection_manager.v3.HttpConnectionManager",
                    "stat_prefix": "x", "route_config": {
                        "name": f"outbound:s{index}",
                        "virtual_hosts": [{"domains": ["*"], "routes": routes}]}}}]}]}}}

    one = len(json.dumps(listener(10_000), separators=(",", ":")))
    count = 50_000_000 // one
    document = effective(*(
        outbound("http", confs(), index, f"s{index}") for index in range(1, count, 10)))
    with tempfile.TemporaryDirectory() as directory:
        dump = pathlib.Path(directory) / "config_dump.json"
        dump.write_text(json.dumps(
            {"configs": [{"dynamic_listeners": [listener(index) for index in range(1, count)]}]},
            separators=(",", ":")))
        path = pathlib.Path(directory) / "effective.json"
        path.write_text(json.dumps(document))
        size = dump.stat().st_size
        seconds, memory = measured(tools, "--apply", str(dump), str(path))
    limit = 64 * MIB + 6 * size
    expect(memory <= limit, f"{memory / MIB:.0f} MiB for {size / MIB:.0f} MiB")
    return f"{size / MIB:.0f} MiB: {memory / MIB:.0f} MiB, limit {limit / MIB:.0f}; {seconds:.1f} s"


CHECKS = [
    ten_thousand_outbounds_are_emitted, apply_takes_64_mib_and_six_times_the_dump]
