"""Types of events in plain words, by what they are about: so that somebody can choose among them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "webhook_endpoint": _("Webhook 端点"),
    "plan": _("套餐"),
    "subscription": _("订阅"),
    "tenant": _("店铺"),
    "sms": _("短信"),
    "storage": _("存储空间"),
    "test": _("测试"),
}
TYPES = {
    "api_key.created": pgettext_lazy("event", "新建"),
    "api_key.expiring": pgettext_lazy("event", "即将到期"),
    "api_key.revoked": pgettext_lazy("event", "吊销"),
    "api_key.rolled": pgettext_lazy("event", "轮换"),
    "api_key.updated": pgettext_lazy("event", "修改"),
    "api_version.changed": pgettext_lazy("event", "改为另一版本"),
    "code.activated": pgettext_lazy("event", "激活"),
    "code.expired": pgettext_lazy("event", "过期"),
    "code.expiring_soon": pgettext_lazy("event", "7 天内到期"),
    "code.redeemed": pgettext_lazy("event", "核销"),
    "code.redemption_reversed": pgettext_lazy("event", "撤销核销"),
    "code.replaced": pgettext_lazy("event", "换卡"),
    "code.resumed": pgettext_lazy("event", "解冻"),
    "code.revealed": pgettext_lazy("event", "明文被查看"),
    "code.suspended": pgettext_lazy("event", "冻结"),
    "code.voided": pgettext_lazy("event", "作废"),
    "export.completed": pgettext_lazy("event", "完成"),
    "export.failed": pgettext_lazy("event", "失败"),
    "import.completed": pgettext_lazy("event", "完成"),
    "import.failed": pgettext_lazy("event", "失败"),
    "import.undone": pgettext_lazy("event", "撤销"),
    "issuance.canceled": pgettext_lazy("event", "取消"),
    "issuance.completed": pgettext_lazy("event", "全部发出"),
    "issuance.created": pgettext_lazy("event", "创建"),
    "issuance.failed": pgettext_lazy("event", "失败"),
    "issuance.partially_completed": pgettext_lazy("event", "部分发出"),
    "issuance.processing": pgettext_lazy("event", "处理中"),
    "issuance_batch.completed": pgettext_lazy("event", "完成"),
    "order.canceled": pgettext_lazy("event", "取消"),
    "order.delivered": pgettext_lazy("event", "已发货"),
    "order.paid": pgettext_lazy("event", "已付款"),
    "order.placed": pgettext_lazy("event", "下单"),
    "payment_account.updated": pgettext_lazy("event", "修改"),
    "plan.changed": pgettext_lazy("event", "变更"),
    "product.archived": pgettext_lazy("event", "下架"),
    "product.created": pgettext_lazy("event", "新建"),
    "product.updated": pgettext_lazy("event", "修改"),
    "refund.created": pgettext_lazy("event", "发起"),
    "refund.failed": pgettext_lazy("event", "失败"),
    "refund.succeeded": pgettext_lazy("event", "成功"),
    "sku.back_in_stock": pgettext_lazy("event", "恢复有货"),
    "sku.out_of_stock": pgettext_lazy("event", "售罄"),
    "sku.price_changed": pgettext_lazy("event", "改价"),
    "sku.stock_low": pgettext_lazy("event", "库存偏低"),
    "sms.sent": pgettext_lazy("event", "已发出"),
    "storage.measured": pgettext_lazy("event", "每日统计"),
    "subscription.past_due": pgettext_lazy("event", "逾期"),
    "subscription.updated": pgettext_lazy("event", "变更"),
    "supplier.cleared": pgettext_lazy("event", "审核通过"),
    "supplier.suspended": pgettext_lazy("event", "暂停合作"),
    "tenant.provisioned": pgettext_lazy("event", "开通"),
    "test.ping": pgettext_lazy("event", "连通测试，只作测试发送"),
    "webhook_endpoint.created": pgettext_lazy("event", "新建"),
    "webhook_endpoint.deleted": pgettext_lazy("event", "删除"),
    "webhook_endpoint.disabled": pgettext_lazy("event", "被平台停用"),
    "webhook_endpoint.failing": pgettext_lazy("event", "持续失败"),
    "webhook_endpoint.recovered": pgettext_lazy("event", "恢复正常"),
    "webhook_endpoint.secret_revealed": pgettext_lazy("event", "签名密钥被查看"),
    "webhook_endpoint.secret_rotated": pgettext_lazy("event", "签名密钥更换"),
    "webhook_endpoint.updated": pgettext_lazy("event", "修改、暂停或恢复"),
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
