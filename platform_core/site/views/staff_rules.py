"""The rules in force and those to come: what each says, on which source, where it is asked, and how often it held something up."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import RuleVersion
from platform_core.compliance.rule_selectors import (
    AskedCount,
    list_asked_counts,
    list_rules_in_force,
    list_rules_to_come,
)
from platform_core.compliance.selectors import ZONE
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import local_date, now
from platform_core.site.rule_uses import uses_of
from platform_core.site.views.staff import staff_page

DAYS: Final = 30
KEY: Final = "staff:rule-counts"
KEPT_SECONDS: Final = 600  # a month of screenings is counted once in ten minutes, whoever looks


@staff_page(StaffPower.VIEW)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules in force by id, with filters, and below them the versions that begin later."""
    today, counts = local_date(now(), ZONE), _counts()
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "level", "to_confirm")}
    rows = [_row(each, counts) for each in list_rules_in_force(today)]
    context = {
        "rows": [row for row in rows if _wanted(row, asked)],
        "coming": [_row(each, counts) for each in list_rules_to_come(today)],
        "total": len(rows),
        "unconfirmed": sum(row["rule"].to_confirm for row in rows),
        "days": DAYS,
        "asked": asked,
        "levels": Level.choices,
    }
    return render(request, "site/staff_rules.html", context)


def _counts() -> dict[str, AskedCount]:
    counts: dict[str, AskedCount] | None = cache.get(KEY)
    if counts is None:
        counts = list_asked_counts(now() - dt.timedelta(days=DAYS))
        cache.set(KEY, counts, KEPT_SECONDS)
    return counts


def _row(rule: RuleVersion, counts: dict[str, AskedCount]) -> dict[str, Any]:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {
        "rule": rule,
        "title": rule.body["title"][language],
        "message": rule.body["message"][language],
        "source": rule.body["source"],
        "condition": rule.body["holds"],
        "when": rule.body.get("when", ""),
        "regions": ", ".join(rule.body["jurisdiction"]),
        "about": [SubjectKind(kind).label for kind in rule.body["applies_to"]],
        "uses": uses_of(rule.rule_id),
        "count": counts.get(rule.rule_id, AskedCount(0, 0)),
    }


def _wanted(row: dict[str, Any], asked: dict[str, str]) -> bool:
    rule, text = row["rule"], asked["text"].casefold()
    return (
        (not text or text in f"{rule.rule_id} {row['title']} {row['message']} {row['source']}".casefold())
        and asked["level"] in {"", rule.level}
        and (not asked["to_confirm"] or rule.to_confirm)
    )
