"""The files that are measured, each made once in the scratch folder, from fixed seeds."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = os.path.join(HERE, "..", "..", "examples", "mesh.yaml")


class Data:
    def __init__(self, binaries, scratch):
        self.binaries, self.scratch = binaries, scratch

    def tool(self, name):
        return os.path.join(self.binaries, name)

    def program(self, name):
        """A program that was built for the measurements."""
        return os.path.join(self.scratch, name)

    def _made(self, name, command):
        """A file made by a command's output, newer than what makes it."""
        path = os.path.join(self.scratch, name)
        makers = [part for part in command if os.path.isfile(part)]
        if not os.path.exists(path) or any(
            os.path.getmtime(path) < os.path.getmtime(maker) for maker in makers
        ):
            with open(path + ".part", "wb") as file:
                subprocess.run(command, stdout=file, check=True)
            os.rename(path + ".part", path)
        return path

    def _generated(self, name, script, *arguments):
        return self._made(
            name, [sys.executable, os.path.join(HERE, script), *map(str, arguments)])

    def policies(self, count, *options):
        """MeshRetry documents in YAML, about a kilobyte each."""
        name = "-".join(["policies", str(count), *(option.strip("-") for option in options)])
        return self._generated(name + ".yaml", "policies.py", count, *options)

    def long(self, kind, count):
        """One document, of so many keys or with a text of so many bytes."""
        return self._generated(f"long-{kind}-{count}.yaml", "long.py", kind, count)

    def kinds(self):
        """The kinds of parts that there may be many of."""
        command = [sys.executable, os.path.join(HERE, "growing.py"), "LIST"]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()

    def growing(self, kind, count):
        """YAML of so many parts of a kind."""
        return self._generated(f"growing-{kind.replace(' ', '-')}-{count}.yaml", "growing.py", kind, count)

    def lines(self, count):
        """The same documents as JSON, one a line."""
        return self._made(
            f"policies-{count}.ndjson",
            [self.tool("mr-parse"), "--no-validate", self.policies(count)])

    def mesh(self, kind, *sizes):
        return self._generated(
            "-".join([kind, *map(str, sizes)]) + ".json", "mesh.py", kind, *sizes)

    def effective(self, proxies, outbounds, confs=1):
        return self._generated(
            f"effective-{proxies}-{outbounds}-{confs}.json", "effective.py",
            proxies, outbounds, "--confs", confs)

    def example(self):
        """The example mesh as each stage takes it: YAML, resources, effective policies."""
        resources = self._made("example.json", [self.tool("mr-parse"), EXAMPLE])
        return EXAMPLE, resources, self._made(
            "example-effective.json", [self.tool("mr-match"), resources])
