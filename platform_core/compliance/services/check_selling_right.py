from __future__ import annotations

from django.conf import settings

from platform_core.compliance.errors import MerchantNotQualified
from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.right_words import words_of
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant


def check_selling_right() -> None:
    """May the current shop sell at this moment? Asked where an order is placed, money is asked for, or codes are issued by a key.

    A test twin sells nothing. What cannot be asked raises as well: nothing is sold (fail closed).

    Raises:
        MerchantNotQualified: with ``rule``, ``version`` and words of the rule in force, where one stands behind it.
    """
    if not current_tenant().livemode:
        return
    if why := find_merchant_right().why_not_sell(required=settings.KAQUAN_REQUIRE_QUALIFICATION):
        raise MerchantNotQualified(reason=why, **words_of(why, now()))
