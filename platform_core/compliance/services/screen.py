from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from django.db import Error, connection

from platform_core.compliance.engine import (
    SCORE_VERSION,
    Outcome,
    Rule,
    count_reviewers,
    evaluate,
    score_of,
    verdict_of,
)
from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.known_rules import KnownRule
from platform_core.compliance.models import Screening
from platform_core.compliance.selectors import ZONE, list_known_rules
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import find_current_tenant


def screen(
    *,
    subject_kind: SubjectKind,
    subject_id: str,
    facts: Mapping[str, Any],
    now: dt.datetime,
    regions: Collection[str] = ("CN",),
    only: Collection[str] = (),
    tenant_role: str = "",
    zone: str = ZONE,
) -> Screening:
    """Ask the rules in force about something, and keep what came of each. In the platform's context, or a shop's own.

    Args:
        facts: by name, as the rules declare them: money in minor units, days as dates. What names a person or opens a door
            (names, phones, numbers, accounts, codes) must be given as prints or masked: facts are kept as they are given.
        regions: where the subject is established and sells: ``CN-SH``, ``US``.
        only: ids or families of the rules that are asked at this point; all rules of the kind when none is named. A rule whose
            facts are not given cannot be told, which counts against the subject.
        tenant_role: the shop that it concerns. Inside a shop it is that shop, whatever is given.
        zone: whose calendar says which day it is.

    Returns:
        The row that was stored; ``verdict`` says whether to go on, ``reviewers`` how many people must look first.

    Raises:
        ScreeningUnavailable: no rules, an unknown one, or no database: nothing new may go through.
    """
    inside = find_current_tenant()
    try:
        rules = _choose(list_known_rules(in_shop=inside is not None), subject_kind, only)
        row = _row(evaluate(rules, facts, local_date(now, zone), regions))
        row.subject_kind, row.subject_ref, row.at = subject_kind, subject_id, now
        row.tenant_role = inside.role_name if inside else tenant_role
        if inside:
            _record(row)
        else:
            row.save(force_insert=True)
    except Error as error:
        raise ScreeningUnavailable(reason=type(error).__name__) from error
    return row


def _record(row: Screening) -> None:
    """A shop writes its screenings by a function: the table is closed to it."""
    values: list[Any] = [
        row.id, row.subject_kind, row.subject_ref, row.at, row.verdict, row.score, row.score_version, row.reviewers,
        orjson.dumps(row.inputs).decode(), orjson.dumps(row.outcomes).decode(),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.record_screening(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", values)


def _choose(known: Sequence[KnownRule], kind: SubjectKind, only: Collection[str]) -> list[Rule]:
    of_kind = [(rule, family) for rule, family in known if kind in rule.subjects]
    unknown = set(only) - {name for rule, family in of_kind for name in (rule.id, family)}
    if unknown or not of_kind:
        raise ScreeningUnavailable(reason="no_such_rules", rules=sorted(unknown))
    return [rule for rule, family in of_kind if not only or rule.id in only or family in only]


def _row(outcomes: Sequence[Outcome]) -> Screening:
    score = score_of(outcomes)
    return Screening(
        verdict=verdict_of(outcomes),
        score=score,
        score_version=SCORE_VERSION,
        reviewers=count_reviewers(score),
        inputs={name: value for outcome in outcomes for name, value in outcome.inputs.items()},
        outcomes=[
            {
                "rule": outcome.rule_id,
                "version": outcome.version,
                "level": outcome.level,
                "result": outcome.result,
                "points": outcome.points,
                "inputs": sorted(outcome.inputs),
                "hash": outcome.inputs_hash,
                "lacking": list(outcome.lacking),
            }
            for outcome in outcomes
        ],
    )
