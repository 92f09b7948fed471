"""Bills at Stripe: read with how they were paid, tried again, paid outside, given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from stripe import StripeClient

from billing.enums import OWED
from billing.errors import BillingRefused
from billing.providers.base import RemoteInvoice
from billing.providers.stripe_client import asking, id_of, is_absent, once, stripe_client
from billing.providers.stripe_reading import invoice_of, seconds

PAYMENTS: Final = "payments"
GIVEN_BACK: Final = "charge_already_refunded"


def find_invoice(invoice_id: str) -> RemoteInvoice | None:
    """A bill, with how it was paid or why it was not; None: there is none."""
    try:
        with asking():
            client = stripe_client()
            said = client.v1.invoices.retrieve(invoice_id, {"expand": [PAYMENTS]}).to_dict()
            return _with_payment(client, said)
    except BillingRefused as error:
        if is_absent(error):
            return None
        raise


def list_invoices(customer_id: str, since: dt.datetime | None = None) -> Iterator[RemoteInvoice]:
    """Of a customer, the newest first, without how they were paid."""
    wish: dict[str, Any] = {"customer": customer_id, "limit": 100}
    if since is not None:
        wish["created"] = {"gte": seconds(since)}
    with asking():
        for each in stripe_client().v1.invoices.list(wish).auto_paging_iter():  # type: ignore[arg-type]
            yield invoice_of(each.to_dict())


def pay_outside(invoice_id: str, number: str) -> RemoteInvoice:
    """Its money came another way. One that is paid stays as it is."""
    return _pay(invoice_id, {"paid_out_of_band": True}, number)


def retry_invoice(invoice_id: str, number: str) -> RemoteInvoice:
    """Try to collect it now. One that is paid stays as it is."""
    return _pay(invoice_id, {}, number)


def _pay(invoice_id: str, how: dict[str, Any], number: str) -> RemoteInvoice:
    with asking():
        client = stripe_client()
        said = client.v1.invoices.retrieve(invoice_id, {"expand": [PAYMENTS]}).to_dict()
        if said["status"] != "paid":
            wish: Any = {**how, "expand": [PAYMENTS]}
            said = client.v1.invoices.pay(invoice_id, wish, once("pay", invoice_id, number)).to_dict()
        return _with_payment(client, said)


def give_back(client: StripeClient, subscription_id: str) -> int:
    """Undo the bills of a subscription: what is to be paid is void, what was paid goes back. Returns minor units that went back."""
    returned = 0
    listed = client.v1.invoices.list({"subscription": subscription_id, "limit": 100, "expand": [f"data.{PAYMENTS}"]})
    for each in listed.auto_paging_iter():
        said = each.to_dict()
        if said["status"] in OWED:
            client.v1.invoices.void_invoice(said["id"])
        for payment in _intents(said) if said["status"] == "paid" else ():
            returned += _refund(client, payment)
    return returned


def _refund(client: StripeClient, intent: str) -> int:
    try:
        with asking():
            return int(client.v1.refunds.create({"payment_intent": intent}, once("refund", intent)).amount)
    except BillingRefused as error:
        if error.data.get("reason") == GIVEN_BACK:
            return 0
        raise


def _intents(said: dict[str, Any], *, only_paid: bool = False) -> list[str]:
    payments = (said.get(PAYMENTS) or {}).get("data") or ()
    if only_paid:
        payments = [each for each in payments if each.get("status") == "paid"]
    found = (id_of((each.get("payment") or {}).get("payment_intent")) for each in payments)
    return [each for each in found if each]


def _with_payment(client: StripeClient, said: dict[str, Any]) -> RemoteInvoice:
    """A bill with how it was paid, or why not. One whose money came outside of Stripe has payments that failed, and none that paid."""
    intents = _intents(said, only_paid=said["status"] == "paid")
    if not intents or said["status"] == "draft" or not said.get("attempt_count"):
        return invoice_of(said)
    intent = client.v1.payment_intents.retrieve(intents[-1], {"expand": ["latest_charge"]}).to_dict()
    charge, error = intent.get("latest_charge"), intent.get("last_payment_error") or {}
    if said["status"] == "paid":
        details = charge.get("payment_method_details") if isinstance(charge, dict) else None
        return invoice_of(said, paid_by=str((details or {}).get("type") or "")[:20])
    return invoice_of(said, refusal=str(error.get("decline_code") or error.get("code") or "")[:64])
