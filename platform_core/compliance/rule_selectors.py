from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.db.models import Count, Q, QuerySet

from platform_core.compliance.enums import FindingState, SubjectKind
from platform_core.compliance.known_rules import KnownRule, known_rules
from platform_core.compliance.models import (
    Finding,
    RuleVersion,
    Screening,
)


def list_known_rules(in_shop: bool) -> tuple[KnownRule, ...]:
    """All versions of the rules that are asked in shops (readable in a shop's context), or of all, as this process knows them."""
    return known_rules(in_shop, _read_shop_rules if in_shop else _read_rules)


def _read_rules() -> list[dict[str, Any]]:
    return list(RuleVersion.objects.values_list("body", flat=True))


def _read_shop_rules() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM public.shop_rules() AS body")
        return [orjson.loads(row[0]) for row in cursor.fetchall()]


def list_shop_rule_sources(rule_ids: Collection[str]) -> dict[str, str]:
    """The law behind rules that are asked in shops, by id; of the highest version."""
    bodies = sorted(_read_shop_rules(), key=lambda body: int(body["version"]))
    return {body["id"]: body["source"] for body in bodies if body["id"] in rule_ids}


def list_rules_in_force(on: dt.date) -> list[RuleVersion]:
    """The version of each rule that holds on a day, by id: the highest that has begun, unless it has ended."""
    begun = RuleVersion.objects.filter(effective_from__lte=on).order_by("rule_id", "-version").distinct("rule_id")
    return [row for row in begun if row.effective_to is None or on <= row.effective_to]


def list_rules_to_come(on: dt.date) -> list[RuleVersion]:
    """Versions that begin after a day, the soonest first."""
    return list(RuleVersion.objects.filter(effective_from__gt=on).order_by("effective_from", "rule_id", "version"))


class AskedCount(NamedTuple):
    """How often a rule was asked, and how often it did not hold or could not be told."""

    asked: int
    against: int


def list_asked_counts(since: dt.datetime) -> dict[str, AskedCount]:
    """By rule, of all screenings since a moment. It goes through them all: whoever shows it keeps it for a while."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o->>'rule', count(*), count(*) FILTER (WHERE o->>'result' IN ('failed', 'unavailable'))"
            " FROM compliance_screening s CROSS JOIN jsonb_array_elements(s.outcomes) o"
            " WHERE s.at >= %s AND o->>'result' <> 'not_applicable' GROUP BY 1",
            [since],
        )
        return {rule: AskedCount(asked, against) for rule, asked, against in cursor.fetchall()}


def list_rule_texts(rule_ids: Collection[str]) -> dict[str, RuleVersion]:
    """The latest version of rules, for their words, by id."""
    rows = RuleVersion.objects.filter(rule_id__in=rule_ids).order_by("rule_id", "-version").distinct("rule_id")
    return {row.rule_id: row for row in rows}


def find_last_screening(subject_kind: SubjectKind, subject_id: str) -> Screening | None:
    """What the latest screening of a subject came to."""
    return list_screenings(subject_kind, subject_id).first()


def list_screenings(subject_kind: SubjectKind, subject_id: str) -> QuerySet[Screening]:
    """The screenings of a subject, the latest first."""
    return Screening.objects.filter(subject_kind=subject_kind, subject_ref=subject_id).order_by("-at", "-id")


class FindingCount(NamedTuple):
    """How often a rule found something, and what people made of it."""

    rule_id: str
    found: int
    waiting: int
    confirmed: int
    dismissed: int


def list_finding_counts(since: dt.datetime, until: dt.datetime) -> list[FindingCount]:
    """Findings of a time by rule, most first."""
    states = {
        name: Count("id", filter=Q(state=state))
        for name, state in (
            ("waiting", FindingState.OPEN),
            ("confirmed", FindingState.CONFIRMED),
            ("dismissed", FindingState.DISMISSED),
        )
    }
    rows = (
        Finding.objects.filter(found_at__gte=since, found_at__lt=until)
        .values("rule_id")
        .annotate(found=Count("id"), **states)
        .order_by("-found", "rule_id")
        .values_list(*FindingCount._fields)
    )
    return [FindingCount(*row) for row in rows]
