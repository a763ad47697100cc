"""Envoy takes what mr-envoy writes, and refuses what mr-envoy says it refuses."""

import json
import pathlib
import subprocess
import tempfile

from checks import expect
from envoy.process import effective, outbound

FULL_HTTP = {
    "numRetries": 3, "perTryTimeout": "2s",
    "backOff": {"baseInterval": "25ms", "maxInterval": "250ms"},
    "rateLimitedBackOff": {
        "maxInterval": "5s",
        "resetHeaders": [
            {"name": "retry-after", "format": "Seconds"},
            {"name": "x-reset", "format": "UnixTimestamp"}]},
    "retryOn": ["5xx", "GatewayError", "Reset", "Retriable4xx", "ConnectFailure",
                "EnvoyRatelimited", "RefusedStream", "Http3PostConnectFailure", "HttpMethodGet",
                "HttpMethodTrace", "429"],
    "retriableResponseHeaders": [{"type": "RegularExpression", "name": "x-regex", "value": ".*"}],
    "retriableRequestHeaders": [
        {"type": "Prefix", "name": "x-prefix", "value": "p-"}, {"type": "Present", "name": "x"},
        {"type": "Absent", "name": "y"}, {"name": "z", "value": "1"}],
    "hostSelection": [
        {"predicate": "OmitPreviousHosts"},
        {"predicate": "OmitPreviousPriorities", "updateFrequency": 2},
        {"predicate": "OmitHostsWithTags", "tags": {"version": "v1"}}],
    "hostSelectionMaxAttempts": 2,
}
FULL_GRPC = {
    "numRetries": 11, "perTryTimeout": "12s",
    "backOff": {"baseInterval": "13s", "maxInterval": "14s"},
    "retryOn": ["Canceled", "DeadlineExceeded", "Internal", "ResourceExhausted", "Unavailable"],
}
INPUTS = {
    "every field": effective(
        outbound("http", {"http": FULL_HTTP}, 10001, "backend"),
        outbound("grpc", {"grpc": FULL_GRPC}, 10002, "orders"),
        outbound("tcp", {"tcp": {"maxConnectAttempt": 5}}, 10003, "redis")),
    "no conf": effective(
        outbound("http", None, 10001, "a"), outbound("grpc", None, 10002, "b"),
        outbound("tcp", None, 10003, "c"), outbound("http2", None, 10004, "d"),
        outbound("kafka", None, 10005, "e"), outbound("unknown", None, 10006, "f")),
    "section of another protocol": effective(
        outbound("http", {"grpc": FULL_GRPC}), outbound("http2", {"http": FULL_HTTP}, 10002, "h2")),
    "defaults": effective(outbound("http", {"http": {"numRetries": 5}})),
    "gateway": effective(gateway_listeners=[
        {"port": 8080, "protocol": "http", "section": "http", "conf": {"http": FULL_HTTP},
         "origin": []},
        {"port": 8081, "protocol": "tcp", "section": "tcp",
         "conf": {"tcp": {"maxConnectAttempt": 3}}, "origin": []}]),
    "no outbounds": effective(),
}
RELEASES = ["2.2", "2.3", "2.6", "2.8", "2.14"]

# A conf that Envoy refuses, and its words.
REFUSED = {
    "max interval alone": (
        {"http": {"backOff": {"maxInterval": "1s"}}}, "BaseInterval: value is required"),
    "max below base": (
        {"http": {"backOff": {"baseInterval": "2s", "maxInterval": "1s"}}},
        "retry_policy.max_interval must greater than or equal to the base_interval"),
    "base zero": (
        {"http": {"backOff": {"baseInterval": "0s"}}},
        "BaseInterval: value must be greater than 0s"),
    "no reset headers": (
        {"http": {"rateLimitedBackOff": {"resetHeaders": []}}},
        "ResetHeaders: value must contain at least 1 item(s)"),
    "empty prefix": (
        {"http": {"retriableRequestHeaders": [{"name": "x", "type": "Prefix", "value": ""}]}},
        "Prefix: value length must be at least 1 characters"),
    "empty regex": (
        {"http": {"retriableRequestHeaders": [
            {"name": "x", "type": "RegularExpression", "value": ""}]}},
        "Regex: value length must be at least 1 characters"),
    "negative per-try timeout": (
        {"http": {"perTryTimeout": "-1s"}}, "Invalid duration: Expected positive duration"),
    "no connect attempt": (
        {"tcp": {"maxConnectAttempt": 0}},
        "MaxConnectAttempts: value must be greater than or equal to 1"),
}
REFUSED_REGEXES = {
    "(": "missing ): (", "(?=a)": "invalid perl operator: (?=", "(a)\\1": "invalid escape sequence: \\1",
    "a**": "bad repetition operator: **", "*": "no argument for repetition operator: *",
    "[a": "missing ]: [a", "a{1001}": "invalid repetition size: {1001}",
    "[z-a]": "invalid character class range: z-a", "a\\": "trailing \\", ")": "unexpected ): )",
}


