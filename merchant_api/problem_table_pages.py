"""Error codes of what pages and our own faults refuse: the merchant API meets them rarely, the table is complete.

A code with status 500 is ours to repair: it is logged with its cause, and the caller must ask before it refunds.
"""

from __future__ import annotations

from merchant_api.problem import Problem, U

PAGE_PROBLEMS: dict[str, Problem] = {
    "statement_refused": Problem(
        422,
        "Statement refused",
        "账单无法载入",
        "The file is no statement of this shop's account that can be read: {reason}.",
        "文件不是本店账户可读取的账单：{reason}。",
    ),
    "statement_repeated": Problem(
        409, "Statement loaded already", "账单已载入", "The same statement was loaded before.", "这份账单已经载入过。"
    ),
    "statement_in_use": Problem(
        409,
        "Statement in use",
        "账单使用中",
        "The statement is being loaded or was dealt with.",
        "账单正在载入或已被处理。",
    ),
    "difference_not_open": Problem(
        409, "Difference is not open", "差异已处理", "The difference was settled meanwhile.", "这条差异已经处理。"
    ),
    "contact_refused": Problem(
        422,
        "Contact refused",
        "联系方式无效",
        "The contact is empty, malformed or trivial.",
        "联系方式为空、格式不对或过于简单。",
    ),
    "query_password_refused": Problem(
        422,
        "Query password refused",
        "查询密码无效",
        "The query password needs 6 characters and must not be trivial.",
        "查询密码至少 6 位，且不能过于简单。",
    ),
    "quantity_refused": Problem(
        422,
        "Quantity refused",
        "数量无效",
        "The quantity is below the minimum or above the limit of this SKU.",
        "数量低于该规格的下限或超出上限。",
    ),
    "picture_refused": Problem(
        422,
        "Picture refused",
        "图片无法使用",
        "The picture is too large, damaged, or neither PNG, JPEG nor WebP.",
        "图片过大、已损坏，或不是 PNG、JPEG、WebP。",
    ),
    "store_closed": Problem(
        409, "Store closed", "店铺歇业中", "The merchant has closed the shop for a while.", "商家暂时歇业。"
    ),
    "not_for_sale": Problem(409, "Not for sale", "商品已下架", "The product was taken down.", "商品已下架。"),
    "too_many_open_orders": Problem(
        409,
        "Too many unpaid orders",
        "未付款订单过多",
        "This contact has unpaid orders that hold stock.",
        "该联系方式有未付款的订单占用库存。",
    ),
    "log_in_contact_refused": Problem(
        422,
        "Contact refused",
        "登录方式无效",
        "Neither an e-mail address nor a phone number.",
        "不是邮箱，也不是手机号。",
    ),
    "proof_wanted": Problem(
        403,
        "Proof of work wanted",
        "需要安全校验",
        "Too much was tried: solve the challenge first.",
        "尝试过多，请先完成安全校验。",
    ),
    "too_many_one_time_codes": Problem(
        429,
        "Too many codes",
        "验证码发送过多",
        "Codes were sent too often. Try again in {retry_after} seconds.",
        "验证码发送过于频繁，请 {retry_after} 秒后再试。",
    ),
    "one_time_code_refused": Problem(
        403, "Code refused", "验证码无效", "The code is wrong, used or too old.", "验证码有误、已使用或已过期。"
    ),
    "log_in_refused": Problem(
        403, "Log-in refused", "登录失败", "The contact and the password do not go together.", "联系方式与密码不匹配。"
    ),
    "confirmation_wanted": Problem(
        403, "Confirmation wanted", "需要确认身份", "Confirm with a one-time code first.", "请先用验证码确认身份。"
    ),
    "password_refused": Problem(
        422, "Password refused", "密码不符合要求", "The password is too short or too common.", "密码过短或过于常见。"
    ),
    "contact_taken": Problem(
        409, "Contact taken", "联系方式已被使用", "Another account has this contact.", "该联系方式已用于其他账号。"
    ),
    "erasure_refused": Problem(
        409, "Erasure refused", "暂不能注销", "Orders or money are still on their way.", "还有未完结的订单或款项。"
    ),
    "order_refused": Problem(
        409,
        "Order refused",
        "暂时无法受理订单",
        "The shop cannot take this order at the moment.",
        "本店暂时无法受理这笔订单。",
    ),
    "coupon_refused": Problem(
        409,
        "Coupon refused",
        "优惠码不能使用",
        "The coupon takes nothing off this order: {reason}.",
        "优惠码不能用于这笔订单（{reason}）。",
    ),
    "coupon_terms_invalid": Problem(
        422,
        "Coupon terms invalid",
        "优惠券设置有误",
        "A coupon cannot be so: {reason}.",
        "优惠券不能这样设置（{reason}）。",
    ),
    "coupon_code_taken": Problem(
        409, "Coupon code taken", "优惠码已被使用", "Another coupon has this code.", "另一张优惠券已使用这个码。"
    ),
    "buyer_blocked": Problem(
        403,
        "Buyer blocked",
        "暂时不能提供服务",
        "The shop does not let this buyer in.",
        "本店暂时不能为这位买家提供服务。",
    ),
    "block_refused": Problem(
        409,
        "Block not changed",
        "拉黑状态没有改变",
        "The customer is not in the state that this needs: {reason}.",
        "客户目前的状态不允许这个操作（{reason}）。",
    ),
    "payment_password_refused": Problem(
        422,
        "Payment password refused",
        "支付密码不符合要求",
        "6 to 12 digits that nobody guesses.",
        "须为 6 至 12 位不易猜到的数字。",
    ),
    "payment_password_wrong": Problem(
        403,
        "Payment password wrong",
        "支付密码错误",
        "Wrong; {left} tries are left.",
        "支付密码错误，还可尝试 {left} 次。",
    ),
    "payment_password_locked": Problem(
        423,
        "Payment password locked",
        "支付密码已锁定",
        "Set a new one with a one-time code.",
        "请用验证码重新设置支付密码。",
    ),
    "payment_challenge_refused": Problem(
        409,
        "Confirmation refused",
        "支付确认已失效",
        "It was used, is too old, or is for something else.",
        "支付确认已失效，或与本次付款不符。",
    ),
    "balance_closed": Problem(
        403,
        "No balances",
        "余额功能未开通",
        "The shop has no contract with a licensed institution.",
        "商家尚未与持牌支付机构签约。",
    ),
    "balance_too_low": Problem(409, "Balance too low", "余额不足", "Nothing was charged.", "没有扣款。"),
    "top_up_refused": Problem(
        422, "Top-up refused", "充值金额无效", "Choose one of the amounts.", "请选择一个充值金额。"
    ),
    "order_not_found": Problem(
        404,
        "Order not found",
        "未找到订单",
        "No such order, or the contact or password does not match.",
        "订单不存在，或联系方式、密码不匹配。",
    ),
    "notice_forged": Problem(
        403,
        "Notice refused",
        "支付通知无效",
        "The payment notice is not signed by the gateway.",
        "支付通知的签名不是该支付渠道的。",
    ),
    "too_many_lines": Problem(
        422,
        "Too many lines",
        "商品种类过多",
        "An order has 1 to {maximum} lines.",
        "一个订单可有 1 至 {maximum} 种商品。",
    ),
    "payment_method_unavailable": Problem(
        409,
        "Payment method unavailable",
        "支付方式不可用",
        "The shop is not paid in this way, or not in this currency.",
        "本店不支持这种支付方式或币种。",
    ),
    "order_action_refused": Problem(
        409,
        "Not possible for this order now",
        "订单当前不能这样处理",
        "The order or its case does not stand as this needs it: {reason}. Nothing was changed.",
        "订单或工单的状态不允许这个操作（{reason}），什么都没有改变。",
    ),
    "refund_exceeds_payment": Problem(
        409,
        "Refund exceeds the payment",
        "退款超出付款",
        "{refundable} of the payment is left to be refunded.",
        "该笔付款尚可退 {refundable}。",
    ),
    "sms_account_invalid": Problem(
        422, "SMS account invalid", "短信账户设置有误", "{field} cannot be right: {reason}.", "{field} 有误：{reason}。"
    ),
    "sms_not_taken": Problem(
        502, "SMS not taken", "短信未被接收", "The SMS gateway answered {reason}.", "短信服务商答复：{reason}。"
    ),
    "template_invalid": Problem(
        422, "Template invalid", "模板有误", "{field} cannot be sent: {reason}.", "{field} 无法发送：{reason}。"
    ),
    "message_refused": Problem(
        409, "Message refused", "消息未发送", "Nothing was sent: {reason}.", "没有发送：{reason}。"
    ),
    "slug_invalid": Problem(
        422,
        "Address invalid",
        "店铺网址无效",
        "3 to 31 lower-case letters, digits and single hyphens, a letter first.",
        "3 至 31 个小写字母、数字或单个连字符，以字母开头。",
    ),
    "slug_reserved": Problem(
        409, "Address reserved", "店铺网址已保留", "The address is kept for the platform.", "该网址由平台保留。"
    ),
    "slug_taken": Problem(
        409, "Address taken", "店铺网址已被使用", "Another shop has this address.", "该网址已被其他店铺使用。"
    ),
    "email_taken": Problem(
        409, "E-mail taken", "邮箱已被使用", "Somebody already logs in with this address.", "该邮箱已注册。"
    ),
    "plan_unknown": Problem(
        422,
        "No such plan",
        "没有这个套餐",
        "There is no plan named {plan}; there are: {plans}.",
        "没有名为 {plan} 的套餐；可用：{plans}。",
    ),
    "not_a_member": Problem(
        403, "Not a member", "不是店铺成员", "The user does not work for this merchant.", "该用户不属于此商家。"
    ),
    "ticket_refused": Problem(
        403,
        "Ticket refused",
        "登录凭证无效",
        "The ticket was used before, is too old, or is for another shop.",
        "登录凭证已使用、已过期，或属于其他店铺。",
    ),
    "no_tenant": Problem(
        500,
        "Internal error",
        "内部错误",
        "Something broke on our side. Ask by external_id before you refund.",
        "我们这边出错了。退款前请先按 external_id 查询。",
        outcome=U,
    ),
    "key_missing": Problem(
        500,
        "Codes cannot be opened",
        "卡密无法打开",
        "The store's key is not available. Ask by external_id before you refund.",
        "店铺的密钥不可用。退款前请先按 external_id 查询。",
        outcome=U,
    ),
    "seal_broken": Problem(
        500,
        "Codes cannot be opened",
        "卡密无法打开",
        "A sealed value does not open. Ask by external_id before you refund.",
        "密文无法打开。退款前请先按 external_id 查询。",
        outcome=U,
    ),
}
