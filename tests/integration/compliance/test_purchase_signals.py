"""X6, X7 and X8: what shops push of paid orders is judged across shops, as prints, and each shop learns of its own orders alone."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from platform_core.compliance.enums import Level
from platform_core.compliance.models import PurchaseMark
from platform_core.compliance.services.clear_signals import clear_signals
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.open_signal_case import open_signal_case
from tenants.orders.services.push_purchases import push_purchases
from tests.integration.compliance.pushing import codes, findings, paid, push
from tests.integration.compliance.supply import run_jobs
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, now, stock

SECOND, DAY, WEEK = dt.timedelta(seconds=1), dt.timedelta(hours=24), dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def noon(time_machine):
    """At the coming noon in China: sums of a day are told once a day, and hours ago may be yesterday."""
    at = dt.datetime.combine(now().date(), dt.time(4), dt.UTC)
    time_machine.move_to(at if at > now() else at + dt.timedelta(days=1))


@pytest.mark.parametrize(("values", "found"), [((500_000, 499_999), []), ((500_000, 500_000), ["X6.sum"])])
def test_purchases_of_one_contact_in_two_shops_are_summed_up(tenant, other_tenant, values, found):
    push(tenant, paid(value=values[0], ago=dt.timedelta(hours=3)))
    push(other_tenant, paid(value=values[1]))
    assert codes() == found


def test_the_finding_blocks_names_both_shops_for_staff_and_holds_no_contact(tenant, other_tenant):
    push(tenant, paid("ann@example.com", value=600_000, ago=SECOND))
    push(other_tenant, paid("ann@example.com", value=600_000))
    (finding,) = findings("X6")
    assert (finding.level, finding.points, finding.tenant_role) == (Level.BLOCK, 40, "")
    assert sorted(finding.facts["roles"]) == sorted([tenant.role_name, other_tenant.role_name])
    assert "ann" not in str(finding.facts) + finding.subject_ref + finding.key


@pytest.mark.parametrize(("ago", "found"), [(DAY - SECOND, ["X6.sum"]), (DAY + SECOND, [])])
def test_only_24_hours_are_summed_up(tenant, ago, found):
    push(tenant, paid(value=600_000, ago=ago), paid(value=600_000))
    assert codes() == found


def test_what_comes_late_counts_with_what_came_after_it(tenant, other_tenant):
    push(tenant, paid(value=600_000))
    push(other_tenant, paid(value=600_000, ago=dt.timedelta(hours=2)))
    assert codes() == ["X6.sum"]


def test_different_contacts_are_one_buyer_when_one_account_pays(tenant):
    push(
        tenant,
        paid("13800001111", value=600_000, payer="alipay/2088"),
        paid("13800002222", value=600_000, payer="alipay/2088"),
    )
    assert codes() == ["X6.sum"]
    push(tenant, paid("13800003333", value=600_000), paid("13800004444", value=600_000))
    assert codes() == ["X6.sum"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((900_000, 0, 0), []),
        ((900_000, 900_000, 0), ["X6.sum"]),
        ((900_000, 900_000, 999_999), ["X6.near_limit", "X6.sum"]),
        ((900_000, 900_000, 899_999), ["X6.sum"]),
    ],
)
def test_three_orders_just_below_the_limit_stand_out(tenant, values, found):
    for place, value in enumerate(values):
        push(tenant, paid(value=value, ago=dt.timedelta(hours=3 - place)))
    assert codes() == found


@pytest.mark.parametrize(("cards", "found"), [(20, []), (21, ["X7.burst"])])
def test_a_new_buyer_of_many_cards_within_ten_minutes_stands_out(tenant, other_tenant, cards, found):
    push(tenant, paid(cards=10, known=False, ago=dt.timedelta(minutes=9)))
    push(other_tenant, paid(cards=cards - 10, known=False))
    assert codes() == found


def test_who_bought_before_in_any_shop_is_no_new_buyer(tenant, other_tenant):
    push(other_tenant, paid(known=False, ago=dt.timedelta(days=2)))
    push(tenant, paid(cards=50, known=False))
    assert codes() == []


def test_many_payers_of_one_contact_and_one_payer_in_many_shops(tenant):
    push(tenant, *(paid(payer=f"alipay/{number}", ago=number * DAY) for number in range(4)))
    assert codes() == []
    push(tenant, paid(payer="alipay/9", ago=WEEK + SECOND))
    assert codes() == []
    push(tenant, paid(payer="alipay/8"))
    assert codes() == ["X8.many_payers"]
    with platform_context():
        PurchaseMark.objects.all().delete()
        mark = PurchaseMark(
            contact=None, payer=b"p" * 16, value=1, currency="CNY", cards=1, known=True, night=False, at=now() - DAY
        )
        for shop in ("t_1", "t_2", "t_3", "t_4"):
            mark.tenant_role, mark.order_id = shop, uuid.uuid4()
            mark.save(force_insert=True)
    push(tenant, paid(payer="") | {"payer": (b"p" * 16).hex()})
    assert "X8.many_shops" in codes()


def test_pushing_twice_finds_once(tenant):
    rows = [paid(value=600_000), paid(value=600_000)]
    assert [push(tenant, *rows), push(tenant, *rows)] == [2, 0]
    push(tenant, paid(value=600_000))
    assert codes() == ["X6.sum"]


def test_a_shop_pushes_for_itself_alone_and_reads_nothing(tenant, other_tenant):
    push(tenant, paid(tenant_role=other_tenant.role_name), judged=False)
    with platform_context():
        assert [mark.tenant_role for mark in PurchaseMark.objects.all()] == [tenant.role_name]
    for table in ("purchasemark", "pricemark", "lotmark", "shopconduct", "platformrecall", "recallshop", "finding"):
        for statement in (f"SELECT 1 FROM public.compliance_{table}", f"DELETE FROM public.compliance_{table}"):
            with (
                tenant_context(tenant),
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_rows_of_persons_are_gone_after_thirty_days(tenant):
    push(tenant, paid(ago=dt.timedelta(days=30) - SECOND), paid(ago=dt.timedelta(days=30)), paid())
    with platform_context():
        assert clear_signals(now=now()) == 1
        assert PurchaseMark.objects.count() == 2


@pytest.fixture
def bought(tenant):
    """Somebody bought two cards."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 5)
    with tenant_context(tenant):
        placed = order((shelf.sku, 2), contact="ann@example.com")
        says(open_payment(placed))
    return placed


