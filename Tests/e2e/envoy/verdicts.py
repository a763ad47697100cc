"""Random policies: Envoy and our own check agree about every one, and about why."""

import concurrent.futures
import json
import os
import pathlib
import random
import subprocess

from checks import CheckFailed, expect
from envoy.process import effective, outbound

SEED = 20230622
POLICIES = 1000
REGEXES = 250
PER_FILE = 25
DURATIONS = ["0s", "-1s", "1ns", "900us", "1ms", "1.9ms", "25ms", "1s", "5s", "10m", "2562047h",
             "2562047h47m15s", "2562047h47m16s"]
PIECES = ["a", "b", ".", "(", ")", "[", "]", "[^a-c]", "[z-a]", "*", "+", "?", "{2}", "{2,1}", "{,3}",
          "{1001}", "|", "^", "$", "\\d", "\\1", "\\p{Lu}", "\\p{x}", "\\", "(?:", "(?i)", "(?=", "(?P<n>",
          "[[:alpha:]]", "[[:nope:]]", "\\x41", "\\_", "\\E",
          "(?<m>", "(?", "\\x", "\\x{", "\\pL", "\\08", "\\x{110000}", "\\Q*\\E", "\\b", "-"]
WORDS = ["5xx", "GatewayError", "Reset", "Retriable4xx", "HttpMethodGet", "503", "429", "+503"]


def pick(chance, random_source, make):
    return make() if random_source.random() < chance else None


def without_nones(**fields):
    return {key: value for key, value in fields.items() if value is not None}


def header(r):
    kind = r.choice(["Exact", "Prefix", "RegularExpression", "Present", "Absent"])
    if kind == "RegularExpression":
        value = "".join(r.choice(PIECES) for _ in range(r.randint(0, 4)))
    else:
        value = r.choice(["", "v", "v w"])
    name = r.choice(["x-a", "x-b"] * 8 + ["", "a:b"])
    return {"name": name, "type": kind, "value": value}


def http_conf(r):
    return without_nones(
        numRetries=pick(0.5, r, lambda: r.choice([0, 1, 5, 4294967295])),
        perTryTimeout=pick(0.2, r, lambda: r.choice(DURATIONS)),
        backOff=pick(0.4, r, lambda: without_nones(
            baseInterval=pick(0.9, r, lambda: r.choice(DURATIONS[3:8] * 3 + DURATIONS)),
            maxInterval=pick(0.5, r, lambda: r.choice(DURATIONS[6:10] * 3 + DURATIONS)))),
        rateLimitedBackOff=pick(0.2, r, lambda: without_nones(
            resetHeaders=[{"name": r.choice(["retry-after", "retry-after", ""]), "format": "Seconds"}]
            * r.choice([0, 1, 1, 2]),
            maxInterval=pick(0.3, r, lambda: r.choice(DURATIONS)))),
        retryOn=pick(0.6, r, lambda: r.choices(WORDS, k=r.randint(0, 3))),
        retriableRequestHeaders=pick(0.4, r, lambda: [header(r) for _ in range(r.randint(0, 2))]),
        retriableResponseHeaders=pick(0.3, r, lambda: [header(r) for _ in range(r.randint(0, 2))]),
        hostSelection=pick(0.3, r, lambda: [
            {"predicate": "OmitPreviousHosts"},
            {"predicate": "OmitHostsWithTags", "tags": {"k": "v", "kuma.io/service": "s"}},
            {"predicate": "OmitPreviousPriorities", "updateFrequency": 1}][:r.randint(0, 3)]),
        hostSelectionMaxAttempts=pick(0.2, r, lambda: r.choice([0, 1, 9007199254740991])))


def verdicts_agree_on_random_policies(tools):
    r = random.Random(SEED)
    cases = [
        ("http", http_conf(r), r.choice(["2.3", "2.6", "2.8", "2.14"])) for _ in range(POLICIES)]
    return agree(tools, cases)


