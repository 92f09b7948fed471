"""Bills for the platform's staff: the queues, and the numbers of Chinese invoices (发票)."""

from __future__ import annotations

import datetime as dt

import pytest

from billing.errors import InvoiceStateInvalid
from billing.models import Invoice
from billing.services.note_fapiao import note_fapiao
from platform_core.compliance.models import StaffOutcome
from platform_core.tenancy.context import platform_context
from tests.integration.billing.stories import DAY, bill
from tests.integration.site.billing_desk import MOST, address, asked, fresh, page
from tests.integration.site.staffing import as_staff
from tests.world import now

SMALL = 300_000


@pytest.fixture
def asked_for(tenant):
    """A paid bill of alpha's whose Chinese invoice was asked for."""
    with platform_context():
        return bill(
            tenant, now() - DAY, status="paid", amount_paid=SMALL, amount_remaining=0, paid_at=now(), fapiao="asked", fapiao_at=now(),
            titled={"kind": "company", "title": "北京测试科技有限公司", "tax_number": "91110000TEST00000X", "bank": "招商银行"},
        )  # fmt: skip


def test_the_number_of_a_chinese_invoice_is_noted_and_put_right(asked_for):
    client = as_staff("finance")
    assert asked_for.number in page(client, "/staff/billing/bills?tab=fapiao")
    text = page(client, address(asked_for))
    for word in ("北京测试科技有限公司", "91110000TEST00000X", "招商银行"):
        assert word in text
    client.post(f"{address(asked_for)}/fapiao", {"number": "2531 2000 0000 1234 5678"})
    found = fresh(asked_for)
    assert (found.fapiao, found.fapiao_number) == ("issued", "25312000000012345678")
    assert asked_for.number not in page(client, "/staff/billing/bills?tab=fapiao")
    client.post(f"{address(asked_for)}/fapiao", {"number": "25312000000012345679"})
    assert fresh(asked_for).fapiao_number == "25312000000012345679"
    with platform_context():
        assert StaffOutcome.objects.latest("at").detail["fapiao_before"] == "25312000000012345678"


@pytest.mark.parametrize("number", ["", "123", "2531200000001234567X", "253120000000123456789"])
def test_what_is_no_number_of_a_chinese_invoice_is_refused(asked_for, number):
    answer = as_staff("finance").post(f"{address(asked_for)}/fapiao", {"number": number}, follow=True)
    assert "发票号码须为 20 位数字" in answer.content.decode()
    assert fresh(asked_for).fapiao == "asked"


@pytest.mark.parametrize("change", [{"fapiao": "none"}, {"status": "open"}])
def test_nothing_is_noted_where_nobody_asked_or_nobody_paid(asked_for, change):
    with platform_context():
        Invoice.objects.update(**change)
    with pytest.raises(InvoiceStateInvalid):
        note_fapiao(invoice_id=asked_for.id, number="25312000000012345678", by="x", now=now())
    assert fresh(asked_for).fapiao_number == ""


def test_bills_are_found_by_queue_and_number(tenant, asked_for):
    with platform_context():
        late = bill(tenant, now() - 20 * DAY)
        card = bill(tenant, now() - 2 * DAY, collection="automatic", due_at=None, attempts=2)
        soon = bill(tenant, now() - dt.timedelta(hours=1))
    client, every = as_staff("auditor"), {"late": late, "card": card, "soon": soon, "fapiao": asked_for}
    for query, shown in (
        ("", {"late", "soon"}), ("tab=fapiao", {"fapiao"}), ("tab=overdue", {"late", "card"}), ("tab=all", set(every)),
        (f"tab=all&q={late.number.lower()}", {"late"}), ("tab=all&q=none", set()),
    ):  # fmt: skip
        text = page(client, f"/staff/billing/bills?{query}")
        assert {name for name, each in every.items() if str(each.id) in text} == shown, query
    assert client.get("/staff/billing/bills?tab=x").status_code == 404
    for path in (address(late), "/staff/billing/bills?tab=all"):
        assert len(asked(client, path)) <= MOST
