"""A running Envoy does what the policies say, before and after --repair."""

import contextlib
import socket
import threading
import time

from checks import expect
from envoy.process import Statistics, effective, free_ports, on_a_clock, outbound, refused_ports
from envoy.upstream import GRPC_HEADERS, ClosingUpstream, GRPCUpstream, HTTPUpstream, request

# A timer of the kernel may be late by two ticks of 4 ms; a busy machine by more.
TICKS_MS = 8
SLACK_MS = 30


@contextlib.contextmanager
def proxied(tools, protocol, conf, endpoints, *options):
    """The port of a running Envoy with one outbound that leads to these ports."""
    port = free_ports(1)[0]
    document = effective(outbound(protocol, conf, port))
    options += tuple(f"--endpoint=backend=127.0.0.1:{item}" for item in endpoints)
    config = tools.bootstrap(document, "--max-retries", "100", *options)
    with tools.running(config) as process:
        yield port, process


def http(tools, conf, upstream, *options):
    return proxied(tools, "http", {"http": conf}, [upstream.port], *options)


def attempts(port, upstream, **arguments):
    """The status of a request and how many times it reached the upstream."""
    upstream.clear()
    status, _ = request(port, **arguments)
    return status, upstream.count


def ceilings(base, maximum, count):
    """The bounds of Envoy's delays in milliseconds (source: JitteredExponentialBackOffStrategy)."""
    result, following = [], base
    for _ in range(count):
        result.append(following)
        following = following * 2 if following < maximum // 2 else maximum
    return result


@on_a_clock
def a_503_is_tried_as_often_as_the_policy_says(tools):
    conf = {"numRetries": 4, "backOff": {"baseInterval": "25ms", "maxInterval": "100ms"}}
    with HTTPUpstream() as upstream, http(tools, conf, upstream) as (port, _):
        for _ in range(20):
            status, count = attempts(port, upstream)
            expect(status == 503, f"status {status}")
            expect(count == 5, f"{count} requests, not numRetries + 1 = 5")
            for gap, ceiling in zip(upstream.gaps(), ceilings(25, 100, 4)):
                expect(-1 <= gap <= ceiling + TICKS_MS + SLACK_MS,
                       f"a gap of {gap:.1f} ms, not within [0, {ceiling}) ms")


def no_retries_means_one_attempt(tools):
    with HTTPUpstream() as upstream, http(tools, {"numRetries": 0}, upstream) as (port, _):
        status, count = attempts(port, upstream)
        expect((status, count) == (503, 1), f"{status}, {count} attempts")


