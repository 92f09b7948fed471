"""The request log is a security log (LOG-01): kept for 183 days at least, and its silence is an alarm."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from platform_core.compliance.models import Finding
from platform_core.kernel.ids import first_id_at
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import IdempotencyRecord, RequestLogEntry, ShopSettings
from tenants.access.request_log_selectors import find_request_gap
from tenants.access.services.purge_request_log import purge_request_log
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.access.services.tend_audit import tend_audit
from tests.integration.console.test_back_office import staff
from tests.world import now

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def entry(at):
    return RequestLogEntry.objects.create(
        id=uuid.UUID(int=first_id_at(at).int + 1), key_id=uuid.uuid4(), method="GET", operation="x", path="/v1/x", query="",
        status=200, duration_ms=1, user_agent="", version="", problem="", idempotency_key="", replayed=False,
        original_request="", content_type="", request_bytes=0, request_body="", request_omitted="", response_bytes=0,
        response_body="", response_omitted="",
    )  # fmt: skip


def did(at):
    IdempotencyRecord.objects.create(
        key_hash=uuid.uuid4().bytes * 2, fingerprint=b"f" * 32, resource_id=uuid.uuid4(), request_id="req_x", status=201,
        created_at=at,
    )  # fmt: skip


def test_nothing_of_a_live_shop_goes_within_183_days(tenant):
    at = now()
    with tenant_context(tenant):
        old, young = entry(at - 184 * DAY), entry(at - 182 * DAY)
        assert purge_request_log(now=at) == 1
        assert list(RequestLogEntry.objects.values_list("id", flat=True)) == [young.id]
        assert old.id != young.id


@pytest.mark.parametrize("days", [7, 182, 1096])
def test_the_database_refuses_a_shorter_time(tenant, days):
    with tenant_context(tenant):
        with pytest.raises(IntegrityError), transaction.atomic():
            save_shop_settings(changes={"request_log_days": days}, now=now())
        save_shop_settings(changes={"request_log_days": 183}, now=now())
        assert ShopSettings.objects.get().request_log_days == 183


def test_the_purge_keeps_what_must_be_kept_whatever_a_row_says(tenant, monkeypatch):
    at = now()
    with tenant_context(tenant):
        entry(at - 182 * DAY)
        shorter = ShopSettings(request_log_days=7)
        monkeypatch.setattr("tenants.access.services.purge_request_log.get_shop_settings", lambda: shorter)
        assert purge_request_log(now=at) == 0


def test_the_settings_page_says_why(tenant):
    page = staff(tenant).get("/console/settings/keeping").content.decode()
    assert "最短 183 天" in page
    assert 'min="183"' in page


def test_an_hour_of_requests_without_an_entry_is_a_gap_and_is_told(tenant, other_tenant):
    at = now().replace(minute=30)
    with tenant_context(tenant):
        did(at - 3 * HOUR)
        did(at - 5 * HOUR)
        entry(at - 5 * HOUR)
        assert find_request_gap(at) == (at - 3 * HOUR).replace(minute=0, second=0, microsecond=0)
    with tenant_context(other_tenant):
        did(at - 3 * HOUR)
        entry(at - 3 * HOUR + dt.timedelta(minutes=2))
    tend_audit(now=at)
    with platform_context():
        told = Finding.objects.get(rule_id="LOG-01", key__startswith="LOG-01:gap")
    assert told.facts["stopped"] == ["requests of alpha"]
    with tenant_context(tenant):
        entry(at - 3 * HOUR)
        assert find_request_gap(at) is None


def test_the_hour_that_runs_and_silence_are_no_gap(tenant):
    at = now()
    with tenant_context(tenant):
        assert find_request_gap(at) is None
        did(at)
        assert find_request_gap(at) is None
