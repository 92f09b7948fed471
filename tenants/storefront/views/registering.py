"""What the law wants to know of a buyer before some goods are sold: of age (game cards), name and number (prepaid cards)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.ask_rules import ask_rules
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from tenants.catalog.card_facts import OF_METHOD, Purchaser, SaleLine, is_touched, method_facts, worth_of
from tenants.catalog.services.ask_sale import ask_sale
from tenants.orders.models import Order
from tenants.orders.purchasers import Identity
from tenants.payments.eligibility import rule_method
from tenants.storefront.views.paying import Offered

OF_AGE, CONSENT = "MIN-01", "RET-7D"
OF_WAY = frozenset({"CARD-04", "PAY-03"})
OF_NAME = frozenset({"CARD-03", "CARD-03.S", "X6", "EU-ANON"})
FIELDS = ("real_name", "identity_number")


class Needed(NamedTuple):
    """What the page asks for: a tick that the buyer is of age; who they are, and whether that is kept (for prepaid cards)."""

    adult: bool = False
    identity: bool = False
    kept: bool = False


def find_needed(lines: Sequence[SaleLine]) -> Needed:
    """What these goods ask for. Of codes for goods: nothing, and nothing is looked up."""
    if not is_touched([line.sku for line in lines]):
        return Needed()
    try:
        unknown = ask_sale(lines=lines, buyer=Purchaser(), now=now())
        grown_up = ask_sale(lines=lines, buyer=Purchaser(adult=True), now=now())
    except ScreeningUnavailable:
        return Needed()  # the order says that it cannot be placed now
    adult = not all(asked.stands(OF_AGE) for asked in unknown)
    named = all(asked.stands(rule) for asked in grown_up for rule in (*OF_NAME, OF_AGE))
    return Needed(adult, identity=not named, kept=worth_of(lines) > 0)


def allowed_methods(methods: list[Offered], lines: Sequence[SaleLine]) -> list[Offered]:
    """Those of some ways in which these goods may be paid by a person; an organisation is told with its order."""
    return _fitting(methods, worth_of(lines), lines[0].sku.currency, organisation=False)


def methods_for(methods: list[Offered], order: Order) -> list[Offered]:
    """Those of some ways in which an order may be paid."""
    return _fitting(methods, order.card_worth, order.currency, organisation=order.organisation)


def _fitting(methods: list[Offered], worth: int, currency: str, *, organisation: bool) -> list[Offered]:
    if not worth:
        return methods
    moment, regions, kind = now(), find_shop_regions(), SubjectKind.ORDER

    def fits(each: Offered) -> bool:
        facts = method_facts(worth, currency, rule_method(each.method), organisation=organisation)
        asked = ask_rules(subject_kind=kind, facts=facts, now=moment, regions=regions, only=OF_METHOD)
        return asked.refusal() is None

    try:
        return [each for each in methods if fits(each)]
    except ScreeningUnavailable:
        return methods


def typed_identity(request: HttpRequest) -> Identity | None:
    """Who the buyer says that they are; None: nothing was typed."""
    name, number = (request.POST.get(field, "").strip()[:100] for field in FIELDS)
    if not name and not number:
        return None
    return Identity(name, number, request.POST.get("buyer_kind") == "organisation")


def typed_again(data: Any) -> dict[str, Any]:
    """What is shown once more in a form that was refused; never a number."""
    names = ("adult", "buyer_kind", "real_name")
    return {name: data.get(name, "") for name in names}


def identity_words(error: DomainError) -> dict[str, str]:
    """Why a name or number cannot be right."""
    if error.data["field"] == "real_name":
        return {"real_name": _("请填写与证件一致的姓名或单位名称。")}
    if error.data.get("organisation"):
        return {"identity_number": _("请核对统一社会信用代码，应为 18 位。")}
    return {"identity_number": _("请核对居民身份证号，应为 18 位。")}


def rule_words(error: DomainError, *, adult: bool) -> dict[str, str]:
    """What a rule says, in the language that is spoken, at the field where something can be done about it.

    Args:
        adult: the buyer ticked that they are of age.
    """
    part = "en" if (get_language() or "").startswith("en") else "zh"
    text = " ".join(str(error.data[f"{what}_{part}"]) for what in ("message", "remedy"))
    rule = str(error.data["rule"])
    if rule == OF_AGE:
        return {"identity_number" if adult else "adult": text}
    if rule in OF_NAME:
        return {"real_name": text}
    return {"method" if rule in OF_WAY else "terms" if rule == CONSENT else "form": text}
