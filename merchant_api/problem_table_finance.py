"""Error codes of the books, and of the institutions where the money is."""

from __future__ import annotations

from merchant_api.problem import Problem, U

FINANCE_PROBLEMS: dict[str, Problem] = {
    "supplier_payment_refused": Problem(
        409,
        "Payment to supplier refused",
        "无法登记供应商付款",
        "The payment was recorded or undone before, or is more than is owed.",
        "该付款已登记或已撤销，或超过应付金额。",
    ),
    "gateway_account_invalid": Problem(
        422,
        "Gateway account invalid",
        "收款账户设置有误",
        "{field} cannot be right: {reason}.",
        "{field} 有误：{reason}。",
    ),
    "gateway_refused": Problem(
        409,
        "The gateway refused",
        "支付机构拒绝",
        "The gateway refused: {reason}. No money moved.",
        "支付机构拒绝：{reason}。没有发生资金变动。",
    ),
    "gateway_unavailable": Problem(
        503,
        "The gateway does not answer",
        "支付机构无响应",
        "The gateway did not answer; what became of the call is asked again.",
        "支付机构没有响应，系统会再次查询结果。",
        outcome=U,
    ),
}
