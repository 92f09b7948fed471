"""All of Billing behind one desk: a call finds its method, time catches up, what was asked for is shown in full."""

from __future__ import annotations

import copy
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.parameters import read_params
from tests.simulators.stripe_billing.portal import Portal
from tests.simulators.stripe_billing.routes import routes
from tests.simulators.stripe_billing.subscriptions import OVER


class Institution(Portal):
    """Billing."""

    def _route(self, method: str, path: str, params: dict[str, Any], scope: str) -> dict[str, Any]:
        for verb, pattern, kind, act in routes():
            if verb == method and (found := pattern.fullmatch(path)):
                given = read_params(params, kind)
                expand = given.pop("expand", [])
                self.named = found.groups()
                self.catch_up()
                with self.standing(self._clock_for(found.groups(), given)):
                    said = copy.deepcopy(self._do(act, given, found.groups(), path))
                if method != "GET":
                    self.catch_up()
                for each in expand:
                    self._expand(said, each.split("."))
                return said
        raise Refused("", 404, message=f"Unrecognized request URL ({method}: {path}).")

    def _clock_for(self, ids: tuple[str, ...], given: dict[str, Any]) -> str | None:
        """The test clock of what a call is about."""
        named = [given.get(name) for name in ("customer", "subscription")]
        about = [self.objects[each] for each in (*ids, *named) if isinstance(each, str) and each in self.objects]
        return next((clock for each in about if (clock := self.clock_of(each))), None)

    def _do(self, act: str, given: dict[str, Any], ids: tuple[str, ...], path: str) -> dict[str, Any]:
        what, _colon, kind = act.partition(":")
        if what == "show":
            found = self.get(ids[0], kind)
            return {"id": ids[0], "object": kind, "deleted": True} if found.get("deleted") else found
        if what == "list":
            return self.list_plainly(kind, given, path.removeprefix("/v1/"))
        return getattr(self, act)(given, *ids)  # type: ignore[no-any-return]

    def list_customer_methods(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET customers/{id}/payment_methods."""
        self.living(wanted)
        return self.list_methods(params, wanted)

    def drop_customer(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE customers/{id}: and all subscriptions that are theirs."""
        customer = self.living(wanted)
        for sub in self.all("subscription", customer=wanted):
            if sub["status"] not in OVER:
                self.finish(sub, reason=None)
        self.tell("customer.deleted", customer)
        customer["deleted"] = True
        return {"id": wanted, "object": "customer", "deleted": True}

    def shown_when_asked(self, said: dict[str, Any], field: str) -> Any:
        """Fields that are only told when they are asked for."""
        kind, known = said.get("object"), self.objects.get(str(said.get("id")))
        if known is None:
            return None
        found: Any
        if kind == "invoice" and field == "payments":
            found = self.payments_of(known)
        elif kind == "invoice" and field == "confirmation_secret":
            found = self.client_secret_of(known)
        elif kind == "invoice" and field == "amount_paid_off_stripe":
            found = self.secret(known).get("elsewhere", 0)
        elif kind == "customer" and field == "tax_ids":
            found = self.tax_ids_of(known)
        elif kind == "customer" and field == "subscriptions":
            found = self.list_subscriptions({"customer": known["id"]})
        elif kind == "checkout.session" and field == "line_items":
            found = self.items_of(known)
        else:
            return None
        return copy.deepcopy(found)
