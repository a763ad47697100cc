"""Proofs of what the rules say of Envoy: each takes the bad and the good example of its rule."""

import copy
import time

from checks import expect
from envoy.behaviour import attempts, connect_and_wait, counting, http, proxied
from envoy.process import effective, free_ports, outbound, refused_ports
from envoy.upstream import GRPC_HEADERS, ClosingUpstream, GRPCUpstream, HTTPUpstream, request

# mr-envoy writes what breaks Envoy all the same, and is not to fail for it here.
ANYWAY = ("--fail-on", "never")


def listener(tools, name, conf, line="2.3"):
    document = effective(outbound(name, {name: conf}), release=line)
    listeners, _ = tools.mr_envoy(document, "--emit", "listener", status=None)
    return {"staticResources": {"listeners": listeners}}


def counted(tools, conf, expected, *, answer=(503, {}), protocol="http", **arguments):
    """A conf makes so many attempts when every one is answered like that."""
    with HTTPUpstream(answer) as upstream, \
            proxied(tools, protocol, {protocol: conf}, [upstream.port]) as (port, _):
        _, count = attempts(port, upstream, **arguments)
    expect(count == expected, f"{conf}, {answer}, {arguments}: {count} attempts, not {expected}")


def counted_calls(tools, conf, status, expected):
    """The same of gRPC calls that end with a status."""
    with GRPCUpstream(status) as upstream, \
            proxied(tools, "grpc", {"grpc": conf}, [upstream.port]) as (port, _):
        _, count = attempts(port, upstream, method="POST", headers=GRPC_HEADERS)
    expect(count == expected, f"{conf}, grpc-status {status}: {count} attempts, not {expected}")


def milliseconds_are_whole(tools, bad, good):
    def refusal(base, maximum):
        conf = {"backOff": {"baseInterval": base, "maxInterval": maximum}}
        return tools.refusal(listener(tools, "http", conf))

    for conf in (bad, good):
        expect(tools.refusal(listener(tools, "http", conf)) is None, f"{conf} is refused")
    expect(refusal("1900us", "1100us") is None, "1.9 ms and 1.1 ms are not the same to Envoy")
    expect(refusal("2ms", "1100us") is not None, "2 ms and 1.1 ms are")


def codes_keep_the_defaults(tools, bad, good):
    counted(tools, bad, 2)
    counted(tools, bad, 2, answer=(429, {}))
    counted(tools, good, 1)
    counted(tools, good, 2, answer=(429, {}))


def methods_alone_keep_the_defaults(tools, bad, good):
    counted(tools, bad, 2)
    counted(tools, bad, 1, answer=(500, {}))
    counted(tools, bad, 1, method="POST")
    counted(tools, good, 2, answer=(500, {}))


def response_headers_are_dead(tools, bad, good):
    counted(tools, bad, 1, answer=(200, {"x-retry": "1"}))
    counted(tools, good, 4)


def request_matchers_are_alternatives(tools, bad, good):
    counted(tools, bad, 2)
    counted(tools, bad, 2, method="POST", headers={"x-retry": "1"})
    counted(tools, bad, 1, method="POST")
    counted(tools, good, 1)
    counted(tools, good, 2, headers={"x-retry": "1"})


def the_wider_word_covers(tools, bad, good):
    for status, expected in ((500, 2), (502, 2), (503, 2), (504, 2), (599, 2), (409, 1), (404, 1)):
        for conf in (bad, good):
            counted(tools, conf, expected, answer=(status, {}))
    for conf in (bad, good):
        counted(tools, conf, 2, answer=None)


def zero_update_frequency_ends_envoy(tools, bad, good):
    with HTTPUpstream() as upstream:
        with http(tools, bad, upstream, *ANYWAY) as (port, process):
            try:
                request(port)
            except (OSError, IndexError, ValueError):
                pass
            process.wait(timeout=30)
            expect(process.returncode != 0, "Envoy ended without an error")
        with http(tools, good, upstream) as (port, process):
            attempts(port, upstream)
            expect(process.poll() is None, "Envoy ended with the good example")


