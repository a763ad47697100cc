"""Inputs that are large in one way or another: that they work, and in how much memory."""

import pathlib
import tempfile

from checks import expect
from faults.process import MIB

DOCUMENTS = 1_000_000
POLICIES = 300_000
FILES = 100_000
GIGABYTE = 1_000_000_000
# What text is read in, and what waits for another thread, may differ by so much from run to run.
GROWTH = 2 * MIB

POLICY = """type: MeshRetry
mesh: default
name: web-{0}
spec:
  targetRef: {{kind: Mesh}}
  to:
    - targetRef: {{kind: Mesh}}
      default:
        http:
          numRetries: 3
          backOff: {{baseInterval: 25ms, maxInterval: 250ms}}
          retryOn: ["5xx", Reset]
"""

# All for the same proxies, for that service: what they set is compared.
ONE_OF_MANY = (
    "---\n{{type: MeshRetry, mesh: default, name: web-{0}, spec: {{targetRef: {{kind: Mesh}}, to: ["
    "{{targetRef: {{kind: MeshService, name: web-{1}}}, default: {{http: {{numRetries: 3}}}}}}]}}}}\n")

EFFECTIVE = (
    b'{"kind":"EffectiveMeshRetry","version":1,"release":"2.3.7","mesh":"default","dataplane":"web-1",'
    b'"outbounds":[{"address":"127.0.0.1","port":10001,"service":"backend","protocol":"http",'
    b'"section":"http","conf":{"http":{"numRetries":1}}}]}\n')


