"""Error codes of keys: who calls, what the key may do, how much."""

from __future__ import annotations

from merchant_api.problem import Problem

KEY_PROBLEMS: dict[str, Problem] = {
    "api_key_missing": Problem(
        401,
        "API key missing",
        "缺少 API 密钥",
        "Send your key as: Authorization: Bearer kq_live_…",
        "请这样发送密钥：Authorization: Bearer kq_live_…",
    ),
    "api_key_invalid": Problem(401, "API key invalid", "API 密钥无效", "This is not a valid key.", "密钥无效。"),
    "api_key_expired": Problem(401, "API key expired", "API 密钥已过期", "The key has expired.", "密钥已过期。"),
    "api_key_revoked": Problem(401, "API key revoked", "API 密钥已吊销", "The key was revoked.", "密钥已被吊销。"),
    "scope_missing": Problem(
        403, "Scope missing", "权限不足", "The key lacks the scope {scope}.", "该密钥缺少权限 {scope}。"
    ),
    "ip_not_allowed": Problem(
        403,
        "Address not allowed",
        "来源地址不允许",
        "The key may not be used from {ip}.",
        "该密钥不允许从 {ip} 使用。",
    ),
    "mode_mismatch": Problem(
        403,
        "Mode mismatch",
        "正式/测试模式不符",
        "Test helpers take a test key, and a test key cannot touch live objects.",
        "测试工具只接受测试密钥；测试密钥不能操作正式数据。",
    ),
    "product_not_permitted": Problem(
        403,
        "Product not permitted",
        "不允许该商品",
        "The key may not issue this product.",
        "该密钥不允许发放此商品。",
    ),
    "plaintext_not_permitted": Problem(
        403,
        "Codes encrypted only",
        "仅限加密返回",
        "The key has an encryption key: it is answered codes as JWE, in the clear never.",
        "该密钥设置了加密公钥，只返回 JWE 加密的卡密，不提供明文。",
    ),
    "encryption_key_missing": Problem(
        409,
        "No encryption key",
        "未设置加密公钥",
        "The API key has no encryption_key; set one first.",
        "该 API 密钥未设置 encryption_key，请先设置。",
    ),
    "encryption_key_invalid": Problem(
        422,
        "Encryption key invalid",
        "加密公钥无效",
        "{param} cannot be used: {reason}.",
        "{param} 不可用：{reason}。",
    ),
    "quota_exceeded": Problem(
        402,
        "Quota exceeded",
        "超出额度",
        "This would be more than the {quota} of {limit} allows.",
        "将超出 {quota} 的上限 {limit}。",
    ),
    "key_limit_invalid": Problem(
        400, "Limit of a key invalid", "密钥限制无效", "{param} is not valid: {reason}", "参数 {param} 无效：{reason}"
    ),
    "key_not_usable": Problem(
        409,
        "Key is over",
        "密钥已失效",
        "The key was revoked or has expired; it cannot be rolled or changed.",
        "密钥已吊销或过期，不能轮换或修改。",
    ),
}
