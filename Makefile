# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(if $(shell command -v $(name)),$(name))))
# .collections contains a link to the clone, so that Ansible finds the collection.
export PYTHONPATH := .collections
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
PARTS := lint sanity types unit integration molecule
DAYS ?= 5

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.stamp: requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; install it, or set PYTHON." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot create virtual environments; on Debian, run apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the tools into $(VENV) (about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: venv
venv: $(VENV)/.stamp ## install Ansible and the tools into .venv

.PHONY: image
image: ## build the deckies' Docker images, from a pulled or bootstrapped base
	@tools/decky/build --mail > /dev/null

.PHONY: demo
demo: venv ## start three deckies and age them (DAYS=5 simulated days, then one live tick)
	@$(BIN)/python tools/demo/demo.py --days $(DAYS)

.PHONY: demo-down
demo-down: venv ## remove the demo's containers, network, images, and ledger
	@$(BIN)/python tools/demo/demo.py down

.PHONY: test
test: venv ## run lint, sanity, types, unit, integration, and molecule
	@tools/check $(PARTS)

.PHONY: lint
lint: venv ## check style: ruff, yamllint, ansible-lint, changelog fragments
	@$(BIN)/ruff check .
	@$(BIN)/yamllint -s .
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONWARNINGS=ignore $(BIN)/ansible-lint -q --profile production --offline
	@$(BIN)/antsibull-changelog lint

.PHONY: sanity
sanity: venv ## run ansible-test sanity
	@tests/sanity/run

.PHONY: types
types: venv ## check types: mypy strict over plugins, tests, and tools
	@$(BIN)/mypy

.PHONY: unit
unit: venv ## test the engine and the controller side, without slow tests
	@$(BIN)/python -m pytest -n 2 -m "not slow" tests/unit

.PHONY: integration
integration: venv image ## test on containers, directories, and the built collection; run the slow unit tests
	@$(BIN)/python -m pytest -n 2 -m slow tests/unit
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/integration

.PHONY: molecule
molecule: venv image ## test the roles on containers over simulated days
	@for scenario in default mail; do PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/molecule test -s $$scenario || exit 1; done

.PHONY: mutants
mutants: venv ## check that a unit test notices each fault of tools/mutants/mutants.yml
	@$(BIN)/python tools/mutants/run.py

.PHONY: bench
bench: venv image ## compare one tick with the same work of copy, file, and lineinfile
	@$(BIN)/python tools/bench/bench.py

.PHONY: simulate
simulate: DAYS = 28
simulate: DECKIES = 10
simulate: venv ## age a fleet in memory and print its rate (DAYS=28 DECKIES=10)
	@PYTHONPATH=.collections:tests $(BIN)/python tools/simulate/simulate.py --days $(DAYS) --deckies $(DECKIES)

.PHONY: build
build: venv ## build the collection's tarball
	@$(BIN)/ansible-galaxy collection build --force

.PHONY: clean
clean: ## remove builds and caches; `make demo-down` removes the demo
	@rm -rf .cache .mypy_cache .ruff_cache .pytest_cache .ansible decnet-realism-*.tar.gz
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
