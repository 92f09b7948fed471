"""How a delivery stands and how an attempt went, with the one colour that each has everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from platform_core.kernel.ids import public_id
from webhooks.enums import DeliveryStatus, EndpointStatus
from webhooks.selectors import list_attempts_of

COLOURS = {
    DeliveryStatus.SUCCEEDED: "green",
    DeliveryStatus.FAILED: "amber",
    DeliveryStatus.EXHAUSTED: "red",
    DeliveryStatus.DELIVERING: "blue",
}


class Result(NamedTuple):
    """How an attempt went: a colour, a word, how long it took."""

    colour: str
    words: str
    milliseconds: int


def rows_of(deliveries: Collection[Any]) -> list[dict[str, Any]]:
    """Deliveries as lists show them. In their shop."""
    attempts = list_attempts_of(deliveries)
    return [_row(each, attempts[each.id]) for each in deliveries]


def _row(delivery: Any, attempts: Sequence[Any]) -> dict[str, Any]:
    return {
        "delivery": delivery,
        "id": public_id("dlv", delivery.id),
        "event": public_id("evt", delivery.event_id),
        "colour": COLOURS.get(delivery.status, ""),
        "attempts": attempts,
        "last": result_of(attempts[-1]) if attempts else None,
    }


def result_of(attempt: Any) -> Result:
    """What came of an attempt; only 2xx is good."""
    good = attempt.status is not None and 200 <= attempt.status < 300
    words = f"HTTP {attempt.status}" if attempt.status else attempt.get_error_display()
    return Result("green" if good else "red", words, attempt.duration_ms)


def waits_for(delivery: Any, endpoint: Any, moment: dt.datetime) -> str:
    """What has to happen before a delivery is sent; empty: nothing, or it is over.

    Args:
        endpoint: its receiver; None for a URL that an order named.
        moment: by the wall.
    """
    if delivery.due_at is None or delivery.status == DeliveryStatus.DELIVERING:
        return ""
    if endpoint is not None and endpoint.status == EndpointStatus.PAUSED:
        return _("端点已暂停，恢复后发送。")
    if endpoint is not None and endpoint.open_until is not None and endpoint.open_until > moment:
        return _("端点连续失败，暂缓发送；稍后自动重试。")
    return "" if delivery.due_at > moment else _("排队中，马上发送。")
