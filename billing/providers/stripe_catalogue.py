"""Products, prices, meters and coupons at Stripe. Made where they are missing, found again by our own names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from stripe import StripeClient

from billing.enums import Meter
from billing.errors import BillingRefused, CouponInvalid
from billing.providers.base import Reading
from billing.providers.stripe_client import asking, is_absent, once, stripe_client
from billing.providers.stripe_reading import seconds
from platform_core.entitlements.plans import Plan

AT_ONCE: Final = 10  # lookup keys that Stripe takes in one question
METERS: Final = {
    Meter.CODES: ("kq_codes", "Codes issued", "sum"),
    Meter.SMS: ("kq_sms", "Text messages", "sum"),
    Meter.STORAGE: ("kq_storage", "Storage (MB)", "last"),
}
# What Stripe refuses of an event of a meter that it has already, told again after it had forgotten the key of the call.
KNOWN: Final = "identifier"
Edition = tuple[str, int, str]


def lookup_key(edition: Edition) -> str:
    """The name by which a price is found again."""
    plan, version, interval = edition
    return f"kq_{plan}_v{version}_{interval}"


def ensure_prices(plans: Sequence[Plan], currency: str) -> dict[Edition, str]:
    """Make what is missing. Returns Stripe's name of each edition.

    Raises:
        BillingRefused: a price of that name costs something else there: an edition never changes its amount.
    """
    wanted = {(plan.code, plan.version, interval): amount for plan in plans for interval, amount in plan.prices.items()}
    with asking():
        client = stripe_client()
        found = {each["lookup_key"]: each for each in _prices(client, [lookup_key(each) for each in wanted])}
        made = {}
        for plan in plans:
            missing = [each for each in wanted if each[0] == plan.code and lookup_key(each) not in found]
            if missing:
                _ensure_product(client, plan)
            for edition in missing:
                found[lookup_key(edition)] = _make_price(client, edition, wanted[edition], currency)
        for edition, amount in wanted.items():
            price = found[lookup_key(edition)]
            if price["unit_amount"] != amount or price["currency"].upper() != currency:
                raise BillingRefused(reason="price_differs", price=lookup_key(edition))
            made[edition] = str(price["id"])
        _ensure_meters(client)
    return made


def _prices(client: StripeClient, keys: list[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(keys), AT_ONCE):
        listed = client.v1.prices.list({"lookup_keys": keys[start : start + AT_ONCE], "active": True, "limit": 100})
        yield from (each.to_dict() for each in listed.auto_paging_iter())


def _ensure_product(client: StripeClient, plan: Plan) -> None:
    product = f"kq_{plan.code}"
    try:
        with asking():
            client.v1.products.retrieve(product)
    except BillingRefused as error:
        if not is_absent(error):
            raise
        name = plan.name_in("zh-hans")
        client.v1.products.create({"id": product, "name": name}, once("product", product, name))


def _make_price(client: StripeClient, edition: Edition, amount: int, currency: str) -> dict[str, Any]:
    plan, version, interval = edition
    key = lookup_key(edition)
    made = client.v1.prices.create(
        {
            "product": f"kq_{plan}",
            "currency": currency.lower(),
            "unit_amount": amount,
            "recurring": {"interval": interval},
            "lookup_key": key,
            "nickname": f"{plan} v{version} {interval}",
        },
        once("price", key, amount, currency),
    )
    return made.to_dict()


def _ensure_meters(client: StripeClient) -> None:
    there = {each.event_name for each in client.v1.billing.meters.list({"limit": 100}).auto_paging_iter()}
    for event, name, formula in METERS.values():
        if event not in there:
            client.v1.billing.meters.create(
                {"display_name": name, "event_name": event, "default_aggregation": {"formula": formula}},
                once("meter", event, name, formula),
            )


def report_usage(readings: Sequence[Reading]) -> None:
    """Tell figures of meters; what Stripe has already counts once."""
    client = stripe_client()
    meters = _meter_ids(client) if any(each.again is not None for each in readings) else {}
    for reading in readings:
        event, _name, _formula = METERS[Meter(reading.meter)]
        if reading.again is not None and _sum_of_hour(client, meters.get(event), reading) >= reading.again:
            continue
        payload = {"stripe_customer_id": reading.customer_id, "value": str(reading.value)}
        try:
            with asking():
                client.v1.billing.meter_events.create(
                    {
                        "event_name": event,
                        "payload": payload,
                        "timestamp": seconds(reading.at),
                        "identifier": reading.identifier,
                    },
                    once("reading", reading.identifier),
                )
        except BillingRefused as error:
            if error.data.get("param") != KNOWN:
                raise


def find_coupon(typed: str) -> str:
    """Stripe's name of a promotion code that a customer typed.

    Raises:
        CouponInvalid: there is none, or it is over.
    """
    with asking():
        found = stripe_client().v1.promotion_codes.list({"code": typed, "active": True, "limit": 1}).data
    if not found:
        raise CouponInvalid(coupon=typed[:64])
    return str(found[0].id)


def find_price(price_id: str) -> Mapping[str, Any]:
    """A price as Stripe has it."""
    with asking():
        return stripe_client().v1.prices.retrieve(price_id).to_dict()


def _meter_ids(client: StripeClient) -> dict[str, str]:
    with asking():
        listed = client.v1.billing.meters.list({"status": "active", "limit": 100})
        return {each.event_name: each.id for each in listed.auto_paging_iter()}


def _sum_of_hour(client: StripeClient, meter_id: str | None, reading: Reading) -> int:
    """What the meter has of the reading's hour. Stripe adds up some time after it was told: until then, and for a day at least,
    the identifier holds, and after that the sum does."""
    if meter_id is None:
        return 0
    start = seconds(reading.at)
    hour: Any = {"customer": reading.customer_id, "start_time": start, "end_time": start + 3600, "limit": 100}
    with asking():
        listed = client.v1.billing.meters.event_summaries.list(meter_id, hour)
        return sum(int(each.aggregated_value) for each in listed.auto_paging_iter())
