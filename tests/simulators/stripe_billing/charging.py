"""Money for invoices: payment intents, charges, refusals, retries; and back again."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from tests.simulators.stripe.events import PLATFORM
from tests.simulators.stripe_billing.customers import NEEDS_3DS, OK
from tests.simulators.stripe_billing.invoices import Invoices, sub_of
from tests.simulators.stripe_billing.periods import DAY

SAID = {
    "card_declined": ("generic_decline", "Your card was declined."),
    "insufficient_funds": ("insufficient_funds", "Your card has insufficient funds."),
    "expired_card": (None, "Your card has expired."),
    "authentication_required": (
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
}
# What a charge says of its card; what no card here has is null.
CARD_SEEN = """
    amount_authorized authorization_code brand checks country exp_month exp_year extended_authorization fingerprint funding
    incremental_authorization installments last4 mandate multicapture network network_token network_transaction_id overcapture
    regulated_status three_d_secure transaction_link_id wallet
"""


class Charging(Invoices):
    """What is charged, and what becomes of it."""

    def card_behaves(self, how: str, *, of: str = "") -> None:
        """From now on cards are: ok, card_declined, insufficient_funds, expired_card, authentication_required.

        ``of``: a payment method, or a customer (all that is theirs); without it, every one that is known.
        """
        with self.lock:
            for each in self.all("payment_method"):
                if of in {"", each["id"], each["customer"]}:
                    self.secret(each)["how"] = how

    def open_payment(self, invoice: dict[str, Any]) -> None:
        """The payment intent of an invoice that is open."""
        amount = invoice["amount_remaining"]
        intent = self.keep(
            "payment_intent", "pi", amount=amount, currency=invoice["currency"], customer=invoice["customer"], metadata={},
            amount_capturable=0, amount_received=0, status="requires_payment_method", capture_method="automatic",
            confirmation_method="automatic", payment_method_types=list(self.settings.methods), payment_method_options={},
            description="Subscription update" if sub_of(invoice) else "Payment for Invoice", amount_details={"tip": {}},
        )  # fmt: skip
        intent["client_secret"] = f"{intent['id']}_secret_{uuid.uuid4().hex[:16]}"
        payment = self.keep(
            "invoice_payment", "inpay", invoice=invoice["id"], amount_requested=amount, currency=invoice["currency"],
            is_default=True, status="open", payment={"payment_intent": intent["id"], "type": "payment_intent"},
            status_transitions={"canceled_at": None, "paid_at": None},
        )  # fmt: skip
        self.secret(invoice).update(intent=intent["id"], payment=payment["id"])
        self.secret(intent)["invoice"] = invoice["id"]
        self.tell("payment_intent.created", intent)

    def intent_of(self, invoice: dict[str, Any]) -> dict[str, Any]:
        """The intent that pays an invoice."""
        return self.objects[self.secret(invoice)["intent"]]

    def method_of(self, invoice: dict[str, Any]) -> dict[str, Any] | None:
        """What an invoice is charged to: the invoice's own, the subscription's, the customer's."""
        sub = self.objects.get(sub_of(invoice) or "", {})
        settings = self.objects[invoice["customer"]]["invoice_settings"]
        for found in (
            invoice["default_payment_method"],
            sub.get("default_payment_method"),
            settings["default_payment_method"],
        ):
            if found and self.objects[found]["customer"] == invoice["customer"]:
                return self.objects[found]
        return None

    def charge(
        self, invoice: dict[str, Any], method: dict[str, Any] | None, *, shown: bool = False
    ) -> dict[str, Any] | None:
        """Try to take the money. ``shown``: the holder is there and passes 3-D Secure. Returns the error, None if it is paid."""
        intent = self.intent_of(invoice)
        before = copy.deepcopy(intent)
        if method is None:
            return {
                "type": "invalid_request_error",
                "code": "payment_intent_unexpected_state",
                "message": "There is no payment method.",
            }
        how = self.secret(method)["how"]
        how = OK if how == NEEDS_3DS and shown else how
        intent.update(
            payment_method=method["id"], payment_method_types=[*{*intent["payment_method_types"], method["type"]}]
        )
        if how == OK:
            self._succeed(intent, method)
            return None
        decline, text = SAID[how]
        code = how if how in {"expired_card", "authentication_required"} else "card_declined"
        charge = self._charge_of(intent, method, status="failed", paid=False, failure_code=code, failure_message=text)
        error = {"type": "card_error", "code": code, "message": text, "charge": charge["id"]}
        error |= {"decline_code": decline} if decline else {}
        intent.update(
            latest_charge=charge["id"],
            last_payment_error={**error, "payment_method": dict(method)},
            payment_method=None,
        )
        intent["status"] = "requires_payment_method"
        self.tell("charge.failed", charge)
        if how == NEEDS_3DS:
            intent.update(
                status="requires_action",
                payment_method=method["id"],
                next_action={"type": "use_stripe_sdk", "use_stripe_sdk": {}},
            )
            self.tell("payment_intent.requires_action", intent)
        self.tell("payment_intent.payment_failed", intent)
        self.secret(intent)["before"] = before["status"]
        return {**error, "payment_intent": copy.deepcopy(intent)}

    def _succeed(self, intent: dict[str, Any], method: dict[str, Any]) -> None:
        charge = self._charge_of(intent, method, status="succeeded", paid=True)
        charge["balance_transaction"] = self._balance_line(charge)
        intent.update(
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=charge["id"],
            last_payment_error=None,
            next_action=None,
        )
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", intent)

    def _charge_of(self, intent: dict[str, Any], method: dict[str, Any], **given: Any) -> dict[str, Any]:
        ok = given["paid"]
        kind = method["type"]
        seen = method[kind] or {}
        shown = {name: seen.get(name) for name in CARD_SEEN.split()}
        outcome = {
            **dict.fromkeys(("advice_code", "network_advice_code", "network_decline_code")), "reason": given.get("failure_code"),
            "network_status": "approved_by_network" if ok else "declined_by_network", "seller_message": given.get("failure_message"),
            "type": "authorized" if ok else "issuer_declined",
        }  # fmt: skip
        return self.keep(
            "charge", "ch", amount=intent["amount"], amount_captured=intent["amount"] if ok else 0, amount_refunded=0, captured=ok,
            billing_details=method["billing_details"], currency=intent["currency"], customer=intent["customer"], disputed=False,
            description=intent["description"], fraud_details={}, metadata={}, payment_intent=intent["id"], payment_method=method["id"],
            payment_method_details={"type": kind, kind: shown if kind == "card" else {}}, refunded=False, outcome=outcome,
            receipt_url=f"{self.url}/receipts/{uuid.uuid4().hex[:12]}" if ok else None, **given,
        )  # fmt: skip

    def _balance_line(self, source: dict[str, Any], sign: int = 1) -> str:
        fee = source["amount"] * 34 // 1000 if sign > 0 else 0
        amount, kind = sign * source["amount"], "charge" if sign > 0 else "refund"
        details = [
            {
                "type": "stripe_fee",
                "amount": fee,
                "currency": source["currency"],
                "application": None,
                "description": "Stripe processing fees",
            }
        ]
        found = self.keep(
            "balance_transaction", "txn", PLATFORM, type=kind, amount=amount, currency=source["currency"], fee=fee, net=amount - fee,
            fee_details=details, available_on=self.clock() + 7 * DAY, balance_type="payments", reporting_category=kind,
            source=source["id"], status="pending", description=source.get("description") or "REFUND",
        )  # fmt: skip
        return str(found["id"])

    def attempt(
        self, invoice: dict[str, Any], method: dict[str, Any] | None = None, *, shown: bool = False, retry: bool = False
    ) -> dict[str, Any] | None:
        """One attempt to be paid, and all that follows from it. Returns the error, None if it was paid."""
        known = self.secret(invoice)
        before = copy.deepcopy(invoice)
        if retry or invoice["attempt_count"] == 0:
            invoice["attempt_count"] += 1
        invoice["attempted"] = True
        error = self.charge(invoice, method or self.method_of(invoice), shown=shown)
        if error is None:
            self._paid_by_intent(invoice)
            return None
        if retry:
            tries = invoice["attempt_count"]
            days = self.settings.retry_days
            scheduled = invoice["billing_reason"] != "subscription_create" and tries <= len(days)
            invoice["next_payment_attempt"] = self.clock() + days[tries - 1] * DAY if scheduled else None
            known["exhausted"] = tries > len(days)
        known["failed"] = True
        self.tell("invoice.updated", invoice, before=before)
        self.tell("invoice.payment_failed", invoice)
        if error.get("code") == "authentication_required":
            self.tell("invoice.payment_action_required", invoice)
        self.after_invoice(invoice)
        if retry and known.get("exhausted"):
            self.after_retries(invoice)
        return error

    def after_retries(self, invoice: dict[str, Any]) -> None:
        """It was tried often enough."""
        raise NotImplementedError

    def _paid_by_intent(self, invoice: dict[str, Any]) -> None:
        payment = self.objects[self.secret(invoice)["payment"]]
        amount, sub = invoice["amount_remaining"], self.objects.get(sub_of(invoice) or "")
        if sub and sub["payment_settings"]["save_default_payment_method"] == "on_subscription":
            sub["default_payment_method"] = self.intent_of(invoice)["payment_method"]
        payment.update(
            status="paid",
            amount_paid=amount,
            status_transitions={**payment["status_transitions"], "paid_at": self.clock()},
        )
        self.be_paid(invoice, amount)
        self.tell("invoice_payment.paid", payment)

    def cancel_payment(self, invoice: dict[str, Any]) -> None:
        """Its intent takes no money any more."""
        if "intent" in self.secret(invoice):
            intent, payment = self.intent_of(invoice), self.objects[self.secret(invoice)["payment"]]
            if intent["status"] != "succeeded":
                intent.update(status="canceled", canceled_at=self.clock(), cancellation_reason="void_invoice")
                payment.update(
                    status="canceled", status_transitions={**payment["status_transitions"], "canceled_at": self.clock()}
                )
                self.tell("payment_intent.canceled", intent)

    def collect_when_due(self, invoice: dict[str, Any]) -> None:
        """An open invoice that is to be charged is charged."""
        if (
            invoice["status"] == "open"
            and invoice["auto_advance"]
            and invoice["collection_method"] == "charge_automatically"
        ):
            self.attempt(invoice, retry=True)
