# The two commands of the README, each of which sets up all it needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-nightly lint types unit bench bench-alignment bench-reactions lock clean

$(READY): requirements.txt pyproject.toml
	@echo "Installing the environment into $(VENV) (once; a few minutes) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A lake of its own in demo/, so that the user's lake stays as it is.
demo: $(READY)
	@rm -rf demo
	@COMITY_HOME=demo/lake $(BIN)/comity ingest default
	@COMITY_HOME=demo/lake $(BIN)/comity brief --region eurasia --out demo/eurasia
	@echo "Open demo/eurasia/index.html in a browser; the PDFs are beside each brief."

test: lint types unit

lint: $(READY)
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check src tests tools benchmarks

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/python -m pytest -n 2 -m "not nightly"

test-nightly: $(READY)
	$(BIN)/python -m pytest -n 2

bench: $(READY)
	$(BIN)/python -m benchmarks

# Where the publishers' files are, the published ideal points among them.
MIRROR ?= $(or $(COMITY_MIRROR),../shared/data)

bench-alignment: $(READY)
	$(BIN)/python -m benchmarks.alignment "$(MIRROR)"

# LIBRARIES: an interpreter of an environment with other Hawkes libraries, to compare with.
bench-reactions: $(READY)
	$(BIN)/python -m benchmarks.reactions "$(MIRROR)" $(if $(LIBRARIES),--libraries "$(LIBRARIES)")

# Pins every dependency with its hashes; needs pip-tools in the environment that runs it.
lock:
	pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --all-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.txt pyproject.toml

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache
