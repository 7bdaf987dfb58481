# Steelthread: make run serves the portal, make test proves it. make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench lock clean again

# A stamp without the thing it stamps is no stamp: then the step is done again.
venv := $(if $(wildcard .venv/bin/python),,again)
libraries := $(if $(wildcard node_modules/htmx.org),,again)

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .make/python .make/system .make/libraries ## Install everything the portal needs here

run: setup ## Serve the portal on http://127.0.0.1:8000 (PORT, DATABASE_URL, BROKER_URL)
	@bash deploy/make/run.sh

demo: setup ## Load the demonstration organisation
	@.venv/bin/python manage.py quickstart --demo

test: setup .make/chromium ## Run every test (CI=true demands PostgreSQL and Redis)
	@bash deploy/make/test.sh

check: setup ## Lint, types, import floors, migrations, production settings, API description
	@bash deploy/make/check.sh

bench: setup ## Print the budgets as ratios
	@.venv/bin/python manage.py bench

lock: ## Write the lock files anew (UPGRADE=1 takes newer versions)
	@bash deploy/make/lock.sh

clean: ## Remove what setup and the tools made; the data in var/ stays
	@rm -rf .make .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis .coverage

again:

.make/python: requirements/dev.txt requirements/uv.txt deploy/make/python.sh $(venv)
	@bash deploy/make/python.sh && touch $@

.make/system: .make/python deploy/make/system.sh
	@bash deploy/make/system.sh && touch $@

.make/libraries: package.json package-lock.json deploy/make/libraries.sh $(libraries) | .make/python
	@bash deploy/make/libraries.sh && touch $@

.make/chromium: deploy/make/system.sh | .make/system
	@bash deploy/make/system.sh chromium && touch $@
