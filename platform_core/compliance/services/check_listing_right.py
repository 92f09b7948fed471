from __future__ import annotations

import datetime as dt

from django.conf import settings

from platform_core.compliance.errors import ListingFrozen
from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.right_words import words_of
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.services.check_standing import check_standing


def check_listing_right(*, now: dt.datetime) -> None:
    """May the current shop put up anything new: products, what is bought of them, codes? Who was never verified prepares its shop.

    A test twin has no merchant of its own, but the subscription of its live shop.

    Raises:
        ListingFrozen: with ``rule``, ``version`` and words of the rule in force, where one stands behind it.
        SubscriptionInactive
    """
    if current_tenant().livemode and (
        why := find_merchant_right().why_not_list(now, required=settings.KAQUAN_REQUIRE_QUALIFICATION)
    ):
        raise ListingFrozen(reason=why, **words_of(why, now))
    check_standing()
