"""What Stripe tells, in our own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from billing.enums import Collection
from billing.providers.base import RemoteEvent, RemoteInvoice, RemoteLine, RemoteSubscription
from billing.providers.stripe_client import id_of, tenant_of

# What is told whole where a subscription is read: of a coupon, what it takes off and for how long.
SUBSCRIPTION = ("discounts.source.coupon", "discounts.promotion_code")


def moment(seconds: Any) -> dt.datetime | None:
    """A moment as Stripe writes it."""
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC) if seconds else None


def seconds(at: dt.datetime) -> int:
    """A moment as Stripe reads it."""
    return int(at.timestamp())


def inside(expanded: Sequence[str]) -> list[str]:
    """The same fields of every row of a list."""
    return [f"data.{each}" for each in expanded]


def item_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """The one thing that a subscription of ours is for."""
    found: dict[str, Any] = said["items"]["data"][0]
    return found


def subscription_of(said: Mapping[str, Any]) -> RemoteSubscription:
    """A subscription, read with ``SUBSCRIPTION``."""
    item = item_of(said)
    price = item["price"]
    amount = int(price["unit_amount"] or 0) * int(item.get("quantity") or 1)
    starts, ends = item.get("current_period_start"), item.get("current_period_end")
    discount, coupon = _taken_off(said.get("discounts") or (), amount, starts or 0)
    cancel_at = said.get("cancel_at") or (ends if said.get("cancel_at_period_end") else None)
    return RemoteSubscription(
        id=said["id"],
        customer_id=id_of(said["customer"]),
        tenant_id=tenant_of(said),
        status=said["status"],
        price_id=price["id"],
        interval=price["recurring"]["interval"],
        amount=amount,
        currency=said["currency"].upper(),
        collection=_collection(said),
        created_at=moment(said["created"]) or dt.datetime.fromtimestamp(0, dt.UTC),
        discount=discount,
        coupon=coupon,
        period_start=moment(starts),
        period_end=moment(ends),
        trial_ends_at=moment(said.get("trial_end")),
        cancel_at=None if said.get("ended_at") else moment(cancel_at),
        ended_at=moment(said.get("ended_at")),
    )


def _collection(said: Mapping[str, Any]) -> str:
    return Collection.INVOICE if said["collection_method"] == "send_invoice" else Collection.AUTOMATIC


def _taken_off(discounts: Sequence[Any], amount: int, period_start: int) -> tuple[int, str]:
    """What running coupons take off a bill of an interval, and by which name. One that was for a single bill does not run."""
    left, name = amount, ""
    for each in discounts:
        coupon = (each.get("source") or {}).get("coupon") if isinstance(each, Mapping) else None
        if not isinstance(coupon, Mapping):
            continue
        code = each.get("promotion_code")
        name = name or str(code["code"] if isinstance(code, Mapping) else coupon.get("name") or coupon["id"])
        over = each.get("end") is not None and each["end"] <= period_start
        if coupon["duration"] != "once" and not over:
            left -= _off(coupon, left)
    return amount - left, name[:64]


def _off(coupon: Mapping[str, Any], amount: int) -> int:
    if coupon.get("amount_off"):
        return min(int(coupon["amount_off"]), amount)
    percent = Decimal(str(coupon.get("percent_off") or 0))
    return int((percent * amount).scaleb(-2).quantize(Decimal(1), ROUND_HALF_UP))


def line_of(said: Mapping[str, Any]) -> RemoteLine:
    """A line of a bill."""
    parent = said.get("parent") or {}
    details = parent.get("subscription_item_details") or parent.get("invoice_item_details") or {}
    period = said.get("period") or {}
    return RemoteLine(
        text=str(said.get("description") or ""),
        amount=int(said["amount"]),
        quantity=int(said.get("quantity") or 1),
        starts_at=moment(period.get("start")),
        ends_at=moment(period.get("end")),
        proration=bool(details.get("proration")),
    )


def invoice_of(said: Mapping[str, Any], *, paid_by: str = "", refusal: str = "") -> RemoteInvoice:
    """A bill. ``paid_by`` and ``refusal`` stand on its payment, which is read apart."""
    details = (said.get("parent") or {}).get("subscription_details") or {}
    lines = tuple(line_of(each) for each in said["lines"]["data"])
    whole = [each for each in lines if not each.proration] or list(lines)
    turns = said.get("status_transitions") or {}
    return RemoteInvoice(
        id=said["id"],
        customer_id=id_of(said["customer"]),
        subscription_id=id_of(details.get("subscription")),
        number=str(said.get("number") or ""),
        status=said["status"] or "draft",
        collection=_collection(said),
        reason=str(said.get("billing_reason") or ""),
        currency=said["currency"].upper(),
        total=int(said["total"]),
        amount_due=int(said["amount_due"]),
        amount_paid=int(said["amount_paid"]),
        amount_remaining=int(said["amount_remaining"]),
        created_at=moment(said["created"]) or dt.datetime.fromtimestamp(0, dt.UTC),
        lines=lines,
        period_start=min((each.starts_at for each in whole if each.starts_at), default=None),
        period_end=max((each.ends_at for each in whole if each.ends_at), default=None),
        issued_at=moment(turns.get("finalized_at")),
        due_at=moment(said.get("due_date")),
        paid_at=moment(turns.get("paid_at")),
        attempts=int(said.get("attempt_count") or 0),
        next_attempt_at=moment(said.get("next_payment_attempt")),
        refusal=refusal,
        hosted_url=str(said.get("hosted_invoice_url") or ""),
        pdf_url=str(said.get("invoice_pdf") or ""),
        paid_by=paid_by,
    )


def event_of(said: Mapping[str, Any]) -> RemoteEvent:
    """An event: which object it is about. What it says of the object is left alone."""
    about = said["data"]["object"]
    customer = about["id"] if about.get("object") == "customer" else id_of(about.get("customer"))
    return RemoteEvent(
        id=str(said["id"])[:80],
        type=str(said["type"])[:80],
        object_type=str(about.get("object") or "")[:40],
        object_id=str(about.get("id") or "")[:80],
        customer_id=str(customer)[:64],
        livemode=bool(said["livemode"]),
        sent_at=moment(said["created"]) or dt.datetime.fromtimestamp(0, dt.UTC),
    )
