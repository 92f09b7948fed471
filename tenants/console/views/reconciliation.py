"""Statements of institutions beside our own records: where each channel stands this month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.console.staff import staff_only
from tenants.console.statement_words import STATEMENT_TONES
from tenants.payments.enums import GatewayName
from tenants.payments.selectors import list_gateway_accounts
from tenants.reporting.channels import CLOCKS, yesterday
from tenants.reporting.enums import DifferenceState, StatementState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.month import list_weeks

NEWEST = 20


def list_channels() -> list[tuple[str, str]]:
    """Institutions that the shop has an account at and that hand out statements, with their names."""
    return [
        (row.gateway, str(GatewayName(row.gateway).label)) for row in list_gateway_accounts() if row.gateway in CLOCKS
    ]


def month_of(text: str, latest: dt.date) -> dt.date:
    """The month that is asked for, ``2026-11``; without one that is a month, that of ``latest``."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return latest.replace(day=1)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The month of one channel as a calendar, what waits for somebody, and the newest statements."""
    channels = list_channels()
    names = dict(channels)
    chosen = request.GET.get("channel", "")
    gateway = chosen if chosen in names else next(iter(names), "")
    context: dict[str, Any] = {"channels": channels, "gateway": gateway, "gateway_name": names.get(gateway, "")}
    if gateway:
        moment = now()
        month = month_of(request.GET.get("month", ""), yesterday(gateway, moment))
        weeks = list_weeks(gateway, month, moment)
        days = [day for week in weeks for day in week if day is not None]
        context |= {
            "month": month,
            "before": month - dt.timedelta(days=1),
            "after": month + dt.timedelta(days=32),
            "weeks": weeks,
            "missing": [day for day in days if day.tone == "missing"],
            "covered": sum(day.tone in {"done", "different"} for day in days),
        }
    counts = Difference.objects.filter(state__in=[DifferenceState.OPEN, DifferenceState.EXPECTED]).aggregate(
        open=Count("id", filter=Q(state=DifferenceState.OPEN)),
        expected=Count("id", filter=Q(state=DifferenceState.EXPECTED)),
    )
    newest = Statement.objects.exclude(state=StatementState.CANCELED).defer("errors").order_by("-created_at")[:NEWEST]
    context |= {"counts": counts, "rows": [statement_row(row) for row in newest]}
    return render(request, "console/reconciliation/index.html", context)


def statement_row(row: Statement) -> dict[str, Any]:
    """A statement in a list."""
    return {
        "row": row,
        "gateway": str(GatewayName(row.gateway).label),
        "tone": STATEMENT_TONES.get(StatementState(row.state), ""),
    }
