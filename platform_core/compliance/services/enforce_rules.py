from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.ask_rules import Asked, ask_rules
from platform_core.compliance.services.keep_screening import keep_screening
from platform_core.kernel.ids import new_id


def enforce_rules(
    *,
    subject_kind: SubjectKind,
    subject_id: str,
    facts: Mapping[str, Any],
    now: dt.datetime,
    regions: Collection[str],
    only: Collection[str],
    zone: str = ZONE,
    plain: bool = False,
    data: Mapping[str, Any] | None = None,
) -> Asked:
    """Ask rules about something that is to happen now, and refuse it where one blocks. What was refused is kept, too: ask before the
    transaction that does it, or within ``kept_refusals``.

    Nothing is kept where no rule is for such a case, so that most sales cost no statement.

    Args: as those of ``screen``, and
        plain: what passes is kept by the thing itself (its facts, and which rules were asked); only what does not is kept here.
        data: more of what a refusal says, e.g. ``param``.

    Raises:
        RuleRefused, ScreeningUnavailable
    """
    asked = ask_rules(subject_kind=subject_kind, facts=facts, now=now, regions=regions, only=only, zone=zone)
    keep = partial(
        keep_screening, asked=asked, subject_kind=subject_kind, subject_id=subject_id, now=now, screening_id=new_id()
    )
    if asked.applies and not (plain and asked.verdict == Verdict.CLEAR):
        keep()
    if refusal := asked.refusal(keep=keep, **(data or {})):
        raise refusal
    return asked
