"""The sandbox gateway: real HTTP, real signatures, no money. Its cashier and its memory are ``tenants.payments.simulator``."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
import orjson
from django.conf import settings
from django.core import signing

from platform_core.kernel.money import CURRENCIES
from platform_core.kernel.sealing import derive
from platform_core.tenancy.addresses import pay_url
from platform_core.tenancy.context import current_tenant
from tenants.payments.enums import GatewayName, NoticeKind, PaymentMethod, RefundState, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable, NoticeForged
from tenants.payments.gateways.base import (
    Account,
    Asked,
    BillLine,
    Known,
    Notice,
    Received,
    RefundAnswer,
    RefundAsked,
    Session,
    SessionKind,
    Share,
    SplitAnswer,
)

TOLERANCE = 300.0  # seconds
TIMEOUT = 5.0  # seconds
SALT = "kaquan.sandbox.payment"


def merchant_secret(account: str) -> bytes:
    """The signing key of a merchant's sandbox account, known to the shop and to the simulator."""
    return derive(settings.KAQUAN_MASTER_KEY, f"sandbox-gateway/{account}")


def sign_notice(account: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.body``."""
    return hmac.new(merchant_secret(account), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(account: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Was it signed for this account?"""
    timestamp, given = headers.get("Sandbox-Timestamp", ""), headers.get("Sandbox-Signature", "")
    return hmac.compare_digest(sign_notice(account, timestamp, body).encode(), given.encode())


def signed_headers(account: str, body: bytes) -> dict[str, str]:
    """Headers of a call or a notice that is made now."""
    timestamp = str(int(time.time()))
    return {
        "Content-Type": "application/json",
        "Sandbox-Timestamp": timestamp,
        "Sandbox-Signature": sign_notice(account, timestamp, body),
    }


class SandboxGateway:
    """See the module, and ``Gateway`` for what the methods promise."""

    name = GatewayName.SANDBOX.value
    methods: tuple[str, ...] = (PaymentMethod.SANDBOX.value,)
    currencies = frozenset(CURRENCIES)
    commission_in_payment = False
    settings_fields: tuple[str, ...] = ()
    secret_fields: tuple[str, ...] = ()
    replaced_secrets: Mapping[str, tuple[str, ...]] = {}

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Nothing is asked for."""

    def start(self, account: Account, asked: Asked) -> Session:
        """The cashier's address; the whole request travels in it, signed."""
        tenant = current_tenant()
        request = {
            "number": asked.number,
            "amount": asked.amount,
            "currency": asked.currency,
            "subject": asked.subject,
            "return_url": asked.return_url,
            "account": tenant.code,
            "merchant": tenant.name,
            "host": tenant.host,
        }
        signed = signing.dumps(request, salt=SALT, compress=True)
        return Session(SessionKind.REDIRECT, pay_url("/cashier?" + urllib.parse.urlencode({"p": signed})))

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Signature over the raw body, then age, then form."""
        if not is_signed(current_tenant().code, body, headers):
            raise NoticeForged(reason="signature")
        try:
            if abs(time.time() - float(headers.get("Sandbox-Timestamp", ""))) > TOLERANCE:
                raise NoticeForged(reason="age")
            said = orjson.loads(body)
            return Notice(
                kind=NoticeKind(said.get("kind", NoticeKind.PAID.value)),
                payment_number=str(said["number"]),
                provider_id=str(said["provider_id"]),
                amount=int(said["amount"]),
                currency=str(said["currency"]),
                refund_number=str(said.get("refund_number", "")),
                payer=str(said.get("payer", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NoticeForged(reason="form") from error

    def received(self) -> Received:
        """The word that Chinese gateways wait for."""
        return Received("success")

    def query(self, account: Account, known: Known) -> Notice | None:
        """What the cashier remembers."""
        said = self._call("query", known)
        if said["state"] == "open":
            return None
        kind = NoticeKind.PAID if said["state"] == "paid" else NoticeKind.CLOSED
        return Notice(kind, known.number, said.get("provider_id", ""), int(said["amount"]), said["currency"])

    def close(self, account: Account, known: Known) -> None:
        """The cashier takes nothing for it any more."""
        self._call("close", known)

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Done at once."""
        said = self._call("refund", known, refund_number=wanted.number, refund_amount=wanted.amount)
        return RefundAnswer(RefundState(said["state"]), said["provider_id"])

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """The same call: it does nothing twice."""
        return self.refund(account, known, wanted)

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """Done at once."""
        found = []
        for share in shares:
            said = self._call("split", known, split_number=share.number, split_amount=share.amount)
            found.append(SplitAnswer(share.number, SplitState.SUCCEEDED, said["provider_id"]))
        return found

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """Done at once."""
        said = self._call("unsplit", known, split_number=number, split_amount=amount)
        return SplitAnswer(share.number, SplitState.RETURNED, said["provider_id"])

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """Everything the cashier remembers of the day."""
        body = {"verb": "bill", "account": current_tenant().code, "day": day.isoformat()}
        for line in self._post(body)["lines"]:
            yield BillLine(**{**line, "at": dt.datetime.fromisoformat(line["at"])})

    def _call(self, verb: str, known: Known, **more: Any) -> dict[str, Any]:
        body = {
            "verb": verb,
            "account": current_tenant().code,
            "number": known.number,
            "amount": known.amount,
            "currency": known.currency,
            **more,
        }
        return self._post(body)

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        """One call of the simulator, which lives on this install's own web server."""
        sent = orjson.dumps(body)
        headers = {"Host": urllib.parse.urlsplit(pay_url()).netloc, **signed_headers(body["account"], sent)}
        try:
            answer = httpx.post(
                f"http://127.0.0.1:{settings.KAQUAN_PORT}/api",
                content=sent,
                headers=headers,
                timeout=TIMEOUT,
                trust_env=False,
            )
        except httpx.HTTPError as error:
            raise GatewayUnavailable(reason=type(error).__name__) from error
        if answer.status_code == 409:
            raise GatewayRefused(reason=answer.json()["reason"])
        if answer.status_code != 200:
            raise GatewayUnavailable(reason=str(answer.status_code))
        said: dict[str, Any] = answer.json()
        return said
