"""Each planted difference is found, and no other: at full size with ``--long``."""

import time
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db.models import Sum

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.reporting.enums import DifferenceState, LineOutcome, StatementState
from tenants.reporting.models import Difference, FeeBooking, Statement, StatementLine
from tests.integration.reporting.institutions import write
from tests.integration.reporting.loading import load, open_channel
from tests.integration.reporting.planting import Day, Planted, lay_traps, plant

DAY = date(2026, 11, 25)


@pytest.fixture
def size(request):
    """Lines of a statement."""
    return 10_000 if request.config.getoption("--long") else 1_000


TABLES = [
    "reporting_statementline",
    "reporting_difference",
    "reporting_feebooking",
    "payments_payment",
    "payments_gatewayrefund",
]


def take_for_empty(tenant):
    """The planner takes the tables for empty, as after lines were taken back and the tables analysed: then any index is as good to
    it as the right one, and what is not a look-up by the way it is written takes minutes at full size.
    """
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute(
            "UPDATE pg_class SET reltuples = 0, relpages = 50 WHERE relnamespace = %s::regnamespace AND relname = ANY(%s)",
            [tenant.schema_name, TABLES],
        )


def found():
    """Differences that wait for somebody."""
    rows = Difference.objects.filter(state=DifferenceState.OPEN)
    return sorted(Planted(*row) for row in rows.values_list("kind", "fact", "number"))


@pytest.mark.parametrize("gateway", ["wechatpay", "alipay", "stripe"])
def test_every_planted_difference_is_found_and_no_other(tenant, gateway, size):
    with tenant_context(tenant):
        open_channel(gateway)
        day = Day(gateway, DAY)
        plant(day)
        lay_traps(day)
        day.fill(size)
        day.store()
        take_for_empty(tenant)
        statement = load(write(gateway, day.lines, tenant.code))
        assert found() == sorted(day.planted)
        assert len(found()) == 40
        waiting = Difference.objects.filter(state=DifferenceState.EXPECTED)
        assert set(waiting.values_list("number", flat=True)) == day.expected
        assert statement.state == StatementState.DIFFERENT
        assert (statement.lines_taken, statement.rejected) == (len(day.lines), 0)
        assert FeeBooking.objects.aggregate(sum=Sum("amount"))["sum"] == day.fees
        assert list_balances()[AccountCode.PROVIDER_FEES, "CNY"] == day.fees
        check_sums(statement)


@pytest.mark.parametrize("gateway", ["wechatpay", "alipay", "stripe"])
def test_they_are_found_beside_the_lines_of_earlier_days(tenant, gateway, size):
    """At full size with 200,000 lines before; what agreed once stays as it is."""
    days, lines = (20, size) if size == 10_000 else (2, 100)
    with tenant_context(tenant):
        open_channel(gateway)
        for before in range(days, 0, -1):
            earlier = Day(gateway, DAY - timedelta(days=before), tag=f"h{before}x")
            earlier.fill(lines)
            earlier.store()
            load(write(gateway, earlier.lines, tenant.code))
        day = Day(gateway, DAY)
        plant(day)
        day.fill(size)
        day.store()
        started = time.perf_counter()
        statement = load(write(gateway, day.lines, tenant.code))
        print(f"{gateway}: {time.perf_counter() - started:.1f} s")  # shown by -s
        assert found() == sorted(day.planted)
        assert Statement.objects.exclude(pk=statement.pk).exclude(state=StatementState.MATCHED).count() == 0
        assert not StatementLine.objects.exclude(statement=statement).filter(done=False).exists()


def check_sums(statement):
    """What sums of the two sides differ by is what the differences differ by."""
    sides = statement.summary["CNY"]
    gap = sum(
        sides.get(f"their_{fact}", [0, 0])[1] - sides.get(f"our_{fact}", [0, 0])[1] for fact in ("payment", "refund")
    )
    told = 0
    for row in Difference.objects.filter(statement=statement, state=DifferenceState.OPEN):
        counted = row.kind in {"amount_differs", "missing_there"}
        if "USD" not in {row.their_currency, row.our_currency} or row.kind != "currency_differs":
            told += (row.their_amount or 0) - ((row.our_amount or 0) if counted else 0)
        elif row.their_currency == "CNY":
            told += row.their_amount
    assert gap == told


def test_a_statement_that_agrees_is_matched_and_nothing_is_reported(tenant):
    with tenant_context(tenant):
        open_channel("wechatpay")
        day = Day("wechatpay", DAY)
        day.fill(60)
        day.store()
        statement = load(write("wechatpay", day.lines))
        assert statement.state == StatementState.MATCHED
        assert not Difference.objects.exists()
        assert set(StatementLine.objects.values_list("outcome", "done")) == {(LineOutcome.MATCHED, True)}
        assert Statement.objects.get().starts_at == datetime(2026, 11, 24, 16, tzinfo=UTC)
