"""What kinds of rows a look into a shop may show (``sql/look_columns.sql``), in words: for staff, and for the shop that is told."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# In the order of the page; grouped as people ask.
KINDS: Final[dict[Promise, dict[str, Promise]]] = {
    _("订单与付款"): {
        "orders": _("订单"),
        "order_lines": _("订单明细"),
        "payments": _("付款记录"),
        "refunds": _("退款记录"),
        "splits": _("分账记录"),
        "cases": _("异常订单"),
    },
    _("商品与库存"): {
        "products": pgettext_lazy("several", "商品"),
        "skus": _("规格"),
        "batches": _("卡密导入"),
        "lots": _("批次"),
        "agreements": _("供货约定"),
        "issuances": _("发卡记录"),
        "reveals": _("提卡记录"),
    },
    _("账务"): {
        "ledger": _("账本"),
        "supplier_ledger": _("供应商往来"),
        "supplier_payments": _("供应商付款"),
        "payment_accounts": _("收款账户"),
    },
    _("人员与设置"): {
        "buyers": pgettext_lazy("several", "客户"),
        "blocks": _("拉黑记录"),
        "messages": pgettext_lazy("several", "消息"),
        "audit": _("操作日志"),
        "settings": _("店铺设置"),
        "shopfront": _("店铺公示信息"),
    },
}
NAMES: Final[dict[str, Promise]] = {name: word for group in KINDS.values() for name, word in group.items()}
