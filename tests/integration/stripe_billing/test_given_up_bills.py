"""A bill that Stripe gave up collecting is to be paid all the same; one that was made void is not."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.console.invoice_rows import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owing(merchant):
    """Its card is refused; the bill is open."""
    merchant.pass_days(20)
    merchant.subscribe("starter")
    merchant.settle()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    assert (merchant.row.standing, merchant.bills[-1].status) == ("grace", "open")
    return merchant


def give_up(merchant):
    """As staff do it in Stripe's Dashboard, or Stripe does it after its last try."""
    merchant.desk.forgive_invoice({}, merchant.bills[-1].remote_id)
    merchant.settle()
    assert merchant.bills[-1].status == "uncollectible"


def test_giving_up_forgives_nothing(owing):
    since = owing.row.unpaid_since
    give_up(owing)
    assert (owing.row.unpaid_since, owing.row.standing) == (since, "grace")
    owing.pass_days(7)
    owing.reconcile()
    assert owing.granted.standing == "read_only"
    with tenant_context(owing.tenant):
        shown = row_of(owing.bills[-1], owing.now)
    assert (shown.state, shown.tone) == ("逾期未付", "red")


def test_a_void_bill_is_forgiven(owing):
    owing.desk.void_invoice({}, owing.bills[-1].remote_id)
    owing.settle()
    owing.reconcile()
    assert (owing.row.unpaid_since, owing.granted.standing) == (None, "active")
