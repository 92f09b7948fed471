"""What a merchant tells and hands in, by who runs the shop, and what of it is missing or malformed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from platform_core.compliance.enums import DocumentKind, SupplyCategory
from platform_core.compliance.merchant_enums import MerchantKind, Served
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.uscc import check_uscc

K, D, C = MerchantKind, DocumentKind, SupplyCategory
REMIND_BEFORE: Final = (30, 7, 1)  # days before it is to be verified again
PLAIN: Final = (
    "kind", "exempt_reason", "name", "uscc", "registration_number", "country", "legal_representative", "owners", "entity_type", "capital",
    "address", "business_scope", "registry", "founded_on", "licence_ends_on", "contact_person", "serves", "icp_number",
    "wants_balances", "payment_licence", "institution", "institution_contract", "institution_until",
)  # fmt: skip
LICENCE: Final = ("uscc", "entity_type", "business_scope", "registry", "founded_on")
EVERYBODY: Final = ("name", "legal_representative", "address", "contact_person", "phone", "identity_number", "serves")
# KYB-02: what the licence says; KYB-03: the exempt say by which reason, and are known by name all the same (FRD-01).
NEEDED: Final[Mapping[MerchantKind, tuple[str, ...]]] = MappingProxyType(
    {
        K.COMPANY: (*EVERYBODY, *LICENCE, "capital"),
        K.INDIVIDUAL: (*EVERYBODY, *LICENCE),
        K.EXEMPT: (*EVERYBODY, "exempt_reason"),
        K.OVERSEAS: (*EVERYBODY, "country", "registration_number", "founded_on"),
    }
)
PAPERS: Final[Mapping[MerchantKind, tuple[DocumentKind, ...]]] = MappingProxyType(
    {
        K.COMPANY: (D.LICENCE, D.IDENTITY),
        K.INDIVIDUAL: (D.LICENCE, D.IDENTITY),
        K.EXEMPT: (D.IDENTITY,),
        K.OVERSEAS: (D.LICENCE, D.IDENTITY),
    }
)
# SHOW-02 [to confirm]: the number of a filing or a licence, as the ministry writes it.
ICP: Final = re.compile(
    r"^(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备\d{8}号(?:-\d{1,4})?"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP证(?:\d{6}号?|B2-\d{8})"
    r"|(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])?B2-\d{8})$"
)
# KYB-06 [to confirm]: one of these stands in the scope of a licence under which such goods are sold.
ACTIVITIES: Final[Mapping[SupplyCategory, tuple[str, ...]]] = MappingProxyType(
    {
        C.GAME: ("增值电信业务", "互联网信息服务", "计算机软硬件", "软件销售", "网络游戏", "网络文化经营"),
        C.TELECOM: ("增值电信业务", "电信业务", "通信设备销售", "移动通信"),
        C.MEMBERSHIP: ("增值电信业务", "互联网信息服务", "计算机软硬件", "软件销售", "信息网络传播视听节目"),
        C.GIFT_CARD: ("预付卡", "互联网销售", "日用百货", "商务代理", "票务代理"),
        C.OWN_VOUCHER: ("预付卡", "互联网销售", "日用百货", "餐饮", "零售"),
    }
)
ANY_ACTIVITY: Final = ("增值电信业务", "计算机软硬件", "软件销售", "互联网销售", "预付卡")


def normalised_icp(text: str) -> str:
    """As the ministry writes it: capitals, no blanks, signs of half width."""
    return (
        re.sub(r"\s+", "", text).upper().replace("－", "-").replace("備", "备").replace("證", "证").replace("號", "号")
    )


def is_icp_number(text: str) -> bool:
    """Could this be the number of a filing or a licence?"""
    return bool(ICP.match(text))


def list_missing_papers(kind: MerchantKind, *, wants_balances: bool, there: Collection[str]) -> list[DocumentKind]:
    """Kinds of papers that are needed and not there. A payment licence or the contract with whoever has one: PAY-02."""
    missing = [paper for paper in PAPERS[kind] if paper not in there]
    if wants_balances and not {D.PAYMENT_LICENCE, D.INSTITUTION} & {*there}:
        missing.append(D.INSTITUTION)
    return missing


def list_missing_facts(file: MerchantFile, contacts: Collection[str], today: dt.date) -> list[str]:
    """Names of facts that are missing or cannot be right.

    Args:
        contacts: which of ``phone`` and ``identity_number`` were given.
    """
    if not file.kind:
        return ["kind"]
    needed = NEEDED[MerchantKind(file.kind)]
    told = {name for name in needed if name in contacts or getattr(file, name, None)}
    missing = [name for name in needed if name not in told]
    if "uscc" in told and "uscc" in needed and not check_uscc(file.uscc).is_valid:
        missing.append("uscc")
    if file.serves == Served.MAINLAND and not is_icp_number(file.icp_number):
        missing.append("icp_number")
    if file.wants_balances and not (file.payment_licence or (file.institution and file.institution_contract)):
        missing.append("institution")
    if file.institution and file.wants_balances and (file.institution_until is None or file.institution_until < today):
        missing.append("institution_until")
    if file.licence_ends_on is not None and file.licence_ends_on < today:
        missing.append("licence_ends_on")
    return missing


def list_lacking_activities(scope: str, categories: Collection[str]) -> list[str]:
    """Of what a shop sells, the kinds for which the scope of its licence names no activity; ``any``: it names none at all."""
    plain = re.sub(r"\s+", "", scope)
    wanted = {SupplyCategory(category) for category in categories if category}
    if not wanted:
        return [] if any(activity in plain for activity in ANY_ACTIVITY) else ["any"]
    return sorted(kind.value for kind in wanted if not any(activity in plain for activity in ACTIVITIES[kind]))


def facts_of(file: MerchantFile) -> dict[str, str | bool]:
    """The facts as they are kept of a verification: no phone, account or number of a person."""
    return {name: text_of(getattr(file, name)) for name in PLAIN}


def text_of(value: object) -> str | bool:
    """A fact as it is kept of a verification."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return value if isinstance(value, bool) else str(value or "")
