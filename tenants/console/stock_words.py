"""Words about batches and codes: states, and why something was refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from platform_core.kernel.errors import DomainError
from tenants.catalog.models import Sku
from tenants.console.wording import badge
from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.reading import ERROR_TEXTS
from tenants.issuance.enums import CodeStatus

SHELF_TONES = {Shelf.OPEN: "green", Shelf.HELD: "amber", Shelf.RECALLED: "red", Shelf.VOIDED: ""}
HALT_TONES = {Halt.SCREENING: "blue", Halt.OWN: "red", Halt.REVIEW: "red", Halt.ORDER: "red"}
CODE_TONES = {
    CodeStatus.AVAILABLE: "green",
    CodeStatus.RESERVED: "blue",
    CodeStatus.ISSUED: "blue",
    CodeStatus.ACTIVATED: "blue",
    CodeStatus.SUSPENDED: "amber",
    CodeStatus.QUARANTINED: "amber",
    CodeStatus.RECALLED: "red",
}
CLEARANCES = {
    "registered": (_("供应商待审核"), "amber"),
    "cleared": (_("供应商已通过"), "green"),
    "suspended": (_("供应商已暂停"), "red"),
}
REFUSALS = {
    "batch_state_invalid": _("现在不能这样做：这一批已撤销、已作废或状态已变化。"),
    "batch_busy": _("有买家正在结账，请过一会儿再试。"),
    "code_state_invalid": _("现在不能这样做：卡密的状态已经变化。"),
    "already_redeemed": _("这张卡密已核销完，不能作废。"),
    "reveal_exhausted": _("查看次数已用完。"),
    "codes_not_kept": _("卡密内容已按保存期限销毁（交付、导出或作废满 180 天），无法再查看；仍可核销、换卡和退款。"),
    "second_person_needed": _("这是双人操作，申请人不能自己批准。"),
    "approval_over": _("该申请已处理、已撤回或已过期。"),
    "reason_missing": _("请填写原因。"),
}
NOT_MOVABLE = {
    "same": _("它已经属于这个规格。"),
    "terms": _("只能转移到面额、币种和核销方式都相同的规格。"),
    "generated": _("目标规格不使用导入的卡密。"),
    "too_many": _("一次最多转移 50,000 张，这一批太大。"),
    "empty": _("没有可以转移的卡密：剩下的都被冻结或正在结账。"),
}


def line_words(code: str, first: int | None = None) -> str:
    """What is wrong with a line of a file, in the reader's language; ``first``: the line that has its code already."""
    if code == "duplicate_in_stock":
        return gettext("库存里已经有这张卡密，会跳过。")
    if code == "duplicate_in_file":
        return gettext("和第 %(line)d 行是同一张卡密，会跳过。") % {"line": first}
    chinese, english = ERROR_TEXTS[code]
    return english if (get_language() or "").startswith("en") else chinese


def import_name(filename: str) -> str:
    """What an import is called: its file, or how else it came."""
    if filename == "rows":
        return gettext("直接录入")
    return gettext("粘贴") if filename == "paste.txt" else filename


def refusal_words(problem: DomainError) -> str:
    """Why nothing was done."""
    if problem.code == "batch_not_movable":
        return str(NOT_MOVABLE[problem.data["reason"]])
    if problem.data.get("halt"):
        return gettext("平台暂停了这一批的上架，店铺不能自行恢复。请看这一批页面上的说明。")
    return str(REFUSALS.get(problem.code) or gettext("出错了，没有执行。"))


def not_kept_words(number: int) -> str:
    """Of what was taken so much was shredded before."""
    said = ngettext(
        "%(number)s 张没有给出：内容已按保存期限销毁。", "%(number)s 张没有给出：内容已按保存期限销毁。", number
    )
    return said % {"number": number}


def clearance_badge(clearance: str) -> SafeString:
    """May the codes of a supplier be sold?"""
    words, tone = CLEARANCES[clearance]
    return badge(str(words), tone)


def sku_names(skus: Iterable[Sku]) -> list[tuple[uuid.UUID, str]]:
    """SKUs as choices, with their products."""
    return [(sku.id, f"{sku.product.name} · {sku.name} ({sku.sku_code})") for sku in skus]
