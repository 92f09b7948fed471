"""The shop's settings: an overview, and a page for each part that has none elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.engines import is_billing_on
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.merchant_reads import find_own_merchant
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.enums import DomainState, ShopLanguage
from platform_core.tenancy.selectors import list_domain_claims
from platform_core.tenancy.services.update_tenant import update_tenant
from tenants.access.powers import Power
from tenants.access.selectors import get_shop_settings
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.catalog.selectors import get_shop_front
from tenants.catalog.services.update_shop_front import update_shop_front
from tenants.console.place_names import PLACES
from tenants.console.settings_form import KeepingForm, OpeningForm, SafetyForm, ShopForm
from tenants.console.staff import note, staff_only
from tenants.payments.selectors import list_gateway_accounts


@staff_only(Power.SETTINGS_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every part, with how it stands."""
    tenant, told, front = current_tenant(), get_shop_settings(), get_shop_front()
    claims = list_domain_claims(tenant.id)
    held = request.powers  # type: ignore[attr-defined]
    parts = [
        (
            None,
            "/console/settings/shop",
            _("店铺资料"),
            f"{tenant.name} · {tenant.time_zone} · {_language(tenant.language)}",
        ),
        (None, "/console/settings/shop#id_country", _("经营主体"), str(PLACES.get(told.country, _("未填写")))),
        (None, "/console/settings/qualification", _("商家资质"), _qualification()),
        (None, "/console/settings/agreements", _("平台协议与规则"), _("阅读、接受或不接受")),
        (
            None,
            "/console/settings/domains",
            _("域名"),
            _("%(host)s，自有域名 %(count)s 个") % {"host": tenant.host, "count": _verified(claims)},
        ),
        (None, "/console/settings/opening", _("营业状态"), _("歇业中") if front.is_closed(now()) else _("营业中")),
        (None, "/console/settings/safety", _("下单安全"), _safety(front.safety_minutes)),
        (
            None,
            "/console/settings/keeping",
            _("数据保留"),
            _("买家信息 %(years)s 年，接口日志 %(days)s 天")
            % {"years": told.retention_years, "days": told.request_log_days},
        ),
        *_billing(),
        (Power.SHOPFRONT_EDIT, "/console/shopfront", _("店铺装修"), _("标志、主题色、横幅、公示信息、购卡协议")),
        (Power.PAYMENTS_EDIT, "/console/payments", _("收款账户"), _accounts()),
        (Power.MESSAGES_EDIT, "/console/messages/templates", _("消息模板"), _("邮件与短信的文字、发送设置")),
        (Power.KEYS_EDIT, "/console/keys", _("接口密钥"), _("让您的系统直接取卡")),
        (Power.WEBHOOKS_EDIT, "/console/webhooks", _("Webhook"), _("事件发生时通知您的系统")),
        (Power.PEOPLE_EDIT, "/console/people", _("成员与角色"), _("邀请同事，设置能做什么")),
    ]
    shown = [part[1:] for part in parts if part[0] is None or part[0] in held]
    return render(request, "console/settings/index.html", {"parts": shown})


def _billing() -> list[tuple[Power | None, str, str, str]]:
    if not is_billing_on():
        return []
    return [(Power.BILLING_VIEW, "/console/settings/billing", _("套餐与账单"), _("套餐、用量、付款、发票"))]


def _qualification() -> str:
    file = find_own_merchant()
    return str(file.get_state_display() if file else MerchantState.DRAFT.label)


def _language(code: str) -> str:
    return str(ShopLanguage(code).label)


def _safety(minutes: int) -> str:
    if not minutes:
        return _("大额新客订单立即发货")
    return _("大额新客订单延迟 %(minutes)s 分钟发货") % {"minutes": minutes}


def _verified(claims: list[Any]) -> int:
    return sum(1 for claim in claims if claim.state == DomainState.VERIFIED)


def _accounts() -> str:
    names = [row.get_gateway_display() for row in list_gateway_accounts() if row.enabled]
    return "、".join(names) or _("尚未启用")


def _page(request: HttpRequest, title: str, form: forms.Form) -> HttpResponse:
    context = {"title": title, "form": form}
    return render(request, "console/settings/form.html", context, status=422 if form.errors else 200)


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def shop(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, who runs it."""
    tenant, told = current_tenant(), get_shop_settings()
    before = {
        "name": tenant.name,
        "language": tenant.language,
        "time_zone": tenant.time_zone,
        "country": told.country,
        "entity": told.entity,
    }
    form = ShopForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        update_tenant(tenant=tenant, name=given["name"], time_zone=given["time_zone"], language=given["language"])
        save_shop_settings(changes={"country": given["country"], "entity": given["entity"]}, now=now())
        note(request, changed=[name for name in before if before[name] != given[name]])
        messages.success(request, _("已保存，几秒后生效。"))
        return redirect("console:settings_shop")
    return _page(request, _("店铺资料"), form)


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Open, or closed for a while (歇业)."""
    front = get_shop_front()
    closed = front.is_closed(now())
    before = {
        "closed": closed,
        "reopens_at": front.reopens_at if closed else None,
        "closed_text": front.closed_text,
    }
    form = OpeningForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        update_shop_front(changes={name: given[name] for name in before}, now=now())
        note(request, closed=given["closed"])
        messages.success(request, _("店铺已歇业。") if given["closed"] else _("店铺营业中。"))
        return redirect("console:settings_opening")
    return _page(request, _("营业状态"), form)


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def keeping(request: HttpRequest) -> HttpResponse:
    """How long data is kept."""
    told = get_shop_settings()
    before = {"retention_years": told.retention_years, "request_log_days": told.request_log_days}
    form = KeepingForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        changed = save_shop_settings(changes=form.cleaned_data, now=now())
        note(request, **{name: form.cleaned_data[name] for name in changed})
        messages.success(request, _("已保存。"))
        return redirect("console:settings_keeping")
    return _page(request, _("数据保留"), form)


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def safety(request: HttpRequest) -> HttpResponse:
    """How long large orders of new buyers wait (延迟发货)."""
    before = {"safety_minutes": str(get_shop_front().safety_minutes)}
    form = SafetyForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        minutes = form.cleaned_data["safety_minutes"]
        update_shop_front(changes={"safety_minutes": minutes}, now=now())
        note(request, safety_minutes=minutes)
        messages.success(request, _("已保存。"))
        return redirect("console:settings_safety")
    return _page(request, _("下单安全"), form)
