from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction

from billing.enums import Collection, SandboxCard
from billing.errors import BillingRefused
from billing.locks import find_sandbox_customer_locked
from billing.models import SandboxInvoice, SandboxSession, SandboxSubscription
from billing.providers.sandbox_addresses import bill_url
from billing.providers.sandbox_bills import DECLINED, note, open_bills
from billing.providers.sandbox_cycle import begin
from billing.services.tell_sandbox_events import tell_sandbox_events
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context

BY_INVOICE: Final = "wechat_pay"
DAYS_UNTIL_DUE: Final = 7


def finish_sandbox_checkout(*, session_id: uuid.UUID, method: str, coupon: str, now: dt.datetime) -> str:
    """Subscribe, with what was chosen on the page. A second press changes nothing. Outside of a transaction.

    Args:
        method: one of ``SandboxCard``, or ``wechat_pay``: each bill is paid by hand within seven days.
        coupon: what was typed; empty: none.

    Returns:
        Where it goes on: what is to be paid by hand, or where the merchant came from.

    Raises:
        BillingRefused: the card, the coupon, or a second subscription; nothing was done.
        RecordNotFound: the page is over.
    """
    with platform_context(), transaction.atomic():
        session = _session(session_id, now)
        if not session.subscription_id:
            if method == SandboxCard.REFUSED:
                raise BillingRefused(reason=DECLINED)
            begun = _begin(session, method, coupon, now)
            session.subscription_id = begun.id
            session.save(update_fields=["subscription_id"])
            note("checkout.session.completed", "checkout.session", session.id.hex, session.customer_id)
        unpaid = _unpaid(session.subscription_id)
    tell_sandbox_events(now=now)
    return bill_url(unpaid.id) if unpaid is not None else session.done_url


def _session(session_id: uuid.UUID, now: dt.datetime) -> SandboxSession:
    owner = SandboxSession.objects.filter(pk=session_id).values_list("customer_id", flat=True).first()
    customer = find_sandbox_customer_locked(owner or "")
    session = SandboxSession.objects.select_related("price").filter(pk=session_id, expires_at__gt=now).first()
    if customer is None or session is None or session.price is None:
        raise RecordNotFound(id=session_id.hex)
    session.customer = customer
    return session


def _begin(session: SandboxSession, method: str, coupon: str, now: dt.datetime) -> SandboxSubscription:
    by_hand, customer = method == BY_INVOICE, session.customer
    if not by_hand:
        customer.card = SandboxCard(method)
        customer.save(update_fields=["card"])
    assert session.price is not None
    return begin(
        customer, session.price, number=session.number,
        collection=Collection.INVOICE if by_hand else Collection.AUTOMATIC,
        days_until_due=DAYS_UNTIL_DUE if by_hand else 0,
        trial_ends_at=customer.inside(session.trial_ends_at) if session.trial_ends_at else None,
        coupon=coupon.strip().upper(), at=customer.inside(now),
    )  # fmt: skip


def _unpaid(subscription_id: str) -> SandboxInvoice | None:
    return next(iter(open_bills(SandboxSubscription.objects.get(pk=subscription_id))), None)
