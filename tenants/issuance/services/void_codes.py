from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from tenants.inventory.selectors import list_codes
from tenants.inventory.services.write_off_code import write_off_code
from tenants.issuance.codes import ON_SHELF, WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.locks import lock_codes
from tenants.issuance.selectors import list_facts_of
from tenants.issuance.services.end_codes import end_codes

LOOKS = 2  # one that is being sold at the first look is its buyer's at the second


class Outcome(NamedTuple):
    """What became of a code: what it is now, and the error code of why it was not voided (empty: it was)."""

    state: CodeStatus | None
    problem: str


def void_codes(
    *, code_ids: Collection[uuid.UUID], void_id: uuid.UUID, actor: str, reason: str, now: dt.datetime
) -> dict[uuid.UUID, Outcome]:
    """Void codes as ``void_code`` does, each by itself: one that cannot be voided does not stop the others.

    Args:
        code_ids: whichever; what is of nothing is ``resource_not_found``.
        void_id: of the void that they belong to.

    Returns:
        What became of each.
    """
    done: set[uuid.UUID] = set()
    wanted = set(code_ids)
    with transaction.atomic():
        for _ in range(LOOKS):
            known = list_facts_of(list_codes(sorted(wanted)))
            # Those that cannot be voided now never can, or are held: they are left alone, and get no record.
            locked = lock_codes([code for code in known if _refusal(code) is None], now)
            voided = [code for code in locked if _refusal(code) is None and _leaves_shelf(code, now)]
            end_codes(codes=voided, verb=CodeVerb.VOID, subject_id=void_id, actor=actor, reason=reason, now=now)
            done |= {code.stored.id for code in voided}
            wanted = {code.stored.id for code in locked} - done
            if not wanted:
                break
        rest = list_facts_of(list_codes([each for each in code_ids if each not in done]))
    left = {code.stored.id: Outcome(code.path_status, _refusal(code) or "code_state_invalid") for code in rest}
    gone = Outcome(None, "resource_not_found")
    return {each: Outcome(CodeStatus.VOIDED, "") if each in done else left.get(each, gone) for each in code_ids}


def _refusal(code: Code) -> str | None:
    """Why a code cannot be voided; None: it can."""
    status = code.path_status
    if status == CodeStatus.REDEEMED:
        return "already_redeemed"
    if status not in WITH_BUYER | (ON_SHELF - {CodeStatus.RESERVED}) | {CodeStatus.SUSPENDED}:
        return "code_state_invalid"
    return "code_state_invalid" if code.stored.place == "shared" else None


def _leaves_shelf(code: Code, now: dt.datetime) -> bool:
    """With a buyer it does not lie there; else it must be had before somebody buys it."""
    return code.line_id is not None or write_off_code(code=code.stored, now=now)