def test_a_paid_order_is_pushed_once_without_its_contact(tenant, bought):
    with tenant_context(tenant):
        assert [push_purchases(now=now()), push_purchases(now=now())] == [1, 0]
    with platform_context(), connection.cursor() as cursor:
        mark = PurchaseMark.objects.get()
        cursor.execute("SELECT m::text FROM public.compliance_purchasemark m")
        kept = cursor.fetchone()[0]
    assert (mark.order_id, mark.value, mark.cards, mark.known) == (bought.id, bought.amount, 2, False)
    assert len(mark.contact) == 16
    assert "ann" not in kept


def test_prints_match_nothing_elsewhere_where_persons_may_not_be_looked_for(tenant, bought, settings):
    from platform_core.compliance.identity_prints import print_of

    settings.KAQUAN_PERSON_SIGNALS = False
    with tenant_context(tenant):
        push_purchases(now=now())
    with platform_context():
        mark = PurchaseMark.objects.get()
    assert bytes(mark.contact) != print_of("contact", "ann@example.com")
    assert mark.payer is None


def test_the_shop_of_the_order_gets_one_case_and_no_word_of_other_shops(tenant, other_tenant, bought):
    push(other_tenant, paid("ann@example.com", value=999_999, ago=SECOND))
    with tenant_context(tenant):
        push_purchases(now=now())
    run_jobs()
    with tenant_context(tenant):
        case = AbnormalCase.objects.get()
        assert (case.reason, case.order_id, case.detail) == (CaseReason.IDENTITY_NEEDED, bought.id, {})
        assert Order.objects.get(pk=bought.id).status == "completed"
        assert open_signal_case(order_id=bought.id, reason=CaseReason.IDENTITY_NEEDED, now=now()) is None
    with tenant_context(other_tenant):
        assert not AbnormalCase.objects.exists()
