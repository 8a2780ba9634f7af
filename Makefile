# Everything from set-up on; needs Python 3.11 or newer with venv, make and git.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest --only-binary :all: --generate-hashes --no-header --group build

.PHONY: serve index eval test format live bench train lock clean teams-package playground

serve: .venv/runtime ; @exec $(BIN)/murros serve --port $(PORT)
index: .venv/runtime ; @$(BIN)/murros index
eval: .venv/runtime ; @$(BIN)/murros eval
live: .venv/runtime ; @$(BIN)/murros eval --live $(ARGS)
bench: .venv/dev ; @$(BIN)/python -m tests.bench.run $(ARGS)
train: .venv/dev ; @$(BIN)/python -m tests.training.train

test: .venv/dev
	@.ci/packages
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@.ci/tests $(BIN)/python

format: .venv/dev
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

# Versions move only by `make lock UPGRADE=--upgrade`.
lock: .venv/dev
	@$(LOCK) $(UPGRADE) --output-file requirements.txt
	@$(LOCK) $(UPGRADE) --group dev --constraints requirements.txt --output-file requirements-dev.txt

# MURROS_TEAMS_CLIENT_ID and MURROS_PUBLIC_URL say whose package it is; see deploy/teams/README.md.
teams-package: .venv/runtime
	@$(BIN)/python deploy/teams/package.py "$(MURROS_TEAMS_CLIENT_ID)" "$(MURROS_PUBLIC_URL)" $(ARGS)

playground: .venv/runtime ; @deploy/teams/playground $(BIN)/murros $(PORT)

clean: ; rm -rf .venv data/store/index .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 tai uudempi puuttuu; esim. make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

# A stamp file is as old as what was installed last: nothing is done until a lock changes.
.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Asennan kirjastot (requirements.txt), kestää minuutin tai pari …"
	@$(PIP) --only-binary :all: --require-hashes -r requirements.txt
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Asennan kehityksen työkalut (requirements-dev.txt) …"
	@$(PIP) --only-binary :all: --require-hashes -r requirements-dev.txt
	@touch $@
