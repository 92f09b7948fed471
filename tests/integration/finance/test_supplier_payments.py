"""What a merchant pays a supplier itself: once, no more than is owed unless meant so, and undone by an entry the other way."""

import datetime as dt

import pytest

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.days import shop_day
from tenants.finance.enums import AccountCode
from tenants.finance.errors import SupplierPaymentRefused
from tenants.finance.models import LedgerTransfer, SupplierPayment
from tenants.finance.selectors import get_owed, list_balances
from tenants.finance.services.record_supplier_payment import record_supplier_payment
from tenants.finance.services.undo_supplier_payment import undo_supplier_payment
from tests.world import make_shelf, now, stock


@pytest.fixture
def supplier(tenant):
    """A supplier to whom ¥400.00 is owed, in the shop."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 10)
    with tenant_context(tenant):
        yield shelf.contract.supplier_id


def pay(supplier_id, amount, *, payment_id=None, prepaid=False):
    return record_supplier_payment(
        payment_id=payment_id or new_id(),
        supplier_id=supplier_id,
        amount=amount,
        currency="CNY",
        paid_on=shop_day(now()),
        reference="ICBC-1",
        note="",
        prepaid=prepaid,
        actor="owner@example.com",
        now=now(),
    )


def owed_and_paid(supplier_id):
    balances = list_balances()
    assert sum(balances.values()) == 0
    account = -balances[AccountCode.SUPPLIER_PAYABLE, "CNY"]
    assert get_owed(supplier_id, "CNY", now()) == account
    return account, -balances.get((AccountCode.OUTSIDE_FUNDS, "CNY"), 0)


def test_less_is_owed_when_a_payment_is_recorded(supplier):
    pay(supplier, 15_000)
    assert owed_and_paid(supplier) == (25_000, 15_000)


def test_a_form_that_is_sent_twice_is_one_payment(supplier):
    payment = pay(supplier, 15_000)
    assert pay(supplier, 15_000, payment_id=payment.id) == payment
    assert SupplierPayment.objects.count() == 1
    assert owed_and_paid(supplier) == (25_000, 15_000)
    with pytest.raises(SupplierPaymentRefused):
        pay(supplier, 15_001, payment_id=payment.id)


def test_more_than_is_owed_is_refused_unless_it_is_meant_so(supplier):
    with pytest.raises(SupplierPaymentRefused) as refused:
        pay(supplier, 40_001)
    assert refused.value.data == {"reason": "more_than_owed", "owed": 40_000}
    assert not SupplierPayment.objects.exists()
    pay(supplier, 40_001, prepaid=True)
    assert owed_and_paid(supplier) == (-1, 40_001)


def test_undoing_is_an_entry_the_other_way_and_happens_once(supplier):
    payment = pay(supplier, 15_000)
    rows = LedgerTransfer.objects.count()
    undo_supplier_payment(payment_id=payment.id, reason="wrong supplier", actor="owner@example.com", now=now())
    assert owed_and_paid(supplier) == (40_000, 0)
    assert LedgerTransfer.objects.count() == rows + 1
    with pytest.raises(SupplierPaymentRefused):
        undo_supplier_payment(payment_id=payment.id, reason="again", actor="owner@example.com", now=now())
    with pytest.raises(SupplierPaymentRefused):
        undo_supplier_payment(payment_id=new_id(), reason="unknown", actor="owner@example.com", now=now())
    assert owed_and_paid(supplier) == (40_000, 0)


def test_nothing_of_it_is_in_another_shop(supplier, other_tenant):
    pay(supplier, 15_000)
    with tenant_context(other_tenant):
        assert get_owed(supplier, "CNY", now() + dt.timedelta(days=1)) == 0
        assert not SupplierPayment.objects.exists()
