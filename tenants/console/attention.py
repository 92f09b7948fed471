"""What waits for somebody: what they may do something about, the most urgent first, and what finished since they last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from platform_core.compliance.selectors import find_clearances
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.enums import DomainState
from platform_core.tenancy.selectors import list_domain_claims
from tenants.access.enums import ApprovalState
from tenants.access.powers import Power
from tenants.access.selectors import find_last_look, list_approvals
from tenants.access.services.record_act import Person
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import ImportState
from tenants.inventory.selectors import list_contracts, list_imports, list_stock
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.selectors import list_to_hand_over
from tenants.reporting.enums import ExportState
from tenants.reporting.selectors import list_exports
from webhooks.selectors import list_endpoints

LATELY: Final = dt.timedelta(days=7)  # for how long a failed import is worth a word
FAILING: Final = dt.timedelta(minutes=10)  # for which an endpoint may fail without one
NEWS: Final = dt.timedelta(days=1)  # of somebody who never looked
AT_ONCE: Final = 2_000
RUNNING: Final = (ImportState.UPLOADED, ImportState.VALIDATING)
DONE: Final = (ImportState.READY, ImportState.READY_WITH_ERRORS)
ORDER: Final = {"red": 0, "amber": 1, "blue": 2, "green": 3}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits. ``tone``: red is late or failed, amber needs somebody, blue is on its way, green is news."""

    what: str
    count: int
    path: str
    tone: str

    @property
    def is_urgent(self) -> bool:
        """Must somebody do something?"""
        return self.tone in {"red", "amber"}


def list_waiting(person: Person, held: Collection[str], now: dt.datetime) -> list[Item]:
    """What waits for a person with these powers."""
    found: list[Item] = []
    if Power.CASES_VIEW in held:
        found += _cases(now)
    if Power.ORDERS_FULFIL in held:
        found.append(Item(_("待人工发货"), list_to_hand_over().count(), "/console/fulfil", "amber"))
    found += _approvals(person, held, now)
    if Power.STOCK_VIEW in held:
        found += _stock(now)
    if Power.STOCK_IMPORT in held:
        found += _imports(person, now)
    if Power.SUPPLIERS_VIEW in held:
        found += _suppliers()
    if Power.WEBHOOKS_EDIT in held:
        found += _endpoints(now)
    if Power.SETTINGS_EDIT in held:
        found += _domains()
    found += _exports(person, now)
    return sorted((item for item in found if item.count), key=lambda item: ORDER[item.tone])


def _cases(now: dt.datetime) -> list[Item]:
    open_ones = AbnormalCase.objects.exclude(status=CaseStatus.CLOSED).order_by()
    disputed = Q(reason=CaseReason.DISPUTED)
    counts = open_ones.aggregate(
        disputes=Count("id", filter=disputed),
        late=Count("id", filter=Q(due_at__lte=now) & ~disputed),
        rest=Count("id", filter=Q(due_at__gt=now) & ~disputed),
    )
    return [
        Item(_("买家争议（拒付）"), counts["disputes"], "/console/cases?reason=disputed", "red"),
        Item(_("已超时的异常订单"), counts["late"], "/console/cases", "red"),
        Item(_("待处理的异常订单"), counts["rest"], "/console/cases", "amber"),
    ]


def _approvals(person: Person, held: Collection[str], now: dt.datetime) -> list[Item]:
    live = list_approvals().filter(expires_at__gt=now)
    mine = Q(asked_by=person.user_id)
    decides = Q(state=ApprovalState.WAITING) if Power.APPROVE in held else Q(pk=None)
    counts = live.order_by().aggregate(
        waiting=Count("id", filter=decides & ~mine),
        allowed=Count("id", filter=Q(state=ApprovalState.APPROVED) & mine),
    )
    return [
        Item(_("等您审批"), counts["waiting"], "/console/approvals", "amber"),
        Item(_("已获批准，等您执行"), counts["allowed"], "/console/approvals", "amber"),
    ]


def _stock(now: dt.datetime) -> list[Item]:
    on_sale = Sku.objects.filter(active=True, product__active=True).exclude(code_mode=CodeMode.GENERATED)
    skus = dict(on_sale.order_by("id").values_list("id", "low_stock_threshold")[:AT_ONCE])
    stock = list_stock(list(skus), now=now) if skus else {}
    gone = sum(1 for sku in skus if stock[sku] <= 0)
    low = sum(1 for sku, threshold in skus.items() if 0 < stock[sku] <= threshold)
    return [
        Item(_("缺货的规格"), gone, "/console/stock?level=out", "red"),
        Item(_("库存不多的规格"), low, "/console/stock?level=low", "amber"),
    ]


def _imports(person: Person, now: dt.datetime) -> list[Item]:
    news = Q(state__in=DONE, created_by=person.email, finished_at__gt=_looked(person, now))
    counts = (
        list_imports()
        .order_by()
        .aggregate(
            failed=Count("id", filter=Q(state=ImportState.REJECTED, finished_at__gt=now - LATELY)),
            running=Count("id", filter=Q(state__in=RUNNING)),
            done=Count("id", filter=news),
        )
    )
    return [
        Item(_("失败的导入"), counts["failed"], "/console/imports", "red"),
        Item(_("正在导入"), counts["running"], "/console/imports", "blue"),
        Item(_("导入完成"), counts["done"], "/console/imports", "green"),
    ]


def _suppliers() -> list[Item]:
    ids = list(list_contracts().order_by("id").values_list("supplier_id", flat=True)[:AT_ONCE])
    states = list(find_clearances(ids).values()) if ids else []
    return [
        Item(_("已暂停的供应商，其卡密停售"), states.count("suspended"), "/console/suppliers", "red"),
        Item(_("供应商待平台审核"), states.count("registered"), "/console/suppliers", "blue"),
    ]


def _endpoints(now: dt.datetime) -> list[Item]:
    failing = Q(status="enabled", failing_since__lte=now - FAILING)
    counts = (
        list_endpoints()
        .filter(tenant_role=current_tenant().role_name)
        .order_by()
        .aggregate(
            off=Count("id", filter=Q(status="disabled", disabled_at=F("disabled_at")) & ~Q(disabled_reason="")),
            failing=Count("id", filter=failing),
        )
    )
    return [
        Item(_("因连续失败被停用的 Webhook"), counts["off"], "/console/webhooks", "red"),
        Item(_("正在失败的 Webhook"), counts["failing"], "/console/webhooks", "amber"),
    ]


def _domains() -> list[Item]:
    claims = list_domain_claims(current_tenant().id)
    trouble = sum(1 for claim in claims if claim.state == DomainState.FAILED or claim.missing_since is not None)
    return [Item(_("域名未通过验证"), trouble, "/console/settings/domains", "amber")]


def _exports(person: Person, now: dt.datetime) -> list[Item]:
    rows = list_exports().prefetch_related(None).order_by().filter(created_by=person.email[:80])
    since = _looked(person, now)
    counts = rows.filter(created_at__gt=now - LATELY).aggregate(
        failed=Count("id", filter=Q(state=ExportState.FAILED, finished_at__gt=since)),
        done=Count("id", filter=Q(state=ExportState.COMPLETED, finished_at__gt=since)),
    )
    return [
        Item(_("失败的导出"), counts["failed"], "/console/attention", "red"),
        Item(_("导出完成，可以下载"), counts["done"], "/console/attention", "green"),
    ]


def _looked(person: Person, now: dt.datetime) -> dt.datetime:
    return find_last_look(person.user_id) or now - NEWS
