from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import CodeActivated
from platform_core.events.services.publish_event import publish_event
from tenants.catalog.enums import RedemptionKind
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.codes import Code, Step
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.locks import lock_code
from tenants.issuance.selectors import get_code
from tenants.issuance.services.move_code import move_code


def activate_code(*, code_id: uuid.UUID, actor: str, reason: str, today: dt.date, now: dt.datetime) -> Code:
    """Make an issued code usable. Where its SKU asks for it, the shop owes its value from now on.

    Raises:
        RecordNotFound
        CodeStateInvalid: it is not issued, or was activated before.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        if code.status(today) != CodeStatus.ISSUED or code.stored.place == "shared":
            raise CodeStateInvalid(current_state=code.status(today).value)
        owed = code.left or 0
        if code.sku.needs_activation and code.sku.redemption == RedemptionKind.AMOUNT:
            issued = Transfer(AccountCode.CARDS_ISSUED, AccountCode.CARD_LIABILITY, owed, code.sku.currency)
            post_transfers(kind=TransferKind.CARD_ACTIVATED, subject_id=code.stored.id, transfers=[issued], now=now)
        step = Step(CodeVerb.ACTIVATE, CodeStatus.ACTIVATED, actor, now, reason, changes={"activated": True})
        told = move_code(code=code, step=step)
        publish_event(CodeActivated(**told), object_id=code.public_id, now=now, sequence=code.sequence)
    return code
