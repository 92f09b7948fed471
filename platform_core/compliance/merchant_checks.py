"""The checks that every merchant passes through before people look at it. Each returns what it came upon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from platform_core.compliance.checking import Reason
from platform_core.compliance.enums import Level, SupplierState, SupplyState
from platform_core.compliance.merchant_enums import MerchantKind, MerchantState, Served
from platform_core.compliance.merchant_file import PLAIN, is_icp_number, list_lacking_activities, text_of
from platform_core.compliance.models import MerchantFile, Supplier, SupplyLink
from platform_core.compliance.uscc import check_uscc

Check = Callable[[MerchantFile, dt.datetime], list[Reason]]
REGISTERED: Final = frozenset({MerchantKind.COMPANY, MerchantKind.INDIVIDUAL})
WEIGHTY: Final = frozenset({"kind", "name", "uscc", "registration_number", "legal_representative", "owners"})


def check_number(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """KYB-01: the check character of the social credit code."""
    if file.kind not in REGISTERED:
        return []
    told = check_uscc(file.uscc)
    if told.is_valid:
        return []
    ask = _("统一社会信用代码有误，请对照营业执照重新填写。")
    return [Reason("KYB-01", Level.BLOCK, 0, {"faults": [fault.value for fault in told.faults]}, ask)]


def check_licence_term(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """KYB-02: the licence is in force."""
    if file.licence_ends_on is None or file.licence_ends_on >= now.date():
        return []
    ask = _("营业执照的营业期限已届满，请换照后更新资料。")
    return [Reason("KYB-02", Level.BLOCK, 0, {"ended": file.licence_ends_on.isoformat()}, ask)]


def check_exempt(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """KYB-03: whoever says that it need not be registered is looked at by a person."""
    if file.kind != MerchantKind.EXEMPT:
        return []
    return [Reason("KYB-03", Level.REVIEW, 30, {"reason": file.exempt_reason})]


def check_scope(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """KYB-06: the licence's scope covers what the shop buys to sell, as it told of its suppliers."""
    if file.kind not in REGISTERED:
        return []
    links = SupplyLink.objects.filter(tenant_role=file.tenant_role).exclude(category="")
    sold = links.exclude(state__in=[SupplyState.ENDED, SupplyState.REFUSED]).values_list("category", flat=True)
    lacking = list_lacking_activities(file.business_scope, set(sold))
    return [Reason("KYB-06", Level.REVIEW, 20, {"lacking": lacking})] if lacking else []


def check_icp(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """SHOW-02: served in the mainland under a number of the ministry's form."""
    if file.serves != Served.MAINLAND or is_icp_number(file.icp_number):
        return []
    ask = _("ICP 备案号格式不对，应类似“浙ICP备12345678号-1”。")
    return [Reason("SHOW-02", Level.BLOCK, 0, {"given": bool(file.icp_number)}, ask)]


def _same(file: MerchantFile) -> Q | None:
    """Rows with a number of this merchant's."""
    same = Q(uscc=file.uscc) if file.uscc else None
    for name in ("person_print", "bank_print", "phone_print"):
        value = getattr(file, name)
        if value is not None:
            same = Q(**{name: value}) if same is None else same | Q(**{name: value})
    return same


def _shared(file: MerchantFile, other: MerchantFile | Supplier) -> list[str]:
    names = ("uscc", "person_print", "bank_print", "phone_print")
    return [name for name in names if getattr(file, name) and getattr(file, name) == getattr(other, name)]


def _others(file: MerchantFile, same: Q) -> QuerySet[MerchantFile]:
    return MerchantFile.objects.filter(same).exclude(pk=file.pk)


def check_listed(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """X2: a number of it is that of a blacklisted supplier, or of a merchant that is frozen."""
    same = _same(file)
    if same is None:
        return []
    suppliers = Supplier.objects.filter(same, state=SupplierState.BLACKLISTED)
    frozen = _others(file, same).filter(state__in=[MerchantState.FROZEN, MerchantState.APPEAL])
    return [
        *(Reason("X2", Level.REVIEW, 60, {"supplier": str(s.id), "same": _shared(file, s)}) for s in suppliers),
        *(Reason("X2", Level.REVIEW, 60, {"merchant": m.tenant_role, "same": _shared(file, m)}) for m in frozen),
    ]


def check_related(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """X4: the same people, account or licence stand behind another shop."""
    same = _same(file)
    if same is None:
        return []
    others = _others(file, same).exclude(state__in=[MerchantState.FROZEN, MerchantState.APPEAL])
    return [
        Reason("X4", Level.REVIEW, 30, {"merchant": other.tenant_role, "same": _shared(file, other)})
        for other in others.order_by("created_at")[:20]
    ]


def check_changed(file: MerchantFile, now: dt.datetime) -> list[Reason]:
    """KYB-04: what is told now is not what was verified last."""
    before = file.verified_facts
    if not before:
        return []
    differing = [name for name in PLAIN if name in before and before[name] != text_of(getattr(file, name))]
    if not differing:
        return []
    points = 30 if WEIGHTY & {*differing} else 5
    return [Reason("KYB-04", Level.REVIEW, points, {"differing": differing})]


CHECKS: Final[tuple[Check, ...]] = (
    check_number, check_licence_term, check_exempt, check_scope, check_icp, check_listed, check_related, check_changed,
)  # fmt: skip
