"""The reports of the books by name: what makes each one, and where its figures lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.console.finance_sheet import Link, ledger_url, link_of_day, link_of_month, no_link
from tenants.finance.days import Period
from tenants.finance.enums import AccountCode
from tenants.reporting.reports.ages import ages_of_debts
from tenants.reporting.reports.commission import commission_by_day
from tenants.reporting.reports.sales_by_thing import sales_by_product, sales_by_supplier
from tenants.reporting.reports.sales_by_time import sales_by_day, sales_by_month
from tenants.reporting.reports.sheet import Column, Row, Sheet
from tenants.reporting.reports.supplier_statements import all_suppliers


class Report(NamedTuple):
    """``longest``: days that it may be about. ``check``: what it is compared with; empty: it is made of the ledger's own totals."""

    label: Promise
    make: Callable[[Period], Sheet]
    link: Callable[[Period], Link]
    hint: Promise
    longest: int = 366
    check: str = ""


def _plain(link: Link) -> Callable[[Period], Link]:
    return lambda period: link


def _of_supplier(period: Period) -> Link:
    def link(row: Row, column: Column) -> str:
        if row.key is None or column.key not in {"supplier", "closing"}:
            return ""
        asked = urlencode({"since": period.first, "until": period.last})
        return f"{reverse('console:finance_supplier', args=[row.key])}?{asked}"

    return link


def _of_commission(period: Period) -> Link:
    def link(row: Row, column: Column) -> str:
        if not isinstance(row.key, type(period.first)) or not column.numeric:
            return ""
        day = Period(row.key, row.key)
        return ledger_url(day, account=AccountCode.COMMISSION.value, currency=row.currency)

    return link


REPORTS: dict[str, Report] = {
    "daily": Report(
        _("日报表"), sales_by_day, _plain(link_of_day), _("每天卖了、退了、花了、剩下多少。点数字看背后的每一笔。"), check="times"
    ),
    "monthly": Report(
        _("月报表"), sales_by_month, _plain(link_of_month), _("每个月的经营结果。点月份看每一天。"), 366 * 3, "times"
    ),
    "products": Report(
        _("商品利润"), sales_by_product, _plain(no_link), _("每种商品卖了多少、赚了多少。"), check="things"
    ),
    "supplier-profit": Report(
        _("供应商利润"), sales_by_supplier, _plain(no_link), _("每家供应商的卡密卖了多少、赚了多少。"), check="things"
    ),
    "suppliers": Report(
        _("供应商结算"), all_suppliers, _of_supplier, _("欠每家供应商多少、为什么。点供应商看对账单、登记付款。"), 366 * 3
    ),
    "commission": Report(
        _("平台佣金"), commission_by_day, _of_commission, _("平台从每笔货款里收取的佣金，由支付机构直接划走。")
    ),
    "ages": Report(
        _("应付账龄"), lambda period: ages_of_debts(period.last), _plain(no_link), _("欠供应商和买家的钱，欠了多久。")
    ),
}  # fmt: skip
AT_A_DAY = frozenset({"ages"})  # about one day, not about a period
