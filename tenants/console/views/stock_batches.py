"""Batches: one import's codes of one last day. Held, resumed, written off, moved to another SKU."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import Column, Table

from platform_core.compliance.selectors import find_clearances
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.console.halt_words import halt_notices
from tenants.console.listing import show_list
from tenants.console.staff import note, staff_only
from tenants.console.stock_words import (
    HALT_TONES,
    SHELF_TONES,
    clearance_badge,
    import_name,
    refusal_words,
    sku_names,
)
from tenants.console.tables import NUMBER, MomentColumn
from tenants.console.wording import badge
from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.selectors import list_contracts
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.move_lot import move_lot
from tenants.inventory.services.resume_lot import resume_lot
from tenants.inventory.services.void_lot import void_lot
from tenants.inventory.shelves import LotFigures, get_lot, list_halted_lots, list_lot_figures, list_lots
from tenants.orders.recalls import find_recall_of

HALTED = "halted"
SEARCHED = 200  # SKUs that a word may mean


def sku_choices() -> list[tuple[uuid.UUID, str]]:
    """SKUs whose codes are imported, as choices."""
    rows = Sku.objects.filter(code_mode=CodeMode.SINGLE).order_by("product__name", "position")
    return [(key, f"{product} · {name}") for key, product, name in rows.values_list("id", "product__name", "name")]


class BatchFilters(django_filters.FilterSet):
    """Batches by what they are of, whose, in what state."""

    q = django_filters.CharFilter(
        label=_("文件、批次号"), method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 60})
    )
    sku = django_filters.ChoiceFilter(label=_("规格"), field_name="sku_id", choices=sku_choices, empty_label=_("全部"))
    supplier = django_filters.ChoiceFilter(
        label=_("供应商"),
        field_name="supplier_id",
        choices=lambda: [(row.supplier_id, row.name) for row in list_contracts()],
        empty_label=_("全部"),
    )
    shelf = django_filters.ChoiceFilter(
        label=_("状态"), choices=[*Shelf.choices, (HALTED, _("平台暂停上架"))], method="stand", empty_label=_("全部")
    )

    class Meta:
        model = list_lots().model
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        """Rows that name it."""
        wanted = Q(code_import__filename__icontains=text)
        return rows.filter(wanted | Q(pk=int(text)) if text.isdecimal() and len(text) < 16 else wanted)

    def stand(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        """Rows in this state, or kept off the shelf by the platform."""
        return rows.filter(pk__in=list_halted_lots().order_by()) if state == HALTED else rows.filter(shelf=state)


class BatchTable(Table):
    id = Column(verbose_name=_("批次"), orderable=False)
    sku_id = Column(verbose_name=_("商品"), orderable=False)
    supplier = Column(verbose_name=_("供应商"), accessor="code_import__contract__name", orderable=False)
    unit_cost = Column(verbose_name=_("进货价"), orderable=False, attrs=NUMBER)
    expires_on = Column(verbose_name=_("有效期"), orderable=False, default="—")
    size = Column(verbose_name=_("数量"), orderable=False, attrs=NUMBER)
    sold = Column(verbose_name=_("已售"), orderable=False, attrs=NUMBER, empty_values=())
    left = Column(verbose_name=_("剩余"), orderable=False, attrs=NUMBER, empty_values=())
    shelf = Column(verbose_name=_("状态"), orderable=False)
    created_at = MomentColumn(verbose_name=_("时间"), orderable=False)

    @cached_property
    def shown(self) -> tuple[dict[uuid.UUID, Sku], dict[int, LotFigures]]:
        """SKUs and figures of the batches on this page."""
        lots = [row.record for row in self.paginated_rows]
        skus = Sku.objects.select_related("product").in_bulk({lot.sku_id for lot in lots})
        return skus, list_lot_figures(lots)

    def render_id(self, record: Any) -> SafeString:
        """Its number, as the way to all of it."""
        path = reverse("console:stock_batch", args=[record.id])
        return format_html(
            '<a href="{}">#{}</a> <small>{}</small>', path, record.id, import_name(record.code_import.filename)
        )

    def render_sku_id(self, value: uuid.UUID) -> str:
        """What it is of."""
        sku = self.shown[0].get(value)
        return f"{sku.product.name} · {sku.name}" if sku else "—"

    def render_unit_cost(self, record: Any) -> str:
        """What one code cost."""
        sku = self.shown[0].get(record.sku_id)
        return format_money(record.unit_cost, sku.currency if sku else "CNY")

    def render_sold(self, record: Any) -> int:
        """How many are out."""
        return self.shown[1][record.id].out

    def render_left(self, record: Any) -> int:
        """How many are not."""
        return 0 if record.withdrawn else self.shown[1][record.id].unsold

    def render_shelf(self, record: Any) -> SafeString:
        """What became of its unsold codes."""
        return shelf_badge(record, self.shown[1][record.id])


def shelf_badge(lot: Any, figures: LotFigures) -> SafeString:
    """What became of the unsold codes of a batch."""
    if lot.withdrawn:
        return badge(gettext("已撤销"))
    if lot.shelf == Shelf.OPEN and not figures.unsold:
        return badge(gettext("已售完"))
    if lot.halt and lot.shelf == Shelf.HELD:
        return badge(lot.get_halt_display(), HALT_TONES[Halt(lot.halt)])
    return badge(lot.get_shelf_display(), SHELF_TONES[Shelf(lot.shelf)])


@staff_only(Power.STOCK_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All batches, newest first."""
    filters = BatchFilters(request.GET, queryset=list_lots())
    context = {"empty_template": "console/stock/batches_empty.html"}
    return show_list(
        request,
        template="console/stock/batches.html",
        page="stock_batches",
        table=BatchTable,
        filters=filters,
        context=context,
    )


