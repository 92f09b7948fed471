from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Final

from django.db import transaction

from billing.enums import FapiaoState, InvoiceStatus
from billing.errors import InvoiceStateInvalid
from billing.locks import get_invoice_locked
from billing.models import Invoice
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context

# Fully digital ones (数电发票) have 20 digits; older ones 8, after a code of 10 or 12.
NUMBER: Final = re.compile(r"[0-9]{8}|[0-9]{18}|[0-9]{20}")


def note_fapiao(*, invoice_id: uuid.UUID, number: str, by: str, now: dt.datetime) -> Invoice:
    """Note the number of the Chinese invoice (发票) that staff made for a paid bill; noted again, a wrong number is put right.

    Args:
        number: 20 digits; of an older kind 8, or 18 with its code before. Spaces and hyphens do not count.
        by: who of the staff made it; the act's own record keeps it.

    Raises:
        RecordNotFound
        InvoiceStateInvalid: nobody asked for one, or the bill is not paid (``state``); ``reason`` ``number``: it is none.
    """
    digits = re.sub(r"[\s-]", "", number)
    with platform_context(), transaction.atomic():
        try:
            invoice = get_invoice_locked(invoice_id)
        except Invoice.DoesNotExist as error:
            raise RecordNotFound(id=public_id("inv", invoice_id)) from error
        if invoice.status != InvoiceStatus.PAID:
            raise InvoiceStateInvalid(state=invoice.status)
        if invoice.fapiao == FapiaoState.NONE:
            raise InvoiceStateInvalid(state=invoice.fapiao)
        if not NUMBER.fullmatch(digits):
            raise InvoiceStateInvalid(state=invoice.fapiao, reason="number")
        if (invoice.fapiao, invoice.fapiao_number) == (FapiaoState.ISSUED, digits):
            return invoice
        invoice.fapiao, invoice.fapiao_number, invoice.fapiao_at = FapiaoState.ISSUED, digits, now
        invoice.save(update_fields=["fapiao", "fapiao_number", "fapiao_at"])
        return invoice