def repeated(text, count):
    """Writes a text so many times."""
    def write(file):
        block = min(count, 10_000)
        for _ in range(count // block):
            file.write(text * block)
    return write


def a_million_documents_in_little_memory(tools):
    details = []
    for command, text, bound in (
            (tools.command("mr-parse", "--no-validate"), b"a: 1\n---\n", 64),
            (tools.command("mr-parse"), b"type: Mesh\nname: a\n---\n", 64),
            (tools.command("mr-query"), b'{"a":1}\n', 64),
            (tools.command("mr-envoy"), EFFECTIVE, 64)):
        outcome = tools.measured(command, repeated(text, DOCUMENTS))
        name = pathlib.Path(command[0]).name
        lines = int(outcome.output.split()[0])
        expect(outcome.status == 0, f"{name}: status {outcome.status}: {outcome.errors[:200]}")
        # After the last --- there is one more document, which is empty.
        expect(DOCUMENTS <= lines <= DOCUMENTS + 1, f"{name}: {lines} documents")
        expect(outcome.peak < bound * MIB, f"{name}: {outcome.peak // MIB} MiB")
        details.append(f"{name} {outcome.peak // MIB} MiB")
    return ", ".join(details)


def checking_policies_takes_no_memory_for_each(tools):
    """As much for 300,000 as for a sixth of them, findings about each of them or none: the least of some runs
    for the many, the most for the few, since threads differ from run to run."""
    details = []
    for name, share in (("alone", POLICIES), ("shadowed", 10)):
        peaks = []
        # So many that all that may take memory beside a file does so.
        for count in (POLICIES // 6, POLICIES):
            def write(file):
                for index in range(count):
                    file.write(ONE_OF_MANY.format(index, index % share).encode())

            runs = 2 if count == POLICIES else 4
            outcomes = [tools.measured(tools.command("mr-parse", "--check"), write) for _ in range(runs)]
            findings = max(0, count - share)
            for outcome in outcomes:
                expect(outcome.status == 0, f"status {outcome.status}: {outcome.errors[:200]}")
                # Each has a line for itself and one for the policy that wins.
                expect(int(outcome.output.split()[0]) == 2 * findings, f"findings: {outcome.output}")
            chosen = min if count == POLICIES else max
            peaks.append(chosen(outcome.peak for outcome in outcomes))
        expect(peaks[1] < peaks[0] + GROWTH, f"{name}: {peaks[0]} and {peaks[1]} bytes")
        details.append(f"{name} {peaks[0] / MIB:.1f} and {peaks[1] / MIB:.1f} MiB")
    return ", ".join(details)


def a_folder_of_100000_files(tools):
    with tempfile.TemporaryDirectory() as folder:
        for index in range(FILES):
            with open(f"{folder}/{index}.yaml", "w", encoding="utf-8") as file:
                file.write(ONE_OF_MANY.format(index, index))
        outcome = tools.measured(tools.command("mr-parse", folder), lambda file: None)
    lines = int(outcome.output.split()[0])
    expect(outcome.status == 0, f"status {outcome.status}: {outcome.errors[:200]}")
    expect(lines == FILES, f"{lines} documents")
    expect(outcome.peak < 64 * MIB, f"{outcome.peak // MIB} MiB")
    return f"{outcome.peak // MIB} MiB"


def a_long_file_of_documents_is_cut_by_any_splitter(tools):
    """It is held in memory whole; none of its documents is refused for that."""
    count = 120_000
    for splitter in ("kuma", "kubernetes"):
        outcome = tools.measured(
            tools.command("mr-parse", "--splitter", splitter), repeated(b"---\n" + POLICY.format(0).encode(), count))
        lines = int(outcome.output.split()[0])
        expect(outcome.status == 0, f"{splitter}: status {outcome.status}: {outcome.errors[:200]}")
        expect(lines == count, f"{splitter}: {lines} documents")
    return f"{count} documents"


def a_document_without_end_is_refused(tools):
    """Before it takes all memory there is; documents before it are out."""
    details = []
    dense, large = b"memory than 64 MiB and six times its text [MR001]", b"than 1 GiB of memory [MR001]"
    for name, start, piece, reason in (
            ("mr-parse", b"a: 1\n---\n", b"- x\n", dense),
            ("mr-parse", b"a: 1\n---\n", b"- {a: b}\n", dense),
            ("mr-parse", b"a: 1\n---\na: ", b"one text ", large),
            ("mr-envoy", EFFECTIVE + b'["', b"one text ", large),
            ("mr-envoy", EFFECTIVE + b"[1", b",1", large),
            ("mr-match", EFFECTIVE + b"[1", b',{"a":[]}', large)):
        def endless(file):
            file.write(start)
            while True:
                file.write(piece * 100_000)

        options = ["--no-validate"] if name == "mr-parse" else []
        outcome = tools.measured(tools.command(name, *options), endless)
        expect(outcome.status == 2, f"{name}: status {outcome.status}: {outcome.errors[:200]}")
        expect(b"document takes more " + reason in outcome.errors, f"{outcome.errors[:200]}")
        if name != "mr-match":  # It has to have read all before it answers.
            expect(outcome.output.split()[0] == b"1", f"{name}: {outcome.output} before it")
        expect(outcome.peak < 2048 * MIB, f"{name}: {outcome.peak // MIB} MiB")
        details.append(f"{name} {outcome.peak // MIB} MiB")
    return ", ".join(details)


# Documents of so much that takes memory, by what they begin with, what is repeated and how often.
POLICY_HEAD = "type: MeshRetry\nmesh: default\nname: a\nspec:\n  targetRef: {kind: Mesh}\n  to:\n"
HTTP = POLICY_HEAD + "  - targetRef: {kind: Mesh}\n    default:\n      http:\n        numRetries: 3\n"
ITEM = "    - targetRef: {kind: MeshService, name: b{0}}\n      default: {http: {numRetries: 3}}\n"
PROXY = "type: Dataplane\nmesh: default\nname: a\nnetworking:\n  address: 10.0.0.1\n  inbound:\n"
DENSE = {
    "numbers": ("[", "1,", 5_000_000),
    "nulls": ("", "-\n", 5_000_000),
    "letters": ("", "- x\n", 2_500_000),
    "lists": ("", "- - x\n", 500_000),
    "empty maps": ("[", "{}, ", 3_000_000),
    "short keys": ("", "k{0}: v\n", 1_000_000),
    "one key": ("type: Mesh\nname: a\n", "k: v\n", 600_000),
    "aliases": ("a: &a x\n", "k{0}: *a\n", 500_000),
    "merge keys": ("b: &a {a: b, c: d}\nd:\n", "- {<<: *a}\n", 250_000),
    "anchors": ("", "k{0}: &a{0} x\n", 200_000),
    "long anchors": ("", "- &an-anchor-with-a-long-name-{0} x\n", 200_000),
    "suppressions": ("type: Mesh\nname: a\n", "k{0}: v # mr:disable=MR030\n", 400_000),
    "helm's comments": ("type: Mesh\nname: a\n", "# Source: a{0}.yaml\n", 500_000),
    "separators": ("{type: Mesh, name: a, k: \"", "---b\n", 2_000_000),
    "policies in a list": (
        "apiVersion: v1\nkind: List\nitems:\n",
        "- {type: MeshRetry, mesh: default, name: p{0}, spec: {targetRef: {kind: Mesh}, to: [{targetRef: "
        "{kind: Mesh}, default: {http: {numRetries: 3}}}]}}\n", 50_000),
    "items": (POLICY_HEAD, ITEM, 50_000),
    "very many items": (POLICY_HEAD, ITEM, 160_000),
    "items twice": (
        POLICY_HEAD.replace("to:", "To:") + "  - targetRef: {kind: Mesh}\n  to:\n",
        "  - {targetRef: {kind: Mesh}, default: {http: {numRetries: 3}}}\n", 50_000),
    "bad items": (
        POLICY_HEAD, "  - {targetRef: {kind: Mesh}, default: {http: {perTryTimeout: 5x}}}\n", 45_000),
    "retryOn": (HTTP + "        retryOn:\n", "        - 5xx\n", 300_000),
    "numbers in retryOn": (HTTP + "        retryOn: [", "503, ", 600_000),
    "headers": (
        HTTP + "        retriableRequestHeaders:\n", "        - {name: a-header-of-long-name}\n", 200_000),
    "unknown keys": (HTTP, "        u{0}: 1\n", 200_000),
    "tags": (PROXY + "  - port: 80\n    tags:\n      kuma.io/service: a\n", "      k{0}: v\n", 250_000),
    "inbounds": (PROXY, "  - {port: 80, tags: {kuma.io/service: s{0}}}\n", 100_000),
    "values on a long line": ('{"list":[', '{"name":"a{0}","value":{0}},', 200_000),
}


# What becomes of some of them when they are checked, whatever else is refused.
STATUS = {"short keys": 1, "items": 0, "very many items": 2, "policies in a list": 0, "anchors": 1}


def dense(name):
    start, part, count = DENSE[name]
    text = start + "".join(part.replace("{0}", str(index)) for index in range(count))
    return (text + ("\"}" if "\"" in start[-1:] else "]}" if start.endswith(":[") else "")).encode() + b"\n"


def is_in_proportion(outcome, text, name):
    """64 MiB and six times its text."""
    limit = 64 * MIB + 6 * len(text)
    expect(outcome.status in (0, 1, 2), f"{name}: status {outcome.status}: {outcome.errors[:200]}")
    expect(outcome.peak <= limit, f"{name}: {outcome.peak // MIB} MiB, {limit // MIB} allowed")
    return f"{name} {outcome.peak // MIB} of {limit // MIB}"


def memory_keeps_in_proportion_to_a_document(tools):
    """Read in so much, or refused; checked, and as it is."""
    details = []
    for name in DENSE:
        text = dense(name)
        for option in ("--check", "--no-validate"):
            outcome = tools.measured(tools.command("mr-parse", option), lambda file: file.write(text))
            detail = is_in_proportion(outcome, text, f"{name} {option}")
            if option == "--check":
                status = STATUS.get(name, outcome.status)
                expect(outcome.status == status, f"{name}: status {outcome.status}, not {status}")
                details.append(detail + (" refused" if outcome.status == 2 else ""))
    return "MiB: " + "; ".join(details)


def memory_is_for_one_document_at_a_time(tools):
    """However many of them there are, in one stream or in files that are read on several cores."""
    details = []
    for name in ("lists", "one key", "items", "bad items", "inbounds", "aliases"):
        text = dense(name)

        def stream(file):
            for _ in range(4):
                file.write(b"---\n" + text)

        outcome = tools.measured(tools.command("mr-parse", "--check"), stream)
        details.append(is_in_proportion(outcome, text, name))
        with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
            file.write(text)
            file.flush()
            outcome = tools.measured(
                tools.command("mr-parse", "--check", *[file.name] * 6), lambda input: None)
        details.append(is_in_proportion(outcome, text, name + " in files"))
    return "MiB: " + "; ".join(details)


def one_document_of_a_gigabyte(tools):
    """Policies in one List: it works or it is refused, in four times its size at most."""
    item = "\n".join("  " + line for line in POLICY.format(0).splitlines())
    item = ("- " + item[2:] + "\n").encode()

    def yaml(file):
        file.write(b"apiVersion: v1\nkind: List\nitems:\n")
        repeated(item, GIGABYTE // len(item) // 10_000 * 10_000)(file)

    def json(file):
        file.write(b'{"apiVersion":"v1","kind":"List","items":[')
        text = EFFECTIVE.rstrip() + b","
        repeated(text, GIGABYTE // len(text) // 10_000 * 10_000)(file)
        file.write(EFFECTIVE.rstrip() + b"]}")

    details = []
    for command, write in ((tools.command("mr-parse", "--no-validate"), yaml),
                           (tools.command("mr-envoy"), json)):
        outcome = tools.measured(command, write)
        name = pathlib.Path(command[0]).name
        expect(outcome.status == 0 or (outcome.status == 2 and outcome.errors),
               f"{name}: status {outcome.status}: {outcome.errors[:200]}")
        details.append(f"{name} status {outcome.status}, {outcome.peak / GIGABYTE:.1f} × its size")
        expect(outcome.peak < 4 * GIGABYTE, f"{name}: {outcome.peak / GIGABYTE:.1f} × its size")
    return ", ".join(details)


LARGE = [one_document_of_a_gigabyte]
CHECKS = [
    a_million_documents_in_little_memory, checking_policies_takes_no_memory_for_each,
    a_folder_of_100000_files, a_long_file_of_documents_is_cut_by_any_splitter, a_document_without_end_is_refused,
    memory_keeps_in_proportion_to_a_document, memory_is_for_one_document_at_a_time, *LARGE]
