"""Error codes of webhook endpoints and deliveries."""

from __future__ import annotations

from merchant_api.problem import Problem

WEBHOOK_PROBLEMS: dict[str, Problem] = {
    "url_refused": Problem(
        422,
        "URL not allowed",
        "网址不被允许",
        "{param} cannot be called: {reason}.",
        "无法访问 {param}：{reason}。",
    ),
    "endpoint_limit_reached": Problem(
        409,
        "Too many endpoints",
        "接收地址数量已达上限",
        "There are {limit} endpoints already, as many as there may be; delete one first.",
        "接收地址已有 {limit} 个，达到上限，请先删除一个。",
    ),
    "endpoint_setting_invalid": Problem(
        422,
        "Setting of an endpoint invalid",
        "接收地址的设置无效",
        "{param} cannot be used: {reason}.",
        "{param} 不可用：{reason}。",
    ),
    "endpoint_not_active": Problem(
        409,
        "Endpoint not active",
        "接收地址未启用",
        "The endpoint is {current_state}: that cannot be done now; one that exists can be resumed.",
        "接收地址当前状态为 {current_state}，无法执行此操作；未删除的地址可先恢复启用。",
    ),
    "delivery_under_way": Problem(
        409,
        "Delivery under way",
        "正在投递",
        "The delivery is being sent at this moment; look again in a few seconds.",
        "该投递正在发送，请几秒后再查看。",
        retryable=True,
        retry_after=5,
    ),
    "redelivery_not_cancelable": Problem(
        409,
        "Cannot be cancelled",
        "无法取消",
        "The redelivery is {current_state}; it is over.",
        "补发任务当前状态为 {current_state}，已经结束。",
    ),
    "time_range_invalid": Problem(
        422,
        "Time range invalid",
        "时间范围无效",
        "since must lie before until, not in the future, and at most 30 days back.",
        "since 须早于 until，不能在将来，且最早为 30 天前。",
    ),
}
