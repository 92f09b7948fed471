"""The coupon field of the checkout: what a code takes off, or why it takes nothing, before anything is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.client_address import ip_of
from tenants.marketing.errors import CouponRefused
from tenants.marketing.selectors import Person, get_discount
from tenants.orders.couponing import items_of
from tenants.storefront.buyers import buyer_id_of
from tenants.storefront.views.cart import CartLine, total_of

TRIES, WINDOW = 20, 600  # codes from one address: who has one types it, and does not look for it
NO_CONTACT = b""


class Due(NamedTuple):
    """What is to be paid. ``gross``, ``discount``: where a coupon takes something off. ``error``: why it does not, in words."""

    total: str
    typed: str = ""
    gross: str = ""
    discount: str = ""
    error: str = ""


def coupon_words(error: DomainError) -> str:
    """Why a coupon takes nothing off, and what to do; nothing was charged or held."""
    if error.data.get("reason") == "below_minimum":
        least = format_money(error.data["minimum"], error.data["currency"])
        return _("适用商品满 %(least)s 才能用这个优惠码。") % {"least": least}
    texts = {
        "unknown": _("没有这个优惠码，请核对后重新输入。"),
        "off": _("这个优惠码已停用。"),
        "not_begun": _("这个优惠码还没到使用时间。"),
        "over": _("这个优惠码已过期。"),
        "used_up": _("这个优惠码已被用完。"),
        "used_by_buyer": _("您使用这个优惠码的次数已满。"),
        "not_for_these": _("这个优惠码不适用于订单里的商品。"),
        "other_currency": _("这个优惠码不适用于这个币种。"),
        "nothing_off": _("订单金额太小，用不上这个优惠码。"),
        "too_often": _("试得太频繁，请几分钟后再试。"),
    }
    return texts.get(str(error.data.get("reason")), _("这个优惠码暂时不能用。"))


def due_with(request: HttpRequest, lines: Sequence[CartLine], typed: str) -> Due:
    """What lines cost together with a code that was typed. Whose contact it is, is asked by the order itself, not here: how often
    somebody used a coupon is not to be tried out with other people's contacts.
    """
    total, typed = total_of(lines), typed.strip()[:64]
    if not typed or not total:
        return Due(total, typed)
    items, currency = items_of([(line.offer, line.quantity) for line in lines]), lines[0].offer.sku.currency
    buyer_id = buyer_id_of(request)
    person = Person(NO_CONTACT, buyer_id) if buyer_id else None
    try:
        if count_up(f"coupons-from:{ip_of(request)}", window=WINDOW) > TRIES:
            raise CouponRefused(reason="too_often")
        found = get_discount(text=typed, items=items, currency=currency, person=person, now=now())
    except CouponRefused as error:
        return Due(total, typed, error=coupon_words(error))
    gross = sum(item.amount for item in items)
    off, left = format_money(-found.amount, currency), format_money(gross - found.amount, currency)
    return Due(left, typed, total, off)
