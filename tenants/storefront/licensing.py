"""What a shop's licence page shows of whoever runs it (电商法 15): from what the platform verified, in lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.merchant_enums import ExemptReason, MerchantKind, Served

LINES: Final[tuple[tuple[str, Promise], ...]] = (
    ("name", _("名称")),
    ("uscc", _("统一社会信用代码")),
    ("registration_number", _("登记编号")),
    ("country", _("登记国家或地区")),
    ("entity_type", _("主体类型")),
    ("legal_representative", _("法定代表人（负责人、经营者）")),
    ("capital", _("注册资本")),
    ("founded_on", _("成立日期")),
    ("licence_ends_on", _("营业期限至")),
    ("address", _("住所（经营场所）")),
    ("registry", _("登记机关")),
    ("business_scope", _("经营范围")),
    ("payment_licence", _("支付业务许可证编号")),
)


def licence_lines(shown: Mapping[str, Any]) -> list[tuple[Promise, str]]:
    """Each line that was verified, with its label."""
    return [(label, str(shown[name])) for name, label in LINES if shown.get(name)]


def exempt_words(shown: Mapping[str, Any]) -> str:
    """Why whoever runs it need not be registered; empty: it is registered."""
    reason = shown.get("exempt_reason")
    if shown.get("kind") != MerchantKind.EXEMPT or reason not in ExemptReason.values:
        return ""
    return str(ExemptReason(reason).label)


def shown_icp(shown: Mapping[str, Any]) -> str:
    """The verified number of the filing, of a shop that serves the mainland."""
    return str(shown.get("icp_number", "")) if shown.get("serves") == Served.MAINLAND else ""
