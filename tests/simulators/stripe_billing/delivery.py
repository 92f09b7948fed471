"""How events reach the platform: held back and handed over signed, or sent over real HTTP; dropped, doubled, out of order, again."""

from __future__ import annotations

import http.client
import urllib.parse
from collections.abc import Callable, Iterable
from typing import Any

from tests.simulators.stripe.events import signed
from tests.simulators.stripe_billing.institution import Institution
from tests.simulators.stripe_billing.settings import SECRET

Signed = tuple[bytes, dict[str, str]]
Events = list[dict[str, Any]]


class Delivery(Institution):
    """Webhooks. ``sent`` says what happened: (id of the event, its type, the status that was answered; 0: nobody was there)."""

    TRIES = 5

    def reset(self) -> None:
        """As if nothing had ever happened."""
        with self.lock:
            super().reset()
            self.sent: list[tuple[str, str, int]] = []
            self.push_to = ""  # where events go by themselves after a page was used and after time has passed

    def push(self) -> None:
        """Send what waits, if it is said where to."""
        if self.push_to:
            self.deliver(self.push_to)

    def advance(self, days: float = 0, *, seconds: int = 0, to: int | None = None) -> int:
        """Time passes, for everything that does not live by a test clock. Returns what time it is then."""
        now = super().advance(days, seconds=seconds, to=to)
        self.push()
        return now

    def take(
        self,
        *,
        drop: Iterable[int] = (),
        double: Iterable[int] = (),
        later: Iterable[int] = (),
        order: Callable[[Events], Events] | None = None,
    ) -> Events:
        """Events that nobody was given yet, oldest first.

        By their place: ``drop`` is never given, ``double`` is given twice, ``later`` waits for the next time.
        ``order``: what makes another list of them.
        """
        dropped, doubled, delayed = set(drop), set(double), set(later)
        with self.lock:
            waiting = set(self.waiting)
            found = [each for each in self.events if each["id"] in waiting]
            self.waiting = [each["id"] for at, each in enumerate(found) if at in delayed]
        found = [
            each
            for at, each in enumerate(found)
            if at not in dropped | delayed
            for _time in range(2 if at in doubled else 1)
        ]
        return order(found) if order else found

    def take_signed(self, *, secret: str = SECRET, age: float = 0, **how: Any) -> list[Signed]:
        """The same, as bodies and headers, signed so many seconds ago."""
        return [signed(each, secret, age=age) for each in self.take(**how)]

    def deliver(self, url: str, *, secret: str = SECRET, age: float = 0, **how: Any) -> list[tuple[str, str, int]]:
        """The same, sent to an address one after the other; what is not answered with 2xx is sent again, up to ``TRIES`` times in all.

        Returns what happened: (id, type, status of the last answer).
        """
        result = []
        for event in self.take(**how):
            status = 0
            for _try in range(self.TRIES):
                status = self.post(url, *signed(event, secret, age=age))
                self.sent.append((event["id"], event["type"], status))
                if 200 <= status < 300:
                    break
            result.append((event["id"], event["type"], status))
        return result

    @staticmethod
    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        """One request. Returns its status; 0 where nobody answered."""
        parts = urllib.parse.urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=30)
        try:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "POST", path, body, {"Content-Type": "application/json; charset=utf-8", "Host": parts.netloc, **headers}
            )
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()
