"""What was delivered by hand is destroyed 180 days after, like a code: not early, not while something is open, and everybody is told."""

import datetime as dt

import pytest

from tenants.inventory.errors import CodesNotKept
from tenants.orders.enums import CaseReason, CaseStatus, LineSecret
from tenants.orders.links import order_path
from tenants.orders.models import AbnormalCase, LineLook, Order
from tenants.orders.selectors import list_to_hand_over
from tenants.orders.services.open_case_by_hand import open_case_by_hand
from tenants.orders.services.reveal_line import reveal_line
from tenants.orders.services.shred_handed_over import shred_handed_over
from tests.integration.orders.cases import STAFF
from tests.integration.orders.test_handing_over import TOLD, by_hand, give, paid  # noqa: F401 - by_hand is a fixture
from tests.world import now, shop

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
ASKED = {"account": "13812345678"}


@pytest.fixture
def given(by_hand):  # noqa: F811 - the fixture
    """A line that was handed over."""
    placed = paid((by_hand.sku, 1, ASKED))
    line = list_to_hand_over().get()
    give(line)
    line.refresh_from_db()
    return Order.objects.get(pk=placed.pk), line


def over(placed):
    return placed.completed_at + 180 * DAY


def look(line):
    return reveal_line(line_id=line.id, what=LineSecret.HANDED_OVER, actor="anna", ip=None, now=now())


def test_it_goes_after_180_days_and_not_a_second_before(given):
    placed, line = given
    assert shred_handed_over(now=over(placed) - SECOND) == 0
    assert look(line) == TOLD
    looks = LineLook.objects.count()
    assert shred_handed_over(now=over(placed)) == 1
    assert shred_handed_over(now=over(placed)) == 0
    line.refresh_from_db()
    assert (bytes(line.handed_over), line.handed_over_by, line.inputs is None) == (b"", STAFF, False)
    with pytest.raises(CodesNotKept) as refused:
        look(line)
    assert refused.value.data["since"] == over(placed).date().isoformat()
    assert LineLook.objects.count() == looks


def test_it_stays_while_a_case_is_open_and_goes_a_day_after_the_look(given):
    placed, _ = given
    open_case_by_hand(order_id=placed.id, reason=CaseReason.CODE_REPORTED, text="x", actor="anna", now=now())
    assert shred_handed_over(now=over(placed)) == 0
    AbnormalCase.objects.update(status=CaseStatus.CLOSED)
    assert shred_handed_over(now=over(placed) + DAY - SECOND) == 0
    assert shred_handed_over(now=over(placed) + DAY) == 1


def test_it_counts_from_when_the_order_was_over(given):
    placed, _ = given
    Order.objects.update(completed_at=placed.completed_at + 30 * DAY)
    assert shred_handed_over(now=over(placed)) == 0
    Order.objects.update(status="abnormal", completed_at=None)
    assert shred_handed_over(now=over(placed) + 60 * DAY) == 0
    Order.objects.update(status="refunded")
    assert shred_handed_over(now=over(placed) + 90 * DAY) == 1


def test_the_buyers_page_says_until_when_and_then_that_it_is_gone(given, tenant):
    placed, _ = given
    client = shop(tenant)
    assert client.get(order_path(placed)).status_code == 302
    page = client.post(f"/orders/{placed.number}/handed-over").content.decode()
    assert TOLD in page
    assert "请自行保存" in page
    shred_handed_over(now=over(placed))
    page = client.post(f"/orders/{placed.number}/handed-over").content.decode()
    assert "销毁" in page
    assert 'id="handed-over"' in page
    assert client.get(f"/orders/{placed.number}").status_code == 200