@on_a_clock
def delays_are_uniform_as_the_model_says(tools):
    """Kolmogorov-Smirnov at n = 300: above 0.156 chance is below 1 in a million."""
    base, samples = 200, 300
    conf = {"numRetries": 2, "backOff": {"baseInterval": "200ms", "maxInterval": "400ms"}}
    with HTTPUpstream(lambda _: (503, {})) as upstream, http(tools, conf, upstream) as (port, _):
        gaps = [[], []]
        lock = threading.Lock()
        by_request = {}

        def answer(headers):
            with lock:
                by_request.setdefault(headers["x-id"], []).append(time.monotonic())
            return 503, {}

        upstream.answer = answer

        def client(ids):
            for item in ids:
                request(port, headers={"x-id": str(item)})

        threads = [
            threading.Thread(target=client, args=(range(start, samples, 10),))
            for start in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for times in by_request.values():
            expect(len(times) == 3, f"{len(times)} attempts")
            for index in range(2):
                gaps[index].append(1000 * (times[index + 1] - times[index]))
    distances = []
    for values, ceiling in zip(gaps, ceilings(base, 400, 2)):
        ordered = sorted(values)
        # The kernel's tick and the way there and back come on top, 4 ms in the mean.
        distances.append(max(
            max(abs((index + 1) / samples - law(value, ceiling)),
                abs(index / samples - law(value, ceiling)))
            for index, value in enumerate(ordered)))
        expect(distances[-1] < 0.156, f"D = {distances[-1]:.3f} for [0, {ceiling}) ms")
    return "D = " + ", ".join(f"{distance:.3f}" for distance in distances)


def law(value, ceiling):
    return min(1.0, max(0.0, (value - 4) / ceiling))


@on_a_clock
def retry_after_one_second_waits_up_to_one_and_a_half(tools):
    conf = {"numRetries": 1, "retryOn": ["5xx"], "rateLimitedBackOff": {
        "resetHeaders": [{"name": "retry-after", "format": "Seconds"}]}}
    answer = (503, {"retry-after": "1"})
    with HTTPUpstream(answer) as upstream, http(tools, conf, upstream) as (port, _):
        for _ in range(3):
            attempts(port, upstream)
            gap = upstream.gaps()[0]
            expect(999 <= gap <= 1500 + TICKS_MS + SLACK_MS, f"{gap:.0f} ms")


def status_codes_alone_are_exact_after_repair(tools):
    conf = {"numRetries": 2, "retryOn": ["429"]}
    with HTTPUpstream() as upstream:
        for options, expected in (((), 3), (("--repair",), 1)):
            with http(tools, conf, upstream, *options) as (port, _):
                _, count = attempts(port, upstream)
                expect(count == expected, f"503 {options}: {count} attempts")
    with HTTPUpstream((429, {})) as upstream, http(tools, conf, upstream, "--repair") as (port, _):
        _, count = attempts(port, upstream)
        expect(count == 3, f"429: {count} attempts")


def grpc_canceled_is_retried_after_repair(tools):
    conf = {"grpc": {"numRetries": 2, "retryOn": ["Canceled"]}}
    with GRPCUpstream(1) as upstream:
        for options, expected in (((), 1), (("--repair",), 3)):
            with proxied(tools, "grpc", conf, [upstream.port], *options) as (port, _):
                _, count = attempts(port, upstream, method="POST", headers=GRPC_HEADERS)
                expect(count == expected, f"{options}: {count} attempts")


def grpc_statuses_are_retried(tools):
    for item, status in (("DeadlineExceeded", 4), ("Internal", 13), ("ResourceExhausted", 8),
                         ("Unavailable", 14)):
        conf = {"grpc": {"numRetries": 1, "retryOn": [item]}}
        with GRPCUpstream(status) as upstream, \
                proxied(tools, "grpc", conf, [upstream.port]) as (port, _):
            _, count = attempts(port, upstream, method="POST", headers=GRPC_HEADERS)
            expect(count == 2, f"{item}: {count} attempts")


def response_headers_count_after_repair(tools):
    conf = {"numRetries": 2, "retryOn": ["Reset"],
            "retriableResponseHeaders": [{"name": "x-retry", "type": "Present"}]}
    with HTTPUpstream((200, {"x-retry": "1"})) as upstream:
        for options, expected in (((), 1), (("--repair",), 3)):
            with http(tools, conf, upstream, *options) as (port, _):
                _, count = attempts(port, upstream)
                expect(count == expected, f"{options}: {count} attempts")


def methods_filter(tools):
    conf = {"numRetries": 2, "retryOn": ["5xx", "HttpMethodGet"]}
    with HTTPUpstream() as upstream, http(tools, conf, upstream) as (port, _):
        for method, expected in (("GET", 3), ("POST", 1), ("DELETE", 1)):
            _, count = attempts(port, upstream, method=method)
            expect(count == expected, f"{method}: {count} attempts")


def request_headers_filter(tools):
    conf = {"numRetries": 2, "retryOn": ["5xx"],
            "retriableRequestHeaders": [{"name": "x-retry", "type": "Prefix", "value": "y"}]}
    with HTTPUpstream() as upstream, http(tools, conf, upstream) as (port, _):
        for headers, expected in (({"x-retry": "yes"}, 3), ({"x-retry": "no"}, 1), ({}, 1)):
            _, count = attempts(port, upstream, headers=headers)
            expect(count == expected, f"{headers}: {count} attempts")


def every_word_retries_what_it_names(tools):
    """Statuses that an item retries, and one that it does not."""
    for item, yes, no in (("5xx", 500, 404), ("GatewayError", 502, 500), ("Retriable4xx", 409, 404),
                          ("429", 429, 404)):
        conf = {"numRetries": 1, "retryOn": [item]}
        with HTTPUpstream() as upstream, http(tools, conf, upstream, "--repair") as (port, _):
            for status, expected in ((yes, 2), (no, 1)):
                upstream.answer = (status, {})
                _, count = attempts(port, upstream)
                expect(count == expected, f"{item}, {status}: {count} attempts")


def tcp_connects_are_counted(tools):
    """All connects are refused, and Envoy counts them; with one live endpoint among five, as many
    connections reach it as there are rounds of connects."""
    for wanted in (1, 3, 5):
        with refused_ports(1) as dead, counting(tools, wanted, dead) as (port, stats):
            before = stats.refused_connects()
            for _ in range(10):
                connect_and_wait(port)
            count = stats.refused_connects() - before
            expect(count == 10 * wanted, f"{count} connects for 10 connections, {wanted} each")
    for wanted, reached in ((1, (2, 6)), (2, (5, 8)), (5, (20, 20))):
        with ClosingUpstream() as upstream, refused_ports(4) as dead, counting(
                tools, wanted, [*dead, upstream.port]) as (port, stats):
            before = stats.connects()
            for _ in range(20):
                connect_and_wait(port)
            count = stats.connects() - before
            expect(reached[0] <= count <= reached[1],
                   f"{count} of 20 connections reach one of 5 endpoints, {wanted} connects")


@contextlib.contextmanager
def counting(tools, wanted, endpoints):
    """A running Envoy with a tcp outbound: its port, and its own counts."""
    port, admin = free_ports(2)
    config = tools.bootstrap(
        effective(outbound("tcp", {"tcp": {"maxConnectAttempt": wanted}}, port)),
        *(f"--endpoint=backend=127.0.0.1:{item}" for item in endpoints))
    config["admin"] = {
        "address": {"socketAddress": {"address": "127.0.0.1", "portValue": admin}}}
    with tools.running(config):
        yield port, Statistics(admin, "backend")


def connect_and_wait(port):
    """A connection that is closed by the other side."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.recv(1)


CHECKS = [
    a_503_is_tried_as_often_as_the_policy_says, no_retries_means_one_attempt,
    delays_are_uniform_as_the_model_says, retry_after_one_second_waits_up_to_one_and_a_half,
    status_codes_alone_are_exact_after_repair, grpc_canceled_is_retried_after_repair,
    grpc_statuses_are_retried, response_headers_count_after_repair, methods_filter,
    request_headers_filter, every_word_retries_what_it_names, tcp_connects_are_counted,
]
