from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.access.powers import Power
from tenants.catalog.groups import GROUPS
from tenants.catalog.models import Category, Occasion
from tenants.catalog.services.delete_group import delete_group
from tenants.catalog.services.move_group import move_group
from tenants.catalog.services.save_group import save_group
from tenants.console.group_form import ICON_WORDS, GroupForm
from tenants.console.staff import note, staff_only

TABS = (
    ("category", gettext_lazy("分类"), gettext_lazy("买家按分类逛：游戏、影音、生活。一个商品属于一个分类。")),
    (
        "occasion",
        gettext_lazy("场景"),
        gettext_lazy("为什么买：节日礼品、会员充值。首页以横幅展示，一个商品可以有多个。"),
    ),
    ("tag", gettext_lazy("标签"), gettext_lazy("热销、折扣、新品：首页的筛选。一个商品可以有多个。")),
)


def _kind(kind: str) -> Any:
    if kind not in GROUPS:
        raise Http404
    return GROUPS[kind]


@staff_only(Power.PRODUCTS_VIEW, post=Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """Categories, occasions or tags: made, renamed, in their order, with how many products each has."""
    model = _kind(kind)
    form = GroupForm(request.POST if request.method == "POST" else None, kind=kind)
    wanted = request.POST.get("id", "")
    if request.method == "POST" and form.is_valid():
        try:
            save_group(kind=kind, id=uuid.UUID(wanted) if wanted else None, **form.cleaned_data)
        except (RecordNotFound, ValueError) as error:
            raise Http404 from error
        note(request, kind=kind, name=form.cleaned_data["name"])
        messages.success(request, _("已保存。"))
        return redirect("console:groups", kind=kind)
    ordered = ("name",) if kind == "tag" else ("position", "name")
    rows = list(model.objects.annotate(count=Count("products")).order_by(*ordered))
    context = {
        "kind": kind, "tabs": TABS, "hint": next(hint for name, _label, hint in TABS if name == kind), "rows": rows, "form": form,
        "wanted": wanted, "icons": ICON_WORDS.items(), "may_edit": Power.PRODUCTS_EDIT in request.powers,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "console/products/groups.html", context, status=422 if form.errors else 200)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def move(request: HttpRequest, kind: str, group_id: uuid.UUID) -> HttpResponse:
    """One place up or down."""
    models: dict[str, type[Category] | type[Occasion]] = {"category": Category, "occasion": Occasion}
    try:
        if kind not in models:
            raise RecordNotFound(id=kind)
        move_group(model=models[kind], id=group_id, by=1 if request.POST.get("by") == "1" else -1)
    except RecordNotFound as error:
        raise Http404 from error
    return redirect("console:groups", kind=kind)


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: str, group_id: uuid.UUID) -> HttpResponse:
    """Take one away, after saying what that means for the products that are in it."""
    found = _kind(kind).objects.annotate(count=Count("products")).filter(pk=group_id).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        names = list(found.products.order_by("name").values_list("name", flat=True)[:8])
        context = {"kind": kind, "group": found, "names": names}
        return render(request, "console/products/group_delete.html", context)
    try:
        count = delete_group(kind=kind, id=group_id, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    note(request, kind=kind, name=found.name, products=count)
    messages.success(
        request, ngettext("已删除，%(n)d 个商品不再属于它。", "已删除，%(n)d 个商品不再属于它。", count) % {"n": count}
    )
    return redirect("console:groups", kind=kind)
