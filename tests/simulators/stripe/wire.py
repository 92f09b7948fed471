"""Stripe's HTTP: forms with brackets, keys, accounts, idempotency, trouble on request."""

from __future__ import annotations

import json
import re
import time
import traceback
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.simulators.stripe.desk import Desk
from tests.simulators.stripe.refused import Refused


def parse_form(text: str) -> dict[str, Any]:
    """``line_items[0][price_data][currency]=cny`` as nested dicts; lists are dicts of their positions."""
    found: dict[str, Any] = {}
    for name, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        path = re.findall(r"[^\[\]]+", name)
        inner = found
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        if name.endswith("[]"):
            inner = found.setdefault(path[0], {})
            inner[str(len(inner))] = value
        else:
            inner[path[-1]] = value
    return found


class Handler(BaseHTTPRequestHandler):
    """One request. ``institution`` is set by the server's class."""

    institution: Desk
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one piece
    request_id = ""

    def do_GET(self) -> None:
        """Read."""
        path, _mark, query = self.path.partition("?")
        self._answer("GET", path, parse_form(query))

    def do_POST(self) -> None:
        """Make."""
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer("POST", self.path, parse_form(text))

    def do_DELETE(self) -> None:
        """End something; what Stripe is told of it stands in the address."""
        path, _mark, query = self.path.partition("?")
        self._answer("DELETE", path, parse_form(query))

    def _answer(self, method: str, path: str, params: dict[str, Any]) -> None:
        self.request_id = f"req_{uuid.uuid4().hex[:14]}"
        trouble = self.institution.take_trouble(path)
        if trouble.isdigit():
            self._send(int(trouble), {"error": {"type": "api_error", "message": "simulated"}})
            return
        if trouble == "timeout":
            time.sleep(self.institution.stall)
        if trouble in {"timeout", "dropped"}:
            self.close_connection = True
            return
        status, said = self._work(method, path, params)
        if trouble == "lost":
            self.close_connection = True
        elif trouble == "garbled":
            self._send_text(status, "<html>bad gateway</html>")
        else:
            self._send(status, said)

    def _work(self, method: str, path: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        account, repeat = self.headers.get("Stripe-Account", ""), self.headers.get("Idempotency-Key", "")
        try:
            return 200, self.institution.work(
                method, path, params, key=key, account=account, repeat=repeat, request=self.request_id
            )
        except Refused as refused:
            return refused.status, {"error": refused.said}
        except Exception:  # whoever asked is told what broke here
            return 500, {"error": {"type": "api_error", "message": f"the simulator broke: {traceback.format_exc()}"}}

    def _send(self, status: int, said: dict[str, Any]) -> None:
        self._send_text(status, json.dumps(said))

    def _send_text(self, status: int, text: str, kind: str = "application/json", **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", self.request_id)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
