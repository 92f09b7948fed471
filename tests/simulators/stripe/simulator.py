"""A Stripe of our own, over real HTTP; and what buyers, banks and the merchant do there by themselves."""

from __future__ import annotations

import threading
import time
from http.server import ThreadingHTTPServer
from typing import Any

from tests.simulators.stripe.institution import Institution
from tests.simulators.stripe.wire import Handler


class StripeSimulator(Institution):
    """Runs in threads of its own until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        handler = type("Handler", (Handler,), {"institution": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def pay(self, session_id: str, *, days_ago: float = 0) -> dict[str, Any]:
        """The buyer pays. Returns the payment intent."""
        with self.lock:
            session = self.objects[session_id]
            assert session["status"] == "open"
            intent = self.charge(session, int(time.time() - days_ago * 86400))
            scope = self.owner[session_id]
            self.tell("payment_intent.succeeded", intent, scope)
            self.tell("checkout.session.completed", session, scope)
            return intent

    def refund_by_hand(self, intent_id: str, amount: int) -> dict[str, Any]:
        """The merchant sends money back in Stripe's own dashboard."""
        with self.lock:
            return self.make_refund({"payment_intent": intent_id, "amount": amount}, self.owner[intent_id])

    def finish_refund(self, refund_id: str, status: str) -> None:
        """The wallet or the bank has decided: succeeded, or failed, and the money is back with the merchant."""
        with self.lock:
            refund, scope = self.objects[refund_id], self.owner[refund_id]
            refund["status"] = status
            if status == "failed":
                charge = self.objects[refund["charge"]]
                charge.update(amount_refunded=charge["amount_refunded"] - refund["amount"], refunded=False)
                self.line("refund_failure", refund, refund["amount"], 0, scope)
            self.tell("refund.failed" if status == "failed" else "refund.updated", refund, scope)

    def dispute(self, intent_id: str, amount: int, status: str = "needs_response") -> dict[str, Any]:
        """The buyer's bank takes the money back for now; a ``warning_…`` only asks."""
        with self.lock:
            intent, scope = self.objects[intent_id], self.owner[intent_id]
            dispute = self.keep(
                "dispute", "dp", scope,
                amount=amount, currency=intent["currency"], charge=intent["latest_charge"], payment_intent=intent_id,
                status=status, reason="fraudulent", metadata={}, livemode=False, is_charge_refundable=False,
                balance_transactions=[], evidence={}, evidence_details={},
            )  # fmt: skip
            self.tell("charge.dispute.created", dispute, scope)
            return dispute

    def close_dispute(self, dispute_id: str, status: str) -> None:
        """The bank has decided: won or lost."""
        with self.lock:
            self.objects[dispute_id]["status"] = status
            self.tell("charge.dispute.closed", self.objects[dispute_id], self.owner[dispute_id])

    def pay_out(self, intent_id: str, amount: int, *, refused: bool = False) -> dict[str, Any]:
        """Money of the account that took a payment goes to its bank, and comes back where the bank refuses it."""
        with self.lock:
            scope = self.owner[intent_id]
            payout = self.keep(
                "payout", "po", scope,
                amount=amount, currency=self.objects[intent_id]["currency"], arrival_date=int(time.time()), automatic=True,
                description="STRIPE PAYOUT", destination="ba_1", livemode=False, metadata={}, method="standard",
                source_type="card", type="bank_account", status="failed" if refused else "paid",
            )  # fmt: skip
            payout["balance_transaction"] = self.line("payout", payout, -amount, 0, scope)
            if refused:
                payout["failure_balance_transaction"] = self.line("payout_failure", payout, amount, 0, scope)
            return payout

    def sum_of(self, kind: str, field: str = "amount") -> int:
        """What all objects of a kind add up to."""
        return sum(each[field] for each in self.objects.values() if each["object"] == kind)
