# Hanaper. `make` lists what can be made. Needs Python 3.11 and make; everything else is brought by `make setup`.

PYTHON    ?= python3
DEMO_ARGS ?=
TEST_ARGS ?=
WORKERS   ?= 2
BIN       := .venv/bin

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List what can be made
	@echo "Hanaper. Usage: make TARGET"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

.PHONY: setup
setup: ## Bring the locked packages and front-end assets, into this directory only
	@$(PYTHON) bootstrap.py

.PHONY: demo
demo: setup ## Build a model cluster, run its month, print the figures and serve the site (DEMO_ARGS="--no-serve --json")
	@$(BIN)/hanaper demo $(DEMO_ARGS)

.PHONY: serve
serve: setup ## Serve the site on what is there
	@$(BIN)/hanaper serve

.PHONY: test
test: setup ## Run all tests and name the promises that they prove (TEST_ARGS="-k journal")
	@$(BIN)/pytest -n $(WORKERS) --dist=worksteal $(TEST_ARGS)

.PHONY: crash
crash: setup ## Kill a demonstration and pay runs in the middle, and see that the same command finishes them (minutes)
	@$(BIN)/pytest -m slow tests/crash

.PHONY: check
check: setup check-format check-lint check-types check-imports check-migrations check-docs check-licences ## Check format, lint, types, layers, migrations, docs and licences
	@echo "All checks passed."

.PHONY: check-format
check-format:
	@echo "Format"
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Run: make format" >&2; exit 1; }

.PHONY: check-lint
check-lint:
	@echo "Lint"
	@$(BIN)/ruff check --quiet .

.PHONY: check-types
check-types:
	@echo "Types"
	@$(BIN)/mypy --no-error-summary

.PHONY: check-imports
check-imports:
	@echo "Imports"
	@$(BIN)/lint-imports >.import_linter.out 2>&1 || { cat .import_linter.out >&2; rm -f .import_linter.out; exit 1; }
	@rm -f .import_linter.out

.PHONY: check-migrations
check-migrations:
	@echo "Migrations"
	@DJANGO_SETTINGS_MODULE=hanaper.config.settings $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --verbosity 1 >.migrations.out 2>&1 || { cat .migrations.out >&2; rm -f .migrations.out; exit 1; }
	@rm -f .migrations.out

.PHONY: check-docs
check-docs:
	@echo "Docs"
	@$(BIN)/sphinx-build -W -n -q -E -b html docs docs/_build/html

.PHONY: check-licences
check-licences:
	@echo "Licences"
	@$(BIN)/python .ci/licences.py

.PHONY: format
format: setup ## Format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: docs
docs: setup check-docs ## Build the documentation into docs/_build/html
	@echo "docs/_build/html/index.html"

.PHONY: bench-pay
bench-pay: setup ## Measure a month's pay of 550,000 people, beside its floors (half an hour; BENCH_ARGS="--scale small")
	@$(BIN)/python -m benchmarks pay $(BENCH_ARGS)

.PHONY: bench
bench: setup ## Measure posting, sealing, balances and advance, each beside its floor (BENCH_ARGS="--scale small")
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

.PHONY: wheel
wheel: ## Build a wheel with the front-end assets inside, into dist/
	@$(PYTHON) bootstrap.py --wheel
	@ls dist/*.whl

.PHONY: clean
clean: ## Take away all that was made here, the demo's data too
	@-test ! -x $(BIN)/hanaper || $(BIN)/hanaper database stop >/dev/null 2>&1
	@rm -rf .venv .tools .hanaper node_modules dist build docs/_build src/hanaper/foundation/interface/static/vendor
	@rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
