from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import exponent, format_money
from tenants.access.powers import Power
from tenants.catalog.changes import SKU
from tenants.catalog.enums import ChangeKind, PriceMove
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.models import Sku
from tenants.catalog.prices import STEPS, moved_price
from tenants.catalog.services.change_catalog import Edit, change_catalog
from tenants.console.staff import actor, note, staff_only
from tenants.console.views.products import back_to_products
from tenants.console.views.products_bulk import picked, tell_changed

STEP_WORDS = ((1, gettext_lazy("分")), (10, gettext_lazy("角")), (100, gettext_lazy("元")))
TARGETS = (("price", gettext_lazy("售价")), ("list_price", gettext_lazy("划线价")))


class Rule(NamedTuple):
    """How prices are changed. ``error``: why they cannot be, so far."""

    field: str
    move: str
    amount: Decimal | None
    step: int
    error: str = ""

    def after(self, sku: Sku) -> int | None:
        """The new price of a SKU; None where there is none."""
        before = getattr(sku, self.field)
        if self.amount is None or (before is None and self.move != PriceMove.SET):
            return None
        minor = self.amount if self.move == PriceMove.PERCENT else self.amount.scaleb(exponent(sku.currency))
        if minor != minor.to_integral_value() and self.move != PriceMove.PERCENT:
            return None
        step = self.step if exponent(sku.currency) else 1
        return moved_price(before or 0, move=self.move, amount=minor, step=step)


def _rule(request: HttpRequest) -> Rule:
    data = request.POST
    field = data.get("field", "price") if data.get("field") in dict(TARGETS) else "price"
    move = data.get("move", "") if data.get("move", "") in PriceMove.values else PriceMove.PERCENT
    step = int(data["step"]) if data.get("step") in {str(step) for step in STEPS} else 1
    written = data.get("amount", "").strip().replace("％", "").removesuffix("%")
    if not written:
        return Rule(field, move, None, step)
    try:
        amount = Decimal(written)
    except InvalidOperation:
        return Rule(field, move, None, step, _("请写一个数，比如 -5 或 10.5。"))
    if not amount.is_finite() or abs(amount) > 10**9 or int(amount.as_tuple().exponent) < -4:
        return Rule(field, move, None, step, _("请写一个数，比如 -5 或 10.5。"))
    return Rule(field, move, amount, step)


def _skus(ids: list[uuid.UUID]) -> list[Sku]:
    rows = Sku.objects.filter(product_id__in=ids).select_related("product")
    return list(rows.order_by("product__name", "product_id", "position", "face_value"))


@staff_only(Power.PRODUCTS_EDIT, changes=False)
@require_POST
def prices(request: HttpRequest) -> HttpResponse:
    """What prices of the picked products would become; nothing is changed yet."""
    rule, ids = _rule(request), picked(request)
    if not ids:
        messages.error(request, _("请先勾选商品。"))
        return back_to_products(request)
    rows: list[dict[str, Any]] = []
    for sku in _skus(ids):
        before, after = getattr(sku, rule.field), rule.after(sku)
        rows.append(
            {
                "sku": sku,
                "before": "—" if before is None else format_money(before, sku.currency),
                "after": "" if after is None else format_money(after, sku.currency),
                "same": after == before,
                "below_cost": after is not None and rule.field == "price" and after < sku.cost,
                "possible": after is not None and after != before,
            }
        )
    context = {
        "rows": rows, "rule": rule, "ids": ids, "moves": PriceMove.choices, "steps": STEP_WORDS, "targets": TARGETS,
        "amount": request.POST.get("amount", "")[:20], "next": request.POST.get("next", ""),
        "ready": any(row["possible"] for row in rows),
    }  # fmt: skip
    fragment = request.headers.get("HX-Target") == "price-preview"
    template = "console/products/price_rows.html" if fragment else "console/products/prices.html"
    return render(request, template, context, status=422 if rule.error and not fragment else 200)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def reprice(request: HttpRequest) -> HttpResponse:
    """Change prices as they were shown, all or none: one that somebody changed since then stops them all."""
    rule = _rule(request)
    versions: dict[uuid.UUID, int] = {}
    for text in request.POST.getlist("sku"):
        id, _sep, version = text.partition(":")
        try:
            versions[uuid.UUID(id)] = int(version)
        except ValueError:
            continue
    edits = []
    for sku in Sku.objects.filter(pk__in=versions).order_by("id"):
        after = rule.after(sku)
        if after is not None:
            edits.append(Edit(SKU, sku.id, {rule.field: after}, [versions[sku.id]]))
    if rule.error or not edits or len(edits) < len(versions):
        messages.error(request, _("没有改价：请重新勾选商品和填写规则。"))
        return back_to_products(request)
    note(request, field=rule.field, move=rule.move, amount=str(rule.amount), step=rule.step)
    try:
        change = change_catalog(edits=edits, kind=ChangeKind.PRICES, actor=actor(request), now=now())
    except ChangedMeanwhile:
        messages.error(request, _("没有改价：预览之后有人改过其中的规格，请重新预览。"))
    except DomainError:
        messages.error(request, _("没有改动任何商品，请刷新后重试。"))
    else:
        tell_changed(request, change, str(ChangeKind.PRICES.label))
    return back_to_products(request)
