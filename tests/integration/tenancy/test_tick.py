"""One message every few seconds: wakes those who have something to do, and nobody else."""

import datetime as dt

import pytest

from platform_core.events.models import OutboxEntry
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import tasks
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.job_runner import run_next_job
from tests.world import api, make_key, now, stock

RUN, DELIVER = "platform_core.tenancy.tasks.run_due_jobs", "webhooks.tasks.deliver"


@pytest.fixture
def sent(db, monkeypatch):
    """What tasks are asked for; nothing is due from before."""
    found = []
    while run_next_job():
        pass
    monkeypatch.setattr(tasks.current_app, "send_task", lambda name, **options: found.append(name))
    return found


def test_nobody_is_woken_when_nothing_is_due(sent):
    tasks.tick()
    assert sent == []


def test_a_job_that_nobody_was_woken_for_is_found(tenant, sent):
    with platform_context():
        enqueue_job(JobName.FILL_BACKORDERS, key="later", payload={}, now=now(), delay=dt.timedelta(hours=1))
        tasks.tick()
        assert sent == []
        enqueue_job(JobName.FILL_BACKORDERS, key="now", payload={}, now=now() - dt.timedelta(seconds=1))
    tasks.tick()
    assert sent == [RUN]


def test_an_event_that_somebody_is_to_be_told_of_is_found(tenant, shelf, sent):
    stock(tenant, shelf, 1)
    body = {
        "external_id": "T-1",
        "lines": [{"sku": shelf.sku_id, "quantity": 1}],
        "notify_url": "https://shop.example.com/told",
    }
    answer = api(make_key(tenant)).post("/v1/issuances", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    with platform_context():
        assert OutboxEntry.objects.count() == 1
    tasks.tick()
    assert DELIVER in sent
