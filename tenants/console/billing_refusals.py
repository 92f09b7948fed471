"""What is said when the provider, or the state of things, does not let a merchant do what it wanted: what became of it, what to do."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.errors import (
    BillingOff,
    BillingRefused,
    BillingUnavailable,
    CouponInvalid,
    InvoiceStateInvalid,
    PlanNotForSale,
    PlanTooSmall,
    SubscriptionStateInvalid,
)
from platform_core.kernel.errors import DomainError

# What a view may run into; everything else is a defect.
REFUSALS: Final = (
    BillingOff,
    BillingRefused,
    BillingUnavailable,
    CouponInvalid,
    InvoiceStateInvalid,
    PlanNotForSale,
    PlanTooSmall,
    SubscriptionStateInvalid,
)
# By the provider's own code of a refusal.
CARDS: Final[dict[str, Promise]] = {
    "insufficient_funds": _("付款没有成功：余额不足。请换一张卡，或充值后再试。"),
    "expired_card": _("付款没有成功：银行卡已过期。请更新付款方式后再试。"),
    "authentication_required": _("付款没有成功：银行要求您本人验证。请打开账单的付款页完成验证。"),
    "card_declined": _("付款没有成功：银行拒绝了这笔付款。请换一张卡，或联系发卡银行后再试。"),
    "no_payment_method": _("还没有可用的付款方式。请先添加付款方式，或打开账单的付款页付款。"),
}
CARDS["generic_decline"] = CARDS["do_not_honor"] = CARDS["card_declined"]
CARDS["missing_payment_method"] = CARDS["resource_missing"] = CARDS["no_payment_method"]
CARDS["invoice_payment_intent_requires_action"] = CARDS["authentication_required"]


def refusal_words(error: DomainError) -> str:
    """What to tell the merchant."""
    if isinstance(error, BillingUnavailable):
        return gettext("付款服务暂时没有回应，这里没有任何改动。请稍后刷新本页再试；再点一次不会重复扣款。")
    if isinstance(error, CouponInvalid):
        return gettext("优惠码不能用：不存在、已过期，或不适用于这个套餐。没有收费。")
    if isinstance(error, PlanNotForSale):
        return gettext("这个套餐现在不能选，没有任何改动。请重新选择。")
    if isinstance(error, PlanTooSmall):
        return gettext("这个套餐现在放不下您的店铺，没有任何改动。请先处理标出的几项。")
    if isinstance(error, InvoiceStateInvalid):
        return gettext("账单的状态已经变了，没有重复操作。请看最新的状态。")
    if isinstance(error, SubscriptionStateInvalid):
        if error.data.get("state") in {"past_due", "unpaid"}:
            return gettext("还有账单没付清，没有任何改动。请先付清账单，再更换套餐。")
        return gettext("订阅的状态已经变了，没有任何改动。请看最新的状态再决定。")
    reason = str(error.data.get("reason", ""))
    if reason in CARDS:
        return str(CARDS[reason])
    return gettext("付款服务没有接受这次操作，没有扣款，也没有任何改动。请稍后再试，或联系平台客服。")
