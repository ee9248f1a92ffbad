# Everything starts from a fresh clone: git, make and Python 3.11 or newer are all that is needed.
# Kept to what GNU make 3.81 knows, which is macOS's own.

PORT = 8050
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL = $(PIP) install --constraint constraints.txt --editable

.PHONY: help run test long check audit eval floors calibrate figures screens bench format clean

help:
	@echo "make run     load the five source documents and serve the dashboard (PORT=8050)"
	@echo "make test    format check, lint, types, layer contracts and every test"
	@echo "make long    the tests that take a minute or more each"
	@echo "make audit   known vulnerabilities of what we depend on"
	@echo "make eval    the scores on the gold files, and every error"
	@echo "make floors  raise the floors of those scores to what is reached"
	@echo "make calibrate  what each doubt costs on the gold, and how well confidence tells what is right"
	@echo "make figures draw every figure of the docs again"
	@echo "make screens take the pictures of the pages in the docs again"
	@echo "make bench   how fast it is, beside a digit scan and quantulum3 (BENCH=--quick: some minutes)"
	@echo "make format  put the code into the house's form"
	@echo "make clean   remove what was built; the database under var/ stays"

run: .venv/installed
	@$(BIN)/tradefacts load seeds
	@$(BIN)/tradefacts serve --port $(PORT)

test: .venv/installed-test
	@$(MAKE) --no-print-directory check BROWSER_PATH="$$(sh tests/chromium.sh)"

long: .venv/installed-test
	BROWSER_PATH="$$(sh tests/chromium.sh)" $(BIN)/pytest -m long

# Quick things first. BROWSER_PATH is the browser that draws the pictures and that the pages are tried in.
check:
	@test -n "$(BROWSER_PATH)"
	$(PIP) check
	@$(BIN)/python tests/audit.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	BROWSER_PATH="$(BROWSER_PATH)" $(BIN)/pytest --numprocesses 2 --dist loadfile

audit: .venv/installed-test
	@$(BIN)/python tests/audit.py

eval: .venv/installed-test
	$(BIN)/python tests/test_gold.py --table

floors: .venv/installed-test
	$(BIN)/python tests/test_gold.py

calibrate: .venv/installed-test
	$(BIN)/python tests/calibrate.py

figures: .venv/installed-test
	@BROWSER_PATH="$$(sh tests/chromium.sh)" $(BIN)/python tests/gallery.py

screens: .venv/installed-test
	@BROWSER_PATH="$$(sh tests/chromium.sh)" $(BIN)/python tests/screens.py

bench: .venv/installed-test
	@$(MAKE) --no-print-directory .venv-bench/installed || \
		echo "quantulum3 could not be installed and will not be measured." >&2
	$(BIN)/python -m benchmarks $(BENCH)

format: .venv/installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .venv-bench build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/installed: pyproject.toml constraints.txt | .venv/bin/pip
	@echo "Installing Tradefacts into .venv; this takes a minute, once."
	@$(INSTALL) .
	@touch $@

# All at once: pip takes a while to find out what is there.
.venv/installed-test: pyproject.toml constraints.txt | .venv/bin/pip
	@echo "Installing Tradefacts and what its tests need into .venv; this takes two minutes, once."
	@$(INSTALL) ".[test]"
	@touch .venv/installed $@

# The peer that is measured beside ours has an environment of its own, so that it changes nothing of ours.
.venv-bench/installed: benchmarks/peer.txt | .venv/bin/pip
	@echo "Installing quantulum3 into .venv-bench."
	@$(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --requirement benchmarks/peer.txt
	@touch $@

# pip is the last thing that venv puts there: with it, the environment is whole.
.venv/bin/pip:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || { lacking=$$python; continue; }; \
		exec $$python -m venv .venv; \
	done; \
	if [ -n "$$lacking" ]; then \
		echo "$$lacking has no venv module; install it (Debian: apt-get install python3-venv) and try again." >&2; \
	else \
		echo "No Python 3.11 or newer was found; install one, or name it: make PYTHON=/path/to/python3." >&2; \
	fi; \
	exit 1
