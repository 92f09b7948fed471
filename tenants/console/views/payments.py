"""How buyers pay this shop: its own accounts at institutions. Keys go in and never come out again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.errors import ReasonMissing, SecondPersonNeeded
from tenants.access.powers import Power
from tenants.access.selectors import get_shop_settings, list_holders
from tenants.console.payout import ask_change, given_account
from tenants.console.staff import actor, note, person, staff_only
from tenants.payments.accounts import list_kept_secrets, sandbox_allowed
from tenants.payments.eligibility import verdict_of
from tenants.payments.enums import GatewayName, PaymentMethod
from tenants.payments.errors import AccountInvalid
from tenants.payments.gateways.base import Gateway
from tenants.payments.gateways.registry import gateway_names, get_gateway
from tenants.payments.models import GatewayAccount, Payment
from tenants.payments.services.save_account import save_account

# What institutions call their settings; one that is not named here is shown by its own name.
LABELS = {
    "account": gettext_lazy("Stripe 账户 ID（acct_…）"),
    "country": gettext_lazy("主体所在国家或地区（如 HK）"),
    "secret_key": gettext_lazy("密钥（sk_… 或 rk_…）"),
    "webhook_secret": gettext_lazy("Webhook 签名密钥（whsec_…）"),
    "mch_id": gettext_lazy("商户号"),
    "app_id": gettext_lazy("应用 ID（AppID）"),
    "serial_no": gettext_lazy("商户证书序列号"),
    "private_key": gettext_lazy("商户私钥（PEM）"),
    "api_v3_key": gettext_lazy("APIv3 密钥（32 位）"),
    "app_secret": gettext_lazy("公众号 AppSecret（微信内支付要填）"),
    "public_key_id": gettext_lazy("微信支付公钥 ID（可选）"),
    "profit_sharing": gettext_lazy("分账（已开通填 1）"),
    "max_split": gettext_lazy("最大分账比例（%，默认 30）"),
    "public_key": gettext_lazy("平台公钥（PEM）"),
    "seller_id": gettext_lazy("收款账号 ID（2088…）"),
    "alipay_public_key": gettext_lazy("支付宝公钥（公钥模式）"),
    "app_cert": gettext_lazy("应用公钥证书（证书模式）"),
    "alipay_cert": gettext_lazy("支付宝公钥证书（证书模式）"),
    "alipay_root_cert": gettext_lazy("支付宝根证书（证书模式）"),
}
LONG = ("key", "cert")  # in the names of what has several lines

UNSET = frozenset({GatewayName.SANDBOX, GatewayName.BALANCE})  # nothing of them is the merchant's to set


class Field(NamedTuple):
    """A setting or a key of an account as the form asks for it. ``hint``: whether a key is there, and stays if nothing is typed."""

    name: str
    label: str
    value: str
    secret: bool
    long: bool
    hint: str
    wrong: bool


@staff_only(Power.PAYMENTS_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every institution, and whether buyers may pay there."""
    rows, told = {row.gateway: row for row in GatewayAccount.objects.all()}, get_shop_settings()
    shown = [
        {
            "name": name,
            "label": GatewayName(name).label,
            "account": rows.get(name),
            "methods": _labels(rows.get(name)),
            "verdict": verdict_of(name, told.country, told.entity),
        }
        for name in gateway_names()
        if name not in UNSET
    ]
    nothing = not any(row.enabled for row in rows.values())
    context = {"rows": shown, "sandbox": nothing and sandbox_allowed(), "closed": nothing and not sandbox_allowed()}
    return render(request, "console/payments.html", context)


def _labels(row: GatewayAccount | None) -> list[str]:
    return [str(PaymentMethod(method).label) for method in row.methods] if row is not None else []


