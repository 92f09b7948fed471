"""Somebody who is charged, and short ways to look at what happened."""

from __future__ import annotations

import datetime as dt

DAY = 86400
MARCH = int(dt.datetime(2026, 3, 1, tzinfo=dt.UTC).timestamp())  # its month has 31 days
APRIL, MAY = MARCH + 31 * DAY, MARCH + 61 * DAY


class Merchant:
    """Plans at 299.00 and 999.00 a month and 2990.00 a year, in CNY; a customer."""

    def __init__(self, desk, client):
        self.desk, self.client = desk, client
        self.product = client.products.create({"name": "专业版"})
        self.month = self.price("pro_month", 29_900, "month")
        self.max = self.price("max_month", 99_900, "month")
        self.year = self.price("pro_year", 299_000, "year")
        self.customer = client.customers.create({"email": "boss@example.com", "name": "某某商贸"})

    def price(self, key, amount, interval):
        """A price by its lookup key."""
        wanted = {"product": self.product.id, "currency": "cny", "unit_amount": amount, "lookup_key": key}
        return self.client.prices.create({**wanted, "recurring": {"interval": interval}})

    def card(self, name="pm_card_visa"):
        """A card that is charged from now on. Returns it."""
        card = self.client.payment_methods.attach(name, {"customer": self.customer.id})
        self.client.customers.update(self.customer.id, {"invoice_settings": {"default_payment_method": card.id}})
        return card

    def subscribe(self, price=None, **given):
        """A subscription of the customer."""
        wanted = {"customer": self.customer.id, "items": [{"price": (price or self.month).id}]}
        return self.client.subscriptions.create({**wanted, **given})

    def session(self, **given):
        """A page of Checkout for the plan of 299.00."""
        wanted = {
            "mode": "subscription", "customer": self.customer.id, "line_items": [{"price": self.month.id, "quantity": 1}],
            "success_url": "https://shop.example/ok?session={CHECKOUT_SESSION_ID}", "cancel_url": "https://shop.example/no",
        }  # fmt: skip
        return self.client.checkout.sessions.create({**wanted, **given})

    def again(self, sub, **given):
        """A subscription as it is now, with its last invoice."""
        return self.client.subscriptions.retrieve(sub.id, {"expand": ["latest_invoice"], **given})

    def told(self):
        """Types of the events that nobody was given yet, in their order."""
        return [each["type"] for each in self.desk.take()]


def period(sub):
    """The period that a subscription is in: it stands on its item."""
    item = sub["items"].data[0]
    return item.current_period_start, item.current_period_end
