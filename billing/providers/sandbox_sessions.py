"""Pages of the sandbox that are open for a customer."""

from __future__ import annotations

import datetime as dt
from typing import Final

from billing.enums import SandboxPage
from billing.models import SandboxCustomer, SandboxPrice, SandboxSession
from billing.providers.base import Order
from billing.providers.sandbox_addresses import SESSIONS, read_token, session_url

CHECKOUT_LASTS: Final = dt.timedelta(hours=24)
PORTAL_LASTS: Final = dt.timedelta(hours=1)


def open_checkout_page(order: Order, customer: SandboxCustomer, price: SandboxPrice, now: dt.datetime) -> str:
    """The address of the page on which a wish is paid; the same for a repeat of the wish."""
    facts = {
        "page": SandboxPage.CHECKOUT, "customer": customer, "price": price, "trial_ends_at": order.trial_ends_at,
        "coupon": order.coupon, "done_url": order.done_url, "back_url": order.back_url, "created_at": now,
        "expires_at": now + CHECKOUT_LASTS,
    }  # fmt: skip
    session, _ = SandboxSession.objects.get_or_create(number=order.number, defaults=facts)
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
