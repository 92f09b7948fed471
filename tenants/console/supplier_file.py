"""A supplier's file as the merchant's page shows it: how far it is, what is missing, its papers by kind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.compliance.documents import DOCUMENT_SETS
from platform_core.compliance.enums import (
    DocumentKind,
    DocumentState,
    FileFault,
    FileState,
    SupplierState,
    SupplyCategory,
    SupplyState,
)
from platform_core.compliance.paper_selectors import list_own_papers, list_supply_gaps
from platform_core.compliance.selectors import ZONE, SupplyStanding, find_clearances, list_supply_standings
from platform_core.kernel.clock import local_date

EDITABLE: Final = frozenset({SupplyState.OPEN, SupplyState.NEEDS_INFO})
STEPS: Final[tuple[Promise, ...]] = (
    gettext_lazy("填写"), gettext_lazy("提交"), gettext_lazy("核验"), gettext_lazy("审核"), gettext_lazy("可售"),
)  # fmt: skip
FIELDS: Final[dict[str, Promise]] = {
    "name": gettext_lazy("企业名称"), "uscc": gettext_lazy("统一社会信用代码"), "legal_representative": gettext_lazy("法定代表人"),
    "entity_type": gettext_lazy("类型"), "capital": gettext_lazy("注册资本"), "address": gettext_lazy("住所"),
    "business_scope": gettext_lazy("经营范围"), "registry": gettext_lazy("登记机关"), "founded_on": gettext_lazy("成立日期"),
}  # fmt: skip
WHY: Final[dict[DocumentKind, Promise]] = {
    DocumentKind.LICENCE: gettext_lazy("正本或副本，四角完整，文字清晰。"),
    DocumentKind.AUTHORISATION: gettext_lazy("从品牌方到该供应商，每一级一份，依次上传。"),
    DocumentKind.ORIGIN: gettext_lazy("证明卡密从哪里来：采购合同、出库单或平台截图。"),
    DocumentKind.PUBLISHER: gettext_lazy("游戏的版号批文，或运营单位的证明。"),
    DocumentKind.ISSUER_FILING: gettext_lazy("单用途预付卡发卡企业的备案编号及证明。"),
    DocumentKind.DISTRIBUTION: gettext_lazy("与发卡方或上级经销商签订的合同，盖章页在内。"),
    DocumentKind.INVOICE: gettext_lazy("最近一次进货的发票。"),
    DocumentKind.CARRIER: gettext_lazy("与运营商或其代理商签订的合同。"),
    DocumentKind.CHANNEL: gettext_lazy("与视频或会员平台签订的渠道合同。"),
    DocumentKind.ISSUER_MODE: gettext_lazy("说明卡券怎样发行、怎样兑付；需要备案的附备案证明。"),
}
TONES: Final[dict[str, str]] = {"accepted": "green", "rejected": "red", "refused": "red", "quarantined": "blue"}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in the list."""

    row: Any
    words: str
    tone: str
    why: str
    may_remove: bool
    may_edit: bool
    is_over: bool


@dataclass(slots=True)
class Shelf:
    """A kind of paper that its goods take (or that was handed in besides), with what there is of it."""

    kind: DocumentKind
    why: Promise | str
    needed: bool
    missing: bool = False
    papers: list[Paper] = field(default_factory=list)


