"""Meters: what customers use, told once by its identifier, added up by the hour, the day, or whole."""

from __future__ import annotations

import uuid
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import made
from tests.simulators.stripe_billing.checkout import Checkout
from tests.simulators.stripe_billing.office import PAGE
from tests.simulators.stripe_billing.periods import DAY

OLDEST, NEWEST = 35 * DAY, 300


class Meters(Checkout):
    """Usage."""

    def make_meter(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST billing/meters."""
        self.only(
            params,
            "display_name",
            "event_name",
            "default_aggregation",
            "customer_mapping",
            "value_settings",
            "event_time_window",
        )
        if self.all("billing.meter", event_name=params["event_name"], status="active"):
            raise Refused(
                "resource_already_exists",
                param="event_name",
                message="There is already an active meter with this event name.",
            )
        usual = {
            "customer_mapping": {"event_payload_key": "stripe_customer_id", "type": "by_id"},
            "value_settings": {"event_payload_key": "value"},
        }  # fmt: skip
        meter = self.keep(
            "billing.meter", "mtr_test", **{**usual, **params}, status="active", updated=self.clock(),
            status_transitions={"deactivated_at": None},
        )  # fmt: skip
        self.tell("billing.meter.created", meter)
        return meter

    def update_meter(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST billing/meters/{id}."""
        meter = self.get(wanted, "billing.meter")
        meter.update(params, updated=self.clock())
        self.tell("billing.meter.updated", meter)
        return meter

    def stop_meter(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST billing/meters/{id}/deactivate."""
        meter = self.get(wanted, "billing.meter")
        meter.update(status="inactive", status_transitions={"deactivated_at": self.clock()}, updated=self.clock())
        self.tell("billing.meter.deactivated", meter)
        return meter

    def start_meter(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST billing/meters/{id}/reactivate."""
        meter = self.get(wanted, "billing.meter")
        meter.update(status="active", status_transitions={"deactivated_at": None}, updated=self.clock())
        self.tell("billing.meter.reactivated", meter)
        return meter

    def take_usage(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST billing/meter_events. Whether the customer exists and the value is one is seen later: see ``usage_errors``."""
        now = self.clock()
        name, identifier = params["event_name"], params.get("identifier") or uuid.uuid4().hex
        at = params.get("timestamp", now)
        if not self.all("billing.meter", event_name=name, status="active"):
            raise Refused("", param="event_name", message=f"No active meter found for event name {name}.")
        if at < now - OLDEST:
            raise Refused(
                "",
                param="timestamp",
                message="The timestamp is more than 35 calendar days ago.",
            )
        if at > now + NEWEST:
            raise Refused("", param="timestamp", message="The timestamp is more than 5 minutes in the future.")
        if now - self.used_codes.get(identifier, -DAY) < DAY:
            raise Refused(
                self.settings.duplicate_code,
                param="identifier",
                message=f"An event already exists with identifier {identifier}.",
            )
        self.used_codes[identifier] = now
        said = made(
            "billing.meter_event",
            created=now,
            event_name=name,
            identifier=identifier,
            livemode=False,
            payload=params["payload"],
            timestamp=at,
        )
        self.objects[f"meter_event:{uuid.uuid4().hex}"] = said
        return said

    def _told(self, meter: dict[str, Any], start: int, end: int) -> list[tuple[str, int, int]]:
        """Whose, when, how much; of what can be understood."""
        who, what = meter["customer_mapping"]["event_payload_key"], meter["value_settings"]["event_payload_key"]
        found = []
        for each in list(self.objects.values()):
            if (
                each["object"] == "billing.meter_event"
                and each["event_name"] == meter["event_name"]
                and start <= each["timestamp"] < end
            ):
                payload = each["payload"]
                if payload.get(what, "").lstrip("-").isdigit() and payload.get(who) in self.objects:
                    found.append((payload[who], each["timestamp"], int(payload[what])))
        return found

    @property
    def usage_errors(self) -> list[dict[str, Any]]:
        """Usage that was taken and could not be understood: of nobody, or without a number."""
        with self.lock:
            fits = sum(len(self._told(meter, 0, 1 << 60)) for meter in self.all("billing.meter"))
            events = [each for each in self.objects.values() if each["object"] == "billing.meter_event"]
            known = {each["event_name"]: each for each in self.all("billing.meter")}
            if fits == len(events):
                return []
            return [
                each
                for each in events
                if each["payload"].get(known[each["event_name"]]["customer_mapping"]["event_payload_key"])
                not in self.objects
                or not each["payload"]
                .get(known[each["event_name"]]["value_settings"]["event_payload_key"], "")
                .lstrip("-")
                .isdigit()
            ]

    def used(self, meter: str, customer: str, start: int, end: int) -> int:
        """What a meter says of a customer in a time."""
        found = self.get(meter, "billing.meter")
        told = sorted((at, value) for whose, at, value in self._told(found, start, end) if whose == customer)
        formula = found["default_aggregation"]["formula"]
        if formula == "count":
            return len(told)
        return told[-1][1] if formula == "last" and told else sum(value for _at, value in told)

    def list_summaries(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET billing/meters/{id}/event_summaries: whole, or by the hour or the day (of UTC)."""
        self.only(params, *PAGE, "customer", "start_time", "end_time", "value_grouping_window")
        meter = self.get(wanted, "billing.meter")
        window = params.get("value_grouping_window")
        step = {"hour": 3600, "day": DAY}.get(window or "", 60)
        start, end = params["start_time"], params["end_time"]
        if start % step or end % step or start >= end:
            raise Refused(
                "", param="start_time", message=f"Timestamps must be aligned to {window or 'minute'} boundaries."
            )
        bounds = [(at, at + step) for at in range(start, end, step)] if window else [(start, end)]
        told = [each for each in self._told(meter, start, end) if each[0] == params["customer"]]
        rows = [
            made(
                "billing.meter_event_summary", id=f"mtrusg_{wanted[-8:]}{at}", meter=wanted, start_time=at, end_time=until, livemode=False,
                aggregated_value=self.used(wanted, params["customer"], at, until),
            )
            for at, until in reversed(bounds)
            if any(at <= each[1] < until for each in told)
        ]  # fmt: skip
        return self.paged(rows, params, f"/v1/billing/meters/{wanted}/event_summaries")
