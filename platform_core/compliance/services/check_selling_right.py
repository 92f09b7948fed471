from __future__ import annotations

from django.conf import settings

from platform_core.compliance.errors import MerchantNotQualified
from platform_core.compliance.merchant_selectors import find_sale_right
from platform_core.compliance.qualification import SaleRight
from platform_core.compliance.right_words import words_of
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.errors import SubscriptionInactive
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.own_rights import upgrade_url
from platform_core.tenancy.services.check_standing import check_standing


def check_selling_right() -> SaleRight:
    """May the current shop sell at this moment? Asked where an order is placed, money is asked for, or codes are issued by a key.

    Its merchant first, then its subscription, both of the rows as they are now. A test twin sells nothing for money: what is
    known of its live shop's subscription does. What cannot be asked raises as well: nothing is sold (fail closed).

    Returns:
        What there is to know of the sale, so that nobody asks again; of a test twin nothing.

    Raises:
        MerchantNotQualified: with ``rule``, ``version`` and words of the rule in force, where one stands behind it.
        SubscriptionInactive: it was not paid for so long that the shop is suspended.
    """
    if not current_tenant().livemode:
        check_standing(to_sell=True)
        return SaleRight()
    right = find_sale_right()
    if why := right.merchant.why_not_sell(required=settings.KAQUAN_REQUIRE_QUALIFICATION):
        raise MerchantNotQualified(reason=why, **words_of(why, now()))
    if right.subscription == Standing.SUSPENDED:
        raise SubscriptionInactive(standing=right.subscription, upgrade_url=upgrade_url())
    return right
