"""Screening: rules in force are asked, what came of them is kept, and what cannot be screened does not go through."""

import datetime as dt

import pytest
import yaml
from django.db import DatabaseError, OperationalError, connection, transaction

from platform_core.compliance import rule_selectors
from platform_core.compliance.engine import hash_inputs
from platform_core.compliance.enums import Level, SubjectKind, Verdict
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.models import Screening
from platform_core.compliance.rule_selectors import (
    find_last_screening,
    list_finding_counts,
    list_known_rules,
    list_screenings,
)
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.screen import screen
from platform_core.tenancy.context import platform_context, tenant_context

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
CARD = {"prepaid": True, "currency": "CNY", "named": False, "face": 50000, "total": 50000, "real_name": False}
BODIES = {body["id"]: body for body in list_released()}


@pytest.fixture
def platform(db):
    with platform_context():
        yield


def ask(facts, only=("CARD-01", "CARD-03"), now=NOON, **options):
    return screen(subject_kind=SubjectKind.ORDER, subject_id="ord_1", facts=facts, now=now, only=only, **options)


def results(row):
    return {outcome["rule"]: outcome["result"] for outcome in row.outcomes}


def test_what_holds_is_clear_and_kept_with_its_inputs(platform):
    row = Screening.objects.get(pk=ask(CARD, tenant_role="t_x").pk)
    assert (row.verdict, row.score, row.reviewers, row.tenant_role) == (Verdict.CLEAR, 0, 0, "t_x")
    assert results(row) == {"CARD-01": "passed", "CARD-03": "passed"}
    for outcome in row.outcomes:
        assert outcome["version"] == 1
        assert outcome["hash"] == hash_inputs({name: row.inputs[name] for name in outcome["inputs"]})
    assert row.inputs == CARD


def test_what_does_not_hold_is_blocked(platform):
    row = ask({**CARD, "face": 100001})
    assert row.verdict == Verdict.BLOCKED
    assert results(row) == {"CARD-01": "failed", "CARD-03": "passed"}


def test_what_is_not_known_is_blocked_and_says_for_want_of_what(platform):
    row = ask({"currency": "CNY"})
    assert row.verdict == Verdict.BLOCKED
    assert {outcome["result"] for outcome in row.outcomes} == {"unavailable"}
    assert all("prepaid" in outcome["lacking"] for outcome in row.outcomes)


def test_points_of_what_people_must_look_at_add_up(platform):
    facts = {"name_score": 950, "same_region": True, "listed_bank": 0, "listed_phone": 0, "listed_in_cluster": 1}
    row = screen(
        subject_kind=SubjectKind.SUPPLIER, subject_id="s", facts=facts, now=NOON, only=["X2.R", "X3", "X3.U", "X4"]
    )
    assert (row.verdict, row.score, row.reviewers) == (Verdict.REVIEW, 100, 2)
    few = screen(subject_kind=SubjectKind.SUPPLIER, subject_id="s", facts={**facts, "listed_in_cluster": 0, "name_score": 750},
                 now=NOON, only=["X2.R", "X3", "X3.U", "X4"])  # fmt: skip
    assert (few.verdict, few.score, few.reviewers) == (Verdict.REVIEW, 30, 1)


def test_a_whole_family_is_asked_by_its_name(platform):
    row = ask({**CARD, "category": "telecom", "publisher": False}, only=["lists"])
    assert set(results(row)) == {"AML-03", "MIN-01", "MIN-01.C"}


def test_a_rule_of_another_region_is_not_asked(platform):
    facts = {"closed_loop": True, "currency": "USD", "device_day_total": 900000}
    assert results(ask(facts, only=["US-LOAD"], regions=["CN-SH"])) == {"US-LOAD": "not_applicable"}
    assert results(ask(facts, only=["US-LOAD"], regions=["US"])) == {"US-LOAD": "failed"}


def test_the_day_is_that_of_the_place(platform):
    facts = {"last_verified_on": dt.date(2026, 1, 1)}
    last = dt.datetime(2026, 7, 3, 15, 59, tzinfo=dt.UTC)  # a minute before midnight in China
    for moment, verdict in [(last, Verdict.CLEAR), (last + dt.timedelta(minutes=1), Verdict.BLOCKED)]:
        row = screen(subject_kind=SubjectKind.MERCHANT, subject_id="m", facts=facts, now=moment, only=["KYB-04"])
        assert row.verdict == verdict


def test_the_last_screening_is_the_latest(platform):
    assert find_last_screening(SubjectKind.ORDER, "ord_1") is None
    rows = [ask(CARD, now=NOON + dt.timedelta(minutes=minutes)) for minutes in (0, 2, 1)]
    assert find_last_screening(SubjectKind.ORDER, "ord_1").pk == rows[1].pk
    assert [row.pk for row in list_screenings(SubjectKind.ORDER, "ord_1")] == [rows[1].pk, rows[2].pk, rows[0].pk]
    assert list(list_screenings(SubjectKind.BATCH, "ord_1")) == []


