"""Error codes of what people in the back office may not do alone, or without saying why."""

from __future__ import annotations

from merchant_api.problem import Problem

PEOPLE_PROBLEMS: dict[str, Problem] = {
    "reason_missing": Problem(
        422, "Reason missing", "请填写原因", "This needs a reason in words.", "这一操作需要填写原因。"
    ),
    "second_person_needed": Problem(
        403,
        "Second person needed",
        "需要第二个人",
        "This takes two people: one asks, another approves.",
        "这是双人操作：一人申请，另一人批准。",
    ),
    "approval_over": Problem(
        409,
        "Approval over",
        "审批已结束",
        "It was decided, done, withdrawn or expired before.",
        "该申请已处理、已执行、已撤回或已过期。",
    ),
    "too_many_views": Problem(
        409,
        "Too many views",
        "视图过多",
        "As many views of this list are kept as there may be.",
        "该列表保存的视图已达上限。",
    ),
}
