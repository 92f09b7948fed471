"""A real PostgreSQL and a real Valkey for every process of the suite; two tenants made once; a rollback after every test.

The services come from the same embedded launcher as ``manage.py up``. ``KAQUAN_TEST_POSTGRES_BIN`` runs the suite on another
PostgreSQL, e.g. a system's version 15.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from platform_core.runtime.embedded_valkey import EmbeddedValkey

# Whatever the machine says of compiled code: the suite starts hundreds of processes, and each would compile the project anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_folder = Path(tempfile.mkdtemp(prefix="kaquan-test-", dir="/tmp"))
_folder.chmod(0o755)  # the server account must pass through
_given = os.environ.get("KAQUAN_TEST_POSTGRES_BIN")
# Nothing in it outlives the run: what a power cut leaves is the business of nobody here. The platforms of tests keep their word.
# And nobody counts the rows of tables unless a test says when: a plan would depend on what other tests were in the midst of.
_HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_analyze_threshold": "2000000000",
}
_postgres = EmbeddedPostgres(_folder / "postgres", bin_dir=Path(_given) if _given else None, options=_HASTY)
_valkey = EmbeddedValkey(_folder / "valkey")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long``: the experiments at their full size."""
    parser.addoption("--long", action="store_true", help="run the fault experiments at full size")


def pytest_configure(config: pytest.Config) -> None:
    """Start the services before Django reads its settings.

    With ``-n`` every process that runs tests has services of its own; the one that hands out the tests needs none.
    """
    from tests.live import SHARED_FOLDER, open_folder

    if not hasattr(config, "workerinput"):
        os.environ[SHARED_FOLDER] = str(open_folder())
        if config.getoption("numprocesses", None):
            return
    _postgres.start()
    _valkey.start()
    os.environ.update(
        KAQUAN_ENVIRONMENT="test",
        KAQUAN_DATA_DIR=str(_folder / "data"),
        DATABASE_URL=_postgres.url,
        REDIS_URL=_valkey.url,
        DJANGO_SETTINGS_MODULE="config.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser driver runs an event loop in the test's thread
    )
    import django

    django.setup()


def pytest_collection() -> None:
    """Thousands of tests and all that they import come into being, of which nothing is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no later collection of garbage need walk it."""
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first."""
    from tests.sharing import place_of

    items.sort(key=lambda item: place_of(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """See ``tests.sharing``."""
    from tests.sharing import ByPlatform

    return ByPlatform(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started and leave nothing behind."""
    _valkey.stop()
    _postgres.stop()
    shutil.rmtree(_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """The database as ``prepare`` makes it, with two shops: ``alpha`` (vertical) and ``beta`` (comprehensive)."""
    import psycopg
    from django.conf import settings

    from tests.world import make_database

    with django_db_blocker.unblock():
        with psycopg.connect(settings.DATABASE_ADMIN_URL) as connection:
            make_database(connection)


@pytest.fixture
def tenant(db: None) -> Any:
    """The shop ``alpha``. Enter it with ``tenant_context(tenant)``."""
    from tests.world import reference_of

    return reference_of("alpha")


@pytest.fixture
def other_tenant(db: None) -> Any:
    """The shop ``beta``."""
    from tests.world import reference_of

    return reference_of("beta")


@pytest.fixture
def shelf(tenant: Any) -> Any:
    """A SKU of ``alpha`` with a cleared supplier and no stock."""
    from tests.world import make_shelf

    return make_shelf(tenant)


@pytest.fixture
def stocked_twins(settings: Any) -> None:
    """Test twins are stocked, as they are outside the suite."""
    from config.settings import base

    settings.KAQUAN_TWIN_STEPS = base.KAQUAN_TWIN_STEPS


@pytest.fixture(autouse=True)
def clean_slate(request: pytest.FixtureRequest) -> Iterator[None]:
    """No context, language, cache entry or process cache survives a test."""
    from django.utils import translation

    yield
    translation.deactivate()
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        from tests.world import forget_everything

        forget_everything()