def envoy_takes_every_bootstrap(tools):
    count = 0
    for name, document in INPUTS.items():
        for release in RELEASES:
            for names in ("camel", "snake"):
                config = tools.bootstrap(
                    document, "--release", release, "--names", names, "--max-retries", "5",
                    *(f"--endpoint={item['service']}=127.0.0.1:9000"
                      for item in document["outbounds"]))
                refusal = tools.refusal(config)
                expect(refusal is None, f"{name}, {release}, {names}: {refusal}")
                count += 1
    return f"{count} configurations"


def envoy_takes_every_listener_and_route(tools):
    count = 0
    for name, document in INPUTS.items():
        listeners, _ = tools.mr_envoy(document, "--emit", "listener")
        routes, _ = tools.mr_envoy(document, "--emit", "route")
        for listener in listeners + [wrapped(route) for route in routes]:
            refusal = tools.refusal({"staticResources": {"listeners": [listener]}})
            expect(refusal is None, f"{name}, {listener['name']}: {refusal}")
            count += 1
    return f"{count} listeners"


def wrapped(route_configuration):
    """A listener with that route configuration."""
    package = "type.googleapis.com/envoy.extensions.filters"
    return {
        "name": route_configuration["name"],
        "address": {"socketAddress": {"address": "127.0.0.1", "portValue": 10000}},
        "filterChains": [{"filters": [{
            "name": "envoy.filters.network.http_connection_manager",
            "typedConfig": {
                "@type": f"{package}.network.http_connection_manager.v3.HttpConnectionManager",
                "statPrefix": "route", "routeConfig": route_configuration,
                "httpFilters": [{
                    "name": "envoy.filters.http.router",
                    "typedConfig": {"@type": f"{package}.http.router.v3.Router"}}]}}]}]}


def envoy_reads_the_yaml_form(tools):
    text = json.dumps(INPUTS["every field"])
    result = subprocess.run(
        [str(tools.bin / "mr-envoy"), "--emit", "bootstrap", "--format", "yaml"], input=text,
        capture_output=True, text=True, timeout=60, check=True)
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "envoy.yaml"
        path.write_text(result.stdout)
        done = subprocess.run(
            [tools.envoy, "--mode", "validate", "-l", "error", "-c", str(path)],
            capture_output=True, text=True, timeout=60, check=False)
    expect(done.returncode == 0, done.stderr)


def envoy_refuses_in_the_words_of_our_finding(tools):
    cases = dict(REFUSED)
    for regex, words in REFUSED_REGEXES.items():
        header = {"name": "x", "type": "RegularExpression", "value": regex}
        cases[f"regex {regex}"] = ({"http": {"retriableRequestHeaders": [header]}}, words)
    for name, (conf, words) in cases.items():
        document = effective(outbound(next(iter(conf)), conf))
        listeners, messages = tools.mr_envoy(document, "--emit", "listener", status=1)
        expect(words in messages and "[MR080]" in messages, f"{name}: our finding: {messages}")
        refusal = tools.refusal({"staticResources": {"listeners": listeners}})
        expect(refusal is not None and words in refusal, f"{name}: Envoy says {refusal}")
    return f"{len(cases)} refusals"


def envoy_takes_what_repair_makes(tools):
    for name, (conf, _) in REFUSED.items():
        document = effective(outbound(next(iter(conf)), conf))
        listeners, messages = tools.mr_envoy(document, "--emit", "listener", "--repair")
        refusal = tools.refusal({"staticResources": {"listeners": listeners}})
        expect("repaired: " in messages, f"{name}: no finding")
        expect(refusal is None, f"{name}: {refusal}")
    return f"{len(REFUSED)} repairs"


CHECKS = [
    envoy_takes_every_bootstrap, envoy_takes_every_listener_and_route, envoy_reads_the_yaml_form,
    envoy_refuses_in_the_words_of_our_finding, envoy_takes_what_repair_makes,
]
