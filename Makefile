# Saphan's common acts. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
# The first that runs and is new enough: a name on the path may be an empty shim, or an old one.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)
# Compiled once, everything starts in half the time; containers often forbid it.
unexport PYTHONDONTWRITEBYTECODE
CATALOGUES := $(wildcard src/saphan/web/locale/*/LC_MESSAGES/django.po)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## make .venv with everything the locked list names; leaves .venv/bin/saphan

$(BIN)/uv:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Saphan needs Python 3.11 or newer, and finds none. Set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.ready: $(BIN)/uv requirements.lock pyproject.toml hatch_build.py $(CATALOGUES)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps --editable .
	@touch $@

demo: setup ## the main job on the sample forum, then the site at http://127.0.0.1:8000
	@$(BIN)/saphan demo

serve: setup ## the site on your own data
	@$(BIN)/saphan serve

test: lint ## check everything: style, types, architecture, the whole test suite
	@chromium=$$(scripts/ensure_chromium.sh) && SAPHAN_CHROMIUM=$$chromium $(BIN)/pytest -n auto --dist worksteal

test-thorough: export SAPHAN_THOROUGH := 1
test-thorough: test ## the same, each slow property tried four times as often (for a release)

lint: setup ## style, types and architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pre-commit validate-config

format: setup ## mend style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

mutants: setup ## change the scheduling model in every small way: each time a test has to fail (an hour)
	@$(BIN)/python scripts/mutants.py

messages: setup ## collect the strings to translate into the catalogues (needs gettext)
	@command -v xgettext >/dev/null || { echo "Install gettext first (apt-get install gettext)."; exit 1; }
	@cd src/saphan && DJANGO_SETTINGS_MODULE=saphan.settings ../../$(BIN)/django-admin makemessages \
	  --all --no-wrap --add-location file

lock: setup ## pin the newest dependencies that pyproject.toml allows
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock

clean: ## remove what the other targets made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results

.PHONY: help setup demo serve test test-thorough lint format mutants messages lock clean
