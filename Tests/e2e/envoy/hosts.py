"""Retries choose hosts as hostSelection says."""

import contextlib
import json
import tempfile

from checks import expect
from envoy.behaviour import attempts, http
from envoy.process import effective, free_ports, outbound
from envoy.upstream import HTTPUpstream, request


def tagged(ports, versions, zones=None):
    """Dataplanes of a mesh for the endpoints: the proxy in zone east, each port with a version."""
    planes = [{
        "type": "Dataplane", "mesh": "default", "name": "web-1", "networking": {
            "address": "127.0.0.1", "inbound": [
                {"port": 80, "tags": {"kuma.io/service": "web", "kuma.io/zone": "east"}}]}}]
    for index, port in enumerate(ports):
        planes.append({
            "type": "Dataplane", "mesh": "default", "name": f"backend-{index}", "networking": {
                "address": "127.0.0.1", "inbound": [{"port": port, "tags": {
                    "kuma.io/service": "backend", "version": versions[index],
                    "kuma.io/zone": (zones or ["east"] * 9)[index]}}]}})
    return planes


@contextlib.contextmanager
def meshed(tools, conf, planes):
    """A running Envoy whose endpoints come from --resources."""
    port = free_ports(1)[0]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write("\n".join(json.dumps(plane) for plane in planes))
        file.flush()
        config = tools.bootstrap(
            effective(outbound("http", {"http": conf}, port)), "--max-retries", "100",
            "--resources", file.name)
    with tools.running(config):
        yield port


def previous_hosts_are_passed_over(tools):
    conf = {"numRetries": 2, "retryOn": ["5xx"], "backOff": {"baseInterval": "1ms"},
            "hostSelection": [{"predicate": "OmitPreviousHosts"}], "hostSelectionMaxAttempts": 10}
    with HTTPUpstream() as a, HTTPUpstream() as b, HTTPUpstream() as c:
        ups = (a, b, c)
        with meshed(tools, conf, tagged([up.port for up in ups], ["v1"] * 3)) as port:
            for _ in range(30):
                for up in ups:
                    up.clear()
                request(port)
                counts = [up.count for up in ups]
                expect(counts == [1, 1, 1], f"attempts by host: {counts}")


def hosts_with_tags_are_passed_over_by_retries(tools):
    conf = {"numRetries": 3, "retryOn": ["5xx"], "backOff": {"baseInterval": "1ms"},
            "hostSelection": [{"predicate": "OmitHostsWithTags", "tags": {
                "version": "v1", "kuma.io/service": "backend"}}], "hostSelectionMaxAttempts": 50}
    with HTTPUpstream() as old, HTTPUpstream() as new:
        planes = tagged([old.port, new.port], ["v1", "v2"])
        with meshed(tools, conf, planes) as port:
            for _ in range(20):
                old.clear()
                new.clear()
                request(port)
                # The first attempt goes anywhere, the three retries to v2.
                expect(old.count <= 1 and old.count + new.count == 4,
                       f"v1 {old.count}, v2 {new.count}")


def previous_priorities_move_retries_to_another_zone(tools):
    conf = {"numRetries": 1, "retryOn": ["5xx"], "backOff": {"baseInterval": "1ms"},
            "hostSelection": [{"predicate": "OmitPreviousPriorities", "updateFrequency": 1}]}
    with HTTPUpstream() as near, HTTPUpstream((200, {})) as far:
        planes = tagged([near.port, far.port], ["v1"] * 2, ["east", "west"])
        with meshed(tools, conf, planes) as port:
            for _ in range(20):
                near.clear()
                far.clear()
                status, _ = request(port)
                expect((status, near.count, far.count) == (200, 1, 1),
                       f"{status}, near {near.count}, far {far.count}")
        without = {key: value for key, value in conf.items() if key != "hostSelection"}
        with meshed(tools, without, planes) as port:
            status, _ = request(port)
            expect(status == 503, f"{status} without the predicate")


def an_update_frequency_of_zero_ends_envoy_unless_repaired(tools):
    conf = {"numRetries": 1, "hostSelection": [{"predicate": "OmitPreviousPriorities"}]}
    document = effective(outbound("http", {"http": conf}))
    _, messages = tools.mr_envoy(document, status=1)
    expect("[MR082]" in messages, messages)
    with HTTPUpstream() as upstream, http(tools, conf, upstream, "--repair") as (port, process):
        status, count = attempts(port, upstream)
        expect((status, count) == (503, 2), f"{status}, {count} attempts")
        expect(process.poll() is None, "Envoy ended")


CHECKS = [
    previous_hosts_are_passed_over, hosts_with_tags_are_passed_over_by_retries,
    previous_priorities_move_retries_to_another_zone,
    an_update_frequency_of_zero_ends_envoy_unless_repaired,
]
