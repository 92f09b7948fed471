"""Coupons as tests make them."""

import pytest

from tenants.marketing.enums import CouponKind
from tenants.marketing.errors import CouponRefused
from tenants.marketing.models import Coupon
from tenants.marketing.services.create_coupon import create_coupon
from tenants.marketing.terms import Terms
from tests.world import now


def coupon(code="SAVE", *, count=0, **terms):
    """5.00 off for everybody, unless told otherwise."""
    given = {"name": code, "kind": CouponKind.AMOUNT, "currency": "CNY", **terms}
    if given["kind"] == CouponKind.AMOUNT:
        given.setdefault("amount_off", 500)
    return create_coupon(
        terms=Terms(**given), code="" if count else code, count=count, actor="boss@x.example", now=now()
    )


def percent(code="PART", number=10, **terms):
    return coupon(code, kind=CouponKind.PERCENT, percent=number, **terms)


def used(made):
    """How often the coupon counts as used, and each of its codes that was."""
    row = Coupon.objects.get(pk=made.pk)
    codes = sum(row.codes.values_list("used", flat=True))
    assert codes == row.used
    assert row.uses.filter(returned_at=None, beyond=False).count() == row.used
    return row.used


def refused(reason):
    return pytest.raises(CouponRefused, match=f"'{reason}'")
