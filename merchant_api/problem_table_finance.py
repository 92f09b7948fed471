"""Error codes of the books, as the back office keeps them."""

from __future__ import annotations

from merchant_api.problem import Problem

FINANCE_PROBLEMS: dict[str, Problem] = {
    "supplier_payment_refused": Problem(
        409,
        "Payment to supplier refused",
        "无法登记供应商付款",
        "The payment was recorded or undone before, or is more than is owed.",
        "该付款已登记或已撤销，或超过应付金额。",
    ),
}
