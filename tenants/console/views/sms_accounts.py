"""The shop's own accounts at SMS gateways. Keys go in and never come out again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.console.message_words import account_words
from tenants.console.staff import actor, staff_only
from tenants.notifications.enums import MessageKind, SmsGatewayName
from tenants.notifications.errors import SmsAccountInvalid
from tenants.notifications.gateways.base import TEMPLATE
from tenants.notifications.gateways.registry import get_sms_gateway, sms_gateway_names
from tenants.notifications.models import SmsAccount
from tenants.notifications.selectors import list_accounts
from tenants.notifications.services.save_sms_account import save_sms_account

LABELS = {
    "access_key_id": "AccessKey ID",
    "access_key_secret": "AccessKey Secret",
    "secret_id": "SecretId",
    "secret_key": "SecretKey",
    "sdk_app_id": gettext_lazy("短信应用 SdkAppId"),
    "sign_name": gettext_lazy("短信签名"),
    "region": gettext_lazy("地域（默认 ap-guangzhou）"),
    "account_sid": "Account SID (AC…)",
    "auth_token": "Auth Token",
    "sender": gettext_lazy("发送号码或消息服务（+… 或 MG…）"),
}


@staff_only(Power.MESSAGES_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, gateway: str) -> HttpResponse:
    """One gateway: ids, keys, templates, on or off."""
    if gateway not in sms_gateway_names():
        raise Http404
    chosen, row = get_sms_gateway(gateway), list_accounts().filter(gateway=gateway).first()
    problem, wrong = "", ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in (*chosen.settings_fields, *chosen.secret_fields)}
        try:
            save_sms_account(
                gateway=gateway,
                settings={name: given[name] for name in chosen.settings_fields if given[name]},
                secrets={name: given[name] for name in chosen.secret_fields},
                enabled=bool(request.POST.get("enabled")),
                by=actor(request),
                now=now(),
            )
        except SmsAccountInvalid as error:
            wrong = error.data["field"]
            problem = account_words(error, _label(wrong))
        else:
            messages.success(request, _("%(gateway)s 已保存。") % {"gateway": SmsGatewayName(gateway).label})
            return redirect("console:message_templates")
    names = (*chosen.settings_fields, *chosen.secret_fields)
    fields = [_field(request, name, row, name in chosen.secret_fields, name == wrong) for name in names]
    context = {
        "label": SmsGatewayName(gateway).label,
        "fields": fields,
        "templates": any(name.startswith(TEMPLATE) for name in names),
        "enabled": bool(request.POST.get("enabled")) if problem else bool(row and row.enabled),
        "problem": problem,
    }
    return render(request, "console/sms_account.html", context, status=422 if problem else 200)


def _label(name: str) -> str:
    if name.startswith(TEMPLATE):
        return _("模板：%(kind)s") % {"kind": MessageKind(name.removeprefix(TEMPLATE)).label}
    return str(LABELS.get(name, name))


def _field(request: HttpRequest, name: str, row: SmsAccount | None, secret: bool, wrong: bool) -> dict[str, object]:
    """A setting or a key as the form asks for it; a key that was typed is not sent back."""
    kept = row.settings.get(name, "") if row is not None else ""
    value = "" if secret else request.POST.get(name, kept)
    return {
        "name": name,
        "label": _label(name),
        "value": value,
        "secret": secret,
        "kept": secret and row is not None,
        "wrong": wrong,
    }