@staff_only(Power.PAYMENTS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, gateway: str) -> HttpResponse:
    """One institution: ids, keys, ways to pay, on or off."""
    try:
        chosen = get_gateway(gateway)
    except RecordNotFound as error:
        raise Http404 from error
    if gateway in UNSET:
        raise Http404
    row = GatewayAccount.objects.filter(gateway=gateway).first()
    problem: AccountInvalid | None = None
    if request.method == "POST":
        try:
            _save(request, chosen)
        except AccountInvalid as error:
            problem = error
        except ReasonMissing:
            messages.error(request, _("变更已启用的收款账户需要填写原因，由另一人批准后生效。"))
        else:
            return redirect("console:payments")
    posted = request.method == "POST"
    context = {
        "label": GatewayName(gateway).label,
        "fields": _fields(request, chosen, row, problem),
        "methods": _methods(request, chosen, row),
        "enabled": bool(request.POST.get("enabled")) if posted else bool(row and row.enabled),
        "problem": _words(problem) if problem is not None else "",
        "live": row is not None and (row.enabled or Payment.objects.filter(gateway=gateway).exists()),
        "reason": request.POST.get("reason", ""),
        "verdict": verdict_of(gateway, (told := get_shop_settings()).country, told.entity),
        "notify_url": shop_url(current_tenant().host, f"/payments/notify/{gateway}"),
        "heard": gateway == GatewayName.STRIPE and bool(settings.KAQUAN_STRIPE_WEBHOOK_SECRETS),
        "commission": f"{Decimal(row.commission).scaleb(-2).normalize():f} %"
        if row is not None and row.commission
        else "",
    }
    return render(request, "console/payment_account.html", context, status=422 if problem else 200)


def _save(request: HttpRequest, chosen: Gateway) -> None:
    """Save it, or ask a second person to allow it.

    Raises:
        AccountInvalid, ReasonMissing
    """
    typed = {name: request.POST.get(name, "").strip() for name in (*chosen.settings_fields, *chosen.secret_fields)}
    given = given_account(
        chosen.name,
        {name: typed[name] for name in chosen.settings_fields if typed[name]},
        {name: typed[name] for name in chosen.secret_fields},
        [method for method in chosen.methods if method in request.POST.getlist("methods")],
        bool(request.POST.get("enabled")),
    )
    label = {"gateway": GatewayName(chosen.name).label}
    try:
        save_account(**given, by=actor(request), now=now(), alone=True)
    except SecondPersonNeeded:
        names = {name: str(label) for name, label in LABELS.items()}
        ask_change(given, reason=request.POST.get("reason", ""), person=person(request), labels=names)
        note(request, waits_for_second_person=True)
        if has_second_person(request):
            messages.success(request, _("%(gateway)s 的变更已提交，等待另一人批准；在此之前不变。") % label)
        else:
            messages.warning(
                request,
                _(
                    "变更已提交，但店铺还没有能批准的第二个人：请先在“成员与角色”里邀请另一位店主或财务，24 小时内批准有效。"
                ),
            )
    else:
        messages.success(request, _("%(gateway)s 已保存。") % label)


def has_second_person(request: HttpRequest) -> bool:
    """Is there anybody else who could approve a change of accounts?"""
    me = person(request)
    return any(member.user_id != me.user_id for member in list_holders({Power.APPROVE}))


def _fields(
    request: HttpRequest, chosen: Gateway, row: GatewayAccount | None, problem: AccountInvalid | None
) -> list[Field]:
    wrong = problem.data.get("field") if problem is not None else None
    stored: dict[str, Any] = row.settings if row is not None else {}
    kept = list_kept_secrets(row) if row is not None else frozenset()
    found = []
    for name in (*chosen.settings_fields, *chosen.secret_fields):
        secret = name in chosen.secret_fields
        value = "" if secret else request.POST.get(name, stored.get(name, ""))  # a key that was typed is not sent back
        long = secret and any(word in name for word in LONG)
        label = str(LABELS.get(name, name))
        hint = (_("已保存，留空不变") if name in kept else _("未填写")) if secret and row is not None else ""
        found.append(Field(name, label, value, secret, long, hint, name == wrong))
    return found


def _methods(request: HttpRequest, chosen: Gateway, row: GatewayAccount | None) -> list[tuple[str, str, bool]]:
    picked = request.POST.getlist("methods") if request.method == "POST" else row.methods if row is not None else []
    return [(method, str(PaymentMethod(method).label), method in picked) for method in chosen.methods]


def _words(problem: AccountInvalid) -> str:
    reason, field = str(problem.data.get("reason", "")), str(problem.data.get("field", ""))
    name = str(_("支付方式") if field == "methods" else LABELS.get(field, field))
    if reason == "required":
        return _("请填写：%(field)s") % {"field": name}
    return _("%(field)s 有误：%(reason)s") % {"field": name, "reason": reason}
