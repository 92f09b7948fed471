"""Error codes of batches of codes and of who is told of low stock: acts of the back office."""

from __future__ import annotations

from merchant_api.problem import Problem

STOCK_PROBLEMS: dict[str, Problem] = {
    "batch_state_invalid": Problem(
        409,
        "Batch state invalid",
        "批次状态不符",
        "The batch was withdrawn, written off or recalled; this cannot be done to it.",
        "这一批已撤销、已作废或已召回，不能这样处理。",
    ),
    "batch_busy": Problem(
        409,
        "Batch busy",
        "批次正在使用",
        "A checkout holds codes of the batch; try again in some minutes.",
        "有买家正在结账，请过几分钟再试。",
    ),
    "batch_not_movable": Problem(
        409,
        "Batch not movable",
        "批次不能转移",
        "Codes go only to another SKU of the same worth, 50,000 at a time.",
        "卡密只能转移到面额和核销方式相同的其他规格，一次最多 50,000 张。",
    ),
    "robot_invalid": Problem(
        422,
        "Robot invalid",
        "机器人地址有误",
        "This is no URL of a robot of WeCom, DingTalk or Feishu.",
        "这不是企业微信、钉钉或飞书群机器人的地址。",
    ),
    "robot_did_not_take": Problem(
        502,
        "Robot did not take it",
        "机器人没有收下",
        "The chat did not take the message.",
        "群机器人没有收下这条消息。",
    ),
}