def test_nothing_is_screened_by_a_rule_that_nobody_knows(platform):
    before = Screening.objects.count()
    for only in (["CARD-99"], ["KYB-01"], ["CARD-01", "typo"]):
        with pytest.raises(ScreeningUnavailable):
            ask(CARD, only=only)
    assert Screening.objects.count() == before


def test_nothing_is_screened_by_an_empty_rulebook(platform, monkeypatch):
    monkeypatch.setattr(rule_selectors, "_read_rules", list)
    with pytest.raises(ScreeningUnavailable):
        ask(CARD, only=())
    monkeypatch.undo()
    assert ask(CARD).verdict == Verdict.CLEAR  # an empty answer is not kept


def test_nothing_is_screened_without_the_database(platform, monkeypatch):
    def broken():
        raise OperationalError("gone")

    monkeypatch.setattr(rule_selectors, "_read_rules", broken)
    with pytest.raises(ScreeningUnavailable) as refused:
        ask(CARD)
    assert refused.value.data == {"reason": "OperationalError"}


def test_a_shop_screens_and_keeps_what_came_of_it_under_its_name(tenant):
    with tenant_context(tenant):
        row = ask({**CARD, "face": 100001}, tenant_role="somebody_else")
        assert row.verdict == Verdict.BLOCKED
    with platform_context():
        kept = Screening.objects.get(pk=row.pk)
        assert kept.tenant_role == tenant.role_name
        assert (kept.subject_kind, kept.subject_ref, kept.at, kept.verdict) == ("order", "ord_1", NOON, "blocked")
        assert (kept.inputs, kept.outcomes) == (row.inputs, row.outcomes)


def test_a_shop_asks_no_rules_of_suppliers(tenant):
    with tenant_context(tenant):
        for kind, only in ((SubjectKind.SUPPLIER, ["X2"]), (SubjectKind.MERCHANT, ["AML-01"])):
            with pytest.raises(ScreeningUnavailable):
                screen(subject_kind=kind, subject_id="s", facts={}, now=NOON, only=only)


def test_a_shop_reads_no_screening_and_records_only_what_is_one(tenant, other_tenant):
    with tenant_context(other_tenant):
        ask(CARD)
    record = "SELECT public.record_screening(gen_random_uuid(), %s, 'x', now(), %s, 0, 1, 0, %s, '[]')"
    with tenant_context(tenant):
        for values in (
            ["supplier", "clear", "{}"],
            ["order", "fine", "{}"],
            ["order", "clear", f'{{"a": "{noise()}"}}'],
        ):
            with pytest.raises(DatabaseError, match="no screening of a shop"), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(record, values)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Screening.objects.count()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Screening(subject_kind="order", subject_ref="x", at=NOON, verdict="clear", score=0, score_version=1, reviewers=0,
                      inputs={}, outcomes=[]).save(force_insert=True)  # fmt: skip


def noise():
    import random

    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=90_000))


def test_a_loaded_version_is_asked_from_its_day_on(tenant):
    body = {**BODIES["CARD-01"], "version": 2, "effective_from": "2026-07-01", "holds": "face <= 10000"}
    body["vectors"] = {"base": {"prepaid": True, "currency": "CNY", "face": 1}, "skip": [{"prepaid": False}],
                       "pass": [{}, {"face": 10000}, {"face": 9999}],
                       "fail": [{"face": 10001}, {"face": 10002}, {"face": 50000}]}  # fmt: skip
    with platform_context():
        load_rulebook(texts=[yaml.safe_dump({"rules": [body]}, allow_unicode=True)], by="counsel", now=NOON)
    with tenant_context(tenant):
        before = ask(CARD)
        after = ask(CARD, now=NOON + dt.timedelta(days=40))
    assert [(row.verdict, row.outcomes[0]["version"]) for row in (before, after)] == [("clear", 1), ("blocked", 2)]


def test_rules_are_read_once_for_many_screenings(tenant, django_assert_num_queries):
    with tenant_context(tenant):
        list_known_rules(in_shop=True)
        with django_assert_num_queries(1):  # keeping what came of it
            ask(CARD)
        forget_rules()
        with django_assert_num_queries(2):
            ask(CARD)


def test_findings_are_counted_by_rule(platform):
    for number, rule in enumerate(("X5", "X5", "X7")):
        report_finding(
            rule_id=rule,
            level=Level.REVIEW,
            subject=(SubjectKind.ORDER, str(number)),
            key=str(number),
            facts={},
            now=NOON,
        )
    counts = list_finding_counts(NOON, NOON + dt.timedelta(days=1))
    assert counts == [("X5", 2, 2, 0, 0), ("X7", 1, 1, 0, 0)]
    assert list_finding_counts(NOON - dt.timedelta(days=1), NOON) == []
