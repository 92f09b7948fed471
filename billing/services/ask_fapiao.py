from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final

from django.db import transaction

from billing.enums import FapiaoState, InvoiceStatus, TitleKind
from billing.errors import InvoiceStateInvalid, InvoiceTitleInvalid
from billing.locks import find_account_locked, get_invoice_locked
from billing.models import BillingAccount, Invoice
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

TITLED: Final = ("title", "tax_number", "address", "phone", "bank", "bank_account", "mail_to")


def ask_fapiao(*, tenant: TenantRef, invoice_id: uuid.UUID, by: str, now: dt.datetime) -> Invoice:
    """Ask the platform's staff for the Chinese invoice (发票) of a bill that is paid. Asked again, it stays as it was asked for.

    The title is kept with the bill as it is at this moment: what is changed later is for later ones.

    Args:
        tenant: the live one.
        by: who asks.

    Raises:
        RecordNotFound: the merchant has no such bill.
        InvoiceTitleInvalid: it never said to whom; ``param`` is ``title``.
        InvoiceStateInvalid: it is not paid, nothing was paid for it, or its invoice is made already; ``state`` says which.
    """
    with platform_context(), transaction.atomic():
        account = find_account_locked(tenant.id)
        invoice = _own(tenant, invoice_id)
        if invoice.fapiao == FapiaoState.ASKED:
            return invoice
        if invoice.fapiao == FapiaoState.ISSUED:
            raise InvoiceStateInvalid(state="issued")
        if invoice.status != InvoiceStatus.PAID:
            raise InvoiceStateInvalid(state=invoice.status)
        if invoice.amount_paid <= 0:
            raise InvoiceStateInvalid(state="nothing_paid")
        if account is None or not account.title:
            raise InvoiceTitleInvalid(param="title", reason="missing")
        invoice.fapiao, invoice.fapiao_at = FapiaoState.ASKED, now
        invoice.titled = _titled(account, by)
        invoice.save(update_fields=["fapiao", "fapiao_at", "titled"])
        return invoice


def _own(tenant: TenantRef, invoice_id: uuid.UUID) -> Invoice:
    try:
        invoice = get_invoice_locked(invoice_id)
    except Invoice.DoesNotExist as error:
        raise RecordNotFound(id=public_id("inv", invoice_id)) from error
    if invoice.tenant_id != tenant.id:
        raise RecordNotFound(id=public_id("inv", invoice_id))
    return invoice


def _titled(account: BillingAccount, by: str) -> dict[str, Any]:
    kept = {name: getattr(account, name) for name in TITLED if getattr(account, name)}
    return {"kind": account.title_kind or TitleKind.COMPANY.value, **kept, "asked_by": by[:254]}
