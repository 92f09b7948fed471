"""The published error codes: status, words in two languages, what happened to the request, what to do."""

from __future__ import annotations

from merchant_api.problem import E, P, Problem, U
from merchant_api.problem_table_billing import BILLING_PROBLEMS
from merchant_api.problem_table_codes import CODE_PROBLEMS
from merchant_api.problem_table_finance import FINANCE_PROBLEMS
from merchant_api.problem_table_keys import KEY_PROBLEMS
from merchant_api.problem_table_pages import PAGE_PROBLEMS
from merchant_api.problem_table_people import PEOPLE_PROBLEMS
from merchant_api.problem_table_stock import STOCK_PROBLEMS
from merchant_api.problem_table_suppliers import SUPPLIER_PROBLEMS
from merchant_api.problem_table_webhooks import WEBHOOK_PROBLEMS

__all__ = ["PROBLEMS", "Problem"]

PROBLEMS: dict[str, Problem] = {
    **PAGE_PROBLEMS,
    **FINANCE_PROBLEMS,
    **BILLING_PROBLEMS,
    **PEOPLE_PROBLEMS,
    **SUPPLIER_PROBLEMS,
    **STOCK_PROBLEMS,
    **CODE_PROBLEMS,
    **KEY_PROBLEMS,
    **WEBHOOK_PROBLEMS,
    "invalid_json": Problem(
        400, "Invalid JSON", "JSON 格式错误", "The body is not valid JSON.", "请求体不是有效的 JSON。"
    ),
    "invalid_parameter": Problem(
        400, "Invalid parameter", "参数无效", "{param} is not valid: {reason}", "参数 {param} 无效：{reason}"
    ),
    "parameter_missing": Problem(400, "Parameter missing", "缺少参数", "{param} is required.", "缺少参数 {param}。"),
    "parameter_unknown": Problem(
        400, "Unknown parameter", "未知参数", "{param} is not a parameter of this call.", "此接口没有参数 {param}。"
    ),
    "idempotency_key_required": Problem(
        400,
        "Idempotency-Key required",
        "缺少 Idempotency-Key",
        "Send an Idempotency-Key header, so that a retry is safe.",
        "请携带 Idempotency-Key 请求头，以便安全重试。",
    ),
    "idempotency_key_invalid": Problem(
        400,
        "Idempotency-Key invalid",
        "Idempotency-Key 无效",
        "Idempotency-Key must be 1 to 255 printable ASCII characters.",
        "Idempotency-Key 须为 1 至 255 个可见 ASCII 字符。",
    ),
    "invalid_cursor": Problem(
        400,
        "Invalid cursor",
        "游标无效",
        "The cursor is not one of this list with these filters.",
        "该游标不属于当前列表与筛选条件。",
    ),
    "invalid_expand": Problem(
        400,
        "Cannot be expanded",
        "无法展开",
        "{path} cannot be expanded here; {known} can.",
        "此处不能展开 {path}；可展开：{known}。",
    ),
    "version_unknown": Problem(
        400,
        "Unknown version",
        "未知版本",
        "Kaquan-Version {version} does not exist; there are: {versions}.",
        "Kaquan-Version {version} 不存在；现有版本：{versions}。",
    ),
    "version_removed": Problem(
        410,
        "Version removed",
        "版本已移除",
        "Kaquan-Version {version} is answered no more; send one of: {versions}.",
        "Kaquan-Version {version} 已停止服务；可用版本：{versions}。",
    ),
    "store_suspended": Problem(
        403, "Store suspended", "店铺已暂停", "The store is suspended and cannot issue.", "店铺已暂停，无法发卡。"
    ),
    "store_not_qualified": Problem(
        403,
        "Store not qualified",
        "店铺未通过资质审核",
        "The store may not sell now: nobody verified who runs it, or the platform restricted it ({reason}). Test mode works.",
        "店铺未通过资质审核或已被平台限制（{reason}），暂不能发卡。测试环境不受影响。",
    ),
    "listing_frozen": Problem(
        403,
        "Listing frozen",
        "暂不能上架",
        "Nothing new is put up until the store, or the supplier of these codes, is verified again ({reason}); what is on sale sells on.",
        "店铺（或这批卡密的供应商）须重新通过核验（{reason}）后才能上架新商品、导入卡密；在售的商品不受影响。",
    ),
    "supplier_suspended": Problem(
        403,
        "Supplier not cleared",
        "供应商未通过审核",
        "The supplier is not cleared; its codes may not be sold.",
        "供应商未通过审核，其卡密不可销售。",
    ),
    "resource_not_found": Problem(404, "Not found", "未找到", "There is no such resource.", "没有这个资源。"),
    "method_not_allowed": Problem(
        405, "Method not allowed", "不支持的方法", "This address does not answer that method.", "该地址不支持此方法。"
    ),
    "currency_mismatch": Problem(
        409,
        "Another currency",
        "币种不符",
        "The lines are in {currencies}.",
        "这些规格的币种是 {currencies}。",
    ),
    "precondition_failed": Problem(
        412,
        "Changed meanwhile",
        "已被他人修改",
        "It was changed since you read it (If-Match); read it again. Its version is {version}.",
        "在您读取之后已被修改（If-Match），请重新读取。当前版本为 {version}。",
    ),
    "external_id_conflict": Problem(
        409,
        "external_id already used",
        "external_id 已被使用",
        "external_id was used before for a different request ({existing_id}); it differs in: {differs}.",
        "该 external_id 已用于另一个请求（{existing_id}），不同之处：{differs}。",
        outcome=E,
    ),
    "sku_code_taken": Problem(
        409,
        "sku_code already used",
        "sku_code 已被使用",
        "The sku_code {sku_code} is used by another SKU.",
        "sku_code {sku_code} 已被其他规格使用。",
    ),
    "idempotency_in_progress": Problem(
        409,
        "Request in progress",
        "请求处理中",
        "Another request with this key is running. Retry with the same key.",
        "相同键的请求正在处理，请用同一个键重试。",
        outcome=P,
        retryable=True,
        retry_after=1,
    ),
    "insufficient_stock": Problem(
        409,
        "Not enough stock",
        "库存不足",
        "{sku} has {available} available, {requested} requested.",
        "{sku} 可用 {available}，需要 {requested}。",
        retryable=True,
        retry_after=30,
    ),
    "price_exceeds_limit": Problem(
        409,
        "Price above your limit",
        "价格超出上限",
        "The price is {current_price}, your limit is {limit}.",
        "当前价格 {current_price}，您的上限为 {limit}。",
    ),
    "sku_inactive": Problem(409, "SKU not for sale", "规格已下架", "{sku} is not for sale.", "{sku} 已下架。"),
    "reservation_gone": Problem(
        409, "Reservation gone", "预留已失效", "The reservation has timed out.", "预留已超时释放。"
    ),
    "reservation_converted": Problem(
        409,
        "Reservation was issued",
        "预留已发出",
        "The held codes were issued; they cannot be released.",
        "预留的卡密已发出，不能释放。",
    ),
    "import_not_undoable": Problem(
        409,
        "Import not undoable",
        "无法撤销导入",
        "The import is not finished, or was undone before.",
        "导入尚未完成，或已经撤销。",
    ),
    "import_not_cancelable": Problem(
        409, "Import not cancelable", "无法取消导入", "The import is already over.", "导入已经结束。"
    ),
    "lock_timeout": Problem(
        409,
        "Busy",
        "系统繁忙",
        "Somebody else held the row for too long. Nothing was changed.",
        "资源正忙，未做任何更改，请重试。",
        retryable=True,
        retry_after=1,
    ),
    "events_expired": Problem(
        410,
        "Events missed",
        "已错过事件",
        "Events behind this one are older than 30 days and no longer shown. Begin with after=beginning and compare.",
        "该事件之后已有超过 30 天、不再显示的事件。请从 after=beginning 重新开始并核对。",
    ),
    "body_too_large": Problem(
        413, "Body too large", "请求体过大", "The body is larger than this call takes.", "请求体超出此接口的限制。"
    ),
    "media_type_unsupported": Problem(
        415,
        "Media type unsupported",
        "不支持的媒体类型",
        "Send application/json (imports also take multipart/form-data).",
        "请发送 application/json（导入也可用 multipart/form-data）。",
    ),
    "idempotency_key_reused": Problem(
        422,
        "Idempotency-Key reused",
        "Idempotency-Key 被重复使用",
        "This Idempotency-Key came with a different request before.",
        "该 Idempotency-Key 已用于另一个请求。",
    ),
    "quantity_out_of_range": Problem(
        422,
        "Quantity out of range",
        "数量超出范围",
        "quantity must be from {minimum} to {maximum}, and a multiple of {multiple}.",
        "数量须在 {minimum} 至 {maximum} 之间，且为 {multiple} 的倍数。",
    ),
    "import_refused": Problem(
        422, "File refused", "文件被拒绝", "The file cannot be read: {reason}.", "文件无法读取：{reason}。"
    ),
    "batch_too_large": Problem(
        422,
        "Too many at once",
        "一次过多",
        "{param}: at most {maximum} in one call.",
        "{param}：一次最多 {maximum}。",
    ),
    "rate_limited": Problem(
        429,
        "Too many requests",
        "请求过多",
        "Slow down and retry.",
        "请求过于频繁，请稍后重试。",
        retryable=True,
        retry_after=1,
    ),
    "concurrency_limited": Problem(
        429,
        "Too many requests at once",
        "并发请求过多",
        "Too many of your requests are running; wait for one of them.",
        "您同时进行的请求过多，请等待其中之一完成。",
        retryable=True,
        retry_after=1,
    ),
    "code_guess_limited": Problem(
        429,
        "Too many unknown codes",
        "无效卡密尝试过多",
        "Too many codes that do not exist were tried; nothing was looked up. Retry after {retry_after} s.",
        "尝试了过多不存在的卡密，本次未查询。请 {retry_after} 秒后重试。",
        retryable=True,
    ),
    "internal_error": Problem(
        500,
        "Internal error",
        "内部错误",
        "Something broke on our side. Ask by external_id before you refund.",
        "我们这边出错了。退款前请先按 external_id 查询。",
        outcome=U,
        retryable=True,
        retry_after=2,
    ),
    "database_unavailable": Problem(
        503,
        "Temporarily unavailable",
        "暂时不可用",
        "The service is restarting. Retry with the same key; ask by external_id before you refund.",
        "服务正在恢复。请用同一个键重试；退款前请先按 external_id 查询。",
        outcome=U,
        retryable=True,
        retry_after=2,
    ),
    "test_mode_preparing": Problem(
        503,
        "Test mode is being prepared",
        "测试模式准备中",
        "Your test store is being made; retry in a moment.",
        "正在准备您的测试店铺，请稍后重试。",
        retryable=True,
        retry_after=2,
    ),
}
