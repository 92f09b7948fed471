"""Addresses of the sandbox's pages, and signatures of its events: made with the installation's own key, so that nobody else can."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from platform_core.tenancy.addresses import platform_url

SESSIONS: Final = Signer(sep=".", salt="billing.sandbox.session")
BILLS: Final = Signer(sep=".", salt="billing.sandbox.bill")


def session_url(page: str, session_id: str) -> str:
    """Where a page that was opened for a customer is."""
    return platform_url(f"/billing/sandbox/{page}/{SESSIONS.sign(session_id)}")


def bill_url(invoice_id: str) -> str:
    """Where a bill is looked at and paid."""
    return platform_url(f"/billing/sandbox/bills/{BILLS.sign(invoice_id)}")


def read_token(signer: Signer, token: str) -> str | None:
    """What a token of an address names; None: it is none of ours."""
    try:
        return signer.unsign(token)
    except BadSignature:
        return None


def sign_event(body: bytes) -> str:
    """The signature of an event."""
    return "sandbox=" + salted_hmac("billing.sandbox.event", body, algorithm="sha256").hexdigest()


def is_signed(body: bytes, signature: str) -> bool:
    """Did we sign this event?"""
    # Compared as digests: a header may hold anything, and comparing takes ASCII alone.
    sent, ours = (hashlib.sha256(text.encode()).digest() for text in (signature, sign_event(body)))
    return hmac.compare_digest(sent, ours)
