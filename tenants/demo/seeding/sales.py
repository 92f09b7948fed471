"""What the demo shops sold and issued before today: by the services that buyers and the API go through, each at its own moment."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from platform_core.kernel.clock import back_in, now
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.catalog.models import Sku
from tenants.issuance.enums import Source
from tenants.issuance.services.issue_codes import IssueLine, issue_codes
from tenants.notifications.enums import MessageKind
from tenants.notifications.services.send_message import send_message
from tenants.orders.models import Order
from tenants.orders.services.place_order import Buyer, Wanted, place_order
from tenants.orders.services.settle_notice import settle_notice
from tenants.orders.services.tell_buyer import tell_buyer
from tenants.payments.accounts import list_offered
from tenants.payments.enums import NoticeKind
from tenants.payments.gateways.base import Notice
from tenants.payments.services.start_payment import Wish, start_payment

DAY: Final = dt.timedelta(days=1)
ISSUED_BY, TERMS = "demo", "0" * 16
TYPED, PAID = dt.timedelta(minutes=5), dt.timedelta(seconds=40)
WEEKEND: Final = 5  # the first weekday of it
ORDERS: Final = (1, 0, 2, 1, 0, 3, 1, 0)  # of days
BEST: Final = {"demo": (2, 12, 16, 18), "game": (1, 2), "cafe": (1, 2)}  # numbers of products in the catalogues


def sell(*, tenant: TenantRef, days: int, until: dt.datetime) -> None:
    """Let a demo shop have issued codes on each of the last days, more each week, and have been paid on most.

    In the transaction in which the shop is filled: there are goods and sales, or neither.
    """
    with tenant_context(tenant):
        skus = list(Sku.objects.filter(sku_code__in=best_sellers(tenant.slug)).order_by("sku_code"))
    for ago in range(days - 1, -1, -1):
        day = until - ago * DAY - TYPED
        with back_in(day), tenant_context(tenant):
            _issue(skus[ago % len(skus)], _many(days - ago, now().weekday()), days - ago)
        for number in range(ORDERS[ago % len(ORDERS)]):
            with back_in(day - dt.timedelta(hours=ago % 5 + number)), tenant_context(tenant):
                _buy(tenant, skus[(ago + 1) % len(skus)], 1 + ago % 2, ago + number)


def best_sellers(slug: str) -> list[str]:
    """SKU codes of the goods that a shop sold in the past; its catalogue has so many more of them in stock."""
    return [f"{slug.upper()}-{number:02d}-1" for number in BEST[slug]]


def _many(day: int, weekday: int) -> int:
    """Codes of a day: a little more each week, and more at the weekend."""
    usual = 8 + day // 5
    return usual * 8 // 5 if weekday >= WEEKEND else usual


def _issue(sku: Sku, quantity: int, number: int) -> None:
    moment = now()
    wanted = f"DEMO-{moment:%Y%m%d}-{number}"
    issue_codes(
        lines=[IssueLine(sku, quantity, sku.price)],
        external_id=wanted,
        fingerprint=hashlib.sha256(wanted.encode()).digest(),
        source=Source.API,
        actor=ISSUED_BY,
        now=moment,
    )


def _buy(tenant: TenantRef, sku: Sku, quantity: int, number: int) -> None:
    """A buyer on a phone: orders, pays, and is written to."""
    buyer = Buyer(f"138000010{number % 20:02d}", "phone", "zh-hans", terms_digest=TERMS)
    order = place_order(wanted=[Wanted(sku.id, quantity, {})], buyer=buyer, now=now()).order
    _pay(tenant, order)
    order.refresh_from_db()
    if order.issuance_id is not None:
        told_at = now() + PAID
        told = tell_buyer(kind=MessageKind.ORDER_DELIVERED, order_id=order.id, about_id=order.issuance_id, now=told_at)
        if told is not None:
            send_message(message_id=told.id, now=told_at)


def _pay(tenant: TenantRef, order: Order) -> None:
    gateway, method = list_offered()[0]
    back = shop_url(tenant.host, "/")
    wish = Wish(
        order_id=order.id, gateway=gateway, method=method, amount=order.amount, currency=order.currency,
        subject=order.number, return_url=back, notify_url=back, expires_at=order.pay_by,
    )  # fmt: skip
    payment, _session = start_payment(wish=wish, now=now(), first=True)
    notice = Notice(
        kind=NoticeKind.PAID, payment_number=payment.number, provider_id=f"demo-{payment.number}",
        amount=payment.amount, currency=payment.currency,
    )  # fmt: skip
    settle_notice(gateway=gateway, notice=notice, now=now() + PAID)
