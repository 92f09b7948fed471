"""What time brings: notices, ends of trials, renewals, retries, ends; each at its moment and in its order."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.changing import Changing
from tests.simulators.stripe_billing.invoices import sub_of
from tests.simulators.stripe_billing.office import PAGE
from tests.simulators.stripe_billing.periods import DAY, HOUR, add, period_at
from tests.simulators.stripe_billing.subscriptions import OVER

Job = tuple[int, int, int, Callable[[], None]]  # when, what comes first, whose is older, what


class Passing(Changing):
    """The clock of the institution, and the test clocks."""

    def advance(self, days: float = 0, *, seconds: int = 0, to: int | None = None) -> int:
        """Time passes, for everything that does not live by a test clock. Returns what time it is then."""
        with self.lock:
            self.request = {"id": None, "idempotency_key": None}
            start = self.clock()
            target = int(to) if to is not None else start + round(days * DAY) + seconds
            assert target >= start, "time does not go back"
            self._pass(None, start, target)
            self.held, self.offset = (target, 0) if self.held is not None else (None, self.offset + target - start)
            return target

    def catch_up(self) -> None:
        """Do what has become due while nobody asked."""
        before, self.request = self.request, {"id": None, "idempotency_key": None}
        now = self.clock()
        self._pass(None, now, now)
        self.request = before

    def _pass(self, test_clock: str | None, start: int, target: int) -> None:
        at = start
        for _step in range(100_000):
            jobs = [job for job in self._jobs(test_clock) if job[0] <= target]
            if not jobs:
                break
            due, _order, _age, act = min(jobs, key=lambda job: (max(job[0], start), *job[1:3]))
            at = max(at, due)
            if test_clock:
                self.objects[test_clock]["frozen_time"] = at
            else:
                self.moment = at
            try:
                with self.standing(test_clock):
                    act()
            finally:
                self.moment = None
        else:
            raise AssertionError("time does not pass: the same is due again and again")

    def _jobs(self, test_clock: str | None) -> Iterator[Job]:
        for said in list(self.objects.values()):
            kind = said["object"]
            if kind not in {"subscription", "invoice", "checkout.session"} or self.clock_of(said) != test_clock:
                continue
            age = self.hidden[said["id"]]["number"]
            if kind == "subscription" and said["status"] not in OVER:
                found = self._of_subscription(said)
            elif kind == "invoice" and said["status"] in {"draft", "open"}:
                found = self._of_invoice(said)
            elif kind == "checkout.session" and said["status"] == "open":
                found = iter([(said["expires_at"], 9, lambda said=said: self.run_out(said))])
            else:
                continue
            yield from ((when, order, age, act) for when, order, act in found)

    def run_out(self, session: dict[str, Any]) -> None:
        """Nobody came to a page of Checkout."""
        raise NotImplementedError

    def _of_subscription(self, sub: dict[str, Any]) -> Iterator[tuple[int, int, Callable[[], None]]]:
        known, (start, end) = self.secret(sub), self.period_of(sub)
        if sub["status"] == "incomplete":
            yield sub["created"] + self.settings.incomplete_hours * HOUR, 0, lambda: self._never_began(sub)
            return
        if sub["cancel_at"]:
            yield sub["cancel_at"], 0, lambda: self._end(sub)
        paused = sub["pause_collection"]
        if paused and paused["resumes_at"]:
            yield paused["resumes_at"], 1, lambda: self._collect_again(sub)
        if sub["status"] == "paused":
            return
        ends = sub["cancel_at"] is not None and sub["cancel_at"] <= end
        notice = end - self.settings.upcoming_days * DAY
        if known.get("upcoming") != end and not ends and notice > start and sub["status"] != "unpaid":
            yield notice, 2, lambda: self._announce_renewal(sub)
        if sub["status"] == "trialing":
            if known.get("trial_told") != sub["trial_end"]:
                yield (
                    max(sub["trial_end"] - self.settings.trial_notice_days * DAY, sub["created"]),
                    2,
                    lambda: self._warn(sub),
                )
            yield sub["trial_end"], 3, lambda: self._end_trial(sub)
        else:
            yield end, 3, lambda: self._renew_period(sub)

    def _of_invoice(self, invoice: dict[str, Any]) -> Iterator[tuple[int, int, Callable[[], None]]]:
        known, draft = self.secret(invoice), invoice["status"] == "draft"
        if draft and invoice["auto_advance"] and invoice["automatically_finalizes_at"]:
            yield invoice["automatically_finalizes_at"], 4, lambda: self._send_off(invoice)
        if draft:
            return
        if invoice["next_payment_attempt"]:
            yield invoice["next_payment_attempt"], 5, lambda: self._try_again(invoice)
        if invoice["collection_method"] == "send_invoice" and invoice["due_date"] and not known.get("failed"):
            yield invoice["due_date"], 6, lambda: self._be_overdue(invoice)
        if known.get("failed") and invoice["collection_method"] == "send_invoice" and not known.get("exhausted"):
            yield invoice["due_date"] + self.settings.overdue_days * DAY, 7, lambda: self._wait_no_longer(invoice)

    def _never_began(self, sub: dict[str, Any]) -> None:
        invoice = self.objects[sub["latest_invoice"]]
        if invoice["status"] == "open":
            self.annul(invoice)
        self.after_invoice(invoice)

    def _end(self, sub: dict[str, Any]) -> None:
        """It was to end now: what was used or waits is still billed."""
        start, _end = self.period_of(sub)
        lines = self.metered_lines(sub, (start, self.clock()))
        self.finish(sub, reason=None)
        if any(line["amount"] for line in lines) or self.pending_of(sub["customer"], sub["id"]):
            self._cycle_invoice(sub, lines, (start, self.clock()))

    def _collect_again(self, sub: dict[str, Any]) -> None:
        with self.changing(sub, "customer.subscription.updated"):
            sub["pause_collection"] = None

    def _announce_renewal(self, sub: dict[str, Any]) -> None:
        self.secret(sub)["upcoming"] = self.period_of(sub)[1]
        upcoming = self.upcoming(sub)
        upcoming.pop("id")  # it is not an invoice yet
        self.tell("invoice.upcoming", upcoming)

    def upcoming(self, sub: dict[str, Any]) -> dict[str, Any]:
        """The invoice that a renewal would make."""
        raise NotImplementedError

    def _warn(self, sub: dict[str, Any]) -> None:
        self.secret(sub)["trial_told"] = sub["trial_end"]
        self.tell("customer.subscription.trial_will_end", sub)

    def _end_trial(self, sub: dict[str, Any]) -> None:
        what = sub["trial_settings"]["end_behavior"]["missing_payment_method"]
        chosen = (
            sub["default_payment_method"] or self.objects[sub["customer"]]["invoice_settings"]["default_payment_method"]
        )
        if chosen is None and sub["collection_method"] == "charge_automatically" and what == "cancel":
            self.finish(sub, reason=None)
        elif chosen is None and sub["collection_method"] == "charge_automatically" and what == "pause":
            self.sleep(sub, "trial_end_without_payment_method")
        else:
            self._renew_period(sub, status="active")

    def next_period(self, sub: dict[str, Any]) -> tuple[int, int]:
        """The period after the one that a subscription is in."""
        rhythm, (_start, end) = sub["items"]["data"][0]["price"]["recurring"], self.period_of(sub)
        begun, until = period_at(sub["billing_cycle_anchor"], rhythm["interval"], rhythm["interval_count"], end)
        return max(begun, end), until

    def _renew_period(self, sub: dict[str, Any], **change: Any) -> None:
        before, was = copy.deepcopy(sub), self.period_of(sub)
        start, end = self.next_period(sub)
        sub.update(change)
        used = self.metered_lines(sub, was)
        for item in sub["items"]["data"]:
            item.update(current_period_start=start, current_period_end=end)
        lines = [*used, *self.licensed_lines(sub, (start, end))]
        self._cycle_invoice(sub, lines, was)
        self.tell("customer.subscription.updated", sub, before=before)

    def _cycle_invoice(self, sub: dict[str, Any], lines: list[dict[str, Any]], period: tuple[int, int]) -> None:
        invoice = self.draft(self.objects[sub["customer"]], sub, "subscription_cycle", lines, period)
        sub["latest_invoice"] = invoice["id"]
        paused = (sub["pause_collection"] or {}).get("behavior")
        if sub["status"] == "unpaid" or paused:
            invoice["auto_advance"] = False
        else:
            invoice["automatically_finalizes_at"] = self.clock() + self.settings.finalize_after
        if invoice["auto_advance"] and invoice["collection_method"] == "charge_automatically":
            invoice["next_payment_attempt"] = self.clock() + self.settings.finalize_after
        self.tell("invoice.created", invoice)
        if paused in {"void", "mark_uncollectible"}:
            self.finalize(invoice)
            if invoice["status"] == "open":
                self.annul(invoice) if paused == "void" else self.give_up(invoice, "subscription_paused")

    def _send_off(self, invoice: dict[str, Any]) -> None:
        """A draft has stood long enough."""
        invoice["next_payment_attempt"] = None
        self.finalize(invoice)
        self.collect_when_due(invoice)

    def _try_again(self, invoice: dict[str, Any]) -> None:
        invoice["next_payment_attempt"] = None
        self.attempt(invoice, retry=True)

    def _be_overdue(self, invoice: dict[str, Any]) -> None:
        self.secret(invoice)["failed"] = True
        self.tell("invoice.overdue", invoice)
        self.after_invoice(invoice)

    def _wait_no_longer(self, invoice: dict[str, Any]) -> None:
        self.secret(invoice)["exhausted"] = True
        self._last_word(invoice, self.settings.after_overdue, "payment_not_received")

    def after_retries(self, invoice: dict[str, Any]) -> None:
        """It was tried often enough: what the account has set is done."""
        self._last_word(invoice, self.settings.after_retries, "max_payment_attempts")

    def _last_word(self, invoice: dict[str, Any], status: str, why: str) -> None:
        if self.settings.invoice_after_retries == "uncollectible":
            self.give_up(invoice, why)
        sub = self.objects.get(sub_of(invoice) or "")
        if sub is None or sub["status"] in OVER:
            return
        if status == "canceled":
            self.finish(sub, reason="payment_failed")
        elif status == "unpaid":
            with self.changing(sub, "customer.subscription.updated"):
                sub["status"] = "unpaid"

    def make_clock(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST test_helpers/test_clocks."""
        self.only(params, "frozen_time", "name")
        return self.keep(
            "test_helpers.test_clock", "clock", frozen_time=params["frozen_time"], name=params.get("name"), status="ready",
            deletes_after=self.clock() + 30 * DAY, status_details={},
        )  # fmt: skip

    def advance_clock(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST test_helpers/test_clocks/{id}/advance: at most two periods of what is shortest there."""
        clock, to = self.get(wanted, "test_helpers.test_clock"), params["frozen_time"]
        start = clock["frozen_time"]
        rhythms = [
            each["items"]["data"][0]["price"]["recurring"] for each in self.all("subscription", test_clock=wanted)
        ]
        limit = min(
            (add(start, each["interval"], 2 * each["interval_count"]) for each in rhythms),
            default=add(start, "year", 2),
        )
        if not start < to <= limit:
            raise Refused(
                "", param="frozen_time", message="Cannot advance to the past, nor further than two intervals."
            )
        asked, self.request = self.request, {"id": None, "idempotency_key": None}
        self._pass(wanted, start, to)
        self.request = asked
        clock["frozen_time"] = to
        self.tell("test_helpers.test_clock.ready", clock)
        return {**clock, "status": "advancing"}

    def drop_clock(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE test_helpers/test_clocks/{id}: and all customers who live by it."""
        for customer in self.all("customer", test_clock=wanted):
            for sub in self.all("subscription", customer=customer["id"]):
                if sub["status"] not in OVER:
                    self.finish(sub, reason=None)
            customer["deleted"] = True
        del self.objects[wanted]
        return {"id": wanted, "object": "test_helpers.test_clock", "deleted": True}

    def list_clocks(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET test_helpers/test_clocks."""
        self.only(params, *PAGE)
        return self.list_plainly("test_helpers.test_clock", params, "test_helpers/test_clocks")
