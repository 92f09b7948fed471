from __future__ import annotations

import datetime as dt
import uuid

from platform_core.events.catalogue import CodeVoided
from platform_core.events.services.publish_event import publish_event
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.codes import Code, Step
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.services.move_code import move_code


def end_code(*, code: Code, verb: CodeVerb, subject_id: uuid.UUID, actor: str, reason: str, now: dt.datetime) -> None:
    """Make a locked code worthless for ever; what was owed to its holder is owed no more. In the caller's transaction.

    Args:
        verb: why: voided, replaced or refunded.
        subject_id: the void, replacement or refund.
    """
    if code.owed:
        gone = Transfer(AccountCode.CARD_LIABILITY, AccountCode.CARDS_ISSUED, code.owed, code.sku.currency)
        post_transfers(kind=TransferKind.CARD_VOIDED, subject_id=code.stored.id, transfers=[gone], now=now)
    changes = {} if code.initial is None else {"left": 0, "initial": code.initial}
    step = Step(verb, CodeStatus.VOIDED, actor, now, reason, subject_id=subject_id, changes=changes)
    told = move_code(code=code, step=step)
    publish_event(CodeVoided(**told), object_id=code.public_id, now=now, sequence=code.sequence)
