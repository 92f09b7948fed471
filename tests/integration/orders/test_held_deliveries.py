"""X7: a large order of a new buyer is paid, keeps its codes, and is delivered by itself a while later; unless the merchant acts before."""

import datetime as dt

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.catalog.services.update_shop_front import update_shop_front
from tenants.inventory.enums import Shelf
from tenants.inventory.models import Lot, Reservation
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.release_expired_reservations import release_expired_reservations
from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.deliver_held import deliver_held
from tenants.orders.services.refund_order import WantedBack, refund_order
from tenants.payments.enums import NoticeOutcome
from tests.api.v1.testing import run_jobs
from tests.integration.orders.cases import case_of, deliver, fresh, left, refund, refused
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import make_shelf, stock

WAIT = 60
DAYTIME = "2026-11-20T04:00:00+00:00"  # noon in Shanghai
NIGHT = "2026-11-20T17:30:00+00:00"  # half past one


@pytest.fixture
def careful(tenant, time_machine):
    """A shop that wants the delay, with 60 codes of 45.00."""
    time_machine.move_to(dt.datetime.fromisoformat(DAYTIME), tick=False)
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 60)
    with tenant_context(tenant):
        update_shop_front(changes={"safety_minutes": WAIT}, now=now())
    return shelf


def buy(shelf, quantity, **fields):
    placed = order((shelf.sku, quantity), **fields)
    says(open_payment(placed))
    return fresh(placed)


def held(placed):
    return (
        placed.status == OrderStatus.ABNORMAL
        and AbnormalCase.objects.filter(order=placed, reason=CaseReason.SAFETY_DELAY, status=CaseStatus.OPEN).exists()
    )


def wait(time_machine, minutes=WAIT):
    time_machine.move_to(now() + dt.timedelta(minutes=minutes, seconds=1), tick=False)


@pytest.mark.parametrize(("quantity", "waits"), [(20, False), (21, True)])
def test_more_than_twenty_cards_of_a_new_buyer_wait(tenant, careful, quantity, waits):
    with tenant_context(tenant):
        placed = buy(careful, quantity)
        assert held(placed) is waits
        assert (placed.status == OrderStatus.COMPLETED) is not waits
        assert books().get("PROVIDER_BALANCE") == placed.amount


@pytest.mark.parametrize(("price", "waits"), [(250_000, False), (250_001, True)])
def test_more_than_five_thousand_yuan_of_a_new_buyer_waits(tenant, careful, price, waits):
    dear = make_shelf(tenant, price=price, face_value=250_000)
    stock(tenant, dear, 2)
    with tenant_context(tenant):
        assert held(buy(dear, 2)) is waits


def test_a_first_order_of_two_thousand_yuan_waits_at_night_alone(tenant, careful, time_machine):
    dear = make_shelf(tenant, price=200_000, face_value=200_000)
    stock(tenant, dear, 2)
    with tenant_context(tenant):
        assert not held(buy(dear, 1))
        time_machine.move_to(dt.datetime.fromisoformat(NIGHT), tick=False)
        assert held(buy(dear, 1))


def test_orders_within_ten_minutes_add_up_and_a_known_buyer_waits_for_none(tenant, careful, time_machine):
    with tenant_context(tenant):
        assert not held(buy(careful, 15, contact="ann@example.com"))
        assert held(buy(careful, 6, contact="ann@example.com"))
        assert not held(buy(careful, 6, contact="bob@example.com"))
        wait(time_machine, 10)
        assert not held(buy(careful, 21, contact="bob@example.com"))


def test_no_order_waits_where_the_shop_does_not_want_it(tenant, careful):
    with tenant_context(tenant):
        update_shop_front(changes={"safety_minutes": 0}, now=now())
        assert buy(careful, 21).status == OrderStatus.COMPLETED


def test_it_is_delivered_by_itself_with_the_codes_that_were_kept(tenant, careful, time_machine):
    with tenant_context(tenant):
        placed = buy(careful, 21)
        assert left(careful) == 39
        run_jobs()
        assert held(fresh(placed))
    wait(time_machine)
    with tenant_context(tenant):
        assert release_expired_reservations(now=now()) == 0
    run_jobs()
    with tenant_context(tenant):
        done = fresh(placed)
        assert done.status == OrderStatus.COMPLETED
        assert len(list_codes_of(done)) == 21
        assert left(careful) == 39
        assert set(Reservation.objects.values_list("state", flat=True)) == {"converted"}
        case = case_of(placed, CaseReason.SAFETY_DELAY)
        assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.DELIVERED)
        assert not deliver_held(case_id=case.id, now=now())


