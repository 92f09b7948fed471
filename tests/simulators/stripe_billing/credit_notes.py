"""Credit notes: what is taken off an invoice that is open, or given back of one that is paid."""

from __future__ import annotations

import uuid
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import made
from tests.simulators.stripe_billing.office import PAGE, listed
from tests.simulators.stripe_billing.paying import Paying


class CreditNotes(Paying):
    """Credit notes. Amounts in minor units."""

    def make_note(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST credit_notes: an amount, or lines; of a paid invoice, to be refunded, credited, or paid back elsewhere."""
        self.only(
            params, "invoice", "amount", "lines", "memo", "metadata", "reason", "refund_amount", "credit_amount", "out_of_band_amount",
        )  # fmt: skip
        invoice = self.get(params["invoice"], "invoice")
        self.must_be(invoice, "open", "paid")
        lines = [
            _line(each)
            for each in params.get("lines", [{"type": "custom_line_item", "amount": params.get("amount", 0)}])
        ]
        amount, opened = sum(each["amount"] for each in lines), invoice["status"] == "open"
        left = invoice["amount_remaining"] if opened else invoice["total"] - invoice["post_payment_credit_notes_amount"]
        if not 0 < amount <= left:
            raise Refused("", param="amount", message=f"The credit note amount must be more than 0 and at most {left}.")
        ways = {name: params.get(name, 0) for name in ("refund_amount", "credit_amount", "out_of_band_amount")}
        if sum(ways.values()) != (0 if opened else amount):
            raise Refused(
                "",
                message="The sum of credit_amount, refund_amount and out_of_band_amount must equal the amount that was paid.",
            )
        count = len(self.all("credit_note", invoice=invoice["id"])) + 1
        note = self.keep(
            "credit_note", "cn", amount=amount, amount_shipping=0, currency=invoice["currency"], customer=invoice["customer"],
            discount_amount=0, discount_amounts=[], effective_at=self.clock(), invoice=invoice["id"], memo=params.get("memo"),
            metadata=params.get("metadata", {}), number=f"{invoice['number']}-CN-{count:02d}", pretax_credit_amounts=[],
            out_of_band_amount=ways["out_of_band_amount"] or None, post_payment_amount=0 if opened else amount,
            pre_payment_amount=amount if opened else 0, reason=params.get("reason"), refunds=[], status="issued", subtotal=amount,
            subtotal_excluding_tax=amount, total=amount, total_excluding_tax=amount, total_taxes=[],
            type="pre_payment" if opened else "post_payment",
        )  # fmt: skip
        note.update(pdf=f"{invoice['invoice_pdf']}", lines=listed(lines, f"/v1/credit_notes/{note['id']}/lines"))
        self._give(note, invoice, ways)
        self.tell("credit_note.created", note)
        return note

    def _give(self, note: dict[str, Any], invoice: dict[str, Any], ways: dict[str, int]) -> None:
        amount, customer = note["amount"], self.objects[invoice["customer"]]
        with self.changing(invoice, "invoice.updated"):
            if note["type"] == "pre_payment":
                invoice["pre_payment_credit_notes_amount"] += amount
                invoice.update(
                    amount_due=invoice["amount_due"] - amount, amount_remaining=invoice["amount_remaining"] - amount
                )
                self.intent_of(invoice)["amount"] = invoice["amount_remaining"]
            else:
                invoice["post_payment_credit_notes_amount"] += amount
        if ways["refund_amount"]:
            refund = self.make_refund(
                {"payment_intent": self.secret(invoice).get("intent", ""), "amount": ways["refund_amount"]}
            )
            note["refunds"] = [
                {
                    "amount_refunded": refund["amount"],
                    "payment_record_refund": None,
                    "refund": refund["id"],
                    "type": "refund",
                }
            ]
        if ways["credit_amount"]:
            with self.changing(customer, "customer.updated"):
                customer["balance"] -= ways["credit_amount"]
        if note["type"] == "pre_payment" and invoice["amount_remaining"] == 0:
            self.cancel_payment(invoice)
            self.be_paid(invoice)

    def list_notes(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET credit_notes: of an invoice, of a customer."""
        self.only(params, *PAGE, "invoice", "customer")
        return self.list_plainly("credit_note", params, "credit_notes")


def _line(given: dict[str, Any]) -> dict[str, Any]:
    amount = given.get("amount", given.get("unit_amount", 0) * given.get("quantity", 1))
    return made(
        "credit_note_line_item", id=f"cnli_{uuid.uuid4().hex[:16]}", amount=amount, description=given.get("description") or "",
        discount_amount=0, discount_amounts=[], invoice_line_item=given.get("invoice_line_item"), livemode=False, pretax_credit_amounts=[],
        quantity=given.get("quantity", 1), tax_rates=[], taxes=[], type=given["type"], unit_amount=given.get("unit_amount"),
        metadata=given.get("metadata", {}),
    )  # fmt: skip
