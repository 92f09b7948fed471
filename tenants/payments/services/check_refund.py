from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.enforce_rules import enforce_rules
from platform_core.kernel.ids import public_id
from tenants.payments.enums import PaymentMethod
from tenants.payments.models import Payment

OF_REFUND = ("PAY-03.R",)
DAY = dt.timedelta(days=1)  # one that has begun counts


def check_refund(*, payment: Payment, now: dt.datetime) -> None:
    """Ask the rule about the age of a payment before its money goes back the way it came; of ways without such a limit nothing is
    asked.

    Raises:
        RuleRefused: shop and buyer agree on another way.
        ScreeningUnavailable
    """
    if payment.method != PaymentMethod.STRIPE_ALIPAY or payment.paid_at is None:
        return
    subject = payment.order_id or payment.top_up_id or payment.id
    enforce_rules(
        subject_kind=SubjectKind.ORDER,
        subject_id=public_id("ord", subject),
        facts={
            "refund_method": payment.method, "payment_age_days": -((payment.paid_at - now) // DAY), "other_way_offered": False,
        },
        now=now,
        regions=find_shop_regions(),
        only=OF_REFUND,
    )  # fmt: skip
