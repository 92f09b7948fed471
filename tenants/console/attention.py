"""What waits for somebody: what they may do something about, the most urgent first, and what finished since they last looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from platform_core.compliance.agreement_selectors import list_unanswered
from platform_core.compliance.lifecycle import EXPIRING_WITHIN
from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.paper_selectors import (
    list_ending_papers,
    list_supplies_in_question,
    list_turned_down_papers,
)
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.selectors import list_troubled_claims
from tenants.access.enums import ApprovalState
from tenants.access.powers import Power
from tenants.access.selectors import find_last_look, list_approvals, list_audit_entries
from tenants.access.services.record_act import Person
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.console.contract_form import SOON
from tenants.console.finance_period import today
from tenants.console.tallies import clearances_of_suppliers, counts_of, dues_of_suppliers
from tenants.inventory.enums import ImportState
from tenants.inventory.selectors import list_contracts, list_imports, list_stock
from tenants.inventory.shelves import list_halted_lots
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase, Recall
from tenants.orders.recalls import PLATFORM
from tenants.orders.selectors import list_to_hand_over
from tenants.reporting.enums import DifferenceState, ExportState, StatementState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.models.statement import LIVE
from tenants.reporting.selectors import list_exports_of
from webhooks.selectors import list_endpoints

LATELY: Final = dt.timedelta(days=7)  # for how long a failed import is worth a word
FAILING: Final = dt.timedelta(minutes=10)  # for which an endpoint may fail without one
NEWS: Final = dt.timedelta(days=1)  # of somebody who never looked
AT_ONCE: Final = 2_000
RUNNING: Final = (ImportState.UPLOADED, ImportState.VALIDATING, ImportState.SCREENING)
UNDERWAY: Final = (ExportState.QUEUED, ExportState.RUNNING)
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


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that may wait, and what they are called where there are any."""

    what: str
    rows: QuerySet[Any]
    path: str
    tone: str


def list_waiting(person: Person, held: Collection[str], now: dt.datetime) -> list[Item]:
    """What waits for a person with these powers; everything that is merely counted is counted in one statement."""
    looked = find_last_look(person.user_id) or now - NEWS
    kinds: list[Kind] = []
    if Power.CASES_VIEW in held:
        kinds += _cases(now)
    if Power.ORDERS_FULFIL in held:
        waiting = list_to_hand_over().select_related(None)
        kinds.append(Kind(_("待人工发货"), waiting, "/console/fulfil", "amber"))
    kinds += _approvals(person, held, now)
    if Power.STOCK_VIEW in held:
        recalls = Recall.objects.filter(started_by=PLATFORM, started_at__gt=now - LATELY)
        kinds.append(Kind(_("平台要求召回的批次"), recalls, "/console/stock/batches?shelf=recalled", "red"))
    if Power.STOCK_IMPORT in held:
        kinds += _imports(person, looked, now)
    if Power.FINANCE_RECONCILE in held:
        kinds += _statements(now)
    if Power.WEBHOOKS_EDIT in held:
        kinds += _endpoints(now)
    if Power.SETTINGS_EDIT in held:
        kinds += _domains()
        unanswered = list_unanswered(now)
        kinds.append(Kind(_("平台协议或规则待确认"), unanswered, "/console/settings/agreements", "amber"))
    if Power.SUPPLIERS_VIEW in held:
        kinds += _contracts()
        kinds += _papers(now)
    if Power.STOCK_VIEW in held:
        halted = list_halted_lots().order_by()
        kinds.append(Kind(_("平台暂停上架的批次"), halted, "/console/stock/batches?shelf=halted", "red"))
    if Power.AUDIT_VIEW in held:
        kinds += _looks(looked, now)
    kinds += _exports(person, looked, now)
    counts = counts_of(**{f"kind{place}": kind.rows for place, kind in enumerate(kinds)})
    found = [Item(kind.what, counts[f"kind{place}"], kind.path, kind.tone) for place, kind in enumerate(kinds)]
    if Power.STOCK_VIEW in held:
        found += _stock(now)
    if Power.SUPPLIERS_VIEW in held:
        found += _suppliers(now)
    if Power.SETTINGS_EDIT in held:
        found += _qualification(now)
    return sorted((item for item in found if item.count), key=lambda item: ORDER[item.tone])


def _cases(now: dt.datetime) -> list[Kind]:
    open_ones = AbnormalCase.objects.exclude(status=CaseStatus.CLOSED)
    others = open_ones.exclude(reason=CaseReason.DISPUTED)
    disputes = open_ones.filter(reason=CaseReason.DISPUTED)
    return [
        Kind(_("买家争议（拒付）"), disputes, "/console/cases?reason=disputed", "red"),
        Kind(_("已超时的异常订单"), others.filter(due_at__lte=now), "/console/cases", "red"),
        Kind(_("待处理的异常订单"), others.filter(due_at__gt=now), "/console/cases", "amber"),
    ]


def _approvals(person: Person, held: Collection[str], now: dt.datetime) -> list[Kind]:
    live = list_approvals().filter(expires_at__gt=now)
    allowed = live.filter(state=ApprovalState.APPROVED, asked_by=person.user_id)
    kinds = [Kind(_("已获批准，等您执行"), allowed, "/console/approvals", "amber")]
    if Power.APPROVE in held:
        waiting = live.filter(state=ApprovalState.WAITING).exclude(asked_by=person.user_id)
        kinds.insert(0, Kind(_("等您审批"), waiting, "/console/approvals", "amber"))
    return kinds


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


