"""The rail of the back office: what stands where, and which power opens it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.engines import is_billing_on
from tenants.access.powers import Power

BILLING = "/console/settings/billing"  # stands only where merchants are charged


class Entry(NamedTuple):
    """A line of the rail. ``icon``: a symbol of ``console/icons.svg``; entries with one stand at a phone's thumb, as ``short``."""

    power: Power
    path: str
    label: Promise
    icon: str = ""
    short: Promise | str = ""


class Group(NamedTuple):
    label: Promise | str
    entries: tuple[Entry, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "",
        (
            Entry(Power.START, "/console/", _("工作台"), "home"),
            Entry(Power.START, "/console/launch", _("开店清单")),
        ),
    ),
    Group(
        _("销售"),
        (
            Entry(Power.ORDERS_VIEW, "/console/orders", _("订单"), "order"),
            Entry(Power.ORDERS_FULFIL, "/console/fulfil", _("人工发货")),
            Entry(Power.CASES_VIEW, "/console/cases", _("异常订单"), "alert", _("异常")),
            Entry(Power.CUSTOMERS_VIEW, "/console/customers", pgettext_lazy("several", "客户")),
            Entry(Power.COUPONS_VIEW, "/console/coupons", _("优惠券")),
            Entry(Power.MESSAGES_VIEW, "/console/messages", pgettext_lazy("several", "消息")),
        ),
    ),
    Group(
        _("商品与库存"),
        (
            Entry(Power.PRODUCTS_VIEW, "/console/products", pgettext_lazy("several", "商品"), "product"),
            Entry(Power.STOCK_VIEW, "/console/stock", _("库存"), "stock"),
            Entry(Power.STOCK_IMPORT, "/console/imports", _("卡密导入")),
            Entry(Power.SUPPLIERS_VIEW, "/console/suppliers", pgettext_lazy("several", "供应商")),
            Entry(Power.SHOPFRONT_EDIT, "/console/shopfront", _("店铺装修")),
        ),
    ),
    Group(
        _("财务"),
        (
            Entry(Power.FINANCE_VIEW, "/console/finance", _("财务概览"), "money", _("财务")),
            Entry(Power.FINANCE_VIEW, "/console/finance/reconciliation", _("对账")),
            Entry(Power.PAYMENTS_EDIT, "/console/payments", _("收款账户")),
        ),
    ),
    Group(
        _("开发"),
        (
            Entry(Power.KEYS_EDIT, "/console/keys", _("接口密钥")),
            Entry(Power.KEYS_EDIT, "/console/api-version", _("接口版本")),
            Entry(Power.LOGS_VIEW, "/console/logs", _("请求日志")),
            Entry(Power.WEBHOOKS_EDIT, "/console/webhooks", _("Webhook")),
        ),
    ),
    Group(
        _("店铺管理"),
        (
            Entry(Power.APPROVE, "/console/approvals", _("双人审批")),
            Entry(Power.PEOPLE_EDIT, "/console/people", _("成员与角色")),
            Entry(Power.AUDIT_VIEW, "/console/audit", _("操作日志")),
            Entry(Power.BILLING_VIEW, BILLING, _("套餐与账单")),
            Entry(Power.SETTINGS_EDIT, "/console/settings", _("设置")),
        ),
    ),
)
THUMB = 4  # lines at a phone's thumb, beside the one that opens the rest


class Rail(NamedTuple):
    """The rail as one person sees it: its groups, the path of the line they are at, the lines at the thumb."""

    groups: list[Group]
    here: str
    thumb: list[Entry]

    @property
    def is_beyond(self) -> bool:
        """Whether they are at a line that a phone has behind “more”."""
        return bool(self.here) and self.here not in {entry.path for entry in self.thumb}


def rail_for(powers: Collection[str], path: str) -> Rail:
    """What somebody with these powers may open, and where they are: the longest line that their path begins with."""
    absent = () if is_billing_on() else (BILLING,)
    groups = [
        Group(group.label, tuple(each for each in group.entries if each.power in powers and each.path not in absent))
        for group in GROUPS
    ]
    entries = [entry for group in groups for entry in group.entries]
    under = [
        entry.path
        for entry in entries
        if path == entry.path or (entry.path != "/console/" and path.startswith(entry.path + "/"))
    ]
    thumb = [entry for entry in entries if entry.icon][:THUMB]
    return Rail([group for group in groups if group.entries], max(under, key=len, default=""), thumb)
