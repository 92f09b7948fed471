"""A buyer's way: product page and form; order, the gateway's signed notice, the code; the order's page."""

from __future__ import annotations

import re
import time
import urllib.parse
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

import orjson

from benchmarks.http_load import Connection
from benchmarks.issue_http import analyze, stock_up
from benchmarks.journal import make_sku
from benchmarks.processes import CpuMeter, idle_rates
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack
from benchmarks.yardstick import REFERENCE_MS, Yardstick

FIELD = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
WARM, EACH = 100, 50  # buyers before the first round (every connection has planned its statements), buyers in a round
PER_ADDRESS = 20  # orders; the shop throttles addresses, so buyers come from several
FORM = "application/x-www-form-urlencoded"


class Buyer:
    """A browser with its cookies."""

    def __init__(self, stack: Stack, number: int) -> None:
        self._tenant = stack.shop("buyers").tenant
        self._origin = f"http://{self._tenant.host}:{stack.up.port}"
        self._connection = Connection(stack.up.port, f"127.0.{1 + number // PER_ADDRESS}.1")
        self._cookies: dict[str, str] = {}
        self._token = self._order = ""
        self._number = number

    def look(self, sku: Any) -> None:
        """The pages before the order: product, then the form."""
        self._ask("GET", f"/p/{sku.product.slug}")
        token = FIELD.search(self._ask("GET", f"/checkout?sku={sku.id}&quantity=1"))
        assert token is not None, "no order form found"
        self._token = token[1].decode()

    def buy(self, sku: Any) -> None:
        """Order, be reported as paid, read the code: three requests."""
        fields = {"csrfmiddlewaretoken": self._token, "sku": str(sku.id), "quantity": "1", "terms": "1"}
        contact = f"138{uuid.uuid4().int % 10**8:08d}"
        placed = self._raw("POST", "/checkout", urllib.parse.urlencode({**fields, "contact": contact}).encode(), FORM)
        if placed.status != 302:
            raise RuntimeError(f"the order was refused: {placed.status} {placed.body[:500]!r}")
        asked = self._asked(placed.headers["location"])
        self._notify(asked)
        self._order = asked["subject"].split()[-1]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": self._token}).encode()
        shown = self._ask("POST", f"/orders/{self._order}/codes", data, FORM)
        if b"-CODE</code>" not in shown:
            raise RuntimeError("the code was not shown")

    def revisit(self) -> None:
        """The order's page, which asks for the codes by script."""
        self._ask("GET", f"/orders/{self._order}")
        self._connection.close()

    def _raw(self, method: str, path: str, body: bytes = b"", kind: str = "", **more: str) -> Any:
        headers = {"Host": self._origin[7:], "Origin": self._origin, **more}
        if kind:
            headers["Content-Type"] = kind
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._connection.ask(method, path, headers, body)
        for cookie in answer.headers.get("set-cookie", "").splitlines():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> bytes:
        answer = self._raw(method, path, body, kind)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.body[:300]!r}")
        return bytes(answer.body)

    def _asked(self, location: str) -> dict[str, Any]:
        from django.core import signing

        from tenants.payments.gateways.sandbox import SALT

        query = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
        found: dict[str, Any] = signing.loads(query["p"][0], salt=SALT)
        return found

    def _notify(self, asked: dict[str, Any]) -> None:
        from tenants.payments.gateways.sandbox import sign_notice

        fields = {name: asked[name] for name in ("number", "amount", "currency")}
        body, stamp = orjson.dumps({**fields, "provider_id": f"SBX{uuid.uuid4().hex}"}), str(int(time.time()))
        signed = {"Sandbox-Timestamp": stamp, "Sandbox-Signature": sign_notice(self._tenant.code, stamp, body)}
        answer = self._raw("POST", "/payments/notify/sandbox", body, "application/json", **signed)
        if answer.body.strip() != b"success":
            raise RuntimeError(f"the notice was refused: {answer.status} {answer.body[:300]!r}")


def measure(stack: Stack, quick: bool) -> list[Row]:
    """CPU of web server and PostgreSQL for each part of a purchase.

    The buyers of a round do one part before they go on to the next, so that the clock of the processes, which counts in
    hundredths of a second, can tell the parts from each other. The middle of the rounds is shown.
    """
    sku, count = make_sku(stack, "buyers"), 150 if quick else 500
    stock_up(stack, "buyers", sku, count + WARM)
    with stack.admin(stack.shop("buyers").tenant.schema_name) as connection:
        analyze(connection)
    roots = {name: pid for name, pid in stack.up.children().items() if name in {"web", "postgres"}}
    idle = idle_rates(roots)
    numbers = iter(range(10_000))
    for _ in range(WARM):
        _act([Buyer(stack, next(numbers))], sku, roots, idle)
    rounds, ratios = [], []
    with Yardstick() as yardstick:
        for _ in range(count // EACH):
            nothing = yardstick.cpu_ms()
            rounds.append(_act([Buyer(stack, next(numbers)) for _ in range(EACH)], sku, roots, idle))
            ratios.append(sum(rounds[-1]["buy"].values()) / nothing)
    look, buy, again = (_middle([parts[name] for parts in rounds]) for name in STEPS)
    return [
        at_most(
            "order → paid → code read, CPU",
            sum(buy.values()),
            15,
            8,
            "ms",
            f"{_shares(buy)}; 3 requests: order form sent, gateway's notice, codes",
        ),
        at_most("the same ÷ empty view", median(ratios), 15 / REFERENCE_MS, 8 / REFERENCE_MS),
        fact("the pages before it: product, order form", sum(look.values()), "ms", _shares(look)),
        fact("the order's page after it", sum(again.values()), "ms", _shares(again)),
    ]


STEPS: dict[str, Callable[[Buyer, Any], None]] = {
    "look": lambda buyer, sku: buyer.look(sku),
    "buy": lambda buyer, sku: buyer.buy(sku),
    "again": lambda buyer, _: buyer.revisit(),
}


def _act(buyers: list[Buyer], sku: Any, roots: dict[str, int], idle: dict[str, float]) -> dict[str, dict[str, float]]:
    parts = {}
    for name, act in STEPS.items():
        meter = CpuMeter(roots, idle)
        for buyer in buyers:
            act(buyer, sku)
        parts[name] = {root: seconds * 1000 / len(buyers) for root, seconds in meter.spent().items()}
    return parts


def _middle(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {root: median([spent[root] for spent in rounds]) for root in rounds[0]}


def _shares(spent: dict[str, float]) -> str:
    return f"app {spent['web']:.1f} + db {spent['postgres']:.1f}"
