"""What goes from an institution to the merchant's bank is booked from its statements, once, and taken back with them."""

from datetime import UTC, date, datetime

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.reporting.enums import LineKind, StatementState
from tenants.reporting.models import Difference, PayoutBooking, StatementLine
from tenants.reporting.services.undo_statement import undo_statement
from tests.integration.reporting.institutions import Said, write
from tests.integration.reporting.loading import NOW, load, open_channel
from tests.integration.reporting.movements import movements
from tests.integration.reporting.planting import Day

DAY = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 6, tzinfo=UTC)
PAYOUT = {"wechatpay": "提现", "alipay": "提现", "stripe": "payout"}


def file_of(gateway, lines, shop):
    return write(gateway, lines, shop) if gateway == "stripe" else movements(gateway, lines)


@pytest.fixture(params=sorted(PAYOUT))
def day(tenant, request):
    """A day's business with two payouts at its end; ``content`` is the institution's statement."""
    with tenant_context(tenant):
        open_channel(request.param)
        made = Day(request.param, DAY)
        made.fill(12)
        made.store()
        out = [Said("", f"po_{n}", -30_000 - n, AT, category=PAYOUT[request.param]) for n in range(2)]
        made.content = file_of(request.param, [*made.lines, *out], tenant.code)
        yield made


def balances():
    """What lies at institutions, and what the merchant has outside."""
    found = list_balances()
    return [found.get((account, "CNY"), 0) for account in (AccountCode.PROVIDER_BALANCE, AccountCode.OUTSIDE_FUNDS)]


def test_payouts_leave_the_balance_at_the_institution_for_the_bank(day):
    statement = load(day.content)
    assert statement.state == StatementState.MATCHED
    assert balances() == [-day.fees - 60_001, 60_001]
    assert statement.summary["CNY"]["their_payout"] == statement.summary["CNY"]["our_payout"] == [2, 60_001]
    assert not Difference.objects.exists()
    assert set(StatementLine.objects.filter(kind=LineKind.PAYOUT).values_list("done", flat=True)) == {True}


def test_payouts_in_two_statements_are_booked_once_and_survive_the_first(day, tenant):
    first = load(day.content)
    load(day.content + b"\n")
    assert balances()[1] == 60_001
    undo_statement(statement_id=first.id, actor="owner@alpha.example", now=NOW)
    assert balances()[1] == 60_001
    assert PayoutBooking.objects.filter(reversed_at=None).count() == 2


def test_a_statement_that_is_taken_back_takes_its_payouts_back(day):
    statement = load(day.content)
    undo_statement(statement_id=statement.id, actor="owner@alpha.example", now=NOW)
    assert balances() == [0, 0]
    load(day.content)
    assert balances()[1] == 60_001


def test_a_payout_that_the_bank_refused_comes_back(tenant):
    with tenant_context(tenant):
        open_channel("stripe")
        sent = Said("", "po_1", -20_000, AT, category="payout")
        back = sent._replace(amount=20_000, category="payout_reversal")
        statement = load(write("stripe", [sent, back], tenant.code))
        assert (statement.state, balances()) == (StatementState.MATCHED, [0, 0])
        assert PayoutBooking.objects.count() == 2
