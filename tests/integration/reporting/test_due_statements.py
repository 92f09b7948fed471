"""Statements that are fetched without anybody asking: each day with trades once, when the institution has it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.payments.models import GatewayAccount, Payment
from tenants.reporting.enums import StatementFormat, StatementState
from tenants.reporting.models import Statement
from tenants.reporting.services.fetch_due_statements import ATTEMPTS, fetch_due_statements
from tests.integration.reporting.loading import known_here, open_channel

# The 25th in China is over at 16:00 UTC, and WeChat Pay has its bill at 10:30 of the 26th there.
PAID = datetime(2026, 11, 25, 4, tzinfo=UTC)
EARLY, READY = datetime(2026, 11, 26, 2, 20, tzinfo=UTC), datetime(2026, 11, 26, 2, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def inside(tenant):
    """In a shop that has had an account at WeChat Pay for a month, and one payment on the 25th."""
    with tenant_context(tenant):
        open_channel("wechatpay")
        GatewayAccount.objects.update(created_at=PAID - timedelta(days=30))
        pay("W1", PAID)
        yield tenant


def pay(number, moment):
    known_here("wechatpay", number, f"t{number}")
    Payment.objects.filter(number=number).update(paid_at=moment)


def fetched():
    """Days that are being fetched, or were."""
    return list(Statement.objects.order_by("first_day", "created_at").values_list("first_day", "state"))


def test_a_day_is_fetched_once_as_soon_as_the_institution_has_it():
    assert fetch_due_statements(now=EARLY) == 0
    assert fetch_due_statements(now=READY) == 1
    assert fetch_due_statements(now=READY + timedelta(minutes=10)) == 0
    (statement,) = Statement.objects.all()
    assert (statement.format, statement.first_day, statement.last_day) == (
        StatementFormat.FETCHED, date(2026, 11, 25), date(2026, 11, 25),
    )  # fmt: skip
    with platform_context():
        assert Job.objects.filter(name=JobName.LOAD_STATEMENT, key=f"statement:{statement.id}").count() == 1


def test_days_without_trades_and_days_before_the_account_are_left_alone():
    pay("W2", PAID - timedelta(days=3))
    GatewayAccount.objects.update(created_at=PAID - timedelta(days=2))
    assert fetch_due_statements(now=READY) == 1
    assert [day for day, _ in fetched()] == [date(2026, 11, 25)]


def test_days_that_could_not_be_fetched_for_a_while_are_made_up_for():
    pay("W2", PAID - timedelta(days=3))
    pay("W3", PAID - timedelta(days=20))
    assert fetch_due_statements(now=READY) == 2
    assert [day for day, _ in fetched()] == [date(2026, 11, 22), date(2026, 11, 25)]


@pytest.mark.parametrize("state", [StatementState.UNDONE, StatementState.CANCELED, StatementState.MATCHED])
def test_what_somebody_loaded_stopped_or_took_back_is_left_to_them(state):
    fetch_due_statements(now=READY)
    Statement.objects.update(state=state)
    assert fetch_due_statements(now=READY + timedelta(days=1)) == 0


def test_a_refused_day_is_asked_for_again_later_and_not_for_ever():
    moment = READY
    for _ in range(ATTEMPTS):
        assert fetch_due_statements(now=moment) == 1
        Statement.objects.filter(state=StatementState.QUEUED).update(state=StatementState.REJECTED)
        assert fetch_due_statements(now=moment + timedelta(hours=5)) == 0
        moment += timedelta(hours=7)
    assert fetch_due_statements(now=moment) == 0
    assert fetched() == [(date(2026, 11, 25), StatementState.REJECTED)] * ATTEMPTS
