"""Error codes of what is done to codes: states, redemption, refunds."""

from __future__ import annotations

from merchant_api.problem import Problem

CODE_PROBLEMS: dict[str, Problem] = {
    "sku_terms_invalid": Problem(
        422,
        "Terms of a SKU do not fit",
        "规格的核销设置不一致",
        "{param} does not fit the rest: {reason}.",
        "{param} 与其他设置不一致：{reason}。",
    ),
    "input_schema_invalid": Problem(
        422,
        "A buyer cannot be asked like this",
        "购买信息设置有误",
        "{param}: {reason}.",
        "{param}：{reason}。",
    ),
    "input_invalid": Problem(
        422,
        "An answer of the buyer is missing or wrong",
        "购买信息缺失或不符",
        "What the SKU asks for is missing or does not fit: {fields}. See its input_schema.",
        "规格要求填写的信息缺失或不符：{fields}。请对照其 input_schema。",
    ),
    "face_value_fixed": Problem(
        409,
        "Face value is fixed",
        "面额不可修改",
        "Codes that are out are worth the face value; add another SKU.",
        "已发出的卡密按此面额核销，请另建规格。",
    ),
    "codes_are_generated": Problem(
        409,
        "Codes are generated",
        "卡密自动生成",
        "This SKU makes its codes when they are issued; nothing is imported for it.",
        "此规格的卡密在发出时自动生成，无需导入。",
    ),
    "delivery_invalid": Problem(
        422,
        "Delivery does not fit its method",
        "交付方式与参数不符",
        "{param}: {reason}.",
        "{param}：{reason}。",
    ),
    "mail_address_invalid": Problem(
        422,
        "No e-mail address",
        "邮箱地址无效",
        "{param} is not one e-mail address as mail servers take it.",
        "{param} 不是有效的单个邮箱地址。",
    ),
    "nothing_to_deliver": Problem(
        409,
        "Nothing to deliver",
        "没有可交付的卡密",
        "The issuance is over ({current_state}) and has no codes.",
        "发卡单已结束（{current_state}），没有卡密。",
    ),
    "delivery_limited": Problem(
        429,
        "Mailed too often",
        "邮件发送过于频繁",
        "The codes of this issuance were mailed a moment ago or five times today, or your shop sent very many mails today. Retry "
        "after {retry_after} s.",
        "此发卡单的邮件刚刚发送过或今天已发送 5 次，或本店今天发送的邮件过多。请 {retry_after} 秒后重试。",
        retryable=True,
    ),
    "code_state_invalid": Problem(
        409,
        "Not in this state",
        "当前状态不允许",
        "The code is {current_state}; this cannot be done to it.",
        "卡密当前状态为 {current_state}，不能执行此操作。",
    ),
    "reveal_exhausted": Problem(
        410,
        "Reveals are used up",
        "查看次数已用完",
        "{codes} of these codes were read {limit} times already, as often as their product allows; nothing was shown.",
        "其中 {codes} 张卡密已按商品设置查看满 {limit} 次，本次未显示任何卡密。",
    ),
    "codes_not_kept": Problem(
        410,
        "Codes are no longer kept",
        "卡密已不再保存",
        "What these codes say was destroyed on {since}: it is kept for 180 days after delivery, export or voiding. Those that were "
        "delivered can still be redeemed, replaced and refunded.",
        "这些卡密的内容已于 {since} 销毁：卡密自交付、导出或作废之日起保存 180 天。已交付的仍可核销、换卡和退款。",
    ),
    "code_expired": Problem(
        409,
        "Code has expired",
        "卡密已过期",
        "The last day of the code is over. It can be replaced.",
        "卡密已过有效期，可为买家换卡。",
    ),
    "already_redeemed": Problem(
        409, "Already redeemed", "已核销", "Nothing is left of the code.", "该卡密已全部核销。"
    ),
    "redemption_exceeds_balance": Problem(
        409,
        "More than is left",
        "余额不足",
        "{left} is left of the code; nothing was redeemed.",
        "卡密剩余 {left}，未核销。",
    ),
    "code_not_redeemable": Problem(
        409,
        "Not redeemed here",
        "不可这样核销",
        "Codes of this SKU are redeemed by: {redemption}.",
        "此规格的核销方式为：{redemption}。",
    ),
    "redemption_not_reversible": Problem(
        409,
        "Redemption cannot be reversed",
        "核销不可撤销",
        "The redemption was reversed before, or its code is void.",
        "该核销已撤销过，或卡密已作废。",
    ),
    "refund_exceeds_amount": Problem(
        409,
        "More than can be refunded",
        "超出可退金额",
        "{refundable} can still be refunded; nothing was refunded.",
        "可退金额为 {refundable}，未退款。",
    ),
    "already_refunded": Problem(
        409, "Already refunded", "已退款", "{code_id} was refunded before.", "{code_id} 已退款。"
    ),
    "refund_refused": Problem(
        422, "Refund refused", "退款被拒绝", "This cannot be refunded: {reason}.", "无法退款：{reason}。"
    ),
    "code_not_named": Problem(
        422,
        "Which code is unclear",
        "未指明卡密",
        "Name it by code, with or without serial, or by serial and pin.",
        "请用 code（可加 serial）或 serial 加 pin 指明卡密。",
    ),
    "serial_ambiguous": Problem(
        409,
        "Several cards bear this number",
        "卡号不唯一",
        "Several cards bear this number; give `pin` too.",
        "有多张卡使用该卡号，请同时提供 pin。",
    ),
    "refund_not_cancelable": Problem(
        409,
        "Refund cannot be cancelled",
        "退款无法取消",
        "It is {current_state}: it succeeds or fails as a whole.",
        "状态为 {current_state}，退款只能整体成功或失败。",
    ),
    "bulk_void_not_cancelable": Problem(
        409, "Bulk void cannot be cancelled", "批量作废无法取消", "It is over already.", "该批量作废已经结束。"
    ),
    "export_refused": Problem(
        422, "Export refused", "无法导出", "{param} does not fit: {reason}.", "{param} 与其他参数不符：{reason}。"
    ),
    "export_not_cancelable": Problem(
        409, "Export cannot be cancelled", "导出无法取消", "The export is over already.", "该导出已经结束。"
    ),
    "exports_waiting": Problem(
        429,
        "Exports are waiting",
        "导出任务过多",
        "{waiting} exports of the shop are not written yet; try again when one is.",
        "店铺还有 {waiting} 个导出任务未完成，请稍后再试。",
        retryable=True,
        retry_after=5,
    ),
    "export_expired": Problem(
        410,
        "Export has expired",
        "导出文件已失效",
        "The time of the link is over, or the export was revoked; its file is gone. Make another one.",
        "下载链接已过期或已撤销，文件已删除，请重新导出。",
    ),
    "code_suspended": Problem(
        423, "Code is suspended", "卡密已冻结", "The code is frozen; resume it first.", "卡密已冻结，请先解冻。"
    ),
    "code_recalled": Problem(
        423,
        "Code was recalled",
        "卡密已召回",
        "The code was recalled by its supplier or the platform.",
        "卡密已被供应商或平台召回。",
    ),
    "issuance_not_cancelable": Problem(
        409,
        "Issuance not cancelable",
        "无法取消发卡单",
        "It is {current_state}: it has codes. Void or refund them instead.",
        "状态为 {current_state}，已有卡密发出。请改用作废或退款。",
    ),
    "issuance_not_waiting": Problem(
        409,
        "Issuance does not wait",
        "发卡单不在等待中",
        "It is {current_state}: it waits for no codes.",
        "状态为 {current_state}，没有等待发出的卡密。",
    ),
    "clock_not_movable": Problem(
        409,
        "Clock not movable",
        "测试时钟无法移动",
        "A test clock goes forward only, {furthest} days ahead at most.",
        "测试时钟只能向前，最多提前 {furthest} 天。",
    ),
    "batch_not_cancelable": Problem(
        409,
        "Batch not cancelable",
        "无法取消批量发卡",
        "It is {current_state}: it is over, or issues all or nothing and has begun.",
        "状态为 {current_state}：已经结束，或是“全部成功或全部不发”且已开始。",
    ),
    "batch_refused": Problem(
        409,
        "Batch refused",
        "批量发卡被拒绝",
        "{failed} of {total} issuances cannot be made, so none was. All of them are in errors.",
        "{total} 个发卡单中有 {failed} 个无法完成，因此全部未执行。原因见 errors。",
    ),
}