def host_attempts_need_a_predicate(tools, bad, good):
    """Of two hosts chosen at random a retry takes the same one half of the time, or hardly ever."""
    requests = 100

    def repeats(conf):
        conf = {**conf, "numRetries": 1, "backOff": {"baseInterval": "1ms"}}
        with HTTPUpstream() as a, HTTPUpstream() as b:
            port = free_ports(1)[0]
            config = tools.bootstrap(
                effective(outbound("http", {"http": conf}, port)), "--max-retries", "100",
                f"--endpoint=backend=127.0.0.1:{a.port}", f"--endpoint=backend=127.0.0.1:{b.port}")
            for cluster in config["staticResources"]["clusters"]:
                cluster["lbPolicy"] = "RANDOM"
            same = 0
            with tools.running(config):
                for _ in range(requests):
                    a.clear()
                    b.clear()
                    request(port)
                    expect(a.count + b.count == 2, f"{a.count} + {b.count} attempts")
                    same += a.count != 1
        return same

    # With a fair coin, fewer than 20 or more than 20 of 100 have a chance below one in a billion.
    expect(repeats(bad) > 20, "the number has an effect without a predicate")
    expect(repeats(good) < 20, "the number has no effect with one")


def negative_host_attempts_end_retries(tools, bad, good):
    for conf, expected in ((bad, (503, 1)), (good, (200, 2))):
        with HTTPUpstream() as upstream:
            upstream.answer = lambda _: (503, {}) if upstream.count == 0 else (200, {})
            with http(tools, conf, upstream, *ANYWAY) as (port, _):
                seen = attempts(port, upstream)
        expect(seen == expected, f"{conf}: status and attempts {seen}, not {expected}")


def canceled_is_not_a_word(tools, bad, good):
    counted_calls(tools, bad, 1, 1)
    counted_calls(tools, bad, 14, 2)
    counted_calls(tools, good, 14, 2)
    # Without a list Kuma writes Envoy's own word.
    counted_calls(tools, {"numRetries": 2}, 1, 3)


def signed_codes_are_lost(tools, bad, good):
    counted(tools, bad, 1, answer=(429, {}))
    counted(tools, bad, 2, answer=(500, {}))
    counted(tools, good, 2, answer=(429, {}))


def the_route_takes_the_place_of_the_virtual_host(tools, bad, _):
    legacy = {"retryOn": "5xx", "numRetries": 5, "retryBackOff": {"baseInterval": "0.001s"}}
    with HTTPUpstream() as upstream:
        port = free_ports(1)[0]
        both = tools.bootstrap(
            effective(outbound("http", {"http": bad}, port)), "--max-retries", "100",
            f"--endpoint=backend=127.0.0.1:{upstream.port}")
        for host in virtual_hosts(both):
            host["retryPolicy"] = legacy
        alone = copy.deepcopy(both)
        for host in virtual_hosts(alone):
            for route in host["routes"]:
                del route["route"]["retryPolicy"]
        for config, expected in ((both, bad["numRetries"] + 1), (alone, 6)):
            with tools.running(config):
                _, count = attempts(port, upstream)
            expect(count == expected, f"{count} attempts, not {expected}")


def virtual_hosts(value):
    """The virtual hosts anywhere in a configuration."""
    if isinstance(value, list):
        for item in value:
            yield from virtual_hosts(item)
    elif isinstance(value, dict):
        yield from value.get("virtualHosts", [])
        for item in value.values():
            yield from virtual_hosts(item)


class Slow:
    """An answer that takes its time for the first request, or for every one."""

    def __init__(self, seconds, every=False):
        self.seconds = seconds
        self.every = every
        self.seen = 0

    def __call__(self, _):
        self.seen += 1
        if self.every or self.seen == 1:
            time.sleep(self.seconds)
        return 200, {}


