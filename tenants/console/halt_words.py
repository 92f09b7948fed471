"""Why the platform keeps a batch off the shelf, and what its merchant can do: never whose else its codes are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.selectors import list_own_meetings
from tenants.inventory.enums import Halt
from tenants.inventory.shelves import list_lots

WHY: dict[str, Promise] = {
    Halt.SCREENING: _("正在核对这批卡密，核对完成后自动上架。"),
    Halt.OWN: _("这批里有卡密与本店已有的卡密相同（只是写法不同），已暂停上架，避免同一张卡密卖出两次。"),
    Halt.REVIEW: _("平台正在核查这批卡密的来源，暂不上架；已售订单不受影响。"),
    Halt.ORDER: _("平台要求这批卡密下架；已售订单不受影响。"),
}
WHAT: dict[str, Promise] = {
    Halt.OWN: _("请撤销这次导入，去掉重复的卡密后再导入；如果认为有误，请联系平台。"),
    Halt.REVIEW: _(
        "请准备好这批卡密的进货凭证，平台可能会联系您。核查通过后自动恢复销售；也可以撤销这次导入，把卡密退给供应商。"
    ),
    Halt.ORDER: _("请联系平台并提供进货凭证；也可以撤销这次导入，把卡密退给供应商。"),
}
# What the platform gave as its reason in one word; anything else is shown as it was written.
REASONS: dict[str, Promise] = {
    "confirmed": _("经平台核查，这批卡密的来源存在问题。"),
    "bad_codes": _(
        "这批已售卡密中，您确认无法使用的超过 2%，已自动暂停销售。请与供应商核对来源；平台复核无误后自动恢复。"
    ),
}


class HaltNotice(NamedTuple):
    """Why, what can be done, what the platform adds, and in which of the shop's own batches the codes are, too."""

    lot_id: int
    why: Promise
    what: Promise | str
    reason: Promise | str
    twins: list[Any]


def halt_notices(lots: Iterable[Any]) -> list[HaltNotice]:
    """What is said of batches that the platform keeps off the shelf."""
    return [
        HaltNotice(
            lot.id, WHY[lot.halt], WHAT.get(lot.halt, ""), REASONS.get(lot.halt_reason, lot.halt_reason), _twins(lot)
        )
        for lot in lots
    ]


def _twins(lot: Any) -> list[Any]:
    """Other batches of the shop that have codes of this one; none where another shop is concerned."""
    if lot.halt != Halt.OWN:
        return []
    return list(list_lots().filter(pk__in=[other for other in list_own_meetings(lot.id) if other != lot.id])[:5])
