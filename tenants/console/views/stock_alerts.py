"""Who is told of low stock, and when: mail, webhook, robots of group chats."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.staff import actor, note, staff_only
from tenants.inventory.services.add_robot import add_robot
from tenants.inventory.services.remove_robot import remove_robot
from tenants.inventory.services.save_alert_settings import save_alert_settings
from tenants.inventory.services.send_to_robot import send_to_robot
from tenants.inventory.shelves import get_alert_settings, list_own_cover_days, list_robots

WRONG = {
    "url": _("这不是可以使用的机器人地址，请整条复制。"),
    "host": _("只支持企业微信、钉钉、飞书的群机器人地址。"),
    "name": _("请填写名称。"),
    "too_many": _("最多 5 个机器人。"),
}


class AlertForm(forms.Form):
    """Who, and when."""

    cover_days = forms.IntegerField(
        label=_("不够卖几天时提醒"),
        min_value=0,
        max_value=365,
        help_text=_("按近 7 天销量估算；0：只按张数提醒。每个规格可以另设。"),
    )
    mail_owners = forms.BooleanField(label=_("发邮件给店主"), required=False)
    mail_operations = forms.BooleanField(label=_("发邮件给运营"), required=False)


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The settings, and the robots with how they do."""
    row = get_alert_settings()
    initial = {name: getattr(row, name) for name in ("cover_days", "mail_owners", "mail_operations")}
    form = AlertForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_alert_settings(**form.cleaned_data, by=actor(request), now=now())
        note(request, **form.cleaned_data)
        messages.success(request, gettext("已保存。"))
        return redirect("console:stock_alerts")
    context = {"form": form, "robots": list_robots(), "own": len(list_own_cover_days())}
    return render(request, "console/stock/alerts.html", context, status=422 if form.errors else 200)


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One more robot."""
    try:
        robot = add_robot(
            name=request.POST.get("name", ""), url=request.POST.get("url", ""), by=actor(request), now=now()
        )
    except DomainError as problem:
        messages.error(request, str(WRONG[problem.data["reason"]]))
    else:
        note(request, name=robot.name, kind=robot.kind)
        messages.success(request, gettext("已添加。发一条测试消息，确认群里收得到。"))
    return redirect("console:stock_alerts")


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def act(request: HttpRequest, robot_id: uuid.UUID, verb: str) -> HttpResponse:
    """Try a robot, or remove it."""
    robot = list_robots().filter(pk=robot_id).first()
    if robot is None or verb not in {"test", "remove"}:
        raise Http404
    note(request, name=robot.name, verb=verb)
    if verb == "remove":
        remove_robot(robot_id=robot_id)
        messages.success(request, gettext("已移除。"))
    else:
        tenant = current_tenant()
        title, link = gettext("库存预警 · %(shop)s") % {"shop": tenant.name}, shop_url(tenant.host, "/console/stock")
        text = f"> {gettext('这是一条测试消息。库存不足时会发到这里。')}\n[{gettext('查看库存')}]({link})"
        try:
            send_to_robot(robot_id=robot_id, title=title, text=text, now=now())
        except RecordNotFound as error:
            raise Http404 from error
        except DomainError as problem:
            messages.error(request, gettext("机器人没有收下：%(reason)s") % {"reason": problem.data["reason"]})
        else:
            messages.success(request, gettext("已发出，请到群里看看。"))
    return redirect("console:stock_alerts")
