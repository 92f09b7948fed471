"""A restock that came in part: the buyer keeps that, and gets back the price of the rest; or gives all of it back."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.inventory.selectors import list_skus_waited_for
from tenants.issuance.enums import CodeStatus, IssuanceStatus
from tenants.issuance.models import Issuance
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.orders.enums import CaseOutcome, CaseStatus, OrderStatus
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.complete_restocked import complete_restocked
from tenants.orders.services.retry_refund import retry_refund
from tenants.payments.enums import RefundState
from tenants.payments.errors import RefundExceedsPayment
from tests.integration.console.test_back_office import staff
from tests.integration.orders.cases import STAFF, deliver, fresh, left, refund, refused, settle, sold_out
from tests.integration.orders.ordering import books
from tests.world import now, stock


@pytest.fixture
def waiting(inside, tenant, empty, refunds):
    """An order of three codes at 45.00, paid, of which one came."""
    placed, case = sold_out(empty, 3)
    deliver(case, wait=True)
    restock(tenant, empty, 1)
    return fresh(placed), fresh(case)


def restock(tenant, shelf, count):
    stock(tenant, shelf, [f"NEW-{left(shelf)}-{n}-{now().timestamp()}" for n in range(count)])
    fill_backorders(now=now())
    complete_restocked(now=now())


def test_the_rest_goes_back_and_what_came_is_kept(waiting, tenant, empty, refunds):
    placed, case = waiting
    refund(case, 9000)
    assert Issuance.objects.get().status == IssuanceStatus.PARTIALLY_COMPLETED
    assert books()["REFUNDS_PAYABLE"] == -9000
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.PARTIALLY_REFUNDED, 9000)
    assert (fresh(case).status, fresh(case).outcome) == (CaseStatus.CLOSED, CaseOutcome.REFUNDED)
    assert [code.path_status for code in list_codes_of(fresh(placed))] == [CodeStatus.ISSUED]
    assert [facts[2] for facts in refunds.values()] == [9000]
    assert books()["PROVIDER_BALANCE"] == 4500
    restock(tenant, empty, 3)
    assert left(empty) == 3, "nobody waits any more"
    assert not list_skus_waited_for()


def test_all_of_it_goes_back_with_what_came(waiting):
    placed, case = waiting
    refund(case)
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.REFUNDED, 13_500)
    assert [code.path_status for code in list_codes_of(fresh(placed))] == [CodeStatus.VOIDED]
    assert fresh(case).outcome == CaseOutcome.REFUNDED
    assert "PROVIDER_BALANCE" not in books()
    assert books()["REFUNDS"] == 13_500


@pytest.mark.parametrize("amount", [1, 4500, 8999, 9001, 13_500])
def test_no_other_amount_leaves_something_undecided(waiting, amount):
    placed, case = waiting
    before = books()
    with refused("rest_only"):
        refund(case, amount)
    assert fresh(case).status == CaseStatus.WAITING
    assert Issuance.objects.get().status == IssuanceStatus.PROCESSING
    assert books() == before
    assert fresh(placed).status == OrderStatus.PROCESSING


def test_what_came_after_the_page_was_read_is_not_given_away(waiting, tenant, empty):
    placed, case = waiting
    restock(tenant, empty, 1)
    with refused("rest_only"):
        refund(case, 9000)
    refund(case, 4500)
    settle()
    assert len(list_codes_of(fresh(placed))) == 2
    assert books()["PROVIDER_BALANCE"] == 9000


def test_what_went_back_before_is_not_sent_again(inside, tenant, empty, refunds):
    placed, case = sold_out(empty, 2)
    refund(case, 6000)
    settle()
    deliver(case, wait=True)
    restock(tenant, empty, 1)
    with pytest.raises(RefundExceedsPayment):
        refund(case, 4500)
    refund(case, 3000)
    settle()
    assert fresh(placed).refunded == 9000
    assert "PROVIDER_BALANCE" not in books()


def test_a_refund_of_the_rest_that_failed_is_sent_again(waiting, refunds):
    placed, case = waiting
    refunds.answer = RefundState.FAILED
    refund(case, 9000)
    settle()
    assert fresh(case).status == CaseStatus.OPEN
    refunds.answer = RefundState.SUCCEEDED
    retry_refund(case_id=case.id, actor=STAFF, now=now())
    settle()
    assert (fresh(case).outcome, fresh(placed).status) == (CaseOutcome.REFUNDED, OrderStatus.PARTIALLY_REFUNDED)
    assert books()["PROVIDER_BALANCE"] == 4500


def test_the_page_offers_the_rest_and_sends_what_it_showed(tenant, waiting):
    _, case = waiting
    client, path = staff(tenant, "finance"), f"/console/cases/{case.id}"
    page = client.get(path).content.decode()
    assert "未到货部分 ¥90.00" in page
    client.post(f"{path}/refund", {"sure": "1", "how": "rest", "rest": "9000", "reason": "缺货"})
    with tenant_context(tenant):
        assert fresh(case).status == CaseStatus.REFUNDING
    assert "未到货部分" not in client.get(path).content.decode()
