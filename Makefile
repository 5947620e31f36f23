# One command each: run, test, check, bench. Everything is installed by the project's own files.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
COP_DATA_DIR ?= $(CURDIR)/instance
export COP_DATA_DIR
# Compiled modules are kept: without them every start would take twice as long.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps --no-compile
# Whoosh's old lines warn when they are compiled: compile them once, here, without words.
QUIET := $(BIN)/python -W ignore -m compileall -q .venv/lib/python3*/site-packages/whoosh

.PHONY: help run install test check bench lock translations clean

help: ## Show these commands.
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/.base translations ## Install, prepare, load the demo on first run, serve on http://127.0.0.1:$(PORT).
	@PORT=$(PORT) bash tools/run.sh

install: .venv/.base translations ## Install what running needs.

test: .venv/.dev translations ## Install what the tests need and run the whole suite.
	@bash tools/test.sh

check: .venv/.dev translations ## Format, lint, types, contracts, templates, translations, audit.
	@bash tools/check.sh

bench: .venv/.dev translations ## Measure the site against the floor; writes bench/results.json.
	@$(BIN)/python -m bench.run

lock: .venv/.dev ## Pin every dependency again with its hashes.
	@bash tools/lock.sh

translations: .venv/.base
	@bash tools/translations.sh compile

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=python3.12 or the like." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "venv is missing: apt install python3-venv" >&2; exit 1; }

.venv/.base: requirements/base.txt | .venv/bin/python
	@echo "Installing (about half a minute)"
	@$(PIP) -r requirements/base.txt
	@$(QUIET)
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing what the tests need (about a minute)"
	@$(PIP) -r requirements/dev.txt
	@$(QUIET)
	@touch $@ .venv/.base

clean: ## Remove what can be made again; never the data folder.
	rm -rf .venv .venv-whoosh3 .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
