# The manual: `make help` lists the verbs. CI and hooks call the same ones.
# Everything runs from .venv, which the two set-up rules make from the hash-pinned lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
GET_UV := install -q --disable-pip-version-check uv==$(UV_VERSION)
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-annotate --no-header
PORT ?= 8000
export DJANGO_SETTINGS_MODULE = tests.settings
export PYTHONPATH = .
# Tests start hundreds of processes: without bytecode each would compile Django and all else anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-stores test-browser test-browser-short test-faults test-faults-short \
        test-load test-load-short test-bundles test-fhir test-fhir-short lock lock-check format format-check lint imports types migrations \
        migration-drift docs docs-check icd bench bench-exports bench-report bench-search clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- set-up ---------------------------------------------------------------------------------

# Only uv is ever asked for packages. The pip that Python has brings it, and one of its own, which
# takes seconds to unpack, comes along only where Python has none.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Bedside needs Python 3.11 or newer; $(PYTHON) is older. Set PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python $(GET_UV) 2>/dev/null || \
	  { $(BIN)/python -m ensurepip >/dev/null && $(BIN)/python -m pip $(GET_UV); }

$(VENV)/run.stamp: requirements/run.lock pyproject.toml | $(UV)
	$(UV) pip install -q --require-hashes -r requirements/run.lock --python $(BIN)/python
	$(UV) pip install -q --no-deps -e . --python $(BIN)/python
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml | $(UV)
	$(UV) pip install -q --require-hashes -r requirements/dev.lock --python $(BIN)/python
	$(UV) pip install -q --no-deps -e . --python $(BIN)/python
	@touch $@ $(VENV)/run.stamp

# --- run ------------------------------------------------------------------------------------

demo: $(VENV)/run.stamp ## set up and run Bedside with sample data at http://localhost:8000
	@env -u DJANGO_SETTINGS_MODULE -u PYTHONPATH $(BIN)/bedside demo --port $(PORT)

# --- test -----------------------------------------------------------------------------------

# Each of the two processes has databases, and servers, of its own (tests/servers.py).
AT_ONCE := -n 2 --dist loadfile

test: $(VENV)/dev.stamp ## set up and run every test but the browser, fault, load and FHIR suites
	$(BIN)/pytest -m "not browser and not faults and not load and not fhir" $(AT_ONCE) tests
	$(MAKE) --no-print-directory test-stores

test-stores: $(VENV)/dev.stamp ## the contract suite on PostgreSQL, and on PostgreSQL with MongoDB
	TEST_STORE=postgresql $(BIN)/pytest -m "not faults" $(AT_ONCE) tests/contract
	TEST_STORE=mongodb $(BIN)/pytest -m "not faults" $(AT_ONCE) tests/contract

test-all: test test-browser test-faults test-load test-fhir ## every test there is

test-browser: $(VENV)/dev.stamp ## the whole journey in a real Chromium
	$(BIN)/pytest -m browser tests/browser

test-browser-short: $(VENV)/dev.stamp ## the short form of it that CI runs
	$(BIN)/pytest -m "browser and short" tests/browser

test-faults: $(VENV)/dev.stamp ## processes killed at every step of a write
	$(BIN)/pytest -m faults tests

test-faults-short: $(VENV)/dev.stamp
	$(BIN)/pytest -m "faults and short" tests/contract

test-load: $(VENV)/dev.stamp ## many clients at once, on loopback, bounded
	$(BIN)/pytest -m load tests

test-load-short: $(VENV)/dev.stamp
	$(BIN)/pytest -m "load and short" tests/load

test-bundles: $(VENV)/dev.stamp ## bundles of another system in, out again and undone (BUNDLES=<folder of .json>)
	@test -n "$(BUNDLES)" || { echo "Say where the bundles are: make test-bundles BUNDLES=..."; exit 1; }
	BUNDLES="$(abspath $(BUNDLES))" $(BIN)/pytest -p no:xdist tests/imports/test_records_come_back.py

