"""What may be changed of a subscription while it runs, what that costs or gives back to the second, and what it would."""

from __future__ import annotations

import copy
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.catalogue import is_metered
from tests.simulators.stripe_billing.ending import Ending
from tests.simulators.stripe_billing.periods import period_at
from tests.simulators.stripe_billing.subscriptions import OVER

CHANGES = (
    "items", "proration_behavior", "proration_date", "payment_behavior", "metadata", "description", "default_payment_method",
    "collection_method", "days_until_due", "trial_end", "trial_settings", "discounts", "payment_settings", "off_session",
    "cancel_at_period_end", "cancel_at", "pause_collection", "billing_cycle_anchor", "cancellation_details", "invoice_settings",
)  # fmt: skip


class Changing(Ending):
    """Updates, pauses, resumptions."""

    previewing = False
    shown: dict[str, Any] | None = None

    def update_subscription(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST subscriptions/{id}."""
        self.only(params, *CHANGES)
        sub = self.get(wanted, "subscription")
        if sub["status"] in OVER and set(params) - {"metadata", "cancellation_details"}:
            raise Refused(
                "resource_missing",
                message="A canceled subscription can only update its cancellation_details and metadata.",
            )
        if sub["status"] == "incomplete" and set(params) - {"metadata", "default_payment_method"}:
            raise Refused(
                "", message="A subscription that is incomplete can only have its metadata and default source updated."
            )
        if params.get("payment_behavior") == "pending_if_incomplete":
            raise Refused("not_simulated", 501, param="payment_behavior")
        kept = self.remembered(sub["customer"]) if params.get("payment_behavior") == "error_if_incomplete" else {}
        self.secret(sub)["shown"], before = False, copy.deepcopy(sub)
        error = self._change(sub, params)
        if error and kept:
            self.put_back(kept)
            raise Refused(error.pop("code"), 402, kind=error.pop("type"), **error)
        self.secret(sub)["shown"] = True
        if sub["status"] not in OVER or before["status"] in OVER:
            self.tell("customer.subscription.updated", sub, before=before)
        return sub

    def _change(self, sub: dict[str, Any], params: dict[str, Any]) -> dict[str, Any] | None:
        self.set_plainly(sub, params)
        if "cancellation_details" in params:
            sub["cancellation_details"] = {**sub["cancellation_details"], **params["cancellation_details"]}
        if "discounts" in params:
            self.set_discounts(sub, params["discounts"], self.objects[sub["customer"]], subscription=sub["id"])
        if "pause_collection" in params:
            given = params["pause_collection"]
            sub["pause_collection"] = {"resumes_at": None, **given} if given else None
        behaviour = params.get("proration_behavior", "create_prorations")
        at = params.get("proration_date", self.clock())
        start, end = self.period_of(sub)
        if not start <= at <= end:
            raise Refused(
                "", param="proration_date", message="Cannot specify a proration date outside the current period."
            )
        reset = self._change_trial(sub, params["trial_end"]) if "trial_end" in params else False
        reset = params.get("billing_cycle_anchor") == "now" or reset
        reset = self._change_items(sub, params.get("items", []), behaviour, at, reset) or reset
        error = None
        if reset:
            error = self._start_anew(sub)
        elif behaviour == "always_invoice" and self.pending_of(sub["customer"], sub["id"]):
            error = self.bill_now(sub, [], "subscription_update")
        self.plan_end(sub, params)
        return error

    def bill_now(self, sub: dict[str, Any], lines: list[dict[str, Any]], reason: str) -> dict[str, Any] | None:
        """As ever; where it is only asked what would be, the draft is all."""
        if self.previewing:
            now = self.clock()
            self.shown = self.draft(self.objects[sub["customer"]], sub, reason, lines, (now, now))
            return None
        return super().bill_now(sub, lines, reason)

    def _change_trial(self, sub: dict[str, Any], end: int | str) -> bool:
        """A trial that ends at another time. Returns whether a period begins now."""
        now = self.clock()
        if end == "now" or end == now:
            was = sub["status"] == "trialing"
            if was:
                self.tell("customer.subscription.trial_will_end", sub)
                sub.update(status="active", trial_end=now)
            return was
        if int(end) <= now:
            raise Refused(
                "", param="trial_end", message="Invalid timestamp: must be an integer Unix timestamp in the future."
            )
        sub.update(
            status="trialing", trial_end=int(end), trial_start=sub["trial_start"] or now, billing_cycle_anchor=int(end)
        )
        for item in sub["items"]["data"]:
            item["current_period_end"] = int(end)
        return False

    def _change_items(
        self, sub: dict[str, Any], given: list[dict[str, Any]], behaviour: str, at: int, reset: bool
    ) -> bool:
        """Other prices, other quantities. Returns whether a period begins now, because it is of another length."""
        items = {each["id"]: each for each in sub["items"]["data"]}
        rhythm = next(iter(items.values()))["price"]["recurring"]
        prorated = behaviour != "none" and sub["status"] not in {"trialing", "incomplete", "paused"}
        changed = []
        for each in given:
            self.only(each, "id", "price", "price_data", "quantity", "deleted", "metadata", "discounts", "clear_usage")
            item = items.get(each.get("id", ""))
            if "id" in each and item is None:
                raise Refused(
                    "resource_missing", param="items[0][id]", message=f"No such subscription item: '{each['id']}'"
                )
            if item is not None and prorated and not is_metered(item["price"]) and self._differs(item, each):
                self.give_back(sub, item, at)
            if each.get("deleted") and item is not None:
                sub["items"]["data"].remove(item)
            elif item is None:
                item = self.new_item(sub, each)
                old = sub["items"]["data"][0]
                item.update({name: old[name] for name in ("current_period_start", "current_period_end")})
                sub["items"]["data"].append(item)
                changed.append(item)
            elif self._differs(item, each):
                self._put(sub, item, each)
                changed.append(item)
        rhythms = {
            (each["price"]["recurring"]["interval"], each["price"]["recurring"]["interval_count"])
            for each in sub["items"]["data"]
        }
        if len(rhythms) != 1:
            raise Refused(
                "not_simulated", 501, param="items", message="the simulator does not do items of different intervals"
            )
        other = rhythms != {(rhythm["interval"], rhythm["interval_count"])} and sub["status"] != "trialing"
        if other or reset:
            if prorated:
                for item in sub["items"]["data"]:
                    self.give_back(sub, item, at)
            return other
        for item in changed if prorated else []:
            if not is_metered(item["price"]):
                self.charge_rest(sub, item, at)
        return False

    @staticmethod
    def _differs(item: dict[str, Any], given: dict[str, Any]) -> bool:
        return bool(
            given.get("deleted")
            or "price_data" in given
            or given.get("price", item["price"]["id"]) != item["price"]["id"]
            or given.get("quantity", item.get("quantity")) != item.get("quantity")
        )

    def _put(self, sub: dict[str, Any], item: dict[str, Any], given: dict[str, Any]) -> None:
        wanted = self.new_item(sub, {"price": item["price"]["id"], "quantity": item.get("quantity", 1), **{
            name: value for name, value in given.items() if name in {"price", "price_data", "quantity"}
        }})  # fmt: skip
        if wanted["price"]["currency"] != sub["currency"]:
            raise Refused("", param="items", message="All prices on a subscription must have the same currency.")
        item.update({name: wanted[name] for name in ("price", "plan", "quantity") if name in wanted})
        item["metadata"] = given.get("metadata", item["metadata"])
        del self.objects[wanted["id"]]

    def _start_anew(self, sub: dict[str, Any]) -> dict[str, Any] | None:
        """A period begins now, and is billed now."""
        now = self.clock()
        sub["billing_cycle_anchor"] = now
        for item in sub["items"]["data"]:
            rhythm = item["price"]["recurring"]
            start, end = period_at(now, rhythm["interval"], rhythm["interval_count"], now)
            item.update(current_period_start=start, current_period_end=end)
        return self.bill_now(sub, self.licensed_lines(sub, self.period_of(sub)), "subscription_update")

    def pause_subscription(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST subscriptions/{id}/pause: the unused time is given back with the next invoice."""
        self.only(params, "type", "bill_for", "invoicing_behavior")
        sub = self.get(wanted, "subscription")
        if sub["status"] not in {"active", "past_due", "trialing", "unpaid"}:
            raise Refused("", message=f"A subscription that is {sub['status']} cannot be paused.")
        if (
            params.get("bill_for", {}).get("unused_time_from", {}).get("type", "now") == "now"
            and sub["status"] != "trialing"
        ):
            for item in sub["items"]["data"]:
                self.give_back(sub, item, self.clock())
        self.sleep(sub, "pause_requested")
        return sub

    def sleep(self, sub: dict[str, Any], why: str) -> None:
        """It is paused: no periods, no invoices."""
        with self.changing(sub, "customer.subscription.updated"):
            sub["status"] = "paused"
            sub["status_details"] = {
                "paused": {"subscription": {"type": why}, "transitioned_at": self.clock(), "type": "subscription"}
            }
        self.tell("customer.subscription.paused", sub)

    def resume_subscription(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST subscriptions/{id}/resume: a period begins now and is billed now, or the old one goes on."""
        self.only(params, "billing_cycle_anchor", "payment_behavior", "proration_behavior")
        sub = self.get(wanted, "subscription")
        if sub["status"] != "paused":
            raise Refused("", message="The subscription is not paused.")
        if params.get("billing_cycle_anchor", {}).get("type") == "unchanged":
            raise Refused("not_simulated", 501, param="billing_cycle_anchor")
        success_only = params.get("payment_behavior") == "resume_on_payment_success"
        self.secret(sub)["shown"], before, now = False, copy.deepcopy(sub), self.clock()
        sub["billing_cycle_anchor"] = now
        for item in sub["items"]["data"]:
            rhythm = item["price"]["recurring"]
            start, end = period_at(now, rhythm["interval"], rhythm["interval_count"], now)
            item.update(current_period_start=start, current_period_end=end)
        invoice = self.draft(
            self.objects[sub["customer"]],
            sub,
            "subscription_update",
            self.licensed_lines(sub, self.period_of(sub)),
            (now, now),
        )
        self.secret(invoice)["resumes"] = True
        sub["latest_invoice"] = invoice["id"]
        self.tell("invoice.created", invoice)
        self.finalize(invoice)
        if invoice["status"] == "open" and self.method_of(invoice) is not None:
            self.attempt(invoice, retry=True)
        self.secret(sub)["shown"] = True
        if sub["status"] == "paused" and not success_only:
            self._awake(sub, "past_due")
        self.tell("customer.subscription.updated", sub, before=before)
        if sub["status"] != "paused":
            self.tell("customer.subscription.resumed", sub)
        return sub

    @staticmethod
    def _awake(sub: dict[str, Any], status: str) -> None:
        sub["status"] = status
        sub.pop("status_details", None)

    def wake(self, sub: dict[str, Any]) -> None:
        """The invoice of a resumption was paid."""
        self._awake(sub, "active")
        if self.secret(sub)["shown"]:
            self.tell("customer.subscription.resumed", sub)

    def update_item(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST subscription_items/{id}: the same as an update of its subscription."""
        item = self.get(wanted, "subscription_item")
        mine = {
            name: params.pop(name)
            for name in ("price", "quantity", "metadata", "discounts", "price_data")
            if name in params
        }
        self.update_subscription({**params, "items": [{"id": wanted, **mine}]}, item["subscription"])
        return item

    def drop_discount(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE subscriptions/{id}/discount."""
        sub = self.get(wanted, "subscription")
        gone = self.objects[sub["discounts"][0]] if sub["discounts"] else self.get("", "discount")
        with self.changing(sub, "customer.subscription.updated"):
            self.set_discounts(sub, "", self.objects[sub["customer"]])
        return {**gone, "deleted": True}
