#!/usr/bin/env python3
"""Checks the reports of mr-parse as the systems that read them would.

    reports.py BIN_DIR

SARIF is read with a library that knows the format (sarif-pydantic, beside this Python), its models closed:
a property that SARIF 2.1.0 does not have fails. JUnit is parsed as XML, GitHub's commands as its runner
parses them. Each check prints `ok NAME` or `FAIL NAME: why`.
"""

import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as xml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from pydantic import BaseModel
from sarif_pydantic import Sarif

import checks
from checks import expect

# Properties that SARIF 2.1.0 has and the library lacks.
OMITTED = {"log.runs[0].columnKind"}
# A name with what URIs, workflow commands and XML escape, and text of two and four bytes before the mistakes.
FOLDER = "a b,c:d"
NAME = "100% ü&<'\".yaml"
POLICY = """\
type: MeshRetry
mesh: default
name: retry
spec:
  targetRef: {kind: Mesh}
  to:
  - targetRef: {kind: MeshService, name: a}
    default: &conf
      http:
        retryOn: ["é😀", 5XX, "%0A, ::error::\\n\\u0001"]
        "x<&\\u0007": 1
  - targetRef: {kind: MeshService, name: b}
    default: *conf
"""


class Reports:
    """A folder with the policy in it, and the reports on it."""

    def __init__(self, tools, folder):
        self.tools = pathlib.Path(tools).resolve()
        self.folder = pathlib.Path(folder)
        (self.folder / FOLDER).mkdir()
        self.path = f"{FOLDER}/{NAME}"
        self.write(POLICY)

    def write(self, text):
        (self.folder / self.path).write_text(text)

    def report(self, form, *options, path=None, status=1):
        result = subprocess.run(
            [str(self.tools / "mr-parse"), "--check", "--notes", "--report", form, *options,
             path or self.path],
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False)
        expect(result.returncode == status, f"status {result.returncode}: {result.stderr}")
        return result.stdout

    def findings(self):
        return [json.loads(line) for line in self.report("json").splitlines()]


# MARK: SARIF

