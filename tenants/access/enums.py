"""What an API key may do. The names are the contract of the API."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: tuple[str, ...] = (
    "catalog:read",
    "catalog:write",
    "balance:read",
    "issuances:read",
    "issuances:write",
    "codes:read",
    "codes:reveal",
    "codes:validate",
    "codes:redeem",
    "codes:manage",
    "codes:void",
    "refunds:read",
    "refunds:write",
    "inventory:read",
    "inventory:write",
    "events:read",
    "webhooks:manage",
    "logs:read",
    "keys:manage",
)
# A key for "everything a merchant's own system does"; keys:manage is given by hand in the back office only.
FULL_ACCESS: tuple[str, ...] = tuple(scope for scope in SCOPES if scope != "keys:manage")
# Who made a key: a person in the back office, else the key that made it. Only the former may manage keys.
BY_CONSOLE = "console"
PRESETS: dict[str, tuple[str, ...]] = {
    "full": FULL_ACCESS,
    "storefront_server": ("catalog:read", "issuances:read", "issuances:write", "codes:reveal"),
    "pos_redeemer": ("codes:validate", "codes:redeem"),
    "read_only": ("catalog:read", "issuances:read", "codes:read", "inventory:read", "events:read"),
    "supplier_uploader": ("catalog:read", "inventory:read", "inventory:write"),
    "key_manager": ("keys:manage",),
}
PRESET_NAMES: dict[str, Promise] = {
    "full": _("全部权限"),
    "storefront_server": _("商城后端：查商品、发卡、看卡密"),
    "pos_redeemer": _("核销终端：验码、核销"),
    "read_only": _("只读：报表与对账"),
    "supplier_uploader": _("供应商：上传卡密"),
    "key_manager": _("密钥管理：创建、轮换、吊销密钥"),
}


class BodyOmission(models.TextChoices):
    """Why a body is not in the request log; empty: it is, or there was none."""

    UNREAD = "unread", _("在读取之前已被拒绝")
    MALFORMED = "malformed", _("不是有效的 JSON")
    NOT_JSON = "not_json", _("不是 JSON")
    TOO_LARGE = "too_large", _("太大")


class ReplayObstacle(models.TextChoices):
    """Why a request of the log cannot be sent again in test mode."""

    NOT_FAILED = "not_failed", _("这个请求没有失败")
    ABOUT_KEY = "about_key", _("被拒绝的是密钥、来源地址或调用频率，不是请求内容；测试环境不会出现同样的拒绝")
    LIVE_ONLY = "live_only", _("密钥只存在于正式环境")
    BATCH = "batch", _("批量发卡在后台执行，请复制 curl 命令，用测试密钥自己试")
    SECRET = "secret", _("请求里的卡密没有记录，无法重发")
    BODY = "body", _("请求内容没有记录")
    PATH = "path", _("地址里有没有记录的部分")
    UNKNOWN = "unknown", _("没有这个接口")
