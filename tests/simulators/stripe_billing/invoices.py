"""Invoices: draft, open, paid, void, uncollectible; what each step tells."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.lines import Lines, add_up
from tests.simulators.stripe_billing.office import PAGE, listed, merged
from tests.simulators.stripe_billing.periods import DAY


class Invoices(Lines):
    """The life of an invoice up to where it is paid."""

    url = ""

    def draft(
        self, customer: dict[str, Any], sub: dict[str, Any] | None, reason: str, lines: list[dict[str, Any]],
        period: tuple[int, int], **given: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Make an invoice of lines, with what waited for it. Nobody is told yet."""
        source = sub or {}
        method = source.get("collection_method") or given.pop("collection_method", "charge_automatically")
        days = source.get("days_until_due") or given.pop("days_until_due", None)
        parent = {"metadata": source.get("metadata"), "subscription": source.get("id")}
        tax = {"enabled": False, "liability": None, "status": None, "disabled_reason": None, "provider": None}
        fields = {
            "currency": source.get("currency") or self.settings.currency, "billing_reason": reason, "collection_method": method,
            "period_start": period[0], "period_end": period[1], "status": "draft", "account_country": self.settings.country,
            "account_name": self.settings.name, "amount_shipping": 0, "attempt_count": 0, "attempted": False, "auto_advance": True,
            "automatic_tax": tax, "default_tax_rates": [], "description": source.get("description"), "discounts": [],
            "issuer": {"type": "self"}, "metadata": {}, "total_pretax_credit_amounts": [], "total_taxes": [], "amount_overpaid": 0,
            "due_date": self.clock() + days * DAY if method == "send_invoice" and days is not None else None,
            "parent": {"quote_details": None, "subscription_details": parent, "type": "subscription_details"} if sub else None,
            "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
            "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0,
            "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
            "default_payment_method": source.get("default_payment_method"),
        }  # fmt: skip
        own = source.get("invoice_settings") or {}
        said = {name: own[name] for name in ("custom_fields", "description", "footer") if own.get(name)}
        invoice = self.keep("invoice", "in", **{**fields, **self._billed_to(customer), **said, **given})
        waiting = self.pending_lines(customer["id"], sub["id"] if sub else None, invoice["id"])
        lines = [*waiting, *lines]
        if sub:
            invoice["discounts"] = self.lasting(sub)
        self.taken_off(invoice["discounts"], lines)
        self.secret(invoice)["lines"] = lines
        add_up(invoice, lines)
        if sub:
            self.billed(sub, lines, invoice["id"])
            self._use_up(sub)
        return invoice

    def _billed_to(self, customer: dict[str, Any]) -> dict[str, Any]:
        """What an invoice says of its customer, as it is now."""
        tax_ids = reversed(self.all("tax_id", customer=customer["id"]))
        return {
            "customer": customer["id"], "custom_fields": customer["invoice_settings"]["custom_fields"],
            "customer_address": dict(customer["address"]) if customer["address"] else None, "customer_email": customer["email"],
            "customer_name": customer["name"], "customer_phone": customer["phone"], "customer_tax_exempt": customer["tax_exempt"],
            "customer_tax_ids": [{"type": each["type"], "value": each["value"]} for each in tax_ids],
            "starting_balance": customer["balance"], "test_clock": customer["test_clock"],
        }  # fmt: skip

    def _use_up(self, sub: dict[str, Any]) -> None:
        """Discounts that are for one invoice are gone after it, and so are those whose time is over."""
        kept = [each for each in self.lasting(sub) if self.coupon_of(each)["duration"] != "once"]
        for gone in set(sub["discounts"]) - set(kept):
            self.tell("customer.discount.deleted", self.objects[gone])
        sub["discounts"] = kept

    def finalize(self, invoice: dict[str, Any]) -> None:
        """It gets its number and may be paid. What comes to nothing, or is covered by a balance, is paid at once."""
        customer = self.objects[invoice["customer"]]
        number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
        customer["next_invoice_sequence"] += 1
        invoice["starting_balance"] = customer["balance"]
        add_up(invoice, self.secret(invoice)["lines"])
        ending = min(invoice["total"] + customer["balance"], 0)
        if customer["balance"] != ending:
            with self.changing(customer, "customer.updated"):
                customer["balance"] = ending
        token = uuid.uuid4().hex[:24]
        self.secret(invoice)["token"] = token
        page = f"{self.url}/invoice/{token}"
        invoice.update(
            number=number, status="open", ending_balance=ending, effective_at=self.clock(), automatically_finalizes_at=None,
            hosted_invoice_url=page, invoice_pdf=f"{page}/pdf", webhooks_delivered_at=invoice["created"],
            status_transitions={**invoice["status_transitions"], "finalized_at": self.clock()},
        )  # fmt: skip
        self.tell("invoice.finalized", invoice)
        if invoice["amount_due"] == 0:
            self.be_paid(invoice)
            return
        self.open_payment(invoice)
        if invoice["collection_method"] == "send_invoice":
            self.tell("invoice.sent", invoice)

    def be_paid(self, invoice: dict[str, Any], amount: int = 0) -> None:
        """All of it is there: tell so, and what it means for the subscription."""
        before = copy.deepcopy(invoice)
        invoice.update(
            status="paid", amount_paid=amount, amount_remaining=0, attempted=True, next_payment_attempt=None, auto_advance=False,
            status_transitions={**invoice["status_transitions"], "paid_at": self.clock()},
        )  # fmt: skip
        invoice.pop("status_details", None)
        self.tell("invoice.updated", invoice, before=before)
        self.tell("invoice.paid", invoice)
        self.tell("invoice.payment_succeeded", invoice)
        self.after_invoice(invoice)

    def open_payment(self, invoice: dict[str, Any]) -> None:
        """The payment intent of an invoice that is open."""
        raise NotImplementedError

    def after_invoice(self, invoice: dict[str, Any]) -> None:
        """What became of an invoice is felt by its subscription and its customer."""
        raise NotImplementedError

    def cancel_payment(self, invoice: dict[str, Any]) -> None:
        """Nobody pays it any more."""
        raise NotImplementedError

    def give_up(self, invoice: dict[str, Any], reason: str) -> None:
        """It is not expected to be paid; it still may be."""
        before = copy.deepcopy(invoice)
        invoice.update(
            status="uncollectible", next_payment_attempt=None, auto_advance=False,
            status_details={"uncollectible": {"reason": reason}},
            status_transitions={**invoice["status_transitions"], "marked_uncollectible_at": self.clock()},
        )  # fmt: skip
        self.tell("invoice.updated", invoice, before=before)
        self.tell("invoice.marked_uncollectible", invoice)

    def annul(self, invoice: dict[str, Any]) -> None:
        """It is as if it had never been sent."""
        before = copy.deepcopy(invoice)
        invoice.update(
            status="void", next_payment_attempt=None, auto_advance=False, amount_remaining=0,
            status_transitions={**invoice["status_transitions"], "voided_at": self.clock()},
        )  # fmt: skip
        invoice.pop("status_details", None)
        self.cancel_payment(invoice)
        self.tell("invoice.updated", invoice, before=before)
        self.tell("invoice.voided", invoice)

    def must_be(self, invoice: dict[str, Any], *states: str) -> None:
        """Refuse what does not fit the state of an invoice."""
        if invoice["status"] not in states:
            code = "invoice_not_editable" if states == ("draft",) else ""
            raise Refused(code, message=f"This invoice is {invoice['status']}, not {' or '.join(states)}.")

    def update_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}: of a draft; metadata and auto_advance at any time."""
        invoice = self.get(wanted, "invoice")
        self.only(
            params, "metadata", "auto_advance", "description", "footer", "custom_fields", "days_until_due", "due_date"
        )
        if set(params) - {"metadata", "auto_advance"}:
            self.must_be(invoice, "draft")
        if "metadata" in params:
            params["metadata"] = merged(invoice["metadata"], params["metadata"])
        if "days_until_due" in params:
            params["due_date"] = self.clock() + params.pop("days_until_due") * DAY
        with self.changing(invoice, "invoice.updated"):
            invoice.update(params)
        return invoice

    def list_invoices(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET invoices: also by subscription."""
        self.only(params, *PAGE, "customer", "status", "collection_method", "subscription")
        where = {name: params[name] for name in ("customer", "status", "collection_method") if name in params}
        rows, sub = self.all("invoice", **where), params.get("subscription")
        return self.page_of([each for each in rows if not sub or sub_of(each) == sub], params, "invoices")

    def list_lines(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET invoices/{id}/lines."""
        return self.paged(self.secret(self.get(wanted, "invoice"))["lines"], params, f"/v1/invoices/{wanted}/lines")

    def finalize_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}/finalize: with ``auto_advance`` it is then collected, as its time comes."""
        invoice = self.get(wanted, "invoice")
        self.must_be(invoice, "draft")
        invoice["auto_advance"] = params.get("auto_advance", invoice["auto_advance"])
        self.finalize(invoice)
        self.collect_when_due(invoice)
        return invoice

    def collect_when_due(self, invoice: dict[str, Any]) -> None:
        """An open invoice that is to be charged is charged."""
        raise NotImplementedError

    def send_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}/send."""
        invoice = self.get(wanted, "invoice")
        if invoice["status"] == "draft":
            self.finalize(invoice)
        else:
            self.must_be(invoice, "open", "uncollectible")
            self.tell("invoice.sent", invoice)
        return invoice

    def void_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}/void."""
        invoice = self.get(wanted, "invoice")
        self.must_be(invoice, "open", "uncollectible")
        self.annul(invoice)
        self.after_invoice(invoice)
        return invoice

    def forgive_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST invoices/{id}/mark_uncollectible."""
        invoice = self.get(wanted, "invoice")
        self.must_be(invoice, "open")
        self.give_up(invoice, "user_forgiven")
        self.after_invoice(invoice)
        return invoice

    def payments_of(self, invoice: dict[str, Any]) -> dict[str, Any]:
        """What ``payments`` of an invoice shows when it is asked for."""
        return listed(
            self.all("invoice_payment", invoice=invoice["id"]), f"/v1/invoice_payments?invoice={invoice['id']}"
        )


def sub_of(invoice: dict[str, Any]) -> str | None:
    """The subscription that an invoice is of."""
    details = (invoice["parent"] or {}).get("subscription_details") or {}
    return details.get("subscription")