def _imports(person: Person, looked: dt.datetime, now: dt.datetime) -> list[Kind]:
    imports = list_imports().select_related(None)
    failed = imports.filter(state=ImportState.REJECTED, finished_at__gt=now - LATELY)
    done = imports.filter(state__in=DONE, created_by=person.email, finished_at__gt=looked)
    return [
        Kind(_("失败的导入"), failed, "/console/imports", "red"),
        Kind(_("正在导入"), imports.filter(state__in=RUNNING), "/console/imports", "blue"),
        Kind(_("导入完成"), done, "/console/imports", "green"),
    ]


def _statements(now: dt.datetime) -> list[Kind]:
    loaded = Statement.objects.filter(gateway=OuterRef("gateway"), first_day__lte=OuterRef("first_day"), state__in=LIVE)
    rejected = Statement.objects.filter(state=StatementState.REJECTED, created_at__gt=now - LATELY)
    unread = rejected.exclude(Exists(loaded.filter(last_day__gte=OuterRef("last_day"))))
    waiting = Difference.objects.filter(state=DifferenceState.OPEN)
    return [
        Kind(_("没能载入的账单"), unread, "/console/finance/reconciliation", "red"),
        Kind(_("待处理的对账差异"), waiting, "/console/finance/reconciliation/differences?state=open", "amber"),
    ]


def _suppliers(now: dt.datetime) -> list[Item]:
    clearances = clearances_of_suppliers(AT_ONCE)
    states, dues = list(clearances.values()), dues_of_suppliers(clearances, now)
    over = sum(due.is_over(now) for due in dues)
    return [
        Item(_("已暂停的供应商，其卡密停售"), states.count("suspended"), "/console/suppliers", "red"),
        Item(_("供应商复核到期，暂停导入其卡密"), over, "/console/suppliers", "red"),
        Item(_("供应商待复核"), len(dues) - over, "/console/suppliers", "amber"),
        Item(_("供应商待平台审核"), states.count("registered"), "/console/suppliers", "blue"),
    ]


def _qualification(now: dt.datetime) -> list[Item]:
    """Of whoever runs the shop; what was not begun stands on the launch checklist."""
    if not current_tenant().livemode:
        return []
    right, path = find_merchant_right(), "/console/settings/qualification"
    words = {
        "refused": (_("商家资质未通过，店铺不能营业"), "red"),
        "frozen": (_("店铺已被平台冻结"), "red"),
        "appeal": (_("店铺受限，申诉处理中"), "blue"),
        "needs_info": (_("商家资质需要补充资料"), "amber"),
        "due": (_("商家资质待重新核验"), "amber"),
        "lapsed": (_("商家资质核验已过期，暂不能上架新商品"), "red"),
    }
    state = right.state
    if state in {"verified", "due"} and right.due_at is not None and right.due_at <= now:
        state = "lapsed"  # whatever the clock's job says
    if state not in words:
        return []
    word, tone = words[state]
    return [Item(word, 1, path, tone)]


def _contracts() -> list[Kind]:
    day = today()
    ending = list_contracts().filter(ends_on__gte=day, ends_on__lte=day + SOON)
    return [
        Kind(_("合作已到期的供应商"), list_contracts().filter(ends_on__lt=day), "/console/suppliers", "red"),
        Kind(_("合作快到期的供应商"), ending, "/console/suppliers", "amber"),
    ]


def _papers(now: dt.datetime) -> list[Kind]:
    ending, day = list_ending_papers(now, EXPIRING_WITHIN), local_date(now, ZONE)
    place = "/console/suppliers"
    return [
        Kind(_("资质已到期"), ending.filter(valid_to__lt=day), place, "red"),
        Kind(_("资质快到期，请更换"), ending.filter(valid_to__gte=day), place, "amber"),
        Kind(_("平台要求补充资料的供应商"), list_supplies_in_question(), place, "amber"),
        Kind(_("未通过的资质文件"), list_turned_down_papers(), place, "amber"),
    ]


def _endpoints(now: dt.datetime) -> list[Kind]:
    ours = list_endpoints().filter(tenant_role=current_tenant().role_name)
    off = ours.filter(status="disabled", disabled_at__isnull=False).exclude(disabled_reason="")
    failing = ours.filter(status="enabled", failing_since__lte=now - FAILING)
    return [
        Kind(_("因连续失败被停用的 Webhook"), off, "/console/webhooks", "red"),
        Kind(_("正在失败的 Webhook"), failing, "/console/webhooks", "amber"),
    ]


def _domains() -> list[Kind]:
    trouble = list_troubled_claims(current_tenant().id)
    return [Kind(_("域名未通过验证"), trouble, "/console/settings/domains", "amber")]


def _looks(looked: dt.datetime, now: dt.datetime) -> list[Kind]:
    """Staff of the platform saw contacts of buyers in the clear since somebody last looked."""
    since = max(looked, now - LATELY)
    opened = list_audit_entries().select_related(None).filter(act="staff_break_glass_opened", at__gt=since)
    return [Kind(_("平台人员紧急查看了店铺"), opened, "/console/audit?act=staff_break_glass_opened", "amber")]


def _exports(person: Person, looked: dt.datetime, now: dt.datetime) -> list[Kind]:
    mine = list_exports_of(person.user_id).prefetch_related(None)
    news = mine.filter(created_at__gt=now - LATELY, finished_at__gt=looked)
    return [
        Kind(_("失败的导出"), news.filter(state=ExportState.FAILED), "/console/exports", "red"),
        Kind(_("正在生成的导出文件"), mine.filter(state__in=UNDERWAY), "/console/exports", "blue"),
        Kind(_("导出完成，可以下载"), news.filter(state=ExportState.COMPLETED), "/console/exports", "green"),
    ]
