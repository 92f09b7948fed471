"""Subscriptions: how they begin, what state they are in, how they end."""

from __future__ import annotations

import copy
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.by_hand import ByHand
from tests.simulators.stripe_billing.catalogue import is_metered
from tests.simulators.stripe_billing.invoices import sub_of
from tests.simulators.stripe_billing.office import listed
from tests.simulators.stripe_billing.periods import DAY, period_at

OVER = {"canceled", "incomplete_expired"}
INVOICE_SETTINGS = {
    "account_tax_ids": None, "issuer": {"type": "self"}, "custom_fields": None, "description": None, "footer": None,
}  # fmt: skip
NO_METHOD = "This customer has no attached payment source or default payment method. Please consider adding a default payment method."
MADE_WITH = (
    "customer", "items", "metadata", "description", "default_payment_method", "collection_method", "days_until_due", "trial_end",
    "trial_period_days", "trial_settings", "discounts", "payment_behavior", "payment_settings", "cancel_at_period_end", "cancel_at",
    "currency", "off_session", "proration_behavior", "billing_mode", "automatic_tax", "invoice_settings",
)  # fmt: skip


class Subscriptions(ByHand):
    """How a subscription begins and what state it is in."""

    def make_subscription(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST subscriptions."""
        self.only(params, *MADE_WITH)
        customer = self.living(params.get("customer", ""))
        behaviour = params.get("payment_behavior", "allow_incomplete")
        chosen = params.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
        before = {} if chosen and behaviour != "error_if_incomplete" else self.remembered(customer["id"])
        sub = self.begin(customer, params)
        invoice = self.objects.get(sub["latest_invoice"] or "", {"status": "paid"})
        if (
            invoice["status"] == "open"
            and sub["collection_method"] != "send_invoice"
            and behaviour != "default_incomplete"
        ):
            method = self.method_of(invoice)
            error = self.attempt(invoice, retry=True) if method else None
            if method is None:
                self.put_back(before)
                raise Refused("resource_missing", message=NO_METHOD)
            if error and behaviour == "error_if_incomplete":
                self.put_back(before)
                raise Refused(error.pop("code"), 402, kind=error.pop("type"), **error)
        self.announce(sub)
        return sub

    def announce(self, sub: dict[str, Any]) -> None:
        """Tell that it exists; what changed before that is not told by itself."""
        self.secret(sub)["shown"] = True
        self.tell("customer.subscription.created", sub)

    def begin(self, customer: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        """A subscription and its first invoice, finalized, not yet charged. Nobody was told of the subscription."""
        now = self.clock()
        self.only_flexible_and_untaxed(params)
        trial = self._trial_of(params, now)
        method = params.get("collection_method", "charge_automatically")
        if (method == "send_invoice") != ("days_until_due" in params):
            raise Refused(
                "", param="days_until_due", message="days_until_due goes with collection_method=send_invoice."
            )
        chosen = params.get("default_payment_method")
        if chosen and self.get(chosen, "payment_method")["customer"] != customer["id"]:
            raise Refused("resource_missing", param="default_payment_method", message="The customer does not have it.")
        sub = self.keep(
            "subscription", "sub", customer=customer["id"], collection_method=method, days_until_due=params.get("days_until_due"),
            metadata=params.get("metadata", {}), description=params.get("description"), default_payment_method=chosen,
            automatic_tax={"enabled": False, "liability": None, "disabled_reason": None}, default_tax_rates=[], discounts=[],
            billing_cycle_anchor=trial or now, billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
            cancel_at_period_end=False, cancellation_details={"comment": None, "feedback": None, "reason": None},
            invoice_settings={**INVOICE_SETTINGS, **params.get("invoice_settings", {})},
            payment_settings={
                "payment_method_options": None, "payment_method_types": None, "save_default_payment_method": "off",
                **params.get("payment_settings", {}),
            },
            trial_settings=params.get("trial_settings") or {"end_behavior": {"missing_payment_method": "create_invoice"}},
            trial_start=now if trial else None, trial_end=trial, start_date=now, test_clock=customer["test_clock"],
            status="trialing" if trial else "active" if method == "send_invoice" else "incomplete",
        )  # fmt: skip
        self.secret(sub)["shown"] = False
        self._set_items(sub, params.get("items", []), now, trial)
        self.set_discounts(sub, params.get("discounts"), customer, subscription=sub["id"])
        if customer["currency"] not in {None, sub["currency"]}:
            raise Refused(
                "",
                param="items",
                message=f"You cannot combine currencies on a single customer ({customer['currency']}).",
            )
        customer["currency"] = sub["currency"]
        self._first_invoice(sub, customer)
        self.plan_end(sub, params)
        return sub

    @staticmethod
    def only_flexible_and_untaxed(params: dict[str, Any]) -> None:
        """Refuse what is asked for and not done here."""
        if params.get("automatic_tax", {}).get("enabled"):
            raise Refused("not_simulated", 501, param="automatic_tax", message="the simulator does not do taxes")
        if params.get("billing_mode", {}).get("type") == "classic":
            raise Refused(
                "not_simulated", 501, param="billing_mode", message="the simulator does flexible billing only"
            )

    def _trial_of(self, params: dict[str, Any], now: int) -> int | None:
        end = params.get("trial_end")
        if "trial_period_days" in params:
            end = now + params["trial_period_days"] * DAY
        if end in {None, "now", ""} or end == now:
            return None
        if not now < end < now + 731 * DAY:
            raise Refused(
                "", param="trial_end", message="Invalid timestamp: must be an integer Unix timestamp in the future."
            )
        return int(end)

    def _set_items(self, sub: dict[str, Any], given: list[dict[str, Any]], now: int, trial: int | None) -> None:
        if not given:
            raise Refused("parameter_missing", param="items", message="Missing required param: items.")
        items = [self.new_item(sub, each) for each in given]
        rhythms = {
            (each["price"]["recurring"]["interval"], each["price"]["recurring"]["interval_count"]) for each in items
        }
        currencies = {each["price"]["currency"] for each in items}
        if len(rhythms) > 1:
            raise Refused("not_simulated", 501, message="the simulator does not do items of different intervals")
        if len(currencies) > 1:
            raise Refused("", param="items", message="All prices on a subscription must have the same currency.")
        (interval,), (sub["currency"],) = rhythms, currencies
        start, end = (now, trial) if trial else period_at(sub["billing_cycle_anchor"], *interval, now)
        for each in items:
            each.update(current_period_start=start, current_period_end=end)
        sub["items"] = listed(items, f"/v1/subscription_items?subscription={sub['id']}", limit=20)

    def new_item(self, sub: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        """An item of a subscription, at a price. Its period is still to be set."""
        self.only(given, "price", "price_data", "quantity", "metadata", "discounts", "id")
        data = given.get("price_data")
        price = self.make_price(data) if data else self.get(given.get("price", ""), "price")
        if not price["active"]:
            raise Refused("", param="items[0][price]", message="The price specified is inactive.")
        if price["recurring"] is None:
            raise Refused("", param="items[0][price]", message="The price specified is set to `type=one_time`.")
        item = self.keep(
            "subscription_item", "si", discounts=[], metadata=given.get("metadata", {}), price=copy.deepcopy(price),
            plan=self.plan_of(price), quantity=given.get("quantity") or 1, subscription=sub["id"], tax_rates=[],
        )  # fmt: skip
        if is_metered(price):
            item["quantity"] = None
        elif given.get("quantity") == 0:
            item["quantity"] = 0
        customer = self.objects[sub["customer"]]
        self.set_discounts(item, given.get("discounts"), customer, subscription=sub["id"], subscription_item=item["id"])
        return item

    def _first_invoice(self, sub: dict[str, Any], customer: dict[str, Any]) -> None:
        period = self.period_of(sub)
        lines = self.licensed_lines(sub, period)
        if not lines and not self.pending_of(customer["id"], sub["id"]):
            sub["status"] = "active" if sub["status"] == "incomplete" else sub["status"]
            return
        now = self.clock()
        invoice = self.draft(customer, sub, "subscription_create", lines, (now, now))
        sub["latest_invoice"] = invoice["id"]
        self.tell("invoice.created", invoice)
        if sub["collection_method"] == "send_invoice" and not sub["trial_end"]:
            invoice["automatically_finalizes_at"] = now + self.settings.finalize_after
            return
        if invoice["amount_due"] == 0 and sub["status"] == "incomplete":
            sub["status"] = "active"
        self.finalize(invoice)

    @staticmethod
    def period_of(sub: dict[str, Any]) -> tuple[int, int]:
        """The period that a subscription is in: it stands on its items."""
        item = sub["items"]["data"][0]
        return item["current_period_start"], item["current_period_end"]

    def plan_end(self, sub: dict[str, Any], params: dict[str, Any]) -> None:
        """When it is to end: at the end of the period, at a moment, or not at all."""
        now = self.clock()
        if "cancel_at_period_end" in params:
            asked = params["cancel_at_period_end"]
            sub.update(
                cancel_at_period_end=asked,
                cancel_at=self.period_of(sub)[1] if asked else None,
                canceled_at=now if asked else None,
            )
            self._say_why(sub, "cancellation_requested" if asked else None)
        if "cancel_at" in params:
            at = params["cancel_at"]
            at = self.period_of(sub)[1] if at in {"min_period_end", "max_period_end"} else at or None
            if at is not None and at <= now:
                raise Refused("", param="cancel_at", message="cancel_at must be in the future.")
            sub.update(cancel_at=at, cancel_at_period_end=False, canceled_at=now if at else None)
            self._say_why(sub, "cancellation_requested" if at else None)

    @staticmethod
    def _say_why(sub: dict[str, Any], reason: str | None) -> None:
        sub["cancellation_details"] = {**sub["cancellation_details"], "reason": reason}

    def after_invoice(self, invoice: dict[str, Any]) -> None:
        """What became of an invoice is felt by its subscription and its customer."""
        sub = self.objects.get(sub_of(invoice) or "")
        if sub and sub["status"] not in OVER:
            before = copy.deepcopy(sub)
            self._feel(sub, invoice)
            if sub["status"] == "incomplete_expired":
                sub.update(ended_at=self.clock(), canceled_at=self.clock())
            if self.secret(sub)["shown"]:
                self.tell("customer.subscription.updated", sub, before=before)
        customer = self.objects[invoice["customer"]]
        owing = [
            each
            for each in self.all("invoice", customer=customer["id"], status="open")
            if self.secret(each).get("failed")
        ]
        with self.changing(customer, "customer.updated"):
            customer["delinquent"] = bool(owing)

    def _feel(self, sub: dict[str, Any], invoice: dict[str, Any]) -> None:
        status, known = invoice["status"], self.secret(invoice)
        if sub["status"] == "incomplete":
            if invoice["billing_reason"] == "subscription_create":
                sub["status"] = {"paid": "active", "void": "incomplete_expired", "uncollectible": "active"}.get(
                    status, sub["status"]
                )
            return
        if sub["status"] == "paused":
            if known.get("resumes") and status in {"paid", "uncollectible"}:
                self.wake(sub)
            return
        if sub["status"] == "trialing":
            return
        finalized = [
            each
            for each in self.all("invoice")
            if sub_of(each) == sub["id"] and each["status"] not in {"draft", "void"}
        ]
        latest = finalized[0] if finalized else None
        if latest is None or latest["status"] in {"paid", "uncollectible"}:
            sub["status"] = "active"
        elif self.secret(latest).get("failed") and sub["status"] != "unpaid":
            sub["status"] = "past_due"

    def wake(self, sub: dict[str, Any]) -> None:
        """A paused subscription goes on."""
        raise NotImplementedError
