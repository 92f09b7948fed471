"""Beginning a subscription at Stripe: a page that is paid by itself from then on, or bills that somebody pays each time.

A customer has one open page at most: another wish closes the page of the one before, so that two tabs do not pay twice.
"""

from __future__ import annotations

from typing import Any, Final

from stripe import StripeClient

from billing.errors import BillingRefused
from billing.providers.base import Order, RemoteSubscription
from billing.providers.stripe_catalogue import find_coupon
from billing.providers.stripe_client import asking, is_ours, marks, once, stripe_client
from billing.providers.stripe_reading import SUBSCRIPTION, seconds, subscription_of

ORDER: Final = "kaquan_order"


def open_checkout(order: Order) -> str:
    """The page of a wish. The same wish has the same page while that is open."""
    discounts = [{"promotion_code": find_coupon(order.coupon)}] if order.coupon else []
    with asking():
        client = stripe_client()
        listed = client.v1.checkout.sessions.list({"customer": order.customer_id, "limit": 100})
        sessions = [each.to_dict() for each in listed.auto_paging_iter()]
        for session in sessions:
            if session["status"] != "open" or not is_ours(session):
                continue
            if session["metadata"].get(ORDER) == order.number and session.get("url"):
                return str(session["url"])
            _close(client, session["id"])
        # Of two that ask at once both know the same last page, and get the same new one.
        last = sessions[0]["id"] if sessions else ""
        made = client.v1.checkout.sessions.create(
            _session(order, discounts),  # type: ignore[arg-type]
            once("checkout", order.number, last),
        )
    return str(made.url)


def _close(client: StripeClient, session_id: str) -> None:
    try:
        with asking():
            client.v1.checkout.sessions.expire(session_id)
    except BillingRefused:
        pass  # it was completed or closed a moment ago; who opens a page looks for a subscription first


def _session(order: Order, discounts: list[dict[str, str]]) -> dict[str, Any]:
    data: dict[str, Any] = {"metadata": marks(order.tenant_id, **{ORDER: order.number})}
    if order.trial_ends_at is not None:
        data["trial_end"] = seconds(order.trial_ends_at)
    coupons: dict[str, Any] = {"discounts": discounts} if discounts else {"allow_promotion_codes": True}
    return {
        "mode": "subscription",
        "customer": order.customer_id,
        "client_reference_id": str(order.tenant_id),
        "line_items": [{"price": order.price_id, "quantity": 1}],
        "payment_method_collection": "always",  # who is in its trial leaves a card, too
        "subscription_data": data,
        "metadata": marks(order.tenant_id, **{ORDER: order.number}),
        "success_url": order.done_url,
        "cancel_url": order.back_url,
        **coupons,
    }


def subscribe_by_invoice(order: Order, days_until_due: int) -> RemoteSubscription:
    """Subscribe at once; the first bill is sent, too, instead of waiting an hour as a draft."""
    wish: dict[str, Any] = {
        "customer": order.customer_id,
        "items": [{"price": order.price_id}],
        "collection_method": "send_invoice",
        "days_until_due": days_until_due,
        "metadata": marks(order.tenant_id, **{ORDER: order.number}),
        "expand": [*SUBSCRIPTION, "latest_invoice"],
    }
    if order.trial_ends_at is not None:
        wish["trial_end"] = seconds(order.trial_ends_at)
    if order.coupon:
        wish["discounts"] = [{"promotion_code": find_coupon(order.coupon)}]
    with asking():
        client = stripe_client()
        made = client.v1.subscriptions.create(wish, once("by_invoice", order.number)).to_dict()  # type: ignore[arg-type]
        bill = made.get("latest_invoice") or {}
        if bill.get("status") == "draft":
            client.v1.invoices.finalize_invoice(bill["id"], {"auto_advance": True})
    return subscription_of(made)
