"""What the shop used this month, day by day, what it will come to, and the months before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from billing.enums import Meter
from billing.selectors import find_subscription
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_bars import metered
from tenants.console.billing_page import HOME, rights, where_charged
from tenants.console.billing_usage import chart_of, find_usage, list_months, quantity_words
from tenants.console.staff import staff_only


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def index(request: HttpRequest) -> HttpResponse:
    """Three meters: a chart of the month each, one table of its days, one of the months before."""
    tenant, moment = current_tenant(), now()
    if find_subscription(tenant.id) is None:
        return redirect(HOME)
    labels = {Meter.CODES: gettext("发卡"), Meter.SMS: gettext("短信"), Meter.STORAGE: gettext("存储空间")}
    usage = find_usage(tenant, moment)
    meters = [
        {
            "bar": metered(each.meter, labels[Meter(each.meter)], each),
            "chart": chart_of(each.meter, each.days),
            "meter": each,
        }
        for each in usage.meters
    ]
    by_day = {each.meter: dict(each.days) for each in usage.meters}
    days = sorted({day for each in usage.meters for day, _quantity in each.days}, reverse=True)
    context = {
        "meters": meters,
        "days": [(day, [quantity_words(meter, by_day[meter].get(day, 0)) for meter in Meter.values]) for day in days],
        "labels": [labels[meter] for meter in Meter],
        "months": list_months(tenant, moment),
        **rights(request),
    }
    return render(request, "console/billing/usage.html", context)
