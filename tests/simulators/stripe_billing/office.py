"""The desk at which Billing is done: one account, its clock and its test clocks, events that say what changed, plain lists."""

from __future__ import annotations

import copy
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.simulators.stripe.desk import Desk
from tests.simulators.stripe.events import PLATFORM
from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import fields_of, made
from tests.simulators.stripe_billing.settings import KEY, VERSION, Settings

PAGE = {"limit", "starting_after", "ending_before", "created"}


class Office(Desk):
    """``hidden`` keeps what Stripe knows of an object and does not tell."""

    REMEMBERED = (*Desk.REMEMBERED, "hidden", "events", "count", "waiting", "used_codes")

    def reset(self) -> None:
        """As if nothing had ever happened; the clock goes with the world's again."""
        with self.lock:
            super().reset()
            self.keys = {KEY: PLATFORM}
            self.settings = Settings()
            self.hidden: dict[str, dict[str, Any]] = {}
            self.waiting: list[str] = []  # events that were not handed over yet
            self.used_codes: dict[str, int] = {}
            self.tag = uuid.uuid4().hex[:8]  # objects of two tests never have the same id
            self.offset, self.held = 0, None
            self.named: tuple[str, ...] = ()
            self.standing_on = ""
            self.moment: int | None = None

    held: int | None

    def clock(self) -> int:
        """What time it is: of the test clock that is being worked on, of the step that is being done, or of the world."""
        if self.standing_on:
            return int(self.objects[self.standing_on]["frozen_time"])
        if self.moment is not None:
            return self.moment
        return self.held if self.held is not None else int(time.time()) + self.offset

    def hold_time(self, at: int | None = None) -> int:
        """The clock stands still at this moment (at this very one if none is given) and moves with ``advance`` alone."""
        with self.lock:
            self.held = self.clock() if at is None else int(at)
            return self.held

    @contextmanager
    def standing(self, test_clock: str | None) -> Iterator[None]:
        """Inside, it is as late as that test clock says; None: as in the world."""
        before, self.standing_on = self.standing_on, test_clock or ""
        try:
            yield
        finally:
            self.standing_on = before

    def clock_of(self, said: dict[str, Any]) -> str | None:
        """The test clock that an object lives by: its own, or its customer's."""
        customer = self.objects.get(said.get("customer") or "", {})
        found = said.get("test_clock") or customer.get("test_clock")
        return str(found) if found else None

    def remembered(self, about: str = "") -> dict[str, Any]:
        """As ever; of one customer, what is theirs is copied and the rest is not, for that will not be touched."""
        if not about:
            return super().remembered()
        subs = {each["id"] for each in self.all("subscription", customer=about)}
        theirs = [
            name
            for name, each in self.objects.items()
            if name == about
            or each.get("customer") == about
            or each.get("subscription") in subs
            or each["object"] in {"coupon", "promotion_code"}
        ]
        copied = copy.deepcopy({name: (self.objects[name], self.hidden.get(name, {})) for name in theirs})
        changed = {
            "objects": {**self.objects, **{name: said for name, (said, _hidden) in copied.items()}},
            "hidden": {**self.hidden, **{name: hidden for name, (_said, hidden) in copied.items()}},
        }
        rest = {name: copy.copy(getattr(self, name)) for name in self.REMEMBERED if name not in changed}
        return {**changed, **rest}

    def keep(self, kind: str, prefix: str, scope: str = PLATFORM, **given: Any) -> dict[str, Any]:
        """Make an object; its id is of nobody else's run."""
        self.count += 1
        given.setdefault("id", f"{prefix}_{self.tag}{self.count:08d}")
        fields = fields_of(kind)
        common = {name: value for name, value in (("created", self.clock()), ("livemode", False)) if name in fields}
        said = made(kind, **{**common, **given})
        self.objects[said["id"]], self.owner[said["id"]] = said, scope
        self.hidden[said["id"]] = {"number": self.count}
        return said

    def secret(self, said: dict[str, Any]) -> dict[str, Any]:
        """What is not told of an object."""
        return self.hidden[said["id"]]

    def get(self, wanted: str, kind: str) -> dict[str, Any]:
        """An object of a kind, or what Stripe says where there is none."""
        found = self.objects.get(wanted)
        if found is None or found["object"] != kind:
            name = kind.rpartition(".")[2]
            asked = wanted in self.named  # it stands in the address, not in a parameter
            raise Refused(
                "resource_missing",
                404 if asked else 400,
                param="id" if asked else name,
                message=f"No such {name}: '{wanted}'",
            )
        return found

    def all(self, kind: str, **where: Any) -> list[dict[str, Any]]:
        """Objects of a kind, newest first, that say just this of themselves."""
        rows = [
            each
            for each in self.objects.values()
            if each["object"] == kind
            and not each.get("deleted")
            and all(each.get(name) == value for name, value in where.items())
        ]
        return sorted(rows, key=lambda each: (each.get("created", 0), self.hidden[each["id"]]["number"]), reverse=True)

    def tell(
        self, kind: str, said: dict[str, Any], scope: str = PLATFORM, *, before: dict[str, Any] | None = None
    ) -> None:
        """Write down an event; with ``before``, what was different then, and nothing if nothing was."""
        data: dict[str, Any] = {"object": copy.deepcopy(said)}
        if before is not None:
            changed = {name: before.get(name) for name in said if before.get(name) != said.get(name)}
            if not changed:
                return
            data["previous_attributes"] = copy.deepcopy(changed)
        self.count += 1
        event = made(
            "event", id=f"evt_{self.tag}{self.count:08d}", type=kind, api_version=VERSION, created=self.clock(), data=data,
            livemode=False, pending_webhooks=1, request=dict(self.request),
        )  # fmt: skip
        self.events.append(event)
        self.waiting.append(event["id"])

    @contextmanager
    def changing(self, said: dict[str, Any], kind: str) -> Iterator[None]:
        """Afterwards it is told what changed inside."""
        before = copy.deepcopy(said)
        yield
        self.tell(kind, said, before=before)

    def page_of(
        self,
        rows: list[dict[str, Any]],
        params: dict[str, Any],
        url: str,
        *,
        when: Callable[[dict[str, Any]], int] = lambda each: each["created"],
    ) -> dict[str, Any]:
        """A page of a list; ``created`` may be a moment or bounds."""
        bounds = params.get("created")
        if bounds is not None:
            rows = [each for each in rows if within(when(each), bounds)]
        if not 1 <= params.get("limit", 10) <= 100:
            raise Refused("parameter_invalid_integer", param="limit", message="limit must be from 1 to 100")
        return self.paged(rows, params, f"/v1/{url}")

    def list_plainly(self, kind: str, params: dict[str, Any], url: str) -> dict[str, Any]:
        """A list whose filters are fields."""
        where = {name: value for name, value in params.items() if name not in PAGE}
        return self.page_of(self.all(kind, **where), params, url)

    @staticmethod
    def only(params: dict[str, Any], *names: str) -> None:
        """What Stripe can and this one cannot is said loudly, not passed over in silence."""
        if left := sorted(set(params) - set(names) - {"expand"}):
            raise Refused("not_simulated", 501, param=left[0], message=f"the simulator does not do {', '.join(left)}")


def within(moment: int, bounds: dict[str, int] | int) -> bool:
    """Is it at this moment, or between these (gt, gte, lt, lte)?"""
    if isinstance(bounds, int):
        return moment == bounds
    return (
        bounds.get("gte", moment) <= moment <= bounds.get("lte", moment)
        and bounds.get("gt", moment - 1) < moment < bounds.get("lt", moment + 1)
    )  # fmt: skip


def merged(before: dict[str, str] | None, given: dict[str, str] | str) -> dict[str, str]:
    """Metadata after an update: an empty value takes its key away, an empty word takes all."""
    if not isinstance(given, dict):
        return {}
    return {name: value for name, value in {**(before or {}), **given}.items() if value != ""}


def listed(rows: list[dict[str, Any]], url: str, *, limit: int = 10) -> dict[str, Any]:
    """A list as it stands inside an object."""
    return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": url}
