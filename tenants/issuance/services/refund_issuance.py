"""Money goes back to a buyer (退款): no more than was paid, no code twice. The books owe it; payments pay it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet, Sum

from platform_core.events.catalogue import RefundCreated
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import new_id, public_id
from platform_core.kernel.jobs import JobName
from tenants.inventory.selectors import list_codes, list_codes_of_lines
from tenants.issuance.enums import CodeStatus, Disposition, RefundStatus
from tenants.issuance.errors import AlreadyRefunded, CodeStateInvalid, RefundExceedsAmount, RefundRefused
from tenants.issuance.locks import get_issuance_locked
from tenants.issuance.models import Issuance, IssuanceLine, Refund, RefundedCode
from tenants.issuance.selectors import list_facts_of, list_prices_of
from tenants.issuance.services.settle_refund import settle_refund

AT_ONCE = 100  # codes that are voided before the answer


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

    def is_large(self, quantity: int) -> bool:
        """Does it void so many codes of an issuance of this quantity that a job does it?"""
        return self.disposition == Disposition.VOID and (len(self.code_ids) or quantity) > AT_ONCE


def refund_issuance(*, wanted: WantedRefund, actor: str, now: dt.datetime) -> Refund:
    """Record a refund and settle it: now, or by a job where it voids more than ``AT_ONCE`` codes.

    From here on its money and its codes can be refunded by nobody else.

    Raises:
        RecordNotFound, AlreadyRefunded, AlreadyRedeemed, CodeStateInvalid, RefundExceedsAmount
        RefundRefused: codes of another issuance.
        IntegrityError (unique): a refund has this external_id.
    """
    with transaction.atomic():
        issuance = get_issuance_locked(wanted.issuance_id)
        large = wanted.is_large(issuance.quantity)
        owners = _codes(issuance, wanted)
        prices = list_prices_of(issuance.id, owners)
        price = sum(prices.values())
        refund = _record(issuance, wanted, _amount(issuance, wanted, price), len(owners), actor, now)
        RefundedCode.objects.bulk_create(
            RefundedCode(code_id=code_id, refund=refund, amount=amount) for code_id, amount in prices.items()
        )
        outside = public_id("rfd", refund.id)
        publish_event(RefundCreated(**refund.facts), object_id=outside, now=now)
        if large:
            enqueue_job(JobName.RUN_REFUND, key=f"refund:{refund.id}", payload={"refund_id": str(refund.id)}, now=now)
        else:
            settle_refund(refund_id=refund.id, now=now)
            refund.status = RefundStatus.SUCCEEDED
    return refund


def _refunded_before(issuance: Issuance) -> int:
    """What was given back or is about to be."""
    rows = Refund.objects.filter(issuance_id=issuance.id).exclude(status=RefundStatus.FAILED)
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def _amount(issuance: Issuance, wanted: WantedRefund, price_of_codes: int) -> int:
    """How much is refunded; never more than was paid, less what was refunded before."""
    refundable = issuance.amount - _refunded_before(issuance)
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
        status=RefundStatus.PENDING,
        reason=wanted.reason,
        actor=actor,
        created_at=now,
    )


def _codes(issuance: Issuance, wanted: WantedRefund) -> dict[uuid.UUID, uuid.UUID]:
    """The codes that are refunded and the lines they are of, none of them refunded before."""
    if wanted.code_ids:
        codes = list_facts_of(list_codes(wanted.code_ids))
        if len(codes) < len(wanted.code_ids):
            raise RecordNotFound(param="codes")
        if any(code.issuance_id != issuance.id for code in codes):
            raise RefundRefused(param="codes", reason="a code is not of this issuance")
        owners = {code.stored.id: code.line_id for code in codes if code.line_id}
    elif wanted.disposition == Disposition.VOID:
        _check_new(RefundedCode.objects.filter(refund__issuance_id=issuance.id))  # before ten thousand codes are read
        lines = list(IssuanceLine.objects.filter(issuance=issuance).order_by("index").values_list("id", flat=True))
        stored = list_codes_of_lines(lines, 0, issuance.quantity)
        if any(each.place == "shared" for each in stored):
            raise CodeStateInvalid(current_state=CodeStatus.ISSUED.value)
        owners = {each.id: each.owner_id for each in stored if each.owner_id}
    else:
        owners = {}
    _check_new(RefundedCode.objects.filter(pk__in=list(owners)))
    return owners


def _check_new(before: QuerySet[RefundedCode]) -> None:
    again = before.first()
    if again is not None:
        raise AlreadyRefunded(param="codes", code_id=public_id("code", again.code_id))
