"""What every institution of Stripe's has: keys, accounts, idempotency, trouble on request, lists, expansion. One lock for all."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.simulators.stripe.events import PLATFORM, EventBook
from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import made

KEPT_FOR = 86400  # seconds for which an idempotency key is known


class Desk(EventBook):
    """Takes calls. ``calls`` keeps what was asked, to be looked at; what a call means is said in ``_route``."""

    REMEMBERED = ("objects", "owner", "replies")  # what ``rewound`` puts back
    ADDED_TO = {"owner", "replies", "events", "waiting", "used_codes", "count"}

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
            self.replies: dict[tuple[str, str], tuple[str, dict[str, Any] | Refused, int]] = {}
            self.calls: list[dict[str, Any]] = []
            self.troubles: list[tuple[str, str]] = []
            self.events: list[dict[str, Any]] = []
            self.count = 0
            self.request: dict[str, str | None] = {"id": None, "idempotency_key": None}

    def trouble(self, how: str, *, times: int = 1, path: str = "") -> None:
        """The next calls fail: a status (500, 429, 409 ...), timeout, dropped (nothing done), lost (done, not answered), garbled."""
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
        self, method: str, path: str, params: dict[str, Any], *, key: str, account: str, repeat: str, request: str = ""
    ) -> dict[str, Any]:
        """One call, once for each idempotency key."""
        with self.lock:
            self.request = {"id": request or None, "idempotency_key": repeat or None}
            self.calls.append({"method": method, "path": path, "params": params, "account": account, "key": repeat})
            if key not in self.keys:
                raise Refused("api_key_invalid", 401)
            if account and (account not in self.connected or self.keys[key] != PLATFORM):
                raise Refused("account_invalid", 403)
            scope = account or self.keys[key]
            if method != "POST":
                return self._route(method, path, params, scope)
            if not repeat:
                raise Refused("idempotency_key_required")  # stricter than Stripe: ours always have one
            return self._once(path, params, scope, repeat)

    @contextmanager
    def rewound(self, about: str = "") -> Iterator[None]:
        """Whatever happens inside (about one customer, if one is named) has not happened afterwards."""
        before = {name: getattr(self, name) for name in self.REMEMBERED}
        self.put_back(self.remembered(about))
        try:
            yield
        finally:
            self.put_back(before)

    def remembered(self, about: str = "") -> dict[str, Any]:
        """A copy of the world as it is. What is only ever added to, and never changed, is copied one level deep."""
        changing = {name: getattr(self, name) for name in self.REMEMBERED if name not in self.ADDED_TO}
        added_to = {name: copy.copy(getattr(self, name)) for name in self.REMEMBERED if name in self.ADDED_TO}
        return {**copy.deepcopy(changing), **added_to}

    def put_back(self, before: dict[str, Any]) -> None:
        """The world as it was."""
        for name, value in before.items():
            setattr(self, name, value)

    def _once(self, path: str, params: dict[str, Any], scope: str, repeat: str) -> dict[str, Any]:
        fingerprint = json.dumps([path, params], sort_keys=True)
        before = self.replies.get((scope, repeat))
        if before and self.clock() - before[2] < KEPT_FOR:
            if before[0] != fingerprint:
                raise Refused("idempotency", kind="idempotency_error")
            reply = before[1]
        else:
            try:
                reply = copy.deepcopy(self._route("POST", path, params, scope))
            except Refused as refused:
                reply = refused
            self.replies[scope, repeat] = (fingerprint, reply, self.clock())
        if isinstance(reply, Refused):
            raise reply
        return reply

    def forget_keys(self) -> None:
        """A day is over: idempotency keys are known no more."""
        with self.lock:
            self.replies.clear()

    def _route(self, method: str, path: str, params: dict[str, Any], scope: str) -> dict[str, Any]:
        raise NotImplementedError

    def keep(self, kind: str, prefix: str, scope: str, **given: Any) -> dict[str, Any]:
        """Make an object of an account."""
        self.count += 1
        identity = f"{prefix}_{self.count:012d}"
        given.setdefault("created", self.clock())
        self.objects[identity] = made(kind, **{"id": identity, **given})
        self.owner[identity] = scope
        return self.objects[identity]

    def mine(self, wanted: str, scope: str) -> dict[str, Any]:
        """An object of this account; of another's nobody hears anything."""
        if self.owner.get(wanted) != scope:
            raise Refused("resource_missing", 404, message=f"No such object: '{wanted}'")
        return self.objects[wanted]

    @staticmethod
    def paged(rows: list[dict[str, Any]], params: dict[str, Any], url: str) -> dict[str, Any]:
        """One page of what is listed, newest first. ``params``: limit, starting_after, ending_before."""
        limit, ids = int(params.get("limit", 10)), [each["id"] for each in rows]
        after, before = params.get("starting_after"), params.get("ending_before")
        for name in (after, before):
            if name and name not in ids:
                raise Refused("resource_missing", param="starting_after" if after else "ending_before")
        if before:
            rows = rows[: ids.index(before)]
            return {"object": "list", "url": url, "has_more": len(rows) > limit, "data": rows[-limit:]}
        rows = rows[ids.index(after) + 1 :] if after else rows
        return {"object": "list", "url": url, "has_more": len(rows) > limit, "data": rows[:limit]}

    def _expand(self, said: Any, steps: list[str]) -> None:
        """Put objects in the place of their ids, along a path; lists are gone through."""
        if isinstance(said, list):
            for at, each in enumerate(said):
                if isinstance(each, str) and each in self.objects:
                    said[at] = copy.deepcopy(self.objects[each])
                self._expand(said[at], steps)
        elif isinstance(said, dict) and steps:
            inner = said.get(steps[0])
            if isinstance(inner, str) and inner in self.objects:
                said[steps[0]] = copy.deepcopy(self.objects[inner])
            elif inner is None and (shown := self.shown_when_asked(said, steps[0])) is not None:
                said[steps[0]] = shown
            self._expand(said.get(steps[0]), steps[1:])

    def shown_when_asked(self, said: dict[str, Any], field: str) -> Any:
        """A field that is only told when it is asked for; None where there is none."""
        return None
