"""Boards for the platform's staff: how long reviews take, what rules find, where suppliers stand, what ends soon."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.spreadsheets import safe_cell
from platform_core.site.boards import BOARDS, PERIODS, find_boards
from platform_core.site.views.staff import staff_only

BOM = b"\xef\xbb\xbf"  # the mark by which Excel knows the characters


@staff_only
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """Every board over the period that was asked for, by default 30 days."""
    days = _days(request)
    spans = [(each, _("近 %(days)s 天") % {"days": each}, each == days) for each in PERIODS]
    return render(
        request, "site/staff_boards.html", {"boards": find_boards(days, now()), "spans": spans, "days_text": str(days)}
    )


@staff_only
@require_safe
def board_file(request: HttpRequest, key: str) -> HttpResponse:
    """The table of one board as CSV."""
    if key not in BOARDS:
        raise Http404
    days = _days(request)
    (board,) = find_boards(days, now(), key)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(board.columns)
    writer.writerows([safe_cell(cell.text) for cell in row] for row in board.rows)
    answer = HttpResponse(BOM + out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{key}-{days}.csv"'
    return answer


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return next((each for each in PERIODS if str(each) == asked), PERIODS[0])
