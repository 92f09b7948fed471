"""The server: checks the signature of every request, signs every answer, and fails when it is told to."""

from __future__ import annotations

import re
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.simulators.wechatpay.desk import Desk, Refused
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, compact, is_signed, seal, sign

AUTHORIZATION = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(\w+)",nonce_str="(\w+)",signature="([^"]+)",timestamp="(\d+)",serial_no="(\w+)"'
)


class Simulator(ThreadingHTTPServer):
    """WeChat Pay for one merchant. ``fail`` makes the next calls of a path go wrong; ``calls`` says what was asked."""

    daemon_threads = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.desk, self.calls, self._failures = desk, [], []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fail(self, path: str, how: str, times: int = 1) -> None:
        """``how``: ``500``, ``timeout``, ``drop``, ``wrong signature``, or an error as ``403 NOT_ENOUGH words``."""
        self._failures += [(path, how)] * times

    def failure_of(self, path: str) -> str:
        """What goes wrong with this call; used up."""
        for each in self._failures:
            if path.startswith(each[0]):
                self._failures.remove(each)
                return each[1]
        return ""

    def notice(self, event: str, resource: dict, *, about: str = "transaction", age: float = 0, **other: str):
        """Body and headers of a notice. ``other``: ``signer`` (owner of a key), ``serial``, ``api_v3_key`` of somebody else."""
        body = compact(
            {
                "id": secrets.token_hex(16),
                "create_time": "2026-01-01T00:00:00+08:00",
                "resource_type": "encrypt-resource",
                "event_type": event,
                "summary": "通知",
                "resource": {
                    "original_type": about,
                    **seal(other.get("api_v3_key", self.desk.api_v3_key), compact(resource), about),
                },
            }
        ).encode()
        return body, self.signed(body.decode(), age=age, **other)

    def signed(self, body: str, *, age: float = 0, **other: str) -> dict[str, str]:
        """Headers that prove who said it."""
        stamp, nonce = str(int(time.time() - age)), secrets.token_hex(16)
        newest = self.desk.platforms[-1]
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": other.get("serial", newest.serial),
            "Wechatpay-Signature": sign(other.get("signer", newest.owner), stamp, nonce, body),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }

    def paid(self, number: str, **other) -> tuple[bytes, dict[str, str]]:
        """The buyer pays; what is said of it."""
        changes = {name: other.pop(name) for name in ("mchid", "appid", "amount") if name in other}
        return self.notice("TRANSACTION.SUCCESS", {**self.desk.pay(number), **changes}, **other)

    def handle_error(self, request, client_address) -> None:
        """Callers that hung up are what some tests are about."""


@contextmanager
def running(desk: Desk) -> Iterator[Simulator]:
    """A server for the block."""
    server = Simulator(desk)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words: object) -> None:
        """Nothing on the screen."""

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _serve(self, body: str) -> None:
        server: Simulator = self.server
        server.calls.append((self.command, self.path, body))
        how = server.failure_of(self.path)
        if how == "drop":
            self.close_connection = True
            return
        if how == "timeout":
            time.sleep(1)
        if how.split(" ")[0].isdigit():
            status, code, message = (*how.split(" "), "", "")[:3]
            self._answer(int(status), compact({"code": code or "SYSTEM_ERROR", "message": message}).encode())
            return
        if self.path.startswith("/sns/oauth2/access_token?"):  # another of the vendor's hosts: it signs nothing
            given = dict(urllib.parse.parse_qsl(self.path.partition("?")[2]))
            self._answer(200, compact(server.desk.log_in(given)).encode())
            return
        if not self._is_signed(body):
            self._answer(401, compact({"code": "SIGN_ERROR", "message": "签名错误"}).encode())
            return
        try:
            said = server.desk.answer(self.command, self.path, body, server.url)
        except Refused as error:
            self._answer(error.status, compact({"code": error.code, "message": error.message}).encode())
            return
        plain = said if isinstance(said, bytes) else b"" if said is None else compact(said).encode()
        self._answer(
            204 if said is None else 200, plain, forged=how == "wrong signature", packed=isinstance(said, bytes)
        )

    def _is_signed(self, body: str) -> bool:
        desk = self.server.desk
        given = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if given is None:
            return False
        mchid, nonce, signature, stamp, serial = given.groups()
        known = mchid == desk.mchid and serial == desk.serial and abs(time.time() - int(stamp)) < 300
        return known and is_signed("merchant", signature, self.command, self.path, stamp, nonce, body)

    def _answer(self, status: int, body: bytes, *, forged: bool = False, packed: bool = False) -> None:
        by_key = self.headers.get("Wechatpay-Serial") == PUBLIC_KEY_ID
        other = {"signer": "public key", "serial": PUBLIC_KEY_ID} if by_key else {}
        if forged:
            other["signer"] = "stranger"
        self.send_response(status)
        self.send_header("Content-Type", "application/octet-stream" if packed else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if not packed:
            for name, value in self.server.signed(body.decode(), **other).items():
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
