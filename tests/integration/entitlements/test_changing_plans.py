"""The operator changes a merchant's plan by command: it holds, it is on record, and a refusal changes nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from platform_core.entitlements.plans import PLANS, ApiLimits, Plan
from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import forget_keys
from tests.world import api, make_key


def plan(*arguments):
    out = io.StringIO()
    call_command("merchant_plan", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def recorded(tenant):
    with tenant_context(tenant):
        return [(each.sequence, each.payload) for each in Event.objects.filter(type="plan.changed").order_by("id")]


def test_a_plan_is_shown_given_and_taken_away_and_each_change_is_on_record(tenant, other_tenant):
    key = make_key(tenant)
    assert plan("alpha") == {"slug": "alpha", "plan": None, "granted_at": None, "limits": None}
    given = plan("alpha", "--set", "default", "--by", "ops@example.com")
    assert (given["plan"], given["limits"]["write"]) == ("default", 25)
    forget_keys()
    assert api(key).get("/v1/ping").json()["rate_limits"]["write"] == 25
    assert "RateLimit" in api(key).get("/v1/ping").headers
    assert plan("alpha", "--none")["plan"] is None
    forget_keys()
    assert api(key).get("/v1/ping").json()["rate_limits"] is None
    about = {"id": public_id("ten", tenant.id)}
    [(first, one), (second, two)] = recorded(tenant)
    assert one == {**about, "plan": "default", "previous": None, "by": "ops@example.com"}
    assert two == {**about, "plan": None, "previous": "default", "by": "operator"}
    assert second == first + 1
    assert recorded(other_tenant) == []
    assert plan("beta")["plan"] is None


def test_a_plan_set_anew_brings_its_limits_of_today(tenant, monkeypatch):
    plan("alpha", "--set", "default")
    monkeypatch.setitem(PLANS, "default", Plan("default", 2, ApiLimits(7, 7, 7, 7, 7)))
    assert plan("alpha")["limits"]["write"] == 25
    assert plan("alpha", "--set", "default")["limits"]["write"] == 7


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("alpha", "--set", "gold"), "plan_unknown"), (("nobody", "--none"), "resource_not_found")],
)
def test_a_refusal_changes_nothing_and_says_why(tenant, capsys, arguments, reason):
    plan("alpha", "--set", "default")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("merchant_plan", *arguments, "--json", stdout=out)
    assert json.loads(out.getvalue())["error"] == reason
    assert plan("alpha")["plan"] == "default"
    assert len(recorded(tenant)) == 1
