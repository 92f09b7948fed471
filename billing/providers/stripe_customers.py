"""Merchants as customers of the platform at Stripe, with what is printed on their bills; and the page where they help themselves."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from stripe import StripeClient

from billing.errors import BillingRefused
from billing.providers.base import Customer
from billing.providers.stripe_client import PLATFORM, asking, is_ours, marks, once, stripe_client

TITLE, TAX_NUMBER = "发票抬头", "税号"
LONGEST_VALUE: Final = 140
LOCALES = {"zh-hans": "zh", "en": "en"}


def ensure_customer(customer: Customer, customer_id: str) -> str:
    """Make a customer, or bring the one of this id up to date. One that was deleted there is made anew."""
    facts: dict[str, Any] = {
        "name": (customer.title or customer.name)[:256],
        "email": customer.email,
        "metadata": marks(customer.tenant_id),
        "preferred_locales": [LOCALES.get(customer.language, "zh")],
        "invoice_settings": {"custom_fields": _custom_fields(customer) or ""},
    }
    with asking():
        client = stripe_client()
        if customer_id and not client.v1.customers.retrieve(customer_id).to_dict().get("deleted"):
            client.v1.customers.update(customer_id, facts)  # type: ignore[arg-type]
        else:
            if not facts["invoice_settings"]["custom_fields"]:
                del facts["invoice_settings"]
            # Until its first subscription nothing hangs on it: one that is made twice after a day is left lying.
            made = client.v1.customers.create(facts, once("customer", customer_id, sorted(map(str, facts.items()))))  # type: ignore[arg-type]
            customer_id = str(made.id)
        _bring_tax_number(client, customer_id, customer.tax_number)
    return customer_id


def _custom_fields(customer: Customer) -> list[dict[str, str]]:
    told = ((TITLE, customer.title), (TAX_NUMBER, customer.tax_number))
    return [{"name": name, "value": value[:LONGEST_VALUE]} for name, value in told if value]


def _bring_tax_number(client: StripeClient, customer_id: str, number: str) -> None:
    """A Chinese tax number that Stripe takes for one is on the bill as such; one that it refuses stands there as we wrote it."""
    held = [
        each for each in client.v1.customers.tax_ids.list(customer_id, {"limit": 100}).data if each.type == "cn_tin"
    ]
    for each in held:
        if each.value != number:
            client.v1.customers.tax_ids.delete(customer_id, each.id)
    if number and all(each.value != number for each in held):
        try:
            with asking():
                client.v1.customers.tax_ids.create(customer_id, {"type": "cn_tin", "value": number})
        except BillingRefused as error:
            if error.data.get("reason") != "tax_id_invalid":
                raise


def open_portal(customer_id: str, back_url: str) -> str:
    """Stripe's own page: cards and bills. What is subscribed to is changed with us, where the rules are."""
    with asking():
        client = stripe_client()
        chosen = _find_configuration(client) or _make_configuration(client)
        made = client.v1.billing_portal.sessions.create(
            {"customer": customer_id, "return_url": back_url, "configuration": chosen}
        )
    return str(made.url)


def _find_configuration(client: StripeClient) -> str:
    listed = client.v1.billing_portal.configurations.list({"active": True, "limit": 100})
    ours = (each for each in listed.auto_paging_iter() if is_ours(each.to_dict()))
    return next((str(each.id) for each in ours), "")


def _make_configuration(client: StripeClient) -> str:
    made = client.v1.billing_portal.configurations.create(
        {
            "business_profile": {"headline": "Kaquan"},
            "features": {
                "customer_update": {"enabled": True, "allowed_updates": ["email", "address", "phone"]},
                "invoice_history": {"enabled": True},
                "payment_method_update": {"enabled": True},
                "subscription_cancel": {"enabled": False},
                "subscription_update": {"enabled": False},
            },
            "metadata": {PLATFORM: settings.KAQUAN_PLATFORM_HOST},
        },
        once("portal", "1"),
    )
    return str(made.id)
