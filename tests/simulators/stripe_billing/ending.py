"""Subscriptions: how they end, what is billed outside of their rhythm, how they are listed."""

from __future__ import annotations

from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.invoices import sub_of
from tests.simulators.stripe_billing.office import PAGE, merged, within
from tests.simulators.stripe_billing.subscriptions import OVER, Subscriptions


class Ending(Subscriptions):
    """How a subscription ends."""

    def finish(self, sub: dict[str, Any], *, reason: str | None, status: str = "canceled") -> None:
        """It is over. What is still owed is not collected any more."""
        now = self.clock()
        sub.update(status=status, ended_at=now, canceled_at=sub["canceled_at"] or now, pause_collection=None)
        sub.pop("status_details", None)
        if reason:
            self._say_why(sub, reason)
        for invoice in self.all("invoice"):
            if sub_of(invoice) == sub["id"] and invoice["status"] in {"draft", "open"} and invoice["auto_advance"]:
                with self.changing(invoice, "invoice.updated"):
                    invoice.update(auto_advance=False, next_payment_attempt=None, automatically_finalizes_at=None)
        self.tell("customer.subscription.deleted", sub)

    def cancel_subscription(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE subscriptions/{id}: at once."""
        self.only(params, "cancellation_details", "invoice_now", "prorate")
        sub = self.get(wanted, "subscription")
        if sub["status"] in OVER:
            raise Refused("resource_missing", 404, param="id", message=f"No such subscription: '{wanted}'")
        if params.get("prorate"):
            for item in sub["items"]["data"]:
                self.give_back(sub, item, self.clock())
        sub["cancellation_details"] = {**sub["cancellation_details"], **params.get("cancellation_details", {})}
        if params.get("invoice_now"):
            start, _end = self.period_of(sub)
            lines = self.metered_lines(sub, (start, self.clock()))
            if lines or self.pending_of(sub["customer"], sub["id"]):
                self.bill_now(sub, lines, "subscription_update")
        self.finish(sub, reason="cancellation_requested")
        return sub

    def bill_now(self, sub: dict[str, Any], lines: list[dict[str, Any]], reason: str) -> dict[str, Any] | None:
        """An invoice outside of the rhythm: made, finalized and charged at once. Returns the error of the charge."""
        now = self.clock()
        invoice = self.draft(self.objects[sub["customer"]], sub, reason, lines, (now, now))
        sub["latest_invoice"] = invoice["id"]
        self.tell("invoice.created", invoice)
        self.finalize(invoice)
        if invoice["status"] == "open" and sub["collection_method"] == "charge_automatically":
            return self.attempt(invoice, retry=True)
        return None

    def list_subscriptions(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET subscriptions: without a status, all that are not canceled."""
        self.only(
            params,
            *PAGE,
            "customer",
            "status",
            "price",
            "collection_method",
            "current_period_end",
            "current_period_start",
            "test_clock",
        )
        where = {name: params[name] for name in ("customer", "collection_method") if name in params}
        status, price = params.get("status"), params.get("price")
        rows = [
            each
            for each in self.all("subscription", **where)
            if (
                status == "all"
                or (status is None and each["status"] not in OVER)
                or (status == "ended" and each["status"] in OVER)
                or each["status"] == status
            )
            and (not price or any(item["price"]["id"] == price for item in each["items"]["data"]))
            and within(self.period_of(each)[1], params.get("current_period_end", {}))
            and within(self.period_of(each)[0], params.get("current_period_start", {}))
            and ("test_clock" not in params or each["test_clock"] == params["test_clock"])
        ]
        return self.page_of(rows, params, "subscriptions")

    def set_plainly(self, sub: dict[str, Any], params: dict[str, Any]) -> None:
        """What an update says that touches no money."""
        if "metadata" in params:
            sub["metadata"] = merged(sub["metadata"], params["metadata"])
        for name in ("description", "default_payment_method", "collection_method", "days_until_due", "trial_settings"):
            if name in params:
                sub[name] = params[name] or None
        if sub["collection_method"] == "send_invoice" and sub["days_until_due"] is None:
            raise Refused(
                "", param="days_until_due", message="days_until_due goes with collection_method=send_invoice."
            )
        if sub["collection_method"] == "charge_automatically":
            sub["days_until_due"] = None
        if "invoice_settings" in params:
            sub["invoice_settings"] = {**sub["invoice_settings"], **params["invoice_settings"]}
        if "payment_settings" in params:
            sub["payment_settings"] = {**sub["payment_settings"], **params["payment_settings"]}
