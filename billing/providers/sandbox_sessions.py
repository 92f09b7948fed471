"""Pages of the sandbox that are open for a customer."""

from __future__ import annotations

import datetime as dt
from typing import Final

from billing.enums import SandboxPage
from billing.models import SandboxCustomer, SandboxInvoice, SandboxPrice, SandboxSession
from billing.providers.base import Order, RemoteSubscription
from billing.providers.sandbox_addresses import BILLS, SESSIONS, read_token, session_url
from billing.providers.sandbox_shapes import remote_subscription

CHECKOUT_LASTS: Final = dt.timedelta(hours=24)
PORTAL_LASTS: Final = dt.timedelta(hours=1)
BILL_LASTS: Final = dt.timedelta(days=800)


def open_checkout_page(order: Order, customer: SandboxCustomer, price: SandboxPrice, now: dt.datetime) -> str:
    """The address of the page on which a wish is paid; the same for a repeat of the wish."""
    facts = {
        "page": SandboxPage.CHECKOUT, "customer": customer, "price": price, "trial_ends_at": order.trial_ends_at,
        "coupon": order.coupon, "done_url": order.done_url, "back_url": order.back_url, "created_at": now,
        "expires_at": now + CHECKOUT_LASTS,
    }  # fmt: skip
    session, _ = SandboxSession.objects.get_or_create(number=order.number, defaults=facts)
    if session.expires_at <= now:
        session.expires_at = now + CHECKOUT_LASTS
        session.save(update_fields=["expires_at"])
    return session_url("checkout", session.id.hex)


def open_portal_page(customer: SandboxCustomer, back_url: str, number: str, now: dt.datetime) -> str:
    """The address of the page on which a customer changes its card."""
    session = SandboxSession.objects.create(
        page=SandboxPage.PORTAL, customer=customer, number=number, back_url=back_url, created_at=now,
        expires_at=now + PORTAL_LASTS,
    )  # fmt: skip
    return session_url("portal", session.id.hex)


def find_session(page: str, token: str, now: dt.datetime) -> SandboxSession | None:
    """The session of an address; None: there is none, or it is over."""
    named = read_token(SESSIONS, token)
    if named is None:
        return None
    rows = SandboxSession.objects.select_related("customer", "price")
    return rows.filter(pk=named, page=page, expires_at__gt=now).first()


def find_bill(token: str, now: dt.datetime) -> SandboxInvoice | None:
    """The bill of an address; None: there is none, or it is from long ago."""
    named = read_token(BILLS, token)
    rows = SandboxInvoice.objects.select_related("customer", "subscription")
    bill = rows.filter(pk=named).first() if named is not None else None
    return bill if bill is not None and bill.issued_at - bill.customer.ahead + BILL_LASTS > now else None


def list_bills(customer: SandboxCustomer) -> list[SandboxInvoice]:
    """Bills of a customer, the newest first."""
    return list(customer.invoices.select_related("customer").order_by("-issued_at", "-number")[:50])


def find_living(customer: SandboxCustomer) -> RemoteSubscription | None:
    """What a customer subscribes to; None: nothing, or it is over."""
    row = customer.subscriptions.select_related("price", "customer").filter(ended_at=None).first()
    return remote_subscription(row) if row is not None else None