tests/fhir/node_modules: tests/fhir/package-lock.json
	@command -v npm >/dev/null 2>&1 || \
	  { echo "Node is not here: the FHIR validators need node (18 or newer) and npm."; exit 1; }
	npm ci --prefix tests/fhir --no-audit --no-fund --silent
	@touch $@

test-fhir: $(VENV)/dev.stamp tests/fhir/node_modules ## every FHIR resource that leaves, by two validators (needs node)
	$(BIN)/pytest -m fhir tests/fhir

test-fhir-short: $(VENV)/dev.stamp tests/fhir/node_modules
	$(BIN)/pytest -m "fhir and short" tests/fhir

# --- checks ---------------------------------------------------------------------------------

lock: | $(UV) ## pin every dependency anew, with hashes
	$(COMPILE) pyproject.toml -o requirements/run.lock
	$(COMPILE) pyproject.toml --group dev -c requirements/run.lock -o requirements/dev.lock
	$(COMPILE) --group icd -o requirements/icd.lock

lock-check: $(VENV)/dev.stamp ## the lock files still answer pyproject.toml
	@for one in run dev icd; do cp requirements/$$one.lock $(VENV)/$$one.lock.check; done
	@$(COMPILE) pyproject.toml -o $(VENV)/run.lock.check
	@$(COMPILE) pyproject.toml --group dev -c requirements/run.lock -o $(VENV)/dev.lock.check
	@$(COMPILE) --group icd -o $(VENV)/icd.lock.check
	@for one in run dev icd; do diff -q requirements/$$one.lock $(VENV)/$$one.lock.check || exit 1; done

format: $(VENV)/dev.stamp ## lay out the code
	$(BIN)/ruff format .

format-check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .

lint: $(VENV)/dev.stamp ## ruff
	$(BIN)/ruff check .

imports: $(VENV)/dev.stamp ## the rooms import downwards only
	$(BIN)/lint-imports --no-cache

types: $(VENV)/dev.stamp ## mypy
	$(BIN)/mypy

migrations: $(VENV)/dev.stamp ## write the migrations that the models ask for
	$(BIN)/python -m django makemigrations

migration-drift: $(VENV)/dev.stamp ## models and migrations agree
	$(BIN)/python -m django makemigrations --check --dry-run

docs: $(VENV)/dev.stamp ## make the pages that list the medical knowledge
	$(BIN)/bedside knowledge docs

docs-check: $(VENV)/dev.stamp
	$(BIN)/bedside knowledge docs --check

icd: $(VENV)/dev.stamp ## the table of ICD-10-CM codes anew, from the pinned package
	$(UV) venv -q --clear $(VENV)/icd
	$(UV) pip install -q --require-hashes -r requirements/icd.lock --python $(VENV)/icd/bin/python
	$(VENV)/icd/bin/python src/bedside/codes/extract.py > $(VENV)/icd/printed.tsv
	$(BIN)/python -m bedside.codes.renew $(VENV)/icd/printed.tsv
	@rm -r $(VENV)/icd

bench: $(VENV)/dev.stamp ## tables: the engine as its knowledge grows, finding a code, and ratios to a floor
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.codes
	$(BIN)/python -m benchmarks

bench-report: $(VENV)/dev.stamp ## a table: the report of a clinic with 100,000 patients (PATIENTS=...)
	$(BIN)/python -m benchmarks.reports $(PATIENTS)

bench-search: $(VENV)/dev.stamp ## a table: finding a patient among 10,000 and a million (PATIENTS=...)
	$(BIN)/python -m benchmarks.search $(PATIENTS)

bench-exports: $(VENV)/dev.stamp ## lines: memory while a million rows and clinics of two sizes are taken out (PATIENTS=...)
	$(BIN)/python -m benchmarks.exports $(PATIENTS)

clean: ## remove what was generated
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info
