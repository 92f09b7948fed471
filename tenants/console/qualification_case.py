"""All that a merchant sees of its own qualification: where it stands, what is missing and why, papers, what is held against it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.compliance.enums import DocumentKind, FileState
from platform_core.compliance.merchant_enums import MerchantKind, MerchantState
from platform_core.compliance.merchant_file import PAPERS
from platform_core.compliance.merchant_life import EDITABLE, VERIFIED
from platform_core.compliance.merchant_reads import (
    find_own_merchant,
    find_own_restriction,
    list_merchant_gaps,
    list_own_merchant_appeals,
)
from platform_core.compliance.paper_selectors import list_own_papers
from platform_core.compliance.services.describe_merchant import PURPOSE
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.masking import mask, mask_contact
from platform_core.kernel.sealing import open_json
from tenants.console.qualification_form import words_of_gap

S = MerchantState
TONES: Final = {
    S.VERIFIED: "green", S.DUE: "amber", S.NEEDS_INFO: "amber", S.LAPSED: "red", S.REFUSED: "red", S.FROZEN: "red",
    S.APPEAL: "amber", S.SUBMITTED: "blue", S.CHECKING: "blue", S.REVIEW: "blue",
}  # fmt: skip
LEADS: Final[dict[str, Promise]] = {
    S.DRAFT: gettext_lazy("填写资料、上传文件后提交。审核期间可以继续布置店铺；通过后即可正式营业。"),
    S.SUBMITTED: gettext_lazy("资料已提交，正在核验，通常一两个工作日内完成。"),
    S.CHECKING: gettext_lazy("资料已提交，正在核验，通常一两个工作日内完成。"),
    S.REVIEW: gettext_lazy("正在由平台人员审核，通常一两个工作日内完成。"),
    S.NEEDS_INFO: gettext_lazy("平台需要您补充资料，改好后再次提交即可。"),
    S.VERIFIED: gettext_lazy("资质已通过核验。资料有变化时，在下面修改后重新提交，审核期间照常营业。"),
    S.DUE: gettext_lazy("快到重新核验的时间了。核对资料后提交，审核期间照常营业。"),
    S.LAPSED: gettext_lazy("已超过核验期限：暂不能上架新商品、导入卡密，在售的商品不受影响。核对资料后提交。"),
    S.REFUSED: gettext_lazy("资质审核未通过，店铺暂不能营业。可以按整改方式修改后重新提交，也可以申诉。"),
    S.FROZEN: gettext_lazy("店铺已被冻结，不接受新订单；已付款的订单照常发货。可以申诉。"),
    S.APPEAL: gettext_lazy("申诉由另一位平台人员处理，成立即刻恢复。"),
}
WAY: Final = (
    (gettext_lazy("填写资料"), {S.DRAFT, S.NEEDS_INFO, S.REFUSED}),
    (gettext_lazy("自动核验"), {S.SUBMITTED, S.CHECKING}),
    (gettext_lazy("人工审核"), {S.REVIEW, S.APPEAL}),
    (gettext_lazy("正式营业"), {*VERIFIED, S.FROZEN}),
)
OFFERED: Final = (DocumentKind.LICENCE, DocumentKind.IDENTITY, DocumentKind.ICP, DocumentKind.PAYMENT_LICENCE, DocumentKind.INSTITUTION,
                  DocumentKind.OTHER)  # fmt: skip


def find_case(now: dt.datetime) -> dict[str, Any]:
    """The template's context."""
    file = find_own_merchant()
    state = S.DRAFT if file is None else S(file.state)
    pending = file is not None and file.handed_in_at is not None
    if pending:
        state = S.SUBMITTED
    held = find_own_restriction()
    gaps = gap_words(file, now)
    return {
        "file": file,
        "state": state,
        "state_word": state.label,
        "tone": TONES.get(state, ""),
        "lead": LEADS[state],
        "way": _way(state),
        "editable": state in EDITABLE and not pending,
        "gaps": gaps,
        "papers": list_paper_rows(),
        "offered": [(kind.value, kind.label, _is_needed(file, kind)) for kind in OFFERED],
        "restriction": held,
        "appeals": list_own_merchant_appeals(held.id) if held else [],
        "may_appeal": held is not None and held.appeal_until >= now and state in {S.REFUSED, S.FROZEN},
        "required": settings.KAQUAN_REQUIRE_QUALIFICATION,
        "days_left": (file.due_at - now).days if file is not None and file.due_at else None,
    }


def _way(state: MerchantState) -> list[dict[str, Any]]:
    at = next(place for place, (_title, states) in enumerate(WAY) if state in states)
    return [{"title": title, "done": place < at, "here": place == at} for place, (title, _states) in enumerate(WAY)]


def _is_needed(file: Any, kind: DocumentKind) -> bool:
    if file is None or not file.kind:
        return False
    return kind in PAPERS[MerchantKind(file.kind)]


def gap_words(file: Any, now: dt.datetime) -> list[tuple[str, str]]:
    """What is missing: words, and where on the page it is mended."""
    if file is None:
        return [(words_of_gap("kind"), "#id_kind")]
    found = []
    for gap in list_merchant_gaps(file, now):
        if gap == "document:scanning":
            found.append((_("文件安全检查尚未完成，稍等片刻"), "#papers"))
        elif gap.startswith("document:"):
            kind = DocumentKind(gap.partition(":")[2])
            word = _("持牌机构合作协议或支付业务许可证") if kind == DocumentKind.INSTITUTION else str(kind.label)
            found.append((_("文件：%(kind)s") % {"kind": word}, "#papers"))
        else:
            found.append((words_of_gap(gap), f"#id_{gap}"))
    return found


def list_paper_rows() -> list[dict[str, Any]]:
    """Papers of the shop's own, each with how far it is."""
    rows = []
    for paper in list_own_papers(None):
        clean = paper.file_state == FileState.CLEAN
        word = paper.get_state_display() if clean else paper.get_file_state_display()
        tone = {"accepted": "green", "rejected": "red"}.get(paper.state, "") if clean else "amber"
        if paper.file_state == FileState.REFUSED:
            tone = "red"
        rows.append({"paper": paper, "word": word, "tone": tone, "removable": _is_removable(paper)})
    return rows


def _is_removable(paper: Any) -> bool:
    return paper.state in {"waiting", "rejected"} or paper.file_state == FileState.REFUSED


def kept_numbers(file: Any) -> dict[str, str]:
    """Numbers that were given, masked."""
    if file is None or not file.sealed:
        return {}
    kept = open_json(platform_owner(), PURPOSE, file.id, file.sealed)
    return {name: mask_contact(value) if name == "phone" else mask(value) for name, value in kept.items() if value}
