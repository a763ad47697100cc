"""Random policies: Envoy and our own check agree about every one, and about why."""

import json
import random

from envoy_process import effective, expect, outbound

SEED = 20230622
POLICIES = 1000
PER_FILE = 25
DURATIONS = ["0s", "-1s", "1ns", "900us", "1ms", "1.9ms", "25ms", "1s", "5s", "10m", "2562047h"]
PIECES = ["a", "b", ".", "(", ")", "[", "]", "[^a-c]", "[z-a]", "*", "+", "?", "{2}", "{2,1}", "{,3}",
          "{1001}", "|", "^", "$", "\\d", "\\1", "\\p{Lu}", "\\p{x}", "\\", "(?:", "(?i)", "(?=", "(?P<n>",
          "[[:alpha:]]", "[[:nope:]]", "\\x41", "\\x{110000}", "\\Q*\\E", "\\b", "-"]
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
    confs = [http_conf(r) for _ in range(POLICIES)]
    stream = "\n".join(
        json.dumps(effective(
            outbound("http", {"http": conf}, 10000 + index, f"s{index}"),
            release=r.choice(["2.3", "2.6", "2.8", "2.14"])))
        for index, conf in enumerate(confs))
    listeners, messages = tools.mr_envoy(
        stream, "--emit", "listener", "--report", "json", status=None)
    expect(len(listeners) == POLICIES, f"{len(listeners)} listeners: {messages[:300]}")
    errors = {}
    for line in messages.splitlines():
        finding = json.loads(line)
        if finding["code"] == "MR080":
            errors.setdefault(finding["line"], []).append(finding["message"])
    count = {"accepted": 0, "refused": 0}
    good = []
    for index, listener in enumerate(listeners):
        ours = errors.get(index + 1)
        if ours is None:
            good.append((index, listener))
            continue
        count["refused"] += 1
        refusal = tools.refusal({"staticResources": {"listeners": [listener]}})
        expect(refusal is not None, f"Envoy takes what we refuse: {confs[index]}: {ours}")
        words = [message.split("Envoy refuses it: ", 1)[1] for message in ours]
        expect(any(" ".join(word.split()) in refusal for word in words),
               f"other words for {confs[index]}: {words} not in {refusal[-300:]}")
    for start in range(0, len(good), PER_FILE):
        group = good[start:start + PER_FILE]
        count["accepted"] += len(group)
        refusal = tools.refusal({"staticResources": {"listeners": [item for _, item in group]}})
        if refusal is not None:
            culprit = next(
                confs[index] for index, item in group
                if tools.refusal({"staticResources": {"listeners": [item]}}) is not None)
            expect(False, f"Envoy refuses what we take: {culprit}: {refusal[-300:]}")
    return f"{count['accepted']} accepted, {count['refused']} refused, 0 disagreements"


def verdicts_agree_on_random_regexes(tools):
    r = random.Random(SEED)
    regexes = sorted({"".join(r.choice(PIECES) for _ in range(r.randint(1, 6))) for _ in range(400)})
    outbounds = [
        outbound("http", {"http": {"retriableRequestHeaders": [
            {"name": "x", "type": "RegularExpression", "value": regex}]}}, 10000 + index, f"s{index}")
        for index, regex in enumerate(regexes)]
    stream = "\n".join(json.dumps(effective(item)) for item in outbounds)
    listeners, messages = tools.mr_envoy(
        stream, "--emit", "listener", "--report", "json", status=None)
    errors = {}
    for line in messages.splitlines():
        finding = json.loads(line)
        if finding["code"] == "MR080":
            errors[finding["line"]] = finding["message"].split("Envoy refuses it: ", 1)[1]
    different = []
    for index, (regex, listener) in enumerate(zip(regexes, listeners)):
        refusal = tools.refusal({"staticResources": {"listeners": [listener]}})
        ours = errors.get(index + 1)
        if (ours is None) != (refusal is None) or (ours and " ".join(ours.split()) not in refusal):
            different.append(f"{regex}: {ours} / {refusal and refusal[-120:]}")
    expect(not different, f"{len(different)} of {len(regexes)}: " + "\n  ".join(different[:40]))
    return f"{len(regexes)} expressions, {len(errors)} refused"


CHECKS = [verdicts_agree_on_random_policies, verdicts_agree_on_random_regexes]
