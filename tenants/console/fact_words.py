"""What the facts of the audit log are called, and what is said in them, in the reader's words.

What a view noted is kept as it was noted; only what a person reads is worded here. A fact without a word stands under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.enums import LookKind
from tenants.access.enums import TwoPersonAct
from tenants.access.powers import Power
from tenants.console.product_forms import ProductPageForm, SkuForm
from tenants.payments.enums import GatewayName

NAMES: Final[dict[str, Promise]] = {
    "act": _("事项"),
    "add": _("新增规格"),
    "added": _("新增"),
    "after": _("改后"),
    "amount": _("金额"),
    "approval": _("审批编号"),
    "approved": _("批准"),
    "asked_by": _("申请人"),
    "basis": _("依据"),
    "batch": _("批次"),
    "before": _("改前"),
    "case": _("异常单号"),
    "change": _("改动编号"),
    "changed": _("改了什么"),
    "channel": _("渠道"),
    "closed": _("已关闭"),
    "closed_text": _("歇业公告"),
    "codes": _("卡密张数"),
    "contacts": _("含完整联系方式"),
    "copy": _("新商品编号"),
    "count": _("数量"),
    "country": _("国家或地区"),
    "cover_days": _("不够卖几天时提醒"),
    "day": _("日期"),
    "domain": _("域名"),
    "entity": _("主体类型"),
    "field": _("哪一项"),
    "fields": _("改了什么"),
    "file": _("文件"),
    "filter": _("筛选条件"),
    "form": _("格式"),
    "invited": _("被邀请人"),
    "kind": _("类型"),
    "language": _("语言"),
    "lines": _("行数"),
    "mail_operations": _("发邮件给运营"),
    "mail_owners": _("发邮件给店主"),
    "look_kind": _("查看方式"),
    "look_until": _("查看至"),
    "move": _("怎么调"),
    "name": _("名称"),
    "new": _("新增商品"),
    "open_cases": _("同时开异常单"),
    "orders": _("订单数"),
    "page": _("页码"),
    "pages": _("页数"),
    "pictures": _("图片数"),
    "pinned": _("置顶"),
    "powers": _("权限"),
    "preview": _("只看了预览"),
    "product": _("商品"),
    "products": _("商品数"),
    "refund": _("退款单号"),
    "removed": _("移除"),
    "reopens_at": _("恢复营业时间"),
    "report": _("报表"),
    "request_log_days": _("接口日志保留天数"),
    "resolved": _("处理笔数"),
    "retention_years": _("买家信息保留年数"),
    "role": _("角色"),
    "rows": _("行数"),
    "same": _("没有变化"),
    "deferred_until": _("保密至"),
    "second_person": _("同意的另一位主管"),
    "since": _("从"),
    "sku": _("规格编码"),
    "skus": _("规格数"),
    "stays": _("原店主改任"),
    "supplier": _("供应商"),
    "threshold": _("可售不足几张时提醒"),
    "time_zone": _("时区"),
    "to": _("去向"),
    "until": _("到"),
    "verb": _("做了什么"),
    "waits_for_second_person": _("等待第二个人批准"),
}
VERBS: Final[dict[str, Promise]] = {
    "accept": _("接受"),
    "again": _("再来一次"),
    "cancel": _("取消"),
    "close": _("关闭"),
    "hold": _("冻结"),
    "move": _("转移"),
    "remove": _("移除"),
    "reopen": _("重新打开"),
    "resolve": _("处理"),
    "resume": _("恢复"),
    "test": _("测试"),
    "undo": _("撤销"),
    "void": _("作废"),
}
FIELDS: Final = {"changed", "field", "fields"}  # what they name are fields of forms
OF_ROLES: Final = {"role", "before", "after", "stays", "name"}


def fact_rows(detail: Mapping[str, Any], roles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Facts as pairs of words, in the order of their names.

    Args:
        roles: what each role is called, by its key.
    """
    return [(str(NAMES.get(name, name)), _said(name, value, roles)) for name, value in sorted(detail.items())]


def _said(name: str, value: Any, roles: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list | tuple):
        value = [_field(str(one)) for one in value] if name in FIELDS else value
        return gettext("、").join(_said(name, one, roles) for one in value) or "—"
    text = "" if value is None else str(value)
    if name in FIELDS:
        return gettext("、").join(_field(part) for part in text.split(", ")) or "—"
    return _of_choices(name, text, roles) or "—"


def _of_choices(name: str, text: str, roles: Mapping[str, str]) -> str:
    if name == "verb":
        return str(VERBS.get(text, text))
    if name in OF_ROLES and text in roles:
        return roles[text]
    for choices in (Power, TwoPersonAct, GatewayName, LookKind):
        if text in choices.values:
            return str(choices(text).label)
    return text


def _field(name: str) -> str:
    """A field of a form, as the form calls it."""
    for form in (ProductPageForm, SkuForm):
        if name in form.base_fields:
            return str(form.base_fields[name].label)
    return str(NAMES.get(name, name))
