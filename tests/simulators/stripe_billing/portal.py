"""The customer portal; and what a program reads afterwards: events, endpoints."""

from __future__ import annotations

import fnmatch
import uuid
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.customers import OK
from tests.simulators.stripe_billing.meters import Meters
from tests.simulators.stripe_billing.office import PAGE, merged
from tests.simulators.stripe_billing.subscriptions import OVER

FEATURES = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": []}, "enabled": False, "mode": "at_period_end", "proration_behavior": "none"
    },
    "subscription_update": {
        "billing_cycle_anchor": None, "default_allowed_updates": [], "enabled": False, "products": [], "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []}, "trial_update_behavior": "end_trial",
    },
}  # fmt: skip


class Portal(Meters):
    """Portal, events, endpoints."""

    def make_configuration(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST billing_portal/configurations."""
        self.only(params, "business_profile", "features", "default_return_url", "metadata", "login_page", "name")
        profile = {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
        found = self.keep(
            "billing_portal.configuration", "bpc", active=True, is_default=False, updated=self.clock(), name=params.get("name"),
            business_profile={**profile, **(params.get("business_profile") or {})}, metadata=params.get("metadata", {}),
            features={name: {**usual, **params["features"].get(name, {})} for name, usual in FEATURES.items()},
            default_return_url=params.get("default_return_url"), login_page={"enabled": False, "url": None},
        )  # fmt: skip
        self.tell("billing_portal.configuration.created", found)
        return found

    def update_configuration(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST billing_portal/configurations/{id}."""
        self.only(params, "business_profile", "features", "default_return_url", "metadata", "active", "name")
        found = self.get(wanted, "billing_portal.configuration")
        with self.changing(found, "billing_portal.configuration.updated"):
            for name in ("default_return_url", "active", "name"):
                if name in params:
                    found[name] = params[name]
            found["business_profile"] = {**found["business_profile"], **(params.get("business_profile") or {})}
            given = params.get("features", {})
            found["features"] = {name: {**usual, **given.get(name, {})} for name, usual in found["features"].items()}
            found["metadata"] = (
                merged(found["metadata"], params["metadata"]) if "metadata" in params else found["metadata"]
            )
            found["updated"] = self.clock()
        return found

    def open_portal(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST billing_portal/sessions: of a configuration, of the account's own if none is named."""
        self.only(params, "customer", "return_url", "configuration", "locale", "flow_data", "on_behalf_of")
        customer = self.living(params.get("customer", ""))
        if "configuration" in params:
            used = self.get(params["configuration"], "billing_portal.configuration")
        else:
            used = (
                next(iter(self.all("billing_portal.configuration", is_default=True)), None)
                or self._default_configuration()
            )
        given = params.get("flow_data")
        flow = None
        if given:
            empty = dict.fromkeys(("subscription_cancel", "subscription_update", "subscription_update_confirm"))
            usual = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
            flow = {**empty, **given, "after_completion": {**usual, **given.get("after_completion", {})}}
        session = self.keep(
            "billing_portal.session", "bps", configuration=used["id"], customer=customer["id"], flow=flow, locale=params.get("locale"),
            return_url=params.get("return_url") or used["default_return_url"], url="",
        )  # fmt: skip
        token = uuid.uuid4().hex
        self.secret(session)["token"] = token
        session["url"] = f"{self.url}/portal/{token}"
        self.tell("billing_portal.session.created", session)
        return session

    def _default_configuration(self) -> dict[str, Any]:
        """The one that somebody saved in the Dashboard."""
        on = {"customer_update", "invoice_history", "payment_method_update", "subscription_cancel"}
        found = self.make_configuration({"features": {name: {"enabled": True} for name in on}})
        found["is_default"] = True
        return found

    def press_portal(self, customer: dict[str, Any], action: str, wanted: str) -> str:
        """A button of the portal: card, refused, cancel, keep. Returns what goes wrong, empty where nothing does."""
        if action == "refused":
            return "您的银行卡被拒绝"
        if action == "card":
            method = self.attach_method({"customer": customer["id"]}, self.new_method("card", OK)["id"])
            self.update_customer({"invoice_settings": {"default_payment_method": method["id"]}}, customer["id"])
            for sub in self.all("subscription", customer=customer["id"]):
                if sub["status"] not in OVER and sub["default_payment_method"]:
                    with self.changing(sub, "customer.subscription.updated"):
                        sub["default_payment_method"] = method["id"]
        elif (
            action in {"cancel", "keep"}
            and wanted in self.objects
            and self.objects[wanted]["customer"] == customer["id"]
        ):
            self.update_subscription({"cancel_at_period_end": action == "cancel"}, wanted)
        return ""

    def list_events(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET events: newest first; by type, with a star at its end, or by types. They are kept for 30 days."""
        self.only(params, *PAGE, "type", "types")
        wanted = params.get("types") or ([params["type"]] if "type" in params else ["*"])
        oldest = self.clock() - 30 * 86400
        rows = [
            each
            for each in reversed(self.events)
            if each["created"] >= oldest and any(fnmatch.fnmatchcase(each["type"], kind) for kind in wanted)
        ]
        return self.page_of(rows, params, "events")

    def one_event(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET events/{id}."""
        found = next((each for each in self.events if each["id"] == wanted), None)
        if found is None:
            raise Refused("resource_missing", 404, param="id", message=f"No such event: '{wanted}'")
        return found

    def make_endpoint(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST webhook_endpoints: its secret is told this once."""
        self.only(params, "url", "enabled_events", "description", "metadata", "api_version")
        found = self.keep(
            "webhook_endpoint", "we", url=params["url"], enabled_events=params["enabled_events"], description=params.get("description"),
            metadata=params.get("metadata", {}), api_version=params.get("api_version"), status="enabled",
        )  # fmt: skip
        self.secret(found)["secret"] = f"whsec_{uuid.uuid4().hex}"
        return {**found, "secret": self.secret(found)["secret"]}

    def update_endpoint(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST webhook_endpoints/{id}."""
        self.only(params, "url", "enabled_events", "description", "metadata", "disabled")
        found = self.get(wanted, "webhook_endpoint")
        if "disabled" in params:
            found["status"] = "disabled" if params.pop("disabled") else "enabled"
        found.update(params)
        return found

    def drop_endpoint(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE webhook_endpoints/{id}."""
        self.get(wanted, "webhook_endpoint")
        del self.objects[wanted]
        return {"id": wanted, "object": "webhook_endpoint", "deleted": True}
