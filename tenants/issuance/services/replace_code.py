"""Another code for one that does not work (换卡): the old one is void, the new one begins with what was left."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeReplaced
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.models import Sku
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.codes import WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb, Source
from tenants.issuance.errors import AlreadyRedeemed, CodeStateInvalid
from tenants.issuance.locks import lock_code
from tenants.issuance.models import Replacement
from tenants.issuance.selectors import get_code
from tenants.issuance.services.activate_code import activate_code
from tenants.issuance.services.end_code import end_code
from tenants.issuance.services.issue_codes import Issued, IssueLine, issue_codes


def replace_code(*, code_id: uuid.UUID, actor: str, reason: str, today: dt.date, now: dt.datetime) -> Replacement:
    """Void a code that its buyer has, and issue another of its SKU for it, free of charge, in an issuance of its own.

    A code whose last day is over is replaced too: what was paid for it is not lost (单用途商业预付卡管理办法).

    Raises:
        RecordNotFound, AlreadyRedeemed, StoreSuspended
        CodeStateInvalid: nobody has it, or it is void.
        CodeStockExhausted: there is no other one; the old one stays as it is.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        before = code.path_status
        if before == CodeStatus.REDEEMED:
            raise AlreadyRedeemed(current_state=before.value)
        suspended = before == CodeStatus.SUSPENDED and code.line_id is not None
        if not (before in WITH_BUYER or suspended) or code.stored.place == "shared":
            raise CodeStateInvalid(current_state=before.value)
        left, active = code.left, code.record is not None and code.record.activated
        replacement_id = new_id()
        end_code(code=code, verb=CodeVerb.REPLACE, subject_id=replacement_id, actor=actor, reason=reason, now=now)
        issued = _issue(code.sku, left, actor, now)
        new = get_code(list_codes_of_lines([issued.lines[0].id], 0, 1)[0].id)
        if left != new.left or active:
            _carry_over(lock_code(new, now), left, active, actor, today, now)
        replacement = Replacement.objects.create(
            id=replacement_id,
            code_id=code.stored.id,
            new_code_id=new.stored.id,
            issuance_id=issued.id,
            reason=reason,
            actor=actor,
            created_at=now,
        )
        _tell(replacement, code, new)
    return replacement


def _issue(sku: Sku, worth: int | None, actor: str, now: dt.datetime) -> Issued:
    line = IssueLine(sku, 1, 0, worth=worth)
    return issue_codes(
        lines=[line], external_id=None, fingerprint=bytes(32), source=Source.REPLACEMENT, actor=actor, now=now
    )


def _carry_over(new: Code, left: int | None, active: bool, actor: str, today: dt.date, now: dt.datetime) -> None:
    """The new code begins with what was left of the old one, and works if that did."""
    record = new.record
    assert record is not None
    record.initial = record.left = left
    record.save(update_fields=["initial", "left"])
    if active:
        activate_code(code_id=record.code_id, actor=actor, reason="", today=today, now=now)


def _tell(replacement: Replacement, code: Code, new: Code) -> None:
    record = code.record
    assert record is not None
    told = CodeReplaced(
        id=code.public_id,
        replacement=public_id("rpl", replacement.id),
        new_code=new.public_id,
        issuance=public_id("iss", replacement.issuance_id),
        reason=replacement.reason,
    )
    publish_event(told, object_id=code.public_id, now=replacement.created_at, sequence=record.sequence + 1)
