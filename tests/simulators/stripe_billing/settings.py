"""What an account has set at Stripe, and the words by which it is known."""

from __future__ import annotations

from dataclasses import dataclass

KEY = "sk_test_billing000000001"
SECRET = "whsec_billing000000001"
VERSION = "2026-10-28.endive"


@dataclass
class Settings:
    """The switches of the Dashboard. Times in seconds, retries in days after the attempt before."""

    retry_days: tuple[int, ...] = (3, 5, 7)
    after_retries: str = "canceled"  # of the subscription: canceled, unpaid, past_due
    invoice_after_retries: str = "open"  # or uncollectible
    finalize_after: int = 3600  # how long the invoice of a renewal stays a draft
    upcoming_days: int = 7  # invoice.upcoming, before a renewal
    trial_notice_days: int = 3
    overdue_days: int = 30  # of an invoice that is sent: then comes what after_overdue says
    after_overdue: str = "past_due"  # canceled, unpaid, past_due
    incomplete_hours: int = 23
    # Of usage that was told before. The documents say duplicate_meter_event; answers that people saw had a message and no code.
    duplicate_code: str = ""
    country: str = "HK"
    name: str = "Kaquan"
    currency: str = "cny"
    methods: tuple[str, ...] = ("card", "alipay")  # what Checkout offers unless it is told less
