"""The sandbox gateway: real HTTP, real signatures, no money. Its cashier is ``tenants.payments.simulator``."""

from __future__ import annotations

import hashlib
import hmac
import time
import urllib.parse
from collections.abc import Mapping

import orjson
from django.conf import settings
from django.core import signing

from platform_core.kernel.sealing import derive
from platform_core.tenancy.addresses import pay_url
from platform_core.tenancy.context import current_tenant
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.base import Asked, VerifiedNotice

TOLERANCE = 300.0  # seconds
SALT = "kaquan.sandbox.payment"


def merchant_secret(account: str) -> bytes:
    """The signing key of a merchant's sandbox account, known to the shop and to the simulator."""
    return derive(settings.KAQUAN_MASTER_KEY, f"sandbox-gateway/{account}")


def sign_notice(account: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over ``timestamp.body``."""
    return hmac.new(merchant_secret(account), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class SandboxGateway:
    """See the module."""

    name = "sandbox"

    def start(self, asked: Asked) -> str:
        """The cashier's address; the whole request travels in it, signed."""
        tenant = current_tenant()
        request = {**asked._asdict(), "account": tenant.code, "merchant": tenant.name, "host": tenant.host}
        return pay_url("/cashier?" + urllib.parse.urlencode({"p": signing.dumps(request, salt=SALT, compress=True)}))

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedNotice:
        """Signature over the raw body, then age, then form."""
        timestamp, given = headers.get("Sandbox-Timestamp", ""), headers.get("Sandbox-Signature", "")
        expected = sign_notice(current_tenant().code, timestamp, body)
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise NoticeForged(reason="signature")
        try:
            if abs(time.time() - float(timestamp)) > TOLERANCE:
                raise NoticeForged(reason="age")
            said = orjson.loads(body)
            return VerifiedNotice(
                str(said["number"]), str(said["provider_id"]), int(said["amount"]), str(said["currency"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise NoticeForged(reason="form") from error

    def received(self) -> str:
        """The word that Chinese gateways wait for."""
        return "success"
