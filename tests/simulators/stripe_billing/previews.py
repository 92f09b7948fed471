"""What an invoice would be: everything is done as it would be done, looked at, and has not happened."""

from __future__ import annotations

import copy
from typing import Any

from tests.simulators.stripe_billing.passing import Passing

DETAILS = (
    "items", "proration_behavior", "proration_date", "cancel_at_period_end", "cancel_at", "trial_end", "billing_cycle_anchor", "cancel_now",
)  # fmt: skip


class Previews(Passing):
    """POST invoices/create_preview, and the notice of a renewal."""

    def preview(self, params: dict[str, Any]) -> dict[str, Any]:
        """Of a new subscription, of a change, or of the next renewal."""
        self.only(params, "customer", "subscription", "subscription_details", "discounts", "currency", "preview_mode")
        details = params.get("subscription_details", {})
        self.only(details, *DETAILS)
        about = params.get("customer") or self.objects.get(params.get("subscription", ""), {}).get("customer", "")
        with self.rewound(about):
            self.previewing, self.shown = True, None
            try:
                found = copy.deepcopy(self._would_be(params, details))
            finally:
                self.previewing = False
        return found

    def _would_be(self, params: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
        wanted = params.get("subscription")
        if wanted is None:
            customer = self.living(params["customer"]) if "customer" in params else self.make_customer({})
            given = {name: value for name, value in details.items() if name in {"items", "trial_end", "cancel_at"}}
            given |= {"discounts": params["discounts"]} if "discounts" in params else {}
            sub = self.begin(customer, {**given, "customer": customer["id"]})
            return self._as_preview(self.objects[sub["latest_invoice"]])
        sub = self.get(wanted, "subscription")
        details, now = dict(details), self.clock()
        if details.pop("cancel_now", False):
            for item in sub["items"]["data"] if details.get("proration_behavior") != "none" else []:
                self.give_back(sub, item, details.get("proration_date", now))
            return self._as_preview(self.draft(self.objects[sub["customer"]], sub, "upcoming", [], (now, now)))
        changes = {**details, **({"discounts": params["discounts"]} if "discounts" in params else {})}
        if changes:
            self.update_subscription(changes, wanted)
        return self._as_preview(self.shown) if self.shown else self.upcoming(sub, rewind=False)

    def upcoming(self, sub: dict[str, Any], *, rewind: bool = True) -> dict[str, Any]:
        """The invoice that the next renewal would make."""
        if rewind:
            with self.rewound(sub["customer"]):
                return copy.deepcopy(self.upcoming(self.objects[sub["id"]], rewind=False))
        was, end = self.period_of(sub), self.period_of(sub)[1]
        lines = self.metered_lines(sub, was)
        if not (sub["cancel_at"] and sub["cancel_at"] <= end):
            after = {**sub, "status": "active"}
            lines += self.licensed_lines(after, self.next_period(sub))
        invoice = self.draft(self.objects[sub["customer"]], sub, "upcoming", lines, was)
        invoice["next_payment_attempt"] = end + self.settings.finalize_after
        return self._as_preview(invoice, created=end)

    def _as_preview(self, invoice: dict[str, Any], **more: Any) -> dict[str, Any]:
        name = f"upcoming_{invoice['id']}"
        invoice.update(
            id=name, billing_reason="upcoming", status="draft", number=None, hosted_invoice_url=None, invoice_pdf=None,
            ending_balance=min(invoice["total"] + invoice["starting_balance"], 0), automatically_finalizes_at=None, attempted=False,
            amount_paid=0, amount_remaining=invoice["amount_due"], effective_at=None, **more,
        )  # fmt: skip
        invoice["status_transitions"] = dict.fromkeys(invoice["status_transitions"])
        for line in invoice["lines"]["data"]:
            line.update(id=line["id"].replace("il_", "il_tmp_", 1), invoice=name)
        return invoice
