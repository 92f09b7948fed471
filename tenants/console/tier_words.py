from __future__ import annotations

from django.utils.translation import gettext as _

from tenants.catalog.errors import SkuTermsInvalid


def tier_error(wrong: SkuTermsInvalid) -> str:
    """What is wrong with a line of quantity prices, and how to write it."""
    words = {
        "form": _("写成 数量=单价，比如 5=3"),
        "decimals": _("单价小数位太多"),
        "quantity": _("数量须是 2 到 10000"),
        "price": _("单价须大于 0"),
        "twice": _("同一数量写了两次"),
        "rising": _("数量越多单价须越低"),
        "many": _("最多 10 条"),
    }
    said = words.get(str(wrong.data.get("fault")), words["form"])
    line = wrong.data.get("line")
    return _("第 %(line)d 行：%(said)s。") % {"line": line, "said": said} if line else said
