"""How far audit logs are sealed, anchored and verified."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Min, Q

from platform_core.compliance.models import AuditCheck

STATE = "SELECT seq, sealed_at, anchor_day, anchor_seq, anchor_hash, checked_at, whole_at, faults FROM public.own_audit_state()"


class AuditState(NamedTuple):
    """Of one log: the last link and when it was made, the last anchor, the last verification; None where there is none yet."""

    seq: int | None
    sealed_at: dt.datetime | None
    anchor_day: dt.date | None
    anchor_seq: int | None
    anchor_hash: bytes | None
    checked_at: dt.datetime | None
    whole_at: dt.datetime | None
    faults: int | None

    @property
    def print(self) -> str:
        """The beginning of the anchored hash, to compare with a copy of the files."""
        return bytes(self.anchor_hash).hex()[:12] if self.anchor_hash else ""


class AuditSum(NamedTuple):
    """Of all logs: how many were verified, in how many something is wrong, and when the one that waits longest was."""

    logs: int
    wrong: int
    oldest: dt.datetime | None


def find_audit_state() -> AuditState:
    """Of the log of the current shop, or of the platform's own."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return AuditState(*cursor.fetchone())


def find_audit_sum() -> AuditSum:
    """Over all logs; in the platform's context."""
    found = AuditCheck.objects.aggregate(
        logs=Count("chain", ~Q(chain="anchors")), wrong=Count("chain", Q(faults__gt=0)), oldest=Min("at")
    )
    return AuditSum(**found)


def list_audit_checks() -> dict[str, dt.datetime]:
    """When each chain was verified last; in the platform's context."""
    return dict(AuditCheck.objects.values_list("chain", "at"))
