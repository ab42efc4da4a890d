# `make` lists what there is. Needs the Rust toolchain, make and a C compiler;
# `make score` needs Python 3 and the evaluation files as well.

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
MUSNAD := $(TARGET)/release/musnad
# Where eval/ (score.py, ar-dev.jsonl, seed.jsonl) and corpus/ are.
SHARED ?= ../shared
# The Python wheel and its tests.
PYTHON ?= python3
VENV ?= .venv
# For a wheel that any Linux takes: MATURIN='--zig --compatibility manylinux2014', and pip install ziglang
MATURIN ?=
ARTICLES := $(sort $(wildcard examples/articles/*.txt))
PAGES := $(sort $(wildcard examples/articles/*.html))

.DEFAULT_GOAL := help
.PHONY: help demo test score bench train folds labels fuzz fmt lint pack deny fetch build clean

help: ## List the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

DEMO := $(TARGET)/demo

demo: build ## Read the bundled articles, and compare a bundled story
	@$(MUSNAD) read $(ARTICLES)
	@$(MUSNAD) read $(PAGES)
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@printf '\nA story of 22 articles, in a fresh ledger:\n'
	@$(MUSNAD) add --ledger $(DEMO)/story.db examples/story/story.jsonl > $(DEMO)/added.txt
	@printf '\nWhat cannot all be so (musnad conflicts):\n'
	@$(MUSNAD) conflicts --ledger $(DEMO)/story.db
	@printf 'Who has it from whom (musnad trace):\n'
	@$(MUSNAD) trace --ledger $(DEMO)/story.db $$($(MUSNAD) claims --ledger $(DEMO)/story.db لشبونة --limit 1 | head -n 1 | cut -d ' ' -f 1)
	@printf '\nMore of the same:       %s claims --ledger %s/story.db\n' '$(MUSNAD)' '$(DEMO)'
	@printf 'For programs:           %s extract examples/articles/ | head -c 400\n' '$(MUSNAD)'
	@printf 'Why an attribution:     %s explain examples/articles/harbour.txt a1\n' '$(MUSNAD)'
	@printf 'The desk:               %s serve --ledger %s/story.db, then http://127.0.0.1:7410/ar/\n' '$(MUSNAD)' '$(DEMO)'
	@if [ -t 1 ]; then echo 'It is served now; Ctrl-C ends it.'; $(MUSNAD) serve --ledger $(DEMO)/story.db; fi

test: fetch lint pack deny browser ## Format, lints, language pack, the desk in a browser, all tests
	$(CARGO) test --workspace --exclude musnad-py --locked

MUSL ?= $(shell uname -m)-unknown-linux-musl
STATIC = $(TARGET)/$(MUSL)/release/musnad
PODMAN ?= podman
.PHONY: static package image
static: fetch ## Build the program as one static binary, for any Linux (needs musl-gcc: musl-tools)
	rustup target add $(MUSL)
	$(CARGO) build --locked --release -p musnad --target $(MUSL)

package: static ## Pack the static binary with manual pages, completions and licences into dist/
	scripts/package.sh $(STATIC) $(MUSL) dist

image: static ## Build a container image from the static binary alone (podman, or PODMAN=docker)
	rm -rf $(TARGET)/image && mkdir -p $(TARGET)/image/certs $(TARGET)/image/licences $(TARGET)/image/data
	cp $(STATIC) $(TARGET)/image/musnad
	cp /etc/ssl/certs/ca-certificates.crt $(TARGET)/image/certs/
	cp LICENSE-APACHE LICENSE-MIT NOTICE lang/NOTICE.places $(TARGET)/image/licences/
	python3 scripts/third_party.py musnad --target $(MUSL) > $(TARGET)/image/licences/THIRD-PARTY.txt
	$(PODMAN) build -t musnad:$$($(STATIC) --version | cut -d ' ' -f 2) -f packaging/Containerfile $(TARGET)/image

.PHONY: wheel test-py test-spark same-rows
wheel: fetch ## Build the Python wheel into wheels/
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check 'maturin>=1.9.4,<2'
	PYTHON=$(PYTHON) scripts/wheel_licences.sh
	rm -f wheels/musnad-*.whl
	$(VENV)/bin/maturin build --release --locked --manifest-path crates/musnad-py/Cargo.toml --out wheels $(MATURIN)

PYTEST = cd crates/musnad-py && MUSNAD=$(abspath $(MUSNAD)) $(abspath $(VENV))/bin/python -m pytest -q

test-py: wheel build ## Install the wheel and run its tests: pyarrow, pandas, polars, DuckDB
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps wheels/musnad-*.whl
	$(VENV)/bin/pip install --quiet --disable-pip-version-check "$$(ls wheels/musnad-*.whl)[test]"
	$(PYTEST) --ignore tests/test_spark.py --ignore tests/test_spark_compare.py

test-spark: test-py ## The same rows from a Spark cluster of two workers (Java 17, some 500 MB of packages)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check "$$(ls wheels/musnad-*.whl)[test,spark]"
	$(PYTEST) tests/test_spark.py tests/test_spark_compare.py

.PHONY: test-sail
SAIL := $(TARGET)/sail
test-sail: wheel ## The same rows from Sail through Spark Connect, without a JVM
	$(PYTHON) -m venv $(SAIL)
	$(SAIL)/bin/pip install --quiet --disable-pip-version-check "$$(ls wheels/musnad-*.whl)[test,sail]"
	$(SAIL)/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps wheels/musnad-*.whl
	cd crates/musnad-py && $(abspath $(SAIL))/bin/python -m pytest -q tests/test_spark_compare.py -k sail

same-rows: test-py ## The same rows from program and wheel over 3,499 articles (needs the corpus)
	$(VENV)/bin/python scripts/same_rows.py --musnad $(MUSNAD) $(SHARED)/corpus/bulk-ar.jsonl

score: build ## Measure on the dev set and rewrite SCORES.md
	python3 scripts/score.py --musnad $(MUSNAD) --shared $(SHARED)

.PHONY: readme
readme: build ## Put what the program prints into README.md
	python3 scripts/readme.py --musnad $(MUSNAD)

bench: fetch ## Words per second on one core, and the pack's compile time
	$(CARGO) bench --locked -p musnad-reader --bench read

PEERS := $(TARGET)/peers
.PHONY: bench-peers
bench-peers: build ## Musnad beside other libraries on one text, growth and memory, into BENCHMARKS.md (needs the corpus)
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check -r scripts/peers.txt
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --no-deps camel-tools
	$(PYTHON) -m venv $(PEERS)-maha
	$(PEERS)-maha/bin/pip install --quiet --disable-pip-version-check mahad
	$(PEERS)/bin/python scripts/bench_peers.py --musnad $(MUSNAD) --python maha-times=$(PEERS)-maha/bin/python $(BENCH) $(SHARED)/corpus/bulk-ar.jsonl

LABELS := labels/free-ar.jsonl labels/own.jsonl labels/cases.jsonl

labels: ## Turn the labels of our own articles, and the cases, into offsets
	python3 $(SHARED)/eval/compile.py labels/own labels/own/*.json > labels/own.tmp
	python3 scripts/compile_labels.py labels/own labels/own/*.tsv --with-text >> labels/own.tmp
	mv labels/own.tmp labels/own.jsonl
	python3 scripts/case_labels.py cases/ar > labels/cases.jsonl

train: fetch ## Train the reader's weights on labels/
	$(CARGO) run --locked --release -p musnad-reader --example train $(LABELS) --texts $(SHARED)/corpus/free-ar.jsonl > weights.tmp
	mv weights.tmp crates/musnad-reader/src/weights.tsv

folds: fetch ## What the weights are worth on articles they were not taught (five folds)
	$(CARGO) run --locked --release -p musnad-reader --example train $(LABELS) --texts $(SHARED)/corpus/free-ar.jsonl --folds 5 > folds.tmp
	python3 scripts/folds.py $(LABELS) --texts $(SHARED)/corpus/free-ar.jsonl --predicted folds.tmp --score $(SHARED)/eval/score.py

# Chromium at the desk. Needs Node 18, npm and Chromium; .ci/run installs them.
BROWSER := crates/musnad-desk/browser/run.sh $(abspath $(TARGET))/debug/examples/story $(abspath $(TARGET))/shots

.PHONY: shots browser load
shots: fetch ## Pictures of every page of the desk in target/shots, and what a browser finds wrong
	$(CARGO) build --locked -p musnad-desk --example story
	$(BROWSER) shots.mjs $(PAGES_OF_DESK)

ifdef MUSNAD_NO_BROWSER
browser:
	@echo 'MUSNAD_NO_BROWSER is set: the desk is not tested in a browser'
else
browser: fetch ## The desk in Chromium: visitors with and without script, every page, accessibility
	$(CARGO) build --locked -p musnad-desk --example story
	$(BROWSER) tests.mjs
endif

# How the desk bears readers and additions: LOAD articles grown from CORPUS, 500 added within LOAD_SECONDS.
LOAD ?= 10000
LOAD_SECONDS ?= 600
# Milliseconds between two pages of one reader.
LOAD_PAUSE ?= 0
CORPUS ?= $(SHARED)/corpus/bulk-ar.jsonl
load: build ## Page times and memory of the desk under load (needs the corpus; takes 20 minutes)
	$(CARGO) build --locked --release -p musnad-desk --example load
	rm -rf $(TARGET)/load && mkdir -p $(TARGET)/load
	python3 scripts/grow.py $(CORPUS) $$(($(LOAD) + 500)) > $(TARGET)/load/all.jsonl
	head -n $(LOAD) $(TARGET)/load/all.jsonl > $(TARGET)/load/first.jsonl
	tail -n 500 $(TARGET)/load/all.jsonl > $(TARGET)/load/added.jsonl
	$(MUSNAD) add --no-compare --ledger $(TARGET)/load/desk.db $(TARGET)/load/first.jsonl > $(TARGET)/load/added.txt
	$(TARGET)/release/examples/load $(TARGET)/load/desk.db $(TARGET)/load/added.jsonl $(LOAD_SECONDS) $(LOAD_PAUSE)

SECONDS ?= 60
fuzz: ## Run every fuzz target for SECONDS (needs nightly Rust and cargo-fuzz)
	cd fuzz && for target in feed html jsonl reader warc zip; do \
		mkdir -p corpus/$$target && cargo +nightly fuzz run --fuzz-dir . -O $$target corpus/$$target seeds/$$target -- \
		-max_total_time=$(SECONDS) -max_len=20000 -timeout=25 || exit 1; done

fmt: ## Format the code
	$(CARGO) fmt --all

lint: fetch ## Check format and lints
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --exclude musnad-py --all-targets --locked -- -D warnings

pack: fetch ## Check the language packs
	$(CARGO) run --locked --quiet -p musnad -- lang check lang/ar

deny: ## Check licences and sources, if cargo-deny is installed
	@if command -v cargo-deny >/dev/null 2>&1; then $(CARGO) deny --locked --offline check licenses bans sources; else echo 'cargo-deny is not installed: licences are not checked'; fi

# Registries have bad moments: three tries.
fetch:
	@for try in 1 2 3; do $(CARGO) fetch --locked && exit 0; echo "fetch failed ($$try of 3)"; sleep 5; done; exit 1

build: fetch
	$(CARGO) build --locked --release -p musnad

clean: ## Remove what was built
	$(CARGO) clean
