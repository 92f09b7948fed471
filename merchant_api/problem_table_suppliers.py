"""Rows about suppliers and what the platform decides about them."""

from __future__ import annotations

from merchant_api.problem import Problem

SUPPLIER_PROBLEMS: dict[str, Problem] = {
    "supplier_act_refused": Problem(
        409,
        "Supplier act refused",
        "不能执行该操作",
        "The supplier's state does not allow this now.",
        "供应商当前的状态不允许该操作。",
    ),
    "proposal_invalid": Problem(
        409,
        "Proposal invalid",
        "提议无效",
        "This takes two people, and the proposal is incomplete or over.",
        "须由两人确认；该提议不完整或已结束。",
    ),
    "look_refused": Problem(
        403,
        "Not shown",
        "不予显示",
        "The look into the shop is not open, or asks for what is never shown.",
        "查看未开始、已结束，或所查内容不予显示。",
    ),
    "finding_decided": Problem(
        409, "Finding decided", "发现已处理", "Somebody decided about it already.", "这条发现已有人处理。"
    ),
    "staff_role_refused": Problem(
        409, "Role refused", "不能更改角色", "The roles cannot be given so.", "不能这样更改平台人员的角色。"
    ),
    "appeal_over": Problem(
        409,
        "Appeal over",
        "申诉已结束",
        "There is nothing to appeal against any more.",
        "该限制已不能申诉，或申诉已在处理中。",
    ),
    "supply_not_editable": Problem(
        409,
        "Under review",
        "审核中",
        "What was told of the supplier is under review and cannot be changed now.",
        "供应商资料正在审核，暂不能修改。",
    ),
    "merchant_act_refused": Problem(
        409,
        "Merchant act refused",
        "不能执行该操作",
        "The merchant's state does not allow this now.",
        "商家当前的状态不允许该操作。",
    ),
    "merchant_incomplete": Problem(
        422,
        "Incomplete",
        "资料不完整",
        "Something that the merchant must tell of itself is missing.",
        "商家资质资料不完整。",
    ),
    "merchant_not_editable": Problem(
        409,
        "Under review",
        "审核中",
        "What the merchant told of itself is under review and cannot be changed now.",
        "商家资质正在审核，暂不能修改。",
    ),
    "watch_refused": Problem(
        409,
        "Screening not clear",
        "筛查未通过",
        "The screening against lists is not over, or came upon something that nobody decided about.",
        "名单筛查尚未完成，或有未处理的发现。",
    ),
    "report_refused": Problem(
        409, "Report refused", "不能报送", "There is no such report to make or to note.", "没有可以生成或登记的报送。"
    ),
    "supply_incomplete": Problem(
        422, "Incomplete", "资料不完整", "Something that must be told of the supplier is missing.", "供应商资料不完整。"
    ),
    "paper_refused": Problem(
        422, "File refused", "文件不被接受", "The file is not taken; the reason says why.", "文件不被接受。"
    ),
    "paper_not_editable": Problem(
        409,
        "Paper under review",
        "文件审核中",
        "The paper was decided about, or is under review.",
        "该文件已有结论或正在审核。",
    ),
    "paper_unviewable": Problem(
        409,
        "Paper not viewable",
        "文件不能查看",
        "The file is in quarantine, was refused or deleted.",
        "文件在隔离区、未通过检查或已删除。",
    ),
    "scanner_unavailable": Problem(
        503,
        "Scanner unavailable",
        "安全检查暂不可用",
        "The file stays in quarantine until it can be scanned.",
        "文件留在隔离区，稍后再检查。",
    ),
    "rule_refused": Problem(
        422,
        "A rule does not allow it",
        "规则不允许",
        "{message_en} {remedy_en} ({rule} v{version})",
        "{message_zh}{remedy_zh}（{rule} v{version}）",
    ),
    "identity_refused": Problem(
        422,
        "Identity refused",
        "身份信息有误",
        "The name or number of the identity document cannot be right.",
        "姓名或证件号码有误。",
    ),
    "screening_unavailable": Problem(
        503,
        "Checks unavailable",
        "暂时无法核验",
        "The checks that the law asks for cannot be made right now. Nothing was done; try again shortly.",
        "暂时无法完成合规核验，本次操作未执行，请稍后重试。",
        retryable=True,
        retry_after=5,
    ),
}
