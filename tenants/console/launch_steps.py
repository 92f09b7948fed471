"""The way from a new shop to its first sale: what is done, what is next, each with the very field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.merchant_reads import find_own_merchant
from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.shown_selectors import find_shown_merchant
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import platform_url
from platform_core.tenancy.context import current_tenant, tenant_context
from tenants.access.models import ShopSettings
from tenants.access.selectors import get_shop_settings
from tenants.catalog.models import Product, ShopFront
from tenants.catalog.selectors import get_shop_front
from tenants.console.qualification_case import gap_words
from tenants.console.rule_hints import rule_hints
from tenants.console.tallies import clearances_of_suppliers, names_of_filled
from tenants.inventory.selectors import list_imports
from tenants.issuance.models import Issuance
from tenants.orders.models import Order
from tenants.payments.accounts import sandbox_allowed
from tenants.payments.enums import GatewayName, PaymentState
from tenants.payments.models import GatewayAccount, Payment
from tenants.payments.selectors import find_balance_institution

AT_ONCE: Final = 200
WAITING: Final = frozenset({MerchantState.SUBMITTED, MerchantState.CHECKING, MerchantState.REVIEW})


class Step(NamedTuple):
    """``must``: without it one may not sell, or cannot. ``blocked``: it waits for somebody else."""

    title: str
    done: bool
    path: str
    hint: str
    must: bool = True
    blocked: bool = False


def is_launched() -> bool:
    """Was anything sold once, or the list put away?"""
    return bool(
        names_of_filled(
            dismissed=ShopSettings.objects.filter(launch_dismissed_at__isnull=False),
            # By the index of paid orders: a shop of many is not gone through for the first.
            paid=Order.objects.filter(paid_at__isnull=False).order_by("paid_at"),
            issued=Issuance.objects.all(),
        )
    )


def list_steps(staff: dict[str, Any]) -> list[Step]:
    """All of them, in the order that leads soonest to a product on sale.

    Args:
        staff: whoever looks, as their session says.
    """
    told, front, there = get_shop_settings(), get_shop_front(), _what_is_there()
    return [*_goods(there), *_law(told, front), *_money(staff, there)]


def _what_is_there() -> set[str]:
    """Which of the things are there that only have to be there."""
    paid = Payment.objects.filter(state=PaymentState.SUCCEEDED)
    return names_of_filled(
        product=Product.objects.all(),
        imported=list_imports().select_related(None).filter(accepted__gt=0).order_by(),
        account=GatewayAccount.objects.filter(enabled=True).exclude(gateway=GatewayName.SANDBOX),
        tried=paid.filter(gateway=GatewayName.SANDBOX),
        sold=paid.filter(order_id__isnull=False).exclude(gateway=GatewayName.SANDBOX),
        issued=Issuance.objects.exclude(source="order"),
    )


def _goods(there: set[str]) -> list[Step]:
    suppliers = set(clearances_of_suppliers(AT_ONCE).values())
    return [
        Step(
            _("添加第一个商品"),
            "product" in there,
            "/console/products/new#name",
            _("填名称、面值和售价，一分钟就好；图片和说明以后再补"),
        ),
        Step(_("登记供应商"), bool(suppliers), "/console/suppliers#name", _("每批卡密都要有来源，填全称即可")),
        Step(
            _("导入卡密"),
            "imported" in there,
            "/console/imports/new",
            _("粘贴或上传 TXT、CSV、XLSX，自动识别列，先预览再入库"),
        ),
        Step(
            _("供应商通过平台审核"),
            "cleared" in suppliers,
            "/console/suppliers",
            _("审核由平台进行，通过后已导入的卡密立即可售，无须再操作"),
            blocked=bool(suppliers) and "cleared" not in suppliers,
        ),
    ]


def _qualification(words: Mapping[str, str]) -> list[Step]:
    """Who runs the shop, as the platform verifies it; a permit for payments only where buyers' balances are wanted."""
    file, moment = find_own_merchant(), now()
    state = file.state if file is not None else MerchantState.DRAFT
    handed_in = file is not None and (file.handed_in_at is not None or state in WAITING)
    missing = "、".join(word for word, _where in gap_words(file, moment)[:4]) if not handed_in else ""
    verified = find_merchant_right().why_not_sell(required=True) is None
    path = "/console/settings/qualification"
    hint = words.get("KYB-03") or _("《电子商务法》第二十七条：平台须核验经营者身份。核验通过后才能正式营业")
    if missing and not verified:
        hint = _("还缺：%(missing)s。《电子商务法》第二十七条：平台须核验经营者身份") % {"missing": missing}
    elif handed_in:
        hint = _("平台正在审核，通常一两个工作日；期间可以继续布置店铺")
    must = settings.KAQUAN_REQUIRE_QUALIFICATION
    steps = [Step(_("通过商家资质审核"), verified, path, hint, must=must, blocked=handed_in and not verified)]
    if file is not None and file.wants_balances:
        permit = find_balance_institution(moment) is not None
        hint = _("收取买家预存款须有支付业务许可证，或与持牌机构签有合作协议；没有就不开通余额")
        steps.append(Step(_("支付业务许可或持牌机构协议"), permit, f"{path}#id_wants_balances", hint, must=False))
    return steps


