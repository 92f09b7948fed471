"""Money goes back to a buyer (退款): no more than was paid, no code twice. The books owe it; payments pay it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Sum

from platform_core.events.catalogue import RefundSucceeded
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.codes import WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb, Disposition, RefundStatus
from tenants.issuance.errors import (
    AlreadyRedeemed,
    AlreadyRefunded,
    CodeStateInvalid,
    RefundExceedsAmount,
    RefundRefused,
)
from tenants.issuance.locks import get_issuance_locked, lock_code
from tenants.issuance.models import Issuance, IssuanceLine, Refund, RefundedCode
from tenants.issuance.selectors import get_code, list_facts_of
from tenants.issuance.services.end_code import end_code

MOST_CODES = 100


@dataclass(frozen=True, slots=True)
class WantedRefund:
    """What is refunded of an issuance, and what becomes of the codes.

    ``code_ids``: none: all of its codes where they are to be voided, else money alone. ``amount``: minor units; None: what was
    paid for those codes (for the whole, what was not refunded before). ``fingerprint`` (32 bytes) and ``request`` tell a retry
    from another request under the same ``external_id``.
    """

    issuance_id: uuid.UUID
    code_ids: Sequence[uuid.UUID]
    amount: int | None
    disposition: Disposition
    external_id: str
    fingerprint: bytes
    request: dict[str, str] = field(default_factory=dict)
    reason: str = ""


def refund_issuance(*, wanted: WantedRefund, actor: str, now: dt.datetime) -> Refund:
    """Record a refund; the books owe it to the buyer.

    Raises:
        RecordNotFound, AlreadyRefunded, AlreadyRedeemed, CodeStateInvalid, RefundExceedsAmount
        RefundRefused: codes of another issuance, or more than ``MOST_CODES`` to be voided.
        IntegrityError (unique): a refund has this external_id.
    """
    with transaction.atomic():
        issuance = get_issuance_locked(wanted.issuance_id)
        codes = _codes(issuance, wanted.code_ids, wanted.disposition)
        prices = dict(IssuanceLine.objects.filter(issuance=issuance).values_list("id", "unit_price"))
        of_code = {code.stored.id: prices[code.line_id] for code in codes if code.line_id}
        refund = _record(issuance, wanted, _amount(issuance, wanted, sum(of_code.values())), len(codes), actor, now)
        RefundedCode.objects.bulk_create(
            RefundedCode(code_id=code_id, refund=refund, amount=price) for code_id, price in of_code.items()
        )
        if wanted.disposition == Disposition.VOID:
            for code in codes:
                _void(code, refund, now)
        owed = Transfer(AccountCode.REFUNDS, AccountCode.REFUNDS_PAYABLE, refund.amount, issuance.currency)
        post_transfers(kind=TransferKind.REFUND, subject_id=refund.id, transfers=[owed], now=now)
        _tell(refund)
    return refund


def _amount(issuance: Issuance, wanted: WantedRefund, price_of_codes: int) -> int:
    """How much is refunded; never more than was paid, less what was refunded before."""
    before = Refund.objects.filter(issuance_id=issuance.id).aggregate(sum=Sum("amount"))["sum"] or 0
    refundable = issuance.amount - before
    usual = price_of_codes if wanted.code_ids else refundable
    amount = usual if wanted.amount is None else wanted.amount
    limit = min(refundable, price_of_codes) if wanted.code_ids else refundable
    if amount > limit:
        raise RefundExceedsAmount(param="amount", refundable=limit)
    return amount


def _record(issuance: Issuance, wanted: WantedRefund, amount: int, codes: int, actor: str, now: dt.datetime) -> Refund:
    return Refund.objects.create(
        id=new_id(),
        external_id=wanted.external_id,
        fingerprint=wanted.fingerprint,
        request=wanted.request,
        issuance_id=issuance.id,
        amount=amount,
        currency=issuance.currency,
        disposition=wanted.disposition,
        codes=codes,
        status=RefundStatus.SUCCEEDED,
        reason=wanted.reason,
        actor=actor,
        created_at=now,
    )


def _codes(issuance: Issuance, code_ids: Sequence[uuid.UUID], disposition: Disposition) -> list[Code]:
    """The codes that are refunded, in the order of their ids, none of them refunded before."""
    if code_ids:
        codes = [get_code(code_id) for code_id in code_ids]
        if any(code.issuance_id != issuance.id for code in codes):
            raise RefundRefused(param="codes", reason="a code is not of this issuance")
    elif disposition == Disposition.VOID:
        if issuance.quantity > MOST_CODES:
            raise RefundRefused(param="codes", reason=f"name the codes, at most {MOST_CODES} at once")
        lines = list(IssuanceLine.objects.filter(issuance=issuance).order_by("index").values_list("id", flat=True))
        codes = list_facts_of(list_codes_of_lines(lines, 0, MOST_CODES))
    else:
        codes = []
    codes.sort(key=lambda code: code.stored.id)
    again = RefundedCode.objects.filter(pk__in=[code.stored.id for code in codes]).first()
    if again is not None:
        raise AlreadyRefunded(param="codes", code_id=public_id("code", again.code_id))
    return codes


def _void(code: Code, refund: Refund, now: dt.datetime) -> None:
    code = lock_code(code, now)
    status = code.path_status
    if status == CodeStatus.REDEEMED:
        raise AlreadyRedeemed(current_state=status.value, code_id=code.public_id)
    if status not in WITH_BUYER | {CodeStatus.SUSPENDED} or code.stored.place == "shared":
        raise CodeStateInvalid(current_state=status.value, code_id=code.public_id)
    end_code(code=code, verb=CodeVerb.REFUND, subject_id=refund.id, actor=refund.actor, reason=refund.reason, now=now)


def _tell(refund: Refund) -> None:
    outside = public_id("rfd", refund.id)
    told = RefundSucceeded(
        id=outside,
        external_id=refund.external_id,
        issuance=public_id("iss", refund.issuance_id),
        amount=refund.amount,
        currency=refund.currency,
        disposition=refund.disposition,
        codes=refund.codes,
    )
    publish_event(told, object_id=outside, now=refund.created_at)
