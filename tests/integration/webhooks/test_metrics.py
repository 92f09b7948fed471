"""``/metrics``: who may read it, and that its values are those of the rows."""

from __future__ import annotations

import datetime as dt

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from billing.models import BillingCheck, ProviderEvent, Subscription
from config import metrics
from platform_core.events.models import Job, OutboxEntry
from platform_core.kernel.ids import first_id_at
from platform_core.tenancy.checks import check_metrics_token
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import DAY, subscribe
from tests.integration.webhooks.planting import plant_deliveries, plant_endpoint, plant_tally
from tests.world import make_key, platform, shop
from webhooks.enums import DisabledReason, TallySpan
from webhooks.models import AttemptTotal, Tally
from webhooks.services.add_up_attempts import add_up_attempts
from webhooks.services.purge_deliveries import purge_deliveries

TOKEN = "a-token-of-the-operator-4711"
NOW = dt.datetime(2026, 12, 1, 10, 30, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def moment(db, settings, time_machine):
    """Half past ten; the token is set."""
    settings.KAQUAN_METRICS_TOKEN = TOKEN
    time_machine.move_to(NOW, tick=False)
    with platform_context():  # what other shops of the suite left
        Job.objects.all().delete()
        OutboxEntry.objects.all().delete()
        for each in (BillingCheck, ProviderEvent, Subscription):
            each.objects.all().delete()
    return NOW


def scrape(**headers):
    return platform().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", **headers})


def values():
    """Each sample by its name and its label, if it has one."""
    answer = scrape()
    assert answer.status_code == 200, answer.content
    samples = [each for family in text_string_to_metric_families(answer.content.decode()) for each in family.samples]
    return {"/".join([each.name, *each.labels.values()]): each.value for each in samples}


def test_there_is_no_such_address_without_a_token_in_the_settings(db, settings):
    settings.KAQUAN_METRICS_TOKEN = ""
    assert platform().get("/metrics").status_code == 404
    assert platform().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("Bearer", id="no-token"),
        pytest.param("Bearer wrong", id="wrong"),
        pytest.param(f"Bearer {TOKEN}x", id="longer"),
        pytest.param(f"Basic {TOKEN}", id="other-scheme"),
        pytest.param(TOKEN, id="no-scheme"),
        pytest.param("Bearer ключ", id="not-ascii"),
    ],
)
def test_who_does_not_know_the_token_reads_nothing(moment, given):
    answer = platform().get("/metrics", headers={} if given is None else {"Authorization": given})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"kaquan" not in answer.content


def test_only_the_platforms_host_has_it_and_it_is_read_not_written(moment, tenant):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert shop(tenant).get("/metrics", headers=headers).status_code == 404
    assert platform().post("/metrics", headers=headers).status_code == 405
    key = {"Authorization": f"Bearer {make_key(tenant)}"}
    assert platform().get("/metrics", headers=key).status_code == 401


def test_everything_is_zero_where_nothing_happens(moment):
    found = values()
    assert len(found) == 22
    assert set(found.values()) == {0.0}


def test_prometheus_is_answered_in_the_format_that_it_asks_for(moment):
    old, new = scrape(), scrape(Accept="application/openmetrics-text;version=1.0.0")
    assert old.headers["Content-Type"].startswith("text/plain; version=")
    assert old.headers["Cache-Control"] == "no-store"
    assert new.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    names = {family.name for family in parse_openmetrics(new.content.decode())}
    assert "kaquan_webhook_attempts" in names
    assert all(family.documentation for family in text_string_to_metric_families(old.content.decode()))


def test_backlog_counts_all_that_waits_and_late_is_what_could_be_sent(moment, tenant, other_tenant):
    well = plant_endpoint(tenant, NOW)
    plant_deliveries(tenant, well, NOW - 90 * dt.timedelta(seconds=1), many=2)
    plant_deliveries(tenant, well, NOW + HOUR, attempts=3)
    plant_deliveries(tenant, well, None, many=4)
    waiting_by_wish = (
        {"status": "paused"},
        {"open_until": NOW + MINUTE},
        {"open_until": NOW - MINUTE},
        {"rate": 1},
        {"status": "disabled"},
        {"deleted_at": NOW},
    )
    for fields in waiting_by_wish:
        plant_deliveries(other_tenant, plant_endpoint(other_tenant, NOW, **fields), NOW - HOUR)
    found = values()
    assert found["kaquan_webhook_backlog"] == 3 + len(waiting_by_wish)
    assert found["kaquan_webhook_oldest_due_seconds"] == 90
    plant_deliveries(other_tenant, None, NOW - 5 * MINUTE)  # to the URL of an order, which has no endpoint
    assert values()["kaquan_webhook_oldest_due_seconds"] == 300


def test_events_that_are_not_fanned_out_are_counted_with_the_age_of_the_oldest(moment, tenant):
    with platform_context():
        for age in (5, 40, 20):
            entry = {"event_id": first_id_at(NOW - dt.timedelta(seconds=age)), "tenant_role": tenant.role_name}
            OutboxEntry.objects.create(url="", version="", **entry)
    found = values()
    assert (found["kaquan_webhook_outbox_entries"], found["kaquan_webhook_outbox_oldest_seconds"]) == (3, 40)


