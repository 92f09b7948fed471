"""/readyz names what is missing; /livez asks nobody."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from config import health
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import SchemaTemplate
from platform_core.tenancy.readiness import HEARTBEAT_KEY


def _ready() -> tuple[int, dict[str, str]]:
    answer = health.readyz(RequestFactory().get("/readyz"))
    return answer.status_code, json.loads(answer.content)["checks"]


@pytest.fixture
def worker(db, monkeypatch):
    """A worker that was heard of just now."""
    monkeypatch.setattr(health.time, "time", lambda: 1_000.0)
    with platform_context():
        cache.set(HEARTBEAT_KEY, 999.0, 60)
    yield
    with platform_context():
        cache.delete(HEARTBEAT_KEY)


def test_is_ready_when_everything_is_there(worker):
    assert _ready() == (200, {"database": "ok", "broker": "ok", "worker": "ok"})


@pytest.mark.parametrize("allowed", [True, False])
def test_says_whether_this_machine_may_be_called_for_merchants(worker, settings, allowed):
    settings.KAQUAN_LOCAL_RECEIVERS = allowed
    body = json.loads(health.readyz(RequestFactory().get("/readyz")).content)
    assert body.get("local_receivers") == ("allowed" if allowed else None)


def test_is_not_ready_before_the_migrations_of_this_code(worker, monkeypatch):
    monkeypatch.setattr("platform_core.tenancy.readiness._expected", ["a digest of later migrations"])
    status, checks = _ready()
    assert (status, checks["database"]) == (503, "migrations pending")
    with platform_context():
        assert SchemaTemplate.objects.exists()


def test_is_not_ready_when_no_worker_was_heard_of_for_long(worker, monkeypatch):
    monkeypatch.setattr(health.time, "time", lambda: 1_031.0)
    assert _ready()[0] == 503
    assert _ready()[1]["worker"] == "no heartbeat"


def test_is_not_ready_when_the_broker_is_gone(worker, monkeypatch):
    def refuse(key):
        raise ConnectionError

    monkeypatch.setattr(health.cache, "get", refuse, raising=False)
    status, checks = _ready()
    assert (status, checks["broker"], checks["worker"]) == (503, "ConnectionError", "unknown")


def test_is_alive_without_any_service():
    assert health.livez(RequestFactory().get("/livez")).status_code == 200
