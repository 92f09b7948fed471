from __future__ import annotations

import datetime as dt
import uuid

from billing.engines import get_engine
from billing.enums import InvoiceStatus
from billing.errors import BillingRefused, InvoiceStateInvalid
from billing.models import Invoice
from billing.numbers import number_of
from billing.selectors import list_invoices
from billing.services.sync_invoice import sync_invoice
from billing.services.sync_subscription import sync_subscription
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def retry_payment(*, tenant: TenantRef, invoice_id: uuid.UUID, by: str, now: dt.datetime) -> Invoice:
    """Collect an open bill now, from the way of paying that the merchant stored. It is never collected twice.

    Args:
        tenant: the live one.
        by: who asked for it.

    Raises:
        RecordNotFound: the merchant has no such bill.
        InvoiceStateInvalid: it is not to be paid any more.
        BillingRefused: it could not be collected again (``reason``: the provider's code).
        BillingUnavailable, BillingOff
    """
    with platform_context():
        bill = list_invoices(tenant.id).filter(pk=invoice_id).first()
        if bill is None:
            raise RecordNotFound(id=public_id("inv", invoice_id))
        if not bill.is_owed:
            raise InvoiceStateInvalid(state=bill.status)
        refused: BillingRefused | None = None
        try:
            # Each attempt is one of its own: the number of attempts so far is part of its number.
            number = number_of(bill.remote_id, bill.attempts, bill.ticket)
            get_engine(bill.provider).retry_invoice(bill.remote_id, number)
        except BillingRefused as error:
            refused = error
        now_held = sync_invoice(provider=bill.provider, remote_id=bill.remote_id, now=now) or bill
        sync_subscription(tenant_id=tenant.id, now=now, by=by)
        if refused is not None and now_held.status != InvoiceStatus.PAID:  # else somebody paid it in that moment
            raise refused
        return now_held
