"""What was topped up and then taken back at the institution cannot be spent as well."""

import itertools

import pytest

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase
from tenants.payments.enums import BalanceMove, NoticeKind, PaymentMethod
from tenants.payments.errors import BalanceTooLow
from tenants.payments.models import BalanceEntry, BalanceTopUp, GatewayRefund, Payment
from tenants.payments.selectors import get_balance
from tenants.payments.services.move_balance import move_balance
from tenants.payments.services.withdraw_balance import withdraw_balance
from tests.integration.orders.ordering import books, says
from tests.world import now

SAYINGS = {
    "paid": (NoticeKind.PAID, {}),
    "again": (NoticeKind.PAID, {}),
    "refunded": (NoticeKind.REFUNDED, {"amount": 3000, "provider_id": "rf-1"}),
    "disputed": (NoticeKind.DISPUTED, {"amount": 2000, "provider_id": "dp-1"}),
    "lost": (NoticeKind.DISPUTE_LOST, {"amount": 2000, "provider_id": "dp-1"}),
    "won": (NoticeKind.DISPUTE_WON, {"amount": 2000, "provider_id": "dp-1"}),
}
STORIES = [
    story
    for end in ("lost", "won")
    for story in list(itertools.permutations(["paid", "again", "refunded", "disputed", end]))[::5]
]


@pytest.fixture
def inside(tenant):
    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def top_up(inside):
    """A top-up of 100.00 of which nothing was heard yet."""
    wanted = BalanceTopUp.objects.create(buyer_id=new_id(), amount=10_000, currency="CNY", created_at=now())
    facts = {"amount": 10_000, "currency": "CNY", "created_at": now(), "gateway": "sandbox"}
    return Payment.objects.create(top_up=wanted, number="P-TOP-UP", method=PaymentMethod.SANDBOX, **facts)


def tell(payment, name):
    kind, facts = SAYINGS[name]
    return says(payment, kind, **facts)


def has(payment):
    """What the buyer has: as the row says, as its entries say, and as the books say."""
    amount = get_balance(payment.top_up.buyer_id)
    assert sum(BalanceEntry.objects.values_list("amount", flat=True)) == amount == -books().get("BUYER_BALANCES", 0)
    return amount


def spend(payment, amount):
    facts = {"move": BalanceMove.SPENT, "subject_id": new_id(), "currency": "CNY", "now": now()}
    move_balance(buyer_id=payment.top_up.buyer_id, amount=amount, **facts)


@pytest.mark.parametrize("story", STORIES, ids=" ".join)
def test_whatever_is_said_first_the_buyer_has_what_is_left(top_up, story):
    for name in [*story, *story]:
        tell(top_up, name)
        has(top_up)
    left = 5_000 if "lost" in story else 7_000
    assert has(top_up) == left
    assert books() == {"PROVIDER_BALANCE": left, "BUYER_BALANCES": -left}
    assert GatewayRefund.objects.count() == 1
    reasons = set(AbnormalCase.objects.values_list("reason", flat=True))
    assert reasons == {CaseReason.REFUNDED_ELSEWHERE, CaseReason.DISPUTED}


def test_what_is_disputed_can_neither_be_spent_nor_withdrawn(top_up):
    tell(top_up, "paid")
    says(top_up, NoticeKind.DISPUTED, amount=10_000, provider_id="dp-1")
    assert has(top_up) == 0
    with pytest.raises(BalanceTooLow):
        spend(top_up, 1)
    with pytest.raises(BalanceTooLow):
        withdraw_balance(buyer_id=top_up.top_up.buyer_id, now=now())
    says(top_up, NoticeKind.DISPUTE_WON, amount=10_000, provider_id="dp-1")
    assert has(top_up) == 10_000
    assert withdraw_balance(buyer_id=top_up.top_up.buyer_id, now=now()) == 10_000


@pytest.mark.parametrize(
    ("name", "account", "shop_bears"), [("refunded", "REFUNDS", 2_000), ("lost", "CHARGEBACKS", 1_000)]
)
def test_what_was_spent_meanwhile_is_the_shops_loss(top_up, name, account, shop_bears):
    tell(top_up, "paid")
    spend(top_up, 9_000)
    tell(top_up, name)
    assert has(top_up) == 0
    assert books()[account] == shop_bears


@pytest.mark.parametrize("name", ["refunded", "lost"])
def test_a_wrong_amount_leaves_as_it_came_and_touches_no_balance(top_up, name):
    says(top_up, amount=2_000 if name == "lost" else 3_000)
    tell(top_up, name)
    assert books() == {}
    assert not BalanceEntry.objects.exists()
