"""Money for invoices as people ask for it: now, elsewhere, on a page; and back again."""

from __future__ import annotations

from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.charging import Charging
from tests.simulators.stripe_billing.customers import TEST_CARDS


class Paying(Charging):
    """Calls that pay, and what is read of payments."""

    def pay_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}/pay: now, or it was paid elsewhere."""
        self.only(params, "paid_out_of_band", "payment_method", "off_session", "forgive")
        invoice = self.get(wanted, "invoice")
        if invoice["status"] == "paid":
            raise Refused("", message="Invoice is already paid")
        if invoice["status"] == "draft":
            self.finalize(invoice)
            if invoice["status"] == "paid":
                return invoice
        self.must_be(invoice, "open", "uncollectible")
        if params.get("paid_out_of_band"):
            self.cancel_payment(invoice)
            self.secret(invoice)["elsewhere"] = invoice["amount_due"]
            self.be_paid(invoice, invoice["amount_due"])
            return invoice
        given = params.get("payment_method")
        if given in TEST_CARDS:
            given = self.attach_method({"customer": invoice["customer"]}, given)["id"]
        method = self.get(given, "payment_method") if given else self.method_of(invoice)
        if method is None:
            raise Refused(
                "resource_missing",
                message="There is no `default_payment_method` set on this Customer or Invoice. Please set one.",
            )
        error = self.attempt(invoice, method)
        if error:
            kind, code = error.pop("type"), error.pop("code")
            if code == "authentication_required":
                code = "invoice_payment_intent_requires_action"
            raise Refused(code, 402, kind=kind, **error)
        return invoice

    def pay_on_page(self, invoice: dict[str, Any], method: dict[str, Any]) -> dict[str, Any] | None:
        """The customer pays it on Stripe's page, and passes what the bank asks. Returns the error, None if it is paid."""
        self.attach_method({"customer": invoice["customer"]}, method["id"])
        return self.attempt(invoice, method, shown=True)

    def list_invoice_payments(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET invoice_payments: of an invoice, or by its intent."""
        by = params.pop("payment", None)
        where = {name: params[name] for name in ("invoice", "status") if name in params}
        rows = self.all("invoice_payment", **where)
        if by:
            rows = [each for each in rows if each["payment"].get("payment_intent") == by.get("payment_intent")]
        return self.page_of(rows, params, "invoice_payments")

    def make_refund(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST refunds: of a charge or of its intent."""
        self.only(params, "charge", "payment_intent", "amount", "reason", "metadata")
        wanted = params.get("charge") or self.get(params.get("payment_intent", ""), "payment_intent")["latest_charge"]
        charge = self.get(wanted or "", "charge")
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = params.get("amount", left)
        if amount > left or left == 0:
            raise Refused("charge_already_refunded" if left == 0 else "amount_too_large", param="amount")
        refund = self.keep(
            "refund", "re", amount=amount, charge=charge["id"], currency=charge["currency"], metadata=params.get("metadata", {}),
            payment_intent=charge["payment_intent"], reason=params.get("reason"), status="succeeded",
            destination_details={"card": {"type": "refund"}, "type": "card"},
        )  # fmt: skip
        refund["balance_transaction"] = self._balance_line(refund, -1)
        self.tell("refund.created", refund)
        with self.changing(charge, "charge.refunded"):
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        return refund

    def client_secret_of(self, invoice: dict[str, Any]) -> dict[str, Any] | None:
        """What ``confirmation_secret`` of an invoice shows when it is asked for."""
        known = self.secret(invoice)
        return (
            {"client_secret": self.intent_of(invoice)["client_secret"], "type": "payment_intent"}
            if "intent" in known
            else None
        )
