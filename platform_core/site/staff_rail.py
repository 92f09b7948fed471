"""The rail of the platform console: what stands where."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.identity.enums import StaffPower


class Entry(NamedTuple):
    """A line of the rail."""

    path: str
    label: Promise | str
    power: StaffPower = StaffPower.VIEW
    also: tuple[str, ...] = ()  # addresses elsewhere that belong to it


class Group(NamedTuple):
    """Lines that belong together."""

    label: Promise | str
    entries: tuple[Entry, ...]


GROUPS: Final = (
    Group("", (Entry("/staff/", _("工作台")),)),
    Group(
        _("待办队列"),
        (
            Entry("/staff/suppliers", _("供应商审核"), also=("/staff/papers", "/staff/supplies")),
            Entry("/staff/merchants", _("商家资质")),
            Entry("/staff/findings", pgettext_lazy("several", "发现")),
            Entry("/staff/appeals", pgettext_lazy("several", "申诉")),
            Entry("/staff/proposals", _("两人确认")),
            Entry("/staff/recalls", _("召回")),
            Entry("/staff/exports", _("协助调取"), StaffPower.DECIDE),
        ),
    ),
    Group(
        pgettext_lazy("console", "平台"),
        (
            Entry("/staff/boards", _("看板")),
            Entry("/staff/shops", pgettext_lazy("several", "店铺")),
            Entry("/staff/billing", _("订阅与收入"), StaffPower.BILLING),
            Entry("/staff/rules", _("合规规则")),
            Entry("/staff/terms", _("平台协议与规则")),
            Entry("/staff/lists", _("监管名单")),
            Entry("/staff/looks", _("查看记录")),
            Entry("/staff/webhooks", "Webhook"),
            Entry("/staff/people", _("平台人员")),
            Entry("/staff/audit", _("平台操作记录"), StaffPower.AUDIT),
        ),
    ),
)


def rail_of(powers: Collection[StaffPower], path: str) -> list[tuple[Promise | str, list[tuple[Entry, bool]]]]:
    """The groups that these powers open, each line with whether it is the one where ``path`` stands."""
    here = max(
        (
            (len(address), entry.path)
            for group in GROUPS
            for entry in group.entries
            for address in (entry.path, *entry.also)
            if path == address or path.startswith(f"{address}/")
        ),
        default=(0, "/staff/"),
    )[1]
    return [
        (group.label, [(entry, entry.path == here) for entry in group.entries if entry.power in powers])
        for group in GROUPS
    ]
