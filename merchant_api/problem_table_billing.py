"""Error codes of the subscription. Those of the billing pages are told to nobody by the API; the table is of all codes there are."""

from __future__ import annotations

from merchant_api.problem import Problem

BILLING_PROBLEMS: dict[str, Problem] = {
    "subscription_inactive": Problem(
        402,
        "Subscription inactive",
        "订阅已失效",
        "The shop's subscription is {standing}; its owner can pay at {upgrade_url}.",
        "店铺订阅状态为 {standing}；店主可在 {upgrade_url} 续费。",
    ),
    "billing_off": Problem(
        404, "Billing is off", "未启用计费", "This installation charges nobody.", "本平台没有启用计费。"
    ),
    "billing_unavailable": Problem(
        503,
        "Billing unavailable",
        "计费服务暂时不可用",
        "The payment provider did not answer ({reason}); try again.",
        "支付服务商暂时没有响应（{reason}），请稍后重试。",
        retryable=True,
    ),
    "billing_refused": Problem(
        422,
        "Refused by the provider",
        "支付服务商拒绝",
        "The payment provider refused it ({reason}).",
        "支付服务商拒绝了这次操作（{reason}）。",
    ),
    "billing_event_forged": Problem(
        400, "Not a genuine event", "通知无效", "The event was not accepted ({reason}).", "通知未被接受（{reason}）。"
    ),
    "subscription_state_invalid": Problem(
        409,
        "Not in this state",
        "当前状态不能这样做",
        "The subscription is {state}.",
        "订阅当前状态为 {state}，不能这样做。",
    ),
    "plan_not_for_sale": Problem(
        422, "Plan not for sale", "套餐不可订阅", "Choose one of the plans that are offered.", "请选择在售的套餐。"
    ),
    "plan_too_small": Problem(
        409,
        "Plan too small",
        "套餐额度不足",
        "The shop has more than that plan allows.",
        "店铺现有用量超出该套餐的额度。",
    ),
    "coupon_invalid": Problem(
        422, "Coupon invalid", "优惠码无效", "There is no such coupon.", "没有这个优惠码，或已过期。"
    ),
    "invoice_title_invalid": Problem(
        422, "Invoice title invalid", "发票抬头有误", "{param} is missing or wrong.", "请检查 {param}。"
    ),
    "invoice_state_invalid": Problem(
        409, "Not in this state", "账单状态不符", "The bill is {state}.", "账单当前状态为 {state}，不能这样做。"
    ),
}
