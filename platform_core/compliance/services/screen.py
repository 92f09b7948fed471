from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.models import Screening
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.ask_rules import ask_rules
from platform_core.compliance.services.keep_screening import keep_screening


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
    asked = ask_rules(subject_kind=subject_kind, facts=facts, now=now, regions=regions, only=only, zone=zone)
    return keep_screening(
        asked=asked, subject_kind=subject_kind, subject_id=subject_id, now=now, tenant_role=tenant_role
    )
