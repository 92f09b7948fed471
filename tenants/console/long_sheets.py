"""Sheets that may be so long that a job writes them: who may have them, and how they are made of what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.ids import read_uuid
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.order_sheet import order_sheet
from tenants.console.sheet_answer import answer_sheet
from tenants.console.staff import actor, note, person
from tenants.console.views.order_table import is_number, order_rows
from tenants.finance.days import Period
from tenants.orders.contacts import contact_hash
from tenants.reporting.enums import ExportFormat, ExportType
from tenants.reporting.errors import ExportsWaiting
from tenants.reporting.ledger_rows import LedgerRows, Wanted
from tenants.reporting.makers import Made
from tenants.reporting.reports.ledger_sheet import ledger_sheet
from tenants.reporting.services.start_export import WantedExport, WantedSheet, start_export

AT_ONCE: Final = 2_000  # rows of XLSX that a request writes itself
MOST_ROWS: Final = 1_000_000  # a sheet of XLSX holds 1,048,576
KEPT: Final = dt.timedelta(hours=24)
Asked = Mapping[str, Any]


class LongSheet(NamedTuple):
    """``power``: who may ask for it, watch it, have it. ``path``: of the page that shows the same rows."""

    label: Promise
    power: Power
    path: Callable[[Asked], str]


def asked_orders(query: str, until: dt.datetime) -> dict[str, Any]:
    """The orders of a filter, made up to a moment, as an export keeps them: whose contact was looked for stands there as its hash."""
    data = QueryDict(query, mutable=True)
    text, who = data.get("q", "").strip(), ""
    if text and not is_number(text):
        del data["q"]
        who = contact_hash(text).hex()
    return {"query": data.urlencode(), "who": who, "until": until.isoformat()}


def orders_of(asked: Asked) -> Made:
    """Orders of a filter, the newest first; ``whole``: with whole contacts, which is for a file that nobody keeps."""
    until, tenant = dt.datetime.fromisoformat(asked["until"]), current_tenant()
    rows = order_rows(QueryDict(asked["query"])).filter(created_at__lte=until)
    if asked["who"]:
        rows = rows.filter(contact_hash=bytes.fromhex(asked["who"]))
    name = f"orders-{local_date(until, tenant.time_zone):%Y%m%d}"
    return Made(order_sheet(rows, tenant=tenant, name=name, whole=bool(asked.get("whole"))), rows.order_by().count())


def asked_ledger(wanted: Wanted) -> dict[str, Any]:
    """Transfers, as an export keeps what was asked."""
    period, account, kind, currency, subject = wanted
    first, last = period.first.isoformat(), period.last.isoformat()
    return {
        "since": first, "until": last, "account": account, "kind": kind, "currency": currency,
        "subject": str(subject) if subject else "",
    }  # fmt: skip


def ledger_of(asked: Asked) -> Made:
    """Transfers of a period, the newest first."""
    period = Period(dt.date.fromisoformat(asked["since"]), dt.date.fromisoformat(asked["until"]))
    wanted = Wanted(period, asked["account"], asked["kind"], asked["currency"], read_uuid(asked["subject"]))
    sheet = ledger_sheet(wanted)
    return Made(sheet._replace(name=f"ledger-{period.first}-{period.last}"), len(LedgerRows(wanted)))


def _path_of_orders(asked: Asked) -> str:
    return f"/console/orders?{asked['query']}"


def _path_of_ledger(asked: Asked) -> str:
    return f"/console/finance/ledger?{urlencode({name: value for name, value in asked.items() if value})}"


LONG: Final = {
    "orders": LongSheet(_("订单"), Power.ORDERS_EXPORT, _path_of_orders),
    "ledger": LongSheet(_("账簿明细"), Power.FINANCE_EXPORT, _path_of_ledger),
    "products": LongSheet(_("商品"), Power.PRODUCTS_VIEW, lambda asked: "/console/products"),
    "customers": LongSheet(_("客户"), Power.CUSTOMERS_DATA, lambda asked: "/console/customers"),
    "issuances": LongSheet(_("发卡单"), Power.ORDERS_EXPORT, lambda asked: "/console/orders"),
}


def asked_again(name: str, asked: Asked) -> dict[str, Any]:
    """The same once more, with what came since."""
    return {**asked, "until": now().isoformat()} if name == "orders" else dict(asked)


def send_sheet(request: HttpRequest, name: str, asked: dict[str, Any], made: Made, *, form: str) -> HttpResponseBase:
    """CSV and short XLSX at once; XLSX of many rows by a job, whose page follows.

    Args:
        name: which of ``LONG``; ``made``: what it is made into.
        form: ``csv`` or ``xlsx``.
    """
    if form == "csv" or made.total <= AT_ONCE:
        return answer_sheet(made.sheet, form=form, file=made.sheet.name)
    if made.total > MOST_ROWS:
        words = gettext("Excel 文件一次最多 %(most)s 行，请缩小范围，或导出 CSV。")
        messages.error(request, words % {"most": f"{MOST_ROWS:,}"})
        return redirect(LONG[name].path(asked))
    return start_sheet(request, name, asked, file=made.sheet.name)


def start_sheet(request: HttpRequest, name: str, asked: dict[str, Any], *, file: str) -> HttpResponseRedirectBase:
    """Have a job write a sheet as XLSX, and go where its progress shows.

    Args:
        file: its name, without the ending.
    """
    wanted = WantedSheet(name, asked, file[:80], get_language() or "zh-hans", person(request).user_id)
    try:
        export = start_export(
            wanted=WantedExport(ExportType.SHEET, ExportFormat.XLSX, KEPT, sheet=wanted),
            actor=actor(request),
            ip=ip_of(request) or None,
            now=now(),
        )
    except ExportsWaiting:
        messages.error(request, gettext("已有多个文件正在生成，请等其中一个完成后再试。"))
        return redirect("console:exports")
    note(request, export=str(export.id))
    return redirect("console:export", export_id=export.id)
