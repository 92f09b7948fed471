from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from platform_core.compliance.errors import ListingFrozen, RuleRefused, ScreeningUnavailable
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import read_uuid
from tenants.access.powers import Power
from tenants.catalog.changes import PRODUCT
from tenants.catalog.enums import ChangeKind
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.models import CatalogChange, Category, Occasion, Product, Tag
from tenants.catalog.services.change_catalog import Edit, change_catalog
from tenants.catalog.services.undo_change import undo_change
from tenants.console.plan_words import REFUSALS
from tenants.console.product_forms import refusal_words
from tenants.console.staff import actor, note, staff_only
from tenants.console.undo import tell_undoable
from tenants.console.views.products import back_to_products

MOST = 500
ACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "on": (ChangeKind.STATE, {"active": True}),
    "off": (ChangeKind.STATE, {"active": False}),
    "pin": (ChangeKind.PINS, {"pinned": True}),
    "unpin": (ChangeKind.PINS, {"pinned": False}),
    "archive": (ChangeKind.ARCHIVE, {"archived": True}),
    "restore": (ChangeKind.ARCHIVE, {"archived": False}),
}


def picked(request: HttpRequest) -> list[uuid.UUID]:
    """Ids of the products that were picked; what is no id is left out."""
    found = map(read_uuid, request.POST.getlist("pick")[:MOST])
    return list(dict.fromkeys(id for id in found if id is not None))


def tell_changed(request: HttpRequest, change: CatalogChange | None, word: str) -> None:
    """Say how many were changed, with the way to take it back."""
    if change is None:
        messages.info(request, _("已经是这样了，没有改动。"))
        return
    count = len(change.changes)
    note(request, kind=change.kind, changed=count, change=str(change.id))
    said = ngettext("%(word)s：%(count)d 项", "%(word)s：%(count)d 项", count) % {"word": word, "count": count}
    tell_undoable(request, said, reverse("console:products_undo", args=[change.id]))


def _apply(request: HttpRequest, kind: str, edits: list[Edit]) -> HttpResponse:
    if not edits:
        messages.error(request, _("请先勾选商品。"))
        return back_to_products(request)
    try:
        change = change_catalog(edits=edits, kind=kind, actor=actor(request), now=now())
    except RecordNotFound:
        messages.error(request, _("有商品已不存在，没有改动任何商品。请刷新后重试。"))
    except (ListingFrozen, RuleRefused, ScreeningUnavailable, *REFUSALS) as frozen:
        messages.error(request, refusal_words(frozen))
    except DomainError:
        messages.error(request, _("没有改动任何商品，请刷新后重试。"))
    else:
        tell_changed(request, change, str(ChangeKind(kind).label))
    return back_to_products(request)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def bulk(request: HttpRequest, act: str) -> HttpResponse:
    """Put on sale, take off, pin, archive all that were picked, in one go."""
    if act not in ACTS:
        messages.error(request, _("没有这个操作。"))
        return back_to_products(request)
    kind, changes = ACTS[act]
    return _apply(request, kind, [Edit(PRODUCT, id, changes) for id in picked(request)])


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def sort(request: HttpRequest) -> HttpResponse:
    """Another category; tags and occasions put on or taken off."""
    changes: dict[str, Any] = {}
    category = request.POST.get("category", "")
    if category:
        changes["category"] = None if category == "-" else category
        if changes["category"] and not Category.objects.filter(slug=category).exists():
            messages.error(request, _("分类已不存在，没有改动任何商品。"))
            return back_to_products(request)
    edits = [
        Edit(PRODUCT, id, {**changes, **more})
        for id, more in _regrouped(request, picked(request)).items()
        if changes or more
    ]
    if picked(request) and not edits:
        messages.error(request, _("请先选择分类、标签或场景。"))
        return back_to_products(request)
    return _apply(request, ChangeKind.SORTING, edits)


def _regrouped(request: HttpRequest, ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """What each product's tags and occasions become; an unknown id gets none, and is refused later."""
    found: dict[uuid.UUID, dict[str, Any]] = {id: {} for id in ids}
    for field, model in (("tags", Tag), ("occasions", Occasion)):
        sign, slug = request.POST.get(field, "")[:1], request.POST.get(field, "")[1:]
        if sign not in {"+", "-"} or not model.objects.filter(slug=slug).exists():  # type: ignore[attr-defined]
            continue
        for product in Product.objects.filter(pk__in=ids).prefetch_related(field):
            now_has = {row.slug for row in getattr(product, field).all()}
            found[product.id][field] = sorted(now_has | {slug} if sign == "+" else now_has - {slug})
    return found


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def undo(request: HttpRequest, change_id: uuid.UUID) -> HttpResponse:
    """Take back what one act changed, where nobody changed it since."""
    try:
        done = undo_change(change_id=change_id, now=now())
    except RecordNotFound:
        messages.error(request, _("没有可以撤销的操作。"))
    except ChangedMeanwhile:
        messages.error(request, _("这个操作已经撤销过了。"))
    except (ListingFrozen, *REFUSALS) as frozen:
        messages.error(request, refusal_words(frozen))
    else:
        note(request, change=str(change_id), restored=done.restored, kept=done.kept)
        messages.success(request, _("已撤销，恢复 %(count)d 项。") % {"count": done.restored})
        if done.kept:
            messages.warning(request, _("%(count)d 项之后又有人改过，保持现状。") % {"count": done.kept})
    return redirect("console:products")
