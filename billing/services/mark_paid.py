from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.engines import get_engine
from billing.enums import OWED, InvoiceStatus
from billing.errors import BillingRefused, InvoiceStateInvalid
from billing.locks import get_invoice_locked
from billing.models import Invoice
from billing.services.sync_customer import sync_customer
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context

TRANSFER = "bank_transfer"


def mark_paid(*, invoice_id: uuid.UUID, reference: str, by: str, now: dt.datetime) -> Invoice:
    """A bill's money came by bank transfer: the provider is told, and the merchant stands as one that paid, at once.

    Who found the money and its reference are written down before the provider is asked: where that fails half-way, the same call again
    finishes it, and the provider's own word (an event) finishes it as well.

    Args:
        reference: what the bank's statement says of the transfer.
        by: who of the staff found it there; of two people both.

    Returns:
        The bill as it is then. Marked before with the same reference, it is as it was.

    Raises:
        RecordNotFound
        InvoiceStateInvalid: it is not open (``state``); or ``reason``: no ``reference``, another one was ``marked`` already, or it was
            ``paid_twice``: the provider collected it as well, and what was transferred has to go back. The reference stays on the bill.
        BillingUnavailable, BillingRefused
    """
    reference = reference.strip()[:80]
    if not reference:
        raise InvoiceStateInvalid(state=InvoiceStatus.OPEN, reason="reference")
    with platform_context():
        invoice = _note(invoice_id, reference, by)
    if invoice.is_owed:
        _tell(invoice, reference, by, now)
    with platform_context():
        paid = Invoice.objects.filter(pk=invoice_id, status=InvoiceStatus.PAID)
        if paid.exclude(paid_by__in=["", TRANSFER]).exists():
            raise InvoiceStateInvalid(state=InvoiceStatus.PAID, reason="paid_twice")
        paid.update(paid_by=TRANSFER)
        return Invoice.objects.get(pk=invoice_id)


def _tell(invoice: Invoice, reference: str, by: str, now: dt.datetime) -> None:
    """Tell the provider, and read what it says of the bill then. Refused because it is paid already is no refusal."""
    refused: BillingRefused | None = None
    with platform_context():
        try:
            # Each attempt is a call of its own: of the one before, its trouble would be answered again. What is paid stays paid.
            get_engine(invoice.provider).pay_outside(invoice.remote_id, f"paid-{invoice.id}-{now.isoformat()}")
        except BillingRefused as error:
            refused = error
    sync_customer(tenant_id=invoice.tenant_id, now=now, by=by)
    if refused is not None:
        with platform_context():
            if not Invoice.objects.filter(pk=invoice.id, status=InvoiceStatus.PAID).exists():
                _forget(invoice.id, reference)
                raise refused


@transaction.atomic
def _note(invoice_id: uuid.UUID, reference: str, by: str) -> Invoice:
    """What is about to be told the provider, on the bill."""
    try:
        invoice = get_invoice_locked(invoice_id)
    except Invoice.DoesNotExist as error:
        raise RecordNotFound(id=public_id("inv", invoice_id)) from error
    if invoice.bank_reference == reference and (invoice.is_owed or invoice.status == InvoiceStatus.PAID):
        return invoice
    if not invoice.is_owed:
        raise InvoiceStateInvalid(state=invoice.status)
    if invoice.bank_reference:
        raise InvoiceStateInvalid(state=invoice.status, reason="marked")
    invoice.bank_reference, invoice.marked_by = reference, by[:254]
    invoice.save(update_fields=["bank_reference", "marked_by"])
    return invoice


def _forget(invoice_id: uuid.UUID, reference: str) -> None:
    """The provider will not: nothing was marked."""
    still = Invoice.objects.filter(pk=invoice_id, status__in=OWED, bank_reference=reference)
    still.update(bank_reference="", marked_by="")
