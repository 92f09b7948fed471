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


class Outcome(models.TextChoices):
    """What became of an act in the back office."""

    DONE = "done", _("已完成")
    REFUSED = "refused", _("被拒绝")
    FAILED = "failed", _("出错")


class TwoPersonAct(models.TextChoices):
    """What takes two people."""

    EXPORT_CODES = "export_codes", _("导出卡密")
    REVEAL_CODES = "reveal_codes", _("批量查看卡密")
    CHANGE_PAYOUT = "change_payout", _("变更收款账户")


class ApprovalState(models.TextChoices):
    WAITING = "waiting", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("已拒绝")
    WITHDRAWN = "withdrawn", _("已撤回")
    DONE = "done", _("已执行")


class Power(models.TextChoices):
    """One thing a role may do; ``area.verb``. What is seen and what is done are apart."""

    START = "start.view", _("查看工作台")
    FIGURES = "figures.view", _("查看经营数据")
    PRODUCTS_VIEW = "products.view", _("查看商品")
    PRODUCTS_EDIT = "products.edit", _("编辑商品、价格、上下架")
    COUPONS_VIEW = "coupons.view", _("查看优惠券")
    COUPONS_EDIT = "coupons.edit", _("创建、停用优惠券，下载优惠码")
    SHOPFRONT_EDIT = "shopfront.edit", _("店铺装修")
    STOCK_VIEW = "stock.view", _("查看库存与批次（卡密打码）")
    STOCK_IMPORT = "stock.import", _("导入卡密、撤销导入")
    STOCK_HANDLE = "stock.handle", _("冻结、作废、转移、召回卡密")
    CODES_REVEAL = "codes.reveal", _("查看卡密原文（需填原因）")
    CODES_EXPORT = "codes.export", _("批量查看、导出卡密（需双人审批）")
    SUPPLIERS_VIEW = "suppliers.view", _("查看供应商")
    SUPPLIERS_EDIT = "suppliers.edit", _("登记供应商")
    ORDERS_VIEW = "orders.view", _("查看订单")
    ORDERS_FULFIL = "orders.fulfil", _("人工发货、补发消息")
    ORDERS_EXPORT = "orders.export", _("导出订单")
    CASES_VIEW = "cases.view", _("查看异常订单")
    CASES_WORK = "cases.work", _("处理异常订单：补发、换卡")
    REFUNDS = "refunds.make", _("退款")
    CUSTOMERS_VIEW = "customers.view", _("查看客户")
    CUSTOMERS_EDIT = "customers.edit", _("拉黑客户")
    CUSTOMERS_DATA = "customers.data", _("导出、删除个人信息")
    MESSAGES_VIEW = "messages.view", _("查看、补发消息")
    MESSAGES_EDIT = "messages.edit", _("编辑消息模板与通道")
    FINANCE_VIEW = "finance.view", _("查看账本与报表")
    FINANCE_EXPORT = "finance.export", _("导出报表与账本")
    FINANCE_RECONCILE = "finance.reconcile", _("对账：导入账单、处理差异")
    FINANCE_SETTLE = "finance.settle", _("登记供应商结算、提现")
    PAYMENTS_EDIT = "payments.edit", _("收款账户（变更需双人审批）")
    KEYS_EDIT = "keys.edit", _("接口密钥与版本")
    LOGS_VIEW = "logs.view", _("接口请求日志")
    WEBHOOKS_EDIT = "webhooks.edit", _("Webhook")
    SETTINGS_EDIT = "settings.edit", _("店铺设置：域名、数据保留、提醒")
    PEOPLE_EDIT = "people.edit", _("成员与角色")
    AUDIT_VIEW = "audit.view", _("操作日志")
    APPROVE = "approvals.decide", _("审批双人操作")
    BILLING_VIEW = "billing.view", _("查看套餐、用量与账单")
    BILLING_PAY = "billing.pay", _("付账单、改付款方式、申请发票")
    BILLING_EDIT = "billing.edit", _("订阅、更换、取消套餐")


class EntityKind(models.TextChoices):
    """What runs a shop, as institutions ask."""

    COMPANY = "company", _("企业")
    SOLE = "sole", _("个体工商户")
    PERSON = "person", _("个人")
