"""The SDK signs, verifies and builds requests; here it is told where to, in whose time, and what its answers mean."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from alipay import AliPay, DCAliPay
from alipay.exceptions import AliPayException, AliPayValidationError

from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.alipay.account import is_certified
from tenants.payments.gateways.alipay.keys import (
    armoured,
    number_of_certificate,
    number_of_roots,
    read_certificates,
    read_private_key,
    read_public_key,
)
from tenants.payments.gateways.base import Account

CHINA = ZoneInfo("Asia/Shanghai")
TIMEOUT = 8.0  # seconds
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
UNSURE = ("SYSTEM_ERROR", "UNKNOW-ERROR")  # ends of codes after which nobody knows what became of the call
SUB_CODE = re.compile(r'"sub_code"\s*:\s*"([\w.-]{1,60})"')


@cache
def http() -> httpx.Client:
    """Certificates of the world are read once; connections are not kept, so that none goes stale between two buyers."""
    return httpx.Client(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


def china_time(moment: dt.datetime) -> str:
    """A moment as Alipay writes it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


class _Wire:
    """What both kinds of client do in the same way."""

    _gateway: str
    sign_data: Any

    def build_body(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The SDK takes the machine's clock face; Alipay refuses what is not of China's."""
        data: dict[str, Any] = super().build_body(*args, **kwargs)  # type: ignore[misc]
        data["timestamp"] = china_time(dt.datetime.fromtimestamp(time.time(), dt.UTC))
        return data

    def verified_sync_response(self, data: Any, response_type: str) -> dict[str, Any]:
        """One call; its answer is believed if it is signed.

        Raises:
            GatewayUnavailable
        """
        try:
            answer = http().post(self._gateway, content=self.sign_data(data), headers=FORM, timeout=TIMEOUT)
            answer.raise_for_status()
            text = answer.content.decode()
        except (httpx.HTTPError, UnicodeDecodeError) as error:
            raise GatewayUnavailable(reason=type(error).__name__) from error
        try:
            said: dict[str, Any] = self._verify_and_return_sync_response(text, response_type)  # type: ignore[attr-defined]
        except AliPayValidationError as error:
            raise GatewayUnavailable(reason="signature of the answer") from error
        except AliPayException as error:
            found = SUB_CODE.search(text)
            raise GatewayUnavailable(reason=f"unsigned {found[1] if found else ''}".strip()) from error
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            raise GatewayUnavailable(reason="form of the answer") from error
        return said

    def call(self, method: str, content: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """Ask for something.

        Raises:
            GatewayUnavailable, GatewayRefused
        """
        said: dict[str, Any] = self.server_api(method, dict(content), **more)  # type: ignore[attr-defined]
        code, reason = str(said.get("code", "")), str(said.get("sub_code") or said.get("code", ""))
        if code == "10000":
            return said
        if not code.startswith("4") or reason.upper().endswith(UNSURE):
            raise GatewayUnavailable(reason=reason[:60])
        raise GatewayRefused(reason=reason[:60])


class KeyClient(_Wire, AliPay):
    """Of an account that knows Alipay by its public key."""


class CertificateClient(_Wire, DCAliPay):
    """Of an account that knows Alipay by its certificates; the SDK reads their numbers with calls that are going away."""

    @staticmethod
    def get_cert_sn(cert: str) -> str:
        """The number of a certificate."""
        return number_of_certificate(cert)

    @staticmethod
    def get_root_cert_sn(rootCert: str) -> str:  # noqa: N803 - the SDK's name
        """The number of the file of roots."""
        return number_of_roots(read_certificates(rootCert))


Client = KeyClient | CertificateClient


def client_of(account: Account, url: str) -> Client:
    """A client for one account, at one address.

    Raises:
        ValueError: keys that ``check_account`` refuses.
    """
    return _client(str(account.settings["app_id"]), tuple(sorted(account.secrets.items())), url)


@lru_cache(maxsize=64)  # to read a key takes a tenth of a second; whoever has the secrets has the client
def _client(app_id: str, opened: tuple[tuple[str, str], ...], url: str) -> Client:
    secrets = dict(opened)
    ours = {"appid": app_id, "app_private_key_string": armoured(read_private_key(secrets["private_key"]))}
    made: Client
    if is_certified(secrets):
        made = CertificateClient(
            **ours,
            app_public_key_cert_string=read_certificates(secrets["app_cert"])[0],
            alipay_public_key_cert_string=read_certificates(secrets["alipay_cert"])[0],
            alipay_root_cert_string=secrets["alipay_root_cert"],
        )
    else:
        made = KeyClient(**ours, alipay_public_key_string=armoured(read_public_key(secrets["alipay_public_key"])))
    made._gateway = url
    return made
