"""Types of events in plain words, by what they are about: so that somebody can choose among them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from platform_core.events.catalogue import registered_types

# In the order in which a merchant's engineer looks for them.
NOUNS = {
    "issuance": _("发卡单"),
    "issuance_batch": _("批量发卡"),
    "order": _("订单"),
    "code": _("卡密"),
    "refund": _("退款"),
    "sku": _("规格与库存"),
    "product": _("商品"),
    "import": _("卡密导入"),
    "export": _("导出"),
    "supplier": _("供应商"),
    "payment_account": _("收款账户"),
    "api_key": _("接口密钥"),
    "api_version": _("接口版本"),
    "webhook_endpoint": _("Webhook 地址"),
    "plan": _("套餐"),
    "tenant": _("店铺"),
    "test": _("测试"),
}
TYPES = {
    "api_key.created": _("新建"),
    "api_key.expiring": _("即将到期"),
    "api_key.revoked": _("吊销"),
    "api_key.rolled": _("轮换"),
    "api_key.updated": _("修改"),
    "api_version.changed": _("改为另一版本"),
    "code.activated": _("激活"),
    "code.expired": _("过期"),
    "code.expiring_soon": _("7 天内到期"),
    "code.redeemed": _("核销"),
    "code.redemption_reversed": _("撤销核销"),
    "code.replaced": _("换卡"),
    "code.resumed": _("解冻"),
    "code.revealed": _("明文被查看"),
    "code.suspended": _("冻结"),
    "code.voided": _("作废"),
    "export.completed": _("完成"),
    "export.failed": _("失败"),
    "import.completed": _("完成"),
    "import.failed": _("失败"),
    "import.undone": _("撤销"),
    "issuance.canceled": _("取消"),
    "issuance.completed": _("全部发出"),
    "issuance.created": _("创建"),
    "issuance.failed": _("失败"),
    "issuance.partially_completed": _("部分发出"),
    "issuance.processing": _("处理中"),
    "issuance_batch.completed": _("完成"),
    "order.canceled": _("取消"),
    "order.delivered": _("已发货"),
    "order.paid": _("已付款"),
    "order.placed": _("下单"),
    "payment_account.updated": _("修改"),
    "plan.changed": _("变更"),
    "product.archived": _("下架"),
    "product.created": _("新建"),
    "product.updated": _("修改"),
    "refund.created": _("发起"),
    "refund.failed": _("失败"),
    "refund.succeeded": _("成功"),
    "sku.back_in_stock": _("恢复有货"),
    "sku.out_of_stock": _("售罄"),
    "sku.price_changed": _("改价"),
    "sku.stock_low": _("库存偏低"),
    "supplier.cleared": _("审核通过"),
    "supplier.suspended": _("暂停合作"),
    "tenant.provisioned": _("开通"),
    "test.ping": _("连通测试，只作测试发送"),
    "webhook_endpoint.created": _("新建"),
    "webhook_endpoint.deleted": _("删除"),
    "webhook_endpoint.disabled": _("被平台停用"),
    "webhook_endpoint.failing": _("持续失败"),
    "webhook_endpoint.recovered": _("恢复正常"),
    "webhook_endpoint.secret_revealed": _("签名密钥被查看"),
    "webhook_endpoint.secret_rotated": _("签名密钥更换"),
    "webhook_endpoint.updated": _("修改、暂停或恢复"),
}
ALL = "*"


class EventType(NamedTuple):
    """One type: its name, what it means, whether it is chosen."""

    name: str
    words: Any
    chosen: bool


class Group(NamedTuple):
    """All types about one thing; ``whole`` is what stands for all of them, those to come too."""

    noun: str
    words: Any
    whole: str
    chosen: bool
    types: list[EventType]

    @property
    def open(self) -> bool:
        """Is anything of it chosen?"""
        return self.chosen or any(each.chosen for each in self.types)


def grouped_types(chosen: Collection[str] = ()) -> list[Group]:
    """Every type that there is, by noun."""
    known: dict[str, list[str]] = {noun: [] for noun in NOUNS}
    for name in sorted(registered_types()):
        known.setdefault(name.partition(".")[0], []).append(name)
    return [
        Group(
            noun,
            NOUNS.get(noun, noun),
            f"{noun}.{ALL}",
            f"{noun}.{ALL}" in chosen,
            [EventType(name, TYPES.get(name, ""), name in chosen) for name in names],
        )
        for noun, names in known.items()
        if names
    ]


def wanted_words(types: Collection[str]) -> list[Any]:
    """What an endpoint wants, each kind for itself."""
    return [_("全部事件")] if ALL in types else list(types)
