"""What Stripe does with what it is told: accounts, idempotency keys, objects by account, lists, expansion."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe.params as known_params
import stripe.params.checkout as known_checkout_params

from tests.simulators.stripe.events import PLATFORM
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
    """All of it, behind one lock. ``calls`` keeps what was asked, to be looked at."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.stall = 1.0
        self.reset()

    def reset(self) -> None:
        """As if nothing had ever happened."""
        with self.lock:
            self.keys: dict[str, str] = {}  # secret key: whose it is
            self.connected: set[str] = set()  # accounts that the platform may speak for, or pay
            self.objects: dict[str, dict[str, Any]] = {}
            self.owner: dict[str, str] = {}
            self.replies: dict[tuple[str, str], tuple[str, dict[str, Any] | Refused]] = {}
            self.calls: list[dict[str, Any]] = []
            self.troubles: list[tuple[str, str]] = []
            self.events: list[dict[str, Any]] = []
            self.settlement: tuple[str, float] | None = None
            self.intents_to_be: dict[str, Any] = {}
            self.count = 0

    def trouble(self, how: str, *, times: int = 1, path: str = "") -> None:
        """The next calls fail: 500, 429, timeout, dropped (nothing done), lost (done, not answered), garbled."""
        with self.lock:
            self.troubles += [(how, path)] * times

    def take_trouble(self, path: str) -> str:
        """What is to go wrong with this call."""
        with self.lock:
            found = next((each for each in self.troubles if each[1] in path), None)
            if found is not None:
                self.troubles.remove(found)
            return found[0] if found else ""

    def work(
        self, method: str, path: str, params: dict[str, Any], *, key: str, account: str, repeat: str
    ) -> dict[str, Any]:
        """One call, once for each idempotency key."""
        with self.lock:
            self.calls.append({"method": method, "path": path, "params": params, "account": account, "key": repeat})
            if key not in self.keys:
                raise Refused("api_key_invalid", 401)
            if account and (account not in self.connected or self.keys[key] != PLATFORM):
                raise Refused("account_invalid", 403)
            scope = account or self.keys[key]
            if method == "GET":
                return self._route(method, path, params, scope)
            if not repeat:
                raise Refused("idempotency_key_required")  # stricter than Stripe: ours always have one
            return self._once(path, params, scope, repeat)

    @contextmanager
    def rewound(self) -> Iterator[None]:
        """Whatever happens inside has not happened afterwards."""
        before = copy.deepcopy((self.objects, self.owner, self.replies, self.intents_to_be))
        try:
            yield
        finally:
            self.objects, self.owner, self.replies, self.intents_to_be = before

    def _once(self, path: str, params: dict[str, Any], scope: str, repeat: str) -> dict[str, Any]:
        fingerprint = json.dumps([path, params], sort_keys=True)
        if (scope, repeat) in self.replies:
            before, reply = self.replies[scope, repeat]
            if before != fingerprint:
                raise Refused("idempotency")
        else:
            try:
                reply = copy.deepcopy(self._route("POST", path, params, scope))
            except Refused as refused:
                reply = refused
            self.replies[scope, repeat] = (fingerprint, reply)
        if isinstance(reply, Refused):
            raise reply
        return reply

    def forget_keys(self) -> None:
        """A day is over: idempotency keys are known no more."""
        with self.lock:
            self.replies.clear()

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

    def mine(self, wanted: str, scope: str) -> dict[str, Any]:
        """An object of this account; of another's nobody hears anything."""
        if self.owner.get(wanted) != scope:
            raise Refused("resource_missing", 404)
        return self.objects[wanted]

    def _listed(self, kind: str, scope: str, params: dict[str, Any], **more: str) -> dict[str, Any]:
        wanted = {**params, **more}
        limit, after, created = (
            int(wanted.pop("limit", 10)),
            wanted.pop("starting_after", ""),
            wanted.pop("created", {}),
        )
        rows = [
            each
            for each in reversed(self.objects.values())
            if each["object"] == kind
            and self.owner[each["id"]] == scope
            and all(each.get(name) == value for name, value in wanted.items())
            and int(created.get("gte", 0)) <= each["created"] < int(created.get("lt", 1 << 60))
        ]
        if after:
            rows = rows[[each["id"] for each in rows].index(after) + 1 :]
        return {"object": "list", "url": f"/v1/{kind}s", "has_more": len(rows) > limit, "data": rows[:limit]}

    def _expand(self, said: Any, steps: list[str]) -> None:
        """Put objects in the place of their ids, along a path; lists are gone through."""
        if isinstance(said, list):
            for each in said:
                self._expand(each, steps)
        elif isinstance(said, dict) and steps:
            inner = said.get(steps[0])
            if isinstance(inner, str) and inner in self.objects:
                said[steps[0]] = copy.deepcopy(self.objects[inner])
            self._expand(said.get(steps[0]), steps[1:])
