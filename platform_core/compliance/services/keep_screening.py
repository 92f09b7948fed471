from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import orjson
from django.db import Error, connection

from platform_core.compliance.engine import SCORE_VERSION, count_reviewers, score_of
from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.models import Screening
from platform_core.compliance.services.ask_rules import Asked
from platform_core.tenancy.context import find_current_tenant


def keep_screening(
    *,
    asked: Asked,
    subject_kind: SubjectKind,
    subject_id: str,
    now: dt.datetime,
    tenant_role: str = "",
    screening_id: uuid.UUID | None = None,
) -> Screening:
    """Keep what came of asking rules: each with its version, and the facts by name. In the platform's context, or a shop's own.

    Args:
        tenant_role: the shop that it concerns. Inside a shop it is that shop, whatever is given.
        screening_id: under which it is kept, once however often it is asked for; None: a new one.

    Raises:
        ScreeningUnavailable: it cannot be kept.
    """
    inside = find_current_tenant()
    row = _row(asked)
    row.id = screening_id or row.id
    row.subject_kind, row.subject_ref, row.at = subject_kind, subject_id, now
    row.tenant_role = inside.role_name if inside else tenant_role
    try:
        if inside:
            _record(row)
        else:
            Screening.objects.bulk_create([row], ignore_conflicts=True)
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


def _row(asked: Asked) -> Screening:
    score = score_of(asked.outcomes)
    return Screening(
        verdict=asked.verdict,
        score=score,
        score_version=SCORE_VERSION,
        reviewers=count_reviewers(score),
        inputs={name: value for outcome in asked.outcomes for name, value in outcome.inputs.items()},
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
            for outcome in asked.outcomes
        ],
    )
