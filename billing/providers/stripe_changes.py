"""Going over to another price at Stripe, and what that costs.

An upgrade is billed at once, and nothing changes where its payment fails (``error_if_incomplete``): no plan is granted on credit, and
no second bill is left open. Who pays by bill has the usual time to pay the difference.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from billing.providers.base import Preview, RemoteLine, RemoteSubscription
from billing.providers.stripe_client import asking, once, stripe_client
from billing.providers.stripe_reading import SUBSCRIPTION, item_of, line_of, moment, seconds, subscription_of

AUTOMATIC: Final = "charge_automatically"


def preview_change(subscription_id: str, price_id: str, at: dt.datetime, prorate: bool) -> Preview:
    """What the change would cost now, and when the first whole bill of the new price comes."""
    with asking():
        client = stripe_client()
        held = client.v1.subscriptions.retrieve(subscription_id, {"expand": list(SUBSCRIPTION)}).to_dict()
        price = client.v1.prices.retrieve(price_id).to_dict()
        details = {"items": _items(held, price_id), **_billed(held, at, prorate)}
        wish: Any = {"subscription": subscription_id, "subscription_details": details}
        said = client.v1.invoices.create_preview(wish).to_dict() if _is_billed(held, prorate) else None
    now_held = subscription_of(held)
    then = subscription_of({**held, "items": {"data": [{**item_of(held), "price": price}]}})
    ends = now_held.period_end
    lines: tuple[RemoteLine, ...] = ()
    if said is not None:
        lines = tuple(line_of(each) for each in said["lines"]["data"])
        ends = max((each.ends_at for each in lines if each.ends_at), default=ends)
    total = int(said["total"]) if said else 0
    due = total if total < 0 else int(said["amount_due"]) if said else 0
    return Preview(
        at=moment(seconds(at)) or at,
        lines=lines,
        due_now=due,
        next_amount=max(then.amount - then.discount, 0),
        next_at=ends,
        currency=now_held.currency,
    )


def change_price(
    subscription_id: str, price_id: str, at: dt.datetime, prorate: bool, number: str
) -> RemoteSubscription:
    """Change it, once: one that has the price already is left as it is."""
    with asking():
        client = stripe_client()
        held = client.v1.subscriptions.retrieve(subscription_id, {"expand": list(SUBSCRIPTION)}).to_dict()
        if item_of(held)["price"]["id"] == price_id:
            return subscription_of(held)
        wish: dict[str, Any] = {
            "items": _items(held, price_id),
            "expand": list(SUBSCRIPTION),
            **_billed(held, at, prorate),
        }
        if held["collection_method"] == AUTOMATIC:
            wish["payment_behavior"] = "error_if_incomplete"
        said = client.v1.subscriptions.update(subscription_id, wish, once("change", number, price_id))  # type: ignore[arg-type]
    return subscription_of(said.to_dict())


def _items(held: dict[str, Any], price_id: str) -> list[dict[str, Any]]:
    return [{"id": item_of(held)["id"], "price": price_id}]


def _is_billed(held: dict[str, Any], prorate: bool) -> bool:
    """Does money move with the change? In a trial none does."""
    return prorate and held["status"] != "trialing"


def _billed(held: dict[str, Any], at: dt.datetime, prorate: bool) -> dict[str, Any]:
    if not _is_billed(held, prorate):
        return {"proration_behavior": "none"}
    told: dict[str, Any] = {"proration_behavior": "always_invoice"}
    if seconds(at) >= item_of(held)["current_period_start"]:
        told["proration_date"] = seconds(at)
    return told
