"""The SDK, held so that many merchants' accounts live side by side, and its answers as this house takes them."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from wechatpayv3 import WeChatPay
from wechatpayv3.core import Core

from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import Account
from tenants.payments.gateways.wechatpay.account import plain_pem

VENDOR = "https://api.mch.weixin.qq.com"
TIMEOUT = (3, 8)  # seconds: to connect, to be answered
PAUSE = 60.0  # seconds between two downloads of certificates: forged serials must not make us call at will
KEPT = 43_200.0  # seconds: the vendor wants its certificates fetched anew within twelve hours
AT_ONCE = 500  # accounts whose keys stay parsed: an RSA key takes milliseconds to read
TRY_AGAIN = frozenset(
    {"SYSTEM_ERROR", "SYSTEMERROR", "BANK_ERROR", "BANKERROR", "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED",
     "FREQUENCY_LIMIT", "RATELIMIT_EXCEEDED", "RATELIMIT_EXCEED", "ORDER_NOT_READY", "STATEMENT_CREATING"}
)  # fmt: skip
# One code stands for many refusals; this one of them passes: "the order is being processed, try again later".
PASSING = re.compile("处理中|稍后")


class Credentials(NamedTuple):
    """What an account signs and is spoken to with."""

    mchid: str
    appid: str
    serial: str
    private_key: str
    api_v3_key: str
    public_key: str
    public_key_id: str


class _Core(Core):  # type: ignore[misc]  # the SDK is untyped
    """The SDK's core with another base address, and with certificates that are lost to no failed download.

    The SDK downloads when it is made and for every unknown serial, and forgets what it had before it asks. Pinned exactly in
    pyproject, since this leans on its inside.
    """

    _certificates: list[Any]

    def __init__(self, base_url: str, given: Credentials) -> None:
        self._downloading, self._tried_at, self._downloaded_at = threading.Lock(), 0.0, 0.0
        super().__init__(
            mchid=given.mchid,
            cert_serial_no=given.serial,
            private_key=given.private_key,
            apiv3_key=given.api_v3_key,
            timeout=TIMEOUT,
            public_key=given.public_key or None,
            public_key_id=given.public_key_id or None,
        )
        self._gate_way = base_url

    def _init_certificates(self) -> None:
        """Later, when the first signature is to be verified."""

    def _verify_signature(self, headers: Any, body: str) -> bool:
        """Certificates that are old are fetched anew before they are believed."""
        if self._certificates and time.monotonic() - self._downloaded_at > KEPT:
            self._update_certificates()
        return bool(super()._verify_signature(headers, body))

    def _update_certificates(self) -> None:
        with self._downloading:
            if self._tried_at and time.monotonic() - self._tried_at < PAUSE:
                return
            before: list[Any] = self._certificates
            self._certificates, self._tried_at = [], time.monotonic()
            try:
                super()._update_certificates()
            finally:
                if self._certificates:
                    self._downloaded_at = self._tried_at
                else:
                    self._certificates = before

    def _last_certificate(self) -> Any:
        if not self._certificates:
            self._update_certificates()
        return max(self._certificates, key=lambda each: each.not_valid_after_utc)


class Client(WeChatPay):  # type: ignore[misc]  # the SDK is untyped
    """The SDK for one account at one address."""

    def __init__(self, base_url: str, given: Credentials) -> None:
        self._type, self._partner_mode, self._notify_url = None, False, None
        self._mchid, self._appid = given.mchid, given.appid
        self._core = _Core(base_url, given)


_client = lru_cache(maxsize=AT_ONCE)(Client)
_making = threading.Lock()  # the cache itself would let two threads make two of one account


def client_of(base_url: str, account: Account) -> Client:
    """The SDK with the keys of an account.

    Raises:
        GatewayRefused: they are no keys.
    """
    settings, secrets = account.settings, account.secrets
    given = Credentials(
        mchid=str(settings.get("mch_id", "")),
        appid=str(settings.get("app_id", "")),
        serial=str(settings.get("serial_no", "")),
        private_key=plain_pem(secrets.get("private_key", "")),
        api_v3_key=secrets.get("api_v3_key", ""),
        public_key=plain_pem(secrets.get("public_key", "")),
        public_key_id=str(settings.get("public_key_id", "")),
    )
    try:
        with _making:
            return _client(base_url, given)
    except Exception as error:  # the SDK raises nothing more exact
        raise GatewayRefused(reason="keys") from error


def ask(verb: Callable[..., tuple[int, str | bytes]], **words: Any) -> dict[str, Any]:
    """Make a call of the SDK; what it answers, its signature verified.

    Raises:
        GatewayUnavailable: no answer, one that is not signed by the institution, or "later".
        GatewayRefused: no, with the institution's own code.
    """
    status, said = fetch(verb, **words)
    if not said:
        return {}
    try:
        answer: dict[str, Any] = orjson.loads(said)
    except orjson.JSONDecodeError as error:
        raise GatewayUnavailable(reason=f"{status} form") from error
    return answer


def fetch(verb: Callable[..., tuple[int, str | bytes]], **words: Any) -> tuple[int, str | bytes]:
    """Make a call of the SDK; status and body as they came, of an answer that is none of an error.

    Raises:
        GatewayUnavailable, GatewayRefused: as ``ask``.
    """
    try:
        status, said = verb(**words)
    except Exception as error:  # the network's, and the SDK's own, which has no type: a wrong signature among them
        raise GatewayUnavailable(reason=str(error) if type(error) is Exception else type(error).__name__) from error
    if 200 <= status < 300:
        return status, said
    code, message = _refusal(said)
    if not code or status >= 500 or status == 429 or code in TRY_AGAIN or PASSING.search(message):
        raise GatewayUnavailable(reason=code or str(status))
    raise GatewayRefused(reason=code)


def _refusal(said: str | bytes) -> tuple[str, str]:
    try:
        answer = orjson.loads(said)
        return str(answer.get("code", "")), str(answer.get("message", ""))
    except (orjson.JSONDecodeError, AttributeError):
        return "", ""
