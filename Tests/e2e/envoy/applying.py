"""--apply: a configuration that Envoy takes stays one, with the policies in it and nothing else changed."""

import copy
import json
import pathlib
import subprocess
import tempfile

from checks import expect
from envoy.process import effective, free_ports, outbound
from envoy.upstream import HTTPUpstream, request
from envoy.validation import FULL_GRPC, FULL_HTTP

DOCUMENT = effective(
    outbound("http", {"http": FULL_HTTP}, 10001, "backend"),
    outbound("grpc", {"grpc": FULL_GRPC}, 10002, "orders"),
    outbound("tcp", {"tcp": {"maxConnectAttempt": 5}}, 10003, "redis"))


def without_policies(value):
    if isinstance(value, list):
        return [without_policies(item) for item in value]
    if isinstance(value, dict):
        fields = ("retryPolicy", "retry_policy", "maxConnectAttempts", "max_connect_attempts")
        return {key: without_policies(item) for key, item in value.items() if key not in fields}
    return value


def applied(tools, document, config, *options):
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "config.json"
        path.write_text(config if isinstance(config, str) else json.dumps(config))
        documents, messages = tools.mr_envoy(document, "--apply", str(path), *options)
    return documents, messages


def apply_gives_what_bootstrap_gives(tools):
    for release in ("2.2", "2.3", "2.14"):
        for names in ("camel", "snake"):
            config = tools.bootstrap(DOCUMENT, "--names", names, "--release", release)
            documents, messages = applied(
                tools, DOCUMENT, without_policies(config), "--release", release)
            expect(documents == [config], f"{release}, {names}: {documents}")
            expect("MR084" not in messages, messages)


def apply_finds_listeners_and_routes_in_every_form(tools):
    bootstrap = tools.bootstrap(DOCUMENT, "--names", "snake")
    listeners = bootstrap["static_resources"]["listeners"]
    forms = {
        "bare listeners": listeners,
        "static_resources": bootstrap["static_resources"],
        "config_dump": {"configs": [
            {"@type": "type.googleapis.com/envoy.admin.v3.BootstrapConfigDump",
             "bootstrap": {"static_resources": {"listeners": listeners[:1]}}},
            {"@type": "type.googleapis.com/envoy.admin.v3.ListenersConfigDump",
             "dynamic_listeners": [
                 {"name": item["name"], "active_state": {"listener": item}}
                 for item in listeners[1:]]}]},
        "resources by name": {"xds": {"Listener": {item["name"]: item for item in listeners}}},
    }
    for name, form in forms.items():
        documents, messages = applied(tools, DOCUMENT, without_policies(form))
        expect(documents == [form], f"{name}: {documents}")
        expect("MR084" not in messages, f"{name}: {messages}")
    routes, _ = tools.mr_envoy(DOCUMENT, "--emit", "route")
    documents, _ = applied(
        tools, DOCUMENT, "\n".join(json.dumps(without_policies(item)) for item in routes))
    expect(documents == routes, "route configurations")


def apply_says_what_has_no_place(tools):
    config = tools.bootstrap(DOCUMENT)
    del config["staticResources"]["listeners"][1:]
    _, messages = applied(tools, DOCUMENT, config)
    expect(messages.count("[MR084]") == 2, messages)


def apply_keeps_unknown_fields_order_and_numbers(tools):
    config = tools.bootstrap(DOCUMENT)
    text = json.dumps(config, separators=(",", ":"))
    marked = text.replace('"statPrefix":', '"zzz":[1.10,9007199254740993,1e3,"\\u00e9/"],"statPrefix":')
    documents, _ = applied(tools, DOCUMENT, marked)
    again, _ = applied(tools, DOCUMENT, json.dumps(documents[0]))
    expect(documents == again, "not stable")
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "config.json"
        path.write_text(marked)
        out = subprocess.run(
            [str(tools.bin / "mr-envoy"), "--apply", str(path)], input=json.dumps(DOCUMENT),
            capture_output=True, text=True, timeout=60, check=True).stdout
    expect(out.strip() == marked.replace("\\u00e9", "é"), "the text has changed")


def an_applied_configuration_runs(tools):
    with HTTPUpstream() as upstream:
        port = free_ports(1)[0]
        conf = {"http": {"numRetries": 2, "retryOn": ["5xx"]}}
        document = effective(outbound("http", conf, port))
        endpoint = f"--endpoint=backend=127.0.0.1:{upstream.port}"
        bare = tools.bootstrap(effective(outbound("http", None, port)), endpoint)
        (config,), _ = applied(tools, document, copy.deepcopy(bare))
        expect(tools.refusal(config) is None, "Envoy refuses it")
        for item, expected in ((bare, 1), (config, 3)):
            with tools.running(item):
                upstream.clear()
                status, _ = request(port)
                expect((status, upstream.count) == (503, expected), f"{status}, {upstream.count}")


CHECKS = [
    apply_gives_what_bootstrap_gives, apply_finds_listeners_and_routes_in_every_form,
    apply_says_what_has_no_place, apply_keeps_unknown_fields_order_and_numbers,
    an_applied_configuration_runs,
]
