"""Loading statements: whose they are, what is wrong with them, twice, overlapping, killed, undone."""

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F, Sum

from platform_core.tenancy.context import tenant_context
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment
from tenants.reporting.enums import DifferenceState, LineOutcome, StatementState
from tenants.reporting.errors import DifferenceNotOpen, StatementInUse, StatementRefused, StatementRepeated
from tenants.reporting.models import Difference, FeeBooking, Statement, StatementLine
from tenants.reporting.services import load_statement as job
from tenants.reporting.services.load_statement import load_statement
from tenants.reporting.services.match_channel import match_channel
from tenants.reporting.services.reopen_difference import reopen_difference
from tenants.reporting.services.resolve_differences import resolve_differences
from tenants.reporting.services.undo_statement import undo_statement
from tests.integration.reporting.institutions import Said, write
from tests.integration.reporting.loading import NOW, begin, fees, load, open_channel
from tests.integration.reporting.planting import Day

DAY = date(2026, 11, 25)


@pytest.fixture
def inside(tenant):
    """In the shop, which has an account at WeChat Pay."""
    with tenant_context(tenant):
        open_channel("wechatpay")
        yield tenant


@pytest.fixture
def day():
    """A few payments and refunds, not stored yet."""
    made = Day("wechatpay", DAY)
    made.fill(20)
    return made


def test_the_same_file_is_loaded_once(inside, day):
    day.store()
    content = write("wechatpay", day.lines)
    first = load(content)
    with pytest.raises(StatementRepeated) as told:
        begin(content)
    assert told.value.data["statement_id"] == str(first.id)
    assert (Statement.objects.count(), fees()) == (1, day.fees)


def test_lines_of_overlapping_files_count_once(inside, day):
    day.store()
    load(write("wechatpay", day.lines[:15]))
    second = load(write("wechatpay", day.lines))
    assert StatementLine.objects.filter(statement=second, outcome=LineOutcome.REPEATED).count() == 15
    assert (fees(), FeeBooking.objects.count()) == (day.fees, FeeBooking.objects.values("key").distinct().count())
    assert not Difference.objects.filter(state=DifferenceState.OPEN).exists()


def test_what_was_missing_is_cleared_by_a_later_statement(inside, day):
    day.store()
    load(write("wechatpay", day.lines[:15]))
    assert Difference.objects.filter(state=DifferenceState.OPEN, kind="missing_there").count() == 5
    load(write("wechatpay", day.lines))
    assert set(Difference.objects.values_list("state", flat=True)) == {DifferenceState.CLEARED}
    assert set(Statement.objects.values_list("open_count", flat=True)) == {0}


def test_of_files_read_side_by_side_the_one_compared_first_counts(inside, day):
    """Lines get their numbers while they are read, so that those of the file that is compared later may have the smaller ones."""
    day.store()
    load(write("wechatpay", day.lines[:12]))
    StatementLine.objects.update(id=F("id") + 1_000_000)
    later = load(write("wechatpay", day.lines))
    assert later.lines.filter(outcome=LineOutcome.REPEATED).count() == 12
    assert not Difference.objects.filter(state=DifferenceState.OPEN).exists()
    assert fees() == day.fees


def test_matching_again_changes_nothing(inside, day):
    day.pay()
    day.store()
    statement = load(write("wechatpay", day.lines))
    before = list(Difference.objects.values()), fees(), Statement.objects.values().get()
    match_channel(gateway="wechatpay", since=statement.starts_at, until=statement.ends_at, now=NOW)
    assert (list(Difference.objects.values()), fees(), Statement.objects.values().get()) == before


