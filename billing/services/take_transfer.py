from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import transaction

from billing.enums import InvoiceStatus
from billing.errors import InvoiceStateInvalid
from billing.locks import get_invoice_locked
from billing.models import Invoice
from billing.services.mark_paid import mark_paid
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import Proposal
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context

OPEN_FOR: Final = dt.timedelta(days=7)


def take_transfer(
    *, invoice_id: uuid.UUID, amount: int, reference: str, actor: Actor, now: dt.datetime
) -> Invoice | Proposal:
    """A member of the staff found a bank transfer for a bill: it is marked; from ``KAQUAN_TRANSFER_SECOND_FROM`` on another must agree.

    Args:
        amount: minor units that the bank's statement says; just what is open, no more and no less.
        reference: what the bank's statement says of the transfer.

    Returns:
        The paid bill, or the proposal that waits for somebody else.

    Raises:
        RecordNotFound
        InvoiceStateInvalid: it is not open (``state``); or ``reason``: ``amount``, ``reference``, ``marked``, ``paid_twice``.
        ProposalInvalid: another member of the staff found one for it, which waits (``already_open``).
        BillingUnavailable, BillingRefused
    """
    reference = reference.strip()[:80]
    with platform_context(), transaction.atomic():
        try:
            invoice = get_invoice_locked(invoice_id)
        except Invoice.DoesNotExist as error:
            raise RecordNotFound(id=public_id("inv", invoice_id)) from error
        repeated = invoice.status == InvoiceStatus.PAID and bool(reference) and invoice.bank_reference == reference
        if not repeated:
            _check(invoice, amount, reference)
            if amount >= settings.KAQUAN_TRANSFER_SECOND_FROM:
                return _propose(invoice, reference, actor, now)
    return mark_paid(invoice_id=invoice_id, reference=reference, by=actor.email, now=now)


def _check(invoice: Invoice, amount: int, reference: str) -> None:
    if not invoice.is_owed:
        raise InvoiceStateInvalid(state=invoice.status)
    if not reference:
        raise InvoiceStateInvalid(state=invoice.status, reason="reference")
    if amount != invoice.amount_remaining:
        raise InvoiceStateInvalid(state=invoice.status, reason="amount")
    if invoice.bank_reference and invoice.bank_reference != reference:
        raise InvoiceStateInvalid(state=invoice.status, reason="marked")


def _propose(invoice: Invoice, reference: str, actor: Actor, now: dt.datetime) -> Proposal:
    open_ones = Proposal.objects.filter(kind=ProposalKind.TRANSFER, subject_id=invoice.id, state=ProposalState.OPEN)
    open_ones.filter(expires_at__lt=now, decided_by=None).update(state=ProposalState.WITHDRAWN)
    if open_ones.exists():
        raise ProposalInvalid(reason="already_open")
    return Proposal.objects.create(
        kind=ProposalKind.TRANSFER, subject_id=invoice.id,
        payload={
            "tenant": str(invoice.tenant_id), "number": invoice.number or invoice.remote_id, "reference": reference,
            "amount": invoice.amount_remaining, "currency": invoice.currency,
        },
        reason=reference, asked_by=uuid.UUID(actor.id), asked_email=actor.email, asked_at=now, expires_at=now + OPEN_FOR,
    )  # fmt: skip
