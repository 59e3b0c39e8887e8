# Each goal sets itself up: it creates .venv and builds what is out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := Cargo.toml Cargo.lock pyproject.toml $(shell find rust -name '*.rs' -o -name '*.toml')

.PHONY: help demo test check rust lint types docs examples wheel bench clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/'

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1" "maturin>=1.13,<2"
	touch $@

$(VENV)/built: $(VENV)/made $(SOURCES)
	$(BIN)/python -m pip install --quiet --group test
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop --release --quiet --extras cli
	touch $@

$(VENV)/checkers: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --group test --group check --group docs
	touch $@

$(VENV)/peers: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

demo: $(VENV)/built ## ten years of a battery beside an AI data center
	$(BIN)/battcore demo

test: $(VENV)/built ## the tests of the Python face, which run the kernels
	$(BIN)/python -m pytest

check: rust lint types docs wheel test ## everything fatal

rust: ## the core on its own: format, lints, tests, documentation
	cargo fmt --check
	cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
	cargo test --workspace --locked --quiet
	RUSTDOCFLAGS="-D warnings" cargo doc --package battcore --no-deps --locked --quiet

lint: $(VENV)/checkers ## the Python of all folders: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/checkers $(VENV)/built ## strict types, and the stub beside the native module
	$(BIN)/mypy
	$(BIN)/python -m mypy.stubtest battcore._battcore --allowlist tests/stubtest.txt

docs: $(VENV)/checkers $(VENV)/built ## the documentation, into docs/_build
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

wheel: $(VENV)/made ## a wheel, installed into an empty environment and tried there
	rm -rf dist
	$(BIN)/maturin build --release --quiet --out dist
	$(PYTHON) -m venv --clear .venv-wheel
	.venv-wheel/bin/python -m pip install --quiet dist/battcore-*.whl
	.venv-wheel/bin/python tests/smoke.py

bench: $(VENV)/built $(VENV)/peers ## pure Python, NumPy, Numba, peers and native, into docs/benchmarks.md
	$(BIN)/python benches/report.py

clean: ## what was made, away
	rm -rf target dist .venv .venv-wheel docs/_build docs/generated battcore-demo
