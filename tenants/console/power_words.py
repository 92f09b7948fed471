"""Powers in the groups in which a person thinks of them, for the matrix of roles."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.access.powers import CONFLICTS, OWNERS_ALONE, Power, conflicts_in

# By the beginning of their names.
AREAS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("工作台"), ("start", "figures")),
    (_("商品与店铺"), ("products", "coupons", "shopfront")),
    (_("库存与卡密"), ("stock", "codes", "suppliers")),
    (_("订单与售后"), ("orders", "cases", "refunds")),
    (_("客户与消息"), ("customers", "messages")),
    (_("财务"), ("finance", "payments", "approvals")),
    (_("开发"), ("keys", "logs", "webhooks")),
    (_("店铺管理"), ("settings", "people", "audit", "billing")),
)


class PowerLine(NamedTuple):
    """A power, and the words of those that must not stand beside it."""

    power: Power
    crosses: list[str]
    owners_alone: bool


class Area(NamedTuple):
    label: Promise
    lines: list[PowerLine]


def list_areas() -> list[Area]:
    """All powers, each once."""
    return [
        Area(label, [_line(power) for power in Power if power.value.partition(".")[0] in names])
        for label, names in AREAS
    ]


def _line(power: Power) -> PowerLine:
    others = {other for pair in CONFLICTS if power in pair for other in pair if other != power}
    return PowerLine(power, [str(other.label) for other in Power if other in others], power in OWNERS_ALONE)


def conflict_words(powers: Collection[str]) -> list[str]:
    """Why these powers may not be one role, a sentence a pair."""
    return [
        gettext("“%(one)s”与“%(other)s”不能由同一个人掌握，请去掉其中一项。")
        % {"one": Power(one).label, "other": Power(other).label}
        for one, other in conflicts_in(powers)
    ]
