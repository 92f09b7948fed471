from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tenants.catalog.sheet import LABELS
from tenants.inventory.reading import ERROR_TEXTS

FAULTS: dict[str, Promise] = {
    "missing": _("没有填写"),
    "money": _("金额无法识别，写成 45 或 45.00"),
    "decimals": _("金额小数位太多"),
    "long": _("太长"),
    "break": _("不能换行"),
    "number": _("须是范围内的整数"),
    "choice": _("不是可选的值"),
    "tiers": _("阶梯价无法识别，写成 5=3;10=2.8"),
    "fields": _("下单信息无法识别，写成 account=充值账号=true"),
    "twice": _("文件里重复了"),
    "fixed": _("已有的规格不能改这一项"),
    "limits": _("购买数量的限制互相矛盾"),
}
FILES: dict[str, Promise] = {
    "table_large": _("表格太大：最多 5000 行、5 MB，请分成几个文件。"),
}


def fault_words(column: str, fault: str) -> str:
    """What is wrong with a line."""
    label = str(LABELS.get(column, ""))
    return f"{label} {FAULTS.get(fault, fault)}".strip()


def file_words(code: str) -> str:
    """Why a file cannot be read."""
    if code in FILES:
        return str(FILES[code])
    chinese, english = ERROR_TEXTS.get(code, ERROR_TEXTS["file_corrupt"])
    return english if (get_language() or "").startswith("en") else chinese
