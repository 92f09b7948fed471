from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import RefundSucceeded
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.kernel.job_progress import note_job
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.selectors import list_codes
from tenants.issuance.codes import WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb, Disposition, RefundStatus
from tenants.issuance.errors import AlreadyRedeemed, CodeStateInvalid
from tenants.issuance.locks import get_issuance_locked, get_refund_locked, lock_codes
from tenants.issuance.models import Refund
from tenants.issuance.selectors import get_refund, list_facts_of, list_refunded
from tenants.issuance.services.end_codes import end_codes

SLICE = 1_000  # codes that are in memory at once


def settle_refund(*, refund_id: uuid.UUID, now: dt.datetime) -> None:
    """Void the codes of a refund and owe its money, all in one transaction: it is settled once, and whole or not at all.

    One that is over is left alone.

    Raises:
        RecordNotFound; AlreadyRedeemed, CodeStateInvalid: a code stands in its way; ``code_id`` says which.
    """
    with transaction.atomic():
        get_issuance_locked(get_refund(refund_id).issuance_id)
        refund = get_refund_locked(refund_id)
        if refund.status != RefundStatus.PENDING:
            return
        if refund.disposition == Disposition.VOID:
            _void(refund, now)
        owed = Transfer(AccountCode.REFUNDS, AccountCode.REFUNDS_PAYABLE, refund.amount, refund.currency)
        post_transfers(kind=TransferKind.REFUND, subject_id=refund.id, transfers=[owed], now=now)
        refund.status = RefundStatus.SUCCEEDED
        refund.save(update_fields=["status"])
        publish_event(RefundSucceeded(**refund.facts), object_id=public_id("rfd", refund.id), now=now, sequence=2)


def _void(refund: Refund, now: dt.datetime) -> None:
    after, done = None, 0
    while ids := list_refunded(refund.id, after=after, limit=SLICE):
        codes = list_facts_of(list_codes(ids))
        for code in codes:
            _check(code)  # what cannot be voided now never can
        locked = lock_codes(codes, now)
        for code in locked:
            _check(code)
        end_codes(
            codes=locked,
            verb=CodeVerb.REFUND,
            subject_id=refund.id,
            actor=refund.actor,
            reason=refund.reason,
            now=now,
        )
        after, done = ids[-1], done + len(ids)
        note_job(refund.id, [done])


def _check(code: Code) -> None:
    status = code.path_status
    if status == CodeStatus.REDEEMED:
        raise AlreadyRedeemed(current_state=status.value, code_id=code.public_id)
    if status not in WITH_BUYER | {CodeStatus.SUSPENDED} or code.stored.place == "shared":
        raise CodeStateInvalid(current_state=status.value, code_id=code.public_id)