@staff_only(Power.STOCK_VIEW)
@require_safe
def detail(request: HttpRequest, lot_id: int) -> HttpResponse:
    """One batch: where its codes are, and what can be done to those that are left."""
    lot = lot_or_missing(lot_id)
    sku = Sku.objects.select_related("product").get(pk=lot.sku_id)
    figures = list_lot_figures([lot])[lot.id]
    alike = Sku.objects.select_related("product").filter(
        currency=sku.currency, face_value=sku.face_value, code_mode=CodeMode.SINGLE, redemption=sku.redemption,
        units=sku.units, needs_activation=sku.needs_activation,
    )  # fmt: skip
    open_, held = lot.shelf == Shelf.OPEN, lot.shelf in {Shelf.HELD, Shelf.RECALLED}
    context = {
        "lot": lot,
        "import_name": import_name(lot.code_import.filename),
        "sku_name": f"{sku.product.name} · {sku.name}",
        "figures": figures,
        "state": shelf_badge(lot, figures),
        "clearance": clearance_badge(find_clearances([lot.supplier_id])[lot.supplier_id]),
        "cost": format_money(lot.unit_cost, sku.currency),
        "value": format_money(figures.unsold * lot.unit_cost, sku.currency),
        "may_hold": open_ and figures.unsold and not lot.withdrawn,
        "may_resume": held and not lot.halt and not lot.withdrawn,
        "halts": halt_notices([lot]) if lot.halt and not lot.withdrawn else [],
        "may_void": (open_ or held) and lot.halt != Halt.SCREENING and figures.unsold and not lot.withdrawn,
        "may_move": lot.shelf in {Shelf.OPEN, Shelf.HELD}
        and not lot.halt
        and figures.unsold > figures.withheld
        and not lot.withdrawn,
        "may_recall": not lot.withdrawn
        and lot.halt != Halt.SCREENING
        and lot.shelf != Shelf.VOIDED
        and (figures.out or figures.unsold),
        "targets": sku_names(alike.exclude(pk=sku.pk).order_by("product__name", "position")[:SEARCHED]),
        "recall": find_recall_of(lot.id),
    }
    return render(request, "console/stock/batch.html", context)


def lot_or_missing(lot_id: int) -> Any:
    try:
        return get_lot(lot_id)
    except RecordNotFound as error:
        raise Http404 from error


@staff_only(Power.STOCK_VIEW, post=Power.STOCK_HANDLE)
@require_POST
def act(request: HttpRequest, lot_id: int, verb: str) -> HttpResponse:
    """Hold, resume, void or move what is left of a batch."""
    lot, back = lot_or_missing(lot_id), redirect("console:stock_batch", lot_id=lot_id)
    step = STEPS.get(verb)
    if step is None:
        raise Http404
    note(request, batch=lot_id, verb=verb)
    if not request.POST.get("reason", "").strip():
        messages.error(request, gettext("请填写原因。"))
        return back
    try:
        return step(request, lot) or back
    except DomainError as problem:
        messages.error(request, refusal_words(problem))
    return back


def _hold(request: HttpRequest, lot: Any) -> None:
    hold_lot(lot_id=lot.id, shelf=Shelf.HELD, release=True, now=now())
    messages.success(request, gettext("已冻结：这一批未售出的卡密都不再销售。"))


def _resume(request: HttpRequest, lot: Any) -> None:
    resume_lot(lot_id=lot.id, now=now())
    messages.success(request, gettext("已恢复销售。"))


def _void(request: HttpRequest, lot: Any) -> None:
    count = void_lot(lot_id=lot.id, now=now()).voided
    note(request, codes=count)
    messages.success(request, gettext("已作废 %(count)d 张未售卡密，成本计入作废损失。") % {"count": count})


def _move(request: HttpRequest, lot: Any) -> HttpResponse:
    try:
        target = uuid.UUID(request.POST.get("sku", ""))
        if not Sku.objects.filter(pk=target).exists():
            raise Http404
    except ValueError as error:
        raise Http404 from error
    made = move_lot(lot_id=lot.id, sku_id=target, now=now())
    note(request, codes=made.size, to=str(target), new_batch=made.id)
    messages.success(request, gettext("已把 %(count)d 张未售卡密转移到新批次。") % {"count": made.size})
    return redirect("console:stock_batch", lot_id=made.id)


STEPS: dict[str, Callable[[HttpRequest, Any], HttpResponse | None]] = {
    "hold": _hold,
    "resume": _resume,
    "void": _void,
    "move": _move,
}
