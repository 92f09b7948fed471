"""A request of an authority, typed from its document; and the quarterly tax report, which is prefilled."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.compliance.enums import FileFault
from platform_core.compliance.errors import PaperRefused, ReportRefused
from platform_core.compliance.export_basis import BASES, TAX
from platform_core.compliance.export_enums import AuthorityLevel, ExportScope
from platform_core.compliance.export_sections import CONTACTS, SECTIONS, name_of
from platform_core.compliance.export_selectors import list_quarters
from platform_core.compliance.services.ask_export import OF_SHOPS, Asked, ask_export
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.export_words import REFUSALS
from platform_core.site.views.staff import note, staff_actor, staff_page
from platform_core.site.views.staff_letters import letter_of
from platform_core.tenancy import directory
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef

CHINA: Final = ZoneInfo("Asia/Shanghai")
DAY: Final = dt.timedelta(days=1)
TYPED: Final = tuple(scope for scope in ExportScope if scope != ExportScope.TAX)


@staff_page(StaffPower.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, for one scope; the scope chooses what may be handed over."""
    scope = (request.POST or request.GET).get("scope", ExportScope.TENANT)
    if scope not in TYPED:
        raise Http404
    if request.method == "POST":
        try:
            export = ask_export(
                asked=_asked(request, scope), letter=letter_of(request), actor=staff_actor(request), now=now()
            )
        except ReportRefused as error:
            messages.error(request, str(REFUSALS[str(error.data["reason"])]))
        except PaperRefused as error:
            messages.error(request, str(FileFault(error.data["reason"]).label))
        else:
            note(request, export=str(export.id))
            messages.success(request, _("已提交，等另一位主管审批。"))
            return redirect("staff_export", export_id=export.id)
    today = now().astimezone(CHINA).date()
    context = {
        "scope": scope,
        "scopes": [(each, each.label) for each in TYPED],
        "levels": AuthorityLevel.choices,
        "bases": list(BASES.items()),
        "sections": [(each, name_of(each)) for each in SECTIONS[scope]],
        "contacts": CONTACTS if scope in OF_SHOPS else "",
        "of_shop": scope in OF_SHOPS,
        "chosen": request.POST.getlist("sections"),
        "posted": request.POST,
        "month_ago": (today - 30 * DAY).isoformat(),
        "today": today.isoformat(),
    }
    return render(request, "site/staff_export_new.html", context, status=422 if request.method == "POST" else 200)


def _asked(request: HttpRequest, scope: str) -> Asked:
    words = {name: str(request.POST.get(name, "")).strip() for name in request.POST}
    until = _day(words.get("until", ""))
    return Asked(
        authority=words.get("authority", ""),
        country=words.get("country", "CN"),
        level=words.get("level", ""),
        document=words.get("document", ""),
        document_on=_date(words.get("document_on", "")),
        officer=words.get("officer", ""),
        officer_contact=words.get("officer_contact", ""),
        basis=words.get("basis", ""),
        basis_detail=words.get("basis_detail", ""),
        asks_for=words.get("asks_for", ""),
        scope=scope,
        shop=_shop(words.get("shop", "")),
        about=words.get("about", ""),
        sections=tuple(dict.fromkeys(request.POST.getlist("sections"))),
        since=_day(words.get("since", "")),
        until=until + DAY if until else None,
        due_at=_end_of(words.get("due", "")),
        secret_until=_date(words.get("secret_until", "")),
        secret_reason=words.get("secret_reason", ""),
    )


def _shop(slug: str) -> TenantRef | None:
    tenant = Tenant.objects.filter(slug=slug, livemode=True).first() if slug else None
    return directory.find_by_id(tenant.id) if tenant else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _day(text: str) -> dt.datetime | None:
    day = _date(text)
    return dt.datetime.combine(day, dt.time.min, tzinfo=CHINA) if day else None


def _end_of(text: str) -> dt.datetime | None:
    day = _date(text)
    return dt.datetime.combine(day, dt.time(18), tzinfo=CHINA) if day else None


@staff_page(StaffPower.DECIDE)
@require_POST
def tax(request: HttpRequest) -> HttpResponse:
    """Ask for the report of a quarter: everything stands in the law, but for whom it goes to."""
    quarter = next((each for each in list_quarters(now()) if each.name == request.POST.get("quarter")), None)
    if quarter is None:
        raise Http404
    given: dict[str, Any] = {
        name: str(request.POST.get(name, "")).strip() for name in ("authority", "officer", "contact")
    }
    asked = Asked(
        authority=given["authority"],
        country="CN",
        level=AuthorityLevel.CITY,
        document=quarter.name,
        document_on=quarter.until.date(),
        officer=given["officer"],
        officer_contact=given["contact"],
        basis=TAX,
        basis_detail="",
        asks_for=_("平台内经营者身份信息和季度收入信息"),
        scope=ExportScope.TAX,
        shop=None,
        about="",
        sections=SECTIONS[ExportScope.TAX],
        since=quarter.since,
        until=quarter.until,
        due_at=quarter.due_at,
        secret_until=None,
        secret_reason="",
    )
    try:
        export = ask_export(asked=asked, letter=None, actor=staff_actor(request), now=now())
    except ReportRefused as error:
        messages.error(request, str(REFUSALS[str(error.data["reason"])]))
        return redirect("staff_exports")
    note(request, export=str(export.id))
    messages.success(request, _("已提交，等另一位主管审批。"))
    return redirect("staff_export", export_id=export.id)
