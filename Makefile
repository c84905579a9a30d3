# make demo   runs the whole way on the starter
# make test   everything that is checked before work lands

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# A new folder each time: an earlier demo may hold somebody's record by now.
DEMO ?= $(shell n=1; f=demo; while [ -e $$f ]; do n=$$((n + 1)); f=demo-$$n; done; echo $$f)

.PHONY: demo test lint programs clean

demo: $(VENV)/.installed
	$(BIN)/appraisal demo $(DEMO)

test: $(VENV)/.installed-test lint programs
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# LibreOffice and PostgreSQL, which some tests start and are skipped without; NO_INSTALL=1 leaves the machine as it is.
programs:
	sh tests/install_programs.sh

clean:
	rm -rf $(VENV) build dist

# Pins what is installed, and what builds it, which `pip install -c` would not reach.
INSTALLED := $(VENV)/.installed $(VENV)/.installed-test
$(INSTALLED): export PIP_CONSTRAINT := constraints.txt
$(INSTALLED): export PIP_BUILD_CONSTRAINT := constraints.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 demo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@
