from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class OrderPlaced(EventPayload):
    """A buyer asked for codes; stock is held until the pay-by time."""

    type = "order.placed"
    id: str
    number: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderPaid(EventPayload):
    """The order's money is confirmed by the gateway and its codes are issued; without an issuance it is delivered by hand."""

    type = "order.paid"
    id: str
    number: str
    amount: int
    currency: str
    issuance: str | None


@dataclass(frozen=True, slots=True)
class OrderDelivered(EventPayload):
    """An order that could not be delivered whole with its payment is with its buyer now: handed over, restocked or made good."""

    type = "order.delivered"
    id: str
    number: str
    issuance: str | None


@dataclass(frozen=True, slots=True)
class OrderCanceled(EventPayload):
    """The pay-by time passed or the buyer gave up; held stock is back on the shelf."""

    type = "order.canceled"
    id: str
    number: str
    reason: str