def a_long_try_never_ends(tools, bad, good):
    """In a third of the examples' 15 s: the times of both and of the route are shortened alike."""
    for conf, limit, answer, expected in (
            ({**bad, "perTryTimeout": "2s"}, "1500ms", Slow(3, every=True), (504, 1)),
            ({**good, "perTryTimeout": "400ms", "numRetries": 9}, "15s", Slow(3), (200, None))):
        with HTTPUpstream(answer) as upstream, \
                http(tools, conf, upstream, "--route-timeout", limit) as (port, _):
            status, _ = request(port)
        expect(status == expected[0], f"{conf}: status {status}")
        if expected[1]:
            expect(answer.seen == expected[1], f"{conf}: {answer.seen} attempts")
        else:
            expect(answer.seen > 1, f"{conf}: the first attempt was not given up")


def every_method_is_retried(tools, bad, good):
    counted(tools, bad, 4, method="POST")
    counted(tools, good, 1, method="POST")
    counted(tools, good, 4)


def retries_follow_the_first_attempt(tools, bad, good):
    counted(tools, bad, bad["numRetries"] + 1)
    with refused_ports(1) as dead, \
            counting(tools, good["maxConnectAttempt"], dead) as (port, stats):
        before = stats.refused_connects()
        connect_and_wait(port)
        count = stats.refused_connects() - before
    expect(count == good["maxConnectAttempt"], f"{count} connects")


def a_list_drops_connection_failures(tools, bad, good):
    for conf, expected in ((bad, 1), (good, good["numRetries"] + 1)):
        with ClosingUpstream() as upstream, \
                proxied(tools, "grpc", {"grpc": conf}, [upstream.port]) as (port, _):
            _, count = attempts(port, upstream, method="POST", headers=GRPC_HEADERS)
        expect(count == expected, f"{conf}: {count} connections, not {expected}")


def long_waits_are_skipped(tools, bad, _):
    bad = {**bad, "numRetries": 1, "retryOn": ["5xx"]}
    limited = {**bad, "rateLimitedBackOff": {**bad["rateLimitedBackOff"], "maxInterval": "1s"}}
    with HTTPUpstream((503, {"retry-after": "3600"})) as upstream, \
            http(tools, limited, upstream) as (port, _):
        _, seconds = request(port, timeout=60)
        expect(upstream.count == 2 and seconds < 60, f"{upstream.count} attempts in {seconds} s")
    with HTTPUpstream((503, {"retry-after": "1"})) as upstream, http(tools, bad, upstream) as (port, _):
        request(port)
        expect(upstream.gaps()[0] >= 999, f"{upstream.gaps()[0]:.0f} ms, not a second or more")


def zero_is_no_limit(tools, bad, good):
    for conf, gives_up in ((bad, False), (good, True)):
        answer = Slow(2)
        with HTTPUpstream(answer) as upstream, \
                http(tools, {**conf, "numRetries": 9}, upstream) as (port, _):
            status, _ = request(port)
        expect(status == 200, f"{conf}: status {status}")
        expect((answer.seen > 1) == gives_up, f"{conf}: {answer.seen} attempts")


PROOFS = {
    "MR021": milliseconds_are_whole,
    "MR030": codes_keep_the_defaults,
    "MR031": methods_alone_keep_the_defaults,
    "MR032": response_headers_are_dead,
    "MR033": request_matchers_are_alternatives,
    "MR034": the_wider_word_covers,
    "MR035": zero_update_frequency_ends_envoy,
    "MR036": host_attempts_need_a_predicate,
    "MR044": negative_host_attempts_end_retries,
    "MR045": canceled_is_not_a_word,
    "MR046": signed_codes_are_lost,
    "MR048": the_route_takes_the_place_of_the_virtual_host,
    "MR049": a_long_try_never_ends,
    "MR050": every_method_is_retried,
    "MR053": retries_follow_the_first_attempt,
    "MR054": a_list_drops_connection_failures,
    "MR055": long_waits_are_skipped,
    "MR056": zero_is_no_limit,
}
