from platform_core.kernel.errors import DomainError


class CouponRefused(DomainError):
    """A coupon takes nothing off this order; ``reason`` says why. Nothing was taken.

    ``unknown``, ``off``, ``not_begun``, ``over``, ``used_up``, ``used_by_buyer``, ``not_for_these``, ``other_currency``,
    ``below_minimum`` (with ``minimum`` and ``currency``), ``nothing_off``.
    """

    code = "coupon_refused"


class CouponTermsInvalid(DomainError):
    """A coupon cannot be so; ``param`` is what is wrong, ``reason`` why.

    ``below_used`` (with ``used``), ``too_many`` (with ``maximum``), ``not_single_use``.
    """

    code = "coupon_terms_invalid"


class CouponCodeTaken(DomainError):
    """Another coupon of the shop has this code, or had it: buyers could not tell them apart."""

    code = "coupon_code_taken"
