.PHONY: sure fmt lint types contracts test test-pg15 bench faults

sure: lint types contracts test

fmt:
	uv run ruff check --fix .
	uv run ruff format .

lint:
	uv run ruff check .
	uv run ruff format --check .

types:
	uv run mypy config platform_core tenants merchant_api billing webhooks testbed manage.py
	uv run mypy --config-file clients/python/pyproject.toml clients/python

contracts:
	uv run lint-imports

test:
	uv run pytest -q

test-pg15:
	KAQUAN_TEST_POSTGRES_BIN=/usr/lib/postgresql/15/bin uv run pytest -q tests/isolation tests/concurrency tests/api \
		tests/integration/selling tests/integration/tenancy tests/integration/inventory

bench:
	uv run python -m benchmarks

faults:
	uv run pytest -q tests/faults --long

.PHONY: messages
messages:
	uv run python manage.py makemessages -l en --no-location --no-obsolete -i .venv
	uv run python manage.py compilemessages -l en

.PHONY: client
client:
	uv run python clients/python/generate.py
