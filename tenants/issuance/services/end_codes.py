from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Case, F, Value, When

from platform_core.events.catalogue import CodeVoided
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.publish_events import publish_events
from platform_core.kernel.ids import public_id
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_like_transfers import post_like_transfers
from tenants.finance.services.post_transfers import Transfer
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.models import CodeHistory, CodeRecord


def end_codes(
    *, codes: Sequence[Code], verb: CodeVerb, subject_id: uuid.UUID, actor: str, reason: str, now: dt.datetime
) -> None:
    """Make locked codes worthless for ever, as ``end_code`` does, with a handful of statements for all of them.

    Args:
        codes: locked, their states checked, each once.
        verb: why: voided or refunded.
        subject_id: the void or refund.

    Raises:
        IntegrityError: for one of them there is no such step (``code_may_move``).
    """
    gone = {
        code.stored.id: Transfer(AccountCode.CARD_LIABILITY, AccountCode.CARDS_ISSUED, code.owed, code.sku.currency)
        for code in codes
        if code.owed
    }
    post_like_transfers(kind=TransferKind.CARD_VOIDED, transfers=gone, now=now)
    steps = [_step(code, verb, subject_id, actor, reason, now) for code in codes]
    CodeRecord.objects.filter(pk__in=[step.code_id for step in steps]).update(
        status=CodeStatus.VOIDED,
        updated_at=now,
        sequence=F("sequence") + 1,
        left=Case(When(initial__isnull=False, then=Value(0))),
    )
    CodeHistory.objects.bulk_create(steps)
    drafts = []
    for code, step in zip(codes, steps, strict=True):
        told = CodeVoided(
            id=code.public_id,
            sku=public_id("sku", code.sku.id),
            issuance=public_id("iss", code.issuance_id) if code.issuance_id else None,
            status=step.to_status,
            previous_status=step.from_status,
            reason=reason,
        )
        drafts.append(draft_event(told, object_id=code.public_id, sequence=step.number))
    publish_events(drafts=drafts, now=now)


def _step(code: Code, verb: CodeVerb, subject_id: uuid.UUID, actor: str, reason: str, now: dt.datetime) -> CodeHistory:
    return CodeHistory(
        code_id=code.stored.id,
        number=code.sequence + 1,
        verb=verb,
        from_status=code.path_status.value,
        to_status=CodeStatus.VOIDED.value,
        left=None if code.initial is None else 0,
        subject_id=subject_id,
        actor=actor,
        reason=reason,
        at=now,
    )
