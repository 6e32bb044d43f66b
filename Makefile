# make help lists the targets. make test is the whole of what must hold before a change lands.
SHELL       := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
# The packages where goroutines, sealed words or the order of commits are at stake run under the race detector.
RACED       := ./law/... ./workflow/... ./db/... ./events/... ./seal/... ./proof/... ./access/...
# All others run without it. Asked only when needed, because it loads every package.
OTHERS       = $$(go list ./... | grep -vE '^gongkai/(law|workflow|db|events|seal|proof|access)(/|$$)')
# Tests that must really have run: a machine without PostgreSQL or a browser fails, it does not pass with less.
TALLY       := go run ./internal/house/tally -lane 'postgresql=gongkai/db:/postgres' -lane 'browser=gongkai/handlers:Browser'
DATA        ?= ./data
# How long the oracle is asked (make oracle); a seed that was printed repeats its cases.
CASES       ?= 10000000
LIVES       ?= 300000
SEED        ?= $(eval SEED := $(shell date +%s))$(SEED)

.PHONY: help deps lint rules build test race oracle cluster bench fuzz run demo screenshots generate cover clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install what the tests need when it is missing: PostgreSQL, Chromium, a Chinese font, a C compiler (Debian)
	@.ci/deps

lint: ## gofmt, go vet, staticcheck, and the rules of the house
	@bad=$$(gofmt -l .); test -z "$$bad" || { echo "gofmt -w wants to change:"; echo "$$bad"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	@$(MAKE) --no-print-directory rules

rules: ## only the rules of the house: imports, clock, writes, sizes, documents (internal/house)
	go test -count=1 ./internal/house

build: ## build the program to bin/gongkai, without cgo
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/gongkai ./cmd/gongkai

test: deps lint build ## everything: lint, and all tests on both databases and in a browser, raced where it matters
	@( raced=0; others=0; \
	   go test -json -race -count=1 -timeout 12m $(RACED) || raced=$$?; \
	   go test -json -count=1 -timeout 12m $(OTHERS) || others=$$?; \
	   exit $$((raced | others)) ) | $(TALLY)

race: deps ## all tests of all packages under the race detector
	@go test -json -race -count=1 -timeout 25m ./... | $(TALLY)

oracle: ## the clock against an oracle of its own: CASES questions to the calendar, LIVES whole applications, from SEED (default: the time)
	@echo "oracle: $(CASES) questions, $(LIVES) applications, seed $(SEED)"
	@go test -count=1 -v -timeout 60m ./internal/oracle -args -cases $(CASES) -lives $(LIVES) -seed $(SEED) \
	   | grep -vE '^(=== |PASS$$)'

cluster: deps ## a province in small: PostgreSQL, three NATS nodes, two replicas and a worker as processes here; kills, verify
	@go test -count=1 -v -timeout 10m -run 'TestACluster' ./internal/torture | grep -vE '^(=== |PASS$$)'

bench: build ## the program measures this machine: commands a second, import, tables, days, events, start
	@for what in commands import annual sweep events start; do echo "== gongkai bench $$what"; bin/gongkai bench $$what; done

fuzz: ## ten seconds of each fuzz target
	@grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' . | while IFS=: read -r file target; do \
	   echo "== $${target#func } in $${file%/*}"; \
	   go test -run '^$$' -fuzz "^$${target#func }\$$" -fuzztime 10s "$${file%/*}" </dev/null; done

run: ## pages and API on this machine, without sign-in, data in DATA (default ./data)
	go run ./cmd/gongkai serve --data $(DATA) --no-login

demo: ## a township's year through the engine
	go run ./cmd/gongkai demo

screenshots: deps ## pictures of the pages, made by the browser test, in bin/screenshots
	@mkdir -p bin/screenshots
	GONGKAI_SCREENSHOTS=$(CURDIR)/bin/screenshots go test -count=1 -run Browser ./handlers
	@ls -l bin/screenshots

generate: ## what is generated and committed: templates, docs/MACHINE.md, docs/GLOSSARY.md
	go tool templ generate
	@mkdir -p bin
	go run ./cmd/gongkai workflow --format markdown > bin/MACHINE.md && mv bin/MACHINE.md docs/MACHINE.md
	go test -count=1 -run Glossary ./internal/house -update

cover: deps ## coverage of all packages, in bin/coverage.html
	@mkdir -p bin
	go test -count=1 -coverpkg=./... -coverprofile=bin/coverage.out ./...
	go tool cover -html=bin/coverage.out -o bin/coverage.html
	@go tool cover -func=bin/coverage.out | tail -n 1

clean: ## remove what was built, never data
	rm -rf bin
