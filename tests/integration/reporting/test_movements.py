"""Statements of movements and of payouts: matched, beside those of trades, with every fee in the books once."""

from datetime import date

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.reporting.enums import DifferenceState, LineOutcome, StatementState
from tenants.reporting.models import Difference, StatementLine
from tests.integration.reporting.institutions import write
from tests.integration.reporting.loading import fees, load, open_channel
from tests.integration.reporting.movements import movements, payouts
from tests.integration.reporting.planting import Day

DAY = date(2026, 11, 25)


@pytest.fixture(params=["wechatpay", "alipay"])
def day(tenant, request):
    """Business of a day, in the shop."""
    with tenant_context(tenant):
        open_channel(request.param)
        made = Day(request.param, DAY)
        made.fill(40)
        yield made


def gaps():
    """Differences that wait for somebody."""
    return sorted(Difference.objects.filter(state=DifferenceState.OPEN).values_list("kind", "fact", "payment_id"))


def test_movements_that_agree_are_matched_and_their_fees_are_booked(day):
    day.store()
    assert any(said.refund for said in day.lines)
    statement = load(movements(day.gateway, day.lines))
    assert (statement.state, gaps(), fees()) == (StatementState.MATCHED, [], day.fees)
    assert set(StatementLine.objects.values_list("outcome", "done")) == {(LineOutcome.MATCHED, True)}


@pytest.mark.parametrize("trades_first", [True, False])
def test_trades_and_movements_of_one_day_count_once(day, trades_first):
    day.store()
    files = [write(day.gateway, day.lines), movements(day.gateway, day.lines)]
    for content in files if trades_first else files[::-1]:
        load(content)
    assert (gaps(), fees()) == ([], day.fees)
    assert not StatementLine.objects.filter(done=False).exists()


def test_what_movements_lack_and_what_they_say_otherwise_is_found(day):
    gone, other = day.pay(), day.pay(amount=5_000)
    day.line_of(other, amount=4_900)
    unknown = day.line_of(day.pay(number="not here", gateway="sandbox"))
    day.store()
    statement = load(movements(day.gateway, day.lines))
    assert gaps() == sorted(
        [
            ("missing_there", "payment", gone.id),
            ("amount_differs", "payment", other.id),
            ("missing_here", "payment", None),
        ],
        key=lambda row: (row[0], row[1]),
    )
    assert Difference.objects.get(kind="missing_here").their_amount == unknown.amount
    sides = statement.summary["CNY"]
    assert sides["their_payment"][1] - sides["our_payment"][1] == unknown.amount - gone.amount - 100


def test_a_payout_is_matched_and_nothing_is_missed_from_it(tenant):
    with tenant_context(tenant):
        open_channel("stripe")
        day = Day("stripe", DAY)
        day.fill(30)
        day.pay()
        day.store()
        statement = load(payouts(day.lines, tenant.code))
        assert (statement.state, statement.covers_payments, gaps()) == (StatementState.MATCHED, False, [])
        assert fees() == day.fees
        load(write("stripe", day.lines, tenant.code))
        assert [kind for kind, _, _ in gaps()] == ["missing_there"]
        assert fees() == day.fees
