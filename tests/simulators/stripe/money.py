"""Payments, refunds, transfers, fees, disputes: what moves, and what does not."""

from __future__ import annotations

import time
from typing import Any

from tests.simulators.stripe.desk import Desk
from tests.simulators.stripe.events import PLATFORM
from tests.simulators.stripe.refused import Refused

STRIPE_FEE = 3  # percent


def listing(url: str) -> dict[str, Any]:
    """An empty list inside an object."""
    return {"object": "list", "data": [], "has_more": False, "url": url}


class Money(Desk):
    """The part of the institution that keeps accounts. Amounts are in minor units."""

    settlement: tuple[str, float] | None
    intents_to_be: dict[str, Any]  # what a session makes of itself once it is paid

    def open_session(self, params: dict[str, Any], scope: str) -> dict[str, Any]:
        """A page to be paid at; fees are for the owner of the key, out of somebody else's payment."""
        (line,) = params["line_items"].values()
        price, (method,) = line["price_data"], params["allowed_payment_method_types"].values()
        fee = int(params["payment_intent_data"].get("application_fee_amount", 0))
        amount = int(price["unit_amount"]) * int(line["quantity"])
        if fee and not scope.startswith("acct_connected"):
            raise Refused("application_fee_not_allowed")
        if amount < 4:
            raise Refused("amount_too_small")
        if not 1800 <= int(params["expires_at"]) - time.time() <= 86400:
            raise Refused("expires_at_invalid")
        session = self.keep(
            "checkout.session", "cs_test", scope,
            mode="payment", status="open", payment_status="unpaid", amount_total=amount, amount_subtotal=amount,
            currency=price["currency"], payment_method_types=[method], client_reference_id=params["client_reference_id"],
            metadata=params["metadata"], expires_at=int(params["expires_at"]), success_url=params["success_url"],
            cancel_url=params["cancel_url"], livemode=False, adaptive_pricing={"enabled": False}, custom_fields=[],
        )  # fmt: skip
        session["url"] = f"https://checkout.stripe.example/{session['id']}"
        self.intents_to_be[session["id"]] = (params["payment_intent_data"], fee)
        return session

    def expire_session(self, session: dict[str, Any]) -> dict[str, Any]:
        """Nobody pays it any more."""
        if session["status"] != "open":
            raise Refused("session_not_open")
        session["status"] = "expired"
        self.tell("checkout.session.expired", session, self.owner[session["id"]])
        return session

    def charge(self, session: dict[str, Any], created: int) -> dict[str, Any]:
        """The buyer pays: an intent, its charge, the fee, a line of the statement."""
        scope, (data, fee) = self.owner[session["id"]], self.intents_to_be[session["id"]]
        amount, currency = session["amount_total"], session["currency"]
        common = {"amount": amount, "currency": currency, "metadata": data["metadata"], "livemode": False}
        intent = self.keep(
            "payment_intent", "pi", scope, **common,
            status="succeeded", amount_received=amount, amount_capturable=0, application_fee_amount=fee or None,
            transfer_group=data["transfer_group"], payment_method_types=session["payment_method_types"],
            description=data["description"], created=created,
        )  # fmt: skip
        charge = self.keep(
            "charge", "ch", scope, **common,
            paid=True, captured=True, amount_captured=amount, amount_refunded=0, refunded=False, disputed=False,
            status="succeeded", payment_intent=intent["id"], application_fee_amount=fee or None, created=created,
            transfer_group=data["transfer_group"], payment_method_details={"type": session["payment_method_types"][0]},
        )  # fmt: skip
        intent["latest_charge"] = charge["id"]
        if fee:
            charge["application_fee"] = self.keep(
                "application_fee", "fee", PLATFORM,
                account=scope, amount=fee, amount_refunded=0, charge=charge["id"], currency=currency, refunded=False,
                livemode=False, fee_source={"type": "charge", "charge": charge["id"]}, refunds=listing("/refunds"),
            )["id"]  # fmt: skip
        charge["balance_transaction"] = self.line("charge", charge, amount, fee, scope)
        session.update(status="complete", payment_status="paid", payment_intent=intent["id"])
        return intent

    def line(self, kind: str, source: dict[str, Any], amount: int, fee: int, scope: str) -> str:
        """A line of the statement, in the currency in which the account is settled."""
        currency, rate = self.settlement or (source["currency"], None)
        settled, own = (
            round(amount * (rate or 1)),
            round((amount if kind == "charge" else 0) * (rate or 1)) * STRIPE_FEE // 100,
        )
        details = [{"type": "stripe_fee", "amount": own, "currency": currency, "application": None, "description": ""}]
        if fee:
            taken = {"type": "application_fee", "amount": round(fee * (rate or 1)), "currency": currency}
            details.append({**taken, "application": "ca_1", "description": ""})
        cost = sum(each["amount"] for each in details)
        kept = self.keep(
            "balance_transaction", "txn", scope,
            type=kind, amount=settled, currency=currency, fee=cost, fee_details=details, net=settled - cost,
            exchange_rate=rate, source=source["id"], created=source["created"], available_on=source["created"],
            reporting_category=kind, status="available", balance_type="payments",
        )  # fmt: skip
        return str(kept["id"])

    def make_refund(self, params: dict[str, Any], scope: str) -> dict[str, Any]:
        """Back to the buyer; a wallet takes its time."""
        intent = self.objects.get(params["payment_intent"])
        if intent is None or self.owner[intent["id"]] != scope:
            raise Refused("resource_missing", 404)
        charge, amount = self.objects[intent["latest_charge"]], int(params["amount"])
        if amount > charge["amount"] - charge["amount_refunded"]:
            raise Refused("charge_already_refunded" if charge["refunded"] else "amount_too_large")
        at_once = intent["payment_method_types"] == ["card"]
        refund = self.keep(
            "refund", "re", scope,
            amount=amount, currency=charge["currency"], charge=charge["id"], payment_intent=intent["id"],
            reason=params.get("reason"), metadata=params.get("metadata", {}), status="succeeded" if at_once else "pending",
        )  # fmt: skip
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        refund["balance_transaction"] = self.line("refund" if at_once else "payment_refund", refund, -amount, 0, scope)
        self.tell("refund.created", refund, scope)
        self.tell("charge.refunded", charge, scope)
        return refund

    def make_transfer(self, params: dict[str, Any], scope: str) -> dict[str, Any]:
        """Out of one charge, to somebody who is connected, never more than it brought."""
        charge = self.objects.get(params["source_transaction"])
        if charge is None or self.owner[charge["id"]] != scope or params["destination"] not in self.connected:
            raise Refused("resource_missing", 404)
        amount = int(params["amount"])
        gone = sum(each["amount"] for each in self._transfers(charge["id"]))
        if charge["currency"] != params["currency"]:
            raise Refused("currency_mismatch")
        if amount + gone + (charge["application_fee_amount"] or 0) > charge["amount"]:
            raise Refused("balance_insufficient")
        transfer = self.keep(
            "transfer", "tr", scope,
            amount=amount, amount_reversed=0, currency=params["currency"], destination=params["destination"],
            source_transaction=charge["id"], transfer_group=params["transfer_group"], metadata=params["metadata"],
            reversed=False, livemode=False, source_type="card", reversals=listing("/reversals"),
        )  # fmt: skip
        transfer["balance_transaction"] = self.line("transfer", transfer, -amount, 0, scope)
        return transfer

    def _transfers(self, charge: str) -> list[dict[str, Any]]:
        return [
            each
            for each in self.objects.values()
            if each["object"] == "transfer" and each["source_transaction"] == charge
        ]

    def reverse_transfer(self, transfer: dict[str, Any], params: dict[str, Any], scope: str) -> dict[str, Any]:
        """Back from a supplier."""
        amount = int(params["amount"])
        if amount > transfer["amount"] - transfer["amount_reversed"]:
            raise Refused("amount_too_large")
        transfer["amount_reversed"] += amount
        transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
        return self.keep(
            "transfer_reversal", "trr", scope,
            amount=amount, currency=transfer["currency"], transfer=transfer["id"], metadata=params["metadata"],
        )  # fmt: skip

    def refund_fee(self, fee: dict[str, Any], params: dict[str, Any], scope: str) -> dict[str, Any]:
        """Back from the platform."""
        amount = int(params["amount"])
        if amount > fee["amount"] - fee["amount_refunded"]:
            raise Refused("amount_too_large")
        fee["amount_refunded"] += amount
        fee["refunded"] = fee["amount_refunded"] == fee["amount"]
        return self.keep(
            "fee_refund",
            "fr",
            scope,
            amount=amount,
            currency=fee["currency"],
            fee=fee["id"],
            metadata=params["metadata"],
        )