def test_the_queue_for_stock_does_not_get_what_is_kept(tenant, careful, time_machine):
    from tests.world import issue

    with tenant_context(tenant):
        placed = buy(careful, 21)
        issue(careful.sku, left(careful))
        waiting = make_waiting(careful)
    wait(time_machine)
    run_jobs()
    with tenant_context(tenant):
        assert fresh(placed).status == OrderStatus.COMPLETED
        assert fresh(waiting).status != OrderStatus.COMPLETED


def make_waiting(shelf):
    """Somebody else waits for a restock of it."""
    from tests.integration.orders.cases import sold_out

    placed, case = sold_out(shelf)
    deliver(case, wait=True)
    return placed


def test_the_merchant_delivers_sooner_and_the_job_finds_nothing_to_do(tenant, careful, time_machine):
    with tenant_context(tenant):
        placed = buy(careful, 21)
        assert deliver(case_of(placed, CaseReason.SAFETY_DELAY))
        assert fresh(placed).status == OrderStatus.COMPLETED
    wait(time_machine)
    run_jobs()
    with tenant_context(tenant):
        assert len(list_codes_of(fresh(placed))) == 21
        assert left(careful) == 39


def test_a_refund_while_it_waits_gives_all_of_it_back_and_nothing_is_delivered(tenant, careful, time_machine, refunds):
    with tenant_context(tenant):
        placed = buy(careful, 21)
        case = case_of(placed, CaseReason.SAFETY_DELAY)
        with refused("whole_only"):
            refund(case, amount=100)
        with refused("in_case"):
            refund_order(order_id=placed.id, wanted=WantedBack(placed.id, None, None, "no"), actor="ann", now=now())
        refund(case)
        assert left(careful) == 60
    wait(time_machine)
    run_jobs()
    with tenant_context(tenant):
        back = fresh(placed)
        assert (back.status, back.refunded, back.issuance_id) == (OrderStatus.REFUNDED, placed.amount, None)
        assert fresh(case).status == CaseStatus.CLOSED
        money = {"SALES": -placed.amount, "REFUNDS": placed.amount}
        assert books() == {**money, "CODE_STOCK": 60 * 4_000, "SUPPLIER_PAYABLE": -60 * 4_000}


def test_a_repeated_notice_changes_nothing(tenant, careful):
    with tenant_context(tenant):
        placed = order((careful.sku, 21))
        payment = open_payment(placed)
        assert [says(payment), says(payment)] == [NoticeOutcome.SETTLED, NoticeOutcome.REPEATED]
        assert AbnormalCase.objects.count() == 1
        assert left(careful) == 39


def test_it_is_a_case_without_stock_when_its_batch_left_the_shelf(tenant, careful, time_machine):
    with tenant_context(tenant):
        placed = buy(careful, 21)
        hold_lot(lot_id=Lot.objects.get().id, shelf=Shelf.RECALLED, release=True, now=now())
    wait(time_machine)
    run_jobs()
    with tenant_context(tenant):
        case = case_of(placed)
        assert (case.reason, case.status) == (CaseReason.PAID_WITHOUT_STOCK, CaseStatus.OPEN)
    stock(tenant, careful, [f"fresh-{number}" for number in range(21)])
    with tenant_context(tenant):
        assert deliver(case)


def test_it_goes_on_after_the_worker_was_killed_between(tenant, careful, time_machine, monkeypatch):
    from tenants.orders.services import deliver_case as working

    with tenant_context(tenant):
        placed = buy(careful, 21)
        case = case_of(placed, CaseReason.SAFETY_DELAY)

        def dies(**given):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(working, "complete_order", dies)
            with pytest.raises(KeyboardInterrupt):
                deliver_held(case_id=case.id, now=now())
        assert held(fresh(placed))
        assert left(careful) == 39
        assert deliver_held(case_id=case.id, now=now())
        assert len(list_codes_of(Order.objects.get(pk=placed.pk))) == 21
