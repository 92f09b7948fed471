from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_tables2 import Column, Table

from platform_core.kernel.ids import read_uuid
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.console.finance_period import asked_period
from tenants.console.finance_reports import REPORTS
from tenants.console.listing import show_list
from tenants.console.staff import staff_only
from tenants.console.tables import NUMBER, MomentColumn
from tenants.console.wording import DAY
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import LedgerTransfer
from tenants.reporting.ledger_rows import LedgerRows, Wanted
from tenants.reporting.origins import Origin, origins_of

LONGEST = 366 * 3
PATHS = {"order": "console:order", "import": "console:import", "supplier": "console:finance_supplier"}


def wanted_of(request: HttpRequest) -> Wanted:
    """Which transfers the address, or a form, asks for; what makes no sense is left out."""
    asked = request.POST if request.method == "POST" else request.GET

    def number(name: str, known: list[int]) -> int | None:
        text = asked.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and int(text) in known else None

    subject = read_uuid(asked.get("subject", ""))
    period = asked_period(request, longest=LONGEST)
    account, kind = number("account", AccountCode.values), number("kind", TransferKind.values)
    return Wanted(period, account, kind, asked.get("currency", "")[:3].upper(), subject)


class LedgerFilters(django_filters.FilterSet):
    """Which account on either side, which business, whose days."""

    account = django_filters.ChoiceFilter(label=_("科目"), choices=AccountCode.choices, empty_label=_("全部"))
    kind = django_filters.ChoiceFilter(label=_("业务"), choices=TransferKind.choices, empty_label=_("全部"))
    currency = django_filters.CharFilter(label=_("币种"), widget=forms.TextInput(attrs={"maxlength": 3}))
    since = django_filters.DateFilter(label=_("从"), widget=DAY)
    until = django_filters.DateFilter(label=_("到"), widget=DAY)
    subject = django_filters.CharFilter(
        label=_("业务编号"), widget=forms.TextInput(attrs={"type": "search", "maxlength": 36})
    )

    class Meta:
        model = LedgerTransfer
        fields: tuple[str, ...] = ()

    @property
    def qs(self) -> Any:
        """The rows, read as far as they are looked at."""
        assert self.request is not None
        return LedgerRows(wanted_of(self.request))


class LedgerTable(Table):
    at = MomentColumn(verbose_name=_("时间"), orderable=False)
    kind = Column(verbose_name=_("业务"), orderable=False)
    debit_id = Column(verbose_name=_("借方"), orderable=False)
    credit_id = Column(verbose_name=_("贷方"), orderable=False)
    amount = Column(verbose_name=_("金额"), orderable=False, attrs=NUMBER)
    subject_id = Column(verbose_name=_("来源"), orderable=False)

    @cached_property
    def origins(self) -> dict[uuid.UUID, Origin]:
        """Where the rows of this page come from, all at once."""
        return origins_of(row.record for row in self.paginated_rows)

    def render_kind(self, value: Any, record: LedgerTransfer) -> str:
        """In words."""
        return str(TransferKind(record.kind).label)

    def render_debit_id(self, value: int) -> str:
        """In words."""
        return str(AccountCode(value).label)

    def render_credit_id(self, value: int) -> str:
        """In words."""
        return str(AccountCode(value).label)

    def render_amount(self, value: int, record: LedgerTransfer) -> str:
        """With its currency."""
        return format_money(value, record.currency)

    def render_subject_id(self, value: uuid.UUID) -> SafeString | str:
        """The order, import or supplier; else all transfers of the same fact."""
        origin: Origin | None = self.origins.get(value)
        if origin is None:
            url = f"{reverse('console:finance_ledger')}?subject={value}"
            return format_html('<a href="{}"><code>{}</code></a>', url, str(value)[-8:])
        word = origin.label or str(value)[-8:]
        return format_html('<a href="{}">{}</a>', reverse(PATHS[origin.what], args=[origin.id]), word)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every transfer of the books, newest first."""
    period = asked_period(request, longest=LONGEST)
    given = request.GET.copy()
    given.setdefault("since", period.first.isoformat())
    given.setdefault("until", period.last.isoformat())
    context = {
        "reports": REPORTS, "here": "ledger", "period": period, "empty_template": "console/finance/ledger_empty.html",
        "may_export": Power.FINANCE_EXPORT in request.powers,  # type: ignore[attr-defined]
    }  # fmt: skip
    return show_list(
        request,
        template="console/finance/ledger.html",
        page="finance_ledger",
        table=LedgerTable,
        filters=LedgerFilters(given, queryset=LedgerTransfer.objects.none(), request=request),
        context=context,
    )
