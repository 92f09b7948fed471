"""The page of a coupon: what it is, what it brought, the orders that used it; its codes as a file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import Column, Table

from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.models import Category, Occasion, Product, Sku, Tag
from tenants.console.coupon_words import off_words, period_words, refusal_words, used_words
from tenants.console.listing import show_list
from tenants.console.sheet_answer import answer_sheet
from tenants.console.staff import note, staff_only
from tenants.console.tables import NUMBER, MomentColumn
from tenants.console.views.coupons import coupon_or_404, state_badge
from tenants.console.wording import badge
from tenants.marketing.models import Coupon, CouponUse
from tenants.marketing.selectors import list_codes_of_coupon, list_paid_uses_of, list_uses_of
from tenants.marketing.services.make_codes import make_codes
from tenants.reporting.reports import sheet

NAMED = 8  # of what it is for


class UseFilters(django_filters.FilterSet):
    """By order number, by what became of the use."""

    q = django_filters.CharFilter(
        label=_("订单号"), method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 32})
    )
    kept = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("kept", _("占用或已用")), ("returned", _("已退回"))],
        method="by_state",
        empty_label=_("全部"),
    )

    class Meta:
        model = CouponUse
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[CouponUse], name: str, text: str) -> QuerySet[CouponUse]:
        """Of the order with this number, as far as it is known."""
        return rows.filter(order_number__startswith=text.strip())

    def by_state(self, rows: QuerySet[CouponUse], name: str, value: str) -> QuerySet[CouponUse]:
        """Those that count, or those that came back."""
        return rows.filter(returned_at__isnull=value == "kept")


class UseTable(Table):
    order_number = Column(verbose_name=_("订单"), orderable=False)
    code = Column(verbose_name=_("优惠码"), orderable=False)
    discount = Column(verbose_name=_("优惠"), attrs=NUMBER)
    amount = Column(verbose_name=_("实付"), orderable=False, attrs=NUMBER)
    taken_at = MomentColumn(verbose_name=_("下单时间"))
    state = Column(verbose_name=_("状态"), orderable=False, accessor="pk")

    def render_order_number(self, value: str, record: CouponUse) -> SafeString:
        """The way to the order; whoever may not open it reads its number."""
        return format_html('<a data-panel href="{}">{}</a>', reverse("console:order", args=[record.order_id]), value)

    def render_discount(self, record: CouponUse) -> str:
        """What was taken off."""
        return format_money(record.discount, record.currency)

    def render_amount(self, value: int, record: CouponUse) -> str:
        """What was left to pay."""
        return format_money(value, record.currency)

    def render_state(self, record: CouponUse) -> SafeString:
        """What became of it."""
        if record.returned_at is not None:
            return badge(gettext("已退回"))
        if record.beyond:
            return badge(gettext("迟到付款，不占次数"), "amber")
        return badge(gettext("已使用"), "green") if record.paid_at else badge(gettext("占用中，待付款"), "blue")


def _brought(coupon: Coupon) -> dict[str, object]:
    """What orders that were paid came to, and what was let off of them."""
    sums = list_paid_uses_of(coupon.id).aggregate(orders=Count("id"), off=Sum("discount"), amount=Sum("amount"))
    return {
        "orders": sums["orders"],
        "off": format_money(sums["off"] or 0, coupon.currency),
        "amount": format_money(sums["amount"] or 0, coupon.currency),
    }


def _scope(coupon: Coupon) -> str:
    """What it is for, in names."""
    if not coupon.is_limited:
        return gettext("全部商品")
    names: list[str] = []
    if coupon.group_ids:
        for model in (Category, Occasion, Tag):
            names += model.objects.filter(pk__in=coupon.group_ids).values_list("name", flat=True)
    if coupon.product_ids:
        names += Product.objects.filter(pk__in=coupon.product_ids).order_by("name").values_list("name", flat=True)
    if coupon.sku_ids:
        skus = Sku.objects.filter(pk__in=coupon.sku_ids).order_by("product__name", "name")
        names += [f"{product} · {name}" for product, name in skus.values_list("product__name", "name")]
    shown = gettext("、").join(names[:NAMED])
    return gettext("%(names)s 等 %(count)d 项") % {"names": shown, "count": len(names)} if len(names) > NAMED else shown


@staff_only(Power.COUPONS_VIEW)
@require_safe
def page(request: HttpRequest, coupon_id: uuid.UUID) -> HttpResponse:
    """One coupon, with the orders that used it."""
    coupon, held = coupon_or_404(coupon_id), request.powers  # type: ignore[attr-defined]
    shared = None if coupon.single_use else list_codes_of_coupon(coupon.id).first()
    context = {
        "coupon": coupon,
        "code": shared.text if shared else "",
        "badge": state_badge(coupon),
        "off": off_words(coupon),
        "used": used_words(coupon),
        "period": period_words(coupon),
        "scope": _scope(coupon),
        "brought": _brought(coupon),
        "may_edit": Power.COUPONS_EDIT in held,
        "empty_template": "console/coupons/unused.html",
    }
    table: type[Table] = UseTable if Power.ORDERS_VIEW in held else _PlainUseTable
    filters = UseFilters(request.GET, queryset=list_uses_of(coupon.id))
    template = "console/coupons/coupon.html"
    return show_list(request, template=template, page="coupon", table=table, filters=filters, context=context)


class _PlainUseTable(UseTable):
    """For whoever sees coupons and no orders."""

    def render_order_number(self, value: str, record: CouponUse) -> str:  # type: ignore[override]
        """The number alone."""
        return value


@staff_only(Power.COUPONS_EDIT)
@require_POST
def more_codes(request: HttpRequest, coupon_id: uuid.UUID) -> HttpResponse:
    """More single-use codes of a coupon."""
    asked = request.POST.get("count", "")
    coupon_or_404(coupon_id)
    try:
        count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
        make_codes(coupon_id=coupon_id, count=count, prefix=request.POST.get("begins", "")[:20])
    except DomainError as error:
        messages.error(request, refusal_words(error)[1])
    else:
        note(request, codes=count)
        messages.success(request, gettext("已生成 %(count)d 个，可以下载了。") % {"count": count})
    return redirect("console:coupon", coupon_id)


@staff_only(Power.COUPONS_EDIT)
@require_POST
def download(request: HttpRequest, coupon_id: uuid.UUID) -> HttpResponseBase:
    """All codes of a coupon as a file; each is worth money, so that it is written down who took them."""
    coupon = coupon_or_404(coupon_id)
    note(request, codes=coupon.most_uses or 1)
    columns = (sheet.Column("code", gettext("优惠码")), sheet.Column("state", gettext("状态")))

    def rows() -> Iterator[sheet.Row]:
        for text, used in list_codes_of_coupon(coupon_id).values_list("text", "used").iterator(2_000):
            state = gettext("已使用") if used and coupon.single_use else gettext("未使用") if not used else str(used)
            yield sheet.Row(coupon.currency, [text, state])

    made = sheet.Sheet("coupon-codes", coupon.name, "", columns, rows())
    return answer_sheet(made, form="csv", file=f"coupon-codes-{coupon_id.hex[-8:]}")
