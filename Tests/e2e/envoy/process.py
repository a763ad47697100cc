"""Running the tools and Envoy."""

import contextlib
import functools
import json
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

from checks import CheckFailed, expect


def on_a_clock(check):
    """A check of times: on a machine with other work one run in many is late, three never are."""

    @functools.wraps(check)
    def repeated(tools):
        for _ in range(2):
            with contextlib.suppress(CheckFailed):
                return check(tools)
        return check(tools)

    return repeated


class Tools:
    """The programs under test."""

    def __init__(self, envoy, bin):
        self.envoy = envoy
        self.bin = bin

    def mr_envoy(self, document, *options, status=0):
        """The documents that mr-envoy writes for a document, and its messages."""
        text = document if isinstance(document, str) else json.dumps(document)
        result = subprocess.run(
            [str(self.bin / "mr-envoy"), *options], input=text, capture_output=True, text=True,
            timeout=60, check=False)
        if status is not None and result.returncode != status:
            raise CheckFailed(f"mr-envoy: status {result.returncode}: {result.stderr.strip()}")
        return [json.loads(line) for line in result.stdout.splitlines()], result.stderr

    def bootstrap(self, document, *options, status=0):
        """The bootstrap that mr-envoy writes for a document."""
        documents, _ = self.mr_envoy(document, "--emit", "bootstrap", *options, status=status)
        return documents[0]

    def refusal(self, config):
        """Envoy's words when it refuses a configuration; None when it takes it."""
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "envoy.json"
            path.write_text(config if isinstance(config, str) else json.dumps(config))
            result = subprocess.run(
                [self.envoy, "--mode", "validate", "-l", "error", "-c", str(path)],
                capture_output=True, text=True, timeout=60, check=False)
        if result.returncode == 0:
            return None
        return re.sub(r"\s+", " ", result.stderr).strip() or "no message"

    @contextlib.contextmanager
    def running(self, config):
        """Runs a configuration until the block is left; gives the process, which may have ended."""
        ports = [
            listener["address"]["socketAddress"]["portValue"]
            for listener in config["staticResources"]["listeners"]]
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / "envoy.json"
            path.write_text(json.dumps(config))
            log = open(pathlib.Path(directory) / "log", "w+")
            process = subprocess.Popen(
                [self.envoy, "-c", str(path), "--use-dynamic-base-id", "--concurrency", "1",
                 "-l", "error"], stdout=log, stderr=subprocess.STDOUT)
            try:
                for port in ports:
                    wait_for(port, process)
                yield process
            finally:
                process.kill()
                process.wait()
                log.close()


def wait_for(port, process):
    """Waits until a port takes connections."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        expect(process.poll() is None, "Envoy ended at start")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.02)
    raise CheckFailed(f"Envoy does not listen on {port}")


def free_ports(count):
    """Ports that nothing listens on."""
    with refused_ports(count) as ports:
        return ports


@contextlib.contextmanager
def refused_ports(count):
    """Ports that refuse connections: bound, so that nobody else takes them, and not listening."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind(("127.0.0.1", 0))
        yield [item.getsockname()[1] for item in sockets]
    finally:
        for item in sockets:
            item.close()


class Statistics:
    """Envoy's own counts of a cluster, read when no connection of a listener is open any more."""

    def __init__(self, admin, cluster):
        self.admin = admin
        self.cluster = cluster

    def refused_connects(self):
        return self.read(f"cluster.{self.cluster}.upstream_cx_connect_fail")

    def connects(self):
        return self.read(f"cluster.{self.cluster}.upstream_cx_total") - self.refused_connects()

    def read(self, name):
        """The count once Envoy has done with every connection, the probe of its start included."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            counts = self.counts()
            if self.settled(counts):
                return counts[name]
            time.sleep(0.02)
        raise CheckFailed("connections stay open")

    @staticmethod
    def settled(counts):
        listeners = [key for key in counts if re.fullmatch(r"listener\..*\.downstream_cx_active", key)
                     and not key.startswith("listener.admin")]
        return (
            any(counts[key.replace("_active", "_total")] for key in listeners)
            and not any(counts[key] for key in listeners))

    def counts(self):
        page = urllib.request.urlopen(
            f"http://127.0.0.1:{self.admin}/stats?format=json", timeout=10)
        with page:
            return {
                item["name"]: item["value"]
                for item in json.load(page)["stats"] if "value" in item}


def effective(*outbounds, release="2.3.7", gateway_listeners=()):
    """An EffectiveMeshRetry document with these outbounds."""
    return {
        "kind": "EffectiveMeshRetry", "version": 1, "release": release, "mesh": "default",
        "dataplane": "web-1", "policies": [], "toRules": [], "toResourceRules": [],
        "outbounds": list(outbounds), "gatewayListeners": list(gateway_listeners), "warnings": []}


def outbound(protocol, conf, port=10001, service="backend"):
    """An outbound with a conf."""
    section = protocol if protocol in ("http", "grpc", "tcp") else None
    return {
        "address": "127.0.0.1", "port": port, "service": service, "protocol": protocol,
        "section": section, "conf": conf, "origin": ["retry"], "fields": {}}
