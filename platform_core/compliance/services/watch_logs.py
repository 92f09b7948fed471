from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Max, Min
from psycopg import sql

from platform_core.compliance.audit_chain import Audited, SealedLog, named, parts_of
from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import AuditAnchor, AuditCheck
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.report_finding import report_finding
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
GAP: Final = dt.timedelta(hours=1)  # rows are sealed every twenty seconds
LOOKED_BACK: Final = dt.timedelta(days=2)  # what is older, the verification finds
UNVERIFIED: Final = dt.timedelta(days=3)
DAY: Final = dt.timedelta(days=1)
TOLD: Final = 20
OLDEST = """
SELECT r.{at} FROM {table} r
WHERE r.{at} >= {since} AND r.{at} < {until}
AND (SELECT true FROM {links} l WHERE l.kind = {kind} AND l.row_id = r.{key}) IS NULL
ORDER BY r.{at} LIMIT 1
"""


class Gap(NamedTuple):
    """What stands still: sealing of a log, anchoring, or verifying; and since when."""

    what: str
    since: dt.datetime


def watch_logs(*, logs: Iterable[SealedLog], now: dt.datetime, also: Iterable[Gap] = ()) -> list[Gap]:
    """LOG-01: is there a gap in the security logs? Rows that are not sealed, days without anchors, chains that nobody verified.

    A gap is put before the staff once a day, for all logs together, and told in the worker's log.

    Args:
        now: by the clock on the wall.
        also: gaps of logs that are not sealed, which the caller found.
    """
    gaps = [*(gap for log in logs if (gap := _find_gap(log, now))), *also]
    with platform_context():
        gaps += _find_stopped(now)
        if gaps:
            _tell(gaps, now)
    return gaps


def _find_gap(log: SealedLog, now: dt.datetime) -> Gap | None:
    with log.inside() as tenant, connection.cursor() as cursor:
        ahead = tenant.clock_ahead if tenant else dt.timedelta()
        found = [at for each in log.audited if (at := _find_oldest(cursor, log, each, now + ahead))]
    return Gap(log.name, min(found) - ahead) if found else None


def _find_oldest(cursor: Any, log: SealedLog, each: Audited, now: dt.datetime) -> dt.datetime | None:
    bounds = {"since": sql.Literal(now - LOOKED_BACK), "until": sql.Literal(now - GAP), "kind": sql.Literal(each.kind)}
    cursor.execute(sql.SQL(OLDEST).format(links=named(log.links), **bounds, **parts_of(each)))
    row = cursor.fetchone()
    return row[0] if row else None


def _find_stopped(now: dt.datetime) -> list[Gap]:
    gaps = []
    day = AuditAnchor.objects.aggregate(last=Max("day"))["last"]
    if day is not None and day < local_date(now, ZONE) - DAY:
        gaps.append(Gap("anchors", dt.datetime.combine(day + DAY, dt.time(), dt.UTC)))
    checked = AuditCheck.objects.aggregate(first=Min("at"))["first"]
    if checked is not None and checked < now - UNVERIFIED:
        gaps.append(Gap("verification", checked))
    return gaps


def _tell(gaps: list[Gap], now: dt.datetime) -> None:
    logger.error("gaps in the audit logs: %s", ", ".join(f"{gap.what} since {gap.since:%F %R}" for gap in gaps[:TOLD]))
    day = local_date(now, ZONE).isoformat()
    report_finding(
        rule_id="LOG-01",
        level=Level.BLOCK,
        subject=(SubjectKind.PLATFORM, "logs"),
        key=f"LOG-01:gap:{day}",
        facts={
            "gaps": len(gaps),
            "since": min(gap.since for gap in gaps).isoformat(),
            "stopped": [gap.what for gap in gaps[:TOLD]],
        },
        now=now,
    )
