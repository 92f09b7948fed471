from __future__ import annotations

import datetime as dt

from django.conf import settings

from platform_core.compliance.errors import ListingFrozen
from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.right_words import words_of
from platform_core.tenancy.context import current_tenant


def check_listing_right(*, now: dt.datetime) -> None:
    """May the current shop put up anything new: products, what is bought of them, codes? Who was never verified prepares its shop.

    Raises:
        ListingFrozen: with ``rule``, ``version`` and words of the rule in force, where one stands behind it.
    """
    if not current_tenant().livemode:
        return
    if why := find_merchant_right().why_not_list(now, required=settings.KAQUAN_REQUIRE_QUALIFICATION):
        raise ListingFrozen(reason=why, **words_of(why, now))
