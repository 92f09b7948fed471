from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

import orjson

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import Finding


def report_finding(
    *,
    rule_id: str,
    rule_version: int = 1,
    level: Level,
    subject: tuple[SubjectKind, str],
    key: str,
    facts: dict[str, Any],
    now: dt.datetime,
    tenant_role: str = "",
    supplier_id: uuid.UUID | None = None,
    points: int = 0,
) -> Finding:
    """Put something before the staff, once; in the platform's context.

    Args:
        subject: what it is about: its kind and id.
        key: the same thing found again has the same key, and stays the finding it was, whatever was decided.
        facts: what was seen, as JSON; no contact, code or number of a person in the clear.
        points: what it adds to the score of its subject, 0-100.
    """
    finding, _ = Finding.objects.get_or_create(
        key=key,
        defaults={
            "rule_id": rule_id,
            "rule_version": rule_version,
            "level": level,
            "subject_kind": subject[0],
            "subject_ref": subject[1],
            "tenant_role": tenant_role,
            "supplier_id": supplier_id,
            "points": points,
            "facts": facts,
            "facts_hash": hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest(),
            "found_at": now,
        },
    )
    return finding
