from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_tables2 import Column, Table

from platform_core.compliance.audit_selectors import find_audit_state
from tenants.access.enums import Outcome
from tenants.access.models import AuditEntry
from tenants.access.powers import Power
from tenants.access.selectors import list_audit_entries
from tenants.console.act_words import ACTS, ORDERS, act_word
from tenants.console.fact_words import fact_rows
from tenants.console.listing import show_list
from tenants.console.staff import staff_only
from tenants.console.tables import MomentColumn
from tenants.console.views.people import role_names
from tenants.console.wording import DAY, badge

PLATFORM = "platform"  # the role of the platform's staff, written by public.tell_look
LONG_ID = 36  # characters of an id as it is written out
TONES = {Outcome.DONE: "green", Outcome.REFUSED: "amber", Outcome.FAILED: "red"}


class AuditFilters(django_filters.FilterSet):
    """Who did what to which, when, and how it went."""

    q = django_filters.CharFilter(
        label=_("人员、对象、原因"), method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 60})
    )
    act = django_filters.ChoiceFilter(
        label=_("操作"), choices=sorted({**ACTS, **ORDERS}.items()), empty_label=_("全部")
    )
    outcome = django_filters.ChoiceFilter(
        label=_("结果"), field_name="outcome__outcome", choices=Outcome.choices, empty_label=_("全部")
    )
    who = django_filters.ChoiceFilter(
        label=_("谁做的"),
        method="by_whom",
        choices=[("platform", _("平台人员")), ("members", _("店铺成员"))],
        empty_label=_("全部"),
    )
    since = django_filters.DateFilter(label=_("从"), field_name="at", lookup_expr="date__gte", widget=DAY)
    until = django_filters.DateFilter(label=_("到"), field_name="at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()

    def by_whom(self, rows: QuerySet[AuditEntry], name: str, who: str) -> QuerySet[AuditEntry]:
        """Rows of the platform's staff, or of the shop's own people."""
        return rows.filter(role=PLATFORM) if who == PLATFORM else rows.exclude(role=PLATFORM)

    def search(self, rows: QuerySet[AuditEntry], name: str, text: str) -> QuerySet[AuditEntry]:
        """Rows that name it."""
        return rows.filter(
            Q(email__icontains=text) | Q(target__icontains=text) | Q(reason__icontains=text) | Q(role=text)
        )


class AuditTable(Table):
    at = MomentColumn(verbose_name=_("时间"), orderable=False)
    email = Column(verbose_name=_("人员"), orderable=False)
    act = Column(verbose_name=_("操作"), orderable=False)
    target = Column(verbose_name=_("对象"), orderable=False)
    reason = Column(verbose_name=_("原因"), orderable=False)
    outcome = Column(verbose_name=_("结果"), orderable=False, empty_values=())

    def render_email(self, record: AuditEntry) -> str:
        """Who it was; of the platform's staff said so."""
        return gettext("平台人员 %(who)s") % {"who": record.email} if record.role == PLATFORM else record.email

    def render_act(self, record: AuditEntry) -> SafeString:
        """The act in words, as the way to all of it."""
        return format_html(
            '<a data-panel href="{}">{}</a>',
            reverse("console:audit_entry", args=[record.id]),
            act_word(record.act, record.target),
        )

    def render_target(self, value: str, record: AuditEntry) -> str:
        """Ids by their end: they begin with the moment, so those of one day look alike. At what staff looked, the act says."""
        value = value.partition(" ")[2] if record.act == "staff_look" else value
        return " ".join(f"…{part[-6:]}" if len(part) == LONG_ID else part for part in value.split())

    def render_outcome(self, record: AuditEntry) -> SafeString:
        """What became of it."""
        return outcome_badge(record)


def outcome_badge(entry: AuditEntry) -> SafeString:
    """What became of an entry; one without an outcome was cut off."""
    found = getattr(entry, "outcome", None)
    return (
        badge(found.get_outcome_display(), TONES[Outcome(found.outcome)]) if found else badge(gettext("未知"), "amber")
    )


@staff_only(Power.AUDIT_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything that people did in this back office."""
    filters = AuditFilters(request.GET, queryset=list_audit_entries())
    context = {"empty_template": "console/audit_empty.html", "seal": find_audit_state()}
    return show_list(
        request, template="console/audit.html", page="audit", table=AuditTable, filters=filters, context=context
    )


@staff_only(Power.AUDIT_VIEW)
@require_safe
def detail(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One entry, with all facts."""
    entry = list_audit_entries().filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    found: Any = getattr(entry, "outcome", None)
    context = {"entry": entry, "act": act_word(entry.act, entry.target), "outcome": outcome_badge(entry)}
    names = {**role_names(), PLATFORM: gettext("平台人员")}
    context["role"] = names.get(entry.role, entry.role)
    context["facts"] = fact_rows(found.detail, names) if found else []
    return render(request, "console/audit_entry.html", context)
