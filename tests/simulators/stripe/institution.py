"""What the payments' Stripe does with what it is told: which call means what."""

from __future__ import annotations

import copy
from typing import Any

import stripe.params as known_params
import stripe.params.checkout as known_checkout_params

from tests.simulators.stripe.money import Money
from tests.simulators.stripe.refused import Refused

# Parameters that each call may carry: of the typed SDK. Anything else is refused, as Stripe refuses it.
PARAMETERS = {
    ("POST", "checkout/sessions"): known_checkout_params.SessionCreateParams,
    ("POST", "refunds"): known_params.RefundCreateParams,
    ("POST", "transfers"): known_params.TransferCreateParams,
    ("POST", "reversals"): known_params.TransferReversalCreateParams,
    ("POST", "fee_refunds"): known_params.ApplicationFeeRefundCreateParams,
    ("GET", "refunds"): known_params.RefundListParams,
    ("GET", "transfers"): known_params.TransferListParams,
    ("GET", "balance_transactions"): known_params.BalanceTransactionListParams,
}


class Institution(Money):
    """All of it."""

    REMEMBERED = (*Money.REMEMBERED, "intents_to_be")

    def reset(self) -> None:
        """As if nothing had ever happened."""
        with self.lock:
            super().reset()
            self.settlement = None
            self.intents_to_be = {}

    def _route(self, method: str, path: str, params: dict[str, Any], scope: str) -> dict[str, Any]:
        expand = list((params.pop("expand", None) or {}).values())
        steps = path.removeprefix("/v1/").split("/")
        if steps[0] == "checkout":
            steps = ["/".join(steps[:2]), *steps[2:]]
        match method, steps:
            case "GET", ["application_fees", fee, "refunds"]:
                found = self._listed("fee_refund", scope, params, fee=self.mine(fee, scope)["id"])
            case "GET", ["transfers", transfer, "reversals"]:
                found = self._listed("transfer_reversal", scope, params, transfer=self.mine(transfer, scope)["id"])
            case "GET", ["refunds" | "transfers" | "balance_transactions" as kind]:
                self._check(method, kind, params)
                found = self._listed(kind.removesuffix("s"), scope, params)
            case "GET", ["checkout/sessions" | "payment_intents" | "refunds" | "disputes", wanted]:
                found = self.mine(wanted, scope)
            case "POST", _:
                found = self._make(steps, params, scope)
            case _:
                raise Refused("unknown_path", 404)
        told = copy.deepcopy(found)
        for path_of_ids in expand:
            self._expand(told, path_of_ids.split("."))
        return told

    def _make(self, steps: list[str], params: dict[str, Any], scope: str) -> dict[str, Any]:
        match steps:
            case ["checkout/sessions"]:
                self._check("POST", "checkout/sessions", params)
                return self.open_session(params, scope)
            case ["checkout/sessions", session, "expire"]:
                return self.expire_session(self.mine(session, scope))
            case ["refunds"]:
                self._check("POST", "refunds", params)
                return self.make_refund(params, scope)
            case ["transfers"]:
                self._check("POST", "transfers", params)
                return self.make_transfer(params, scope)
            case ["transfers", transfer, "reversals"]:
                self._check("POST", "reversals", params)
                return self.reverse_transfer(self.mine(transfer, scope), params, scope)
            case ["application_fees", fee, "refunds"]:
                self._check("POST", "fee_refunds", params)
                return self.refund_fee(self.mine(fee, scope), params, scope)
        raise Refused("unknown_path", 404)

    @staticmethod
    def _check(method: str, kind: str, params: dict[str, Any]) -> None:
        if set(params) - set(PARAMETERS[method, kind].__annotations__):
            raise Refused("parameter_unknown")

    def _listed(self, kind: str, scope: str, params: dict[str, Any], **more: str) -> dict[str, Any]:
        wanted = {**params, **more}
        page = {name: wanted.pop(name) for name in ("limit", "starting_after") if name in wanted}
        created = wanted.pop("created", {})
        rows = [
            each
            for each in reversed(self.objects.values())
            if each["object"] == kind
            and self.owner[each["id"]] == scope
            and all(each.get(name) == value for name, value in wanted.items())
            and int(created.get("gte", 0)) <= each["created"] < int(created.get("lt", 1 << 60))
        ]
        return self.paged(rows, page, f"/v1/{kind}s")