def find_file(contract_id: uuid.UUID, link: Any, now: dt.datetime) -> dict[str, Any]:
    """The template's context. Few queries, however many papers there are."""
    standing, clearance = list_supply_standings([link.id])[link.id], find_clearances([link.id])[link.id]
    today = local_date(now, ZONE)
    editable, expired = link.state in EDITABLE, standing.entity_state == SupplierState.EXPIRED
    renewing = expired and link.state == SupplyState.ACCEPTED
    gaps = list_supply_gaps(link, today) if editable or renewing else []
    papers = [_paper(row, link, today) for row in list_own_papers(link.id)]
    return {
        "link": link,
        "standing": standing,
        "clearance": clearance,
        "editable": editable,
        "may_add": editable or link.state == SupplyState.ACCEPTED,
        "renewing": renewing,
        "expired": expired,
        "steps": _steps(link, standing, clearance, ready=editable and not gaps),
        "shelves": _shelves(link, papers, gaps),
        "gaps": [_gap(name, contract_id) for name in gaps],
        "scanning": any(paper.row.file_state == FileState.QUARANTINED for paper in papers),
        "categories": [
            (value, label, listed(DocumentKind(kind).label for kind in DOCUMENT_SETS[SupplyCategory(value)]))
            for value, label in SupplyCategory.choices
        ],
        "aliases": listed(link.aliases),
        "owners": listed(link.owners),
        "documents": listed(standing.documents or []),
        "may_appeal": standing.restriction_id is not None
        and standing.appeal_until is not None
        and standing.appeal_until >= now
        and standing.appeal_state != "open",
    }


def listed(words: Iterable[Any]) -> str:
    """Words one after the other, with the comma of the reader's language."""
    return _("、").join(map(str, words))


def _paper(row: Any, link: Any, today: dt.date) -> Paper:
    if row.file_state != FileState.CLEAN:
        state, words = row.file_state, str(FileState(row.file_state).label)
    else:
        state, words = row.state, str(DocumentState(row.state).label)
    fault = str(FileFault(row.file_reason).label) if row.file_state == FileState.REFUSED and row.file_reason else ""
    undecided = row.state == DocumentState.WAITING
    open_ = link.state in EDITABLE or (link.state == SupplyState.ACCEPTED and row.decided_at is None)
    over = row.valid_to is not None and row.valid_to < today and row.state != DocumentState.REPLACED
    removable = open_ and (undecided or (row.state == DocumentState.REJECTED and link.state in EDITABLE))
    usable = row.file_state != FileState.REFUSED
    return Paper(row, words, TONES.get(state, ""), fault or row.answer, removable, open_ and undecided and usable, over)


def _shelves(link: Any, papers: list[Paper], gaps: list[str]) -> list[Shelf]:
    needed = DOCUMENT_SETS[SupplyCategory(link.category)] if link.category else ()
    shelves = {kind: Shelf(kind, WHY.get(kind, ""), True, f"document:{kind}" in gaps) for kind in needed}
    for paper in papers:
        kind = DocumentKind(paper.row.kind)
        shelves.setdefault(kind, Shelf(kind, "", False)).papers.append(paper)
    return list(shelves.values())


def _gap(name: str, contract_id: uuid.UUID) -> dict[str, str]:
    """What is missing, in words, with the way to it."""
    page = reverse("console:supplier_file", args=[contract_id])
    if name == "category":
        return {"words": _("选择供货类别"), "path": f"{page}#category"}
    if name == "document:scanning":
        return {"words": _("有文件还在安全检查，通常几秒钟"), "path": f"{page}#papers"}
    if name.startswith("document:"):
        kind = DocumentKind(name.removeprefix("document:"))
        path = reverse("console:supplier_paper_new", args=[contract_id])
        return {"words": _("上传%(kind)s") % {"kind": kind.label}, "path": f"{path}?kind={kind}"}
    path = reverse("console:supplier_licence", args=[contract_id])
    return {"words": _("填写%(field)s") % {"field": FIELDS[name]}, "path": f"{path}#id_{name}"}


def _steps(link: Any, standing: SupplyStanding, clearance: str, *, ready: bool) -> list[dict[str, Any]]:
    """Five steps; where the file is now. Of a restricted or expired one none is."""
    at = 1 if ready else 0
    if clearance == "cleared":
        at = 4
    elif standing.entity_state == SupplierState.EXPIRED or clearance == "suspended":
        at = 3 if link.state == SupplyState.SUBMITTED else -1
    elif link.state == SupplyState.SUBMITTED:
        at = 3 if standing.entity_state == SupplierState.REVIEW else 2
    elif link.state == SupplyState.ACCEPTED:
        at = 3
    return [
        {"label": label, "done": place < at or at == 4, "here": place == at and at != 4}
        for place, label in enumerate(STEPS)
    ]