def mr_parse_finds_what_mr_envoy_finds(tools):
    """Of policies that Kuma takes, mr-parse has an error exactly for those that mr-envoy says Envoy refuses."""
    r = random.Random(SEED + 1)
    compared = refused = 0
    for release in ("2.3", "2.6", "2.8", "2.14"):
        # From 2.8 on nothing is emitted for 0 retries; mr-parse warns all the same, as another policy may
        # set the number.
        confs = [{**http_conf(r), "numRetries": 1} for _ in range(POLICIES)]
        policies = "\n".join(json.dumps({
            "type": "MeshRetry", "mesh": "default", "name": f"p{index}", "spec": {
                "targetRef": {"kind": "Mesh"},
                "to": [{"targetRef": {"kind": "Mesh"}, "default": {"http": conf}}]}}) + "\n---"
            for index, conf in enumerate(confs))
        result = subprocess.run(
            [str(tools.bin / "mr-parse"), "--check", "--report", "json", "--release", release],
            input=policies, capture_output=True, text=True, timeout=60, check=False)
        errors = [
            finding for finding in map(json.loads, result.stdout.splitlines())
            if finding["severity"] == "error" and "resource" in finding]
        by_kuma = {finding["resource"]["name"] for finding in errors if "kuma" in finding}
        by_envoy = {finding["resource"]["name"] for finding in errors} - by_kuma
        stream = "\n".join(
            json.dumps(effective(outbound("http", {"http": conf}), release=release)) for conf in confs)
        _, messages = tools.mr_envoy(stream, "--emit", "listener", "--report", "json", status=None)
        expected = {
            f"p{finding['line'] - 1}" for finding in map(json.loads, messages.splitlines())
            if finding["severity"] == "error"} - by_kuma
        for name in sorted(by_envoy ^ expected)[:3]:
            raise CheckFailed(
                f"{release}: {confs[int(name[1:])]}: mr-parse {'has' if name in by_envoy else 'has no'} error")
        compared += POLICIES - len(by_kuma)
        refused += len(expected)
    expect(0 < refused < compared, f"{refused} of {compared} refused")
    return f"{compared} policies, {refused} refused"


def verdicts_agree_on_random_regexes(tools):
    r = random.Random(SEED)
    regexes = sorted(
        {"".join(r.choice(PIECES) for _ in range(r.randint(1, 6))) for _ in range(REGEXES)})
    return agree(tools, [
        ("http", {"retriableRequestHeaders": [
            {"name": "x", "type": "RegularExpression", "value": regex}]}, "2.3")
        for regex in regexes])


def verdicts_agree_on_the_conformance_policies(tools):
    """Where the conformance data is: every policy of it, in the form that mr-envoy emits."""
    default = pathlib.Path(__file__).resolve().parents[4] / "shared" / "conformance"
    data = pathlib.Path(os.environ.get("DATA", default))
    cases = []
    for release in ("2.3", "2.14"):
        for path in (data / "corpora" / f"retrypolicy-{release}.jsonl",
                     data / "kuma" / "meshretry" / release / "probes" / "retrypolicy.jsonl"):
            if not path.exists():
                return f"no data at {data}"
            for line in path.read_text().splitlines():
                conf = json.loads(line)["conf"]
                cases += [
                    (section, conf[section], release) for section in ("http", "grpc")
                    if conf.get(section) is not None]
    return agree(tools, cases)


def agree(tools, cases):
    """Envoy's verdict and ours about each conf; Envoy's words are those of one of our findings."""
    stream = "\n".join(
        json.dumps(effective(
            outbound(section, {section: conf}, 10000 + index, f"s{index}"), release=release))
        for index, (section, conf, release) in enumerate(cases))
    listeners, messages = tools.mr_envoy(
        stream, "--emit", "listener", "--report", "json", status=None)
    expect(len(listeners) == len(cases), f"{len(listeners)} listeners: {messages[:300]}")
    refused = {}
    for line in messages.splitlines():
        finding = json.loads(line)
        if finding["code"] == "MR080":
            words = finding["message"].split("Envoy refuses it: ", 1)[1]
            refused.setdefault(finding["line"] - 1, []).append(" ".join(words.split()))
    taken = [index for index in range(len(cases)) if index not in refused]

    def check_refused(index):
        refusal = tools.refusal({"staticResources": {"listeners": [listeners[index]]}})
        if refusal is None:
            return f"Envoy takes what we refuse: {cases[index]}: {refused[index]}"
        if not any(words in refusal for words in refused[index]):
            return f"other words for {cases[index]}: {refused[index]} not in {refusal[-300:]}"
        return None

    def check_taken(group):
        if tools.refusal({"staticResources": {"listeners": [listeners[i] for i in group]}}) is None:
            return None
        for index in group:
            refusal = tools.refusal({"staticResources": {"listeners": [listeners[index]]}})
            if refusal is not None:
                return f"Envoy refuses what we take: {cases[index]}: {refusal[-300:]}"
        return "Envoy refuses a group, and none of its members"

    groups = [taken[start:start + PER_FILE] for start in range(0, len(taken), PER_FILE)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        different = [
            *filter(None, pool.map(check_refused, refused)),
            *filter(None, pool.map(check_taken, groups))]
    expect(not different, f"{len(different)} disagreements:\n  " + "\n  ".join(different[:10]))
    return f"{len(taken)} accepted, {len(refused)} refused, 0 disagreements"


CHECKS = [
    verdicts_agree_on_random_policies, mr_parse_finds_what_mr_envoy_finds,
    verdicts_agree_on_random_regexes,
    verdicts_agree_on_the_conformance_policies,
]
