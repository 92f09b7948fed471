"""Loading of watch lists: all or nothing, what changed, what a list that nobody loads holds up, and who looks at it."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from platform_core.compliance.enums import FindingState, SupplierState
from platform_core.compliance.errors import ReportRefused, ScreeningUnavailable, WatchListRefused
from platform_core.compliance.models import Finding, Supplier, WatchEdition, WatchEntry, WatchList, WatchReport
from platform_core.compliance.services import screen_due as screening
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.compliance.services.note_watch_report import note_watch_report
from platform_core.compliance.services.tend_watch import tend_watch
from platform_core.compliance.watch_selectors import find_latest_edition, find_progress
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import TOLD, hand_in, run_jobs, supplier_of
from tests.integration.compliance.watched import company, hits, load, person, table
from tests.world import FIRST_STAFF, now

ONE, TWO, THREE = person("1", "李四"), person("2", "王五"), person("3", "赵六")
ASKED_FOR = override_settings(KAQUAN_WATCH_LISTS=("cn", "un"))


def entries():
    with platform_context():
        return sorted(WatchEntry.objects.filter(until=None).values_list("watch_list_id", "ref"))


def test_a_list_says_what_it_added_and_took_away(tenant):
    first = load(ONE, TWO)
    second = load({**ONE, "aliases": "Li Si"}, THREE)
    third = load({**ONE, "aliases": "Li Si"}, THREE)
    assert [(each.entries, each.added, each.removed) for each in (first, second, third)] == [
        (2, 2, 0), (2, 2, 2), (2, 0, 0),
    ]  # fmt: skip
    assert entries() == [("cn", "1"), ("cn", "3")]
    with platform_context():
        row = WatchList.objects.get()
        assert (row.changed_in, row.entries) == (second.pk, 2)
        assert row.confirmed_at == third.loaded_at
        gone = WatchEntry.objects.get(ref="2")
        assert (gone.since, gone.until) == (first.pk, second.pk)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([], "empty"), ([ONE, ONE], "number_twice"), ([person("9", "X Y")], "most_entries_gone"), ([person("", "X")], "entry_without_name")],
)  # fmt: skip
def test_a_file_that_cannot_be_right_changes_nothing(tenant, rows, reason):
    load(ONE, TWO, THREE)
    with pytest.raises(WatchListRefused) as refused:
        load(*rows)
    assert refused.value.reason == reason
    assert len(entries()) == 3
    with platform_context():
        assert WatchEdition.objects.count() == 1


def test_an_older_file_is_refused_unless_it_is_meant(tenant):
    load(ONE, as_of=dt.date(2026, 11, 20))
    with pytest.raises(WatchListRefused, match="older"):
        load(TWO, ONE, as_of=dt.date(2026, 11, 19))
    assert load(TWO, as_of=dt.date(2026, 11, 19), force=True).removed == 1


def test_lists_do_not_touch_each_other_and_numbers_of_people_are_not_kept_in_the_clear(tenant):
    load(person("1", "李四", identifiers="110101198001020000"))
    load(person("1", "王五"), slug="un")
    assert entries() == [("cn", "1"), ("un", "1")]
    with platform_context():
        (print_,) = WatchEntry.objects.get(watch_list_id="cn").numbers
    assert len(bytes.fromhex(print_)) == 16
    assert "110101198001020000" not in print_


@pytest.mark.parametrize("table_name", ["watchlist", "watchedition", "watchentry", "watchmark", "watchreport"])
def test_no_shop_reads_the_lists(tenant, table_name):
    load(ONE)
    with tenant_context(tenant), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT 1 FROM public.compliance_{table_name}")


def test_nothing_is_approved_while_a_list_that_is_asked_for_is_missing_or_old_and_goes_on_once_it_is_loaded(tenant):
    with ASKED_FOR:
        load(ONE)
        shelf = hand_in(tenant)
        assert supplier_of(shelf).state == SupplierState.AUTO_CHECK
        load(ONE, slug="un", at=now() - dt.timedelta(days=3))
        with platform_context():
            tend_watch(now=now())
        assert supplier_of(shelf).state == SupplierState.AUTO_CHECK
        with platform_context():
            stale = Finding.objects.get(rule_id="AML-01", subject_kind="platform")
            tend_watch(now=now())
            assert Finding.objects.filter(rule_id="AML-01", subject_kind="platform").count() == 1
        assert stale.subject_ref == "un"
        load(ONE, slug="un")
        with platform_context():
            Supplier.objects.filter(pk=supplier_of(shelf).pk).update(changed_at=now() - dt.timedelta(hours=2))
            tend_watch(now=now())
        run_jobs()
        assert supplier_of(shelf).state == SupplierState.REVIEW


def test_a_reviewer_is_refused_while_a_list_is_old(tenant):
    shelf = hand_in(tenant)
    with ASKED_FOR, platform_context(), pytest.raises(ScreeningUnavailable) as refused:
        approve_supplier(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="", now=now())
    assert refused.value.data["lists"] == ["cn", "un"]


def test_without_any_list_nothing_is_held_up_and_nobody_is_due(tenant):
    shelf = hand_in(tenant)
    with platform_context():
        assert find_progress(find_latest_edition()) == (0, 0)
        approve_supplier(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="", now=now())
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED


def test_one_that_cannot_be_screened_holds_up_no_other(tenant, other_tenant, monkeypatch):
    first, second = hand_in(tenant), hand_in(other_tenant, name="成都锦官票务有限公司", uscc="91510100MA61RKR7X3")
    broken = supplier_of(first).id
    load(company("1", TOLD["name"]), company("2", "成都锦官票务有限公司"))
    real = screening.screen_watched

    def fails(*, ref, **given):
        if ref == broken:
            raise RuntimeError
        return real(ref=ref, **given)

    monkeypatch.setattr(screening, "screen_watched", fails)
    with platform_context():
        screening.screen_due(now=now())
        assert [hit.subject_ref for hit in hits()] == [str(supplier_of(second).id)]
        monkeypatch.undo()
        screening.screen_due(now=now())
        assert {hit.subject_ref for hit in hits()} == {str(broken), str(supplier_of(second).id)}
        assert find_progress(find_latest_edition()).due == 0


def test_a_report_is_noted_of_what_was_confirmed_alone_and_stays(tenant):
    load(person("1", TOLD["legal_representative"]))
    hand_in(tenant)
    (hit,) = hits()
    given = {"authority": "中国反洗钱监测分析中心", "reference": "2026-1", "by": "anna@p.example", "now": now()}
    today = dt.date(2026, 11, 1)
    with platform_context():
        with pytest.raises(ReportRefused):
            note_watch_report(finding_id=hit.id, reported_on=today, **given)
        decide_finding(finding_id=hit.id, state=FindingState.CONFIRMED, by="anna@p.example", note="same", now=now())
        for wrong in ({"authority": " "}, {"reference": ""}, {"reported_on": now().date() + dt.timedelta(days=2)}):
            with pytest.raises(ReportRefused):
                note_watch_report(finding_id=hit.id, **{"reported_on": today, **given, **wrong})
        report = note_watch_report(finding_id=hit.id, reported_on=today, **given)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            WatchReport.objects.filter(pk=report.pk).update(reference="other")


def test_the_command_loads_a_file_and_says_what_is_wrong_with_another(tenant, tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(table(ONE, TWO))
    bad.write_bytes(b"id,name\n")
    said = io.StringIO()
    call_command("load_list", "cn", str(good), title="恐怖活动人员名单", as_of=dt.date(2026, 11, 2), stdout=said)
    assert said.getvalue() == "cn: 2 entries as of 2026-11-02, 2 new or changed, 0 gone or changed\n"
    for file, words in ((bad, "columns_missing"), (tmp_path / "none.csv", "No such file")):
        with pytest.raises(CommandError, match=words):
            call_command("load_list", "cn", str(file))
    with pytest.raises(CommandError, match="slug"):
        call_command("load_list", "CN list", str(good))
    assert len(entries()) == 2
