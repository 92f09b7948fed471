"""A buyer's way: product page, order, the gateway's signed notice, the code."""

from __future__ import annotations

import re
import time
import urllib.parse
import uuid
from typing import Any

import orjson

from benchmarks.http_load import Connection
from benchmarks.issue_http import stock_up
from benchmarks.journal import make_sku
from benchmarks.processes import CpuMeter, idle_rates
from benchmarks.rows import Row, at_most
from benchmarks.stack import Stack

FIELD = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
PER_ADDRESS = 20  # orders; the shop throttles addresses, so buyers come from several
FORM = "application/x-www-form-urlencoded"


class Buyer:
    """A browser with its cookies."""

    def __init__(self, stack: Stack, number: int) -> None:
        self._tenant = stack.shop("buyers").tenant
        self._origin = f"http://{self._tenant.host}:{stack.up.port}"
        self._connection = Connection(stack.up.port, f"127.0.{1 + number // PER_ADDRESS}.1")
        self._cookies: dict[str, str] = {}
        self._number = number

    def buy(self, sku: Any) -> int:
        """Order, pay, read the code.

        Returns:
            How many requests it took.
        """
        page = self._ask("GET", f"/p/{sku.product.slug}")
        if not (token := FIELD.search(page)):  # the form may stand on the next page
            page = self._ask("GET", f"/checkout?sku={sku.id}&quantity=1")
            token = FIELD.search(page)
        assert token is not None, "no order form found"
        fields = {"csrfmiddlewaretoken": token[1].decode(), "sku": str(sku.id), "quantity": "1", "terms": "1"}
        contact = f"138{uuid.uuid4().int % 10**8:08d}"
        placed = self._raw("POST", "/checkout", urllib.parse.urlencode({**fields, "contact": contact}).encode(), FORM)
        if placed.status != 302:
            raise RuntimeError(f"the order was refused: {placed.status} {placed.body[:500]!r}")
        asked = self._asked(placed.headers["location"])
        self._notify(asked)
        number = asked["subject"].split()[-1]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]}).encode()
        shown = self._ask("POST", f"/orders/{number}/codes", data, FORM)
        if b"-CODE</code>" not in shown:
            raise RuntimeError("the code was not shown")
        self._connection.close()
        return self.requests

    requests = 0

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
        self.requests += 1
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
    """CPU of web server and PostgreSQL for a whole purchase."""
    sku, count = make_sku(stack, "buyers"), 100 if quick else 300
    stock_up(stack, "buyers", sku, count + 100)
    roots = {name: pid for name, pid in stack.up.children().items() if name in {"web", "postgres"}}
    idle = idle_rates(roots)
    for number in range(40):
        requests = Buyer(stack, number).buy(sku)
    meter = CpuMeter(roots, idle)
    for number in range(40, 40 + count):
        Buyer(stack, number).buy(sku)
    spent = {name: seconds * 1000 / count for name, seconds in meter.spent().items()}
    note = f"app {spent['web']:.1f} + db {spent['postgres']:.1f}; {requests} requests, the product page among them"
    return [at_most("order → paid → code read, CPU", sum(spent.values()), 15, 8, "ms", note)]