@pytest.mark.parametrize(
    ("content", "gateway", "reason"),
    [
        (b"", "", "file_empty"),
        (b"a,b,c\n1,2,3\n", "", "format_unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "", "file_binary"),
        (gzip.compress(b"x" * 1000)[:20], "", "file_corrupt"),
        (b"PK\x03\x04nothing", "", "file_corrupt"),
    ],
    ids=["empty", "other table", "picture", "broken gzip", "broken zip"],
)
def test_what_is_no_statement_is_refused(inside, content, gateway, reason):
    with pytest.raises(StatementRefused) as refused:
        begin(content, gateway=gateway)
    assert refused.value.data["reason"] == reason
    assert not Statement.objects.exists()


def test_another_channels_or_merchants_file_is_refused(inside, day):
    for content, gateway, reason in (
        (write("wechatpay", day.lines), "alipay", "other_channel"),
        (write("wechatpay", day.lines, merchant="1900000999"), "", "other_merchant"),
        (write("alipay", day.lines), "", "no_account"),
    ):
        with pytest.raises(StatementRefused) as refused:
            begin(content, gateway=gateway)
        assert refused.value.data["reason"] == reason


def test_a_day_that_is_not_over_is_refused(inside, day):
    with pytest.raises(StatementRefused, match="day_not_over"):
        begin(write("wechatpay", day.lines), now=datetime(2026, 11, 25, 8, tzinfo=UTC))


def test_broken_lines_are_named_and_the_good_ones_are_loaded(inside, day):
    day.store()
    lines = write("wechatpay", day.lines).decode().split("\r\n")
    lines[3] = lines[3].replace(",`CNY,`", ",`??,`")
    lines.insert(5, "`2026-11-25 10:00:00,`half a line")
    statement = load("\r\n".join(lines).encode())
    assert (statement.rejected, statement.lines_taken) == (2, 19)
    assert statement.errors == [[4, "currency_unreadable"], [6, "columns_mismatch"]]


def test_packed_and_gbk_files_are_read(inside, tenant, day):
    day.store()
    assert load(write("wechatpay", day.lines, packed=True)).lines_taken == 20
    open_channel("alipay")
    other = Day("alipay", DAY)
    other.fill(20)
    other.store()
    for packed in (True, False):
        assert load(write("alipay", other.lines, packed=packed)).lines_taken == 20


def test_a_payment_at_midnight_waits_for_the_next_statement(inside):
    first, second = Day("wechatpay", DAY), Day("wechatpay", DAY + timedelta(days=1), tag="b")
    first.fill(5)
    second.fill(5)
    late = first.pay(at=first.start + timedelta(hours=23, minutes=59))
    second.line_of(late, at=second.start + timedelta(seconds=3))
    never = first.pay(at=first.start + timedelta(hours=23, minutes=58))
    first.store()
    second.store()
    load(write("wechatpay", first.lines))
    assert set(Difference.objects.values_list("number", "state")) == {
        (late.number, "expected"),
        (never.number, "expected"),
    }
    load(write("wechatpay", second.lines))
    assert set(Difference.objects.values_list("number", "state")) == {(late.number, "cleared"), (never.number, "open")}


def test_a_refund_in_a_later_days_bill_is_found_there(inside):
    first, second = Day("wechatpay", DAY), Day("wechatpay", DAY + timedelta(days=1), tag="b")
    payment = first.pay()
    first.line_of(payment)
    refund = first.give_back(payment, at=first.start + timedelta(hours=23, minutes=50))
    refund.done_at = second.start + timedelta(hours=2)
    second.line_back(refund, at=second.start + timedelta(hours=1))
    first.store()
    load(write("wechatpay", first.lines))
    assert not Difference.objects.exists()
    load(write("wechatpay", second.lines))
    assert not Difference.objects.exists()


def test_undoing_takes_lines_and_fees_back(inside, day):
    day.pay()
    day.store()
    content = write("wechatpay", day.lines)
    statement = load(content)
    gone = undo_statement(statement_id=statement.id, actor="finance", now=NOW)
    assert (gone.state, fees(), StatementLine.objects.count(), Difference.objects.count()) == ("undone", 0, 0, 0)
    assert FeeBooking.objects.filter(reversed_at=None).count() == 0
    assert load(content).state == StatementState.DIFFERENT
    assert fees() == day.fees


def test_undoing_one_of_two_overlapping_keeps_what_the_other_says(inside, day):
    day.store()
    first = load(write("wechatpay", day.lines[:15]))
    load(write("wechatpay", day.lines))
    undo_statement(statement_id=first.id, actor="finance", now=NOW)
    assert set(StatementLine.objects.values_list("outcome", flat=True)) == {LineOutcome.MATCHED}
    assert (fees(), FeeBooking.objects.filter(reversed_at=None).aggregate(sum=Sum("amount"))["sum"]) == (
        day.fees,
        day.fees,
    )
    assert not Difference.objects.filter(state=DifferenceState.OPEN).exists()


def test_a_statement_with_settled_differences_is_not_undone_until_they_are_reopened(inside, day):
    day.pay()
    day.store()
    statement = load(write("wechatpay", day.lines))
    (row,) = Difference.objects.all()
    resolve_differences(difference_ids=[row.id], reason="线下收款", actor="finance@x", now=NOW)
    assert Statement.objects.get().state == StatementState.SETTLED
    with pytest.raises(DifferenceNotOpen):
        resolve_differences(difference_ids=[row.id], reason="again", actor="finance@x", now=NOW)
    with pytest.raises(StatementInUse) as refused:
        undo_statement(statement_id=statement.id, actor="finance@x", now=NOW)
    assert refused.value.data["resolved"] == 1
    assert reopen_difference(difference_id=row.id, reason="", actor="finance@x", now=NOW).state == DifferenceState.OPEN
    undo_statement(statement_id=statement.id, actor="finance@x", now=NOW)
    row.refresh_from_db()
    assert (row.state, [note.act for note in row.notes.all()]) == ("withdrawn", ["resolved", "reopened"])


def test_a_payment_that_settles_later_clears_its_difference(inside, day):
    unpaid = day.pay(state=PaymentState.CREATED)
    said = day.line_of(unpaid)
    day.store()
    statement = load(write("wechatpay", day.lines))
    assert Difference.objects.get().kind == "status_differs"
    Payment.objects.filter(pk=unpaid.pk).update(
        state=PaymentState.SUCCEEDED, paid_amount=unpaid.amount, paid_at=said.at, provider_id=said.trade
    )
    match_channel(gateway="wechatpay", since=statement.starts_at, until=statement.ends_at, now=NOW)
    assert Difference.objects.get().state == DifferenceState.CLEARED
    assert fees() == day.fees + said.fee


@pytest.mark.parametrize("at", ["store_lines", "match_channel"])
def test_a_load_that_is_killed_is_done_again_and_counts_once(inside, day, monkeypatch, at):
    day.store()
    statement = begin(write("wechatpay", day.lines))
    real = getattr(job, at)

    def killed(**given):
        real(**given)
        raise KeyboardInterrupt

    monkeypatch.setattr(job, at, killed)
    with pytest.raises(KeyboardInterrupt):
        load_statement(statement_id=statement.id, now=NOW)
    monkeypatch.setattr(job, at, real)
    for _ in range(2):
        load_statement(statement_id=statement.id, now=NOW)
    assert (StatementLine.objects.count(), fees(), Statement.objects.get().state) == (20, day.fees, "matched")


def test_a_line_of_another_shop_at_the_same_account_is_left_out(tenant):
    with tenant_context(tenant):
        open_channel("stripe")
        line = Said("Pother", "pi_other", 500, datetime(2026, 11, 25, 9, tzinfo=UTC), fee=10)
        assert load(write("stripe", [line], "another")).state == StatementState.MATCHED
        assert StatementLine.objects.get().outcome == LineOutcome.IGNORED
        assert fees() == 0
