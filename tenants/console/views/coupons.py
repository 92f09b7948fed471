"""Coupons: the list, a new one, other terms, off and on."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import Column, Table

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.powers import Power
from tenants.console.coupon_form import SHARED, CouponForm
from tenants.console.coupon_words import TONES, off_words, period_words, refusal_words, used_words
from tenants.console.listing import show_list
from tenants.console.staff import actor, note, staff_only
from tenants.console.tables import NUMBER
from tenants.console.undo import tell_undoable
from tenants.console.wording import badge
from tenants.marketing.codes import normalised
from tenants.marketing.enums import CouponState
from tenants.marketing.models import Coupon, CouponCode
from tenants.marketing.selectors import get_coupon, list_coupons
from tenants.marketing.services.change_coupon import change_coupon
from tenants.marketing.services.create_coupon import create_coupon
from tenants.marketing.services.switch_coupon import switch_coupon


class CouponFilters(django_filters.FilterSet):
    """By name or code, by state."""

    q = django_filters.CharFilter(
        label=_("名称或优惠码"), method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 60})
    )
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=CouponState.choices, method="in_state", empty_label=_("全部")
    )

    class Meta:
        model = Coupon
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Coupon], name: str, text: str) -> QuerySet[Coupon]:
        """Named so, or with this very code."""
        coded = CouponCode.objects.filter(text=normalised(text)).values("coupon_id")
        return rows.filter(Q(name__icontains=text) | Q(pk__in=coded))

    def in_state(self, rows: QuerySet[Coupon], name: str, state: str) -> QuerySet[Coupon]:
        """As ``Coupon.state_at`` says it."""
        moment = now()
        off = Q(switched_off_at__isnull=False)
        over = ~off & Q(ends_at__isnull=False, ends_at__lte=moment)
        used_up = ~off & ~over & Q(most_uses__isnull=False, used__gte=F("most_uses"))
        planned = Q(starts_at__isnull=False, starts_at__gt=moment)
        found = {
            CouponState.OFF: off,
            CouponState.OVER: over,
            CouponState.USED_UP: used_up,
            CouponState.PLANNED: planned & ~off & ~over & ~used_up,
            CouponState.RUNNING: ~off & ~over & ~used_up & ~planned,
        }
        return rows.filter(found[CouponState(state)])


class CouponTable(Table):
    name = Column(verbose_name=_("名称"), orderable=False)
    code = Column(verbose_name=_("优惠码"), orderable=False, accessor="pk")
    off = Column(verbose_name=_("优惠"), orderable=False, accessor="pk")
    used = Column(verbose_name=_("已用 / 总数"), attrs=NUMBER)
    period = Column(verbose_name=_("有效期"), orderable=False, accessor="pk")
    state = Column(verbose_name=_("状态"), orderable=False, accessor="pk")

    def render_name(self, record: Coupon) -> SafeString:
        """The way to its page."""
        return format_html('<a href="{}">{}</a>', reverse("console:coupon", args=[record.id]), record.name)

    def render_code(self, record: Coupon) -> str | SafeString:
        """What buyers type, or how many codes there are."""
        if record.single_use:
            return gettext("%(count)d 个一次性码") % {"count": record.most_uses or 0}
        return format_html("<code>{}</code>", record.shared_codes[0].text) if record.shared_codes else ""  # type: ignore[attr-defined]

    def render_off(self, record: Coupon) -> str:
        """What it takes off."""
        return off_words(record)

    def render_used(self, record: Coupon) -> str:
        """How often it was used, of how many times."""
        return used_words(record)

    def render_period(self, record: Coupon) -> str:
        """When it is good."""
        return period_words(record)

    def render_state(self, record: Coupon) -> SafeString:
        """What it is now."""
        return state_badge(record)


def state_badge(coupon: Coupon) -> SafeString:
    """What a coupon is now."""
    state = coupon.state_at(now())
    return badge(str(state.label), TONES[state])


@staff_only(Power.COUPONS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All coupons, newest first."""
    filters = CouponFilters(request.GET, queryset=list_coupons())
    context = {"empty_template": "console/coupons/empty.html", "may_edit": _may_edit(request)}
    return show_list(
        request,
        template="console/coupons/list.html",
        page="coupons",
        table=CouponTable,
        filters=filters,
        context=context,
    )


def _may_edit(request: HttpRequest) -> bool:
    return Power.COUPONS_EDIT in request.powers  # type: ignore[attr-defined]


def coupon_or_404(coupon_id: uuid.UUID) -> Coupon:
    """The coupon of a page's address."""
    try:
        return get_coupon(coupon_id)
    except RecordNotFound as error:
        raise Http404 from error


def _form(request: HttpRequest, form: CouponForm) -> HttpResponse:
    given: Any = form.data or form.initial
    limited = any(given.get(name) for name in ("groups", "products", "skus"))
    context = {"form": form, "coupon": form.coupon, "limited": limited or any(form.errors.get(n) for n in ("skus",))}
    return render(request, "console/coupons/form.html", context, status=422 if form.errors else 200)


@staff_only(Power.COUPONS_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One more coupon."""
    form = CouponForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        code, count = (given["code"], 0) if given["mode"] == SHARED else ("", given["count"])
        try:
            made = create_coupon(
                terms=form.terms(), code=code, count=count, prefix=given["begins"], actor=actor(request), now=now()
            )
        except DomainError as error:
            form.add_error(*refusal_words(error))
        else:
            note(request, coupon=str(made.id), name=made.name, codes=count or 1)
            messages.success(request, gettext("优惠券已创建，买家结账时就能用。"))
            return redirect("console:coupon", made.id)
    return _form(request, form)


@staff_only(Power.COUPONS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, coupon_id: uuid.UUID) -> HttpResponse:
    """Other terms, for orders from now on."""
    form = CouponForm(request.POST or None, coupon=coupon_or_404(coupon_id))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_coupon(coupon_id=coupon_id, terms=form.terms())
        except DomainError as error:
            form.add_error(*refusal_words(error))
        else:
            note(request, name=changed.name)
            messages.success(request, gettext("已保存，对之后的订单生效。"))
            return redirect("console:coupon", coupon_id)
    return _form(request, form)


@staff_only(Power.COUPONS_EDIT)
@require_POST
def switch(request: HttpRequest, coupon_id: uuid.UUID, to: str) -> HttpResponse:
    """Off, or on again; the message takes it back."""
    if to not in {"on", "off"}:
        raise Http404
    coupon_or_404(coupon_id)
    changed = switch_coupon(coupon_id=coupon_id, on=to == "on", now=now())
    note(request, name=changed.name, to=to)
    said = gettext("“%(name)s”已启用。") if to == "on" else gettext("“%(name)s”已停用，已下的订单不受影响。")
    back = reverse("console:coupon_switch", args=[coupon_id, "off" if to == "on" else "on"])
    tell_undoable(request, said % {"name": changed.name}, back)
    return redirect("console:coupon", coupon_id)
