# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Which torch: the CPU wheel index when it answers within five seconds, else the pinned release.
#   make demo TORCH="torch==2.13.0"            another release from the ordinary index
#   make demo TORCH="torch" TORCH_INDEX=https://download.pytorch.org/whl/cu126     a CUDA build, on purpose
TORCH ?= torch==2.13.0
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PORT ?= 8000
CANCU_STORE ?= .cancu
export CANCU_STORE
export OMP_NUM_THREADS ?= 1

.PHONY: help install demo test check bench eval format clean
help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/.torch:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@if $(BIN)/python -c "import urllib.request as u; u.urlopen('$(TORCH_INDEX)/torch/', timeout=5)" 2>/dev/null; then \
	  echo "torch: CPU wheels from $(TORCH_INDEX)"; \
	  $(BIN)/pip install --quiet --index-url $(TORCH_INDEX) $(TORCH); \
	else \
	  echo "torch: $(TORCH_INDEX) does not answer; taking $(TORCH) from the ordinary index"; \
	  $(BIN)/pip install --quiet $(TORCH); \
	fi
	@touch $@

$(BIN)/.installed: $(BIN)/.torch pyproject.toml
	$(BIN)/pip install --quiet --editable . --group dev
	@touch $@

install: $(BIN)/.installed  ## make .venv with a CPU build of torch and everything else

demo: install  ## install, ingest the sample plan, serve on http://127.0.0.1:8000
	$(BIN)/cancu ingest app/samples
	$(BIN)/cancu serve --port $(PORT)

test: install  ## run the tests
	$(BIN)/pytest -q -n 2

check: install  ## format, lint, types, layers, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bench.documents --check

format: install  ## rewrite the code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install  ## measured comparisons, never pass or fail
	$(BIN)/python -m bench

eval: install  ## score extraction and answers on the gold; writes docs/quality.md
	$(BIN)/python -m bench.quality

clean:  ## remove what the other commands made
	rm -rf $(VENV) .cancu .mypy_cache .ruff_cache .pytest_cache
