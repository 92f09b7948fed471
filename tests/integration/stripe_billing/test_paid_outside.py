"""A bill whose money came by bank transfer, at Stripe: said so where it is true, and where it is not, that money came twice."""

import pytest

from billing.errors import BillingRefused, InvoiceStateInvalid
from billing.providers.stripe import StripeEngine
from billing.services.mark_paid import mark_paid

pytestmark = pytest.mark.django_db
REFERENCE = "2026112800123456"


@pytest.fixture
def owing(merchant):
    """Its card was refused; the bill is open."""
    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    return merchant


def note(merchant):
    return mark_paid(invoice_id=merchant.bills[-1].id, reference=REFERENCE, by="staff@p.example", now=merchant.now)


def test_a_card_that_failed_before_has_not_paid_it(owing):
    paid = note(owing)
    assert (paid.status, paid.paid_by, owing.charged()) == ("paid", "bank_transfer", 300_000)
    owing.settle()
    owing.reconcile()
    assert (owing.bills[-1].paid_by, owing.granted.standing) == ("bank_transfer", "active")
    assert note(owing).paid_by == "bank_transfer"  # again is the same


def test_a_card_that_paid_it_before_its_event_came_is_told(owing):
    owing.desk.card_behaves("ok")
    owing.desk.pay_invoice({}, owing.bills[-1].remote_id)
    assert owing.bills[-1].status == "open"  # as we know it
    with pytest.raises(InvoiceStateInvalid) as told:
        note(owing)
    assert told.value.data["reason"] == "paid_twice"
    bill = owing.bills[-1]
    assert (bill.status, bill.paid_by, bill.bank_reference, owing.charged()) == ("paid", "card", REFERENCE, 600_000)
    assert owing.granted.standing == "active"


def test_one_that_another_noted_in_that_moment_is_noted_and_keeps_its_reference(owing, monkeypatch):
    real = StripeEngine.pay_outside

    def overtaken(self, invoice_id, number):
        real(self, invoice_id, f"{number}-of-somebody-else")
        raise BillingRefused(reason="invoice_already_paid")

    monkeypatch.setattr(StripeEngine, "pay_outside", overtaken)
    paid = note(owing)
    assert (paid.status, paid.paid_by, paid.bank_reference) == ("paid", "bank_transfer", REFERENCE)


def test_a_card_that_pays_it_in_that_moment_is_told(owing, monkeypatch):
    owing.desk.card_behaves("ok")

    def overtaken(self, invoice_id, number):
        self.retry_invoice(invoice_id, number)
        raise BillingRefused(reason="invoice_already_paid")

    monkeypatch.setattr(StripeEngine, "pay_outside", overtaken)
    with pytest.raises(InvoiceStateInvalid) as told:
        note(owing)
    assert told.value.data["reason"] == "paid_twice"
    assert (owing.bills[-1].paid_by, owing.charged()) == ("card", 600_000)
