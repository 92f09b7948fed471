"""Invoices that somebody makes by hand, and what is put on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.catalogue import cost_of
from tests.simulators.stripe_billing.credit_notes import CreditNotes
from tests.simulators.stripe_billing.invoices import sub_of
from tests.simulators.stripe_billing.lines import add_up


class ByHand(CreditNotes):
    """Drafts and items that no subscription makes."""

    def make_invoice(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST invoices: by hand, of what waits."""
        self.only(
            params, "customer", "auto_advance", "collection_method", "days_until_due", "description", "metadata", "subscription",
            "pending_invoice_items_behavior", "currency", "due_date", "custom_fields", "footer",
        )  # fmt: skip
        sub = self.get(params.pop("subscription"), "subscription") if "subscription" in params else None
        customer = self.living(params.pop("customer", None) or (sub or {}).get("customer", ""))
        included = params.pop("pending_invoice_items_behavior", "exclude") == "include" or sub
        given = {"auto_advance": False, **params}
        with self.setting_aside([] if included else self.pending_of(customer["id"], None)):
            now = self.clock()
            invoice = self.draft(customer, sub, "manual", [], (now, now), **given)
        self.tell("invoice.created", invoice)
        return invoice

    def add_item(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST invoiceitems: an amount, or a quantity at a price."""
        self.only(
            params,
            "customer",
            "amount",
            "currency",
            "description",
            "metadata",
            "invoice",
            "subscription",
            "quantity",
            "pricing",
            "period",
        )
        customer, now = self.living(params["customer"]), self.clock()
        given = params.get("pricing", {}).get("price")
        price = self.get(given, "price") if given else self._price_of_amount(params)
        quantity = params.get("quantity", 1)
        period = params.get("period", {"start": now, "end": now})
        item = self.wait_item(
            price, quantity, cost_of(price, quantity), (period["start"], period["end"]), customer=customer["id"],
            sub=params.get("subscription"), item=None, description=params.get("description", ""), proration=False,
        )  # fmt: skip
        item["metadata"] = params.get("metadata", {})
        if "invoice" in params:
            invoice = self.get(params["invoice"], "invoice")
            self.must_be(invoice, "draft")
            with self.setting_aside([each for each in self.pending_of(customer["id"], None) if each is not item]):
                self.secret(invoice)["lines"] += self.pending_lines(customer["id"], None, invoice["id"])
            with self.changing(invoice, "invoice.updated"):
                add_up(invoice, self.secret(invoice)["lines"])
        return item

    def _price_of_amount(self, params: dict[str, Any]) -> dict[str, Any]:
        product = {"name": params.get("description") or "—"}
        currency = params.get("currency", self.settings.currency)
        return self.make_price({"unit_amount": params["amount"], "currency": currency, "product_data": product})

    @contextmanager
    def setting_aside(self, items: list[dict[str, Any]]) -> Iterator[None]:
        """Inside, these do not wait for an invoice."""
        for each in items:
            each["invoice"] = "aside"
        yield
        for each in items:
            each["invoice"] = None

    def drop_invoice(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE invoices/{id}: of a draft that belongs to no subscription."""
        invoice = self.get(wanted, "invoice")
        self.must_be(invoice, "draft")
        if sub_of(invoice):
            raise Refused("invoice_not_editable", message="You can't delete invoices created by subscriptions.")
        del self.objects[wanted]
        self.tell("invoice.deleted", invoice)
        return {"id": wanted, "object": "invoice", "deleted": True}
