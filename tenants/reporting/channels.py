"""Institutions whose statements can be loaded: their clock, and what an account of theirs is called in a statement."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from tenants.payments.enums import GatewayName
from tenants.payments.models import GatewayAccount

CHINA = ZoneInfo("Asia/Shanghai")
CLOCKS: dict[str, dt.tzinfo] = {
    GatewayName.STRIPE.value: dt.UTC,
    GatewayName.WECHATPAY.value: CHINA,
    GatewayName.ALIPAY.value: CHINA,
    GatewayName.SANDBOX.value: dt.UTC,
}
NAMED_BY = {
    GatewayName.STRIPE.value: "account",
    GatewayName.WECHATPAY.value: "mch_id",
    GatewayName.ALIPAY.value: "seller_id",
}
# When an institution has the statement of a day, after that day's end: WeChat Pay and Alipay make theirs on the next morning (their
# manuals say after 10 and after 9 o'clock), Stripe's balance transactions are there at once.
READY_AFTER: dict[str, dt.timedelta] = {
    GatewayName.STRIPE.value: dt.timedelta(hours=3),
    GatewayName.WECHATPAY.value: dt.timedelta(hours=10, minutes=30),
    GatewayName.ALIPAY.value: dt.timedelta(hours=9, minutes=30),
}
LINES_AT_ONCE = 2_000


def merchant_of(account: GatewayAccount) -> str:
    """The account's number at the institution as its statements tell it; "" where they do not."""
    return str(account.settings.get(NAMED_BY.get(account.gateway, ""), ""))


def yesterday(gateway: str, now: dt.datetime) -> dt.date:
    """The last day of the institution's clock that is over."""
    return now.astimezone(CLOCKS[gateway]).date() - dt.timedelta(days=1)


def period_of(gateway: str, first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of a day to just before the end of another, by the institution's clock."""
    clock = CLOCKS[gateway]
    begin = dt.datetime.combine(first, dt.time(), clock)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), clock)
    return begin, end
