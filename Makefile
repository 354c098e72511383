# What a person types. Needs Python 3.11 or newer, make and git; everything else is installed here.
PYTHON ?= python3
PORT ?= 8000
export PORT
ANJU := .venv/bin/anju
UV := .make/bin/uv
NPM := .make/bin/npm
PYTEST := .venv/bin/python -m pytest -n 2 --dist loadfile --durations=10
# What is proved on PostgreSQL too: everything that stores and finds, what must survive races, erasures and power cuts,
# every page opened once, and every form sent. What else the pages say of it is proved on SQLite alone.
ON_BOTH := tests/test_ground.py tests/test_races.py tests/test_erased_files.py tests/house/test_power_cut.py \
	tests/records tests/actions $(addprefix tests/web/,test_query_counts.py test_deeds.py test_worked_off.py)
ON_ONE := --ignore tests/actions/test_demo.py
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: help install install-test demo serve bench test test-browser test-postgres check fix browser locks clean

help:
	@echo "make demo    a demo company at http://127.0.0.1:$(PORT), accounts printed"
	@echo "make serve   the same without demo data"
	@echo "make test    lint, types, walls, tests on both databases, browser tests"
	@echo "make bench   the measured claims of docs/performance.md; BENCH='--sizes 10000 --database postgres'"
	@echo "make check   lint, types, migrations only; make fix mends what can be mended"

install: .venv/run.stamp node_modules/.stamp
install-test: install .venv/test.stamp

.make/stamp: requirements-make.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Anju needs Python 3.11 or newer; name it with make PYTHON=/path/to/python3")'
	$(PYTHON) -m venv .make || { echo "The venv module of Python is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }
	.make/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-make.lock
	@touch $@

.venv/run.stamp: requirements.lock pyproject.toml .make/stamp
	test -x .venv/bin/python || $(PYTHON) -m venv --without-pip .venv
	$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --build-constraints requirements-make.lock \
		--config-setting editable_mode=compat -e .
	@touch $@

.venv/test.stamp: requirements-test.lock .venv/run.stamp
	$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements-test.lock
	@touch $@

node_modules/.stamp: package-lock.json .npmrc .make/stamp
	PATH="$(CURDIR)/.make/bin:$$PATH" $(NPM) ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

# The demo company lives beside the real one, never in its place.
demo: export ANJU_DATA ?= var/demo
demo: install
	$(ANJU) demo --if-missing
	$(ANJU) serve

serve: install
	$(ANJU) serve

# Companies of every size are kept between runs in the folder for temporary files: TMPDIR names another.
bench: install-test
	.venv/bin/python -m tests.bench $(BENCH)

check: install-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(ANJU) makemigrations --check --dry-run

fix: install-test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

browser:
	@sh .ci/browser

test: check browser
	$(PYTEST) --database sqlite -m "not browser"
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory test-browser

# One after the other: side by side, on two cores, each takes more than twice as long.
test-browser:
	$(PYTEST) --dist worksteal --database sqlite -m browser tests/browser

test-postgres:
	$(PYTEST) --database postgres $(ON_BOTH) $(ON_ONE)

locks: .make/stamp
	$(LOCK) --upgrade pyproject.toml -o requirements.lock
	$(LOCK) --upgrade pyproject.toml --group test -c requirements.lock -o requirements-test.lock
	$(LOCK) --upgrade --group make -o requirements-make.lock
	PATH="$(CURDIR)/.make/bin:$$PATH" $(NPM) install --package-lock-only --ignore-scripts

clean:
	rm -rf .make .venv node_modules build *.egg-info
