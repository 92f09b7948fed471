"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, which is what every app understands)."""

from __future__ import annotations

import datetime as dt
import uuid

import pyotp
from pyotp.utils import strings_equal

from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json, seal_json

ISSUER = "Kaquan"
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be off


def new_secret() -> str:
    """160 random bits, in base 32."""
    return pyotp.random_base32()


def setup_address(secret: str, email: str) -> str:
    """What the QR code says: ``otpauth://totp/…``."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def seal_secret(factor_id: uuid.UUID, secret: str) -> bytes:
    """The secret as it is kept; it opens as this factor alone."""
    return seal_json(platform_owner(), "second-factor", factor_id, secret)


def open_secret(factor_id: uuid.UUID, sealed: bytes | memoryview) -> str:
    """The secret, to check a code.

    Raises:
        KeyMissing, SealBroken
    """
    secret: str = open_json(platform_owner(), "second-factor", factor_id, sealed)
    return secret


def find_step(secret: str, code: str, moment: dt.datetime, after: int) -> int | None:
    """The 30 seconds whose code this is, or None. Steps up to ``after`` were used: their codes are not good again."""
    totp = pyotp.TOTP(secret)
    present = totp.timecode(moment)
    steps = range(present - DRIFT, present + DRIFT + 1)
    found = [step for step in steps if strings_equal(totp.generate_otp(step), code)]
    return next((step for step in found if step > after), None)
