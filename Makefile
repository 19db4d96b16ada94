# The only list of commands. `make` alone prints it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Cargo's output lives outside the clone, so that a second clone or a second run is quick.
cache := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/commonweal
export CARGO_TARGET_DIR ?= $(cache)/target
# Everything builds for the Python of .venv, whatever environment is active in the shell.
unexport PYTHONHOME PYTHONPATH CONDA_PREFIX
export VIRTUAL_ENV := $(CURDIR)/.venv
export PYO3_PYTHON := $(VIRTUAL_ENV)/bin/python

python ?= python3
venv := .venv
bin := $(venv)/bin
rust_sources := $(shell find crates -name '*.rs' -o -name '*.toml' -o -path '*/templates/*' -o -name '*.ttf') Cargo.toml Cargo.lock

.PHONY: help demo test test-rust test-python test-spark test-notebooks lint stubs bench peers cube-peers in-group-peers clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: $(venv)/built ## build everything and write report.html for the example partnership
	@$(bin)/commonweal report python/commonweal/data/example -o report.html --title "Tarrow Valley (example)"

test: lint test-rust test-python test-notebooks ## run every test

$(bin)/python:
	$(python) -m venv $(venv)
	$(bin)/python -m pip install --quiet --upgrade pip

$(venv)/has-build: $(bin)/python pyproject.toml
	$(bin)/python -m pip install --quiet --group build
	@touch $@

$(venv)/has-test: $(venv)/has-build
	$(bin)/python -m pip install --quiet --group test
	@touch $@

$(venv)/built: $(venv)/has-build $(rust_sources)
	$(bin)/maturin develop --release --locked
	@touch $@

lint: $(venv)/built $(venv)/has-test ## formatting, clippy, ruff, type checker
	cargo fmt --all --check
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	$(bin)/ruff check python tests benches
	$(bin)/ruff format --check python tests benches
	$(bin)/mypy

# Without the benches: their tools turn on features that would compile polars a second time.
rust_packages := --workspace --exclude commonweal-benches

test-rust: $(bin)/python ## cargo tests (nextest where it is installed), doctests, one round of every bench
	@if cargo nextest --version >/dev/null 2>&1; \
	then cargo nextest run --release --locked $(rust_packages) --no-fail-fast; \
	else cargo test --release --locked $(rust_packages) --lib --bins --tests --no-fail-fast; fi
	cargo test --release --locked $(rust_packages) --doc
	cargo bench --locked -p commonweal-benches -- --test

test-python: $(venv)/built $(venv)/has-test ## pytest, docstring examples, stubs against the module
	$(bin)/python -m pytest

test-spark: $(venv)/built $(venv)/has-test ## records in a local Spark and in Dask (needs Java 17)
	$(bin)/python -m pip install --quiet --group spark
	$(bin)/python -m pytest -m "spark or not spark" tests/python/test_engines.py

test-notebooks: $(venv)/built $(venv)/has-test ## execute every notebook
	$(bin)/python -m pytest --nbmake --nbmake-timeout=600 -p no:cacheprovider notebooks

stubs: $(venv)/has-build ## rewrite python/commonweal/_core.pyi from the built module
	$(bin)/maturin develop --release --locked --generate-stubs

bench: ## criterion benches of the engine
	cargo bench --locked -p commonweal-benches

peers: $(venv)/built ## our kernels beside networkx, rustworkx, igraph and networkit, in one run
	$(bin)/python -m pip install --quiet --group bench
	$(bin)/python benches/peers.py

cube-peers: $(venv)/built ## the cube beside polars, DuckDB, pandas and Fairlearn, in one run
	$(bin)/python -m pip install --quiet --group bench
	$(bin)/python benches/cube_peers.py

in-group-peers: $(venv)/built ## tests of chance beside cpnet, networkx and numpy, in one run
	$(bin)/python -m pip install --quiet --group bench
	$(bin)/python benches/in_group_peers.py

clean: ## remove what make wrote into this folder (cargo's cache stays)
	rm -rf $(venv) report.html .pytest_cache .ruff_cache
