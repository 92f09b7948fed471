"""A buyer has the message about their order sent once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from tenants.notifications.errors import MessageRefused
from tenants.orders.services.resend_message import resend_message
from tenants.storefront.views.order import order_page, own_order


@require_POST
def resend(request: HttpRequest, number: str) -> HttpResponse:
    """To the contact that the order was placed with, and no other."""
    order = own_order(request, number)
    refused = False
    try:
        message = resend_message(order_id=order.id, now=now())
    except MessageRefused as error:
        refused, soon = True, error.data["reason"] == "too_soon"
        said = _("刚刚发过，请一分钟后再试。") if soon else _("现在不能重发，卡密仍可在本页查看。")
    else:
        said = _("已发送到 %(contact)s，请留意查收。") % {"contact": message.contact_masked}
    return order_page(request, order, "storefront/order.html", said=said, refused=refused)
