# Each target works as the first and only command after a clone: it sets up what is missing.

.DEFAULT_GOAL := help
.PHONY: help setup ready run test check evaluate bench faults lock hooks clean distclean
.PHONY: package package-ready package-smoke package-test
# The targets share one checkout and one environment; nothing is won by running two at once.
.NOTPARALLEL:

# Any Python will do to begin with: the set-up looks for a newer one if this one is too old.
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$name && break; done)
endif

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python

# Without byte code every start of the program costs a second more.
unexport PYTHONDONTWRITEBYTECODE
# Another installation's packages must not be found before the locked ones.
unexport PYTHONPATH PYTHONHOME

CHECK_FILE := build/check.stanceline

help:
	@echo "make run        set up, then open the program on the sample workspace (ARGS=... is passed on)"
	@echo "make test       set up, then run the tests (ARGS=... is passed to pytest; -n 0: in one process)"
	@echo "make check      set up, then check format, lint, types, imports, migrations, settings"
	@echo "make setup      set up only, into .venv"
	@echo "make evaluate   set up, then measure the suggestions against marked articles (ARGS=--keep)"
	@echo "make bench      set up, then run the benchmarks"
	@echo "make faults     set up, then kill, cut off and damage the program (PROFILE=long; ARGS=\"kills walks\")"
	@echo "make lock       choose the locked versions anew (needs uv; UPGRADE=--upgrade takes newer ones)"
	@echo "make package        build the .deb and the portable archive into dist/ (ARGS=\"--only deb\")"
	@echo "make package-smoke  freeze the program and compare what it does with the program from source"
	@echo "make package-test   build the packages and try them in clean systems (as root)"
	@echo "make hooks      check each commit before it is made"
	@echo "make clean      remove what was built and cached; make distclean also removes .venv"

ifeq ($(PYTHON),)
setup ready package-ready package-test:
	@echo "Stanceline needs Python 3.11 or later, and PATH has no Python at all." >&2; exit 1
else
setup:
	@"$(PYTHON)" packaging/bootstrap.py
ready:
	@"$(PYTHON)" packaging/bootstrap.py --quiet
package-ready:
	@"$(PYTHON)" packaging/bootstrap.py --package --quiet
endif

run: ready
	@$(PY) desktop --first-run $(ARGS)

# As many processes as there are cores, four at most: tests/conftest.py counts them.
# STANCELINE_TEST_PROCESSES=2 asks for another number, ARGS="-n 0" for none beside the first.
test: ready
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist worksteal $(ARGS)

# One target each, so that `make -k check` shows every fault and `make check-types` only its own.
CHECKS := check-format check-lint check-types check-imports check-migrations check-settings
.PHONY: $(CHECKS)
check: $(CHECKS)

check-format: ready
	$(PY) -m ruff format --check .

check-lint: ready
	$(PY) -m ruff check .

check-types: ready
	$(PY) -m mypy
	MYPYPATH=desktop:packaging $(PY) -m mypy --strict --explicit-package-bases \
		$(wildcard packaging/*.py packaging/*/*.py)

check-imports: ready
	$(BIN)/lint-imports --no-logo

check-migrations: export STANCELINE_SCRATCH := $(CHECK_FILE)
check-migrations: ready
	@rm -f $(CHECK_FILE) $(CHECK_FILE)-wal $(CHECK_FILE)-shm
	$(PY) -m alembic upgrade head
	$(PY) -m alembic check

check-settings: ready
	$(BIN)/pre-commit validate-config .pre-commit-config.yaml
	$(PY) packaging/check_yaml.py
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

# How good the suggestions are; without the marked articles beside the checkout it says so.
evaluate: ready
	@cd tests && "$(abspath $(PY))" -m evaluation $(ARGS)

bench: ready
	@for file in tests/benchmarks/bench_*.py; do \
		echo "== $$file"; QT_QPA_PLATFORM=offscreen $(PY) $$file || exit 1; \
	done
	@echo "== tests/benchmarks/timeline.py"; $(PY) tests/benchmarks/timeline.py --all

# What is lost when the program is killed, the power fails, the disk is full or damaged.
PROFILE ?= short
faults: ready
	@cd tests && "$(abspath $(PY))" -m pytest -q -p no:cacheprovider faults
	@cd tests && "$(abspath $(PY))" -m faults --profile $(PROFILE) $(ARGS)

# uv is needed for this alone, so it is not among the locked packages.
UV ?= uv
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links $(UPGRADE)
lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv; install it, or name it: make lock UV=path/to/uv" >&2; exit 1; }
	$(COMPILE) --group develop --output-file packaging/lock/develop.txt pyproject.toml
	$(COMPILE) --constraint packaging/lock/develop.txt --output-file packaging/lock/runtime.txt pyproject.toml
	$(COMPILE) --constraint packaging/lock/runtime.txt --group package --output-file packaging/lock/package.txt pyproject.toml

# Packages have an environment of their own, with nothing in it that is only for developing.
ifeq ($(OS),Windows_NT)
PACKAGE_PY := build/package/env/Scripts/python
else
PACKAGE_PY := build/package/env/bin/python
endif

package: package-ready
	@$(PACKAGE_PY) packaging/package.py $(ARGS)

package-smoke: package-ready
	@$(PACKAGE_PY) packaging/package.py --only freeze
	@$(PACKAGE_PY) packaging/package.py --only smoke

# The tools are looked for first, since building takes minutes.
package-test:
	@"$(PYTHON)" packaging/bootstrap.py --package-test --quiet
	@$(PACKAGE_PY) packaging/package.py
	@$(PACKAGE_PY) packaging/package_test.py $(ARGS)

hooks: ready
	$(BIN)/pre-commit install

clean:
	rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv
