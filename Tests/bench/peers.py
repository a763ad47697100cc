"""What a user would take instead, and how it is called. Absent ones are left out, with a line each."""

import os
import shutil
import subprocess
import sys

PYTHON_YAML = """\
import json, sys, yaml
for document in yaml.load_all(open(sys.argv[1], "rb"), yaml.CSafeLoader):
    print(json.dumps(document, separators=(",", ":")))
"""
RUBY_YAML = "YAML.load_stream(File.read(ARGV[0])) { |document| puts JSON.generate(document) }"
PERL_YAML = 'print encode_json($_), "\\n" for LoadFile(shift)'


def _works(command):
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode == 0


def _output(command):
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True)
    return result.stdout.strip().splitlines()[0] if result.stdout.strip() else ""


def python():
    """The system's Python: one started through a shell script would be another measurement."""
    return "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable


def _yq():
    """There are two programs of that name."""
    yq = shutil.which("yq", path="/usr/bin:" + os.environ.get("PATH", ""))
    if not yq:
        return None
    if "mikefarah" in _output([yq, "--version"]):
        return "yq (mikefarah, Go)", [yq, "-o", "json", "-I", "0", "."]
    return "yq (kislyuk, Python and jq)", [yq, "-c", "."]


def yaml_converters():
    """Commands that turn a YAML file, their last operand, into JSON: pairs of name and command."""
    candidates = [
        ("Python, yaml.CSafeLoader and json", [python(), "-c", PYTHON_YAML],
         [python(), "-c", "from yaml import CSafeLoader"]),
        ("Ruby, yaml and json", ["ruby", "-ryaml", "-rjson", "-e", RUBY_YAML],
         ["ruby", "-ryaml", "-rjson", "-e", "0"]),
        ("Perl, YAML::XS and JSON::XS",
         ["perl", "-MYAML::XS=LoadFile", "-MJSON::XS", "-e", PERL_YAML],
         ["perl", "-MYAML::XS", "-MJSON::XS", "-e", "0"]),
    ]
    found = []
    for name, command, probe in candidates:
        if shutil.which(probe[0]) and _works(probe):
            found.append((name, command))
        else:
            absent(name)
    yq = _yq()
    if yq:
        found.append(yq)
    else:
        absent("yq")
    return found


def filters():
    """jq and what is like it: pairs of name and path."""
    found = []
    for name in ["jq", "gojq"]:
        path = shutil.which(name)
        if path:
            found.append((name, path))
        else:
            absent(name)
    return found


def absent(name):
    print(f"{name} is not installed: left out", file=sys.stderr)


def versions():
    """The versions of the peers in a line."""
    debian = ["libyaml-0-2", "jq", "gojq", "python3-yaml", "ruby", "libyaml-libyaml-perl", "yq"]
    if not shutil.which("dpkg-query"):
        return "as they are installed"
    words = []
    for package in debian:
        version = _output(["dpkg-query", "-W", "-f", "${Version}", package])
        if version[:1].isdigit():
            words.append(f"{package} {version}")
    return ", ".join(words)
