"""The operator looks at an endpoint of a merchant, pauses it and resumes it, by command."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from platform_core.events.models import Event
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.planting import plant_deliveries, plant_endpoint
from webhooks.models import Endpoint


def command(endpoint, *options):
    out = io.StringIO()
    call_command("webhook_endpoint", public_id("we", endpoint.id), *options, stdout=out)
    return dict(line.split(maxsplit=1) for line in out.getvalue().splitlines())


def told(tenant):
    with tenant_context(tenant):
        rows = Event.objects.filter(type="webhook_endpoint.updated").order_by("id")
        return [each.payload["status"] for each in rows]


def status(endpoint):
    with platform_context():
        return Endpoint.objects.get(pk=endpoint.id).status


def test_an_endpoint_is_shown_and_nothing_is_changed(tenant):
    endpoint = plant_endpoint(tenant, now(), url="https://hooks.example.com/in?key=s3cret")
    plant_deliveries(tenant, endpoint, now(), many=3)
    found = command(endpoint)
    assert (found["shop"], found["mode"], found["host"]) == ("Shop alpha", "live", "hooks.example.com")
    assert (found["status"], found["waiting"], found["failing_since"]) == ("enabled", "3", "none")
    assert "s3cret" not in str(found)
    assert told(tenant) == []


def test_it_is_paused_and_resumed_and_the_merchants_events_tell_of_it(tenant):
    endpoint = plant_endpoint(tenant, now())
    assert command(endpoint, "--pause")["status"] == status(endpoint) == "paused"
    assert command(endpoint, "--pause")["status"] == "paused"
    assert command(endpoint, "--resume")["status"] == status(endpoint) == "enabled"
    assert told(tenant) == ["paused", "enabled"]


def test_a_disabled_one_is_resumed_and_not_paused(tenant):
    since = now() - dt.timedelta(days=6)
    endpoint = plant_endpoint(tenant, now(), status="disabled", disabled_at=now(), failing_since=since)
    with pytest.raises(CommandError, match="not_active"):
        command(endpoint, "--pause")
    assert status(endpoint) == "disabled"
    found = command(endpoint, "--resume")
    assert (found["status"], found["failing_since"]) == ("enabled", "none")


@pytest.mark.parametrize("given", ["we_nothing", "alpha", public_id("dlv", new_id())], ids=["short", "slug", "other"])
def test_what_is_no_endpoint_is_not_found(db, given):
    with pytest.raises(CommandError, match="not_found"):
        call_command("webhook_endpoint", given)


def test_a_deleted_or_unknown_one_is_not_found(tenant):
    deleted = plant_endpoint(tenant, now(), deleted_at=now())
    for unknown in (deleted, Endpoint(id=new_id())):
        for options in ([], ["--pause"], ["--resume"]):
            with pytest.raises(CommandError, match="not_found"):
                command(unknown, *options)
