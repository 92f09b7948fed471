from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.compliance.errors import ScreeningUnavailable, WatchRefused
from platform_core.compliance.models import Screening
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.screen import screen
from platform_core.compliance.watch_selectors import RULE, find_watch_facts, get_parties, list_watch_lists
from platform_core.kernel.clock import local_date


def ask_watch_rule(
    *, kind: SubjectKind, ref: uuid.UUID, tenant_role: str = "", approves: bool, now: dt.datetime
) -> Screening:
    """Ask AML-01 about a supplier or a merchant, and keep what it said: before the transaction that depends on it.

    Args:
        approves: somebody would let it sell. Otherwise it is only checked: hits go to people, lists that are not there or too old
            hold the check up.

    Raises:
        RecordNotFound
        WatchRefused: it is on a list, or was not screened; the merchant is not told.
        ScreeningUnavailable: a list that the installation asks for is missing, or nobody confirmed it since yesterday.
    """
    facts = find_watch_facts(kind, ref, get_parties(kind, ref), now)
    row = screen(subject_kind=kind, subject_id=str(ref), facts=facts, now=now, only=(RULE,), tenant_role=tenant_role)
    stale = [each.slug for each in list_watch_lists(local_date(now, ZONE)) if each.stale]
    if stale:
        raise ScreeningUnavailable(reason="watch_lists", lists=stale)
    if approves and row.verdict == Verdict.BLOCKED:
        raise WatchRefused(
            reason="on_list" if facts["hits"] else "unscreened",
            hits=facts["hits"],
            unscreened=facts["names_unscreened"],
        )
    return row
