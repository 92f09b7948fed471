from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeRedemptionReversed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.enums import RedemptionKind
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.codes import Code, Step
from tenants.issuance.enums import CodeStatus, CodeVerb, RedemptionStatus
from tenants.issuance.errors import CodeSuspended, RedemptionNotReversible
from tenants.issuance.locks import lock_code
from tenants.issuance.models import Redemption
from tenants.issuance.selectors import get_code, get_redemption
from tenants.issuance.services.move_code import move_code


def reverse_redemption(*, redemption_id: uuid.UUID, actor: str, reason: str, now: dt.datetime) -> Redemption:
    """Put all of a redemption back on its code; once.

    Raises:
        RecordNotFound; CodeSuspended
        RedemptionNotReversible: it was reversed before, or its code is void.
    """
    with transaction.atomic():
        code = lock_code(get_code(get_redemption(redemption_id).code_id), now)
        redemption = get_redemption(redemption_id)  # as it is now that its code is ours
        if code.path_status == CodeStatus.SUSPENDED:
            raise CodeSuspended(current_state=code.path_status.value)
        if redemption.status != RedemptionStatus.SUCCEEDED or code.path_status == CodeStatus.VOIDED:
            raise RedemptionNotReversible(redemption=public_id("rdm", redemption_id))
        redemption.status, redemption.reversal_id = RedemptionStatus.REVERSED, new_id()
        redemption.reversed_at, redemption.reversal_reason = now, reason
        redemption.save(update_fields=["status", "reversal_id", "reversed_at", "reversal_reason"])
        if redemption.kind == RedemptionKind.AMOUNT:
            back = Transfer(
                AccountCode.CARDS_REDEEMED, AccountCode.CARD_LIABILITY, redemption.value, redemption.currency
            )
            post_transfers(kind=TransferKind.REDEMPTION_REVERSED, subject_id=redemption.id, transfers=[back], now=now)
        _put_back(code, redemption, actor, now)
    return redemption


def _put_back(code: Code, redemption: Redemption, actor: str, now: dt.datetime) -> None:
    record = code.record
    assert record is not None
    assert record.left is not None
    left = record.left + redemption.value
    whole = CodeStatus.ACTIVATED if record.activated else CodeStatus.ISSUED
    step = Step(
        CodeVerb.REVERSE,
        whole if left == record.initial else CodeStatus.PARTIALLY_REDEEMED,
        actor,
        now,
        redemption.reversal_reason,
        value=redemption.value,
        subject_id=redemption.reversal_id,
        changes={"left": left},
    )
    told = move_code(code=code, step=step)
    outside = public_id("rdm", redemption.id)
    event = CodeRedemptionReversed(**told, redemption=outside, kind=redemption.kind, value=redemption.value, left=left)
    publish_event(event, object_id=code.public_id, now=now, sequence=code.sequence)
