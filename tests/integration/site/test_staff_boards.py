"""The boards of the platform console: figures that a hand works out, files, roles, and how little they ask."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.compliance.board_selectors import (
    find_batch_holds,
    list_decision_times,
    list_queue_ages,
    list_rule_counts,
    list_supplier_flow,
    list_supplier_states,
    list_week_ends,
)  # fmt: skip
from platform_core.compliance.models import Appeal, Document, Finding, Restriction, Supplier, SupplierEvent, SupplyLink
from platform_core.site.board_charts import layers, list_weeks
from platform_core.site.boards import BOARDS
from platform_core.tenancy.context import platform_context
from tests.integration.console.test_back_office import staff
from tests.integration.site.looking import owner_run, owners_door
from tests.integration.site.staffing import as_staff
from tests.world import now, platform

MOST = 9
NOT_THE_PAGES = ("set_config", "SAVEPOINT", 'FROM "tenancy_domain"', "django_session", 'FROM "identity_')
NOON = now().replace(hour=4, minute=0, second=0, microsecond=0)  # in China
MONDAY = (NOON - dt.timedelta(days=NOON.weekday() + 14)).date()
THEN = dt.datetime.combine(MONDAY, dt.time(4), dt.UTC)  # the Monday two weeks ago, at noon in China
LONG_AGO = now() - dt.timedelta(days=40)
HOUR = dt.timedelta(hours=1)
SINCE = now() - dt.timedelta(days=30)
BEFORE = settings.BASE_DIR / "platform_core/compliance/sql/decisions_before.sql"


def finding(number, *, rule="X5", level="review", took=None, state="open", found=THEN, kind="product"):
    decided = {"decided_at": found + took * HOUR, "decided_by": "x"} if took is not None else {}
    return Finding(
        rule_id=rule, level=level, subject_kind=kind, subject_ref=f"r/{number}", key=f"{rule}-{number}", facts_hash="", state=state,
        found_at=found, tenant_role="r", **decided,
    )  # fmt: skip


def supplier_with(*steps):
    """One whose history is these acts: act, from, to, hours after ``THEN``, whose."""
    made = Supplier.objects.create(name=f"S {uuid.uuid4()}", created_at=THEN, changed_at=THEN)
    for version, (act, before, after, hours, who) in enumerate(steps, 1):
        at = THEN + hours * HOUR
        SupplierEvent.objects.create(
            supplier=made, version=version, act=act, from_state=before, to_state=after, actor_kind=who, at=at
        )
        Supplier.objects.filter(pk=made.pk).update(state=after, version=version, changed_at=at)
    return made


@pytest.fixture
def door(django_db_setup):
    with owners_door():
        yield


@pytest.fixture
def case(tenant):
    with platform_context():
        bought = (
            ("submit", "draft", "submitted", 0, "merchant"),
            ("begin_check", "submitted", "auto_check", 1, "system"),
        )
        first = supplier_with(*bought, ("pass_check", "auto_check", "review", 2, "system"),
            ("approve", "review", "review", 5, "staff"), ("approve", "review", "approved_limited", 10, "staff"),
        )  # fmt: skip
        supplier_with(*bought, ("pass_check", "auto_check", "review", 2, "system"),
            ("ask_info", "review", "needs_info", 30, "staff"),
        )  # fmt: skip
        supplier_with(*bought, ("offboard", "auto_check", "offboarded", 9, "staff"))
        Finding.objects.bulk_create([
            finding(1, took=1, state="confirmed"), finding(2, took=3, state="dismissed"), finding(3, took=5, state="dismissed"),
            finding(4), finding(5, found=LONG_AGO), finding(6, found=LONG_AGO, took=1, state="confirmed"),
            finding(7, rule="X1", level="block", kind="batch", took=6, state="dismissed"),
            finding(8, rule="X1", level="block", kind="batch", took=2, state="confirmed"),
            finding(9, rule="X1", level="block", kind="batch"),
        ])  # fmt: skip
        link = SupplyLink.objects.create(tenant_role=tenant.role_name, supplier=first, name="L", created_at=THEN)
        for number, (kind, state, ends) in enumerate((
            ("licence", "accepted", 0), ("licence", "accepted", 60), ("invoice", "accepted", 61), ("invoice", "rejected", 5),
            ("invoice", "accepted", -1),
        )):  # fmt: skip
            Document.objects.create(
                tenant_role=tenant.role_name, link=link, kind=kind, state=state, stored=f"d{number}", filename="a.pdf", size=1,
                sha256=b"x" * 32, uploaded_at=LONG_AGO, valid_to=today() + dt.timedelta(days=ends), file_state="clean",
            )  # fmt: skip
        held = Restriction.objects.create(
            supplier=first, kind="suspension", reason="r", remedy="r", made_at=THEN, made_by="x", appeal_until=THEN
        )
        Appeal.objects.create(
            restriction=held, link=link, tenant_role=tenant.role_name, text="t", made_by="x", made_at=now() - 30 * HOUR
        )
    return first


def today():
    return (now() + 8 * HOUR).date()


def test_times_are_those_a_hand_works_out(case):
    with platform_context():
        times = {(row.kind, row.week): row[2:] for row in list_decision_times(SINCE)}
    assert times["suppliers", MONDAY] == (2, pytest.approx(20), pytest.approx(28))  # 10 and 30 hours
    assert times["findings", MONDAY] == (5, pytest.approx(3), pytest.approx(5.6))  # 1, 2, 3, 5, 6
    assert {kind for kind, _week in times} == {"suppliers", "findings"}


def test_a_decision_tells_when_it_was_handed_in_whatever_it_is_told(case):
    again = (
        ("submit", "needs_info", "submitted", 12, "merchant"), ("begin_check", "submitted", "auto_check", 12, "system"),
        ("pass_check", "auto_check", "review", 13, "system"), ("approve", "review", "review", 14, "staff"),
        ("approve", "review", "active", 15, "staff"),
    )  # fmt: skip
    with platform_context():
        made = supplier_with(
            ("submit", "draft", "submitted", 0, "merchant"), ("begin_check", "submitted", "auto_check", 1, "system"),
            ("pass_check", "auto_check", "review", 2, "system"), ("ask_info", "review", "needs_info", 3, "staff"), *again,
        )  # fmt: skip
        told = list(
            SupplierEvent.objects.filter(supplier=made).order_by("version").values_list("handed_in_at", flat=True)
        )
    assert told == [None, None, None, THEN, None, None, None, None, THEN + 12 * HOUR]


def test_decisions_of_before_are_told_by_the_migration_as_new_ones_are(door, case):
    with platform_context():
        before = set(SupplierEvent.objects.values_list("id", "handed_in_at"))
        owner_run("UPDATE public.compliance_supplierevent SET handed_in_at = NULL")
        assert list_decision_times(SINCE)[0].kind == "findings"
        for statement in BEFORE.read_text().split(";")[:2]:
            owner_run(statement)
        assert set(SupplierEvent.objects.values_list("id", "handed_in_at")) == before


def test_a_queue_without_a_goal_has_no_line_and_nothing_is_late(case, settings):
    client = as_staff("auditor")
    assert "我们的目标 72 小时" in page(client)
    assert "不是法定期限" in page(client)
    settings.KAQUAN_GOAL_HOURS = dict.fromkeys(settings.KAQUAN_GOAL_HOURS)
    assert "我们的目标 72 小时" not in page(client)
    rows = {row[0]: row[1:] for row in read(client, "queues")}
    assert rows["申诉"][:2] == ["1", "0"]
    assert rows["申诉"][3] == "–"


def test_findings_are_counted_by_rule_with_what_became_of_them(case):
    with platform_context():
        rules = {row.rule: row[1:] for row in list_rule_counts(SINCE)}
        year = {row.rule: row[1:] for row in list_rule_counts(now() - dt.timedelta(days=365))}
    assert rules == {"X5": (4, 1, 2, 2), "X1": (3, 1, 1, 1)}
    assert year["X5"] == (6, 2, 2, 2)
    rows = {row[0]: row[1:] for row in read(as_staff("auditor"), "rules")}
    assert rows["X5"] == ["4", "3", "1", "33%", "67%", "2"]


def test_suppliers_are_counted_by_state_and_by_what_they_came_into(case):
    with platform_context():
        assert {row.state: row.many for row in list_supplier_states()}["offboarded"] == 1
        flow = {(row.week, row.state): row.many for row in list_supplier_flow(SINCE)}
    assert flow[MONDAY, "submitted"] == 3
    assert flow[MONDAY, "approved_limited"] == 1
    assert flow[MONDAY, "review"] == 2  # the first of two approvals leads nowhere else


def test_only_accepted_papers_that_end_within_sixty_days_are_ahead(case):
    with platform_context():
        ends = list_week_ends(today(), today() + dt.timedelta(days=60))
    assert sum(row.many for row in ends) == 2
    assert {row.kind for row in ends} == {"licence"}
    text = page(as_staff("reviewer"))
    assert f"/staff/suppliers/{case.id}" in text
    assert "Shop alpha" in text


def test_queues_tell_the_oldest_and_who_waits_too_long(case):
    with platform_context():
        moment = now()
        queues = {row.queue: row for row in list_queue_ages(settings.KAQUAN_GOAL_HOURS, moment)}
    assert list(queues) == list(settings.KAQUAN_GOAL_HOURS)
    assert (queues["appeals"].many, queues["appeals"].late) == (1, 1)
    assert (queues["blocks"].many, queues["blocks"].since) == (1, THEN)
    assert (queues["findings"].many, queues["findings"].since) == (2, LONG_AGO)
    assert (queues["proposals"].many, queues["proposals"].since, queues["proposals"].late) == (0, None, 0)


def test_held_batches_are_those_that_nobody_cleared(case):
    with platform_context():
        holds = find_batch_holds(SINCE)
    assert (holds.batches, holds.shops) == (2, 1)
    ((rule, held, released, kept, waiting, oldest, median, ninth),) = holds.rules
    assert (rule, held, released, kept, waiting, oldest) == ("X1", 3, 1, 1, 1, THEN)
    assert (median, ninth) == (pytest.approx(6), pytest.approx(6))


def page(client, query=""):
    answer = client.get(f"/staff/boards{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def read(client, key, query=""):
    answer = client.get(f"/staff/boards/{key}.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_each_table_is_a_file_with_the_figures_of_the_page(case):
    client = as_staff("auditor")
    text = page(client, "?days=90")
    for key in BOARDS:
        assert f"/staff/boards/{key}.csv?days=90" in text, key
        for row in read(client, key, "?days=90"):
            assert all(f">{cell}<" in text for cell in row), (key, row)
    assert client.get("/staff/boards/other.csv").status_code == 404


def test_a_name_that_begins_like_a_formula_stays_a_text_in_the_file(case):
    with platform_context():
        Supplier.objects.filter(pk=case.pk).update(name='=HYPERLINK("x")')
    assert read(as_staff("auditor"), "next")[0][3] == '\'=HYPERLINK("x")'


def test_an_empty_platform_is_told_what_will_stand_there(db):
    text = page(as_staff("reviewer"))
    assert "没有等待的事项" in text
    assert "作出决定后，这里按周显示用了多久" in text


def test_nobody_but_staff_finds_the_boards(tenant):
    for client in (platform(), staff(tenant)):
        assert client.get("/staff/boards").status_code == 404
        assert client.get("/staff/boards/rules.csv").status_code == 404


def test_many_rows_take_no_more_questions(case):
    client = as_staff("auditor")
    page(client)
    with platform_context():
        Finding.objects.bulk_create(
            [finding(100 + n, rule=f"R{n % 40}", took=n, state="dismissed") for n in range(300)]
        )
    with CaptureQueriesContext(connection) as caught:
        page(client, "?days=365")
    asked = [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]
    assert len(asked) <= MOST, "\n".join(asked)


def test_the_boards_speak_english(case):
    body = page(as_staff("lead", Accept_Language="en")).partition("<body")[2].replace(">中文<", "><")
    assert not re.search(r"[\u4e00-\u9fff]", body)


def test_bars_are_as_high_as_their_share_and_the_target_lies_among_them():
    weeks = list_weeks(dt.date(2026, 11, 4), dt.date(2026, 11, 10))
    assert weeks == [dt.date(2026, 11, 2), dt.date(2026, 11, 9)]
    chart = layers("t", weeks, [("", "m", {weeks[0]: 12.0, weeks[1]: 24.0})], unit="h", target=48)
    assert [(bar.y, bar.height) for bar in chart.bars] == [(75, 25), (50, 50)]
    assert chart.line == 0
    assert layers("t", weeks, [("", "m", {})], unit="%").top == "0 %"
    stacked = layers("t", weeks, [("", "a", {weeks[0]: 1}), ("bad", "b", {weeks[0]: 3})], unit="", stacked=True)
    assert [(bar.y, bar.height) for bar in stacked.bars] == [(75, 25), (0, 75)]
