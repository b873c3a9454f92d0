# Works on a bare Debian 12 (python3, python3-venv, make, git) and anywhere with Python 3.11 or later.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check format bench lock clean

# The system's own Python where it is new enough: distributions build theirs to run up to a fifth quicker than one that
# was built by hand. Another: make PYTHON=python3.13
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; print(sys.executable if sys.version_info >= (3, 11) else "python3")' 2>/dev/null || echo python3)
SERVE ?= 1
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
PIP := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip

help: ## Explain the targets (what `make` alone does)
	@echo 'Tessera: a loyalty programme is a readable document, and a ledger proves every point.'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  make demo SERVE=0          stop after the summary'
	@echo '  make demo ARGS="--json"    hand further options to `tessera demo`'

demo: install ## Replay a real year of purchases, print what happened, serve the API on port 8000
	@$(BIN)/tessera demo $(if $(filter 0 no false,$(SERVE)),--no-serve) $(ARGS)

test: check ## Run every check and every test (what CI runs)
	$(BIN)/pytest -n auto $(ARGS)

check: install ## Format, lint, types and import contracts, in under a minute
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## Let ruff format the code and repair what it can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: install ## Measure: make bench ARGS=engine|replay|http
	@$(BIN)/tessera bench $(ARGS)

install: $(VENV)/.installed ## Make the environment (every other target does it when it must)

lock: $(UV) ## Choose newer versions of the dependencies and write requirements.lock
	$(UV) pip compile pyproject.toml --python $(BIN)/python --upgrade --extra demo --extra dev \
		--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' --quiet -o requirements.lock

clean: ## Remove the environment and every cache; the data in .tessera stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs in seconds what pip takes minutes for; pip brings only uv.
$(UV): requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tessera needs Python 3.11 or later; name one: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

$(VENV)/.synced: requirements.lock $(UV)
	@rm -f $(VENV)/.installed
	$(PIP) sync --quiet --require-hashes --compile-bytecode requirements.lock
	@touch $@

# Compiled once, here: where Python must not write bytecode, every process would compile all that it imports again.
# `sync` takes the project itself out again, so it follows every sync.
$(VENV)/.installed: pyproject.toml $(VENV)/.synced
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 src
	@touch $@
