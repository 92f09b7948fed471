"""The watch lists: which are loaded, since when, what the last loadings changed, and how far screening is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.compliance.enums import FindingState
from platform_core.compliance.models import Finding
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.watch_selectors import (
    RULE,
    find_progress,
    list_editions,
    list_watch_lists,
)
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import local_date, now
from platform_core.site.views.staff import staff_page

EDITIONS = 20


@staff_page(StaffPower.VIEW)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Lists, progress and loadings."""
    rows = list_watch_lists(local_date(now(), ZONE))
    context = {
        "lists": rows,
        "asked_for": any(row.required for row in rows),
        "stale": [row for row in rows if row.stale],
        "progress": find_progress(max((row.row.changed_in for row in rows if row.row), default=0)),
        "open": Finding.objects.filter(rule_id=RULE, state=FindingState.OPEN).count(),
        "editions": list_editions(EDITIONS),
        "rule": RULE,
    }
    return render(request, "site/staff_lists.html", context)