def _law(told: ShopSettings, front: ShopFront) -> list[Step]:
    mainland = told.country in {"", "CN"}
    shown, words = find_shown_merchant(), rule_hints()
    return [
        *_qualification(words),
        Step(
            _("填写经营主体"),
            bool(told.country and told.entity),
            "/console/settings/shop#id_country",
            _("决定能开通哪些收款机构、须公示哪些信息"),
        ),
        Step(
            _("公示营业执照"),
            bool(front.licence_link or shown.get("name")),
            "/console/shopfront#id_licence_link",
            words.get("SHOW-01") or _("《电子商务法》第十五条：首页须公示营业执照或其链接"),
            must=mainland,
        ),
        Step(
            _("填写 ICP 备案号"),
            bool(front.icp_number or shown.get("icp_number")),
            "/console/shopfront#id_icp_number",
            words.get("SHOW-02") or _("在中国大陆提供服务的网站须在首页标明，链接到工信部备案系统"),
            must=mainland,
        ),
        Step(_("填写联系方式"), bool(front.contact), "/console/shopfront#id_contact", _("买家有问题时找得到您")),
        Step(
            _("填写投诉与举报方式"),
            bool(front.complaint_contact),
            "/console/shopfront#id_complaint_contact",
            _("须公开便捷的投诉、举报途径"),
        ),
        Step(
            _("确认购卡协议"),
            True,
            "/console/shopfront#id_terms",
            _("默认使用平台文本，买家下单前须勾选；可改成您自己的"),
        ),
    ]


def _money(staff: dict[str, Any], there: set[str]) -> list[Step]:
    tried, way = _tried(there)
    return [
        Step(
            _("为登录加上第二步验证"),
            bool(staff.get("second_factor")),
            platform_url("/account/security"),
            _("验证器应用或通行密钥；店主和财务必须启用"),
        ),
        Step(_("试买一单"), tried, way, _("不会真的扣款：看看买家从付款到拿到卡密的全过程"), must=False),
        Step(
            _("接通收款账户"),
            "account" in there,
            "/console/payments",
            _("买家直接付到您在支付机构的账户，平台不经手资金"),
        ),
        Step(_("第一笔成交"), bool(there & {"sold", "issued"}), "/console/orders", _("把店铺链接发给买家")),
    ]


def _tried(there: set[str]) -> tuple[bool, str]:
    """Whether somebody tried to buy without money, and where one does: in the shop where the sandbox is open, else in test mode."""
    if sandbox_allowed():
        return "tried" in there, "/"
    twin = directory.find_twin(current_tenant())
    if twin is None:
        return False, "/console/keys?mode=test"
    with tenant_context(twin):
        return Issuance.objects.exists(), "/console/keys?mode=test"


def next_of(steps: list[Step]) -> Step | None:
    """The first that is not done and waits for nobody else."""
    return next((step for step in steps if not step.done and not step.blocked), None)


def may_dismiss(steps: list[Step]) -> bool:
    """Is everything done that must be?"""
    return all(step.done for step in steps if step.must)