def unknown_properties(value, path="log"):
    """The properties that the models of SARIF do not have."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            yield f"{path}.{name}"
        for name in type(value).model_fields:
            yield from unknown_properties(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown_properties(item, f"{path}[{index}]")


def sarif_is_sarif(reports):
    log = json.loads(reports.report("sarif"))
    unknown = set(unknown_properties(Sarif.model_validate(log))) - OMITTED
    expect(not unknown, f"properties that SARIF does not have: {unknown}")
    expect(log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"], "the version")
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    expect(len({rule["id"] for rule in rules}) == len(rules), "rules of one id")
    for rule in rules:
        expect(rule["shortDescription"]["text"] and rule["help"]["text"], f"{rule['id']} without help")
    for result in run["results"]:
        expect(rules[result["ruleIndex"]]["id"] == result["ruleId"], f"ruleIndex of {result}")
        expect(result["level"] in ("error", "warning", "note"), f"level of {result}")
        expect(result["message"]["text"], "a result without a message")
        ids = [location["id"] for location in result.get("relatedLocations", [])]
        expect(len(set(ids)) == len(ids), f"ids of related locations: {ids}")
    return f"{len(rules)} rules, {len(run['results'])} results"


def sarif_says_what_json_says(reports):
    results = json.loads(reports.report("sarif"))["runs"][0]["results"]
    findings = reports.findings()
    expect(len(results) == len(findings) > 3, f"{len(results)} results, {len(findings)} findings")
    for result, finding in zip(results, findings):
        expect(result["ruleId"] == finding["code"], f"{result} is not {finding}")
        expect(place(result["locations"][0]) == place_of(finding), f"{result} is not at {finding}")
        expect(
            [(place(item), item["message"]["text"]) for item in result.get("relatedLocations", [])]
            == [(place_of(item), item["message"]) for item in finding.get("related", [])],
            f"places that belong to {finding}")


def place(location):
    physical = location["physicalLocation"]
    return (urllib.parse.unquote(physical["artifactLocation"]["uri"]),
            physical["region"]["startLine"], physical["region"]["startColumn"])


def place_of(finding):
    return finding["file"], finding["line"], finding["column"]


def sarif_uris_are_relative_and_lead_to_the_file(reports):
    for result in json.loads(reports.report("sarif"))["runs"][0]["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urllib.parse.urlsplit(uri)
        expect(not parts.scheme and not parts.netloc and not uri.startswith("/"), f"{uri} is absolute")
        expect(uri.isascii() and re.fullmatch(r"[!-~]+", uri), f"{uri} is no URI")
        expect((reports.folder / urllib.parse.unquote(uri)).exists(), f"{uri} leads nowhere")


def sarif_regions_count_code_points(reports):
    log = json.loads(reports.report("sarif"))
    expect(log["runs"][0]["columnKind"] == "unicodeCodePoints", "columnKind")
    lines = POLICY.splitlines()
    texts = []
    for result in log["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        if region.get("endLine") == region["startLine"]:
            line = lines[region["startLine"] - 1]
            texts.append(line[region["startColumn"] - 1:region["endColumn"] - 1])
    expect("5XX" in texts and '"é😀"' in texts, f"{texts}")


def fingerprints_outlive_moved_lines(reports):
    def fingerprints():
        results = json.loads(reports.report("sarif"))["runs"][0]["results"]
        return [result["partialFingerprints"]["meshretry/v1"] for result in results]

    before = fingerprints()
    expect(len(set(before)) == len(before), "two results with one fingerprint")
    reports.write("# a line\n# and another one\n" + POLICY)
    after = fingerprints()
    reports.write(POLICY)
    expect(after == before, "other fingerprints two lines below")
    reports.write(POLICY.replace("5XX", "6XX"))
    changed = fingerprints()
    reports.write(POLICY)
    expect(len(changed) == len(before), "another number of results")


def a_clean_file_has_an_empty_report(reports):
    path = "clean.yaml"
    (reports.folder / path).write_text("type: Mesh\nname: default\n")
    log = json.loads(reports.report("sarif", path=path, status=0))
    expect(log["runs"][0]["results"] == [], "results")
    expect(log["runs"][0]["invocations"][0]["executionSuccessful"], "the invocation")
    expect(reports.report("github", path=path, status=0) == "", "GitHub's commands")
    suite = xml.fromstring(reports.report("junit", path=path, status=0))
    expect(suite.get("failures") == "0", "failures")


# MARK: JUnit

def junit_is_what_its_readers_want(reports):
    root = xml.fromstring(reports.report("junit"))
    findings = reports.findings()
    expect(root.tag == "testsuites", root.tag)
    cases = root.findall("testsuite/testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    for element in (root, root.find("testsuite")):
        expect(element.get("name"), "a suite without a name")
        expect(int(element.get("tests")) == len(cases), "tests")
        expect(int(element.get("failures")) == len(failed), "failures")
        expect(element.get("errors") == "0", "errors")
    allowed = {"failure", "system-out"}
    for case in cases:
        expect(case.get("classname") == reports.path and case.get("name"), f"{case.attrib}")
        expect({child.tag for child in case} <= allowed, "children of a case")
    messages = [item.get("message") for item in root.iter("failure")]
    errors = [item["message"] for item in findings if item["severity"] == "error"]
    printable = [re.sub(r"[\x00-\x08\x0b-\x1f]", lambda c: f"\\u{{{ord(c[0]):x}}}", m) for m in errors]
    expect(messages == printable, f"{messages} are not {printable}")
    return f"{len(cases)} cases, {len(messages)} failures"


# MARK: GitHub

def unescaped(text, in_property=False):
    if in_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def github_commands_are_read_back(reports):
    lines = reports.report("github").splitlines()
    findings = reports.findings()
    expect(len(lines) == len(findings), f"{len(lines)} commands, {len(findings)} findings")
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    for line, finding in zip(lines, findings):
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        expect(command, f"no command: {line}")
        level, properties, message = command.groups()
        values = {
            key: unescaped(value, in_property=True)
            for key, value in (item.split("=", 1) for item in properties.split(","))}
        expect(level == levels[finding["severity"]], f"{line}: the level")
        expect(values["file"] == finding["file"], f"{line}: the file")
        expect(int(values["line"]) == finding["line"], f"{line}: the line")
        expect(int(values["col"]) == finding["column"], f"{line}: the column")
        expect(values["title"] == finding["code"], f"{line}: the title")
        expect(unescaped(message).startswith(finding["message"]), f"{line}: the message")


CHECKS = [
    sarif_is_sarif, sarif_says_what_json_says, sarif_uris_are_relative_and_lead_to_the_file,
    sarif_regions_count_code_points, fingerprints_outlive_moved_lines,
    a_clean_file_has_an_empty_report, junit_is_what_its_readers_want, github_commands_are_read_back,
]


def in_a_folder(check):
    """The check with reports on a policy in a folder of its own."""

    @functools.wraps(check)
    def checked(tools):
        with tempfile.TemporaryDirectory() as folder:
            return check(Reports(tools, folder))

    return checked


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    checks.run(map(in_a_folder, CHECKS), sys.argv[1])


if __name__ == "__main__":
    main()
