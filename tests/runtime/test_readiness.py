"""/readyz names what is missing; /livez asks nobody."""

from __future__ import annotations

import json
import os

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from config import health
from config.alive import main
from config.celery_app import app
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import SchemaTemplate
from platform_core.tenancy.readiness import HEARTBEAT_KEY
from platform_core.tenancy.tasks import say_alive
from tests.world import shop

WAITING = "platform_core.tenancy.management.commands.wait_for_migrations"


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


def test_a_balancer_is_told_apart_whether_only_the_worker_is_missing(worker, monkeypatch):
    monkeypatch.setattr(health.time, "time", lambda: 1_031.0)
    without = RequestFactory().get("/readyz", {"without": "worker"})
    assert health.readyz(without).status_code == 200
    assert json.loads(health.readyz(without).content)["checks"]["worker"] == "no heartbeat"
    assert health.readyz(RequestFactory().get("/readyz", {"without": "database"})).status_code == 503
    monkeypatch.setattr("platform_core.tenancy.readiness._expected", ["a digest of later migrations"])
    assert health.readyz(without).status_code == 503


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("10.1.2.3:8000", "/metrics", 200),
        ("[fd00::7]:8000", "/metrics", 200),
        ("kaquan.localhost", "/metrics", 200),
        ("nobody.example", "/metrics", 404),
        ("10.1.2.3:8000", "/pricing", 404),
        ("10.1.2.3:8000", "/livez", 200),
    ],
)
def test_is_found_by_its_address_where_only_watchers_come(db, settings, host, path, status):
    settings.KAQUAN_METRICS_TOKEN = "t" * 20
    answer = Client(HTTP_HOST=host).get(path, headers={"Authorization": "Bearer " + "t" * 20})
    assert answer.status_code == status


def test_a_shop_has_no_metrics(tenant, settings):
    settings.KAQUAN_METRICS_TOKEN = "t" * 20
    assert shop(tenant).get("/metrics", headers={"Authorization": "Bearer " + "t" * 20}).status_code == 404


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/internal/tls-allowed"])
def test_watchers_are_not_led_to_tls_and_everybody_else_is(db, settings, path):
    import config.settings.production as production

    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, production.SECURE_REDIRECT_EXEMPT
    client = Client(HTTP_HOST="kaquan.localhost")
    assert client.get(path).status_code in {200, 404, 503}
    assert client.get("/pricing").status_code == client.get(f"{path}/x").status_code == 301


def test_a_new_release_waits_for_its_migrations(db, monkeypatch, capsys):
    looks = iter(["OperationalError", "migrations pending", "migrations pending", "ok"])
    monkeypatch.setattr(f"{WAITING}.database_state", lambda: next(looks))
    monkeypatch.setattr(f"{WAITING}.connection.close", lambda: None)
    monkeypatch.setattr(f"{WAITING}.time.sleep", lambda seconds: None)
    call_command("wait_for_migrations")
    assert capsys.readouterr().out.splitlines() == ["waiting: OperationalError", "waiting: migrations pending"]
    assert next(looks, None) is None


def test_gives_up_waiting_for_migrations_with_the_reason(db, monkeypatch):
    monkeypatch.setattr("platform_core.tenancy.readiness._expected", ["a digest of later migrations"])
    monkeypatch.setattr(f"{WAITING}.connection.close", lambda: None)
    with pytest.raises(CommandError, match="migrations pending"):
        call_command("wait_for_migrations", "--seconds", "0")


def test_a_probe_tells_a_file_that_was_touched_from_one_that_was_not(tmp_path):
    file = tmp_path / "alive"
    assert main(str(file), "60") == 1
    file.touch()
    assert main(str(file), "60") == 0
    os.utime(file, (1_000, 1_000))
    assert main(str(file), "60") == 1


def test_a_worker_speaks_for_all_only_when_it_takes_all_work(worker, settings, tmp_path):
    settings.KAQUAN_ALIVE_FILE = str(tmp_path / "alive")
    with platform_context():
        cache.delete(HEARTBEAT_KEY)
        say_alive(("webhooks",))
        assert cache.get(HEARTBEAT_KEY) is None
        assert (tmp_path / "alive").exists()
        say_alive(("celery", "webhooks"))
        assert cache.get(HEARTBEAT_KEY) is not None


def test_calls_of_merchants_systems_have_a_queue_of_their_own():
    def queue_of(task):
        return app.amqp.router.route({}, task)["queue"].name

    assert (queue_of("webhooks.tasks.deliver"), queue_of("webhooks.tasks.watch")) == ("webhooks", "celery")
    assert queue_of("platform_core.tenancy.tasks.run_due_jobs") == "celery"
