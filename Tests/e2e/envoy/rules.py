"""Every rule of the catalogue that claims something of Envoy is proved on the real one.

The examples are the catalogue's own: of a rule that says `refuses: WORDS` Envoy refuses the bad one in
those words and takes the good one; every other claim has a row in PROOFS. A claim without a proof fails.
"""

import json
import re
import subprocess

from checks import expect
from envoy import behaviour, hosts, verdicts
from envoy.proofs import PROOFS, listener

REFUSES = re.compile(r"refuses(?:, for one)?: (.*) \(measured", re.DOTALL)


# MARK: The catalogue

def catalogue(tools):
    """All rules by code."""
    text = run(tools, "--list-rules", "--format", "json")
    return {rule["code"]: rule for rule in map(json.loads, text.splitlines())}


def run(tools, *arguments, text="", status=0):
    result = subprocess.run(
        [str(tools.bin / "mr-parse"), *arguments], input=text, capture_output=True, text=True,
        timeout=60, check=False)
    if status is not None:
        expect(result.returncode == status, f"{arguments}: {result.returncode}: {result.stderr}")
    return result.stdout


def policy(example):
    """An example as a whole policy."""
    if example.startswith(("type:", "apiVersion:")):
        return example
    conf = "".join(f"        {line}\n" for line in example.splitlines())
    return (
        "type: MeshRetry\nmesh: default\nname: example\nspec:\n  targetRef:\n    kind: Mesh\n  to:\n"
        "  - targetRef:\n      kind: MeshService\n      name: backend\n    default:\n" + conf)


def section(tools, example):
    """The section of an example's first item, with its name."""
    text = run(tools, "--no-validate", text=policy(example))
    conf = json.loads(text.splitlines()[0])["spec"]["to"][0]["default"]
    return next(iter(conf.items()))


def release(rule):
    """A release for which the rule holds."""
    return "2.3" if rule["releases"] == "all" else rule["releases"].split(" ")[0]


def codes(tools, example, line):
    text = run(
        tools, "--check", "--notes", "--report", "json", "--release", line, text=policy(example),
        status=None)
    return {json.loads(finding)["code"] for finding in text.splitlines()}


# Rules of mr-envoy about whole configurations, and the checks that prove them.
ELSEWHERE = {
    "MR080": verdicts.verdicts_agree_on_random_policies,
    "MR081": behaviour.response_headers_count_after_repair,
    "MR082": hosts.an_update_frequency_of_zero_ends_envoy_unless_repaired,
}


# MARK: Checks

def every_claim_about_envoy_has_a_proof(tools):
    rules = catalogue(tools)
    claims = {
        code for code, rule in rules.items()
        if "Envoy" in f"{rule['title']} {rule['why']}" or rule["envoy"] is not None}
    proved = {code for code, rule in rules.items() if REFUSES.match(rule["envoy"] or "")}
    proved |= PROOFS.keys() | ELSEWHERE.keys()
    expect(claims <= proved, f"without a proof: {sorted(claims - proved)}")
    expect(proved <= claims, f"proofs of no claim: {sorted(proved - claims)}")
    silent = [code for code in PROOFS if rules[code]["envoy"] is None]
    expect(not silent, f"proved, but the catalogue does not say what Envoy does: {silent}")
    return f"{len(claims)} rules"


def envoy_refuses_the_bad_examples_in_the_words_of_the_catalogue(tools):
    count = 0
    for code, rule in catalogue(tools).items():
        claim = REFUSES.match(rule["envoy"] or "")
        if not claim:
            continue
        line = release(rule)
        expect(code in codes(tools, rule["bad"], line), f"{code}: no finding on its bad example")
        expect(code not in codes(tools, rule["good"], line), f"{code}: on its good example")
        refusal = tools.refusal(listener(tools, *section(tools, rule["bad"]), line))
        words = " ".join(claim.group(1).split())
        expect(refusal is not None and words in refusal, f"{code}: Envoy says {refusal}")
        refusal = tools.refusal(listener(tools, *section(tools, rule["good"]), line))
        expect(refusal is None, f"{code}: Envoy refuses the good example: {refusal}")
        count += 1
    return f"{count} rules"


def envoy_does_what_the_rules_say(tools):
    rules = catalogue(tools)
    for code, proof in PROOFS.items():
        rule = rules[code]
        line = release(rule)
        expect(code in codes(tools, rule["bad"], line), f"{code}: no finding on its bad example")
        expect(code not in codes(tools, rule["good"], line), f"{code}: on its good example")
        bad, good = section(tools, rule["bad"])[1], section(tools, rule["good"])[1]
        try:
            proof(tools, bad, good)
        except Exception as error:
            raise type(error)(f"{code}: {error}") from error
    return f"{len(PROOFS)} rules"


CHECKS = [
    every_claim_about_envoy_has_a_proof,
    envoy_refuses_the_bad_examples_in_the_words_of_the_catalogue, envoy_does_what_the_rules_say,
]