def test_endpoints_are_counted_by_state_and_deleted_ones_not(moment, tenant, other_tenant):
    plant_endpoint(tenant, NOW)
    plant_endpoint(tenant, NOW, failing_since=NOW - HOUR, open_until=NOW + MINUTE)
    plant_endpoint(tenant, NOW, failing_since=NOW - HOUR, open_until=NOW - MINUTE)
    plant_endpoint(other_tenant, NOW, status="paused", failing_since=NOW)
    for _ in range(2):
        plant_endpoint(other_tenant, NOW, status="disabled", disabled_reason=DisabledReason.GONE, disabled_at=NOW)
    plant_endpoint(tenant, NOW, deleted_at=NOW)
    found = values()
    states = {name: found[f"kaquan_webhook_endpoints/{name}"] for name in ("enabled", "failing", "paused", "disabled")}
    assert states == {"enabled": 1, "failing": 2, "paused": 1, "disabled": 2}
    assert found["kaquan_webhook_breakers_open"] == 1


def test_jobs_that_nobody_is_at_and_those_given_up_are_counted(moment):
    fields = [
        {"available_at": NOW - MINUTE},
        {"available_at": NOW - 2 * MINUTE, "leased_until": NOW - MINUTE},
        {"available_at": NOW - HOUR, "leased_until": NOW + MINUTE},
        {"available_at": NOW + MINUTE},
        {"available_at": NOW - HOUR, "done_at": NOW},
        {"available_at": NOW - HOUR, "failed_at": NOW},
    ]
    with platform_context():
        for number, each in enumerate(fields):
            Job.objects.create(name="x", key=f"metrics-{number}", created_at=NOW, **each)
    found = values()
    assert (found["kaquan_jobs_due"], found["kaquan_jobs_failed"]) == (2, 1)
    assert found["kaquan_jobs_oldest_due_seconds"] == 120


def test_no_job_is_late_when_none_is_due(moment):
    assert values()["kaquan_jobs_oldest_due_seconds"] == 0


def attempts():
    found = values()
    return tuple(int(found[f"kaquan_webhook_attempts_total/{outcome}"]) for outcome in ("succeeded", "failed"))


def test_attempts_ever_stay_the_same_when_hours_are_added_up_and_when_they_are_purged(moment, tenant, time_machine):
    endpoint = plant_endpoint(tenant, NOW)
    for hours, counts in ((0, (1, 10)), (1, (2, 20)), (2, (4, 40)), (5, (8, 80))):
        at = NOW.replace(minute=0) - hours * HOUR
        plant_tally(endpoint, TallySpan.HOUR, at, *counts)
    plant_tally(endpoint, TallySpan.MINUTE, NOW - MINUTE, 1, 10)  # the same ones, for the breaker
    assert attempts() == (15, 150)
    with platform_context():
        for _ in range(2):
            add_up_attempts(now=NOW)
        total = AttemptTotal.objects.get()
    assert (total.until, total.succeeded, total.failed) == (NOW.replace(minute=0) - HOUR, 12, 120)
    assert attempts() == (15, 150)
    plant_tally(endpoint, TallySpan.HOUR, NOW.replace(minute=0) + HOUR, 100, 0)
    assert attempts() == (115, 150)
    time_machine.move_to(NOW + dt.timedelta(days=40), tick=False)
    with platform_context():
        purge_deliveries(now=NOW + dt.timedelta(days=40))
        assert not Tally.objects.exists()
    assert attempts() == (115, 150)


def test_counts_end_somewhere(moment, tenant, monkeypatch):
    monkeypatch.setattr(metrics, "COUNTED", 3)
    plant_deliveries(tenant, plant_endpoint(tenant, NOW), NOW, many=5)
    found = values()
    assert found["kaquan_webhook_backlog"] == 3


@pytest.mark.parametrize(("token", "wrong"), [("", False), ("short", True), (TOKEN, False)])
def test_a_token_that_can_be_guessed_is_refused_at_the_start(settings, token, wrong):
    settings.KAQUAN_METRICS_TOKEN = token
    assert bool(check_metrics_token(None)) is wrong


def test_subscriptions_are_counted_by_standing_and_events_that_are_stuck(moment, tenant, other_tenant):
    with platform_context():
        subscribe(tenant, NOW - 40 * DAY)
        subscribe(other_tenant, NOW - 40 * DAY, standing="suspended")
        ProviderEvent.objects.create(
            id="evt_late", provider="stripe", type="x", livemode=True, sent_at=NOW, received_at=NOW - 11 * MINUTE
        )
        BillingCheck.objects.create(
            kind=BillingCheck.COMPARISON, provider="stripe", began_at=NOW - HOUR, ended_at=NOW - HOUR, outcome="done"
        )
    found = values()
    assert found["kaquan_billing_subscriptions/active"] == 1
    assert found["kaquan_billing_subscriptions/suspended"] == 1
    assert found["kaquan_billing_subscriptions/grace"] == 0
    assert (found["kaquan_billing_events_stuck"], found["kaquan_billing_compared_seconds"]) == (1, 3600)
