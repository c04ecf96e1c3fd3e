# Set-up needs Python 3.11 to 3.13 and make; everything else goes into .venv
PYTHON ?= python3
ARGS ?=
PORT ?= 5000
AT ?= 01:30
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true

.DEFAULT_GOAL := help
.PHONY: help setup sweep nightly schedule unschedule schedule-status report reconcile ui calibrate calibrate-null bench-checks bench-causes test test-faults crash-test test-browser check audit bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup: $(READY) ## install everything into .venv

$(READY): requirements.lock pyproject.toml setup.py $(wildcard src/undefault/engine/kernels/*)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q -j 0 $(VENV)/lib src > /dev/null || true
	@touch $@

sweep: $(READY) ## run a sweep; ARGS="experiment=smoke" passes settings on
	@$(BIN)/python pipelines/sweep.py $(ARGS)

nightly: $(READY) ## tonight's sweep on fresh rows and seeds, and what all nights say together
	@$(BIN)/python pipelines/nightly.py $(ARGS)

schedule: $(READY) ## begin a night every day at AT=01:30, with ARGS; by systemd, or cron where there is none
	@$(BIN)/python pipelines/schedule.py install $(AT) $(ARGS)

unschedule: $(READY) ## no more nights by themselves
	@$(BIN)/python pipelines/schedule.py remove

schedule-status: $(READY) ## when the next night begins
	@$(BIN)/python pipelines/schedule.py status

report: $(READY) ## write the report of the latest sweep again, from its tables; ARGS=ID for another
	@$(BIN)/python pipelines/report.py $(ARGS)

reconcile: $(READY) ## make MLflow, tables and report of the latest sweep anew, from its record; ARGS=ID for another
	@$(BIN)/python pipelines/reconcile.py $(ARGS)

ui: $(READY) ## open MLflow's UI on 127.0.0.1; PORT=5000
	@$(BIN)/python pipelines/ui.py $(PORT)

calibrate: $(READY) ## measure how often verdicts are wrong, in some minutes; ARGS=200 for fewer simulated tasks
	@$(BIN)/python pipelines/calibrate.py $(ARGS)

calibrate-null: $(READY) ## measure what verdicts say of defaults against themselves, on real data, in ten minutes
	@$(BIN)/python pipelines/calibrate_null.py $(ARGS)

bench-causes: $(READY) ## measure whether interventions find the cause of planted failures; ARGS=momentum for some
	@$(BIN)/python pipelines/bench_causes.py $(ARGS)

bench-checks: $(READY) ## measure how often the checks find planted failures and fire on healthy runs, in about 15 minutes
	@$(BIN)/python pipelines/bench_checks.py

test: $(READY) ## all tests but those that need a browser, and the long ones
	$(BIN)/python -m pytest -m "not browser and not faults" -n auto --dist loadfile

test-faults: $(READY) ## every fault injected into whole sweeps, and three simulated nights, in a quarter of an hour
	$(BIN)/python -m pytest -m faults tests/faults

crash-test: $(READY) ## kill a small sweep 100 times at random instants, in half an hour; ARGS=20 for fewer
	@cd tests/faults && ../../$(BIN)/python crashes.py $(ARGS)

test-browser: $(READY) ## the tests that need Chromium
	$(BIN)/python -m pytest -m browser

check: $(READY) ## format, lint, types, floors: all hooks of .pre-commit-config.yaml
	$(BIN)/pre-commit run --all-files --show-diff-on-failure

audit: ## ask whether a locked dependency has a known weakness; needs the network
	@$(PYTHON) .ci/audit.py

bench: $(READY) ## time everything side by side, in 15 minutes; ARGS="--quick" or parts, as in ARGS="a d"
	@$(BIN)/python -m benchmarks $(ARGS)

lock: ## pin what pyproject.toml asks for, with hashes; needs uv
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --output-file requirements.lock

clean: ## remove .venv
	rm -rf $(VENV)
