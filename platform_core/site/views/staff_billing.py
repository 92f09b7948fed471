"""What the platform earns by subscriptions, for its staff: figures, charts and the tables beside them."""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.figures import find_figures
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.spreadsheets import safe_cell
from platform_core.site.billing_boards import BILLING_BOARDS, find_billing_boards, list_cards
from platform_core.site.billing_words import money
from platform_core.site.views.staff import staff_page
from platform_core.site.views.staff_boards import BOM


@staff_page(StaffPower.BILLING)
@require_safe
def billing(request: HttpRequest) -> HttpResponse:
    """Figures of this moment and of twelve months, with what they mean."""
    figures = find_figures(now())
    context = {
        "cards": list_cards(figures),
        "boards": find_billing_boards(figures),
        "off": money(figures.off) if figures.off else "",
        "demo": figures.demo,
        "mode": settings.KAQUAN_BILLING,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "site/staff_billing.html", context)


@staff_page(StaffPower.BILLING)
@require_safe
def billing_file(request: HttpRequest, key: str) -> HttpResponse:
    """The table of one board as CSV."""
    if key not in BILLING_BOARDS:
        raise Http404
    (board,) = find_billing_boards(find_figures(now()), key)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(board.columns)
    # What is less than nothing stays a number in a spreadsheet: it is ours, not what somebody typed.
    writer.writerows([cell.text if cell.number else safe_cell(cell.text) for cell in row] for row in board.rows)
    answer = HttpResponse(BOM + out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="billing-{key}.csv"'
    return answer
