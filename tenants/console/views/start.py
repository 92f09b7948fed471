from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.compliance.selectors import find_clearances
from tenants.access.models import ApiKey
from tenants.access.powers import Power
from tenants.catalog.models import Product
from tenants.console.staff import staff_only
from tenants.inventory.selectors import list_contracts, list_imports
from tenants.issuance.models import Issuance

AT_ONCE = 200


@staff_only(Power.START)
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Where somebody begins their day."""
    return checklist(request)


@staff_only(Power.START)
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """What is still to be done before the first sale, each with the way there."""
    contracts = list(list_contracts().order_by("id")[:AT_ONCE])
    cleared = "cleared" in find_clearances([contract.supplier_id for contract in contracts]).values()
    steps = [
        (_("开店"), True, "/console/", _("店铺已经可以访问")),
        (_("添加第一个商品"), Product.objects.exists(), "/console/products/new", _("一个商品就能开卖")),
        (_("登记供应商"), bool(contracts), "/console/suppliers", _("每批卡密都要有来源")),
        (_("供应商通过审核"), cleared, "/console/suppliers", _("平台审核后卡密才能销售")),
        (
            _("导入卡密"),
            list_imports().filter(accepted__gt=0).exists(),
            "/console/imports/new",
            _("支持 TXT、CSV、XLSX 和粘贴"),
        ),
        (_("第一笔订单"), Issuance.objects.exists(), "/console/orders", _("把店铺链接发给买家")),
        (_("接口密钥（可选）"), ApiKey.objects.exists(), "/console/keys", _("让您的系统直接取卡")),
    ]
    done = sum(1 for step in steps if step[1])
    return render(request, "console/start.html", {"steps": steps, "done": done, "total": len(steps)})
