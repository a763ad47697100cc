# mr.mk: from policies in YAML to Envoy configurations in JSON, with GNU make.
#
#   MR_MESH     := mesh.yaml                  Mesh, Dataplanes, services
#   MR_POLICIES := $(wildcard policies/*.yaml)
#   MR_PROXIES  := web-1 backend-1            names of Dataplanes
#   MR_BUILD    := build
#   include mr.mk
#   all: $(MR_CONFIGS)
#
# Single files, without any of these variables:
#
#   a.json              from a.yaml           mr-parse
#   NAME.effective.json from all resources    mr-match --dataplane NAME
#   NAME.envoy.json     from these            mr-envoy --emit bootstrap
#
# A run of mr-match that changes nothing leaves NAME.effective.json as it was, so that only the proxies
# which a change reaches get a new Envoy configuration.

MR_BUILD       ?= .
MR_PARSE       ?= mr-parse
MR_MATCH       ?= mr-match
MR_ENVOY       ?= mr-envoy
MR_PARSE_FLAGS ?=
MR_MATCH_FLAGS ?=
MR_ENVOY_FLAGS ?= --emit bootstrap

mr_json := $(if $(filter .,$(MR_BUILD)),,$(MR_BUILD)/)
mr_mesh := $(patsubst %.yaml,$(mr_json)%.json,$(MR_MESH))
mr_all  := $(mr_mesh) $(patsubst %.yaml,$(mr_json)%.json,$(MR_POLICIES))

# What there is to build: a configuration for each proxy.
MR_CONFIGS := $(patsubst %,$(mr_json)%.envoy.json,$(MR_PROXIES))

# What a failed tool left behind must not count as built.
.DELETE_ON_ERROR:

# The check alone, of all files at once. `json` is the first stage; files that a rule names are kept.
.PHONY: validate json
json: $(mr_all)
validate:
	$(MR_PARSE) --check $(MR_PARSE_FLAGS) $(MR_MESH) $(MR_POLICIES)

$(mr_json)%.json: %.yaml
	@mkdir -p $(@D)
	$(MR_PARSE) $(MR_PARSE_FLAGS) -o $@ $<

# The stamp has the time of the last run, the document that of the last change.
.PRECIOUS: %.effective.stamp %.effective.json
%.effective.stamp: $(mr_all)
	@mkdir -p $(@D)
	$(MR_MATCH) $(MR_MATCH_FLAGS) --dataplane $(notdir $*) -o $*.effective.new $(mr_all)
	@if cmp -s $*.effective.new $*.effective.json; then rm $*.effective.new; \
	else mv $*.effective.new $*.effective.json; fi
	@touch $@

%.effective.json: %.effective.stamp ;

%.envoy.json: %.effective.json $(mr_mesh)
	$(MR_ENVOY) $(MR_ENVOY_FLAGS) $(addprefix --resources ,$(firstword $(mr_mesh))) -o $@ $<
