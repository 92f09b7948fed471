from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from platform_core.kernel.ids import public_id
from tenants.access.enums import TwoPersonAct
from tenants.access.errors import SecondPersonNeeded
from tenants.access.selectors import list_approvals
from tenants.access.services.record_act import Person
from tenants.access.services.take_approval import take_approval
from tenants.inventory.enums import WithheldReason
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.selectors import list_codes
from tenants.inventory.services.withhold_codes import withhold_codes
from tenants.inventory.stored import StoredCode, open_taken
from tenants.issuance.services.record_reveal import record_reveal

UNSOLD = {"available", "quarantined", "held", "recalled", "reserved"}
SHOWN = {"issued", "exported", "voided"}


class TakenCode(NamedTuple):
    """A code in the clear; ``unsold``: it is off the shelf since it was taken."""

    id: str
    card_number: str
    secret: str
    unsold: bool

    def __repr__(self) -> str:
        return "TakenCode(****)"


class Taken(NamedTuple):
    """What was taken; ``left_out``: how many codes a checkout held, or were not there any more; ``not_kept``: how many were shredded."""

    codes: list[TakenCode]
    left_out: int
    not_kept: int = 0


def take_codes(*, approval_id: uuid.UUID, act: TwoPersonAct, person: Person, ip: str | None, now: dt.datetime) -> Taken:
    """Open many codes, as one person asked and another allowed: these codes, once, for the one who asked.

    A code that left is not sold: the unsold ones are withheld for good. The look is on record in the same transaction.

    Raises:
        SecondPersonNeeded: nobody else has allowed it, or this person did not ask for it.
        ApprovalOver: done, withdrawn or expired before. SealBroken.
        CodesNotKept: all of them were shredded; it can be asked for no more.
    """
    if not list_approvals().filter(pk=approval_id, act=act, asked_by=person.user_id).exists():
        raise SecondPersonNeeded
    with transaction.atomic():
        payload = take_approval(approval_id=approval_id, act=act, person=person, now=now)
        ids = [uuid.UUID(text) for text in payload["codes"]]
        unsold = [code for code in list_codes(ids) if code.place in UNSOLD]
        withhold_codes(codes=unsold, reason=WithheldReason.EXPORTED, now=now)
        found = [code for code in list_codes(ids) if code.place in SHOWN]
        codes = [_opened(code) for code in found if code.sealed]
        if found and not codes:
            raise CodesNotKept
        if codes:
            record_reveal(
                export_id=approval_id, issuance_id=None, count=len(codes), actor=person.email[:80], ip=ip, now=now
            )
    return Taken(codes, len(ids) - len(found), len(found) - len(codes))


def _opened(code: StoredCode) -> TakenCode:
    number, secret = open_taken(code)
    return TakenCode(public_id("code", code.id), number, secret, code.place == "exported")
