from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.tenancy.client_address import ip_of
from tenants.access.powers import Power
from tenants.console.case_words import words_of
from tenants.console.staff import actor, staff_only
from tenants.orders.enums import LineSecret
from tenants.orders.selectors import list_to_hand_over
from tenants.orders.services.flag_overdue_orders import WITHIN
from tenants.orders.services.hand_over import hand_over
from tenants.orders.services.reveal_line import reveal_line

AT_ONCE = 100


@staff_only(Power.ORDERS_FULFIL)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Paid orders that a person delivers, who waited longest first."""
    return _page(request)


def _page(
    request: HttpRequest, looked_at: uuid.UUID | None = None, inputs: dict[str, str] | None = None
) -> HttpResponse:
    moment = now()
    rows = [
        {
            "line": line,
            "late": line.order.paid_at is not None and line.order.paid_at < moment - WITHIN,
            "inputs": inputs if line.id == looked_at else None,
        }
        for line in list_to_hand_over()[:AT_ONCE]
    ]
    return render(request, "console/fulfil.html", {"rows": rows})


@staff_only(Power.ORDERS_FULFIL)
@require_POST
def look(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """What the buyer answered; the look is on record before it is shown."""
    try:
        shown = reveal_line(
            line_id=line_id, what=LineSecret.INPUTS, actor=actor(request), ip=ip_of(request) or None, now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    assert isinstance(shown, dict)
    return _page(request, line_id, shown)


@staff_only(Power.ORDERS_FULFIL)
@require_POST
def give(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Hand a line over: the text is sealed and shown to its buyer alone."""
    try:
        done = hand_over(line_id=line_id, text=request.POST.get("text", ""), actor=actor(request), now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, _("已发货，订单完成。") if done else _("这一项已发货，订单还有其他项。"))
    return redirect("console:fulfil")
