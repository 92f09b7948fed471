from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.console.finance_chart import bars_of
from tenants.console.finance_period import asked_period, presets, today
from tenants.console.finance_reports import AT_A_DAY, REPORTS
from tenants.console.finance_sheet import draw, ledger_url
from tenants.console.staff import staff_only
from tenants.finance.days import EVER, Period
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_totals
from tenants.reporting.profit import Result, balances_of, results_of
from tenants.reporting.reports.checking import check_things, check_times
from tenants.reporting.reports.sales_by_time import FIGURES

CHECKS = {"times": check_times, "things": check_things}
# What there is and what is owed, in the words of whoever owns the shop; the sign turns each into a plain number.
PLACES: tuple[tuple[AccountCode, int, str], ...] = (
    (AccountCode.PROVIDER_BALANCE, 1, "have"),
    (AccountCode.CODE_STOCK, 1, "have"),
    (AccountCode.DISPUTED, 1, "have"),
    (AccountCode.SUPPLIER_PAYABLE, -1, "owe"),
    (AccountCode.SPLITS_PAYABLE, -1, "owe"),
    (AccountCode.REFUNDS_PAYABLE, -1, "owe"),
    (AccountCode.BUYER_BALANCES, -1, "owe"),
    (AccountCode.UNALLOCATED, -1, "owe"),
    (AccountCode.CARD_LIABILITY, -1, "owe"),
)


def words_of(account: AccountCode) -> tuple[str, str]:
    """An account as a shop owner calls it, and what it is."""
    return {
        AccountCode.PROVIDER_BALANCE: (_("在支付机构的钱"), _("买家付的款，减去退款、分账和手续费。")),
        AccountCode.CODE_STOCK: (_("库存卡密"), _("还没卖的卡密，按进价。")),
        AccountCode.DISPUTED: (_("争议冻结"), _("买家发起争议，支付机构先扣下的钱。")),
        AccountCode.SUPPLIER_PAYABLE: (_("欠供应商"), _("已入库、还没付给供应商的货款。")),
        AccountCode.SPLITS_PAYABLE: (_("待分账"), _("已划给供应商和平台、支付机构还没付出去的。")),
        AccountCode.REFUNDS_PAYABLE: (_("应退买家"), _("已同意、还没到买家账上的退款。")),
        AccountCode.BUYER_BALANCES: (_("买家余额"), _("买家充值后还没用掉的钱。")),
        AccountCode.UNALLOCATED: (_("待查款项"), _("收到了、但对不上任何订单的钱。")),
        AccountCode.CARD_LIABILITY: (_("自发卡未核销"), _("已发出、持卡人还能消费的余额。")),
    }[account]


@staff_only(Power.FINANCE_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, what is owed, and how this month goes."""
    here = today()
    month = Period(here.replace(day=1), here)
    balances = balances_of(list_totals(Period(EVER, here)))
    cards: dict[str, list[dict[str, Any]]] = {"have": [], "owe": []}
    for account, sign, side in PLACES:
        label, hint = words_of(account)
        for (which, currency), balance in sorted(balances.items()):
            if which == account and (balance or account == AccountCode.PROVIDER_BALANCE):
                href = ledger_url(month, account=account.value, currency=currency)
                cards[side].append(
                    {"label": label, "hint": hint, "value": format_money(sign * balance, currency), "href": href}
                )
    results = results_of(list_totals(month))
    shown = [_month(currency, result, month) for currency, result in results.items()]
    context = {**cards, "results": shown, "month": month, "reports": REPORTS, "here": "overview", "any": bool(balances)}
    return render(request, "console/finance/overview.html", context)


def _month(currency: str, result: Result, month: Period) -> dict[str, Any]:
    keys = ("gross", "refunds", "cost", "fees", "commission", "profit")
    labels = {column.key: column.label for column in FIGURES}
    return {
        "orders": f"{result.orders:,d}",
        "figures": [(labels[key], format_money(getattr(result, key), currency), key) for key in keys],
    }


@staff_only(Power.FINANCE_VIEW)
@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One of the reports, for the days that are asked for."""
    found = REPORTS.get(name)
    if found is None:
        raise Http404
    period = asked_period(request, longest=found.longest)
    sheet = found.make(period)
    drawn = draw(sheet, found.link(period))
    context = {
        "report": found, "reports": REPORTS, "here": name, "period": period, "presets": presets(period), "sheet": sheet,
        "drawn": drawn, "chart": bars_of(sheet) if name == "daily" else None, "at_a_day": name in AT_A_DAY,
        "may_export": Power.FINANCE_EXPORT in request.powers,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "console/finance/report.html", context)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def check(request: HttpRequest, name: str) -> HttpResponse:
    """Whether a report says what the ledger says, computed now; a line of the report's page."""
    found = REPORTS.get(name)
    if found is None or not found.check:
        raise Http404
    checked = CHECKS[found.check](asked_period(request, longest=found.longest))
    labels = {column.key: column.label for column in FIGURES}
    differences = [
        {
            "label": labels.get(each.key, each.key),
            "reported": format_money(each.reported, each.currency) if each.key != "orders" else str(each.reported),
            "booked": format_money(each.booked, each.currency) if each.key != "orders" else str(each.booked),
        }
        for each in checked.differences
    ]
    context = {"transfers": checked.transfers, "differences": differences}
    return render(request, "console/finance/check.html", context)
