"""What is metered, what the month's counter says and what is in the tables: the same number after everything that moves codes."""

import uuid

import pytest

from billing.services.gather_usage import gather_usage
from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.models import Issuance, IssuanceLine
from tenants.issuance.monthly import find_month_codes
from tenants.issuance.services.end_backorder import end_backorder
from tenants.issuance.services.replace_code import replace_code
from tenants.issuance.services.void_code import void_code
from tests.api.v1.test_issuance_batches import one, send
from tests.api.v1.test_issuances_policies import fill, post
from tests.api.v1.test_refunds import refund
from tests.integration.billing.test_usage_from_events import issued, used
from tests.world import api, issue, make_key, make_shelf, stock


@pytest.fixture
def client(tenant, settings):
    settings.KAQUAN_BILLING = "sandbox"
    return api(make_key(tenant))


def counts(tenant):
    """Metered, counted with the issue, missing from no line, and codes that lines hold one by one."""
    gather_usage(now=now())
    with tenant_context(tenant):
        lines = IssuanceLine.objects.exclude(issuance__source="replaced").values_list("id", flat=True)
        held = len(list_codes_of_lines(list(lines), 0, 10_000))
        return used(tenant), find_month_codes(now()), issued(tenant), held


def test_all_counts_are_the_same_after_each_step(tenant, shelf, client):
    late = make_shelf(tenant)
    stock(tenant, shelf, 30)
    with tenant_context(tenant):
        line = issue(shelf.sku, 4)
    assert counts(tenant) == (4, 4, 4, 4)

    sold = post(client, [(shelf, 3)], "all_or_nothing", "A-1", include="?include=codes").json()
    assert counts(tenant) == (7, 7, 7, 7)
    assert refund(client, sold, disposition="void").json()["status"] == "succeeded"
    assert counts(tenant) == (7, 7, 7, 7), "what was issued was used, though the money went back"

    with tenant_context(tenant):
        first, second = (each.id for each in list_codes_of_lines([line], 0, 2))
        void_code(code_id=first, actor="t", reason="broken", now=now())
        replace_code(code_id=second, actor="t", reason="broken", today=now().date(), now=now())
    assert counts(tenant) == (7, 7, 7, 7), "a replacement is free"

    send(client, [one(shelf, "B-1", 2), one(shelf, "B-2", 99), one(shelf, "B-3", 3)])
    while run_next_job():
        pass
    assert counts(tenant) == (12, 12, 12, 12), "of a batch what was made"
    send(client, [one(shelf, "C-1", 2), one(shelf, "C-2", 99)], "all_or_nothing", "batch-2")
    while run_next_job():
        pass
    assert counts(tenant) == (12, 12, 12, 12), "of a batch that made nothing, nothing"

    post(client, [(late, 5)], "backorder", "D-1")
    assert counts(tenant) == (12, 12, 12, 12)
    stock(tenant, late, [uuid.uuid4().hex for _ in range(2)])
    fill(tenant)
    assert counts(tenant) == (14, 14, 14, 14)
    with tenant_context(tenant):
        end_backorder(issuance_id=Issuance.objects.get(external_id="D-1").id, actor="t", now=now())
    assert counts(tenant) == (14, 14, 14, 14)
