"""Why an export for an authority cannot be asked for, decided or fetched, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[dict[str, Promise]] = {
    "authority": _("请填写机关名称、层级和国家代码（两个字母）。"),
    "document": _("请填写文书编号和文书日期。"),
    "officer": _("请填写经办人和联系方式。"),
    "basis": _("请选择法律依据；选“其他”时须写明法律名称和条款。"),
    "asks_for": _("请照文书写明对方要求什么（至少 10 个字）。"),
    "scope": _("请选择调取范围。"),
    "shop": _("没有找到这家店铺，请核对店铺网址名。"),
    "about": _("没有找到调取对象，请核对编号。"),
    "sections": _("请至少勾选一项内容，且只能勾选这个范围内的内容。"),
    "span": _("请填写起止日期，结束不能早于开始。"),
    "secrecy": _("请写明保密要求的来源（文书名称或条款）。"),
    "quarter_open": _("这个季度已经有一份申请，请在列表里打开它。"),
    "letter": _("请上传文书的扫描件或 PDF。"),
    "letter_there": _("已有一份文书，不能再上传。"),
    "letter_waits": _("文书还在安全检查中，请稍后再试。"),
    "letter_unseen": _("请先打开文书，看过每一页再批准。"),
    "over": _("这项申请已有结果。"),
    "same_person": _("须由另一位主管审批，不能审批自己提交的申请。"),
    "answer": _("不予提供时须写明理由。"),
    "proof": _("密码或验证码不对，请重试。"),
    "not_yours": _("只有提交人和审批人可以下载。"),
    "no_file": _("文件还没有生成，或已经删除。"),
    "gone": _("文件已到期删除。如仍需要，请重新提交申请。"),
    "not_fetched": _("文件还没有下载过，不能登记为已交付。"),
    "receipt": _("请填写交付方式或回执编号。"),
}
