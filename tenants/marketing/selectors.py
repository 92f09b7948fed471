from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.models import Product
from tenants.marketing.codes import is_well_formed, normalised
from tenants.marketing.discounts import Item, discount_of, shares_of
from tenants.marketing.enums import CouponState
from tenants.marketing.errors import CouponRefused
from tenants.marketing.models import Coupon, CouponCode, CouponUse

REFUSED_IN = {
    CouponState.OFF: "off",
    CouponState.OVER: "over",
    CouponState.USED_UP: "used_up",
    CouponState.PLANNED: "not_begun",
}


class Person(NamedTuple):
    """Who buys: the keyed hash of their contact, and their account, if they have one."""

    hash: bytes
    buyer_id: uuid.UUID | None


class Discount(NamedTuple):
    """What a code takes off an order. ``shares``: of each of its lines, in their order; they add up to the ``amount``."""

    code: CouponCode
    amount: int
    shares: list[int]


def find_coupon_code(text: str) -> CouponCode | None:
    """The code that a buyer typed, in whichever case and with whichever breaks."""
    return CouponCode.objects.filter(text=normalised(text)).first() if is_well_formed(text) else None


def get_coupon(coupon_id: uuid.UUID) -> Coupon:
    """One coupon.

    Raises:
        RecordNotFound
    """
    found = Coupon.objects.filter(pk=coupon_id).first()
    if found is None:
        raise RecordNotFound(id=str(coupon_id))
    return found


def list_coupons() -> QuerySet[Coupon]:
    """Newest first; those with one code have it as ``shared_codes``."""
    shared = CouponCode.objects.filter(most_uses=None)
    return Coupon.objects.prefetch_related(Prefetch("codes", queryset=shared, to_attr="shared_codes")).order_by(
        "-created_at", "-id"
    )


def list_codes_of_coupon(coupon_id: uuid.UUID) -> QuerySet[CouponCode]:
    """Its codes, in the order in which they were made."""
    return CouponCode.objects.filter(coupon_id=coupon_id).order_by("id")


def list_uses_of(coupon_id: uuid.UUID) -> QuerySet[CouponUse]:
    """Orders that were placed with it, newest first."""
    return CouponUse.objects.filter(coupon_id=coupon_id).select_related("code").order_by("-taken_at", "-id")


def list_paid_uses_of(coupon_id: uuid.UUID) -> QuerySet[CouponUse]:
    """Uses whose orders were paid, in no order."""
    return CouponUse.objects.filter(coupon_id=coupon_id, paid_at__isnull=False)


def find_use_of(order_id: uuid.UUID) -> CouponUse | None:
    """The use of a coupon that an order was placed with, or None."""
    return CouponUse.objects.filter(order_id=order_id).first()


def get_discount(
    *, text: str, items: Sequence[Item], currency: str, person: Person | None, now: dt.datetime
) -> Discount:
    """What a code would take off now; nothing is taken, and another order may come first.

    Args:
        person: None: not known yet, and not asked about.

    Raises:
        CouponRefused
    """
    code = find_coupon_code(text)
    if code is None:
        raise CouponRefused(reason="unknown")
    return get_discount_by(code, get_coupon(code.coupon_id), items, currency, person, now)


def get_discount_by(
    code: CouponCode, coupon: Coupon, items: Sequence[Item], currency: str, person: Person | None, now: dt.datetime
) -> Discount:
    """What one code of a coupon takes off, as the coupon stands; with the coupon locked nothing comes between this and its use.

    Raises:
        CouponRefused
    """
    reason = REFUSED_IN.get(coupon.state_at(now))
    if reason is None and code.most_uses is not None and code.used >= code.most_uses:
        reason = "used_up"
    if reason is None and person is not None and coupon.per_buyer is not None:
        reason = "used_by_buyer" if _count_of(coupon, person) >= coupon.per_buyer else None
    if reason is None and coupon.currency != currency:
        reason = "other_currency"
    if reason is not None:
        raise CouponRefused(reason=reason)
    fit = _eligible(coupon, items)
    if not any(fit):
        raise CouponRefused(reason="not_for_these")
    amounts = [item.amount if fits else 0 for item, fits in zip(items, fit, strict=True)]
    if sum(amounts) < coupon.minimum:
        raise CouponRefused(reason="below_minimum", minimum=coupon.minimum, currency=coupon.currency)
    amount = discount_of(coupon, sum(amounts), sum(item.amount for item in items))
    if not amount:
        raise CouponRefused(reason="nothing_off")
    return Discount(code, amount, shares_of(amount, amounts))


def _count_of(coupon: Coupon, person: Person) -> int:
    """How often this person used it, by their contact or by their account."""
    theirs = Q(person=person.hash)
    if person.buyer_id is not None:
        theirs |= Q(buyer_id=person.buyer_id)
    return CouponUse.objects.filter(theirs, coupon=coupon, returned_at=None).count()


def _eligible(coupon: Coupon, items: Sequence[Item]) -> list[bool]:
    """Of each line, is the coupon for it?"""
    if not coupon.is_limited:
        return [True for _ in items]
    products = {*coupon.product_ids, *_products_in(coupon.group_ids, {item.product_id for item in items})}
    return [item.sku_id in coupon.sku_ids or item.product_id in products for item in items]


def _products_in(group_ids: Sequence[uuid.UUID], product_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    if not group_ids:
        return []
    sorted_so = Q(category__in=group_ids) | Q(occasions__in=group_ids) | Q(tags__in=group_ids)
    return list(Product.objects.filter(sorted_so, pk__in=product_ids).values_list("id", flat=True))
