"""Orders as a file: those of the list's filter, a stretch at a time, so that memory stays flat however many there are."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.contacts import contact_opener
from platform_core.kernel.money import to_major
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.powers import Power
from tenants.console.staff import note, staff_only
from tenants.console.views.order_table import order_rows
from tenants.orders.models import Order
from tenants.payments.enums import PaymentMethod, PaymentState
from tenants.payments.models import Payment
from tenants.reporting.sheets import MOST_ROWS, Cell, csv_lines, write_xlsx

STRETCH = 1_000  # orders that are read at once
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only(Power.ORDERS_EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The orders of a filter as CSV or XLSX; whole contacts only for whoever may see them, with a reason."""
    query = request.POST.get("query", "").lstrip("?")[:2_000]
    back = redirect(f"{reverse('console:orders')}?{query}" if query else reverse("console:orders"))
    whole, as_xlsx = request.POST.get("contacts") == "1", request.POST.get("format") == "xlsx"
    problem = _problem(request, whole, as_xlsx)
    found = order_rows(QueryDict(query))
    until = now()
    rows = found.filter(created_at__lte=until)
    count = 0 if problem else rows.order_by().count()
    if not problem and count > MOST_ROWS:
        problem = _("一次最多导出 %(most)s 条，请缩小时间范围。") % {"most": MOST_ROWS}
    if problem:
        messages.error(request, problem)
        return back
    note(request, rows=count, filter=query[:300], contacts=whole)
    name = f"orders-{local_date(until, current_tenant().time_zone):%Y%m%d}"
    table = _table(rows, current_tenant(), get_language() or "zh-hans", whole=whole)
    return _xlsx(table, name) if as_xlsx else _csv(table, name)


def _problem(request: HttpRequest, whole: bool, as_xlsx: bool) -> str:
    if whole and Power.CUSTOMERS_DATA not in request.powers:  # type: ignore[attr-defined]
        return _("您的角色不能导出完整联系方式。")
    if whole and not request.POST.get("reason", "").strip():
        return _("请填写导出完整联系方式的原因。")
    # An XLSX is put together in files; what identifies people is not left lying there.
    return _("包含完整联系方式时只能导出 CSV。") if whole and as_xlsx else ""


def _head() -> list[str]:
    return [
        _("订单号"), _("状态"), _("下单时间"), _("付款时间"), _("商品"), _("数量"), _("金额"), _("已退款"), _("币种"),
        _("支付方式"), _("支付单号"), _("联系方式"), _("语言"),
    ]  # fmt: skip


def _csv(table: Iterable[Sequence[Cell]], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(_head(), table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _xlsx(table: Iterable[Sequence[Cell]], name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write_xlsx(file, _head(), table)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _table(rows: QuerySet[Order], tenant: TenantRef, language: str, *, whole: bool) -> Iterator[list[Cell]]:
    """Rows of the file, newest first. Each stretch is read in the shop's context: a stream outlives its request's."""
    after: tuple[dt.datetime, uuid.UUID] | None = None
    while True:
        with tenant_context(tenant), override(language):
            stretch = _stretch(rows, after)
            cells = _cells(stretch, tenant, whole)
        yield from cells
        if len(stretch) < STRETCH:
            return
        after = (stretch[-1].created_at, stretch[-1].id)


def _stretch(rows: QuerySet[Order], after: tuple[dt.datetime, uuid.UUID] | None) -> list[Order]:
    if after is not None:
        moment, order_id = after
        rows = rows.filter(created_at__lte=moment).filter(Q(created_at__lt=moment) | Q(id__lt=order_id))
    return list(rows[:STRETCH])


def _cells(orders: list[Order], tenant: TenantRef, whole: bool) -> list[list[Cell]]:
    zone, opened = ZoneInfo(tenant.time_zone), contact_opener(tenant.id)
    paid = {
        order_id: (method, number)
        for order_id, method, number in Payment.objects.filter(
            order_id__in=[order.id for order in orders], state=PaymentState.SUCCEEDED
        ).values_list("order_id", "method", "number")
    }
    sealed = (
        dict(Order.objects.filter(pk__in=[order.id for order in orders]).values_list("id", "contact_sealed"))
        if whole
        else {}
    )
    found: list[list[Cell]] = []
    for order in orders:
        method, number = paid.get(order.id, ("", ""))
        lines = list(order.lines.all())
        contact = bytes(sealed.get(order.id) or b"")
        found.append(
            [
                order.number,
                order.get_status_display(),
                _time(order.created_at, zone),
                _time(order.paid_at, zone),
                "; ".join(f"{line.product_name} {line.sku_name} x{line.quantity}" for line in lines),
                sum(line.quantity for line in lines),
                to_major(order.amount, order.currency),
                to_major(order.refunded, order.currency),
                order.currency,
                str(PaymentMethod(method).label) if method else "",
                number,
                opened(contact) if contact else order.contact_masked,
                order.language,
            ]
        )
    return found


def _time(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else ""
