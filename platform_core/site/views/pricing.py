"""What the platform costs, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.engines import is_billing_on
from billing.enums import Interval
from billing.standing import DEBT, ENDED, TRIAL
from platform_core.entitlements.plans import OFFER
from platform_core.site.price_words import find_plan_card, list_compare_rows, list_plan_cards, year_saving_words


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """Plans and prices, by month or by year; not there where nobody is charged."""
    if not is_billing_on():
        raise Http404
    interval = Interval.YEAR if request.GET.get("by") == Interval.YEAR else Interval.MONTH
    context = {
        "cards": list_plan_cards(interval),
        "rows": list_compare_rows(),
        "yearly": interval == Interval.YEAR,
        "year_saves": year_saving_words(),
        "tried": find_plan_card(OFFER.trial_plan),
        "trial_days": OFFER.trial_days,
        "debt": DEBT,
        "trial": TRIAL,
        "ended": ENDED,
    }
    return render(request, "site/pricing.html", context)
